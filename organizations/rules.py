"""What differs by place: each room registers one frozen dataclass of shipped defaults; a ruleset row stores only differences.

A section's fields are plain JSON values or `Period`s; its `labels` say in Chinese what each is. Unknown sections, keys and values
of another type are refused, so that a typing error in a ruleset can never pass silently for a rule.
"""

import dataclasses
from dataclasses import dataclass

UNITS = ("workday", "day", "month")
_sections = {}


@dataclass(frozen=True)
class Period:
    """An amount of time of a rule: `amount` ≥ 0 in `unit` (workday 工作日, day 日, month 月); `source` names the article it comes from.

    `roll` says whether a last day that is no working day moves forward to the next one.
    """

    amount: int
    unit: str
    roll: bool = True
    source: str = ""

    def __post_init__(self):
        if not isinstance(self.amount, int) or isinstance(self.amount, bool) or not 0 <= self.amount <= 1000:
            raise ValueError("期限必须是 0 到 1000 的整数。")
        if self.unit not in UNITS:
            raise ValueError("期限的单位只能是 workday（工作日）、day（日）或 month（月）。")

    def __str__(self):
        return f"{self.amount} " + {"workday": "个工作日", "day": "日", "month": "个月"}[self.unit]


def section(name, label):
    """Class decorator: registers a frozen dataclass of defaults as the rules section `name`."""

    def register(cls):
        cls.section_name, cls.section_label = name, label
        _sections[name] = cls
        return cls

    return register


def sections():
    """All registered sections, by name."""
    return dict(_sections)


def build(cls, overrides):
    """An instance of section `cls` with a ruleset's `overrides` ({section: {key: value}}) laid over the defaults."""
    changes = overrides.get(cls.section_name, {})
    defaults = cls()
    return dataclasses.replace(defaults, **{key: _converted(getattr(defaults, key), value) for key, value in changes.items()})


def check_overrides(overrides):
    """Raise ValueError with a Chinese sentence where `overrides` names an unknown section or key, or holds a wrong value."""
    if not isinstance(overrides, dict):
        raise ValueError("规则差异必须是 JSON 对象。")
    for name, changes in overrides.items():
        if name not in _sections:
            raise ValueError(f"没有名为“{name}”的规则部分，可用的有：{'、'.join(sorted(_sections))}。")
        _check_section(_sections[name], changes)


def _check_section(cls, changes):
    if not isinstance(changes, dict):
        raise ValueError(f"“{cls.section_name}”部分必须是 JSON 对象。")
    known = {field.name for field in dataclasses.fields(cls)}
    for key, value in changes.items():
        if key not in known:
            raise ValueError(f"“{cls.section_name}”部分没有“{key}”这一项，可用的有：{'、'.join(sorted(known))}。")
        try:
            dataclasses.replace(cls(), **{key: _converted(getattr(cls(), key), value)})
        except (TypeError, ValueError) as error:
            raise ValueError(f"“{cls.section_name}.{key}”的值不对：{error}") from error


def _converted(default, value):
    if isinstance(default, Period):
        if not isinstance(value, dict) or not set(value) <= {"amount", "unit", "roll", "source"}:
            raise ValueError("期限要写成 {“amount”: 数量, “unit”: 单位}。")
        return dataclasses.replace(default, **value)
    if isinstance(default, tuple):
        if not isinstance(value, list):
            raise ValueError("应为列表。")
        return tuple(tuple(item) if isinstance(item, list) else item for item in value)
    if type(value) is not type(default):
        raise ValueError(f"应为{ {int: '整数', str: '文字', bool: 'true 或 false'}.get(type(default), type(default).__name__) }。")
    return value
