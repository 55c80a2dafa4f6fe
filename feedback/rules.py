"""What differs by place in the handling of assignments."""

from dataclasses import dataclass

from organizations.rules import Period, section

PHONE = r"^[0-9+\-() ]{5,30}$"  # a telephone number as people write it


@section("feedback", "交办件")
@dataclass(frozen=True)
class FeedbackRules:
    """`work_plan_due`: the work plan, counted from the day of assignment; the plan notices seen name no figure;
    `team_due`: by when the unit names who is responsible for a plan item; `progress_due`: how often it reports on one that goes on
    all year; `first_feedback`, `next_feedback`: by when it says what became of a suggestion, and how often until it is carried out.

    `yellow_within`, `red_within`: calendar days before a deadline from which its light is yellow, then red.
    """

    work_plan_due: Period = Period(15, "workday", source="系统默认（通知只要求“提前制定”，未定期限）", anchor="assigned")
    team_due: Period = Period(10, "day", source="承办人员确定期限", anchor="assigned")
    progress_due: Period = Period(3, "month", source="全年事项按季度检查", anchor="reported")
    first_feedback: Period = Period(60, "day", source="采纳落实首次反馈期限", anchor="raised")
    next_feedback: Period = Period(3, "month", source="采纳落实按季度反馈，直至落实", anchor="reported")
    yellow_within: int = 15
    red_within: int = 3

    labels = {
        "work_plan_due": "工作方案报送期限",
        "team_due": "确定责任人和经办人的期限",
        "progress_due": "全年事项填报进展的间隔",
        "first_feedback": "采纳落实首次反馈期限",
        "next_feedback": "此后反馈采纳落实的间隔",
        "yellow_within": "到期前多少日起亮黄灯",
        "red_within": "到期前多少日起亮红灯",
    }

    def __post_init__(self):
        if not 0 <= self.red_within <= self.yellow_within <= 365:
            raise ValueError("亮黄灯的日数不能少于亮红灯的日数，都在 0 至 365 之间。")
