"""What differs by place and session in reports; each default with where it comes from."""

from dataclasses import dataclass

from organizations.rules import section

BASES = {"receipts": "收到的回执", "replied": "已答复的提案", "assigned": "交办的提案"}
OPINIONS = {"lead": "第一提案人", "worst": "全部提案人中评价最低的一位"}


@section("reports", "通报与统计")
@dataclass(frozen=True)
class ReportRules:
    """Shipped defaults; a session pins the version its figures go by.

    `satisfied`: the codes of the receipt's scale that count as satisfied; `satisfaction_base`: what the rate is of (see `BASES`);
    `opinion_of`: whose opinion is the case's where several put it forward (see `OPINIONS`); `solved`, `followed`: the result classes
    that are solved, and those whose way to being solved is followed; `digits`: places behind the point of a share.
    """

    satisfied: tuple = ("satisfied",)
    satisfaction_base: str = "receipts"
    opinion_of: str = "lead"
    solved: tuple = ("A",)
    followed: tuple = ("B",)
    digits: int = 1

    labels = {
        "satisfied": "满意率的分子含哪些等次（代码）",
        "satisfaction_base": "满意率的分母（receipts 收到的回执、replied 已答复、assigned 已交办）",
        "opinion_of": "联名提案以谁的评价为准（lead 第一提案人、worst 评价最低的一位）",
        "solved": "算作已解决的结果分类",
        "followed": "要跟踪转化的结果分类",
        "digits": "百分比保留几位小数",
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
        if not self.solved or set(self.solved) & set(self.followed):
            raise ValueError("至少有一个结果分类算作已解决，且不与要跟踪转化的分类重复。")
