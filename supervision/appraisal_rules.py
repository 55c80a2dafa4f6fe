"""What differs by place in the appraisal of units 民主评议: what is scored with which weight, the grades, how many must score."""

from dataclasses import dataclass

from organizations.rules import Period, section

FULL = 100


@section("appraisal", "民主评议")
@dataclass(frozen=True)
class AppraisalRules:
    """`aspects` = (code, label, weight), each scored 0–100, the weights 100 together; `grades` = (code, label, from how many points on),
    falling, the last from 0. `least_sheets`: with fewer sheets a unit is not rated, so that nobody's marks can be guessed.
    `cases`, `scorers`: how many cases of each unit, how many members are drawn where the round says nothing else.
    """

    aspects: tuple = (
        ("leadership", "组织领导", 20),
        ("mechanism", "办理机制", 20),
        ("contact", "沟通协商", 20),
        ("effect", "办理实效", 30),
        ("form", "答复规范", 10),
    )
    grades: tuple = (("excellent", "优秀", 90), ("good", "良好", 75), ("fair", "一般", 60), ("poor", "较差", 0))
    least_sheets: int = 3
    cases: int = 5
    scorers: int = 30
    rectify_limit: Period = Period(30, "day", source="民主评议整改期限", anchor="issued")

    labels = {
        "aspects": "评分项目（代码、名称、权重，合计 100）",
        "grades": "评议等次（代码、名称、分数线，由高到低，最后一档为 0）",
        "least_sheets": "少于多少份评分表的单位不评定等次",
        "cases": "每个单位抽取的提案件数",
        "scorers": "抽取的评分委员人数",
        "rectify_limit": "收到评议结果函后的整改期限",
    }

    def __post_init__(self):
        _check("评分项目", self.aspects)
        _check("评议等次", self.grades)
        if any(row[2] < 1 for row in self.aspects) or sum(row[2] for row in self.aspects) != FULL:
            raise ValueError("评分项目的权重应为正整数，合计 100。")
        lines = [row[2] for row in self.grades]
        if lines != sorted(set(lines), reverse=True) or lines[-1] != 0 or lines[0] > FULL:
            raise ValueError("评议等次的分数线应由高到低，不超过 100，最后一档为 0。")
        if not 2 <= self.least_sheets <= 100:
            raise ValueError("最少的评分表份数应在 2 至 100 之间。")
        if not 1 <= self.cases <= 100 or not 1 <= self.scorers <= 1000:
            raise ValueError("抽取的件数应在 1 至 100 之间，人数应在 1 至 1000 之间。")


def _check(name, rows):
    if not rows or not all(type(row) is tuple and [type(cell) for cell in row] == [str, str, int] for row in rows):
        raise ValueError(f"{name}的每一行是代码、名称和整数。")
    if not all(row[0].isidentifier() and row[0].isascii() and len(row[0]) <= 20 and 0 < len(row[1].strip()) <= 20 for row in rows):
        raise ValueError(f"{name}的代码用不超过 20 个英文字母，名称不超过 20 个字。")
    if len({row[0] for row in rows}) != len(rows) or len({row[1] for row in rows}) != len(rows):
        raise ValueError(f"{name}的代码和名称不能重复。")
