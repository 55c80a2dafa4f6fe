"""One assignment with all that belongs to it."""

from collections import defaultdict
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, Q
from django.db.models.functions import JSONObject
from django.shortcuts import render
from django.utils import timezone

from documents.models import Attachment
from feedback import actions
from feedback.models import Assignment, AssignmentState, ProgressEntry, Source, WorkPlan, WorkPlanTask
from feedback.statistics import with_lateness
from feedback.views.matters import matter_of
from workflow import pages
from workflow.models import Event


def assignment_detail(request, public_id):
    """Facts, deadline with its count, people, work plans, entries, history, and what may be done now."""
    rows = Assignment.objects.select_related("unit", "jurisdiction").prefetch_related("teams", Prefetch("work_plans", _with_tasks()))
    assignment = pages.own(with_lateness(rows, timezone.localdate()), request.user, public_id)
    plans, entries = list(assignment.work_plans.all()), list(assignment.entries.select_related("entered_by", "correction"))
    files = _files(assignment, plans, entries)
    context = {
        "assignment": assignment,
        "moves": _moves(assignment, request.user),
        "plans": [_plan_block(plan, files, request.user) for plan in plans],
        "entries": _entry_blocks(assignment, entries, files, request.user),
        "files": files[Assignment, assignment.pk],
        "matter": matter_of([assignment.pk]) if assignment.source == Source.PLAN_ITEM else None,
        "history": _history(assignment, plans),
        "today": timezone.localdate(),
        "team_now": assignment.team_on(timezone.localdate()),
    }
    return render(request, "feedback/detail.html", context)


def _with_tasks():
    """Work plans, the last first, with `task_rows` in the same query."""
    tasks = WorkPlanTask.objects.filter(work_plan=OuterRef("pk")).order_by("order")
    rows = ArraySubquery(tasks.values(row=JSONObject(order="order", text="text", owner="owner", due_on="due_on")))
    return WorkPlan.objects.order_by("-number").annotate(task_rows=rows)


def _moves(assignment, person):
    """The moves with the one that is due on top: once it has been acknowledged, to name who answers for it."""
    unnamed = assignment.state != AssignmentState.ASSIGNED and not assignment.team
    return pages.move_links(actions.FLOW, assignment, person, "feedback:act", first="name_team" if unnamed else "")


def _plan_block(plan, files, person):
    moves = pages.move_links(actions.WORK_PLAN_FLOW, plan, person, "feedback:work-plan-act")
    tasks = [row | {"due_on": date.fromisoformat(row["due_on"]) if row["due_on"] else None} for row in plan.task_rows]
    return {"plan": plan, "tasks": tasks, "files": files[WorkPlan, plan.pk], "moves": moves}


def _entry_blocks(assignment, entries, files, person):
    """Entries, newest first, each with its files, the one that corrects it, and whether the person may correct it."""
    may_correct = actions.FLOW.may(assignment, "add_entry", person)
    blocks = []
    for entry in entries:
        correction = getattr(entry, "correction", None)
        blocks.append(
            {
                "entry": entry,
                "files": files[ProgressEntry, entry.pk],
                "correction": correction,
                "may_correct": may_correct and correction is None,
            }
        )
    return blocks


def _files(assignment, plans, entries):
    """{(model, row number): its attachments}; one query."""
    owners = {Assignment: [assignment.pk], WorkPlan: [plan.pk for plan in plans], ProgressEntry: [entry.pk for entry in entries]}
    types = ContentType.objects.get_for_models(*owners)
    wanted = Q()
    for model, numbers in owners.items():
        wanted |= Q(owner_type=types[model], owner_id__in=numbers)
    by_type = {kind.pk: model for model, kind in types.items()}
    found = defaultdict(list)
    for attachment in Attachment.objects.filter(wanted).select_related("uploaded_by").order_by("pk"):
        found[by_type[attachment.owner_type_id], attachment.owner_id].append(attachment)
    return found


def _history(assignment, plans):
    """What happened to the assignment and how its work plans were answered, newest first."""
    types = ContentType.objects.get_for_models(Assignment, WorkPlan)
    answers = Q(subject_type=types[WorkPlan], subject_id__in=[plan.pk for plan in plans], move__in=actions.WORK_PLAN_FLOW.moves)
    own = Q(subject_type=types[Assignment], subject_id=assignment.pk)
    return Event.objects.filter(own | answers).select_related("acting_for").order_by("-pk")
