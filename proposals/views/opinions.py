"""The slip 征询意见表 with its link and QR code for printing, and the page that the link opens; nobody signs in for it."""

import segno
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache

from proposals import actions
from proposals.actions.moves import rules_of
from proposals.forms import LinkReceiptForm
from proposals.links import link_of, receipt_of
from proposals.models import Receipt
from proposals.permissions import is_secretary
from workflow import pages
from workflow.refusals import Refused

ROWS = Receipt.objects.select_related("reply__round__handling__proposal__session__term", "proposer", "jurisdiction")


def slip(request, public_id):
    """The slip of one proposer, for the committee to print; with the QR code where a link was made."""
    receipt = pages.own(ROWS, request.user, public_id)
    if not is_secretary(request.user, receipt):
        raise Http404
    address = link_of(receipt)
    address = request.build_absolute_uri(address) if address else ""
    code = segno.make(address, micro=False).svg_inline(scale=4, border=2, svgclass="qr", lineclass=None) if address else ""
    rules = rules_of(receipt.reply.round.handling.proposal)
    context = {"receipt": receipt, "address": address, "code": mark_safe(code), "scale": rules.scale, "asked": rules.asked}  # noqa: S308
    context["moves"] = pages.move_links(actions.RECEIPT_FLOW, receipt, request.user, "proposals:receipt-act")
    return render(request, "proposals/slip.html", context)


@never_cache
@login_not_required
def opinion(request, token):
    """The page of the link: the reply, and the form to give one's opinion once."""
    try:
        receipt = receipt_of(token, timezone.localdate())
    except Refused as refusal:
        return render(request, "proposals/opinion.html", {"sentence": str(refusal)}, status=410)
    form = LinkReceiptForm(request.POST or None, obj=receipt, by=receipt.proposer.person)
    if request.method == "POST":
        done, _ = form.try_run()
        if done:
            return render(request, "proposals/opinion.html", {"done": True})
    status = 400 if request.method == "POST" else 200
    return render(request, "proposals/opinion.html", {"form": form, "receipt": receipt}, status=status)
