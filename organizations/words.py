"""Fields and values as people read them, for histories: everything by its Chinese name, no code of the inside."""

import dataclasses

from django.core.exceptions import FieldDoesNotExist
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, localtime

from organizations.rules import Period, build, sections

CLEARER = {"starts_on": "起始日期", "ends_on": "终止日期"}
MORE = {
    "items": "事项数",
    "text": "内容",
    "name": "名称",
    "size": "大小（字节）",
    "sha256": "SHA-256",
    "unit": "单位",
    "portfolio": "领导分工",
    "owner": "责任人",
    "due_on": "完成日期",
    "people": "出席人员",
    "contacts": "单位方联系人",
    "sensitivity": "标识",
    "what": "数的是什么",
    "value": "数值",
    "measure": "计量单位",
    "source": "来源",
    "on": "日期",
    "verified": "已核实",
    **{letter: f"{letter}类" for letter in "ABCDEF"},  # classes of results
}
UNKNOWN = "其他内容"


def label_of(model, name):
    """What the field `name` of a model (or None) is called; a name that nobody knows is never shown, one in Chinese is itself."""
    if not name.isascii():
        return name
    label = CLEARER.get(name) or _verbose(model, name)
    return label if label and not label.isascii() else MORE.get(name, UNKNOWN)


def text_of(model, name, value, rulesets=()):
    """A value of the field, as the history keeps it (JSON or Python), as a text; "" for none.

    `rulesets`: the differences of the places' rulesets, which name the codes that only these places have.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(text_of(model, name, entry, rulesets) for entry in value)
    if isinstance(value, dict):
        return rules_in_words(value) if name == "overrides" else _entries(value, _codes(model, name, rulesets))
    return str(_choices(model, name).get(value) or _codes(model, name, rulesets).get(value) or _moment(value) or value)


def rules_in_words(overrides):
    """The differences of a ruleset as a text: “section · rule：value”."""
    known = sections()
    return "；".join(
        f"{known[name].section_label} · {known[name].labels.get(key, UNKNOWN)}：{_rule(known[name], key, value)}"
        for name, changes in overrides.items()
        if name in known
        for key, value in changes.items()
    )


def _rule(section, key, value):
    default = getattr(section(), key, None)
    return str(dataclasses.replace(default, **value)) if isinstance(default, Period) else text_of(None, key, value)


def _entries(value, codes):
    return "；".join(
        f"{codes.get(key) or label_of(None, key)}：{isinstance(entry, str) and codes.get(entry) or text_of(None, key, entry)}"
        for key, entry in value.items()
    )


def _field(model, name):
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _verbose(model, name):
    return str(getattr(_field(model, name), "verbose_name", ""))


def _choices(model, name):
    return dict(getattr(_field(model, name), "flatchoices", ()))


def _codes(model, name, rulesets):
    """{code: name} of a field whose codes are rules (`coded` of the model: {field: rules}), as shipped and by the rulesets."""
    wanted = getattr(model, "coded", {}).get(name, ())
    if not wanted:
        return {}
    section = sections()[model._meta.app_label]
    known = [build(section, overrides) for overrides in ({}, *rulesets)]
    return {row[0]: row[1] for rules in known for rule in wanted for row in getattr(rules, rule)}


def _moment(value):
    """A moment in local time, also where it comes as an ISO text."""
    moment = parse_datetime(value) if isinstance(value, str) and "T" in value[:11] else value if hasattr(value, "hour") else None
    return f"{localtime(moment) if is_aware(moment) else moment:%Y-%m-%d %H:%M}" if moment else None
