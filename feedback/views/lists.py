"""The list of assignments and the ledger 工作台账."""

from django.db.models import OuterRef, Subquery
from django.shortcuts import render
from django.utils import timezone

import tables
from feedback.filters import AssignmentFilter, LedgerFilter
from feedback.lights import Lamps, in_order
from feedback.models import Assignment, Source, Team, WorkPlanState
from feedback.statistics import latest_plan, with_lateness
from feedback.tables import ledger_table
from workflow.pages import KeysetPage


def described(assignments, today):
    """Assignments with who handles them today, how their work plan stands and what is late, in the same query."""
    team = Team.objects.on(today).filter(assignment=OuterRef("pk")).order_by("-pk")
    return with_lateness(assignments, today).annotate(
        office=Subquery(team.values("office")[:1]),
        handler=Subquery(team.values("handler")[:1]),
        plan_state=latest_plan("state"),
    )


def row_of(assignment, lamps):
    """What the list shows of an assignment that `described` has read: its work plan as state and words, its light."""
    if assignment.source != Source.PLAN_ITEM:
        state, words = "", ""
    elif assignment.plan_state:
        state, words = assignment.plan_state, WorkPlanState(assignment.plan_state).label
    else:
        state, words = ("overdue", "逾期未报") if assignment.is_plan_late else ("", "未报")
    lamp = lamps.of(assignment.due_on, assignment.jurisdiction_id) if assignment.is_open and not assignment.suspended_on else None
    due = assignment.work_plan_due_on if assignment.owes_plan and not assignment.suspended_on else None
    return {"assignment": assignment, "plan_state": state, "plan_words": words, "plan_due": due, "lamp": lamp}


def assignment_list(request):
    """我的办理: all assignments one may see, newest first."""
    filters = AssignmentFilter(request.GET, Assignment.objects.visible_to(request.user), request=request)
    if "format" in request.GET:
        return tables.response(ledger_table(filters.qs.order_by("-pk"), title="交办件", note=tables.as_of()), request.GET["format"])
    lamps = Lamps(request.user.access)
    page = KeysetPage(described(filters.qs, lamps.day), request.GET.get("after"), order=in_order(filters))
    context = {"rows": [row_of(each, lamps) for each in page.rows], "next": page.next, "form": filters.form, "formats": tables.FORMATS}
    return render(request, "feedback/list.html", context)


def ledger(request):
    """工作台账: who answers for each assignment and what was done, as a page or, with `?format=`, as a file."""
    filters = LedgerFilter(request.GET, Assignment.objects.visible_to(request.user), request=request)
    found = filters.qs.order_by("-pk")
    if request.GET.get("format") in tables.FORMATS:
        table = ledger_table(found, title=_ledger_title(filters), note=tables.as_of())
        return tables.response(table, request.GET["format"])
    page = KeysetPage(with_lateness(found, timezone.localdate()), request.GET.get("after"))
    rows = [{"assignment": each} | row for each, row in zip(page.rows, ledger_table(page.rows).rows, strict=True)]
    return render(request, "feedback/ledger.html", {"rows": rows, "next": page.next, "form": filters.form, "formats": tables.FORMATS})


def _ledger_title(filters):
    """The heading of the exported ledger: unit and year where one was chosen."""
    chosen = filters.form.cleaned_data if filters.is_valid() else {}
    year = f"{int(chosen['year'])}年" if chosen.get("year") else ""
    return f"{chosen.get('unit') or ''}{year}工作台账"
