"""The trail in Chinese: kinds of objects, names of fields, values by their labels."""

from functools import lru_cache

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, localtime

ROOMS = ("consultation", "feedback", "documents", "workflow", "organizations")
CLEARER = {"starts_on": "起始日期", "ends_on": "终止日期"}
MORE = {
    "items": "事项数",
    "text": "内容",
    "name": "名称",
    "size": "大小（字节）",
    "sha256": "SHA-256",
}


@lru_cache
def models():
    """{model name: model} of all rooms that keep a trail."""
    return {
        model._meta.model_name: model
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if "event" not in model._meta.model_name
    }


@lru_cache
def kinds():
    """{model name: what it is called}."""
    return {name: str(model._meta.verbose_name) for name, model in models().items()}


def label_of(row):
    """The move, with the states it led from and to where it did."""
    states = [_shown(row["e_kind"], "state", row[name]) for name in ("e_from", "e_to")]
    return row["e_move"] + (f"（{states[0]} → {states[1]}）" if all(states) and states[0] != states[1] else "")


def changes_of(row):
    """[(field, before, after)] of what changed; all values of a new or a deleted row."""
    before, after = row["e_before"] or {}, row["e_after"] or {}
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return [
        (_field(row["e_kind"], name), _shown(row["e_kind"], name, before.get(name)), _shown(row["e_kind"], name, after.get(name)))
        for name in names
        if before.get(name) not in (None, "") or after.get(name) not in (None, "")
    ]


@lru_cache(maxsize=500)
def _found(kind, name):
    try:
        return models()[kind]._meta.get_field(name)
    except (KeyError, FieldDoesNotExist):
        return None


def _field(kind, name):
    return CLEARER.get(name) or str(getattr(_found(kind, name), "verbose_name", "") or MORE.get(name, name))


def _shown(kind, name, value):
    """A value as people read it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_shown(kind, name, entry) for entry in value)
    if isinstance(value, dict):
        return "；".join(f"{key}：{_shown(kind, name, entry)}" for key, entry in value.items())
    choices = dict(getattr(_found(kind, name), "flatchoices", ()))
    if value in choices:
        return str(choices[value])
    moment = parse_datetime(value) if isinstance(value, str) and "T" in value[:11] else None
    return f"{localtime(moment) if is_aware(moment) else moment:%Y-%m-%d %H:%M}" if moment else str(value)
