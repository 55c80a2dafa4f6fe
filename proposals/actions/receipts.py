"""Receipts 征询意见表: given by the proposer alone, sealed until all are in, and what follows from them."""

from django.db import transaction
from django.utils import timezone

from feedback.notices import tell_unit
from proposals.actions.handlings import HANDLING_FLOW, tell_coordinators
from proposals.actions.moves import follow, rules_of
from proposals.models import Receipt, Reply, ReplyState, Round
from proposals.models import ReceiptChannel as Channel
from proposals.models import ReceiptState as State
from proposals.permissions import described, is_secretary
from proposals.rules import DISSATISFIED
from workflow.calendar import WorkCalendar, due_fields
from workflow.flow import Flow, Move, nobody
from workflow.refusals import Refused


@described("提案者本人")
def is_own(person, receipt):
    """Whether the receipt is the person's own: the proposer's, or for a body's proposal its liaison's."""
    proposer = getattr(receipt, "proposer", None)
    return proposer is not None and proposer.person_id == person.pk


def _superseded(receipt):
    """这一轮答复还在征询意见。"""
    return "" if receipt.reply.round.closed_on is None else "这一轮已经结束，请评价最新一轮的答复。"


RECEIPT_FLOW = Flow(
    Receipt,
    [
        Move("answer", "评价", (State.WAITING,), State.ANSWERED, is_own, unfit=_superseded),
        Move("record_slip", "录入纸质意见表", (State.WAITING,), State.ANSWERED, is_secretary, unfit=_superseded),
        Move("make_link", "生成评价链接", (State.WAITING,), None, is_secretary, unfit=_superseded),
        Move("answer_by_link", "凭链接评价", (State.WAITING,), State.ANSWERED, nobody, unfit=_superseded, driven=True),
        Move("lapse", "按未反馈处理", (State.WAITING,), State.SILENT, nobody, driven=True),
    ],
)


MOVES = {Channel.OWN: "answer", Channel.PAPER: "record_slip", Channel.LINK: "answer_by_link"}


@transaction.atomic
def make_link(receipt, *, by, on=None, version=None):
    """A new one-time link for a proposer without an account; the one before is void. Returns the receipt."""
    last = Receipt.objects.select_for_update().values_list("link_serial", flat=True).get(pk=receipt.pk)
    return RECEIPT_FLOW.apply(receipt, "make_link", by=by, on=on, version=version, link_serial=last + 1)


@transaction.atomic
def give_receipt(receipt, *, by, overall, ratings=None, text="", channel=Channel.OWN, on=None, version=None):
    """Give one opinion: `overall` of the session's scale and `ratings` ({question: answer}); returns the receipt.

    `channel`: 本人在线, 纸质意见表 that a secretary records, or the link of the slip, for which `by` is the proposer where he is known
    as a person, else None. When the last one is in, the round is settled.
    """
    on = on or timezone.localdate()
    reply = Reply.objects.select_related("round__handling__proposal__session").get(pk=receipt.reply_id)
    Round.objects.select_for_update(of=("self",)).get(pk=reply.round_id)
    rules = rules_of(reply.round.handling.proposal)
    _check(rules, overall, ratings or {}, text)
    if channel == Channel.LINK and on > reply.opinions_until:
        raise Refused(f"征询意见已于 {reply.opinions_until:%Y-%m-%d} 截止。")
    receipt = RECEIPT_FLOW.apply(
        receipt,
        MOVES[channel],
        by=by,
        on=on,
        version=version,
        overall=overall,
        ratings=ratings or {},
        text=text,
        channel=channel,
        answered_on=on,
        entered_by=by,
    )
    if not reply.receipts.open().exists():
        settle(reply, on=on)
    return receipt


def _check(rules, overall, ratings, text):
    scale, asked = dict(rules.scale), {code: dict(answers) for code, _, answers in rules.asked}
    if overall not in scale:
        raise Refused(f"请选择总体评价：{'、'.join(scale.values())}。")
    if any(value not in asked.get(code, ()) for code, value in ratings.items()):
        raise Refused("分项评价里有规则没有的项目或等次。")
    if overall == DISSATISFIED and not text.strip():
        raise Refused("不满意的，请写明意见，以便承办单位重新办理。")


@transaction.atomic
def close_window(reply, *, by=None, on=None):
    """End the asking for opinions after its last day: who has not answered counts as 未反馈, never as satisfied. Returns the round."""
    on = on or timezone.localdate()
    current = Round.objects.select_for_update(of=("self",)).get(pk=reply.round_id)
    if current.closed_on:
        raise Refused("这一轮已经结束。")
    if on <= reply.opinions_until:
        raise Refused(f"征询意见到 {reply.opinions_until:%Y-%m-%d} 截止，还不能结束。")
    for receipt in reply.receipts.open():
        RECEIPT_FLOW.apply(receipt, "lapse", by=by, on=on)
    return settle(reply, on=on)


def close_windows(on=None):
    """End every asking for opinions whose last day is over; returns how many. One that is settled meanwhile is left alone."""
    on, closed = on or timezone.localdate(), 0
    over = Reply.objects.filter(state=ReplyState.ISSUED, round__closed_on__isnull=True, opinions_until__lt=on)
    for reply in over.select_related("round").order_by("pk"):
        try:
            close_window(reply, on=on)
            closed += 1
        except Refused:
            continue
    return closed


def settle(reply, *, on):
    """Unseal a round whose receipts are all in and end it: a dissatisfied one opens the next, else the unit is done. Returns it.

    It follows from all opinions together, so that the trail names nobody. A supplementary reply reopens nothing: of dissatisfaction
    with it those who assign are told.
    """
    current = Round.objects.select_related("handling__proposal__session").get(pk=reply.round_id)
    handling = current.handling
    current.closed_on, current.is_dissatisfied = on, reply.receipts.filter(overall=DISSATISFIED).exists()
    current.save()
    if current.is_supplementary:
        if current.is_dissatisfied:
            tell_coordinators(handling, f"supplement:{current.pk}", f"提案人对补充答复不满意：{handling.subject}", is_news=True)
    elif current.is_dissatisfied:
        _open_next(current, on=on)
    else:
        HANDLING_FLOW.apply(handling, "conclude", by=None, on=on, concluded_on=on)
        follow(handling.proposal, "conclude", by=None, on=on, done=("concluded",), concluded_on=on)
    return current


def next_deadline(rules, on, calendar):
    """When a round that a dissatisfied receipt opened on the day `on` is `Due`."""
    return calendar.by_rule(rules, "rehandling", {"dissatisfied": on}, name="重新办理")


def _open_next(current, *, on):
    """重新办理: the next round with its own deadline; the earlier one stays as it was."""
    handling, rules = current.handling, rules_of(current.handling.proposal)
    due = due_fields(next_deadline(rules, on, WorkCalendar()))
    handling = HANDLING_FLOW.apply(handling, "rehandle", by=None, on=on, **due)
    Round.objects.create(handling=handling, number=current.number + 1, opened_on=on, **due)
    follow(handling.proposal, "rehandle", by=None, on=on)
    title = f"提案人不满意，请重新办理：{handling.subject}"
    tell_unit(handling, f"rehandle:{handling.pk}:{current.number}", title, on, text=f"请于 {due['due_on']:%Y-%m-%d} 前重新答复。")
