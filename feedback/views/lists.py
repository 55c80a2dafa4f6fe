"""The list of assignments and the ledger 工作台账."""

from django.db.models import OuterRef, Subquery
from django.shortcuts import render
from django.utils import timezone

from documents import tables
from feedback.filters import AssignmentFilter, LedgerFilter
from feedback.models import Assignment, Team, WorkPlanState
from feedback.models.assignments import OPEN_STATES
from feedback.statistics import latest_plan
from feedback.tables import ledger_table
from workflow.pages import KeysetPage


def described(assignments):
    """Assignments with who handles them and how their work plan stands, in the same query."""
    team = Team.objects.filter(assignment=OuterRef("pk"), ends_on__isnull=True)
    return assignments.annotate(
        office=Subquery(team.values("office")[:1]),
        handler=Subquery(team.values("handler")[:1]),
        plan_state=latest_plan("state"),
        plan_number=latest_plan("number"),
    )


def row_of(assignment, today):
    """What the list shows of an assignment beside its own fields: lateness, and its work plan as (state, words)."""
    running = assignment.state in OPEN_STATES and not assignment.is_history
    due, plan_due = assignment.due_on, assignment.work_plan_due_on
    if assignment.plan_state:
        plan = (assignment.plan_state, WorkPlanState(assignment.plan_state).label)
    else:
        plan = ("overdue", "逾期未报") if running and plan_due and plan_due < today else ("", "未报")
    return {
        "assignment": assignment,
        "running": running,
        "late": running and due and due < today,
        "plan_state": plan[0],
        "plan_words": plan[1],
        "plan_due": plan_due if running and assignment.plan_state in (None, WorkPlanState.RETURNED) else None,
    }


def assignment_list(request):
    """我的办理: all assignments one may see, newest first."""
    filters = AssignmentFilter(request.GET, Assignment.objects.visible_to(request.user), request=request)
    page = KeysetPage(described(filters.qs), request.GET.get("after"))
    today = timezone.localdate()
    context = {"rows": [row_of(each, today) for each in page.rows], "next": page.next, "form": filters.form}
    return render(request, "feedback/list.html", context)


def ledger(request):
    """工作台账: who answers for each assignment and what was done, as a page or, with `?format=`, as a file."""
    filters = LedgerFilter(request.GET, Assignment.objects.visible_to(request.user), request=request)
    found = filters.qs.order_by("-pk")
    if request.GET.get("format") in tables.FORMATS:
        table = ledger_table(found, title=_ledger_title(filters), note=f"截至{timezone.localdate():%Y年%-m月%-d日}")
        return tables.response(table, request.GET["format"])
    page = KeysetPage(found, request.GET.get("after"))
    rows = [{"assignment": each} | row for each, row in zip(page.rows, ledger_table(page.rows).rows, strict=True)]
    return render(request, "feedback/ledger.html", {"rows": rows, "next": page.next, "form": filters.form, "formats": tables.FORMATS})


def _ledger_title(filters):
    """The heading of the exported ledger: unit and year where one was chosen."""
    chosen = filters.form.cleaned_data if filters.is_valid() else {}
    year = f"{int(chosen['year'])}年" if chosen.get("year") else ""
    return f"{chosen.get('unit') or ''}{year}工作台账"
