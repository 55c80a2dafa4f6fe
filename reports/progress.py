"""办理进展通报 by the beat: drafted once for each week or month that is over, while cases are in hand; a person issues it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from organizations.models import Session
from organizations.models.rulesets import rules_for
from proposals.models import Proposal
from proposals.models.proposals import RUNNING_STATES
from reports.actions import begin_by_itself
from reports.models import Report
from reports.rules import ReportRules

PROGRESS = "progress"


def period_end(every, today):
    """The last day of the week (Sunday) or month that was over before `today`."""
    return today - timedelta(today.isoweekday()) if every == "weekly" else today.replace(day=1) - timedelta(1)


def draft_due(today=None):
    """Draft what is due in all places; returns the reports. Of several weeks that were missed only the last one is told."""
    today = today or timezone.localdate()
    running = Proposal.objects.filter(session=OuterRef("pk"), state__in=RUNNING_STATES, is_history=False)
    sessions = Session.objects.filter(Exists(running)).select_related("term__jurisdiction", "ruleset").order_by("pk")
    return [report for session in sessions if (report := _due(session, today))]


@transaction.atomic
def _due(session, today):
    every = rules_for(ReportRules, session.term.jurisdiction, on=today, session=session).progress
    if not every:
        return None
    Session.objects.select_for_update().get(pk=session.pk)
    end = period_end(every, today)
    known = Report.objects.filter(session=session, kind=PROGRESS, as_of__gte=end)
    began = session.starts_on and session.starts_on > end
    return None if began or known.exists() else begin_by_itself(session, PROGRESS, end)
