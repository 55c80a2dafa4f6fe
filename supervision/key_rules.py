"""What differs by place in the supervision of key proposals 重点提案: who may lead it, and in which ways it is done."""

from dataclasses import dataclass

from organizations.rules import Period, section

LEADS = ("government_leader", "cppcc_leader", "committee")
PRESIDERS = ("", "government_leader", "cppcc_leader")


@section("key_proposals", "重点提案")
@dataclass(frozen=True)
class KeyRules:
    """`modes` = (code, label, who leads: one of `LEADS`); `activities` = (code, label, who must preside: one of `PRESIDERS`)."""

    modes: tuple = (
        ("cppcc_leader", "政协领导领衔督办", "cppcc_leader"),
        ("government_leader", "党政领导领衔督办", "government_leader"),
        ("committee", "专门委员会督办", "committee"),
    )
    activities: tuple = (
        ("talk", "协商座谈", ""),
        ("research", "专题调研", ""),
        ("inspection", "实地视察", ""),
        ("handling_meeting", "提案办理协商会", ""),
        ("visit", "走访承办单位", ""),
        ("dispatch", "调度会", "government_leader"),
    )
    opinion_limit: Period = Period(10, "workday", source="重点提案候选征求意见期限", anchor="circulated")

    labels = {
        "modes": "督办方式（代码、名称、由谁牵头：government_leader 党政领导、cppcc_leader 政协领导、committee 专委会）",
        "activities": "督办活动（代码、名称、须由谁主持，可空）",
        "opinion_limit": "对候选重点提案征求意见的期限",
    }

    def __post_init__(self):
        _check("督办方式", self.modes, LEADS)
        _check("督办活动", self.activities, PRESIDERS)


def _check(name, rows, known):
    if not rows or not all(type(row) is tuple and len(row) == 3 and all(type(cell) is str for cell in row) for row in rows):
        raise ValueError(f"{name}的每一行是代码、名称和牵头（主持）的人。")
    if not all(row[0] and len(row[0]) <= 20 and row[1].strip() and len(row[1]) <= 40 for row in rows):
        raise ValueError(f"{name}的代码不超过 20 个字，名称不超过 40 个字，都不能为空。")
    if len({row[0] for row in rows}) != len(rows):
        raise ValueError(f"{name}的代码不能重复。")
    if not all(row[2] in known for row in rows):
        raise ValueError(f"{name}的第三项只能是 {'、'.join(filter(None, known))}。")
