"""Who may do what with reports."""

from organizations.models import Role

KEEPERS = (Role.SUPERVISOR, Role.SECRETARY)  # write, hand in for signing, issue
SIGNERS = (Role.GOVERNMENT_LEADER, Role.CPPCC_LEADER)
INSIDERS = (*KEEPERS, Role.OFFICE_STAFF, Role.AUDITOR)  # see reports on their way
READERS = (Role.MEMBER, Role.LIAISON, Role.SECTOR_CONVENER, Role.DISTRICT_CLERK, Role.COMMITTEE_STAFF, Role.UNIT_HEAD, Role.UNIT_HANDLER)
SEES_REPORTS = frozenset((*INSIDERS, *SIGNERS, *READERS))


def is_keeper(person, report):
    """Whether the person writes and issues the reports of the row's place: the supervision office, the committee's secretary."""
    return person.access.holds(report.jurisdiction_id, *KEEPERS)


def is_signer(person, report):
    """Whether the person signs the reports of the row's place: a leader of the government or of the committee."""
    return person.access.holds(report.jurisdiction_id, *SIGNERS)
