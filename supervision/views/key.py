"""Key proposals 重点提案: the list of a session with its progress, one of them with its moves, its tasks."""

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

import tables
from documents.models import Attachment
from organizations.models.people import UNIT_ROLES
from proposals.filters import sessions
from supervision import actions
from supervision.actions.key import tasks_of
from supervision.filters import KeyFilter, TaskFilter
from supervision.key_forms import KEY_FORMS, TASK_FORMS, NominateForm
from supervision.models import KeyActivity, KeyOpinion, KeyProposal, KeyTask
from supervision.permissions import COORDINATORS, OVERSEERS
from supervision.tables import key_table, task_table
from supervision.views.tabs import tabs
from workflow import pages

KEYS = KeyProposal.objects.select_related(
    *("proposal", "jurisdiction", "session__term__jurisdiction", "session__ruleset", "leader", "committee", "plan_item__plan"),
    *("meeting__term", "former__session__term"),
)
TASKS = KeyTask.objects.select_related("key__proposal", "unit", "jurisdiction", "activity")
COUNTS = (("候选", "candidate"), ("征求意见", "consulting"), ("督办中", "supervising"), ("已办结", "concluded"))


def key_list(request):
    """The key proposals one may see; without a choice those of the newest session that has any."""
    seen = KEYS.visible_to(request.user)
    asked = request.GET.copy()
    if "session" not in asked and (newest := _newest(request)):
        asked["session"] = str(newest)
    filters = KeyFilter(asked, seen, request=request)
    if asked.get("format") in tables.FORMATS:
        return tables.response(key_table(filters.qs), asked["format"])
    page = pages.KeysetPage(filters.qs.with_progress(), asked.get("after"))
    context = {
        "tabs": tabs(request),
        "rows": page.rows,
        "next": page.next,
        "form": filters.form,
        "formats": tables.FORMATS,
        "counts": _counts(KeyProposal.objects.visible_to(request.user), filters.form),
        "may_nominate": bool(request.user.access.where(*COORDINATORS)),
    }
    return render(request, "supervision/keys.html", context)


def _newest(request):
    """The number of the newest session whose list has a row the person may see."""
    listed = KeyProposal.objects.visible_to(request.user).order_by().values("session")
    return sessions(request).filter(pk__in=listed).order_by("-term__number", "-number").values_list("pk", flat=True).first()


def _counts(seen, form):
    """How many of the chosen session stand where, each with its list."""
    session = form.cleaned_data.get("session") if form.is_valid() else None
    if session is None:
        return []
    counted = {name: Count("pk", filter=Q(state=name)) for _, name in COUNTS}
    found = seen.filter(session=session).aggregate(carried_on=Count("pk", filter=Q(former__isnull=False)), **counted)
    address = f"{reverse('supervision:keys')}?session={session.pk}"
    listed = [{"label": label, "value": found[name], "url": f"{address}&state={name}"} for label, name in COUNTS if found[name]]
    carried = {"label": "上一年度转入", "value": found["carried_on"], "url": f"{address}&carried=yes"}
    return [*listed, carried] if found["carried_on"] else listed


def nominate(request):
    """New candidates by their case numbers."""
    places = request.user.access.where(*COORDINATORS)
    if not places:
        raise Http404
    back = reverse("supervision:keys")
    return pages.act(request, places, NominateForm, label="推荐重点提案", back=back, context={"crumbs": [(back, "重点提案")]})


def key_detail(request, public_id):
    """One key proposal."""
    key = pages.own(KEYS, request.user, public_id)
    inside = request.user.access.holds(key.jurisdiction_id, *OVERSEERS)
    activities = KeyActivity.objects.filter(key=key).select_related("presider", "entered_by").order_by("-on", "-pk")
    tasks = tasks_of(key).select_related("unit", "activity", "key").order_by("due_on", "pk")
    opinions = KeyOpinion.objects.visible_to(request.user).filter(key=key).select_related("unit", "by")
    context = {
        "key": key,
        "case": key.proposal if type(key.proposal).objects.visible_to(request.user).filter(pk=key.proposal_id).exists() else None,
        "item": key.plan_item if key.plan_item and _sees(request.user, key.plan_item) else None,
        "moves": pages.move_links(actions.KEY_FLOW, key, request.user, "supervision:key-act"),
        "opinions": opinions,
        "activities": Attachment.objects.put_to(activities),
        "tasks": [_task(each, request.user) for each in Attachment.objects.put_to(tasks)],
        "files": Attachment.objects.of(key).select_related("uploaded_by"),
        "later": KeyProposal.objects.filter(former=key).select_related("session__term").first(),
        "history": pages.history_of(key) if inside else [],
    }
    return render(request, "supervision/key.html", context)


def _sees(person, item):
    return type(item).objects.visible_to(person).filter(pk=item.pk).exists()


def _task(task, person):
    """A task with the moves that the person may make on it."""
    return {"task": task, "moves": pages.move_links(actions.TASK_FLOW, task, person, "supervision:key-task-act")}


def key_act(request, public_id, move):
    """One move on a key proposal."""
    key = pages.own(KEYS, request.user, public_id)
    return pages.act_page(
        request,
        key,
        flow=actions.KEY_FLOW,
        forms=KEY_FORMS,
        move=move,
        back=key.get_absolute_url(),
        about=[("重点提案", str(key)), ("状态", key.get_state_display())],
        crumbs=[(reverse("supervision:keys"), "重点提案"), (key.get_absolute_url(), str(key))],
    )


def task_list(request):
    """The tasks of key proposals one may see, newest first."""
    roles = request.user.access.roles
    if roles.isdisjoint((*OVERSEERS, *UNIT_ROLES)):
        raise Http404
    filters = TaskFilter(request.GET, TASKS.visible_to(request.user), request=request)
    if request.GET.get("format") in tables.FORMATS:
        return tables.response(task_table(filters.qs), request.GET["format"])
    page = pages.KeysetPage(filters.qs, request.GET.get("after"))
    context = {"tabs": tabs(request), "rows": page.rows, "next": page.next, "form": filters.form, "formats": tables.FORMATS}
    return render(request, "supervision/key_tasks.html", context)


def task_act(request, public_id, move):
    """One move on a task."""
    task = pages.own(TASKS, request.user, public_id)
    return pages.act_page(
        request,
        task,
        flow=actions.TASK_FLOW,
        forms=TASK_FORMS,
        move=move,
        back=task.get_absolute_url(),
        about=[("重点提案", str(task.key)), ("责任单位", task.unit_name), ("任务", task.text), ("完成期限", f"{task.due_on:%Y-%m-%d}")],
        crumbs=[(reverse("supervision:keys"), "重点提案"), (task.get_absolute_url(), str(task.key))],
    )
