"""Units merged into others: whose people see and do their work, through any number of mergers."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultation.models import PlanItem
from feedback import actions
from feedback.models import Assignment
from feedback.notices import unit_people
from organizations.actions import add_unit, merge_unit, rename_unit
from organizations.models import Person, Portfolio, Role, Unit
from tests.world import World, person

pytestmark = pytest.mark.django_db
MERGED = date(2026, 3, 5)


@pytest.fixture
def world(time_machine):
    time_machine.move_to("2026-03-10T10:00:00+08:00", tick=False)
    return World()


def merged_often(world, times=4, on=MERGED):
    """The finance bureau merged into a bureau that is merged into another, and so on; returns the last one."""
    unit = world.finance
    for number in range(times):
        successor = add_unit(world.place, f"市改组{number}局")
        merge_unit(unit, successor, on=on)
        unit = successor
    return unit


def fresh(someone):
    return Person.objects.get(pk=someone.pk)


def test_a_name_taken_today_cannot_have_ended_yesterday(world):
    rename_unit(world.finance, "市财政金融局", on=MERGED)
    for change in (
        lambda day: merge_unit(world.finance, world.education, on=day),
        lambda day: rename_unit(world.finance, "市金融局", on=day),
    ):
        with pytest.raises(ValidationError) as refused:
            change(MERGED)
        assert refused.value.message_dict == {"on": ["名称“市财政金融局”自 2026-03-05 起使用，日期应晚于这一天。"]}
    merge_unit(Unit.objects.get(pk=world.finance.pk), world.education, on=MERGED + timedelta(1))
    assert set(world.finance.names.values_list("name", "ends_on")) >= {("市财政金融局", MERGED)}


def test_work_passes_on_through_any_number_of_mergers(world):
    world.issued_plan()
    last = merged_often(world)
    handler = person(world.place, Role.UNIT_HANDLER, last)
    assignment = Assignment.objects.visible_to(handler).get()
    assert assignment.unit == world.finance and PlanItem.objects.visible_to(handler).count() == 1
    assert actions.acknowledge(assignment, by=handler).state == "acknowledged"
    assert unit_people(Unit.objects.get(pk=world.finance.pk), timezone.localdate()) == [handler]


def test_a_leader_sees_what_was_merged_into_the_units_in_his_charge(world):
    world.issued_plan()
    leader, stand_in = (world.somebody(Role.GOVERNMENT_LEADER) for _ in range(2))
    portfolio = Portfolio.objects.create(jurisdiction=world.place, leader=leader, alternate=stand_in)
    portfolio.units.add(merged_often(world))
    for someone in (leader, stand_in):
        assert [model.objects.visible_to(someone).count() for model in (Assignment, PlanItem)] == [1, 1]
    assert not Assignment.objects.visible_to(world.somebody(Role.GOVERNMENT_LEADER)).exists()
    portfolio.units.clear()
    assert not Assignment.objects.visible_to(leader).exists()


def test_what_passes_on_is_asked_in_one_query_however_long_the_chain(world):
    posts = []
    for times in (1, 5):
        elsewhere = World(f"市{times}", f"p{times}")
        handler = person(elsewhere.place, Role.UNIT_HANDLER, merged_often(elsewhere, times))
        with CaptureQueriesContext(connection) as asked:
            posts.append(len(handler.access.units(Role.UNIT_HANDLER)))
        assert len(asked) == 1
    assert posts == [2, 6]


def test_a_unit_works_for_itself_until_the_day_it_is_merged(world):
    successor = merged_often(world, 1, on=timezone.localdate() + timedelta(days=1))
    handler = person(world.place, Role.UNIT_HANDLER, successor)
    assert handler.access.units(Role.UNIT_HANDLER) == {successor.pk}
    finance = Unit.objects.get(pk=world.finance.pk)
    assert finance.current() == finance and finance.current(timezone.localdate() + timedelta(days=1)) == successor


def test_a_circle_of_mergers_is_refused_and_hangs_nothing(world):
    last = merged_often(world, 2)
    with pytest.raises(ValidationError, match="循环"):
        merge_unit(last, world.finance, on=MERGED)
    Unit.objects.filter(pk=last.pk).update(ends_on=MERGED - timedelta(days=1), successor=world.finance)
    handler = person(world.place, Role.UNIT_HANDLER, last)
    assert len(handler.access.units(Role.UNIT_HANDLER)) == 3
    assert Unit.objects.get(pk=last.pk).current().pk in handler.access.units(Role.UNIT_HANDLER)


def test_who_holds_a_post_without_a_unit_carries_none(world):
    assert fresh(world.secretary).access.units(Role.SECRETARY) == {world.committee.pk}
    assert world.somebody(Role.MEMBER).access.units(Role.MEMBER) == frozenset()
