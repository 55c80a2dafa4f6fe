"""The texts of messages: the shipped ones, what they may name, and the check of a place's own."""

import json

from tables.refusals import Refused
from workflow.wording import fill, objection

NAMES = ("标题", "内容", "链接", "姓名", "手机", "地区", "时间", "编号", "密钥")
PLAIN = "${姓名}：${标题}\n${内容}\n${链接}"
BODIES = {
    "email": "${姓名}，您好！\n\n${标题}\n${内容}\n${链接}\n\n${地区}政协协商与提案管理系统 ${时间}\n（本邮件由系统发出，请勿直接回复。）",
    "wecom": PLAIN,
    "dingtalk": PLAIN,
    "sms": '{"mobile": "${手机}", "content": "${标题} ${链接}", "id": "${编号}", "key": "${密钥}"}',
}
NOUN = "正文模板"


def objection_to(kind, template):
    """Why a template of this kind of channel cannot be used, as a sentence; "" where it can."""
    if kind == "sms":
        try:
            leaves = list(_leaves(json.loads(template)))
        except (ValueError, RecursionError):
            return "短信网关的正文模板不是有效的 JSON，请核对引号和逗号。"
        return next(filter(None, (objection(leaf, NAMES, noun=NOUN) for leaf in leaves)), "")
    if "${密钥}" in template:
        return "只有短信网关的模板可以写入密钥。"
    return objection(template, NAMES, noun=NOUN)


def filled(template, facts):
    """A text with the facts of one message, without lines that stayed empty at the end; raises Refused for a template that has gone bad."""
    text = fill(template, facts, noun=NOUN)
    return "\n".join(line.rstrip() for line in text.splitlines()).replace("\n\n\n", "\n\n").strip()


def filled_json(template, facts):
    """A JSON template with its texts filled: facts stand inside texts only, so that none can change the structure."""
    try:
        document = json.loads(template)
    except ValueError:
        raise Refused("短信网关的正文模板不是有效的 JSON。") from None
    return _mapped(document, lambda leaf: fill(leaf, facts, noun=NOUN))


def _leaves(document):
    found = []
    _mapped(document, found.append)
    return found


def _mapped(document, change):
    if isinstance(document, dict):
        return {key: _mapped(value, change) for key, value in document.items()}
    if isinstance(document, list):
        return [_mapped(value, change) for value in document]
    return change(document) if isinstance(document, str) else document
