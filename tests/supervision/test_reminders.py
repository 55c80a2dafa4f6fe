"""Reminders: tiers, one digest a person and morning, never twice, never a storm, held with a reason, chased by hand."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from organizations.models import Ruleset
from supervision import actions
from supervision.models import Reminder, ReminderRun
from supervision.planning import next_morning, planned, tier_of
from supervision.rules import SupervisionRules
from tests.proposals.world import DAY
from tests.supervision.world import DUE
from workflow.calendar import WorkCalendar
from workflow.models import Notice
from workflow.refusals import Forbidden, Refused

RULES = SupervisionRules()


def told(kind="reply"):
    return sorted(Reminder.objects.filter(kind=kind, is_held=False).values_list("person__name", "tier"))


def names(*people):
    return sorted(each.name for each in people)


@pytest.mark.parametrize(
    ("left", "tier"),
    [(31, None), (30, 30), (16, 30), (15, 15), (8, 15), (3, 3), (2, 3), (1, 1), (0, 0), (-1, -1), (-2, -1), (-3, -3), (-29, -15)]
    + [(-30, -30), (-59, -30), (-60, -60), (-400, -390)],
)
def test_the_tier_is_the_last_one_passed(left, tier):
    assert tier_of(left, RULES) == tier


@given(st.integers(-2000, 40))
def test_a_tier_never_goes_back_as_days_pass(left):
    now, later = tier_of(left, RULES), tier_of(left - 1, RULES)
    assert now is None or later <= now


def test_who_is_told_depends_on_the_tier(world):
    world.due(DUE)
    expected = {
        DUE - timedelta(15): names(world.handler),
        DUE - timedelta(6): names(world.handler, world.head),
        DUE: names(world.handler, world.head, world.supervisor),
        DUE + timedelta(8): names(world.handler, world.head, world.supervisor, world.leader),
    }
    for day, people in expected.items():
        assert WorkCalendar().is_workday(day), day
        found = [each for each in planned(world.place, day) if each.duty.kind == "reply"]
        assert sorted(each.person.name for each in found) == people, day


def test_one_digest_for_each_person_and_nothing_twice(world):
    world.due(DUE)
    world.assigned(title="关于改善公园厕所的建议")
    day = DUE - timedelta(6)
    Notice.objects.all().delete()
    sent = actions.send(world.place, day)
    notice = Notice.objects.get(person=world.handler)
    assert notice.title.startswith("今日提醒：") and "提案答复" in notice.text and sent == Reminder.objects.count() > 2
    assert set(Notice.objects.values_list("key", flat=True)) == {f"digest:{day:%Y-%m-%d}"}
    assert Reminder.objects.filter(person=world.handler, notice=notice).count() > 1
    assert actions.send(world.place, day) == 0 and Notice.objects.filter(person=world.handler).count() == 1
    assert ReminderRun.objects.get().sent == sent


def test_the_rows_stored_are_those_that_were_planned(world):
    world.due(DUE)
    world.assigned(title="关于改善公园厕所的建议")
    names_ = ("jurisdiction_id", "kind", "row", "subject", "link", "due_on", "unit_id")
    day = DUE + timedelta(8)
    found = {(each.person.pk, each.tier, *(getattr(each.duty, name) for name in names_)) for each in planned(world.place, day)}
    assert actions.send(world.place, day) == len(found) > 4
    assert set(Reminder.objects.values_list("person_id", "tier", *names_)) == found
    assert not Reminder.objects.exclude(notice__person=F("person"), on=day, is_held=False, text="", by=None).exists()


def test_the_same_tier_is_not_told_on_the_next_day_and_an_extension_is_told_anew(world):
    world.due(DUE)
    actions.send(world.place, DUE - timedelta(6))
    actions.send(world.place, DUE - timedelta(5))
    assert told() == sorted((name, 7) for name in names(world.handler, world.head))
    world.due(DUE + timedelta(1))
    actions.send(world.place, DUE - timedelta(4))
    assert len(told()) == 4


def test_after_an_outage_only_the_last_tier_is_told(world):
    world.due(DUE)
    actions.send(world.place, DUE + timedelta(8))
    assert {tier for _, tier in told()} == {-7}


def test_a_day_off_tells_nobody(world):
    world.due(DUE)
    sunday = DUE - timedelta(2)
    assert not WorkCalendar().is_workday(sunday)
    assert not planned(world.place, sunday)
    assert actions.send_due(datetime(sunday.year, sunday.month, sunday.day, 9, tzinfo=ZoneInfo("Asia/Shanghai"))) == 0


def test_it_goes_out_at_the_hour_of_the_place_once_a_day(world):
    world.due(DUE)
    morning = datetime(DUE.year, DUE.month, DUE.day, 7, 59, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert actions.send_due(morning) == 0
    assert actions.send_due(morning + timedelta(minutes=1)) > 0
    assert actions.send_due(morning + timedelta(hours=5)) == 0
    Ruleset.objects.create(jurisdiction=world.place, version=1, name="早", overrides={"supervision": {"digest_hour": 7}}, effective_on=DAY)
    after = WorkCalendar().roll(DUE + timedelta(1))
    assert actions.send_due(morning.replace(month=after.month, day=after.day, hour=7, minute=0)) > 0


def test_a_held_one_stays_back_and_can_be_let_go(world):
    world.due(DUE)
    day = DUE - timedelta(6)
    each = next(each for each in planned(world.place, day) if each.person == world.handler and each.duty.kind == "reply")
    with pytest.raises(Forbidden):
        actions.hold(each, by=world.handler, day=day, reason="不想收")
    with pytest.raises(Refused, match="理由"):
        actions.hold(each, by=world.supervisor, day=day, reason=" ")
    row = actions.hold(each, by=world.supervisor, day=day, reason="正在住院")
    assert [one.held for one in planned(world.place, day) if one.person == world.handler and one.duty.kind == "reply"] == [row]
    actions.release(row, by=world.secretary)
    row = actions.hold(each, by=world.supervisor, day=day, reason="正在住院")
    actions.send(world.place, day)
    assert (world.handler.name, 7) not in told() and (world.head.name, 7) in told()
    with pytest.raises(Refused, match="已过发送时间"):
        actions.release(row, by=world.supervisor)
    actions.send(world.place, DUE - timedelta(1))
    assert (world.handler.name, 1) in told()


def test_two_runs_at_once_cannot_tell_twice(world):
    world.due(DUE)
    actions.send(world.place, DUE)
    row = Reminder.objects.filter(kind="reply").first()
    row.pk, row.public_id = None, None
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.bulk_create([row])


def test_chasing_tells_handler_and_head_at_once_with_the_text(world):
    handling = world.due(DUE)
    rows = actions.chase([f"reply:{handling.pk}"], by=world.supervisor, text="请本周内答复", on=DAY)
    assert sorted(row.person.name for row in rows) == names(world.handler, world.head)
    notice = Notice.objects.get(person=world.head, key__startswith="chase:")
    assert notice.title.startswith("催办：") and notice.text.startswith("请本周内答复")
    assert [row.occasion for row in Reminder.objects.about(world.proposal.get_absolute_url())] == ["人工催办", "人工催办"]


def test_nobody_chases_himself_unless_the_duty_is_his_alone(world):
    filed = world.filed(title="关于增设候车亭的建议")
    [(_, bearers)] = actions.preview_chase(world.secretary, [f"assignment:{filed.pk}"], DAY)
    assert world.supervisor.pk in bearers and world.secretary.pk not in bearers
    [(_, people)] = actions.preview_chase(world.supervisor, [f"assignment:{filed.pk}"], DAY)
    assert people and world.supervisor.pk not in people
    type(world.secretary).objects.filter(pk__in=people).update(is_active=False)
    assert actions.preview_chase(world.supervisor, [f"assignment:{filed.pk}"], DAY)[0][1] == [world.supervisor.pk]


def test_the_ledger_tells_the_latest_day_first_however_it_was_entered(world):
    handling = world.due(DUE)
    for day in (DUE, DUE - timedelta(6)):
        actions.chase([f"reply:{handling.pk}"], by=world.supervisor, on=day)
    days = [row.on for row in Reminder.objects.about(world.proposal.get_absolute_url())]
    assert days == sorted(days, reverse=True) and len(set(days)) == 2


def test_only_what_is_still_owed_can_be_chased_and_only_by_who_oversees(world):
    handling = world.due(DUE)
    for person_, keys in ((world.handler, [f"reply:{handling.pk}"]), (world.supervisor, ["reply:999999"])):
        with pytest.raises(Refused, match="已办结、暂停或不再由您督办"):
            actions.chase(keys, by=person_, on=DAY)
    with pytest.raises(Refused, match="请先选择"):
        actions.chase([], by=world.supervisor, on=DAY)
    type(world.handler).objects.filter(pk__in=[world.handler.pk, world.head.pk]).update(is_active=False)
    with pytest.raises(Refused, match="没有可以登录的人员"):
        actions.chase([f"reply:{handling.pk}"], by=world.supervisor, on=DAY)


def test_the_next_morning_is_today_until_it_went_out(world):
    noon = datetime(DUE.year, DUE.month, DUE.day, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert next_morning(world.place, noon) == DUE
    actions.send(world.place, DUE)
    assert next_morning(world.place, noon) == WorkCalendar().roll(DUE + timedelta(1))


@pytest.mark.parametrize(
    "changes",
    [{"tiers": (3, 7)}, {"tiers": ()}, {"overdue_steps": (3, 1)}, {"overdue_every": 0}, {"red_after": 1}, {"digest_hour": 24}]
    + [{"points": (("yellow", 1),)}, {"slip_first": "green"}, {"head_within": -1}],
)
def test_rules_that_make_no_sense_are_refused(changes):
    with pytest.raises(ValueError, match="[一-龥]"):
        SupervisionRules(**changes)
