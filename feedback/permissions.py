"""Who may do what with assignments."""

from organizations.models import Role
from organizations.models.people import UNIT_ROLES

WATCHERS = (Role.SECRETARY, Role.OFFICE_STAFF, Role.SUPERVISOR, Role.CPPCC_LEADER, Role.AUDITOR)

SEES_OF_UNITS = frozenset((*WATCHERS, *UNIT_ROLES, Role.GOVERNMENT_LEADER))  # who sees rows given to units, by his posts


def of_unit(person, assignment):
    """Whether the person works on it for its unit (head or handler)."""
    return assignment.unit_id in person.access.units(*UNIT_ROLES)


def is_secretary(person, row):
    """Whether the person is a secretary of the committee the row belongs to."""
    return person.access.holds(row.jurisdiction_id, Role.SECRETARY)


def is_verifier(person, row):
    """Whether the person verifies what units say they have done: the committee's secretary, the supervision office."""
    return person.access.holds(row.jurisdiction_id, Role.SECRETARY, Role.SUPERVISOR)


def may_report(person, row):
    """Whether the person reports on a suggestion, or on the feedback of an assignment: its unit, or those who verify."""
    return of_unit(person, row) or is_verifier(person, row)


def may_attach(person, assignment):
    """Whether the person may put a file to an assignment: its unit, or a secretary, while it is not withdrawn."""
    return assignment.state != "withdrawn" and (of_unit(person, assignment) or is_secretary(person, assignment))


def may_attach_to_part(person, part):
    """Whether the person may put a file to a work plan or an entry: its unit, while the assignment is open."""
    return part.assignment.state not in ("withdrawn", "concluded") and of_unit(person, part.assignment)
