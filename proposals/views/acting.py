"""The page of one move on a proposal, a handling, a reply or a receipt."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from proposals import actions
from proposals.forms import FORMS, HANDLING_FORMS, RECEIPT_FORMS, REPLY_FORMS, EditForm, InvitationForm
from proposals.models import Handling, Proposal, Receipt, Reply, UnsavedText
from workflow import pages

CASES = Proposal.objects.select_related("session__term", "session__ruleset", "jurisdiction", "author")
CASE_OF_HANDLING = ("proposal__session__term", "proposal__session__ruleset", "proposal__jurisdiction", "unit")


def _about(proposal):
    return [("提案", str(proposal)), ("状态", proposal.get_state_display())]


def _crumbs(proposal):
    return [(reverse("proposals:list"), "提案"), (proposal.get_absolute_url(), proposal.title)]


def _act(request, obj, proposal, flow, forms, move, about=(), **options):
    around = {"about": [*_about(proposal), *about], "crumbs": _crumbs(proposal), "back": proposal.get_absolute_url()}
    return pages.act_page(request, obj, flow=flow, forms=forms, move=move, **around | options)


def proposal_act(request, public_id, move):
    """One move on a proposal."""
    proposal = pages.own(CASES, request.user, public_id)
    if move == "edit":
        return _edit(request, proposal)
    return _act(request, proposal, proposal, actions.FLOW, FORMS, move)


def _edit(request, proposal):
    """Writing a draft on, from what was typed last and not saved."""
    kept = UnsavedText.objects.of(proposal, request.user) if request.method == "GET" else None
    begun = EditForm.begun(kept)
    more = {"unsaved": kept, "autosave": reverse("proposals:unsaved", args=[proposal.public_id])}
    answer = _act(request, proposal, proposal, actions.FLOW, FORMS, "edit", initial=begun, more=more)
    if answer.status_code == 302:
        actions.drop_text(proposal, by=request.user)
    return answer


def handling_act(request, public_id, move):
    """One move of a unit, or of those who rule on what it asks."""
    handling = pages.own(Handling.objects.select_related(*CASE_OF_HANDLING), request.user, public_id)
    about = [("承办单位", f"{handling.unit_name}（{handling.role}）"), ("期限", f"{handling.due_on:%Y-%m-%d}")]
    return _act(request, handling, handling.proposal, actions.HANDLING_FLOW, HANDLING_FORMS, move, about)


def reply_act(request, public_id, move):
    """One move on a reply."""
    reply = pages.own(Reply.objects.select_related("round__handling__proposal__session__term"), request.user, public_id)
    about = [("承办单位", reply.round.handling.unit_name), ("轮次", reply.round.name)]
    if move != "edit":
        about += [("结果分类", reply.result_class and f"{reply.result_class} 类"), ("答复正文", reply.text), ("逐条答复", reply.answered)]
    return _act(request, reply, reply.round.handling.proposal, actions.REPLY_FLOW, REPLY_FORMS, move, about)


def receipt_act(request, public_id, move):
    """A proposer's opinion of a reply, or the committee's record of his paper slip."""
    rows = Receipt.objects.select_related("reply__round__handling__proposal__session__term", "proposer")
    receipt = pages.own(rows, request.user, public_id)
    reply = receipt.reply
    told = "\n".join(filter(None, (reply.number, reply.text, reply.answered)))
    about = [("提案者", receipt.proposer.name), ("承办单位", reply.round.handling.unit_name), ("答复", told)]
    options = {"back": reverse("proposals:slip", args=[receipt.public_id])} if move == "make_link" else {}
    return _act(request, receipt, reply.round.handling.proposal, actions.RECEIPT_FLOW, RECEIPT_FORMS, move, about, **options)


def invitation(request, public_id):
    """A co-signer answers his invitation."""
    proposal = pages.own(CASES, request.user, public_id)
    get_object_or_404(proposal.proposers, person=request.user)
    if proposal.author_id == request.user.pk:
        raise Http404
    text = [("背景", proposal.background), ("存在的问题", proposal.problems), ("建议", "\n".join(proposal.suggestions))]
    context = {"about": [*_about(proposal), *text], "crumbs": _crumbs(proposal)}
    answer = pages.act(request, proposal, InvitationForm, label="答复联名邀请", back=proposal.get_absolute_url(), context=context)
    if answer.status_code == 302 and not Proposal.objects.visible_to(request.user).filter(pk=proposal.pk).exists():
        return redirect("proposals:list")  # who declined sees it no more
    return answer
