"""The unit's ledger as a table."""

from datetime import date

import pytest

from feedback import actions
from feedback.models import Assignment, EntryKind
from feedback.tables import LEDGER_COLUMNS, ledger_table
from tables import export, read_rows
from tests.world import DAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.fixture
def duty(world):
    world.issued_plan()
    return Assignment.objects.get(unit=world.finance)


def ledger(**fields):
    return list(ledger_table(Assignment.objects.order_by("pk"), on=date(2026, 5, 1), **fields).rows)


def test_a_fresh_duty_says_what_is_missing(duty):
    row = ledger()[0]
    assert row["head"] == row["progress"] == ""
    assert row["work_plan"].startswith("未报（2026-03-")
    assert (row["state"], row["role"], row["due_on"]) == ("已交办", "牵头", date(2026, 6, 30))


def test_the_ledger_holds_the_present_state(world, duty):
    by = world.handler
    actions.acknowledge(duty, by=by)
    for name in ("旧", "新"):
        actions.name_team(duty, by=by, on=DAY, head=name, deputy="乙", office="办公室", handler="丙", phone="12345")
    plan = actions.submit_work_plan(
        duty, by=by, goals="目标", tasks=[{"text": "调研", "owner": "丙"}], contact="丙", phone="12345", on=date(2026, 3, 9)
    )
    actions.return_work_plan(plan, by=world.secretary, reason="不细", on=date(2026, 3, 10))
    wrong = actions.add_entry(duty, by=by, kind=EntryKind.PROGRESS, text="写错了", on=date(2026, 3, 20))
    actions.add_entry(duty, by=by, kind=EntryKind.PROGRESS, text="改正", on=date(2026, 3, 20), corrects=wrong)
    actions.add_entry(duty, by=by, kind=EntryKind.REPORT_HEARD, text="听了", person_name="新", on=date(2026, 3, 21))
    actions.add_entry(duty, by=by, kind=EntryKind.LISTED, text="第3项", evidence="重点工作计划", on=date(2026, 3, 22))
    row = ledger()[0]
    assert (row["head"], row["work_plan"], row["progress"]) == ("新", "第1稿 已退回（2026-03-10）", "2026-03-20 改正")
    assert (row["reports_heard"], row["listed"], row["state"]) == ("2026-03-21 新", "2026-03-22 第3项（依据：重点工作计划）", "办理中")


def test_what_is_late_says_so(duty):
    rows = list(ledger_table(Assignment.objects.all(), on=date(2026, 7, 1)).rows)
    assert {row["state"] for row in rows} == {"已交办（已逾期）"}


def test_the_ledger_takes_the_same_queries_at_any_length(world, duty, django_assert_num_queries):
    for each in Assignment.objects.all():
        proof = {"channel": "visit", "visitors": "演示科长", "on": DAY}
        rows = actions.enter_suggestions(each, by=world.secretary, texts=["甲", "乙"], raised_on=DAY)
        actions.FLOW.apply(each, "acknowledge", by=each.unit.memberships.first().person)
        actions.feed_back_on(each, by=world.secretary, **proof)
        actions.feed_back_on(each, by=world.secretary, suggestions=rows, **proof)
    for count in (1, 2):
        with django_assert_num_queries(7):
            assert len(list(ledger_table(Assignment.objects.all()[:count]).rows)) == count


def test_the_ledger_is_a_file(duty):
    rows = read_rows(export(ledger_table(Assignment.objects.all()), "xlsx")[0], "a.xlsx", LEDGER_COLUMNS)
    assert {row.values["unit"] for row in rows} == {"市财政局", "市教育局"}
