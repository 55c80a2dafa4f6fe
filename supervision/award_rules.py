"""What differs by place in the choice of excellent proposals and advanced units 评选: quotas, merits, one-veto grounds, rounds, points."""

from dataclasses import dataclass

from organizations.rules import Period, section

MERITS = {"key": "重点提案", "collective": "集体提案", "solved": "答复均为 A 类", "satisfied": "提案人均评价满意"}
PROPOSAL_VETOES = {"not_concluded": "没有办结", "dissatisfied": "最终评价有不满意的", "closed": "标识为不公开"}
UNIT_VETOES = {
    "red_card": "有红牌",
    "dissatisfied": "最终评价有不满意的",
    "overdue": "有逾期答复",
    "broken": "有没有兑现的承诺",
    "faulted": "专项督查、回头看发现问题",
}
VOTERS = ("secretary", "office_staff", "committee_staff", "cppcc_leader", "member", "supervisor", "liaison", "sector_convener")


@section("awards", "评选")
@dataclass(frozen=True)
class AwardRules:
    """`proposal_quota`: in every thousand cases put on file; `collective_share`: how many of a hundred places collective proposals have at
    least, whole places alone and 0 for none; `unit_quota`: in every hundred units that answer; `factor`: how many
    candidates the rule brings for a hundred places. `merits` = (code of MERITS, points). `rounds` = (label, roles that vote, how many are
    kept for a hundred places), the last one 100. `turnout`: how many of a hundred voters must have voted; `majority`: how many of a hundred
    ballots one must have in the last round. `points_first`, `points_other`: what the first proposer and each other one gets.
    """

    proposal_quota: int = 30
    collective_share: int = 20
    unit_quota: int = 20
    factor: int = 200
    merits: tuple = (("key", 3), ("collective", 1), ("solved", 2), ("satisfied", 2))
    proposal_vetoes: tuple = ("not_concluded", "dissatisfied", "closed")
    unit_vetoes: tuple = ("red_card", "dissatisfied", "overdue", "broken", "faulted")
    rounds: tuple = (("初评", ("secretary", "office_staff", "committee_staff"), 150), ("终评", ("cppcc_leader",), 100))
    turnout: int = 67
    majority: int = 50
    notice_limit: Period = Period(7, "workday", source="评选结果公示期", anchor="issued")
    points_first: int = 10
    points_other: int = 2

    labels = {
        "proposal_quota": "优秀提案名额（占立案件数的千分比）",
        "collective_share": "优秀提案中集体提案至少占的名额（百分比，0 为不要求）",
        "unit_quota": "先进承办单位名额（占承办单位数的百分比）",
        "factor": "按规则提出的候选（占名额的百分比）",
        "merits": "优秀提案候选积分（代码、分值）",
        "proposal_vetoes": "优秀提案一票否决的情形（代码）",
        "unit_vetoes": "先进承办单位一票否决的情形（代码）",
        "rounds": "投票轮次（名称、投票人角色、保留占名额的百分比，最后一轮 100）",
        "turnout": "投票有效的参加比例（百分比）",
        "majority": "最后一轮入选的得票比例（百分比）",
        "notice_limit": "公示期",
        "points_first": "优秀提案第一提案人的履职积分",
        "points_other": "优秀提案其他提案人的履职积分",
    }

    def __post_init__(self):
        if not (1 <= self.proposal_quota <= 1000 and 1 <= self.unit_quota <= 100 and 100 <= self.factor <= 1000):
            raise ValueError("名额应在 1 至 1000（千分比）、1 至 100（百分比）之间，候选应占名额的 100% 至 1000%。")
        if not 0 <= self.collective_share <= 100:
            raise ValueError("集体提案占的名额应在 0 至 100（百分比）之间。")
        if not all(type(row) is tuple and len(row) == 2 and row[0] in MERITS and type(row[1]) is int for row in self.merits):
            raise ValueError(f"候选积分的每一行是代码和整数，代码有：{'、'.join(MERITS)}。")
        if not set(self.proposal_vetoes) <= set(PROPOSAL_VETOES) or not set(self.unit_vetoes) <= set(UNIT_VETOES):
            raise ValueError(f"一票否决的代码有：{'、'.join({**PROPOSAL_VETOES, **UNIT_VETOES})}。")
        if not (0 <= self.turnout <= 100 and 0 <= self.majority <= 100 and 0 <= self.points_first <= 100 and 0 <= self.points_other <= 100):
            raise ValueError("比例和积分应在 0 至 100 之间。")
        _check_rounds(self.rounds)


def _check_rounds(rounds):
    if not rounds or not all(type(row) is tuple and len(row) == 3 and type(row[1]) is tuple and type(row[2]) is int for row in rounds):
        raise ValueError("投票轮次的每一行是名称、投票人角色的列表和整数。")
    if not all(str(row[0]).strip() and len(str(row[0])) <= 20 and row[1] and set(row[1]) <= set(VOTERS) for row in rounds):
        raise ValueError(f"轮次的名称不超过 20 个字，投票人角色有：{'、'.join(VOTERS)}。")
    kept = [row[2] for row in rounds]
    if kept != sorted(kept, reverse=True) or kept[-1] != 100 or kept[0] > 1000:
        raise ValueError("各轮保留的比例应逐轮不增，最后一轮为 100。")
