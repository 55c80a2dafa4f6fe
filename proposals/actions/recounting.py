"""Deadlines of handlings counted anew, once the calendar of a year or the rules of a session have changed."""

from django.db.models import Prefetch

from feedback.sources import Recount, recounts
from proposals.actions.assigning import first_deadlines
from proposals.actions.moves import rules_of
from proposals.actions.receipts import next_deadline
from proposals.models import Handling, Round
from workflow.calendar import due_fields


def recounted_handlings(calendar, within):
    """What the deadlines of open handlings, narrowed by the condition `within`, would be by `calendar`; but those that were extended.

    The open round follows its handling.
    """
    rows = Handling.objects.open().filter(within).exclude(extensions__granted=True).order_by("pk")
    rows = rows.select_related("jurisdiction", "unit", "proposal__jurisdiction", "proposal__session__ruleset")
    opened = Prefetch("rounds", Round.objects.filter(closed_on__isnull=True).order_by("number"), "open_rounds")
    for handling in rows.prefetch_related(opened):
        current = next(iter(handling.open_rounds), None)
        rules, fields = rules_of(handling.proposal), {}
        if current and current.number > 1:
            due = next_deadline(rules, current.opened_on, calendar)
        else:
            due, fields = first_deadlines(rules, handling.part, handling.assigned_on, handling.proposal.filed_on, calendar)
        open_round = Round.objects.filter(handling=handling, closed_on__isnull=True)
        yield Recount(handling, fields | due_fields(due), "due_on", due.steps[0], due.provisional, (open_round, due_fields(due)))


recounts.append(recounted_handlings)
