import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from consultation import actions
from tests.pages import browser
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def subscribe(person):
    """Make the person's address as he does on his page; returns it."""
    assert browser(person).post(reverse("dashboard:feed-renew")).status_code == 302
    person.refresh_from_db()
    return reverse("consultation:feed", args=[person.feed_key])


def events(address):
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return {event["summary"]: event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_feed_holds_dated_items_on_the_last_day_of_their_month(world):
    plan = world.issued_plan()
    found = events(subscribe(world.secretary))
    assert list(found) == ["【协商1】测试议题一"]
    event = found["【协商1】测试议题一"]
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 6, 30), date(2026, 7, 1))
    assert "计划只写“6月”，暂列在最后一天。" in event["description"]
    assert "市财政局、市教育局" in event["description"]
    assert event["uid"] == f"{plan.items.get(number=1).public_id}@zhengxie"


def test_feed_moves_to_the_day_it_was_held(world, time_machine):
    plan = world.issued_plan()
    address = subscribe(world.secretary)
    time_machine.move_to(date(2026, 6, 20))
    actions.hold(plan.items.get(number=1), by=world.secretary, held_on=date(2026, 6, 9))
    event = events(address)["【协商1】测试议题一"]
    assert event["dtstart"].dt == date(2026, 6, 9)
    assert "暂列" not in event["description"]


def test_feed_leaves_out_what_was_cancelled(world):
    plan = world.issued_plan()
    actions.cancel(plan.items.get(number=1), by=world.secretary, reason="合并", approved_by="市委")
    assert events(subscribe(world.secretary)) == {}


def test_feed_shows_its_owner_only_what_he_may_see(world):
    plan = world.approved_plan()
    address = subscribe(world.handler)
    assert events(address) == {}
    actions.issue(plan, by=world.secretary, issued_on=date(2026, 3, 2), document_number="测〔2026〕1号")
    assert list(events(address)) == ["【协商1】测试议题一"]
    assert events(subscribe(World("别市", "other").secretary)) == {}


def test_unknown_renewed_and_revoked_addresses_are_404(world):
    first = subscribe(world.secretary)
    second = subscribe(world.secretary)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    browser(world.secretary).post(reverse("dashboard:feed-revoke"))
    assert Client().get(second).status_code == 404
    assert Client().get(reverse("consultation:feed", args=[uuid.uuid4()])).status_code == 404


def test_feed_of_a_closed_account_is_404(world):
    address = subscribe(world.handler)
    world.handler.refresh_from_db()
    world.handler.is_active = False
    world.handler.save()
    assert Client().get(address).status_code == 404


def test_feed_takes_no_posts(world):
    assert Client().post(subscribe(world.secretary)).status_code == 405


@pytest.mark.parametrize("plans", [1, 3])
def test_feed_asks_three_queries(world, django_assert_num_queries, plans):
    address = subscribe(world.secretary)
    for year in range(2024, 2024 + plans):
        world.plan(year=year)
    with django_assert_num_queries(3):
        assert Client().get(address).content.count(b"BEGIN:VEVENT") == plans
