"""What differs by place: each room registers one frozen dataclass of shipped defaults; a ruleset row stores only differences.

A section's fields are plain JSON values or `Period`s; its `labels` say in Chinese what each is. Unknown sections, keys and values
of another type are refused, so that a typing error in a ruleset can never pass silently for a rule.
"""

import dataclasses
import re
from dataclasses import dataclass
from datetime import date, timedelta

UNITS = {"workday": "个工作日", "day": "日", "month": "个月"}
EVENTS = {
    "submitted": "提交",
    "filed": "立案",
    "circulated": "发出",
    "assigned": "交办",
    "requested": "申请",
    "replied": "答复",
    "dissatisfied": "评价不满意",
    "issued": "发出",
    "held": "举行",
    "raised": "提出",
    "reported": "上次填报",
    "opened": "会议开幕",
    "concluded": "全部办结",
    "year_end": "当年年底",
}
_sections = {}


@dataclass(frozen=True)
class Period:
    """The time a rule gives: `amount` ≥ 0 in `unit` (workday 工作日, day 日, month 月); `source` names the article it comes from.

    `roll`: whether a last day that is no working day moves on to the next one (to the one before, where it is counted back);
    `anchor`: what it is counted from, an event of `EVENTS` or another rule of its section, whose last day it then is;
    `before`: counted back from there; `fixed`: "month-day" instead of an amount, the first such day after the anchor.
    """

    amount: int
    unit: str
    roll: bool = True
    source: str = ""
    anchor: str = ""
    before: bool = False
    fixed: str = ""

    def __post_init__(self):
        if not isinstance(self.amount, int) or isinstance(self.amount, bool) or not 0 <= self.amount <= 1000:
            raise ValueError("期限必须是 0 到 1000 的整数。")
        if self.unit not in UNITS:
            raise ValueError("期限的单位只能是 workday（工作日）、day（日）或 month（月）。")
        if not all(isinstance(each, bool) for each in (self.roll, self.before)):
            raise ValueError("是否顺延、是否倒推只能是 true 或 false。")
        if not all(isinstance(each, str) for each in (self.source, self.anchor, self.fixed)):
            raise ValueError("依据、起算点和固定日期应为文字。")
        if self.fixed:
            check_day(self.fixed)

    @property
    def longest(self):
        """A time that it is never longer than, holidays and the roll to a working day included."""
        return timedelta({"workday": 2 * self.amount, "day": self.amount, "month": 31 * self.amount}[self.unit] + 30)

    def __str__(self):
        return "{} 月 {} 日".format(*map(int, self.fixed.split("-"))) if self.fixed else f"{self.amount} {UNITS[self.unit]}"


def check_day(text):
    """Raise ValueError for what is not month-day of every year."""
    try:
        if not re.fullmatch(r"[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        date.fromisoformat(f"2001-{text}")
    except ValueError:
        raise ValueError("应写成“月-日”，如 03-31，且每年都有这一天。") from None


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
    for key in changes:
        if key not in known:
            raise ValueError(f"“{cls.section_name}”部分没有“{key}”这一项，可用的有：{'、'.join(sorted(known))}。")
    try:
        _check_anchors(build(cls, {cls.section_name: changes}))
    except (TypeError, ValueError) as error:
        raise ValueError(f"{_blamed(cls, changes)}的值不对：{error}") from error


def _blamed(cls, changes):
    """Which of the changes is wrong even by itself, in words; the section where they only do not go together."""
    for key, value in changes.items():
        try:
            dataclasses.replace(cls(), **{key: _converted(getattr(cls(), key), value)})
        except (TypeError, ValueError):
            return f"“{cls.section_name}.{key}”"
    return f"“{cls.section_name}”部分"


def anchors_of(cls, key):
    """What the rule `key` of a section may be counted from: [code], first that of the shipped default."""
    default = getattr(cls(), key).anchor
    return list(dict.fromkeys((default, *getattr(cls, "anchors", {}).get(key, ()))))


def anchor_label(cls, anchor):
    """What an anchor is called: an event, or another rule of the section."""
    return EVENTS.get(anchor) or cls.labels.get(anchor, "")


def _check_anchors(rules):
    """Raise ValueError where a rule is counted from what it cannot be counted from, or rules wait for each other in a circle."""
    periods = {each.name: getattr(rules, each.name) for each in dataclasses.fields(rules) if isinstance(getattr(rules, each.name), Period)}
    for key, period in periods.items():
        if period.anchor not in (known := anchors_of(type(rules), key)):
            raise ValueError(f"“{rules.labels[key]}”不能从“{period.anchor}”起算，可用的有：{'、'.join(known)}。")
        chain = [key]
        while (following := periods[chain[-1]].anchor) in periods:
            if following in chain:
                raise ValueError(f"期限互相起算，成了循环：{'、'.join(rules.labels[each] for each in chain)}。")
            chain.append(following)


def _frozen(value):
    """Lists within lists as tuples."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _converted(default, value):
    if isinstance(default, Period):
        if not isinstance(value, dict) or not set(value) <= {field.name for field in dataclasses.fields(Period)}:
            raise ValueError("期限要写成 {“amount”: 数量, “unit”: 单位}。")
        return dataclasses.replace(default, **value)
    if isinstance(default, tuple):
        if not isinstance(value, list):
            raise ValueError("应为列表。")
        return _frozen(value)
    if type(value) is not type(default):
        raise ValueError(f"应为{ {int: '整数', str: '文字', bool: 'true 或 false'}.get(type(default), type(default).__name__) }。")
    return value
