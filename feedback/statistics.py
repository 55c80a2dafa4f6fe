"""What of the assignments wants doing: one condition each, for counting and for filtering alike."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from feedback.models import AssignmentState, Team, WorkPlan, WorkPlanState
from feedback.models.assignments import RUNNING

SOON = timedelta(days=15)
NEEDS = {
    "acknowledge": "未签收",
    "team": "未填责任人",
    "work_plan": "未报工作方案",
    "work_plan_late": "工作方案逾期未报",
    "returned": "工作方案被退回",
    "review": "工作方案待审核",
    "overdue": "已逾期",
    "soon": "15 日内到期",
    "undated": "未定期限",
}


def latest_plan(field):
    """A field of an assignment's last work plan, as a subquery."""
    return Subquery(WorkPlan.objects.filter(assignment=OuterRef("pk")).order_by("-number").values(field)[:1])


def _plans(*states):
    return Exists(WorkPlan.objects.filter(assignment=OuterRef("pk"), state__in=states))


def need(name, today):
    """The condition on assignments that the need `name` (a key of `NEEDS`) stands for on the day `today`.

    Only open ones have needs, and never those of closed years.
    """
    owes_plan = ~_plans(WorkPlanState.SUBMITTED, WorkPlanState.ACCEPTED)
    return (
        RUNNING
        & {
            "acknowledge": Q(state=AssignmentState.ASSIGNED),
            "team": ~Exists(Team.objects.filter(assignment=OuterRef("pk"), ends_on__isnull=True)),
            "work_plan": owes_plan,
            "work_plan_late": owes_plan & Q(work_plan_due_on__lt=today),
            "returned": owes_plan & _plans(WorkPlanState.RETURNED),
            "review": _plans(WorkPlanState.SUBMITTED),
            "overdue": Q(due_on__lt=today),
            "soon": Q(due_on__gte=today, due_on__lte=today + SOON),
            "undated": Q(due_on__isnull=True),
        }[name]
    )


def counts(assignments, names, today):
    """{name: how many of `assignments` have this need}, with `open` for all that are open; one query."""
    return assignments.aggregate(open=Count("pk", filter=RUNNING), **{name: Count("pk", filter=need(name, today)) for name in names})
