"""What differs by place in annual plans."""

import re
from dataclasses import dataclass
from datetime import date

from organizations.rules import section


def _check_day(text):
    """Raise ValueError for what is not month-day of every year."""
    try:
        if not re.fullmatch(r"[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        date.fromisoformat(f"2001-{text}")
    except ValueError:
        raise ValueError("应写成“月-日”，如 03-31，且每年都有这一天。") from None


@section("consultation", "年度协商计划")
@dataclass(frozen=True)
class ConsultationRules:
    """Shipped defaults.

    `offices_required`: how many of the three offices must have
    given their opinion before the plan is reported (Art. 4 of the rules on consultation: 三办会商);
    `supervisory_share`: least share of supervisory items in percent (same article: 一定比例, no figure, hence 0 = not checked);
    `overload`: more items than this for one unit in one month is an overload; `plenary_months`: months of plenaries;
    `undated_nag`, `undated_last`: month-day by which an undated item should have, must have a date.
    """

    offices_required: int = 3
    supervisory_share: int = 0
    overload: int = 2
    plenary_months: tuple = (1,)
    undated_nag: str = "03-31"
    undated_last: str = "11-30"

    def __post_init__(self):
        for day in (self.undated_nag, self.undated_last):
            _check_day(day)

    labels = {
        "offices_required": "报批前须有几家办公厅（室）的会商意见",
        "supervisory_share": "监督性事项的最低占比（%，0 为不检查）",
        "overload": "同一单位一个月超过几项为过载",
        "plenary_months": "召开全体会议的月份",
        "undated_nag": "未定时间事项应在何日前确定（月-日）",
        "undated_last": "未定时间事项最迟何日举行（月-日）",
    }
