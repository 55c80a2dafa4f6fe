"""Which cards the rules would bring on a day 试算: a question like the duties, stored only when the cards are proposed."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db.models import Count, Max, Q

from feedback.models import Assignment
from organizations.models.rulesets import rules_for
from proposals.models import Handling
from supervision.duties import duties
from supervision.models import Card, Colour
from supervision.rules import SupervisionRules

FRESH = timedelta(30)  # a dissatisfied receipt older than this brings no card any more
LATE, DISSATISFIED = "late", "dissatisfied"
GONE = ("revoked", "dismissed")


@dataclass(frozen=True, slots=True)
class Firing:
    """One card that a rule brings: `rule` and `occasion` name what for, so that it comes once; `reason` in words."""

    assignment_id: int
    unit_id: int
    unit_name: str
    subject: str
    link: str
    colour: str
    rule: str
    occasion: str
    reason: str

    @property
    def label(self):
        return Colour(self.colour).label


def firings(jurisdiction, day):
    """[Firing] of a place on `day` for which there is no card yet; nothing for what is paused, put off or closed history.

    One lateness has one red card, also where its yellow one was raised to red.
    """
    rules = rules_for(SupervisionRules, jurisdiction, on=day)
    found = [*_late(jurisdiction, day, rules), *(_dissatisfied(jurisdiction, day) if rules.card_for_dissatisfied else ())]
    cards = Card.objects.filter(jurisdiction=jurisdiction, assignment__in={each.assignment_id for each in found})
    known = set(cards.values_list("assignment_id", "rule", "occasion"))
    red = cards.filter(rule=LATE, colour=Colour.RED).exclude(state__in=GONE).values_list("assignment_id", "occasion")
    known |= {(row, LATE, f"{occasion.partition(':')[0]}:{Colour.RED}") for row, occasion in red}
    fresh = [each for each in found if (each.assignment_id, each.rule, each.occasion) not in known]
    return list(_raised(fresh, jurisdiction, day)) if rules.red_for_second_yellow else fresh


def _late(jurisdiction, day, rules):
    """Replies and opinions of co-units that are late: yellow first, red when it lasts."""
    for duty in duties([jurisdiction.pk], day - timedelta(rules.yellow_after), kinds=("reply", "co_opinion")):
        late = (day - duty.due_on).days
        colour = Colour.RED if late >= rules.red_after else Colour.YELLOW
        reason = f"{duty.label}期限为{duty.due_on:%Y年%-m月%-d日}，至{day:%Y年%-m月%-d日}逾期{late}天"
        where = (duty.row, duty.unit_id, duty.unit_name, duty.subject, duty.link)
        yield Firing(*where, str(colour), LATE, f"{duty.due_on:%Y-%m-%d}:{colour}", reason)


def _dissatisfied(jurisdiction, day):
    """Handlings one of whose rounds ended dissatisfied of late: yellow for the first, red for each further one."""
    ended = Q(rounds__is_dissatisfied=True, rounds__is_supplementary=False)
    found = Handling.objects.filter(jurisdiction=jurisdiction, is_history=False).select_related("proposal").order_by("pk")
    found = found.annotate(times=Count("rounds", filter=ended), last=Max("rounds__closed_on", filter=ended))
    for handling in found.filter(last__range=(day - FRESH, day)):
        times = handling.times
        colour = Colour.YELLOW if times == 1 else Colour.RED
        where = (handling.pk, handling.unit_id, handling.unit_name, handling.subject, handling.get_absolute_url())
        reason = f"提案人对第{times}次答复不满意" if times == 1 else f"提案人第{times}次表示不满意"
        yield Firing(*where, str(colour), DISSATISFIED, f"times:{times}", reason)


def _raised(found, jurisdiction, day):
    """The same, with a unit's second yellow card of the year raised to a red one."""
    rows = Card.objects.filter(jurisdiction=jurisdiction, colour=Colour.YELLOW, fired_on__year=day.year)
    had = Counter(rows.exclude(state__in=GONE).values_list("unit_id", flat=True))
    for each in found:
        if each.colour == Colour.YELLOW:
            had[each.unit_id] += 1
            if had[each.unit_id] > 1:
                each = replace(each, colour=str(Colour.RED), reason=f"{each.reason}，系本年度第{had[each.unit_id]}张黄牌，改发红牌")
        yield each


def waiting_yellow(card):
    """The yellow cards that wait for the same lateness as the red `card`, which takes their place."""
    rows = Card.objects.filter(assignment=card.assignment_id, rule=LATE, state="proposed", colour=Colour.YELLOW)
    same = card.rule == LATE and card.colour == Colour.RED
    return rows.filter(occasion__startswith=card.occasion.partition(":")[0]) if same else rows.none()


def next_slip(assignment, rules, day):
    """(colour, former slip, "") of the next 督查单 about an assignment, or (None, former, the sentence on why there is none yet).

    Each colour only after the former expired unanswered; a closed matter begins anew.
    """
    slips = Card.objects.filter(assignment=assignment, colour__in=("blue", "orange", "red_slip"))
    former = slips.exclude(state__in=GONE).order_by("-pk").first()
    if former is None or former.state == "closed":
        return rules.slip_first, None, ""
    if former.state != "issued" or former.due_on >= day:
        return None, former, f"{former.get_colour_display()}（{former.number}）还没有到期或正在处理，到期未答复才能升级。"
    if former.colour == "red_slip":
        return None, former, f"已发红色督查单（{former.number}），不能再升级。"
    return {"blue": "orange", "orange": "red_slip"}[former.colour], former, ""


def paused(assignment):
    """Why no card may be given for an assignment just now, as a sentence; "" where one may: what is paused or put off has none."""
    assignment = Assignment.objects.get(pk=assignment.pk)
    if assignment.is_history:
        return "历史资料不发牌、单。"
    if assignment.suspended_on:
        return "该事项已延期停计，不能发牌、单。"
    return "该单位已申请退回，裁定前不能发牌、单。" if assignment.state == "return_requested" else ""
