"""What differs by place in annual plans."""

import re
from dataclasses import dataclass
from datetime import date

from organizations.rules import Period, section


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

    `kinds`, `forms`: the lists offered (kinds of items; forms by kind); `offices_required`: how many of the three offices must have
    given their opinion before the plan is reported (Art. 4 of the rules on consultation: 三办会商);
    `supervisory_share`: least share of supervisory items in percent (same article: 一定比例, no figure, hence 0 = not checked);
    `overload`: more items than this for one unit in one month is an overload; `plenary_months`: months of plenaries;
    `undated_nag`, `undated_last`: month-day by which an undated item should have, must have a date;
    `notice_before`, `materials_before`: written notice and materials before the activity.
    """

    kinds: tuple = ("consultation", "briefing", "inspection", "other")
    forms: tuple = (
        ("consultation", "全委会协商"),
        ("consultation", "专题议政性常委会会议"),
        ("consultation", "常委会协商"),
        ("consultation", "主席会协商"),
        ("consultation", "专题协商会"),
        ("consultation", "对口协商"),
        ("consultation", "界别协商"),
        ("consultation", "提案办理协商"),
        ("consultation", "在基层协商"),
        ("consultation", "远程协商"),
        ("consultation", "专家协商"),
        ("consultation", "立法协商"),
        ("consultation", "网络主题议政"),
        ("briefing", "常委会通报"),
        ("briefing", "主席会通报"),
        ("inspection", "常委视察"),
        ("inspection", "委员视察"),
        ("inspection", "专委会视察"),
    )
    offices_required: int = 3
    supervisory_share: int = 0
    overload: int = 2
    plenary_months: tuple = (1,)
    undated_nag: str = "03-31"
    undated_last: str = "11-30"
    notice_before: Period = Period(15, "workday", source="协商活动通知期限")
    materials_before: Period = Period(10, "workday", source="协商活动材料期限")

    def __post_init__(self):
        for day in (self.undated_nag, self.undated_last):
            _check_day(day)

    labels = {
        "kinds": "事项类别",
        "forms": "各类别可选的方式",
        "offices_required": "报批前须有几家办公厅（室）的会商意见",
        "supervisory_share": "监督性事项的最低占比（%，0 为不检查）",
        "overload": "同一单位一个月超过几项为过载",
        "plenary_months": "召开全体会议的月份",
        "undated_nag": "未定时间事项应在何日前确定（月-日）",
        "undated_last": "未定时间事项最迟何日举行（月-日）",
        "notice_before": "活动前多久发书面通知",
        "materials_before": "活动前多久送达材料",
    }
