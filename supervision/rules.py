"""What differs by place in supervision 督办: when who is reminded, which lateness brings which card, what a card costs."""

from dataclasses import dataclass

from organizations.rules import Period, section

CARDS, SLIPS = ("yellow", "red"), ("blue", "orange", "red_slip")


@section("supervision", "督办")
@dataclass(frozen=True)
class SupervisionRules:
    """All figures are calendar days unless a `Period` says otherwise.

    `tiers`: days before a deadline on which it is reminded of; `overdue_steps`: days after it, then every `overdue_every`;
    `head_within`, `office_within`: from how many days before on the head of the unit, the supervision office is told as well;
    `leader_after`: from how many days after on the leader in charge is; `digest_hour`: the hour of working days at which people are told.
    `look_back`: by when the concluded cases of a session are looked at again; `assess`: by when its units are appraised, counted from
    the day on which the last case was concluded; `yellow_after`, `red_after`: how many days late bring a
    yellow, a red card; `points`: what each costs in the unit's score.
    """

    tiers: tuple = (30, 15, 7, 3, 1, 0)
    overdue_steps: tuple = (1, 3, 7, 15, 30)
    overdue_every: int = 30
    head_within: int = 7
    office_within: int = 0
    leader_after: int = 7
    digest_hour: int = 8
    yellow_after: int = 1
    red_after: int = 8
    card_for_dissatisfied: bool = True
    red_for_second_yellow: bool = True
    slip_first: str = "blue"
    answer_limit: Period = Period(5, "workday", source="督办通知书答复期限", anchor="issued")
    appeal_window: Period = Period(5, "workday", source="对督办通知书申诉的期限", anchor="issued")
    look_back: Period = Period(0, "day", roll=False, source="当年10至11月开展回头看", anchor="opened", fixed="11-20")
    assess: Period = Period(30, "day", source="提案全部办结后一个月内评议承办单位", anchor="concluded")
    points: tuple = (("yellow", 1), ("red", 3), ("blue", 0), ("orange", 1), ("red_slip", 2))

    labels = {
        "tiers": "到期前提醒的日数（依次减少）",
        "overdue_steps": "逾期后提醒的日数（依次增加）",
        "overdue_every": "此后每隔多少日再提醒",
        "head_within": "到期前多少日起同时提醒单位负责人",
        "office_within": "到期前多少日起同时提醒督办部门",
        "leader_after": "逾期多少日起同时提醒分管领导",
        "digest_hour": "工作日几点汇总提醒",
        "yellow_after": "逾期多少日发黄牌",
        "red_after": "逾期多少日发红牌",
        "card_for_dissatisfied": "提案人不满意的发黄牌，再次不满意的发红牌",
        "red_for_second_yellow": "同一年第二张黄牌改发红牌",
        "slip_first": "督查单从哪一色开始（blue、orange、red_slip）",
        "answer_limit": "督办通知书答复期限",
        "appeal_window": "对督办通知书申诉的期限",
        "look_back": "组织回头看的期限",
        "assess": "组织民主评议的期限",
        "points": "每张牌、单在考核中扣的分（代码、分值）",
    }

    def __post_init__(self):
        _check_days("tiers", self.tiers, falling=True)
        _check_days("overdue_steps", self.overdue_steps, falling=False)
        days = (self.overdue_every, self.head_within, self.office_within, self.leader_after, self.yellow_after, self.red_after)
        if not all(0 <= each <= 365 for each in days) or not self.overdue_every:
            raise ValueError("提醒和亮牌的日数应在 0 至 365 之间，重复提醒的间隔至少 1 日。")
        if not 0 < self.yellow_after < self.red_after:
            raise ValueError("发红牌的逾期日数应大于发黄牌的，发黄牌的至少 1 日。")
        if not 0 <= self.digest_hour <= 23:
            raise ValueError("汇总提醒的钟点应在 0 至 23 之间。")
        if self.slip_first not in SLIPS:
            raise ValueError(f"督查单的起始颜色只能是 {'、'.join(SLIPS)}。")
        _check_points(self.points)


def _check_days(name, days, *, falling):
    if not days or not all(type(each) is int and 0 <= each <= 365 for each in days):
        raise ValueError(f"“{name}”应是 0 至 365 的整数，至少一个。")
    if list(days) != sorted(set(days), reverse=falling):
        raise ValueError(f"“{name}”应依次{'减少' if falling else '增加'}，不能重复。")


def _check_points(points):
    if not all(type(row) is tuple and len(row) == 2 and type(row[1]) is int and 0 <= row[1] <= 100 for row in points):
        raise ValueError("扣分的每一行是代码和 0 至 100 的整数。")
    if set(dict(points)) != {*CARDS, *SLIPS}:
        raise ValueError(f"扣分要写全：{'、'.join((*CARDS, *SLIPS))}。")
