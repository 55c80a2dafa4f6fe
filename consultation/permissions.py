"""Who may see and do what with annual plans."""

from feedback.permissions import WATCHERS, is_secretary
from organizations.models import Role

INSIDERS = WATCHERS
READERS_OF_ISSUED = (Role.MEMBER, Role.LIAISON, Role.SECTOR_CONVENER, Role.DISTRICT_CLERK)


def may_draft(person, jurisdiction):
    """Whether the person may begin a plan for a jurisdiction."""
    return person.access.holds(jurisdiction.pk, Role.SECRETARY)


def may_give_opinion(person, plan):
    """Whether the person may enter an office's opinion: its own staff, or a secretary who got it on paper."""
    return person.access.holds(plan.jurisdiction_id, Role.SECRETARY, Role.OFFICE_STAFF)


__all__ = ["INSIDERS", "READERS_OF_ISSUED", "is_secretary", "may_draft", "may_give_opinion"]
