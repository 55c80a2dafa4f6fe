"""The list of proposals, one proposal with all that belongs to it, and a new draft."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from documents.models import Attachment, Paper
from feedback.statistics import with_lateness
from organizations.models import Jurisdiction, Role
from proposals import actions
from proposals.actions.moves import rules_of
from proposals.filters import ProposalFilter
from proposals.forms import BeginForm, current_session
from proposals.lifeline import next_steps, stations
from proposals.models import Handling, Proposal, Proposer, ProposerState, Receipt, Reply, ReplyState, Round, UnsavedText
from proposals.permissions import AUTHORS, is_inside, is_secretary, sees_sealed
from proposals.preflight import preflight
from proposals.similar import similar
from proposals.tables import proposal_table
from proposals.views.tabs import tabs
from tables import FORMATS, response
from workflow import pages

CASE = ("session__term__jurisdiction", "session__ruleset", "jurisdiction", "author", "merged_into", "body")
ROUND = ("reply__steps__signed_by", "reply__receipts__proposer")


def proposal_list(request):
    """All proposals one may see, newest first; with `?format=` as a file."""
    filters = ProposalFilter(request.GET, Proposal.objects.visible_to(request.user), request=request)
    rows = filters.qs.prefetch_related(
        Prefetch("proposers", Proposer.objects.filter(answer=ProposerState.ACCEPTED)),
        Prefetch("handlings", with_lateness(Handling.objects.exclude(state="withdrawn"), timezone.localdate()).order_by("pk")),
    )
    if "format" in request.GET:
        return response(proposal_table(filters.qs.order_by("-pk")), request.GET["format"])
    page = pages.KeysetPage(rows, request.GET.get("after"))
    context = {
        "formats": FORMATS,
        "may_import": Role.SECRETARY in request.user.access.roles,
        "rows": [{"proposal": each, "late": any(handling.is_late for handling in each.handlings.all())} for each in page.rows],
        "next": page.next,
        "form": filters.form,
        "tabs": tabs(request),
        "may_write": not request.user.access.roles.isdisjoint(AUTHORS),
    }
    return render(request, "proposals/list.html", context)


def own_place(person):
    """The place where the person may propose; raises Http404 where there is none."""
    return get_object_or_404(Jurisdiction.objects.filter(pk__in=person.access.where(*AUTHORS)).order_by("pk")[:1])


def proposal_create(request):
    """A new draft in the session that runs now in the place where one may propose."""
    place = own_place(request.user)
    session = current_session(place, timezone.localdate())
    if session is None:
        return render(request, "proposals/no_session.html", {"place": place}, status=409)
    kept = UnsavedText.objects.of(session, request.user) if request.method == "GET" else None
    form = BeginForm(request.POST or None, request.FILES or None, obj=session, by=request.user, initial=BeginForm.begun(kept))
    if request.method == "POST":
        done, proposal = form.try_run()
        if done:
            actions.drop_text(session, by=request.user)
            return redirect(proposal)
    status = 400 if request.method == "POST" else 200
    context = {"form": form, "session": session, "unsaved": kept, "autosave": reverse("proposals:unsaved-new")}
    return render(request, "proposals/create.html", context, status=status)


def proposal_similar(request):
    """Proposals with a similar title, for the one who is writing it; a fragment of the page."""
    found = similar(own_place(request.user), request.GET.get("title", "")[:120], by=request.user)
    return render(request, "proposals/similar.html", {"found": found})


def proposal_detail(request, public_id):
    """One proposal: text, proposers, examination, handling by each unit with rounds and replies, what comes next, history."""
    proposal = pages.own(
        Proposal.objects.select_related(*CASE).prefetch_related("proposers", "wished_units", "topics__edition"), request.user, public_id
    )
    handlings = list(_handlings(proposal))
    inside = is_inside(request.user, proposal)
    rules, seen = rules_of(proposal), Seen.of(proposal, request.user)
    sealed = not sees_sealed(request.user, proposal)
    blocks = [_block(handling, request.user, seen, sealed, dict(rules.scale)) for handling in handlings]
    context = {
        "proposal": proposal,
        "invitation": next((each for each in proposal.proposers.all() if _invited(each, request.user)), None),
        "moves": pages.move_links(actions.FLOW, proposal, request.user, "proposals:act"),
        "unsaved": UnsavedText.objects.of(proposal, request.user) if proposal.state in ("draft", "returned") else None,
        "published": proposal.published.all() if proposal.publication != "undecided" else [],
        "reviews": proposal.reviews.select_related("by") if inside else [],
        "ledger": [link.suggestion for link in proposal.ledger_links.select_related("suggestion__unit")],
        "merged": proposal.merged.all(),
        "blocks": blocks,
        "keeps": is_secretary(request.user, proposal),
        "receipts": _own_receipts(proposal, request.user),
        "stations": stations(proposal, handlings),
        "next_steps": next_steps(proposal, handlings),
        "files": Attachment.objects.of(proposal),
        "history": pages.history_of(proposal, *handlings, *_replies(blocks)) if inside else [],
    }
    return render(request, "proposals/detail.html", context)


@dataclass(frozen=True)
class Seen:
    """Which handlings and replies of a case one person may see."""

    handlings: frozenset
    replies: frozenset

    @classmethod
    def of(cls, proposal, person):
        handlings = Handling.objects.visible_to(person).filter(proposal=proposal).values_list("pk", flat=True)
        replies = Reply.objects.visible_to(person).filter(round__handling__proposal=proposal).values_list("pk", flat=True)
        return cls(frozenset(handlings), frozenset(replies))


def _invited(proposer, person):
    return proposer.person_id == person.pk and proposer.answer == ProposerState.INVITED


def _handlings(proposal):
    rounds = Round.objects.select_related("reply").prefetch_related(*ROUND).order_by("number")
    return (
        with_lateness(Handling.objects.filter(proposal=proposal), timezone.localdate())
        .select_related("unit", "proposal__session__term", "proposal__session__ruleset", "proposal__jurisdiction")
        .prefetch_related("teams", "contacts", "extensions", "return_requests__suggested_unit", Prefetch("rounds", rounds))
        .order_by("pk")
    )


def _block(handling, person, seen, sealed, scale):
    """One unit's handling with what the person may see and do of it."""
    mine = handling.pk in seen.handlings
    return {
        "handling": handling,
        "late": handling.is_late,
        "seen": mine,
        "moves": pages.move_links(actions.HANDLING_FLOW, handling, person, "proposals:handling-act") if mine else [],
        "rounds": [_round(each, person, sealed, scale) for each in handling.rounds.all() if mine or _reply_id(each) in seen.replies],
    }


def _reply_id(each):
    return each.reply.pk if hasattr(each, "reply") else None


def _round(each, person, sealed, scale):
    """One round: its reply with what is wrong with it, the signatures, the receipts as far as they are unsealed."""
    reply = getattr(each, "reply", None)
    receipts = list(reply.receipts.all()) if reply else []
    answered = [receipt for receipt in receipts if receipt.state != "waiting"]
    open_text = reply is not None and reply.state != ReplyState.ISSUED
    return {
        "round": each,
        "reply": reply,
        "findings": preflight(reply) if open_text else [],
        "steps": list(reply.steps.all()) if reply else [],
        "moves": pages.move_links(actions.REPLY_FLOW, reply, person, "proposals:reply-act") if open_text else [],
        "receipts": _shown(receipts, scale) if each.closed_on or not sealed else [],
        "answered": len(answered),
        "asked": len(receipts),
        "paper": Paper.objects.of(reply).first() if reply and not open_text else None,
    }


def _shown(receipts, scale):
    """Receipts in words."""
    return [{"row": row, "name": row.proposer.name, "shown": scale.get(row.overall) or row.get_state_display()} for row in receipts]


def _own_receipts(proposal, person):
    """Receipts on this case, or on the one it was merged into, that the person has to give, and those he gave."""
    cases = [proposal.pk, proposal.merged_into_id]
    found = Receipt.objects.filter(proposer__person=person, reply__round__handling__proposal__in=[pk for pk in cases if pk])
    rows = found.select_related("reply__round__handling", "proposer").order_by("pk")
    return [{"receipt": row, "moves": pages.move_links(actions.RECEIPT_FLOW, row, person, "proposals:receipt-act")} for row in rows]


def _replies(blocks):
    return [each["reply"] for block in blocks for each in block["rounds"] if each["reply"]]
