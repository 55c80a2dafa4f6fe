"""The page of one move on an assignment or a work plan."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from feedback import actions
from feedback.forms import FORMS, WORK_PLAN_FORMS
from feedback.models import Assignment, WorkPlan
from workflow import pages

CORRECTED = ("kind", "on", "person_name", "text", "evidence")


def assignment_act(request, public_id, move):
    """One move on an assignment; `?corrects=` names the entry that the new one shall replace."""
    assignment = pages.own(Assignment.objects.select_related("jurisdiction"), request.user, public_id)
    initial, label = {}, ""
    if move == "add_entry" and request.GET.get("corrects"):
        entry = get_object_or_404(assignment.entries.standing(), pk=_number(request.GET["corrects"]))
        initial = {"corrects": entry} | {name: getattr(entry, name) for name in CORRECTED}
        label = f"更正{entry.get_kind_display()}"
    elif move == "add_entry":
        initial = {"on": timezone.localdate()}
    more = {"initial": initial, "label": label} | _around(assignment)
    return pages.act_page(request, assignment, flow=actions.FLOW, forms=FORMS, move=move, **more)


def work_plan_act(request, public_id, move):
    """Accept or return a work plan."""
    plan = pages.own(WorkPlan.objects.select_related("assignment"), request.user, public_id)
    around = _around(plan.assignment)
    return pages.act_page(request, plan, flow=actions.WORK_PLAN_FLOW, forms=WORK_PLAN_FORMS, move=move, **around)


def _around(assignment):
    """What stands around the form of a move: the facts, the way back."""
    back = reverse("feedback:detail", args=[assignment.public_id])
    return {
        "back": back,
        "about": [("事项", assignment.subject), ("承办单位", assignment.unit_name), ("来源", assignment.source_label)],
        "crumbs": [(reverse("feedback:list"), "我的办理"), (back, assignment.subject)],
    }


def _number(text):
    return int(text) if text.isdecimal() and len(text) < 19 else 0
