"""The board of the supervision office: duties with their lights, and what waits for whom, for page, API and export alike."""

from dataclasses import dataclass

from django.utils import timezone

from feedback.lights import CHOICES, LIGHTS, RED, YELLOW, days_left, light
from feedback.rules import FeedbackRules
from organizations.models import Jurisdiction
from organizations.models.rulesets import rules_for
from supervision.duties import FAR, KINDS, Duty, duties_of


@dataclass(frozen=True, slots=True)
class Lit:
    """A duty with its light on a day and how long it has, in words; `late`: its day is over."""

    duty: Duty
    light: str
    left: str
    late: bool

    @property
    def words(self):
        return "已逾期" if self.late else LIGHTS[self.light]


def lit(duties, day):
    """[Lit] of duties on `day`, by the thresholds of each place."""
    places = Jurisdiction.objects.in_bulk({duty.jurisdiction_id for duty in duties})
    rules = {pk: rules_for(FeedbackRules, place, on=day) for pk, place in places.items()}
    return [
        Lit(duty, light(duty.due_on, day, rules[duty.jurisdiction_id]), days_left(duty.due_on, day), duty.due_on < day) for duty in duties
    ]


__all__ = ["CHOICES", "Lit", "board", "counts", "lit"]


def board(person, *, kind="", light="", unit="", words="", day=None):
    """The duties a person may see, narrowed: `kind` of `KINDS`, `light` of `CHOICES`, part of the unit's name or of the matter."""
    day = day or timezone.localdate()
    found = lit(duties_of(person, day + FAR, kinds=[kind] if kind in KINDS else None), day)
    return [each for each in found if _wanted(each, light, unit, words)]


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
