"""The page of one move on an assignment or a work plan."""

from functools import partial

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from feedback import actions
from feedback.forms import FORMS, WORK_PLAN_FORMS
from feedback.models import Assignment, AssignmentState, WorkPlan, WorkPlanState
from workflow import pages
from workflow.models import Event

DANGEROUS = {"withdraw", "return"}
CORRECTED = ("kind", "on", "person_name", "text")


def assignment_act(request, public_id, move):
    """One move on an assignment; `?corrects=` names the entry that the new one shall replace."""
    assignment = pages.own(Assignment.objects.select_related("jurisdiction"), request.user, public_id)
    form_class, label = pages.form_of(FORMS, move, actions.FLOW)
    if move == "add_entry" and request.GET.get("corrects"):
        entry = get_object_or_404(assignment.entries.standing(), pk=_number(request.GET["corrects"]))
        form_class = partial(form_class, initial={"corrects": entry} | {name: getattr(entry, name) for name in CORRECTED})
        label = f"更正{entry.get_kind_display()}"
    elif move == "add_entry":
        form_class = partial(form_class, initial={"on": timezone.localdate()})
    return _act(request, assignment, assignment, actions.FLOW.require(assignment, move, request.user), form_class, label, AssignmentState)


def work_plan_act(request, public_id, move):
    """Accept or return a work plan."""
    plan = pages.own(WorkPlan.objects.select_related("assignment"), request.user, public_id)
    form_class, label = pages.form_of(WORK_PLAN_FORMS, move, actions.WORK_PLAN_FLOW)
    return _act(request, plan, plan.assignment, actions.WORK_PLAN_FLOW.require(plan, move, request.user), form_class, label, WorkPlanState)


def _act(request, obj, assignment, move, form_class, label, states):
    """`move` has been checked for person and state already, so that nobody fills in a form in vain."""
    back = reverse("feedback:detail", args=[assignment.public_id])
    context = {
        "about": [("事项", assignment.subject), ("承办单位", assignment.unit_name), ("来源", assignment.source_label)],
        "crumbs": [(reverse("feedback:list"), "我的办理"), (back, assignment.subject)],
        "blocked": move.missing(obj),
        "danger": move.name in DANGEROUS,
        "next_state": states(move.target).label if move.target and move.target != obj.state else "",
        "recent": Event.objects.of(obj).order_by("-pk")[:3],
    }
    return pages.act(request, obj, form_class, label=label, back=back, context=context)


def _number(text):
    return int(text) if text.isdecimal() and len(text) < 19 else 0
