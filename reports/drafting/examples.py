"""Examples of a chapter: cases whose handling can be told, key ones first."""

from documents.models import Sensitivity
from proposals.models import Proposal, Reply, ReplyState

LEADS = ("例如", "又如", "还如")


def examples(rows, day):
    """A paragraph for each of a few cases of `rows` (row numbers): number, title, unit, and what
    the last reply of the day or before says was done."""
    chosen = Proposal.objects.filter(pk__in=rows).exclude(sensitivity=Sensitivity.CLOSED).order_by("-is_key", "pk")[: len(LEADS)]
    for lead, proposal in zip(LEADS, chosen, strict=False):
        yield f"{lead}，第{proposal.case_no}号提案《{proposal.title}》，由{_units(proposal, day)}承办。{_done(proposal, day)}".strip()


def _replies(proposal, day):
    issued = Reply.objects.filter(
        round__handling__proposal=proposal, state=ReplyState.ISSUED, round__is_supplementary=False, issued_on__lte=day
    )
    return issued.select_related("round__handling").order_by("pk")


def _units(proposal, day):
    return "、".join(dict.fromkeys(reply.round.handling.unit_name for reply in _replies(proposal, day)))


def _done(proposal, day):
    """What the last reply says of the first suggestion, as the unit wrote it."""
    last = _replies(proposal, day).last()
    text = next((answer["text"] for answer in last.answers if answer.get("text")), "") if last else ""
    return text.strip().rstrip("。") + "。" if text.strip() else ""
