"""A postponed item: nothing of it is late anywhere, its deadlines stand still, and it goes on only at a new time."""

import re
from datetime import date

import pytest
from django.urls import reverse

from consultation import actions
from consultation.forms import ITEM_FORMS
from consultation.models import PlanItem
from consultation.statistics import loads
from dashboard import work
from feedback.models import Assignment
from feedback.tables import ledger_table
from tables import export
from tests.pages import enter
from tests.world import World
from workflow.models import Event, Notice
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db
LATE = r"tone-bad|class=\"[^\"]*\blate\b"
TODAY = date(2026, 8, 3)
AUTUMN = {"time_text": "10月", "precision": "month", "window_start": date(2026, 10, 1), "window_end": date(2026, 10, 31)}
WORDS = {"reason": "条件成熟", "approved_by": "市委办公室"}


@pytest.fixture
def world(time_machine):
    time_machine.move_to("2026-08-03T10:00:00+08:00", tick=False)
    return World()


@pytest.fixture
def late(world):
    """An item whose June is over."""
    return world.issued_plan().items.get(number=1)


@pytest.fixture
def postponed(world, late):
    return actions.postpone(late, by=world.secretary, reason="条件不成熟", approved_by="市委办公室")


def surfaces(client, world, item):
    """How often each page, endpoint and table says that something is late: {name: the rows it names}."""
    enter(client, world.secretary)
    plan, year = item.plan.public_id, f"/plans/{item.plan.public_id}/year/"
    pages = {
        "item page": reverse("consultation:item-detail", args=[item.public_id]),
        "plan page": reverse("consultation:plan-detail", args=[plan]),
        "item list": "/plans/items/",
        "year": year,
        "assignments": "/assignments/",
        "assignment": f"/assignments/{Assignment.objects.get(unit=world.finance).public_id}/",
        "missing": "/plans/items/missing/?what=work_plan",
    }
    found = {name: bool(re.search(LATE, text)) for name, text in read(client, pages).items()}
    found["start page"] = any(figure.value for figure in late_figures(world))
    api = client.get(f"/api/v1/plans/{plan}/year/").json()
    found["api year"] = any(row["overdue"] for part in ("dated", "all_year", "undated") for row in api[part])
    for name, address in {
        "api items": "/api/v1/plan-items/?overdue=true",
        "api overdue": "/api/v1/assignments/?need=overdue",
        "api work plans": "/api/v1/assignments/?need=work_plan_late",
    }.items():
        found[name] = bool(client.get(address).json()["results"])
    for name, address in {
        "admin items": "/admin/consultation/planitem/?gap=overdue",
        "admin assignments": "/admin/feedback/assignment/?gap=overdue",
    }.items():
        found[name] = "测试议题一" in client.get(address).content.decode()
    found["ledger"] = "已逾期" in export(ledger_table(Assignment.objects.all()), "csv")[0].decode("utf-8-sig")
    return found


def late_figures(world):
    figures = [*work.items(world.secretary, TODAY), *work.duties(world.secretary, TODAY)["figures"]]
    return [figure for figure in figures if figure.late]


def read(client, pages):
    answers = {name: client.get(address) for name, address in pages.items()}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {name: answer.content.decode() for name, answer in answers.items()}


def test_what_is_late_is_late_everywhere(client, world, late):
    assert [name for name, found in surfaces(client, world, late).items() if not found] == []


def test_what_is_postponed_is_late_nowhere(client, world, postponed):
    assert [name for name, found in surfaces(client, world, postponed).items() if found] == []
    assert not PlanItem.objects.overdue(date(2027, 1, 1)).exists()
    assert not Assignment.objects.overdue(date(2027, 1, 1)).exists()


def test_postponing_stops_the_deadlines_of_the_units_and_tells_them(world, postponed):
    duty = Assignment.objects.get(unit=world.finance)
    assert (duty.suspended_on, duty.due_on) == (TODAY, date(2026, 6, 30))
    assert Event.objects.of(duty).last().label == "延期，停止计时"
    assert Notice.objects.filter(person=world.handler, title__startswith="事项延期").count() == 1


def test_a_postponed_item_has_no_month_and_no_day(client, world, postponed):
    finance = next(load for load in loads(PlanItem.objects.all()) if load.name == "市财政局")
    assert (dict(finance.months), len(finance.undated)) == ({}, 1)
    enter(client, world.secretary)
    assert "另行安排（原定6月）" in client.get("/plans/items/?month=none").content.decode()
    assert "测试议题一" not in client.get("/plans/items/?month=6").content.decode()
    world.secretary.refresh_from_db()
    assert "测试议题一" not in client.get(f"/plans/calendar/{world.secretary.feed_key}.ics").content.decode()


def test_resuming_sets_the_new_time_as_an_amendment_and_lets_the_deadlines_run(world, postponed):
    item = actions.resume(postponed, by=world.secretary, **AUTUMN, **WORDS)
    duty = Assignment.objects.get(unit=world.finance)
    assert (item.state, item.window_end) == ("planned", date(2026, 10, 31))
    assert (duty.suspended_on, duty.due_on) == (None, date(2026, 10, 31))
    assert (duty.work_plan_from, duty.work_plan_due_on) == (TODAY, date(2026, 8, 24))
    change = item.plan.amendments.get(number=2).changes[0]
    assert (change["what"], change["before"], change["after"]) == ("恢复", "延期（原定6月）", "10月")
    assert PlanItem.objects.overdue(date(2026, 11, 1)).get() == item


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"time_text": "", "precision": "none", "window_start": None, "window_end": None}, "恢复要定下新的时间"),
        ({"time_text": "7月", "precision": "month", "window_start": date(2026, 7, 1), "window_end": date(2026, 7, 31)}, "已经过去"),
        (AUTUMN | {"approved_by": " "}, "经谁批准"),
    ],
)
def test_resuming_without_a_time_to_come_and_an_approval_is_refused(world, postponed, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        actions.resume(postponed, by=world.secretary, **WORDS | fields)
    postponed.refresh_from_db()
    assert postponed.state == "postponed"
    assert Assignment.objects.filter(suspended_on__isnull=False).count() == 2


def test_the_form_of_resuming_reads_the_time_like_that_of_an_item(world, postponed):
    typed = {"time_text": "第四季度", **WORDS}
    assert ITEM_FORMS["resume"](typed, obj=postponed, by=world.secretary).try_run()[1].window_end == date(2026, 12, 31)
    again = actions.postpone(PlanItem.objects.get(pk=postponed.pk), by=world.secretary, **WORDS)
    form = ITEM_FORMS["resume"]({"time_text": "", **WORDS}, obj=again, by=world.secretary)
    assert form.try_run() == (False, None) and "恢复要定下新的时间" in str(form.errors)


def test_a_unit_added_to_a_postponed_item_has_no_running_deadline(world, postponed):
    draft = world.draft().items[0]
    units = [*draft.units, type(draft.units[0])("市政府办公室", "co")]
    actions.amend(postponed.plan, by=world.secretary, edits=[(postponed, {"units": units})], **WORDS)
    assert Assignment.objects.get(unit=world.government_office).suspended_on == TODAY


def test_the_closed_past_owes_nothing(client, world, late):
    Assignment.objects.update(is_history=True)
    assert not Assignment.objects.open().exists()
    enter(client, world.secretary)
    for need in ("team", "work_plan", "review"):
        assert "测试议题一" not in client.get(f"/plans/items/?missing={need}").content.decode()
