"""What differs by place in the handling of assignments."""

from dataclasses import dataclass

from organizations.rules import Period, section

PHONE = r"^[0-9+\-() ]{5,30}$"  # a telephone number as people write it


@section("feedback", "交办件")
@dataclass(frozen=True)
class FeedbackRules:
    """`work_plan_due`: the work plan, counted from the day of assignment; the plan notices seen name no figure;
    `team_due`: by when the unit names who is responsible for a plan item.

    `yellow_within`, `red_within`: calendar days before a deadline from which its light is yellow, then red.
    """

    work_plan_due: Period = Period(15, "workday", source="系统默认（通知只要求“提前制定”，未定期限）", anchor="assigned")
    team_due: Period = Period(10, "day", source="承办人员确定期限", anchor="assigned")
    yellow_within: int = 15
    red_within: int = 3

    labels = {
        "work_plan_due": "工作方案报送期限",
        "team_due": "确定责任人和经办人的期限",
        "yellow_within": "到期前多少日起亮黄灯",
        "red_within": "到期前多少日起亮红灯",
    }

    def __post_init__(self):
        if not 0 <= self.red_within <= self.yellow_within <= 365:
            raise ValueError("亮黄灯的日数不能少于亮红灯的日数，都在 0 至 365 之间。")
