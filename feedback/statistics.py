"""What of the assignments wants doing: one condition each, for counting and for filtering alike."""

from datetime import timedelta

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, Subquery

from feedback.models import AssignmentState, Source, Suggestion, Team, WorkPlan, WorkPlanState
from feedback.models.assignments import late, open_ones
from feedback.models.work_plans import LIVE

SOON = timedelta(days=15)
NEEDS = {
    "acknowledge": "未签收",
    "team": "未填责任人",
    "work_plan": "未报工作方案",
    "work_plan_late": "工作方案逾期未报",
    "returned": "工作方案被退回",
    "review": "工作方案待审核",
    "answer": "建议待答复",
    "overdue": "已逾期",
    "soon": "15 日内到期",
    "undated": "未定期限",
}


def latest_plan(field):
    """A field of an assignment's last work plan, as a subquery."""
    return Subquery(WorkPlan.objects.filter(assignment=OuterRef("pk")).order_by("-number").values(field)[:1])


def need(name, today, path=""):
    """The condition on assignments that the need `name` (a key of `NEEDS`) stands for on the day `today`.

    Only open ones have needs. `path` leads to the assignment from another row ("assignment__").
    """
    row = {"assignment": OuterRef(path.removesuffix("__") or "pk")}

    def plans(*states):
        return Exists(WorkPlan.objects.filter(**row, state__in=states))

    owes_plan = Q(**{f"{path}source": Source.PLAN_ITEM}) & ~plans(*LIVE)
    return (
        open_ones(path)
        & {
            "acknowledge": Q(**{f"{path}state": AssignmentState.ASSIGNED}),
            "team": ~Exists(Team.objects.filter(**row)),
            "work_plan": owes_plan,
            "work_plan_late": owes_plan & late(today, "work_plan_due_on", path),
            "returned": owes_plan & plans(WorkPlanState.RETURNED),
            "review": plans(WorkPlanState.SUBMITTED),
            "answer": Exists(Suggestion.objects.filter(**row, answered_on__isnull=True)),
            "overdue": late(today, path=path),
            "soon": Q(**{f"{path}suspended_on__isnull": True, f"{path}due_on__range": (today, today + SOON)}),
            "undated": Q(**{f"{path}due_on__isnull": True}),
        }[name]
    )


def with_lateness(assignments, day):
    """Assignments with `is_open`, `is_late`, `owes_plan` and `is_plan_late`, each as on `day`; in the same query."""
    conditions = {
        "is_open": open_ones(),
        "is_late": need("overdue", day),
        "owes_plan": need("work_plan", day),
        "is_plan_late": need("work_plan_late", day),
    }
    return assignments.annotate(**{name: ExpressionWrapper(found, BooleanField()) for name, found in conditions.items()})


def counts(assignments, names, today):
    """{name: how many of `assignments` have this need}, with `open` for all that are open; one query."""
    return assignments.aggregate(open=Count("pk", filter=open_ones()), **{name: Count("pk", filter=need(name, today)) for name in names})
