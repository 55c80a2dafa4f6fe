"""The list of proposals, one proposal with all that belongs to it, and a new draft."""

from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject
from django.shortcuts import redirect, render
from django.urls import reverse

from feedback.lights import Lamps, in_order
from feedback.permissions import SEES_OF_UNITS
from feedback.statistics import with_lateness
from organizations.models import Role
from proposals import actions
from proposals.actions.moves import refusal_of, rules_of
from proposals.filters import ProposalFilter
from proposals.forms import BeginForm, beginning
from proposals.lifeline import next_steps, stations
from proposals.models import Proposal, ProposerState, Receipt, ReceiptState, ReplyState, UnsavedText
from proposals.permissions import AUTHORS, is_inside, is_secretary, reads_opinion, sees_sealed
from proposals.preflight import preflight
from proposals.similar import similar
from proposals.tables import proposal_table, signers_of_case, units_of_case
from proposals.views.tabs import tabs
from proposals.views.whole import whole_case
from tables import FORMATS, response
from workflow import pages


def proposal_list(request):
    """All proposals one may see, newest first; with `?format=` as a file."""
    filters = ProposalFilter(request.GET, Proposal.objects.visible_to(request.user), request=request)
    if "format" in request.GET:
        return response(proposal_table(filters.qs.order_by("-pk")), request.GET["format"])
    lamps = Lamps(request.user.access)
    facts = {"name": "unit_name", "role": "role", "late": "is_late", "open": "is_open", "paused": "suspended_on", "due_on": "due_on"}
    units = with_lateness(units_of_case(), lamps.day).values(row=JSONObject(**facts))
    rows = filters.qs.annotate(signers=signers_of_case(), units=ArraySubquery(units))
    page = pages.KeysetPage(rows, request.GET.get("after"), order=in_order(filters))
    context = {
        "formats": FORMATS,
        "may_import": Role.SECRETARY in request.user.access.roles,
        "rows": [_line(each, lamps) for each in page.rows],
        "next": page.next,
        "form": filters.form,
        "tabs": tabs(request),
        "may_write": not request.user.access.roles.isdisjoint(AUTHORS),
    }
    return render(request, "proposals/list.html", context)


def _line(proposal, lamps):
    """A row of the list: whether a unit is late, and the light of the first deadline that runs."""
    days = [unit["due_on"] for unit in proposal.units if unit["open"] and not unit["paused"] and unit["due_on"]]
    lamp = lamps.of(date.fromisoformat(min(days)), proposal.jurisdiction_id) if days else None
    return {"proposal": proposal, "late": any(unit["late"] for unit in proposal.units), "lamp": lamp}


def proposal_create(request):
    """A new draft in the session that runs now in the place where one may propose."""
    place, session = beginning(request.user)
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
    found = similar(beginning(request.user)[0], request.GET.get("title", "")[:120], by=request.user)
    return render(request, "proposals/similar.html", {"found": found})


def proposal_detail(request, public_id):
    """One proposal: text, proposers, examination, handling by each unit with rounds and replies, what comes next, history."""
    proposal, handlings = whole_case(request.user, public_id)
    inside = is_inside(request.user, proposal)
    unsealed, rules = sees_sealed(request.user, proposal), rules_of(proposal)
    seen = [handling for handling in handlings if handling.is_seen]
    blocks = [_block(handling, request.user, unsealed, rules) | {"opined": reads_opinion(handling, seen)} for handling in handlings]
    context = {
        "proposal": proposal,
        "shown_proposers": _shown_proposers(proposal),
        "signing": _signing(proposal, request.user),
        "track": dict(rules.tracks).get(proposal.track, ""),
        "moves": pages.move_links(actions.FLOW, proposal, request.user, "proposals:act"),
        "unsaved": UnsavedText.objects.of(proposal, request.user) if proposal.state in ("draft", "returned") else None,
        "published": proposal.published.all() if proposal.publication != "undecided" else [],
        "reviews": proposal.reviews.all() if inside else [],
        "ledger": proposal.ledger_links.all(),
        "merged": proposal.merged.all(),
        "blocks": blocks,
        "below": _below(blocks),
        "keeps": is_secretary(request.user, proposal),
        "refusal": refusal_of(proposal),
        "receipts": _own_receipts(proposal, handlings, request.user),
        "stations": stations(proposal, handlings),
        "next_steps": next_steps(proposal, handlings),
        "files": proposal.files,
        "history": _history(proposal, blocks) if inside else [],
    }
    return render(request, "proposals/detail.html", context)


def _shown_proposers(proposal):
    """Who put it forward; of a draft also who is invited or declined, of what was handed in only who signed."""
    rows = proposal.proposers.all()
    return rows if proposal.state in ("draft", "returned") else [each for each in rows if each.answer == ProposerState.ACCEPTED]


def _signing(proposal, person):
    """The row of the co-signer who may still answer, or take his name back, before the proposal is handed in; None for others."""
    if proposal.state not in ("draft", "returned") or proposal.author_id == person.pk:
        return None
    return next((each for each in proposal.proposers.all() if each.person_id == person.pk and each.answer != ProposerState.DECLINED), None)


def _block(handling, person, unsealed, rules):
    """One unit's handling with what the person may see and do of it."""
    mine = handling.is_seen
    return {
        "handling": handling,
        "late": handling.is_late,
        "seen": mine,
        "materials": mine and bool(person.access.roles & SEES_OF_UNITS),
        "moves": pages.move_links(actions.HANDLING_FLOW, handling, person, "proposals:handling-act") if mine else [],
        "contacts": _contacts(handling, rules),
        "rounds": [_round(each, person, unsealed, rules) for each in handling.rounds.all() if mine or _is_reply_seen(each)],
    }


def _below(blocks):
    """Where further down on the page the person has something to do: [(the handling, the words on the button)]."""
    offered = ((block["handling"], block["moves"] + [move for each in block["rounds"] for move in each["moves"]]) for block in blocks)
    open_moves = ((handling, [move["label"] for move in moves if not move.get("blocked")]) for handling, moves in offered)
    return [(handling, "、".join(labels[:2]) + ("等" if len(labels) > 2 else "")) for handling, labels in open_moves if labels]


def _is_reply_seen(each):
    return hasattr(each, "reply") and each.reply.is_seen


def _contacts(handling, rules):
    """The contacts with the word for how each was made."""
    kinds = {code: label for code, label, _ in rules.contact_kinds}
    rows = list(handling.contacts.all())
    for row in rows:
        row.way = kinds.get(row.kind, row.kind)
    return rows


def _round(each, person, unsealed, rules):
    """One round: its reply with what is wrong with it, the signatures, the receipts as far as they are unsealed."""
    reply = getattr(each, "reply", None)
    receipts = list(reply.receipts.all()) if reply else []
    states = [receipt.state for receipt in receipts]
    open_text = reply is not None and reply.state != ReplyState.ISSUED
    moves = pages.move_links(actions.REPLY_FLOW, reply, person, "proposals:reply-act") if open_text else []
    return {
        "round": each,
        "reply": reply,
        "findings": _findings(reply, moves, rules) if open_text else [],
        "steps": list(reply.steps.all()) if reply else [],
        "moves": moves,
        "receipts": _shown(receipts, rules) if each.shows_opinions(unsealed) else [],
        "answered": states.count(ReceiptState.ANSWERED),
        "silent": states.count(ReceiptState.SILENT),
        "asked": len(receipts),
        "letter": reply.letter if reply and not open_text else None,
    }


def _findings(reply, moves, rules):
    """What pre-flight says of a reply, each with the address of the place where it is mended, for who may write it."""
    found = preflight(reply, rules)
    if not any(link["url"].endswith("/edit/") for link in moves):
        return [{"finding": finding, "url": ""} for finding in found]
    text = reverse("proposals:reply-act", args=[reply.public_id, "edit"])
    contact = reverse("proposals:handling-act", args=[reply.round.handling.public_id, "add_contact"])
    return [{"finding": each, "url": contact if each.field == "contacts" else f"{text}#{each.place}"} for each in found]


def _shown(receipts, rules):
    """Receipts in words: the overall opinion, and what was asked apart."""
    scale = dict(rules.scale)
    return [
        {
            "row": row,
            "name": row.proposer.name,
            "shown": scale.get(row.overall) or row.get_state_display(),
            "apart": rules.told(row.ratings),
        }
        for row in receipts
    ]


def _own_receipts(proposal, handlings, person):
    """Receipts on this case, or on the one it was merged into, that the person has to give, and those he gave."""
    replies = [each.reply for handling in handlings for each in handling.rounds.all() if hasattr(each, "reply")]
    rows = [row for reply in replies for row in reply.receipts.all() if row.proposer.person_id == person.pk]
    if proposal.merged_into_id:
        others = Receipt.objects.filter(proposer__person=person, reply__round__handling__proposal=proposal.merged_into_id)
        rows += others.select_related("reply__round__handling", "proposer")
    rows.sort(key=lambda row: row.pk)
    return [{"receipt": row, "moves": pages.move_links(actions.RECEIPT_FLOW, row, person, "proposals:receipt-act")} for row in rows]


def _history(proposal, blocks):
    """What happened to the case, its handlings and the replies seen, newest first; of the latter two each says whose it was."""
    names = {}
    for block in blocks:
        handling = block["handling"]
        names[handling] = handling.unit_name
        names |= {each["reply"]: f"{handling.unit_name}（{each['round'].name}）" for each in block["rounds"] if each["reply"]}
    told = {(ContentType.objects.get_for_model(row).pk, row.pk): words for row, words in names.items()}
    events = list(pages.history_of(proposal, *names))
    for event in events:
        event.about = told.get((event.subject_type_id, event.subject_id), "")
    return events
