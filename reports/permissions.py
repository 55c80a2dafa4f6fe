"""Who may do what with reports."""

from feedback.permissions import of_unit
from organizations.models import Role
from organizations.models.people import UNIT_ROLES
from proposals.permissions import described

KEEPERS = (Role.SUPERVISOR, Role.SECRETARY)  # write, hand in for signing, issue
WRITERS = (*KEEPERS, *UNIT_ROLES)  # of some kind of report
SIGNERS = (Role.GOVERNMENT_LEADER, Role.CPPCC_LEADER)
INSIDERS = (*KEEPERS, Role.OFFICE_STAFF, Role.AUDITOR)  # see reports on their way
READERS = (Role.MEMBER, Role.LIAISON, Role.SECTOR_CONVENER, Role.DISTRICT_CLERK, Role.COMMITTEE_STAFF, Role.UNIT_HEAD, Role.UNIT_HANDLER)
SEES_REPORTS = frozenset((*INSIDERS, *SIGNERS, *READERS))
SEES_STATISTICS = frozenset((*INSIDERS, *SIGNERS))  # counts of all of a place, whoever's the rows are
COUNTS = frozenset((*SEES_STATISTICS, *UNIT_ROLES))  # have work counted: all of a place, or that of their units
SEES_HEALTH = frozenset(INSIDERS)
UNIT_STEP = "unit_head"
STEPS = {  # {step of a chain: who may sign it}
    "office": (Role.OFFICE_STAFF,),
    "supervisor": (Role.SUPERVISOR,),
    "secretary": (Role.SECRETARY,),
    "leader": SIGNERS,
    "government_leader": (Role.GOVERNMENT_LEADER,),
    "cppcc_leader": (Role.CPPCC_LEADER,),
}


@described("督查室、政协秘书；单位自己的总结由本单位的人员")
def is_keeper(person, report):
    """Whether the person writes and issues it: the supervision office and the committee's secretary, a unit's own summary its people."""
    if report.unit_id:
        return report.unit_id in person.access.units(*UNIT_ROLES)
    return person.access.holds(report.jurisdiction_id, *KEEPERS)


def may_attach(person, material):
    """Whether the person may put a file to 成效素材: its unit, while it is not verified and not taken back."""
    return material.state in ("submitted", "returned") and of_unit(person, material)


def places_counted(person):
    """The places whose work is counted for the person: he writes, signs, watches or audits their reports."""
    return person.access.where(*SEES_STATISTICS)


def sees_inside(person, report):
    """Whether its history and what is wrong with it are the person's to read."""
    return is_keeper(person, report) or person.access.holds(report.jurisdiction_id, *INSIDERS, *SIGNERS)


def places_kept(person):
    """The places whose data the person looks through for what is missing: he writes, watches or audits their reports."""
    return person.access.where(*SEES_HEALTH)
