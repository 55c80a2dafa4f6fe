"""Deadlines of what has been assigned: moved, stopped while the matter is postponed, set anew when it goes on."""

from datetime import date

from django.db import transaction

from feedback.models import Assignment
from feedback.models.assignments import OPEN_STATES
from feedback.notices import tell_unit
from feedback.rules import FeedbackRules
from organizations.models.rulesets import rules_for
from workflow.calendar import WorkCalendar
from workflow.trail import image, record


def work_plan_fields(jurisdiction, begin, calendar=None, *, event="交办"):
    """When the work plan of a duty that begins on the day `begin` is due, as fields of an assignment."""
    period = rules_for(FeedbackRules, jurisdiction, on=begin).work_plan_due
    due = (calendar or WorkCalendar()).count(begin, period, name="工作方案", event=event)
    return {"work_plan_from": begin, "work_plan_due_on": due.on, "work_plan_due_provisional": due.provisional}


@transaction.atomic
def move_due(assignment, due, *, by, on):
    """Give an open assignment another deadline (`due`: fields of a `DueModel`); the former one stays in the trail."""
    return _write(assignment, "move_due", "期限变更", due, by=by, on=on)


@transaction.atomic
def suspend(assignment, *, by, on, reason):
    """Stop the deadlines of an open assignment while its matter is postponed; the unit is told."""
    row = _write(assignment, "suspend", "延期，停止计时", {"suspended_on": on}, by=by, on=on, reason=reason)
    tell_unit(row, f"suspend:{row.pk}:{row.version}", f"事项延期：{row.subject}", on, text="新的时间定下以前，各项期限停止计算。")
    return row


@transaction.atomic
def resume(assignment, due, *, by, on):
    """Let the deadlines run again towards `due`; a work plan not yet filed is due anew, counted from the day `on`. The unit is told."""
    fields = due | {"suspended_on": None}
    if assignment.work_plan_due_on and not assignment.work_plans.live().exists():
        fields |= work_plan_fields(assignment.jurisdiction, on)
    row = _write(assignment, "resume", "恢复计时", fields, by=by, on=on)
    tell_unit(row, f"resume:{row.pk}:{row.version}", f"事项恢复：{row.subject}", on, text=f"新的期限：{_plain(row.due_on)}。")
    return row


def _plain(day):
    return f"{day:%Y-%m-%d}" if isinstance(day, date) else "未定"


def _write(assignment, move, label, fields, *, by, on, reason=""):
    """Change an open assignment without a move of its state, with its place in the trail; what is closed stays as it is."""
    row = Assignment.objects.select_for_update(of=("self",)).select_related("jurisdiction").get(pk=assignment.pk)
    if row.state not in OPEN_STATES:
        return row
    before = image(row, fields)
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    record(row, move, label, by=by, on=on, before=before, after=image(row, fields), reason=reason)
    return row
