"""Who may do what in supervision."""

from feedback.permissions import of_unit
from organizations.models import Role

OVERSEERS = (Role.SUPERVISOR, Role.SECRETARY, Role.OFFICE_STAFF, Role.CPPCC_LEADER, Role.AUDITOR)  # see all of their place
CHASERS = (Role.SUPERVISOR, Role.SECRETARY, Role.OFFICE_STAFF)  # chase, hold and send reminders


def may_chase(person, jurisdiction_id):
    """Whether the person chases units there: the supervision office, the committee's secretary, the three offices."""
    return person.access.holds(jurisdiction_id, *CHASERS)


def is_supervisor(person, row):
    """Whether the person works in the supervision office of the row's place."""
    return person.access.holds(row.jurisdiction_id, Role.SUPERVISOR)


def keeps_calendar(person):
    """Whether the person publishes the working calendar, which all places share: a system administrator of any."""
    return Role.SYSTEM_ADMIN in person.access.roles


def heads_unit(person, row):
    """Whether the person heads the unit the row is about."""
    return row.unit_id in person.access.units(Role.UNIT_HEAD)


__all__ = ["CHASERS", "OVERSEERS", "heads_unit", "is_supervisor", "keeps_calendar", "may_chase", "of_unit"]
