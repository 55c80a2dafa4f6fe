"""Fields and values as people read them, for histories: everything by its Chinese name, no code of the inside."""

import dataclasses

from django.core.exceptions import FieldDoesNotExist
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, localtime

from organizations.rules import Period, sections

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
}
UNKNOWN = "其他内容"


def label_of(model, name):
    """What the field `name` of a model (or None) is called; a name that nobody knows is never shown, one in Chinese is itself."""
    if not name.isascii():
        return name
    label = CLEARER.get(name) or _verbose(model, name)
    return label if label and not label.isascii() else MORE.get(name, UNKNOWN)


def text_of(model, name, value):
    """A value of the field, as the history keeps it (JSON or Python), as a text; "" for none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(text_of(model, name, entry) for entry in value)
    if isinstance(value, dict):
        return rules_in_words(value) if name == "overrides" else _entries(value)
    return str(_choices(model, name).get(value) or _moment(value) or value)


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


def _entries(value):
    return "；".join(f"{label_of(None, key)}：{text_of(None, key, entry)}" for key, entry in value.items())


def _field(model, name):
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _verbose(model, name):
    return str(getattr(_field(model, name), "verbose_name", ""))


def _choices(model, name):
    return dict(getattr(_field(model, name), "flatchoices", ()))


def _moment(value):
    """A moment in local time, also where it comes as an ISO text."""
    moment = parse_datetime(value) if isinstance(value, str) and "T" in value[:11] else value if hasattr(value, "hour") else None
    return f"{localtime(moment) if is_aware(moment) else moment:%Y-%m-%d %H:%M}" if moment else None
