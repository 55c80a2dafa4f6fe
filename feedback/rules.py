"""What differs by place in the handling of assignments."""

from dataclasses import dataclass

from organizations.rules import Period, section

PHONE = r"^[0-9+\-() ]{5,30}$"  # a telephone number as people write it


@section("feedback", "交办件")
@dataclass(frozen=True)
class FeedbackRules:
    """`work_plan_due`: the work plan, counted from the day of assignment; the plan notices seen name no figure."""

    work_plan_due: Period = Period(15, "workday", source="系统默认（通知只要求“提前制定”，未定期限）")

    labels = {"work_plan_due": "工作方案报送期限（自交办之日起）"}
