"""Deadlines of handlings counted anew, once the calendar of a year that was unknown has been published."""

from django.db import transaction

from feedback import actions as duties
from feedback.sources import recounts
from proposals.actions.assigning import first_deadlines
from proposals.actions.moves import rules_of
from proposals.actions.receipts import next_deadline
from proposals.models import Handling
from workflow.calendar import due_fields


def recount_handlings(calendar, day):
    """Count the provisional deadlines of open handlings and of their open rounds anew; returns how many were counted."""
    rows = Handling.objects.open().filter(due_provisional=True).order_by("pk")
    found = rows.select_related("jurisdiction", "proposal__jurisdiction", "proposal__session__ruleset")
    return sum(_recount(handling, calendar, day) for handling in found)


@transaction.atomic
def _recount(handling, calendar, day):
    current = handling.rounds.filter(closed_on__isnull=True).first()
    rules, fields = rules_of(handling.proposal), {}
    if current and current.number > 1:
        due = next_deadline(rules, current.opened_on, calendar)
    else:
        due, fields = first_deadlines(rules, handling.part, handling.assigned_on, calendar)
    if due.provisional:
        return False
    duties.count_anew(handling, fields | due_fields(due), "due_on", due.steps[0], on=day)
    handling.rounds.filter(closed_on__isnull=True).update(**due_fields(due))
    return True


recounts.append(recount_handlings)
