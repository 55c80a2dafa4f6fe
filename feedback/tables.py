"""A unit's own 工作台账 as a table."""

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from feedback.models import EntryKind, FeedbackRecord, ProgressEntry, Team, WorkPlan
from feedback.statistics import with_lateness
from tables import Column, Table

LEDGER_COLUMNS = (
    Column("subject", "事项", 32),
    Column("source", "来源", 18),
    Column("unit", "单位", 14),
    Column("role", "职责", 8),
    Column("assigned_on", "交办日期", 11, "date"),
    Column("due_on", "截止日期", 11, "date"),
    Column("head", "第一责任人", 10),
    Column("deputy", "分管负责人", 10),
    Column("office", "承办处室", 12),
    Column("handler", "经办人", 9),
    Column("phone", "电话", 13),
    Column("work_plan", "工作方案", 16),
    Column("reports_heard", "听取汇报", 16),
    Column("listed", "列入重点工作", 16),
    Column("progress", "最近进展", 28),
    Column("feedback", "反馈", 28),
    Column("state", "状态", 10),
)


def ledger_table(assignments, title="工作台账", note="", *, on=None):
    """Assignments (a queryset, or a list read by `with_lateness`) with who answers for each on `on` (default today); seven queries."""
    return Table(title, LEDGER_COLUMNS, _rows(assignments, on or timezone.localdate()), note)


def _rows(assignments, day):
    assignments = list(assignments if isinstance(assignments, list) else with_lateness(assignments, day))
    standing = ProgressEntry.objects.standing().order_by("on", "pk")
    prefetch_related_objects(
        assignments,
        Prefetch("teams", Team.objects.on(day).order_by("-pk"), to_attr="present_teams"),
        Prefetch("work_plans", WorkPlan.objects.order_by("-number"), to_attr="plans_by_number"),
        Prefetch("entries", standing, to_attr="standing_entries"),
        Prefetch("records", FeedbackRecord.objects.select_related("meeting__term")),
        "suggestions",
        Prefetch("suggestions__records", FeedbackRecord.objects.select_related("meeting__term")),
    )
    for assignment in assignments:
        yield _row(assignment)


def _row(assignment):
    team = assignment.present_teams[0] if assignment.present_teams else None
    entries = assignment.standing_entries
    progress = [f"{entry.on:%Y-%m-%d} {entry.text}" for entry in entries if entry.kind == EntryKind.PROGRESS]
    return {name: getattr(team, name, "") for name in ("head", "deputy", "office", "handler", "phone")} | {
        "subject": assignment.subject,
        "source": assignment.source_label,
        "unit": assignment.unit_name,
        "role": assignment.role,
        "assigned_on": assignment.assigned_on,
        "due_on": assignment.due_on,
        "work_plan": _work_plan(assignment),
        "reports_heard": "\n".join(f"{e.on:%Y-%m-%d} {e.person_name}" for e in entries if e.kind == EntryKind.REPORT_HEARD),
        "listed": "\n".join(f"{e.on:%Y-%m-%d} {e.text}{_proof(e)}" for e in entries if e.kind == EntryKind.LISTED),
        "progress": progress[-1] if progress else "",
        "feedback": proofs([*assignment.records.all(), *(each for row in assignment.suggestions.all() for each in row.records.all())]),
        "state": _state(assignment),
    }


def _proof(entry):
    return f"（依据：{entry.evidence}）" if entry.evidence else ""


def proofs(records):
    """Proofs of feedback in words, one a line, oldest first; one that told of several suggestions once."""
    told = sorted(f"{each.on:%Y-%m-%d} {each.proof}" for each in records)
    return "\n".join(dict.fromkeys(told))


def _work_plan(assignment):
    if not assignment.plans_by_number:
        provisional = "，暂定" if assignment.work_plan_due_provisional else ""
        return f"未报（{assignment.work_plan_due_on:%Y-%m-%d} 前{provisional}）" if assignment.work_plan_due_on else ""
    plan = assignment.plans_by_number[0]
    return f"第{plan.number}稿 {plan.get_state_display()}（{plan.answered_on or plan.submitted_on:%Y-%m-%d}）"


def _state(assignment):
    mark = "（已逾期）" if assignment.is_late else "（延期停计）" if assignment.is_open and assignment.suspended_on else ""
    return assignment.get_state_display() + mark


SUGGESTION_COLUMNS = (
    Column("source", "来源", 22),
    Column("number", "条", 5, "number"),
    Column("text", "建议", 36),
    Column("unit", "单位", 14),
    Column("answered_on", "答复日期", 11, "date"),
    Column("adoption", "采纳", 9),
    Column("measure", "措施或理由", 28),
    Column("implementation", "落实", 9),
    Column("implementation_on", "落实日期", 11, "date"),
    Column("evidence", "落实依据", 20),
    Column("records", "反馈凭据", 28),
    Column("told_on", "告知提出人", 11, "date"),
    Column("next_review_on", "下次核查", 11, "date"),
)


def suggestion_table(suggestions, title="采纳落实台账", note=""):
    """Suggestions (a queryset with their units) as a table, each with its proofs of feedback; two queries."""
    same = ("number", "text", "answered_on", "measure", "implementation_on", "evidence", "told_on", "next_review_on")
    rows = (
        {name: getattr(row, name) for name in same}
        | {
            "source": row.source_label,
            "records": proofs(row.records.all()),
            "unit": str(row.unit or ""),
            "adoption": row.get_adoption_display(),
            "implementation": row.get_implementation_display(),
        }
        for row in suggestions.prefetch_related("records__meeting__term")
    )
    return Table(title, SUGGESTION_COLUMNS, rows, note)
