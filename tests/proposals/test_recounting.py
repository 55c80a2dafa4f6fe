"""Deadlines counted with a year whose holidays were not published are counted anew when they are."""

from datetime import date

import pytest
from django.core.management import call_command

from feedback import actions as duties
from feedback.models import Assignment
from proposals import actions
from tests.proposals.world import DAY, ProposalWorld
from workflow.models import CalendarDay, CalendarYear, Event, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = ProposalWorld()
    CalendarYear.objects.filter(year=2026).delete()
    CalendarDay.objects.filter(day__year=2026).delete()
    return world


def published():
    """The holidays of 2026: one on the day on which the reply is due, one within the time for returning a case."""
    CalendarDay.objects.create(day=date(2026, 6, 2), is_workday=False, name="测试假日")
    CalendarDay.objects.create(day=date(2026, 3, 5), is_workday=False, name="测试假日")
    CalendarYear.objects.create(year=2026, source="测试")


def test_the_handling_and_its_round_get_the_day_of_the_published_calendar(world):
    handling = world.assigned().handlings.get()
    assert (handling.due_on, handling.return_by, handling.due_provisional) == (date(2026, 6, 2), date(2026, 3, 9), True)
    assert duties.recount() == 0
    published()
    assert duties.recount() == 1
    handling.refresh_from_db()
    current = handling.rounds.get()
    assert (handling.due_on, handling.return_by, handling.due_provisional) == (date(2026, 6, 3), date(2026, 3, 10), False)
    assert (current.due_on, current.due_provisional, current.due_steps) == (date(2026, 6, 3), False, handling.due_steps)
    event = Event.objects.of(handling).last()
    assert (event.move, event.before["due_on"], event.after["due_on"]) == ("recount", "2026-06-02", "2026-06-03")
    assert "答复的期限由 2026-06-02 改为 2026-06-03" in Notice.objects.filter(person=world.handler).first().text
    assert duties.recount() == 0


def test_a_further_round_counts_from_the_dissatisfied_receipt(world):
    reply = world.issued()
    receipt = reply.receipts.get()
    actions.give_receipt(receipt, by=world.member, overall="dissatisfied", text="不满意", on=date(2026, 5, 2))
    published()
    assert duties.recount() == 1
    first, second = reply.round.handling.rounds.order_by("number")
    assert (first.due_on, first.due_provisional) == (date(2026, 6, 2), True), "a closed round stays as it was"
    assert (second.due_on, second.due_provisional, second.due_rule) == (date(2026, 6, 3), False, "重新办理")


def test_an_extension_is_a_day_that_was_granted_and_stays(world):
    proposal, handling = world.under_way()
    actions.request_extension(handling, by=world.head, wished_on=date(2026, 7, 1), reason="尚需论证", on=DAY)
    actions.rule_extension(handling, by=world.supervisor, grant=True, on=DAY)
    published()
    assert duties.recount() == 0
    assert Assignment.objects.get(pk=handling.pk).due_on == date(2026, 7, 1)


def test_the_command_counts_them_too(world, capsys):
    world.assigned(mode="lead_co")
    published()
    call_command("recount_deadlines")
    assert "重新计算了 2 个暂定期限" in capsys.readouterr().out
