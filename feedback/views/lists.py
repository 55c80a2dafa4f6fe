"""The list of assignments and the ledger 工作台账."""

from django.db.models import OuterRef, Subquery
from django.shortcuts import render
from django.utils import timezone

from feedback.filters import AssignmentFilter
from feedback.models import Assignment, Team, WorkPlanState
from feedback.models.assignments import OPEN_STATES
from feedback.statistics import latest_plan
from workflow.pages import KeysetPage


def narrowed(request):
    """(the filters of the request, the assignments the person may see and that fit them)."""
    filters = AssignmentFilter(request.GET, Assignment.objects.visible_to(request.user), request=request)
    return filters, filters.qs


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
    filters, found = narrowed(request)
    page = KeysetPage(described(found), request.GET.get("after"))
    today = timezone.localdate()
    context = {"rows": [row_of(each, today) for each in page.rows], "next": page.next, "form": filters.form}
    return render(request, "feedback/list.html", context)
