"""Who may see and do what with annual plans."""

from feedback.permissions import WATCHERS, is_secretary
from organizations.models import Role, UnitKind

INSIDERS = WATCHERS
READERS_OF_ISSUED = (Role.MEMBER, Role.LIAISON, Role.SECTOR_CONVENER, Role.DISTRICT_CLERK, Role.COMMITTEE_STAFF)

PLAN_READERS = frozenset((*INSIDERS, *READERS_OF_ISSUED))

# the three offices 三办 that consult on a plan, by the kind of unit they are
OFFICES = {UnitKind.PARTY_ORGAN: "党委办公厅（室）", UnitKind.GOVERNMENT: "政府办公厅（室）", UnitKind.CPPCC_OFFICE: "政协办公厅（室）"}


def may_draft(person, jurisdiction):
    """Whether the person may begin a plan for a jurisdiction."""
    return person.access.holds(jurisdiction.pk, Role.SECRETARY)


def may_give_opinion(person, plan):
    """Whether the person may enter an office's opinion: its own staff, or a secretary who got it on paper."""
    return person.access.holds(plan.jurisdiction_id, Role.SECRETARY, Role.OFFICE_STAFF)


def sees_inside(person, row):
    """Whether the person sees how a plan or item came about: opinions of the three offices, what was sent back and why, all of its history.

    Members, liaisons, conveners and district clerks see what was issued and the public facts of its items; units and leaders their items.
    """
    return person.access.holds(row.jurisdiction_id, *INSIDERS)


def sees_phones(person, item):
    """Whether the person sees the telephone numbers of an item's contacts: all who work on it, but none who only reads the plan."""
    reads = person.access.holds(item.jurisdiction_id, *READERS_OF_ISSUED)
    return sees_inside(person, item) or not reads or hosts(person, item)


def hosts(person, item):
    """Whether the person works for a special committee that hosts the item, or is its contact there."""
    committees = person.access.units(Role.COMMITTEE_STAFF)
    return bool(committees) and (item.contact_id == person.pk or item.units.filter(role="host", unit__in=committees).exists())


__all__ = [
    "INSIDERS",
    "OFFICES",
    "PLAN_READERS",
    "READERS_OF_ISSUED",
    "hosts",
    "is_secretary",
    "may_draft",
    "may_give_opinion",
    "sees_inside",
    "sees_phones",
]
