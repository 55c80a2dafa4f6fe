"""What anybody may read without signing in: only what was decided to be published, in the very texts that were decided on.

Everything the public pages show comes from the functions here; originals, names, numbers of rows and counts of anything else never do.
"""

from django.db.models import Q
from django.utils import timezone

from organizations.models import Jurisdiction
from organizations.models.rulesets import rules_for
from proposals.models import PUBLISHABLE, Proposal, Publication, PublishedText
from supervision.models import Appraisal, Award
from supervision.public_rules import PublicRules

SHOWN = (Publication.FULL, Publication.SUMMARY)
RATED = ("rated", "sent", "settled")


def open_place(code):
    """(place, its `PublicRules`) where a place of this code shows anything outside today; None for all others, known or not."""
    place = Jurisdiction.objects.filter(code=code).first()
    if place is None:
        return None
    rules = rules_for(PublicRules, place, on=timezone.localdate())
    return (place, rules) if rules.is_open else None


def cases(place, rules, words=""):
    """The published texts of proposals (those of the proposals themselves), newest decision first; `words` are looked for in published
    texts alone."""
    if not rules.shows_proposals:
        return PublishedText.objects.none()
    found = PublishedText.objects.filter(proposal__in=_cases(place), reply__isnull=True)
    if words:
        hits = PublishedText.objects.filter(Q(title__icontains=words) | Q(text__icontains=words)).order_by().values("proposal")
        found = found.filter(proposal__in=hits)
    return found.select_related("proposal__session__term__jurisdiction").order_by("-pk")


def _cases(place):
    """The cases that are published: decided so, the proposer agrees, and the label allows it still."""
    allowed = Q(pk__in=[])
    for label, ways in PUBLISHABLE.items():
        allowed |= Q(sensitivity=label, publication__in=ways)
    found = Proposal.objects.filed().filter(allowed, jurisdiction=place, may_publish=True, publication__in=SHOWN)
    return found.order_by().values("pk")


def texts(place, rules, public_id):
    """All published texts of one case, its own first; none where it is not published."""
    own = cases(place, rules).filter(proposal__public_id=public_id).order_by().values("proposal")
    return PublishedText.objects.filter(proposal__in=own).order_by("proposal", "pk")


def appraisals(place, rules):
    """The rounds of appraisal whose results are published, newest first."""
    found = Appraisal.objects.filter(jurisdiction=place, state="closed", publication__in=SHOWN)
    return found.order_by("-published_on", "-pk") if rules.shows_appraisals else found.none()


def results(appraisal):
    """(unit, total, grade) of a round that is published in full, the highest first; nothing of one of which only a text is."""
    if appraisal.publication != Publication.FULL:
        return []
    found = appraisal.units.filter(state__in=RATED, total__isnull=False)
    return list(found.order_by("-total", "unit_name").values_list("unit_name", "total", "grade"))


def awards(place, rules):
    """The awards that are published, newest first."""
    found = Award.objects.filter(jurisdiction=place, state="decided", publication__in=SHOWN)
    return found.order_by("-published_on", "-pk") if rules.shows_awards else found.none()


def commended(award, published):
    """Who was commended, where the list is published in full: units, and of cases those alone that are published (`published`) by title."""
    if award.publication != Publication.FULL:
        return []
    rows = award.candidates.filter(state="awarded").order_by("label")
    units = [row.label for row in rows.filter(unit__isnull=False)]
    return units + list(published.filter(proposal__in=rows.values("proposal")).order_by("title").values_list("title", flat=True))
