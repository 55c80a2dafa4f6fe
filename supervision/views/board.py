"""The workbench 督办: what is owed with its lights, what is in time by unit, leader and office, chasing 催办."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

import tables
from organizations.models import Person, Role
from organizations.models.rulesets import rules_for
from proposals.filters import session_of, sessions
from proposals.models import Handling
from proposals.rules import ProposalRules
from supervision import actions
from supervision.board import board, counts
from supervision.forms import BoardForm, ChaseForm, is_key
from supervision.models import Card, duty_labels
from supervision.permissions import CHASERS
from supervision.statistics import DIMENSIONS, TIMINGS, conditions, first_rounds, grids, leaders
from supervision.tables import duty_table, grid_table
from supervision.views.tabs import SEES_BOARD, tabs
from workflow.refusals import Refused

PAGE, MOST = 50, 500


def _only_for_those_who_see(request):
    if not request.user.access.roles & SEES_BOARD:
        raise Http404


def duty_list(request):
    """督办事项: everything that runs, the most urgent first, with lights; those who chase choose several and chase them."""
    _only_for_those_who_see(request)
    form = BoardForm(request.GET)
    found = board(request.user, **form.wanted())
    if request.GET.get("format") in tables.FORMATS:
        return tables.response(duty_table(found), request.GET["format"])
    start = _start(request.GET.get("after", ""))
    figures = _figures(found)
    context = {
        "tabs": tabs(request),
        "rows": found[start : start + PAGE],
        "next": start + PAGE if len(found) > start + PAGE else None,
        "total": len(found),
        "pressing": [figure for figure in figures if figure["late"]],
        "calm": [figure for figure in figures if not figure["late"]],
        "waiting": _waiting(request.user),
        "form": form,
        "may_chase": bool(request.user.access.where(*CHASERS)),
        "supervises": bool(request.user.access.where(Role.SUPERVISOR)),
        "formats": tables.FORMATS,
    }
    return render(request, "supervision/board.html", context)


def _start(after):
    return int(after) if after.isascii() and after.isdigit() and len(after) < 7 else 0


def _figures(found):
    """Counts by kind, each with its list; what is late is red."""
    address = reverse("supervision:board")
    return [
        {
            "label": duty_labels()[kind] + (f"，逾期 {row['overdue']}" if row["overdue"] else ""),
            "value": row["all"],
            "url": f"{address}?{urlencode({'kind': kind})}",
            "late": bool(row["overdue"]),
        }
        for kind, row in counts(found).items()
    ]


def _waiting(person):
    """What is not over though no day says so: cards and slips, cases handled anew after a dissatisfied opinion, requests to give back."""
    case, proposals = Handling.objects.visible_to(person).order_by(), reverse("proposals:list")
    found = [
        ("牌、单", "张", Card.objects.visible_to(person).unfinished().count(), reverse("supervision:cards")),
        ("不满意重新办理", "件", _cases(case.filter(proposal__state="rehandling")), f"{proposals}?state=rehandling"),
        ("申请退回待裁定", "件", _cases(case.filter(state="return_requested")), f"{reverse('feedback:list')}?state=return_requested"),
    ]
    return [{"label": label, "unit": unit, "value": value, "url": url} for label, unit, value, url in found if value]


def _cases(handlings):
    return handlings.filter(is_history=False).values("proposal").distinct().count()


def chase(request):
    """催办 of the chosen duties: who would be told of what, and the text; with POST and `send` it is sent."""
    if not request.user.access.where(*CHASERS):
        raise Http404
    chosen = [key for key in dict.fromkeys((request.POST or request.GET).getlist("duties")) if is_key(key)][:MOST]
    back, told = reverse("supervision:board"), []
    sending = request.method == "POST" and "send" in request.POST
    form = ChaseForm(request.POST if sending else None, obj=None, by=request.user)
    try:
        told = actions.preview_chase(request.user, chosen, timezone.localdate())
    except Refused as refusal:
        return render(request, "supervision/chase.html", {"sentence": str(refusal), "back": back}, status=409)
    if sending:
        done, rows = form.try_run()
        if done:
            messages.success(request, f"已催办 {len(told)} 件，通知 {len({row.person_id for row in rows})} 人。")
            return redirect(back)
    people = Person.objects.in_bulk({pk for _, found in told for pk in found})
    context = {"form": form, "told": [(duty, [people[pk] for pk in found]) for duty, found in told], "back": back}
    return render(request, "supervision/chase.html", context, status=409 if form.errors else 200)


def grid(request):
    """按期情况: the replies to a session's cases in time or late, by unit, leader and office, each number with its list."""
    _only_for_those_who_see(request)
    offered = sessions(request).select_related("term__jurisdiction", "ruleset").order_by("-starts_on", "-pk")
    chosen = session_of(offered, request.GET.get("session", "")) or offered.first()
    found = grids(request.user, chosen, dict(_tracks(chosen))) if chosen else {}
    dimension = request.GET.get("by") if request.GET.get("by") in DIMENSIONS else "unit"
    if chosen and request.GET.get("format") in tables.FORMATS:
        return tables.response(grid_table(chosen, dimension, found[dimension]), request.GET["format"])
    context = {
        "tabs": tabs(request),
        "sessions": offered,
        "chosen": chosen,
        "dimensions": DIMENSIONS,
        "dimension": dimension,
        "rows": found.get(dimension, []),
        "formats": tables.FORMATS,
    }
    return render(request, "supervision/grid.html", context)


def _tracks(session):
    return rules_for(ProposalRules, session.term.jurisdiction, on=session.starts_on or timezone.localdate(), session=session).tracks


def grid_cases(request):
    """The cases behind one number of the grid."""
    _only_for_those_who_see(request)
    session = session_of(sessions(request), request.GET.get("session", ""))
    timing, day = request.GET.get("timing"), timezone.localdate()
    if session is None or timing not in (*TIMINGS, "all"):
        raise Http404
    rounds = first_rounds(request.user, session)
    rounds = rounds.filter(conditions(day)[timing]) if timing != "all" else rounds
    name = request.GET.get("name", "")[:120]
    rounds = _of_group(rounds, request.GET.get("by"), request.GET.get("key", ""), session, day)
    rounds = rounds.select_related("handling__proposal", "handling__unit", "reply").order_by("due_on", "pk")
    label = TIMINGS.get(timing, "全部交办")
    context = {"session": session, "rows": rounds[:500], "name": name, "label": label, "back": reverse("supervision:grid")}
    return render(request, "supervision/grid_cases.html", context)


def _of_group(rounds, dimension, key, session, day):
    if dimension == "track":
        return rounds.filter(handling__proposal__track=key[:20])
    led = leaders(session.term.jurisdiction_id, day)
    if dimension == "leader":
        units = [unit for unit, found in led.items() if any(leader == key for leader, _ in found)]
        return rounds.filter(handling__unit__in=units) if key else rounds.exclude(handling__unit__in=list(led))
    return rounds.filter(handling__unit__public_id=key) if _is_uuid(key) else rounds.none()


def _is_uuid(text):
    try:
        return bool(UUID(text))
    except ValueError:
        return False
