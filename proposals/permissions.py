"""Who may see and do what with proposals."""

from django.utils import timezone

from feedback.permissions import is_secretary, of_unit
from organizations.models import Membership, Role, Sector

INSIDERS = (Role.SECRETARY, Role.CPPCC_LEADER, Role.AUDITOR)  # from the day a proposal is handed in
COORDINATORS = (Role.SECRETARY, Role.OFFICE_STAFF, Role.SUPERVISOR)  # those who assign; they see what has been filed
AUTHORS = (Role.MEMBER, Role.LIAISON, Role.SECTOR_CONVENER)


def described(text):
    """Decorator: what a `by` says of itself in the generated table of moves, where a list of roles would not tell it."""

    def mark(function):
        function.who = text
        return function

    return mark


def may_write(person, jurisdiction):
    """Whether the person may begin a proposal: a member, a liaison of a party or body, a convener of a sector."""
    return person.access.holds(jurisdiction.pk, *AUTHORS)


def sectors_convened(person, place):
    """The sectors for which the person convenes in a place today; all of them where his post names none."""
    posts = Membership.objects.on(timezone.localdate()).filter(person=person, role=Role.SECTOR_CONVENER, jurisdiction=place)
    named = list(posts.values_list("sector", flat=True))
    every = Sector.objects.filter(jurisdiction=place)
    return every if None in named else every.filter(pk__in=named)


@described("执笔的提案人")
def is_author(person, proposal):
    """Whether the person wrote it and still holds a post that may propose."""
    return getattr(proposal, "author_id", None) == person.pk and person.access.holds(proposal.jurisdiction_id, *AUTHORS)


def is_inside(person, proposal):
    """Whether the person examines, assigns, leads or audits, so that the history of cases is his to read."""
    return person.access.holds(proposal.jurisdiction_id, *INSIDERS, *COORDINATORS)


def sees_sealed(person, proposal):
    """Whether the person sees opinions before all are in: the committee, its leaders, auditors; nobody who handles or only assigns."""
    return person.access.holds(proposal.jurisdiction_id, *INSIDERS)


def may_attach(person, proposal):
    """Whether the person may put a file to a proposal: who writes it, while it is a draft or was returned."""
    return proposal.state in ("draft", "returned") and proposal.author_id == person.pk


def is_coordinator(person, row):
    """Whether the person assigns proposals: the committee's secretary, staff of the three offices, the supervision office."""
    return person.access.holds(row.jurisdiction_id, *COORDINATORS)


def reads_opinion(handling, seen):
    """Whether who sees the handlings `seen` of a case reads this one's 会办意见: its own people, and the lead's, who answer with it."""
    return bool(handling.opinion) and any(each.pk == handling.pk or each.part == "lead" for each in seen)


def is_unit_head(person, handling):
    """Whether the person heads the handling unit."""
    return handling.unit_id in person.access.units(Role.UNIT_HEAD)


__all__ = [
    "AUTHORS",
    "COORDINATORS",
    "INSIDERS",
    "described",
    "is_author",
    "is_coordinator",
    "is_inside",
    "may_attach",
    "is_secretary",
    "is_unit_head",
    "may_write",
    "of_unit",
    "reads_opinion",
    "sectors_convened",
    "sees_sealed",
]
