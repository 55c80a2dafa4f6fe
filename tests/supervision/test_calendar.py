"""The working calendar of a year: read from the notice, checked, what it moves shown before it counts, then counted and told."""

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from feedback.models import Assignment
from organizations.models import Role
from supervision import actions
from tests.pages import browser
from tests.world import person
from workflow.calendar import WorkCalendar
from workflow.holidays import read_holidays
from workflow.models import CalendarDay, CalendarYear, Notice
from workflow.refusals import Forbidden, Refused

KNOWN = """关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""
COMING = """关于2091年部分节假日安排的通知
一、元旦：1月1日放假，共1天。
二、春节：2月18日至24日放假调休，共7天。2月17日上班。
三、清明节：4月5日放假，共1天。
四、劳动节：5月1日至5日放假调休，共5天。4月28日上班。
五、端午节：6月16日放假，共1天。
六、中秋节、国庆节：10月1日至7日放假调休，共7天。
"""


@pytest.fixture
def admin(world):
    return person(world.place, Role.SYSTEM_ADMIN)


@pytest.mark.django_db
def test_a_known_year_is_read_as_the_calendar_has_it():
    reading = read_holidays(KNOWN)
    stored = dict(CalendarDay.objects.filter(day__year=2026).values_list("day", "is_workday"))
    assert reading.faults == () and {day: each[0] for day, each in reading.differing.items()} == stored


@pytest.mark.parametrize(
    ("found", "put", "fault"),
    [
        ("2月15日（农历腊月二十八、周日）", "2月15日（周一）", "春节：2026年2月15日是周日，通知写的是周一"),
        ("三、清明节：4月4日（周六）至6日（周一）放假，共3天。\n", "", "没有读到清明节的安排"),
        ("共5天", "共6天", "劳动节写明共 6 天，读到 5 天"),
        ("5月9日（周六）上班", "5月32日上班", "没有“5月32日”这样的日期"),
        ("2月15日（农历腊月二十八、周日）", "15日（农历腊月二十八、周日）", "没有写明是几月"),
        ("2月14日（周六）、2月28日", "14日（周六）、28日", "春节：“14日（周六）”没有写明是几月"),
        ("关于2026年部分节假日安排的通知", "放假通知", "没有读到是哪一年"),
        ("5月9日（周六）上班", "5月5日上班", "又放假又上班"),
        ("10月1日（周四）至7日（周三）", "10月7日至1日", "前后颠倒"),
    ],
)
def test_what_does_not_fit_is_said(found, put, fault):
    assert any(fault in each for each in read_holidays(KNOWN.replace(found, put)).faults)


@given(st.text("一二、：月日年至放假上班0123456789共天（）。周六春节元旦\n", max_size=300))
def test_no_text_breaks_the_reading(text):
    read_holidays(text)


def provisional(world, due):
    """The running case, assigned in a year nobody knows yet."""
    fields = {"assigned_on": date(2091, 1, 30), "due_on": due, "due_provisional": True}
    Assignment.objects.filter(pk=world.handling.pk).update(**fields)
    world.handling.rounds.update(due_on=due, due_provisional=True)


def test_what_moves_is_shown_then_counted_and_told(world, admin):
    provisional(world, date(2091, 4, 30))
    Assignment.objects.filter(pk=world.handling.pk).update(assigned_on=date(2091, 2, 5), due_on=date(2091, 5, 7))
    reading = read_holidays(COMING)
    (moved,) = actions.moved_by(reading)
    assert (moved.before, moved.after) == (date(2091, 5, 7), date(2091, 5, 7)) and not moved.provisional
    Assignment.objects.filter(pk=world.handling.pk).update(assigned_on=date(2091, 2, 3), due_on=date(2091, 5, 3))
    (moved,) = actions.moved_by(reading)
    assert moved.after == WorkCalendar(reading).roll(date(2091, 5, 3)) == date(2091, 5, 7)
    assert not CalendarYear.objects.filter(pk=2091).exists()
    actions.publish(reading, by=admin, source="演示通知")
    handling = type(world.handling).objects.get(pk=world.handling.pk)
    assert (handling.due_on, handling.due_provisional) == (date(2091, 5, 7), False)
    assert world.handling.rounds.get().due_on == date(2091, 5, 7)
    assert Notice.objects.filter(person=world.handler, title__startswith="答复期限变更").exists()
    assert CalendarDay.objects.get(day=date(2091, 2, 17)).is_workday and actions.moved_by(reading) == []


def test_an_extended_deadline_is_left_alone(world, admin):
    provisional(world, date(2091, 5, 3))
    world.handling.extensions.create(
        reason="工期", former_due_on=date(2091, 4, 1), wished_on=date(2091, 5, 3), requested_by=world.handler,
        requested_on=date(2091, 3, 1), granted=True, ruled_by=world.supervisor, ruled_on=date(2091, 3, 2),
    )  # fmt: skip
    assert actions.moved_by(read_holidays(COMING)) == []


def test_a_correction_replaces_the_days_of_the_year(world, admin):
    actions.publish(read_holidays(COMING), by=admin, source="演示通知")
    corrected = read_holidays(COMING.replace("2月17日上班。", "2月25日上班。"))
    corrected_days = {day for day, each in corrected.differing.items() if each[0]}
    actions.publish(corrected, by=admin, source="演示更正")
    assert set(CalendarDay.objects.filter(day__year=2091, is_workday=True).values_list("day", flat=True)) == corrected_days
    assert CalendarYear.objects.get(pk=2091).source == "演示更正"


def test_faults_and_others_are_turned_away(world, admin):
    with pytest.raises(Refused, match="没有读到清明节"):
        actions.publish(read_holidays(COMING.replace("清明节", "踏青节")), by=admin, source="x")
    with pytest.raises(Forbidden):
        actions.publish(read_holidays(COMING), by=world.secretary, source="x")
    assert not CalendarYear.objects.filter(pk=2091).exists()


def test_the_page_shows_before_it_takes_over(world, admin):
    client, url = browser(admin), reverse("supervision:calendar")
    assert browser(world.secretary).get(url).status_code == 404 and client.get(url).status_code == 200
    assert client.post(url, {"text": "", "basis": "x"}).status_code == 400
    page = client.post(url, {"text": COMING, "basis": "演示通知"}).content.decode()
    assert "2091年：读到" in page and "确认公布" in page and not CalendarYear.objects.filter(pk=2091).exists()
    assert "没有读到清明节" in client.post(url, {"text": COMING.replace("清明节", ""), "basis": "x"}).content.decode()
    assert client.post(url, {"text": COMING, "basis": "演示通知", "confirm": "1"}).status_code == 302
    assert CalendarYear.objects.filter(pk=2091, source="演示通知").exists()


def test_a_program_tries_it_out_then_takes_it_over(world, admin):
    def post(someone, **fields):
        return browser(someone).post(
            "/api/v1/calendar/notice/", {"text": COMING, "basis": "演示"} | fields, content_type="application/json"
        )

    tried = post(admin).json()
    assert (tried["year"], tried["faults"], tried["applied"]) == (2091, [], False) and not CalendarYear.objects.filter(pk=2091).exists()
    assert post(admin, text=COMING.replace("清明节", ""), apply=True).status_code == 409
    assert post(world.secretary).status_code == 403
    assert post(admin, apply=True).json()["applied"] and CalendarYear.objects.filter(pk=2091).exists()
