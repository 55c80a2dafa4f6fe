"""What becomes of an assignment while its state stays: deadlines moved, stopped, set anew, counted anew; another role."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from feedback.models import Assignment
from feedback.models.assignments import OPEN_STATES
from feedback.notices import tell_unit
from feedback.rules import FeedbackRules
from feedback.sources import Recount, recounts
from organizations.models.rulesets import rules_for
from workflow.calendar import WorkCalendar, due_fields
from workflow.flow import own_tables
from workflow.trail import image, record

CALENDAR = "放假安排已经公布"


def work_plan_fields(assignment, begin, calendar=None):
    """When the work plan of a duty that begins on the day `begin` is due by the rules of its session, as fields of the assignment."""
    rules = rules_for(FeedbackRules, assignment.jurisdiction, on=begin, session=assignment.session)
    due = (calendar or WorkCalendar()).by_rule(rules, "work_plan_due", {"assigned": begin}, name="工作方案")
    return {"work_plan_from": begin} | {f"work_plan_{name}": value for name, value in due_fields(due).items()}


@transaction.atomic
def move_due(assignment, due, *, by, on):
    """Give an open assignment another deadline (`due`: fields of a `DueModel`); the former one stays in the trail."""
    return _write(assignment, "move_due", "期限变更", due, by=by, on=on)


@transaction.atomic
def change_role(assignment, role, *, by, on):
    """Call an open duty what it has become (`role` in words: 牵头, 配合 …); the unit is told."""
    row = _write(assignment, "change_role", "职责变更", {"role": role}, by=by, on=on)
    if row.role == assignment.role:
        return row
    tell_unit(row, f"role:{row.pk}:{row.version}", f"职责变更：{row.subject}", on, text=f"由“{assignment.role}”改为“{row.role}”。")
    return row


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
        fields |= work_plan_fields(assignment, on)
    row = _write(assignment, "resume", "恢复计时", fields, by=by, on=on)
    tell_unit(row, f"resume:{row.pk}:{row.version}", f"事项恢复：{row.subject}", on, text=f"新的期限：{_plain(row.due_on)}。")
    return row


def recounted(calendar, year=None, session=None):
    """[Recount] of open assignments by `calendar`: all of a `session`, all that run through a `year`, else the provisional ones."""
    yield from _work_plans(calendar, _within("work_plan_from", "work_plan_due_on", year, session))
    for room in recounts:
        yield from room(calendar, _within("assigned_on", "due_on", year, session))


def _within(start, due_on, year, session):
    if session:
        return Q(session=session)
    if year is None:
        return Q(**{f"{due_on.removesuffix('on')}provisional": True})
    return Q(**{f"{start}__lte": date(year, 12, 31), f"{due_on}__gte": date(year, 1, 1)})


def _work_plans(calendar, within):
    rows = Assignment.objects.open().filter(within, work_plan_from__isnull=False)
    for row in rows.select_related("jurisdiction", "session__ruleset", "unit").order_by("pk"):
        fields = work_plan_fields(row, row.work_plan_from, calendar)
        yield Recount(row, fields, "work_plan_due_on", "工作方案", fields["work_plan_due_provisional"])


def recount():
    """Count all provisional deadlines anew where the calendar has become known since: of work plans, and what other rooms count.

    Each in a transaction of its own, with its place in the trail; the unit is told where the day changes. Returns how many were counted.
    """
    return sum(count_anew(each) for each in recounted(WorkCalendar()) if not each.provisional)


@transaction.atomic
def count_anew(each, *, by=None, on=None, why=CALENDAR):
    """Write a `Recount` to its open assignment; the unit is told `why` where the deadline is another day. Returns 1."""
    on = on or timezone.localdate()
    row = _write(each.assignment, "recount", f"{why}，重新计算期限", each.fields, by=by, on=on)
    if each.follows:
        rows, fields = each.follows
        rows.update(**fields)
    former, now = each.before, getattr(row, each.due_on)
    if now != former:
        text = f"{why}，{each.what}的期限由 {_plain(former)} 改为 {_plain(now)}。"
        tell_unit(row, f"recount:{row.pk}:{row.version}", f"{each.what}期限变更：{row.subject}", on, text=text)
    return 1


def _plain(day):
    return f"{day:%Y-%m-%d}" if isinstance(day, date) else "未定"


def _write(assignment, move, label, fields, *, by, on, reason=""):
    """Change an open assignment without a move of its state, with its place in the trail; what is closed stays as it is."""
    model = type(assignment)
    row = model.objects.select_for_update(of=own_tables(model)).select_related("jurisdiction").get(pk=assignment.pk)
    if row.state not in OPEN_STATES:
        return row
    before = image(row, fields)
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    record(row, move, label, by=by, on=on, before=before, after=image(row, fields), reason=reason)
    return row
