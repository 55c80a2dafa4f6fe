"""Who may do what with reports."""

from organizations.models import Role

KEEPERS = (Role.SUPERVISOR, Role.SECRETARY)  # write, hand in for signing, issue
SIGNERS = (Role.GOVERNMENT_LEADER, Role.CPPCC_LEADER)
INSIDERS = (*KEEPERS, Role.OFFICE_STAFF, Role.AUDITOR)  # see reports on their way
READERS = (Role.MEMBER, Role.LIAISON, Role.SECTOR_CONVENER, Role.DISTRICT_CLERK, Role.COMMITTEE_STAFF, Role.UNIT_HEAD, Role.UNIT_HANDLER)
SEES_REPORTS = frozenset((*INSIDERS, *SIGNERS, *READERS))
SEES_STATISTICS = frozenset((*INSIDERS, *SIGNERS))  # counts of all of a place, whoever's the rows are
SEES_HEALTH = frozenset(INSIDERS)


def is_keeper(person, report):
    """Whether the person writes and issues the reports of the row's place: the supervision office, the committee's secretary."""
    return person.access.holds(report.jurisdiction_id, *KEEPERS)


def is_signer(person, report):
    """Whether the person signs the reports of the row's place: a leader of the government or of the committee."""
    return person.access.holds(report.jurisdiction_id, *SIGNERS)


def places_counted(person):
    """The places whose work is counted for the person: he writes, signs, watches or audits their reports."""
    return person.access.where(*SEES_STATISTICS)
