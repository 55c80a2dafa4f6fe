"""The story of a case that was handled again: from the first opinion through meetings to the last, drafted from its rounds."""

from documents.official.model import chinese_date
from organizations.numerals import numeral
from proposals.actions.moves import rules_of
from proposals.models import Contact, Proposal, ReceiptState, Reply, ReplyState

MOST = 3


def stories(rows, day):
    """A paragraph for each of the first few cases of `rows` that was answered more than once, as told at the end of a day."""
    for proposal in Proposal.objects.filter(pk__in=rows).select_related("session", "jurisdiction").order_by("case_no")[:MOST]:
        if text := story(proposal, day):
            yield text


def story(proposal, day):
    """What happened between the first opinion and the last, a sentence for each reply and each meeting; "" where nothing was said."""
    scale = dict(rules_of(proposal).scale)
    replies = Reply.objects.filter(round__handling__proposal=proposal, state=ReplyState.ISSUED, round__is_supplementary=False)
    sentences = []
    for reply in replies.filter(issued_on__lte=day).select_related("round__handling").order_by("round__number", "pk"):
        unit, number = reply.round.handling.unit_name, reply.round.number
        again = "首次答复" if number == 1 else f"第{numeral(number)}次答复"
        sentences += [f"{_day(each.on)}，{_meeting(each)}" for each in _between(reply)]
        sentences.append(f"{unit}于{chinese_date(reply.issued_on)}{again}，{_opinions(reply, scale, day)}")
    return f"第{proposal.case_no}号提案的办理情况：{'；'.join(sentences)}。" if sentences else ""


def _opinions(reply, scale, day):
    if reply.round.closed_on is None or reply.round.closed_on > day:
        return "正在征询提案者意见"
    answered = reply.receipts.filter(state=ReceiptState.ANSWERED).order_by("proposer__order", "pk")
    told = [f"提案者表示{scale.get(each.overall, '其他意见')}" for each in answered]
    return "、".join(dict.fromkeys(told)) or "提案者没有反馈意见"


def _between(reply):
    """The contacts of a later round, before its reply."""
    if reply.round.number == 1:
        return ()
    return Contact.objects.filter(handling=reply.round.handling, round=reply.round.number, on__lte=reply.issued_on).order_by("on", "pk")


def _day(day):
    return f"{day.month}月{day.day}日"


def _meeting(contact):
    decisions = f"，议定{contact.decisions.rstrip('。')}" if contact.decisions else ""
    return f"{contact.text.rstrip('。')}{decisions}"
