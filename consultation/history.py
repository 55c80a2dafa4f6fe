"""The history of plans and items as far as a person may see it."""

from consultation.permissions import sees_inside
from workflow.pages import history_of

PUBLIC_MOVES = ("issue", "amend", "evaluate", "tell_adoption", "start", "hold", "conclude", "postpone", "resume", "cancel", "fulfil")


def seen_history(subject, person):
    """The events of a plan or item, newest first: all for those inside, for others what is public since the plan was issued."""
    events = history_of(subject)
    return events if sees_inside(person, subject) else events.filter(move__in=PUBLIC_MOVES)
