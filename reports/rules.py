"""What differs by place and session in reports; each default with where it comes from."""

from dataclasses import dataclass

from organizations.rules import Period, section

BASES = {"receipts": "收到的回执", "replied": "已答复的提案", "assigned": "交办的提案"}
CHAIN = {
    "office": "办公厅（室）审核",
    "supervisor": "督查室审核",
    "secretary": "政协秘书审核",
    "leader": "领导签批",
    "government_leader": "政府领导签批",
    "cppcc_leader": "政协领导签批",
}
EVERY = {"": "不定期", "weekly": "每周", "monthly": "每月"}
OPINIONS = {"lead": "第一提案人", "worst": "全部提案人中评价最低的一位"}


@section("reports", "通报与统计")
@dataclass(frozen=True)
class ReportRules:
    """Shipped defaults; a session pins the version its figures go by.

    `satisfied`: the codes of the receipt's scale that count as satisfied; `satisfaction_base`: what the rate is of (see `BASES`);
    `opinion_of`: whose opinion is the case's where several put it forward (see `OPINIONS`); `solved`, `followed`: the result classes
    that are solved, and those whose way to being solved is followed; `digits`: places behind the point of a share;
    `sign_chain`: who signs a report, in this order (see `CHAIN`), each within `signing` of its coming to him; `unit_summaries`: whether
    each unit with cases to reply to owes a summary of its own, by `summary`; `progress`: how often 办理进展通报 is drafted by
    itself (see `EVERY`).
    """

    satisfied: tuple = ("satisfied",)
    satisfaction_base: str = "receipts"
    opinion_of: str = "lead"
    solved: tuple = ("A",)
    followed: tuple = ("B",)
    digits: int = 1
    sign_chain: tuple = ("leader",)
    signing: Period = Period(3, "workday", source="通报签批期限", anchor="submitted")
    unit_summaries: bool = True
    summary: Period = Period(0, "day", roll=False, source="承办单位年度办理总结报送期限", anchor="opened", fixed="09-30")
    progress: str = ""

    labels = {
        "satisfied": "满意率的分子含哪些等次（代码）",
        "satisfaction_base": "满意率的分母（receipts 收到的回执、replied 已答复、assigned 已交办）",
        "opinion_of": "联名提案以谁的评价为准（lead 第一提案人、worst 评价最低的一位）",
        "solved": "算作已解决的结果分类",
        "followed": "要跟踪转化的结果分类",
        "digits": "百分比保留几位小数",
        "sign_chain": "通报签批顺序（office、supervisor、secretary、leader、government_leader、cppcc_leader）",
        "signing": "通报每一环节的签批期限",
        "unit_summaries": "承办单位每年报送办理总结",
        "summary": "承办单位年度办理总结的期限",
        "progress": "办理进展通报多久自动起草一次（weekly 每周、monthly 每月，空为不自动）",
    }

    def __post_init__(self):
        if not self.satisfied:
            raise ValueError("满意率的分子至少含一个等次。")
        if self.satisfaction_base not in BASES:
            raise ValueError(f"满意率的分母只能是 {'、'.join(BASES)}。")
        if self.opinion_of not in OPINIONS:
            raise ValueError(f"评价的取法只能是 {'、'.join(OPINIONS)}。")
        if not 0 <= self.digits <= 4:
            raise ValueError("百分比的小数位数应在 0 至 4 之间。")
        if not self.sign_chain or set(self.sign_chain) - set(CHAIN) or len(set(self.sign_chain)) < len(self.sign_chain):
            raise ValueError(f"签批顺序至少一个环节、不重复，可用的有：{'、'.join(CHAIN)}。")
        if self.progress not in EVERY:
            raise ValueError("办理进展通报只能是 weekly（每周）、monthly（每月）或空。")
        if not self.solved or set(self.solved) & set(self.followed):
            raise ValueError("至少有一个结果分类算作已解决，且不与要跟踪转化的分类重复。")
