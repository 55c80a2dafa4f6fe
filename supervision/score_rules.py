"""How a place scores the handling of its units over a year 年终考核: typed terms, each a figure with its points and a limit."""

from dataclasses import dataclass

from organizations.rules import section

SHARE, EACH = "share", "each"
FIGURES = {  # code: (what it is of one case, kinds of terms it suits)
    "in_time": "按期答复",
    "contacted": "办前沟通",
    "face_to_face": "与提案人面商",
    "solved": "办理结果（按结果分类折算）",
    "satisfied": "提案人评价（折算）",
    "key_done": "办结的重点提案",
    "rehandled": "重新办理的次数",
    "returned_wrongly": "误退的次数",
    "card_points": "红黄牌和督查单的分值",
    "faulted": "专项督查、回头看发现问题",
    "broken": "没有兑现的承诺",
    "dissatisfied": "最后一轮不满意的意见",
    "excellent": "获评优秀提案",
    "appraised": "民主评议得分（折算）",
}
SHARES = (
    "in_time",
    "contacted",
    "face_to_face",
    "solved",
    "satisfied",
    "appraised",
)  # between nothing and whole for one case; the others are counts


@section("score", "年终考核")
@dataclass(frozen=True)
class ScoreRules:
    """`terms` = (code, label, figure of `FIGURES`, "share" or "each", points, limit).

    A share gives its points for the mean of the figure over the cases for which there is any; "each" gives or (below 0) takes its points
    for every one counted, `limit` points at most. `classes` and `opinions` = (code, percent): what a result class and an opinion is worth.
    """

    terms: tuple = (
        ("in_time", "按期答复", "in_time", SHARE, 25, 25),
        ("contacted", "办前沟通", "contacted", SHARE, 10, 10),
        ("face_to_face", "与提案人面商", "face_to_face", SHARE, 10, 10),
        ("solved", "办理结果", "solved", SHARE, 30, 30),
        ("satisfied", "提案人评价", "satisfied", SHARE, 25, 25),
        ("key_done", "重点提案办结加分", "key_done", EACH, 1, 3),
        ("excellent", "承办优秀提案加分", "excellent", EACH, 1, 3),
        ("rehandled", "重新办理扣分", "rehandled", EACH, -1, 5),
        ("returned_wrongly", "误退扣分", "returned_wrongly", EACH, -1, 3),
        ("card_points", "红黄牌和督查单扣分", "card_points", EACH, -1, 20),
        ("faulted", "督查发现问题扣分", "faulted", EACH, -1, 5),
        ("broken", "承诺未兑现扣分", "broken", EACH, -1, 5),
    )
    classes: tuple = (("A", 100), ("B", 80), ("C", 60))
    opinions: tuple = (("satisfied", 100), ("basically", 80), ("understood", 60), ("dissatisfied", 0))

    labels = {
        "terms": "考核项（代码、名称、指标、share 按比例或 each 按件、分值、加扣分上限）",
        "classes": "结果分类折算（分类、百分数）",
        "opinions": "提案人评价折算（评价、百分数）",
    }

    def __post_init__(self):
        if not self.terms or not all(type(row) is tuple and [type(cell) for cell in row] == [str] * 4 + [int] * 2 for row in self.terms):
            raise ValueError("考核项的每一行是代码、名称、指标、share 或 each、分值、上限。")
        for row in self.terms:
            _check(*row)
        if len({row[0] for row in self.terms}) != len(self.terms):
            raise ValueError("考核项的代码不能重复。")
        for rows in (self.classes, self.opinions):
            if not all(type(row) is tuple and len(row) == 2 and type(row[1]) is int and 0 <= row[1] <= 100 for row in rows):
                raise ValueError("折算的每一行是代码和 0 至 100 的整数。")


def _check(code, label, figure, kind, points, limit):
    if figure not in FIGURES:
        raise ValueError(f"没有“{figure}”这个指标，可用的有：{'、'.join(FIGURES)}。")
    if kind not in (SHARE, EACH) or (kind == SHARE) != (figure in SHARES):
        raise ValueError(f"“{label}”：{FIGURES[figure]}只能{'按比例（share）' if figure in SHARES else '按件（each）'}计。")
    if not -100 <= points <= 100 or not 0 <= limit <= 100 or not points or kind == SHARE and points < 0:
        raise ValueError(f"“{label}”：分值应在 -100 至 100 之间且不为 0，按比例的应大于 0，上限应在 0 至 100 之间。")
