"""Similar titles of all years of a place, found by the pairs of characters they share."""

from dataclasses import dataclass

from proposals.grams import grams
from proposals.models import Proposal, Reply
from proposals.models.proposals import BEFORE_FILING

SHOWN, LOOKED_AT = 5, 400


@dataclass(frozen=True)
class Likeness:
    """A proposal with how alike its title is, in percent, and the class its reply gave."""

    proposal: Proposal
    percent: int
    result_class: str


def similar(place, title):
    """Up to five filed proposals of `place` most like `title`, best first; [] for a title too short to say."""
    best = nearest(place, title, SHOWN)
    classes = dict(
        Reply.objects.filter(round__handling__proposal__in=[row for _, row in best], state="issued")
        .order_by("pk")
        .values_list("round__handling__proposal", "result_class")
    )
    return [Likeness(row, percent, classes.get(row.pk, "")) for percent, row in best]


def nearest(place, title, most):
    """The filed proposals of `place` most like `title`, at most `most`, as (likeness in percent, proposal), best first."""
    wanted = set(grams(title))
    if len(wanted) < 2:
        return []
    rows = Proposal.objects.filter(jurisdiction=place, grams__overlap=sorted(wanted)).exclude(state__in=BEFORE_FILING)
    scored = [(_percent(wanted, set(row.grams)), row) for row in rows.select_related("session__term").order_by("-pk")[:LOOKED_AT]]
    return sorted((each for each in scored if each[0] >= 20), key=lambda each: (-each[0], -each[1].pk))[:most]


def _percent(wanted, found):
    return round(100 * len(wanted & found) / len(wanted | found)) if found else 0
