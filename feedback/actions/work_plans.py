"""Work plans: submitted by the unit, accepted or returned by the committee's secretary."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from feedback.actions import assignments
from feedback.models import WorkPlan, WorkPlanTask
from feedback.models import WorkPlanState as State
from feedback.models.assignments import OPEN_STATES
from feedback.notices import tell_unit
from feedback.permissions import is_secretary
from organizations.models import Person, Role
from workflow.flow import Flow, Move
from workflow.notices import tell
from workflow.trail import record


def _closed(plan):
    """交办件未办结、未撤回。"""
    return "" if plan.assignment.state in OPEN_STATES else "交办件已办结或撤回，工作方案不再审核。"


FLOW = Flow(
    WorkPlan,
    [
        Move("accept", "接受工作方案", (State.SUBMITTED,), State.ACCEPTED, is_secretary, unfit=_closed),
        Move(
            "return",
            "退回工作方案",
            (State.SUBMITTED, State.ACCEPTED),
            State.RETURNED,
            is_secretary,
            unfit=_closed,
            reason=True,
            danger=True,
        ),
    ],
)


@transaction.atomic
def submit_work_plan(assignment, *, by, on=None, version=None, goals, tasks, contact, phone, materials=""):
    """File the unit's work plan; `tasks` = [{"text", "owner", "due_on"}], at least one. Returns the work plan.

    Raises Refused while an earlier one awaits its answer or has been accepted, ValidationError for tasks before the assignment.
    """
    on = on or timezone.localdate()
    if not tasks:
        raise ValidationError({"tasks": "工作方案至少要有一项任务。"})
    for number, task in enumerate(tasks, 1):
        if task.get("due_on") and task["due_on"] < assignment.assigned_on:
            raise ValidationError({"tasks": f"第{number}项任务的完成日期不能早于交办日期 {assignment.assigned_on:%Y-%m-%d}。"})
    assignment = assignments.FLOW.apply(assignment, "submit_work_plan", by=by, on=on, version=version)
    last = assignment.work_plans.order_by("-number").first()
    plan = WorkPlan(
        assignment=assignment,
        jurisdiction=assignment.jurisdiction,
        number=last.number + 1 if last else 1,
        goals=goals,
        materials=materials,
        contact=contact,
        phone=phone,
        submitted_by=by,
        submitted_on=on,
    )
    plan.full_clean()
    plan.save()
    WorkPlanTask.objects.bulk_create(WorkPlanTask(work_plan=plan, order=n, **task) for n, task in enumerate(tasks, 1))
    record(plan, "submit", "报送工作方案", by=by, on=on, to_state=plan.state)
    _tell_secretaries(plan, on)
    return plan


def _tell_secretaries(plan, on):
    secretaries = Person.objects.holding(Role.SECRETARY, jurisdiction=plan.jurisdiction, on=on)
    link = plan.assignment.get_absolute_url()
    facts = {"text": plan.assignment.subject, "link": link, "about": plan.assignment}
    tell(secretaries, plan.jurisdiction, f"work-plan:{plan.pk}", f"待审核：{plan}", **facts)


@transaction.atomic
def accept_work_plan(plan, *, by, on=None, version=None, answer=""):
    """接受 the work plan; the unit is told."""
    on = on or timezone.localdate()
    plan = FLOW.apply(plan, "accept", by=by, on=on, version=version, answer=answer, answered_on=on)
    tell_unit(plan.assignment, f"work-plan-accepted:{plan.pk}", f"工作方案已接受：{plan.assignment.subject}", on, text=answer)
    return plan


@transaction.atomic
def return_work_plan(plan, *, by, reason, on=None, version=None):
    """退回 the work plan with what to change; the unit is told."""
    on = on or timezone.localdate()
    plan = FLOW.apply(plan, "return", by=by, on=on, version=version, reason=reason, answer=reason, answered_on=on)
    tell_unit(plan.assignment, f"work-plan-returned:{plan.pk}", f"工作方案被退回：{plan.assignment.subject}", on, text=reason)
    return plan
