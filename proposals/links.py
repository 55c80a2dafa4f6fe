"""One-time links for proposers without an account: signed, bound to one receipt, void once used, replaced or past the last day."""

from django.core import signing
from django.urls import reverse

from proposals.models import Receipt, ReceiptState
from workflow.refusals import Refused

SIGNER = signing.Signer(salt="proposals.receipt")
GONE = "这个评价链接无效，或者已经作废。请向提案委员会核对。"


def link_of(receipt):
    """The address of a receipt's present link, without the host; "" where none was made or none is needed any more."""
    if not receipt.link_serial or receipt.state != ReceiptState.WAITING:
        return ""
    return reverse("proposals:opinion", args=[SIGNER.sign(f"{receipt.pk}-{receipt.link_serial}")])


def receipt_of(token, on):
    """The receipt that a link stands for on the day `on`; raises Refused with the reason where it can no longer be used."""
    try:
        number, serial = map(int, SIGNER.unsign(token).split("-"))
    except (signing.BadSignature, ValueError):
        raise Refused(GONE) from None
    rows = Receipt.objects.select_related("reply__round__handling__proposal__session__term", "proposer__person", "jurisdiction")
    receipt = rows.filter(pk=number, link_serial=serial).first()
    if receipt is None:
        raise Refused(GONE)
    if receipt.state == ReceiptState.ANSWERED:
        raise Refused("您的评价已经收到，每个链接只能用一次。谢谢。")
    if receipt.state != ReceiptState.WAITING or receipt.reply.round.closed_on or on > receipt.reply.opinions_until:
        raise Refused(f"征询意见已于 {receipt.reply.opinions_until:%Y年%-m月%-d日} 截止。")
    return receipt
