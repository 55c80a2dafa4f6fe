"""Allocating 分办: the list, one allocation with its rows, opinions and consultation, and its moves."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from documents.models import Paper
from organizations.models.people import UNIT_ROLES
from proposals import actions
from proposals.actions.moves import rules_in
from proposals.forms import ALLOCATION_FORMS, NewAllocationForm
from proposals.models import Allocation, AllocationRow, Mode
from proposals.models.allocations import WATCHERS
from proposals.permissions import COORDINATORS
from proposals.views.tabs import tabs
from workflow import pages

OF_ROW = ("set_row", "drop_row", "opine")
ALLOCATIONS = Allocation.objects.select_related("session__term__jurisdiction", "session__ruleset", "jurisdiction")


def allocation_list(request):
    """The allocations one may see, newest first."""
    page = pages.KeysetPage(ALLOCATIONS.visible_to(request.user), request.GET.get("after"))
    may_begin = bool(request.user.access.where(*COORDINATORS))
    context = {"rows": page.rows, "next": page.next, "may_begin": may_begin, "tabs": tabs(request)}
    return render(request, "proposals/allocations.html", context)


def allocation_create(request):
    """A new allocation with the cases that wait."""
    places = request.user.access.where(*COORDINATORS)
    if not places:
        raise Http404
    back = reverse("proposals:allocations")
    context = {"crumbs": [(reverse("proposals:list"), "提案"), (back, "分办")]}
    return pages.act(request, places, NewAllocationForm, label="拟定分办意见", back=back, context=context)


def allocation_detail(request, public_id):
    """One allocation."""
    allocation = pages.own(ALLOCATIONS, request.user, public_id)
    inside = request.user.access.holds(allocation.jurisdiction_id, *WATCHERS)
    rows = AllocationRow.objects.visible_to(request.user).filter(allocation=allocation)
    rows = rows.select_related("proposal__session__term", "first").prefetch_related(
        "others", "opinions__unit", "opinions__by", "opinions__suggested_unit", "proposal__wished_units"
    )
    may = {name: actions.ALLOCATION_FLOW.may(allocation, name, request.user) for name in OF_ROW}
    tracks = dict(rules_in(allocation.session, allocation.jurisdiction).tracks)
    listed = [_row(each, request.user, inside, tracks) for each in rows.order_by("pk")]
    links = pages.move_links(actions.ALLOCATION_FLOW, allocation, request.user, "proposals:allocation-act")
    context = {
        "allocation": allocation,
        "inside": inside,
        "rows": listed,
        "open": sum(1 for each in listed if each["row"].first is None),
        "objections": sum(1 for each in listed for opinion in each["opinions"] if not opinion.agrees),
        "may": may,
        "moves": [link for link in links if not link["url"].endswith(tuple(f"{name}/" for name in OF_ROW))],
        "paper": Paper.objects.of(allocation).first() if inside else None,
        "history": _history(allocation) if inside else [],
    }
    return render(request, "proposals/allocation.html", context)


def _history(allocation):
    """The history, with the case that each move on a row was about and what was said of it."""
    for event in pages.history_of(allocation):
        if event.move in OF_ROW:
            event.about = "；".join(f"{row}：{said}" for row, said in (event.after or event.before).items())
        yield event


def _row(row, person, inside, tracks):
    """One row; a unit sees the opinions of its own people alone."""
    units = person.access.units(*UNIT_ROLES)
    opinions = [each for each in row.opinions.all() if inside or each.unit_id in units]
    return {"row": row, "mode": Mode(row.mode).label, "track": tracks.get(row.track, ""), "opinions": opinions}


def allocation_act(request, public_id, move):
    """One move on an allocation; `?row=` names the case it is about."""
    allocation = pages.own(ALLOCATIONS, request.user, public_id)
    above = [(reverse("proposals:list"), "提案"), (reverse("proposals:allocations"), "分办")]
    return pages.act_page(
        request,
        allocation,
        flow=actions.ALLOCATION_FLOW,
        forms=ALLOCATION_FORMS,
        move=move,
        back=allocation.get_absolute_url(),
        about=[("分办意见", allocation.title), ("状态", allocation.get_state_display())],
        crumbs=[*above, (allocation.get_absolute_url(), allocation.title)],
        initial={"row": request.GET["row"]} if request.GET.get("row") else None,
    )
