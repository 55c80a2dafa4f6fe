"""In time or late: the replies to a session's cases by unit, leader in charge and office, one query."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.utils import timezone

from feedback.models.assignments import late
from organizations.models import Portfolio
from proposals.models import Handling, Round
from proposals.models.handling import LEFT, REPLYING
from proposals.statistics import percent

DIMENSIONS = {"unit": "承办单位", "leader": "分管领导", "track": "交办口"}
TIMINGS = {"in_time": "按期答复", "late": "逾期答复", "open": "在办未到期", "overdue": "在办已逾期"}


@dataclass
class Timing:
    """One row of the grid: `key` and `name` of the unit, leader or office, and how many cases are how far."""

    key: str
    name: str
    in_time: int = 0
    late: int = 0
    open: int = 0
    overdue: int = 0

    @property
    def total(self):
        return self.in_time + self.late + self.open + self.overdue

    @property
    def share(self):
        """按期率: replies in time among all that were given or are overdue, in percent, half up; None where none was due."""
        return percent(self.in_time, self.in_time + self.late + self.overdue)

    def add(self, row):
        for name in TIMINGS:
            setattr(self, name, getattr(self, name) + row[name])


def conditions(day, path=""):
    """{name of `TIMINGS`: the condition on the first rounds of handlings}; what is neither was withdrawn or is paused."""
    given, due = f"{path}reply__issued_on", f"{path}due_on"
    answered, is_late = Q(**{f"{given}__isnull": False}), late(day, path=f"{path}handling__")
    return {
        "in_time": answered & Q(**{f"{given}__lte": F(due)}),
        "late": answered & Q(**{f"{given}__gt": F(due)}),
        "open": ~answered & ~is_late,
        "overdue": ~answered & is_late,
    }


def first_rounds(person, session):
    """The first rounds of the replies owed to a session's cases, of the handlings a person may see."""
    seen = Handling.objects.visible_to(person).filter(proposal__session=session, part__in=REPLYING).exclude(state=LEFT)
    return Round.objects.filter(number=1, handling__in=seen.order_by())


def grids(person, session, tracks, day=None):
    """{name of `DIMENSIONS`: [Timing]} of a session; `tracks`: {code: label} of its rules."""
    day = day or timezone.localdate()
    counted = {name: Count("pk", filter=condition) for name, condition in conditions(day).items()}
    by = ("handling__unit__public_id", "handling__unit__name", "handling__unit", "handling__proposal__track")
    rows = list(first_rounds(person, session).order_by().values(*by).annotate(**counted))
    led = leaders(session.term.jurisdiction_id, day)
    found = {name: {} for name in DIMENSIONS}
    for row in rows:
        unit, track = row["handling__unit"], row["handling__proposal__track"]
        _into(found["unit"], str(row["handling__unit__public_id"]), row["handling__unit__name"], row)
        _into(found["track"], track, tracks.get(track, "未定"), row)
        for key, name in led.get(unit) or [("", "未明确分管领导")]:
            _into(found["leader"], key, name, row)
    return {name: sorted(rows.values(), key=lambda row: (-row.overdue, -row.late, -row.total, row.name)) for name, rows in found.items()}


def _into(rows, key, name, row):
    rows.setdefault(key, Timing(key, name)).add(row)


def leaders(jurisdiction_id, day):
    """{unit id: [(public id, name) of the leaders in charge]} on `day`, also for the units whose duties others carry."""
    found = defaultdict(list)
    for unit, public_id, name in Portfolio.objects.by_unit(jurisdiction_id, day, "leader__public_id", "leader__name"):
        if (str(public_id), name) not in found[unit]:
            found[unit].append((str(public_id), name))
    return found
