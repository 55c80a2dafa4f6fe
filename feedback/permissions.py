"""Who may do what with assignments."""

from organizations.models import Role
from organizations.models.people import UNIT_ROLES

WATCHERS = (Role.SECRETARY, Role.OFFICE_STAFF, Role.SUPERVISOR, Role.CPPCC_LEADER, Role.AUDITOR)


def of_unit(person, assignment):
    """Whether the person works on it for its unit (head or handler)."""
    return assignment.unit_id in person.access.units(*UNIT_ROLES)


def is_secretary(person, row):
    """Whether the person is a secretary of the committee the row belongs to."""
    return person.access.holds(row.jurisdiction_id, Role.SECRETARY)
