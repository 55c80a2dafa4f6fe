"""Cards and slips 牌单: the list, what the rules would bring, one card with its moves, drawing one by hand."""

from datetime import timedelta
from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

import tables
from documents.models import Paper
from feedback.models import Assignment
from organizations.models import Jurisdiction, Role
from supervision import actions
from supervision.duties import OF_ASSIGNMENTS
from supervision.filters import CardFilter
from supervision.firing import firings
from supervision.forms import CARD_FORMS, DrawForm, is_key
from supervision.models import Card
from supervision.permissions import OVERSEERS
from supervision.rules import SLIPS
from supervision.tables import card_table
from supervision.views.tabs import SEES_BOARD, tabs
from workflow import pages

CARDS = Card.objects.select_related("assignment", "unit", "jurisdiction", "former", "issued_by")


def card_list(request):
    """The cards and slips one may see, newest first."""
    if not request.user.access.roles & SEES_BOARD:
        raise Http404
    filters = CardFilter(request.GET, CARDS.visible_to(request.user), request=request)
    if request.GET.get("format") in tables.FORMATS:
        return tables.response(card_table(filters.qs), request.GET["format"])
    page = pages.KeysetPage(filters.qs, request.GET.get("after"))
    context = {"tabs": tabs(request), "rows": page.rows, "next": page.next, "form": filters.form, "formats": tables.FORMATS}
    context["supervises"] = bool(request.user.access.where(Role.SUPERVISOR))
    return render(request, "supervision/cards.html", context)


def card_detail(request, public_id):
    """One card or slip."""
    card = pages.own(CARDS, request.user, public_id)
    inside = request.user.access.holds(card.jurisdiction_id, *OVERSEERS)
    context = {
        "card": card,
        "expired": card.state == "issued" and card.due_on < timezone.localdate(),
        "may_draw": request.user.access.holds(card.jurisdiction_id, Role.SUPERVISOR) and card.colour in SLIPS,
        "moves": pages.move_links(actions.CARD_FLOW, card, request.user, "supervision:card-act"),
        "paper": Paper.objects.of(card).first(),
        "matter": _matter(card, request.user),
        "history": pages.history_of(card) if inside else [],
    }
    return render(request, "supervision/card.html", context)


def _matter(card, person):
    """The address of what the card is about, where the person may see it."""
    assignment = Assignment.objects.visible_to(person).filter(pk=card.assignment_id).select_related("handling__proposal").first()
    if assignment is None:
        return ""
    return assignment.handling.get_absolute_url() if hasattr(assignment, "handling") else assignment.get_absolute_url()


def card_act(request, public_id, move):
    """One move on a card."""
    card = pages.own(CARDS, request.user, public_id)
    return pages.act_page(
        request,
        card,
        flow=actions.CARD_FLOW,
        forms=CARD_FORMS,
        move=move,
        back=card.get_absolute_url(),
        about=[("种类", card.get_colour_display()), ("承办单位", card.assignment.unit_name), ("事项", card.assignment.subject)],
        crumbs=[(reverse("supervision:cards"), "牌单"), (card.get_absolute_url(), str(card))],
    )


def draw(request):
    """开具 a slip or card about the duty `?duty=` ("kind:row"), or an assignment chosen here."""
    places = request.user.access.where(Role.SUPERVISOR)
    if not places:
        raise Http404
    back, form = reverse("supervision:cards"), DrawForm
    if named := request.GET.get("duty"):
        owed = Assignment.objects.open().filter(jurisdiction__in=places)
        form = partial(DrawForm, initial={"assignment": get_object_or_404(owed, pk=_row(named))})
    return pages.act(request, places, form, label="开具督查单", back=back, context={"crumbs": [(back, "牌单")]})


def _row(key):
    """The number of the assignment that a duty ("kind:row") is about; Http404 where it is about none."""
    kind, _, row = key.partition(":")
    if kind not in OF_ASSIGNMENTS or not is_key(key):
        raise Http404
    return int(row)


def trial(request):
    """试算: the cards the rules would bring today and tomorrow."""
    places = _supervised(request)
    today = timezone.localdate()
    days = [(today, "今天"), (today + timedelta(1), "明天")]
    found = [{"day": day, "word": word, "rows": [each for place in places for each in firings(place, day)]} for day, word in days]
    known = {(each.assignment_id, each.rule, each.occasion) for each in found[0]["rows"]}
    found[1]["rows"] = [each for each in found[1]["rows"] if (each.assignment_id, each.rule, each.occasion) not in known]
    return render(request, "supervision/trial.html", {"days": found, "tabs": tabs(request)})


def _supervised(request):
    places = Jurisdiction.objects.filter(pk__in=request.user.access.where(Role.SUPERVISOR)).order_by("pk")
    if not places:
        raise Http404
    return places


@require_POST
def propose(request):
    """Store today's cards as proposals now, without waiting for the night."""
    for place in _supervised(request):
        actions.propose(place, timezone.localdate())
    return redirect(f"{reverse('supervision:cards')}?state=proposed")
