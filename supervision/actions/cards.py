"""Cards and slips: proposed by the rules or drawn by hand, issued with number and paper, answered, appealed, revoked, closed."""

from django.db import transaction
from django.utils import timezone

from documents.models.numbers import draw_number
from documents.templates import template_of
from feedback.notices import unit_people
from organizations.models import Person, Role
from organizations.models.rulesets import rules_for
from supervision.firing import LATE, firings, next_slip, paused, waiting_yellow
from supervision.letters import print_card
from supervision.models import Card
from supervision.models import CardState as State
from supervision.papers import CARD_NOTICE, DEFAULTS
from supervision.permissions import heads_unit, is_supervisor, of_unit
from supervision.rules import SupervisionRules
from workflow.calendar import WorkCalendar, due_fields
from workflow.flow import Flow, Move, nobody
from workflow.notices import tell
from workflow.refusals import Forbidden, Refused
from workflow.trail import record


def _mended(card):
    """事项没有延期、停计或申请退回。"""
    if sentence := paused(card.assignment):
        return sentence
    today = timezone.localdate()
    if card.rule == LATE and card.assignment.due_on and card.assignment.due_on >= today:
        return f"该事项已延期至 {card.assignment.due_on:%Y-%m-%d}，不再逾期，请不予发出。"
    return ""


OUT = (State.ISSUED, State.ANSWERED, State.APPEALED, State.CLOSED)
CARD_FLOW = Flow(
    Card,
    [
        Move("issue", "发出", (State.PROPOSED,), State.ISSUED, is_supervisor, _mended),
        Move("dismiss", "不予发出", (State.PROPOSED,), State.DISMISSED, is_supervisor, reason=True, danger=True),
        Move("raise_to_red", "改提红牌", (State.PROPOSED,), State.DISMISSED, nobody, reason=True, driven=True),
        Move("answer", "填报整改情况", (State.ISSUED,), State.ANSWERED, of_unit),
        Move("send_back", "退回重报", (State.ANSWERED,), State.ISSUED, is_supervisor, reason=True),
        Move("close", "销号", (State.ANSWERED,), State.CLOSED, is_supervisor, closing=True),
        Move("appeal", "申诉", (State.ISSUED,), State.APPEALED, heads_unit),
        Move("uphold", "维持", (State.APPEALED,), State.ISSUED, is_supervisor, reason=True),
        Move("revoke", "撤销", OUT, State.REVOKED, is_supervisor, reason=True, danger=True),
    ],
)


@transaction.atomic
def propose(jurisdiction, day):
    """Store the cards that the rules bring on `day` as proposals for the supervision office, which is told; returns them.

    Nothing goes to a unit before a person issues it. A second run finds nothing new. A red card takes the place of the yellow one that
    still waits for the same lateness.
    """
    rows = [_proposed(jurisdiction, day, firing) for firing in firings(jurisdiction, day)]
    if rows:
        people = Person.objects.holding(Role.SUPERVISOR, jurisdiction=jurisdiction, on=day)
        tell(people, jurisdiction, f"cards:{day:%Y-%m-%d}", f"有 {len(rows)} 张牌待审定", link="/supervision/cards/?state=proposed")
    return rows


def _proposed(jurisdiction, day, firing):
    card = Card.objects.create(
        jurisdiction=jurisdiction,
        assignment_id=firing.assignment_id,
        unit_id=firing.unit_id,
        colour=firing.colour,
        rule=firing.rule,
        occasion=firing.occasion,
        reason=firing.reason,
        fired_on=day,
    )
    record(card, "propose", "按规则提出", by=None, on=day, to_state=card.state, reason=card.reason)
    for former in waiting_yellow(card).select_for_update():
        reason = f"至{day:%Y-%m-%d}已改提红牌，本牌不再发出。"
        CARD_FLOW.apply(former, "raise_to_red", by=None, on=day, reason=reason, ruling=reason)
    return card


@transaction.atomic
def draw(assignment, *, by, reason, demands="", colour="", on=None):
    """开具 a slip 督查单 by hand about an assignment and issue it at once; returns it. Its colour follows from the former one.

    `colour`: another card (yellow, red) instead. Raises Forbidden, or Refused where the former slip has not expired or nothing runs.
    """
    on = on or timezone.localdate()
    if not is_supervisor(by, assignment):
        raise Forbidden("您没有权限开具督查单。")
    assignment = type(assignment).objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    former = None
    if colour not in ("yellow", "red"):
        colour, former, sentence = next_slip(assignment, _rules(assignment, on), on)
        if sentence:
            raise Refused(sentence)
    elif waiting := Card.objects.filter(assignment=assignment, state=State.PROPOSED).first():
        raise Refused(f"这件事已有一张待审定的{waiting.get_colour_display()}，请先在牌单中审定发出或者不予发出。")
    if sentence := paused(assignment):
        raise Refused(sentence)
    if assignment.state in ("concluded", "withdrawn"):
        raise Refused("该事项已办结或撤回，不能开具督查单。")
    card = Card(jurisdiction=assignment.jurisdiction, assignment=assignment, unit=assignment.unit, colour=colour, fired_on=on)
    card.reason, card.demands, card.former = reason, demands, former
    card.full_clean()
    card.save()
    record(card, "draw", "开具", by=by, on=on, to_state=card.state, reason=reason)
    return issue(card, by=by, on=on, demands=demands)


def next_colour(assignment, day):
    """(colour of the next slip, "") or (None, the sentence on why there can be none yet)."""
    colour, _, sentence = next_slip(assignment, _rules(assignment, day), day)
    return colour, sentence


def _rules(row, day):
    return rules_for(SupervisionRules, row.jurisdiction, on=day)


def _answer_due(card, on, event):
    """When the unit's answer is due, counted from what happened on the day `on`, as fields of the card."""
    return due_fields(WorkCalendar().count(on, _rules(card, on).answer_limit, name="整改答复", event=event))


@transaction.atomic
def issue(card, *, by, demands="", on=None, version=None):
    """发出: with a number of the year's series, the deadline of the answer, the paper, and word to the unit; returns the card."""
    on = on or timezone.localdate()
    rules = _rules(card, on)
    word = template_of(card.jurisdiction, CARD_NOTICE, DEFAULTS).word or DEFAULTS[CARD_NOTICE]["word"]
    card = CARD_FLOW.apply(
        card,
        "issue",
        by=by,
        on=on,
        version=version,
        demands=demands.strip() or card.demands or "请立即研究，明确责任人和完成时间，尽快办结。",
        number=draw_number(card.jurisdiction, word, on.year),
        issued_on=on,
        issued_by=by,
        appeal_by=WorkCalendar().by_rule(rules, "appeal_window", {"issued": on}, name="申诉").on,
        points=dict(rules.points)[card.colour],
        **_answer_due(card, on, "发出"),
    )
    _tell_unit(card, f"收到{card.get_colour_display()}：{card.assignment.subject}", on, f"请于 {card.due_on:%Y-%m-%d} 前填报整改情况。")
    print_card(card, by=by)
    return card


def _tell_unit(card, title, on, text=""):
    key = f"card:{card.pk}:{card.version}"
    tell(unit_people(card.unit, on), card.jurisdiction, key, title, text=text, link=card.get_absolute_url())


def _tell_office(card, title, on):
    people = Person.objects.holding(Role.SUPERVISOR, jurisdiction=card.jurisdiction, on=on)
    tell(people, card.jurisdiction, f"card:{card.pk}:{card.version}", title, link=card.get_absolute_url())


def dismiss(card, *, by, reason, on=None, version=None):
    """不予发出 what a rule proposed, with the reason; it is not proposed again. Returns the card."""
    return CARD_FLOW.apply(card, "dismiss", by=by, on=on, version=version, reason=reason, ruling=reason)


@transaction.atomic
def answer(card, *, by, text, on=None, version=None):
    """填报整改情况 by the unit, also after the day; returns the card. The supervision office is told."""
    on = on or timezone.localdate()
    card = CARD_FLOW.apply(card, "answer", by=by, on=on, version=version, answer=text, answered_on=on)
    _tell_office(card, f"已填报整改情况：{card}", on)
    return card


@transaction.atomic
def send_back(card, *, by, reason, on=None, version=None):
    """退回重报: the answer does not do, with the reason and a new deadline; the unit is told. Returns the card."""
    on = on or timezone.localdate()
    due = _answer_due(card, on, "退回重报")
    card = CARD_FLOW.apply(card, "send_back", by=by, on=on, version=version, reason=reason, ruling=reason, **due)
    _tell_unit(card, f"整改情况被退回：{card.assignment.subject}", on, reason)
    return card


@transaction.atomic
def close(card, *, by, opinion="", on=None, version=None):
    """销号: the matter is mended; the card stays in the record and in the score. Returns the card."""
    on = on or timezone.localdate()
    card = CARD_FLOW.apply(card, "close", by=by, on=on, version=version, ruling=opinion, closed_on=on)
    _tell_unit(card, f"已销号：{card.assignment.subject}", on)
    return card


@transaction.atomic
def appeal(card, *, by, reason, on=None, version=None):
    """申诉 by the head of the unit within the window; returns the card. Raises Refused after its last day."""
    on = on or timezone.localdate()
    CARD_FLOW.require(card, "appeal", by)
    if card.appeal_by and on > card.appeal_by:
        raise Refused(f"申诉期限已于 {card.appeal_by:%Y-%m-%d} 届满。")
    card = CARD_FLOW.apply(card, "appeal", by=by, on=on, version=version, reason=reason, appeal=reason, appealed_on=on)
    _tell_office(card, f"收到申诉：{card}", on)
    return card


@transaction.atomic
def uphold(card, *, by, reason, on=None, version=None):
    """维持 what was appealed against, with the reason and a new deadline for the answer; the unit is told. Returns the card."""
    on = on or timezone.localdate()
    due = _answer_due(card, on, "维持")
    card = CARD_FLOW.apply(card, "uphold", by=by, on=on, version=version, reason=reason, ruling=reason, **due)
    _tell_unit(card, f"申诉未被采纳：{card.assignment.subject}", on, reason)
    return card


@transaction.atomic
def revoke(card, *, by, reason, on=None, version=None):
    """撤销 with the reason: it counts no longer, the record stays; the unit is told. Returns the card."""
    on = on or timezone.localdate()
    card = CARD_FLOW.apply(card, "revoke", by=by, on=on, version=version, reason=reason, ruling=reason, points=0, closed_on=on)
    _tell_unit(card, f"{card.get_colour_display()}已撤销：{card.assignment.subject}", on, reason)
    return card
