"""Supervision in the invented city: a late case with its card, a slip that expired, chasing, a morning's digest."""

from datetime import timedelta

from dashboard.demo.timeline import Timeline
from feedback.models import Assignment
from proposals.models import Handling
from supervision import actions
from workflow.calendar import WorkCalendar

LATE, BLUE = 12, 9  # calendar days ago


def load_supervision(place, today):
    """As of `today`, after the proposals: the last running case is overdue and carries a card, another one a slip that expired."""
    supervisor, calendar = place.person("supervisor"), WorkCalendar()
    running = Handling.objects.filter(jurisdiction=place.jurisdiction, state="under_way", is_history=False).order_by("pk")
    late, slow = running.last(), running.first()
    due = today - timedelta(LATE)
    told = {"due_on": due, "due_steps": ["演示数据", f"为了演示逾期，期限提前到 {due:%Y-%m-%d}"]}
    Assignment.objects.filter(pk=late.pk).update(**told)
    late.rounds.filter(closed_on__isnull=True).update(**told)
    (card, *_) = actions.propose(place.jurisdiction, today - timedelta(LATE - 2))
    actions.issue(card, by=supervisor, on=today - timedelta(LATE - 3), demands="请明确专人，一周内答复提案人。")
    assignment = Assignment.objects.get(pk=slow.pk)
    day = calendar.subtract_workdays(Timeline(today).past(0), BLUE)
    actions.draw(assignment, by=supervisor, reason="三个月来没有新的进展。", demands="请报送工作安排和完成时间。", on=day)
    actions.chase([f"reply:{late.pk}"], by=supervisor, text="请尽快答复提案人，并填报整改情况。", on=today - timedelta(1))
    actions.send(place.jurisdiction, calendar.subtract_workdays(today, 1))
    actions.propose(place.jurisdiction, today)
