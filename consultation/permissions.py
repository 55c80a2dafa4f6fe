"""Who may see and do what with annual plans."""

from feedback.permissions import WATCHERS, is_secretary
from organizations.models import Role, UnitKind

INSIDERS = WATCHERS
READERS_OF_ISSUED = (Role.MEMBER, Role.LIAISON, Role.SECTOR_CONVENER, Role.DISTRICT_CLERK)

# the three offices 三办 that consult on a plan, by the kind of unit they are
OFFICES = {UnitKind.PARTY_ORGAN: "党委办公厅（室）", UnitKind.GOVERNMENT: "政府办公厅（室）", UnitKind.CPPCC_OFFICE: "政协办公厅（室）"}


def may_draft(person, jurisdiction):
    """Whether the person may begin a plan for a jurisdiction."""
    return person.access.holds(jurisdiction.pk, Role.SECRETARY)


def may_give_opinion(person, plan):
    """Whether the person may enter an office's opinion: its own staff, or a secretary who got it on paper."""
    return person.access.holds(plan.jurisdiction_id, Role.SECRETARY, Role.OFFICE_STAFF)


__all__ = ["INSIDERS", "OFFICES", "READERS_OF_ISSUED", "is_secretary", "may_draft", "may_give_opinion"]
