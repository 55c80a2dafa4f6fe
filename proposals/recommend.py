"""Which unit should handle a case: what past cases with similar titles suggest, with those cases shown; the person decides."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from organizations.models import Unit
from proposals.grams import grams
from proposals.models import LEFT, REPLYING, Handling, Proposal
from proposals.similar import nearest

FEWEST, SHOWN, READ = 5, 3, 40
DUTIES = 0.5  # how much the text of a unit's duties counts beside its past cases


@dataclass(frozen=True)
class Recommendation:
    """A unit, its share of the likeness in percent, and the past cases it rests on, the most alike first."""

    unit: Unit
    share: int
    precedents: tuple[Proposal, ...]

    @property
    def sentence(self):
        """Why, in one sentence of at most 200 characters."""
        numbers = "、".join(f"{case.session.short_name}第{case.case_no}号" for case in self.precedents[:3])
        return f"同类提案 {len(self.precedents)} 件曾由该单位办理，如{numbers}"[:200]


def recommend(place, title, *, before=None, on=None):
    """Up to three units for a case of this `title`, best first; [] where fewer than five past cases are like it.

    `before`: the case itself, which is no precedent of its own. Units that have ended count for those that carry their duties.
    """
    on = on or timezone.localdate()
    alike = {case.pk: (percent, case) for percent, case in nearest(place, title, READ) if before is None or case.pk != before.pk}
    handled = Handling.objects.filter(proposal__in=alike, part__in=REPLYING).exclude(state=LEFT).select_related("unit__successor")
    weights, cases = defaultdict(float), defaultdict(dict)
    for handling in handled:
        unit = handling.unit.current(on)
        if unit.is_group or (unit.ends_on and unit.ends_on < on):
            continue
        percent, case = alike[handling.proposal_id]
        weights[unit] += percent**2
        cases[unit][case.pk] = percent, case
    if len({case for found in cases.values() for case in found}) < FEWEST:
        return []
    wanted = set(grams(title))
    for unit in weights:
        weights[unit] *= 1 + DUTIES * len(wanted & set(grams(unit.duties))) / len(wanted)
    best = sorted(weights, key=lambda unit: (-weights[unit], unit.pk))[:SHOWN]
    return [_recommendation(unit, weights, cases[unit]) for unit in best]


def _recommendation(unit, weights, found):
    ordered = sorted(found.values(), key=lambda each: (-each[0], -each[1].pk))
    return Recommendation(unit, round(100 * weights[unit] / sum(weights.values())), tuple(case for _, case in ordered[:FEWEST]))
