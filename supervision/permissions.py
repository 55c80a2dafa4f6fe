"""Who may do what in supervision."""

from feedback.permissions import is_secretary, is_verifier, of_unit
from organizations.models import Role, Session
from organizations.permissions import PEOPLE_KEEPERS
from proposals.permissions import COORDINATORS, described

OVERSEERS = (Role.SUPERVISOR, Role.SECRETARY, Role.OFFICE_STAFF, Role.CPPCC_LEADER, Role.AUDITOR)  # see all of their place
CHASERS = (Role.SUPERVISOR, Role.SECRETARY, Role.OFFICE_STAFF)  # chase, hold and send reminders
CAMPAIGNERS = (Role.SUPERVISOR, Role.SECRETARY)  # organise inspections and look-backs
CONSULTED = (Role.OFFICE_STAFF, Role.COMMITTEE_STAFF, Role.LIAISON)  # offices, committees and parties asked about candidates


def may_chase(person, jurisdiction_id):
    """Whether the person chases units there: the supervision office, the committee's secretary, the three offices."""
    return person.access.holds(jurisdiction_id, *CHASERS)


def is_supervisor(person, row):
    """Whether the person works in the supervision office of the row's place."""
    return person.access.holds(row.jurisdiction_id, Role.SUPERVISOR)


def keeps_calendar(person):
    """Whether the person publishes the working calendar, which all places share: a system administrator of any."""
    return Role.SYSTEM_ADMIN in person.access.roles


def keeps_rules(person, jurisdiction_id):
    """Whether the person changes the rules of deadlines there: the committee's secretary, the system administrator."""
    return person.access.holds(jurisdiction_id, *PEOPLE_KEEPERS)


def sessions_kept_by(person):
    """The sessions whose rules a person keeps, the newest first."""
    found = Session.objects.filter(term__jurisdiction__in=person.access.where(*PEOPLE_KEEPERS))
    return found.select_related("term__jurisdiction", "ruleset").order_by("-starts_on", "-pk")


def heads_unit(person, row):
    """Whether the person heads the unit the row is about."""
    return row.unit_id in person.access.units(Role.UNIT_HEAD)


def is_consulted(person, key):
    """Whether the person speaks of candidates for an office, a committee or a party, or enters for the committee what they said."""
    return person.access.holds(key.jurisdiction_id, *CONSULTED, Role.SECRETARY)


@described("政协秘书、政府督查室、领衔督办的领导、督办部门的工作人员")
def may_record(person, key):
    """Whether the person enters what is done for a key proposal: who verifies, the leader and the committee that supervise it."""
    return is_verifier(person, key) or key.leader_id == person.pk or key.committee_id in person.access.units(Role.COMMITTEE_STAFF)


@described("被抽中的评分委员")
def owns_sheet(person, sheet):
    """Whether the sheet is the person's own to fill in, and he still holds a post in the place."""
    return getattr(sheet, "person_id", None) == person.pk and sheet.jurisdiction_id in person.access.jurisdiction_ids


@described("本轮的投票人")
def owns_vote(person, vote):
    """Whether the vote is the person's own, and he still holds a post in the place."""
    return owns_sheet(person, vote)


@described("本地区的任何人员")
def in_place(person, row):
    """Whether the person holds any post in the row's place."""
    return row.jurisdiction_id in person.access.jurisdiction_ids


@described("政协秘书、政府督查室、领衔督办的领导、督办部门的工作人员")
def may_record_task(person, task):
    """Whether the person rules on a task of a key proposal."""
    return may_record(person, task.key)


__all__ = [
    "CAMPAIGNERS",
    "CHASERS",
    "CONSULTED",
    "COORDINATORS",
    "OVERSEERS",
    "heads_unit",
    "in_place",
    "is_consulted",
    "is_secretary",
    "is_supervisor",
    "is_verifier",
    "keeps_calendar",
    "keeps_rules",
    "may_chase",
    "may_record",
    "may_record_task",
    "of_unit",
    "owns_sheet",
    "owns_vote",
    "sessions_kept_by",
]
