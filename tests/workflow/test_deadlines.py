"""Counting days: against a slow reference that knows nothing of our tables, by rules that hang on each other, and at midnight."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.models import Assignment
from organizations.rules import Period, check_overrides
from proposals.rules import ProposalRules
from supervision.duties import duties
from tests.supervision.world import DUE, SupervisedWorld
from workflow.calendar import WorkCalendar, add_months

FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
DAYS = st.dates(FIRST + timedelta(200), LAST - timedelta(200))
SAME = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


def slow_workdays(day, amount, step):
    """Day by day, each asked of the published tables of another library."""
    while amount:
        day += timedelta(days=step)
        amount -= chinese_calendar.is_workday(day)
    return day


def test_every_published_day_is_known(db):
    calendar, day, wrong = WorkCalendar(), FIRST, []
    while day <= LAST:
        if calendar.is_workday(day) != chinese_calendar.is_workday(day):
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == [] and all(calendar.knows(year) for year in range(2004, 2027))


@SAME
@given(start=DAYS, amount=st.integers(0, 90))
def test_working_days_agree_with_the_slow_reference(db, start, amount):
    calendar = WorkCalendar()
    later, earlier = slow_workdays(start, amount, 1), slow_workdays(start, amount, -1)
    assert calendar.add_workdays(start, amount) == later and calendar.subtract_workdays(start, amount) == earlier
    assert calendar.workdays_between(start, later) == amount


@given(start=st.dates(date(1999, 1, 1), date(2099, 1, 1)), months=st.integers(-40, 1000))
def test_months_agree_with_the_slow_reference(start, months):
    assert add_months(start, months) == start + relativedelta(months=months)


@SAME
@given(start=DAYS, amount=st.integers(0, 60), unit=st.sampled_from(["workday", "day", "month"]), before=st.booleans())
def test_a_counted_day_is_a_working_day_on_the_right_side(db, start, amount, unit, before):
    if unit == "month":
        amount %= 6
    period, calendar = Period(amount, unit, before=before), WorkCalendar()
    due = calendar.count(start, period, name="期限").on
    plain = calendar.count(start, replace(period, roll=False), name="期限").on
    sign = -1 if before else 1
    assert (due - plain).days * sign >= 0 and (calendar.is_workday(due) or due == plain == start)
    assert all(not calendar.is_workday(plain + timedelta(sign * n)) for n in range(abs((due - plain).days)))


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [("2020-11-30", 3, "2021-02-28"), ("2019-11-30", 3, "2020-02-29"), ("2021-01-31", 1, "2021-02-28"), ("2020-09-07", 3, "2020-12-07")],
)
def test_months_end_with_their_last_day(start, months, due):
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(due)


def test_the_steps_tell_the_whole_count(db):
    due = WorkCalendar().by_rule(ProposalRules(), "reply", {"assigned": date(2020, 9, 7)}, name="答复")
    assert due.steps[1] == "2020-09-07 交办 + 3 个月 = 2020-12-07（周一，工作日）" and due.steps[0] == "答复" and not due.provisional


def test_a_rule_may_be_counted_back_from_another(db):
    rules = replace(ProposalRules(), co_opinion=Period(20, "day", anchor="reply", before=True))
    due = WorkCalendar().by_rule(rules, "co_opinion", {"assigned": date(2026, 3, 2)}, name="会办意见")
    assert due.on == date(2026, 5, 13)
    assert due.steps[1].startswith("2026-03-02 交办 + 3 个月 = 2026-06-02") and due.steps[3].startswith(
        "2026-06-02 答复期限 − 20 日 = 2026-05-13"
    )


def test_a_day_counted_back_moves_to_the_working_day_before(db):
    due = WorkCalendar().count(date(2026, 6, 8), Period(1, "day", before=True), name="送审", event="答复期限")
    assert due.on == date(2026, 6, 5) and "非工作日提前至 2026-06-05" in due.steps[2]


def test_a_fixed_day_is_the_next_one(db):
    calendar, period = WorkCalendar(), Period(0, "day", fixed="06-30", roll=False)
    assert calendar.count(date(2026, 2, 1), period, name="答复").on == date(2026, 6, 30)
    late = calendar.count(date(2026, 6, 30), period, name="答复", event="交办")
    assert late.on == date(2027, 6, 30) and not late.provisional and "以后的 6 月 30 日 = 2027-06-30" in late.steps[1]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reply": {"amount": -3}}, "“proposals.reply”的值不对：期限必须是 0 到 1000 的整数。"),
        ({"reply": {"amount": 3.5}}, "期限必须是 0 到 1000 的整数。"),
        ({"reply": {"unit": "week"}}, "期限的单位只能是"),
        ({"reply": {"anchor": "moon"}}, "“答复期限”不能从“moon”起算，可用的有：assigned、filed、co_opinion。"),
        ({"reply": {"anchor": ["assigned"]}}, "起算点和固定日期应为文字"),
        ({"reply": {"fixed": "02-30"}}, "应写成“月-日”"),
        ({"reply": {"before": 1}}, "只能是 true 或 false"),
        ({"reply": {"anchor": "co_opinion"}, "co_opinion": {"anchor": "reply"}}, "期限互相起算，成了循环：会办意见期限、答复期限。"),
        ({"countersign": {"before": False}}, "只能从答复期限倒推"),
        ({"reply": {"from": "assigned"}}, "期限要写成"),
    ],
)
def test_impossible_rules_are_refused(changes, sentence):
    with pytest.raises(ValueError, match=".") as refusal:
        check_overrides({"proposals": changes})
    assert sentence in str(refusal.value)


def test_values_that_only_go_together_are_checked_together():
    check_overrides({"feedback": {"yellow_within": 2, "red_within": 1}})
    with pytest.raises(ValueError, match="部分的值不对"):
        check_overrides({"supervision": {"yellow_after": 5, "red_after": 5}})


@pytest.mark.parametrize(("moment", "late"), [(datetime(2026, 6, 2, 15, 59), False), (datetime(2026, 6, 2, 16, 1), True)])
def test_a_day_ends_at_midnight_in_shanghai(db, monkeypatch, moment, late):
    """23:59 and 00:01 there are 15:59 and 16:01 by the clock of the server."""
    world = SupervisedWorld()
    world.due(DUE)
    monkeypatch.setattr(timezone, "now", lambda: moment.replace(tzinfo=UTC))
    today = timezone.localdate()
    assert (today > DUE) is late and Assignment.objects.overdue(today).filter(pk=world.handling.pk).exists() is late
    [duty] = [each for each in duties([world.place.pk], today, kinds=["reply"]) if each.row == world.handling.pk]
    assert duty.due_on == DUE and (duty.due_on < today) is late
