"""How a plan weighs on units and people over the year: load per unit and month, overload, collisions.

Each function asks one query and takes a queryset of items; cancelled items weigh nothing, postponed ones no month or day.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from consultation.models import ItemPerson, ItemState, ItemUnit, Precision, UnitRole
from consultation.models.items import OFF_STATES
from organizations.models import Body, Meeting

ITEM = ("item_id", "item__public_id", "item__kind_name", "item__number", "item__title", "item__form", "item__state")
TIME = ("item__precision", "item__window_start", "item__window_end", "item__time_text", "item__plan__year")
PLENARY_WORDS = ("全委会", "全体会议", "全会")


@dataclass(frozen=True)
class Entry:
    """One item as it weighs on somebody; `month` is None where its time is open or spans months, `day` where no day is fixed."""

    pk: int
    public_id: object
    label: str
    title: str
    form: str
    month: int | None
    undated: bool
    day: date | None = None

    def __str__(self):
        return f"{self.label} {self.title}"


@dataclass
class Load:
    """What one unit carries: items by month, items that span months, items without a time."""

    name: str
    hosts: bool
    months: dict = field(default_factory=lambda: defaultdict(list))
    spread: list = field(default_factory=list)
    undated: list = field(default_factory=list)

    @property
    def total(self):
        return sum(map(len, self.months.values())) + len(self.spread) + len(self.undated)

    def add(self, entry):
        (self.undated if entry.undated else self.months[entry.month] if entry.month else self.spread).append(entry)

    def over(self, limit):
        """(month, items) of the months with more than `limit` items."""
        return [(month, entries) for month, entries in sorted(self.months.items()) if len(entries) > limit]


@dataclass(frozen=True)
class Collision:
    """Several items that get into each other's way: whose, when, and which."""

    who: str
    when: str
    entries: list


def _entry(row, day=None):
    start, end, precision = row["item__window_start"], row["item__window_end"], row["item__precision"]
    undated = precision == Precision.NONE or row["item__state"] == ItemState.POSTPONED
    one_month = not undated and (start.year, start.month) == (end.year, end.month) and start.year == row["item__plan__year"]
    return Entry(
        row["item_id"],
        row["item__public_id"],
        f"{row['item__kind_name']}{row['item__number']}",
        row["item__title"],
        row["item__form"],
        start.month if one_month else None,
        undated,
        day or (start if precision == Precision.DAY else None),
    )


def loads(items):
    """The `Load` of each unit, responsible and consulted units first, then the CPPCC's hosts, each by falling total.

    A unit printed under several names counts once, under the name that stands first; one nobody knows counts by its name.
    """
    rows = ItemUnit.reached.filter(item__in=items).exclude(item__state=ItemState.CANCELLED).order_by("item__order", "order", "pk")
    found = {}
    for row in rows.values("unit_id", "name", "role", *ITEM, *TIME):
        hosts = row["role"] == UnitRole.HOST
        load = found.setdefault((hosts, row["unit_id"] or row["name"]), Load(row["name"], hosts))
        load.add(_entry(row))
    return sorted(found.values(), key=lambda load: (load.hosts, -load.total))


def clashes_of_people(items):
    """Days on which one person is named for several items that are not heard at the same meeting."""
    rows = ItemPerson.objects.filter(item__in=items).exclude(item__state__in=OFF_STATES).order_by("item__order", "pk")
    fields = ("person_id", "person__name", *ITEM, *TIME, "item__meetings", "item__meetings__held_on")
    return _clashes((row["person_id"], row["person__name"], row) for row in rows.values(*fields))


def clashes_of_hosts(items):
    """Days on which one CPPCC body hosts several items that are not heard at the same meeting."""
    rows = ItemUnit.objects.filter(item__in=items, role=UnitRole.HOST).exclude(item__state__in=OFF_STATES)
    fields = ("unit_id", "name", *ITEM, *TIME, "item__meetings", "item__meetings__held_on")
    return _clashes((row["unit_id"] or row["name"], row["name"], row) for row in rows.order_by("item__order", "pk").values(*fields))


def _clashes(rows):
    days, names = defaultdict(dict), {}
    for key, name, row in rows:
        entry = _entry(row, row["item__meetings__held_on"])
        names.setdefault(key, name)
        if entry.day:
            occasion = f"meeting {row['item__meetings']}" if row["item__meetings__held_on"] else f"item {entry.pk}"
            days[key, entry.day].setdefault(occasion, []).append(entry)
    return [
        Collision(names[key], f"{day.year}年{day.month}月{day.day}日", [entry for entries in occasions.values() for entry in entries])
        for (key, day), occasions in sorted(days.items(), key=lambda found: found[0][1])
        if len(occasions) > 1
    ]


def plenary_days(jurisdiction, year):
    """[(first day, last day)] of the weeks, Monday to Sunday, that hold a day of a plenary of that year."""
    held = Meeting.objects.filter(jurisdiction=jurisdiction, body=Body.PLENARY, held_on__year=year).values_list("held_on", "ends_on")
    return [(first - timedelta(first.weekday()), last + timedelta(6 - last.weekday())) for first, end in held for last in [end or first]]


def clashes_with_plenaries(items, weeks, months):
    """Items that fall in a plenary week, or, where only their month is fixed, in a month of plenaries; one collision each time.

    `weeks` as from `plenary_days`, `months` by rule. What is heard at the plenary itself does not collide with it.
    """
    rows = items.exclude(state__in=OFF_STATES).exclude(meetings__body=Body.PLENARY).order_by("order", "pk")
    names = {name: name.removeprefix("item__") for name in (*ITEM, *TIME)} | {"item_id": "pk"}
    in_weeks, in_months = defaultdict(list), defaultdict(list)
    for values in rows.values_list(*names.values(), "meetings__held_on"):
        *own, meets_on = values
        entry = _entry(dict(zip(names, own, strict=True)), meets_on)
        if any(word in entry.form for word in PLENARY_WORDS):
            continue
        week = next((week for week in weeks if entry.day and week[0] <= entry.day <= week[1]), None)
        if week:
            in_weeks[week].append(entry)
        elif entry.month in months and not entry.day:
            in_months[entry.month].append(entry)
    found = [Collision("全体会议", f"{a.month}月{a.day}日至{b.month}月{b.day}日（全会所在周）", rows) for (a, b), rows in in_weeks.items()]
    return found + [Collision("全体会议", f"{month}月（全会所在月）", rows) for month, rows in sorted(in_months.items())]
