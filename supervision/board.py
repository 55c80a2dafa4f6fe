"""The board of the supervision office: duties with their lights, and what waits for whom, for page, API and export alike."""

from dataclasses import dataclass

from django.utils import timezone

from feedback.lights import CHOICES, LIGHTS, RED, YELLOW, days_left, light
from feedback.rules import FeedbackRules
from organizations.models import Jurisdiction, Person, Role
from organizations.models.rulesets import rules_for
from supervision.duties import FAR, KINDS, OFFICE, UNIT, Duty, duties_of
from supervision.statistics import leaders

UNNAMED = {"score": "评分委员", "vote": "投票人"}


@dataclass(frozen=True, slots=True)
class Lit:
    """A duty with its light on a day and how long it has, in words; `late`: its day is over; `whom`: who it waits for, in words."""

    duty: Duty
    light: str
    left: str
    late: bool
    whom: str

    @property
    def words(self):
        return "已逾期" if self.late else LIGHTS[self.light]


def lit(duties, day):
    """[Lit] of duties on `day`, by the thresholds of each place."""
    places = Jurisdiction.objects.in_bulk({duty.jurisdiction_id for duty in duties})
    rules = {pk: rules_for(FeedbackRules, place, on=day) for pk, place in places.items()}
    whom = _bearers(duties)
    return [
        Lit(duty, light(duty.due_on, day, rules[duty.jurisdiction_id]), days_left(duty.due_on, day), duty.due_on < day, whom(duty))
        for duty in duties
    ]


def _bearers(duties):
    """A function that names who bears a duty: the unit, the person (of those who judge only that they do), the posts of its office."""
    people = {duty.person_id for duty in duties if duty.person_id and duty.kind not in UNNAMED}
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}

    def named(duty):
        kind = KINDS[duty.kind]
        if kind.bearer == OFFICE:
            return "、".join(Role(role).label for role in duty.roles or kind.roles)
        return duty.unit_name if kind.bearer == UNIT else UNNAMED.get(duty.kind) or names.get(duty.person_id, "")

    return named


__all__ = ["CHOICES", "Lit", "board", "counts", "lit"]


def board(person, *, kind="", light="", unit="", leader="", words="", day=None):
    """The duties a person may see, narrowed: `kind` of `KINDS`, `light` of `CHOICES`, part of the name of the unit, of the leader in
    charge of it, or of the matter."""
    day = day or timezone.localdate()
    found = lit(duties_of(person, day + FAR, kinds=[kind] if kind in KINDS else None), day)
    led = _led(found, leader, day) if leader else None
    return [each for each in found if _wanted(each, light, unit, words) and (led is None or each.duty.unit_id in led)]


def _led(found, name, day):
    """The ids of the units in the charge of leaders whose names hold `name`, in the places of `found`."""
    places = [leaders(place, day) for place in {each.duty.jurisdiction_id for each in found}]
    return {unit for led in places for unit, heads in led.items() if any(name in head for _, head in heads)}


def _wanted(each, wanted, unit, words):
    if wanted == "overdue" and not each.late or wanted in LIGHTS and each.light != wanted:
        return False
    return unit in each.duty.unit_name and words in each.duty.subject


def counts(found):
    """{kind: {"all", "yellow", "red", "overdue"}} of `found` (a list of `Lit`), in the order of `KINDS`; only kinds that are there."""
    rows = {name: {"all": 0, YELLOW: 0, RED: 0, "overdue": 0} for name in KINDS}
    for each in found:
        row = rows[each.duty.kind]
        row["all"] += 1
        row["overdue"] += each.late
        if each.light in row:
            row[each.light] += 1
    return {name: row for name, row in rows.items() if row["all"]}
