"""When people answer for an assignment, and deadlines counted with a year whose calendar is not published yet."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from feedback import actions
from feedback.forms import FORMS
from feedback.models import Assignment, Team
from feedback.tables import ledger_table
from feedback.tasks import recount_deadlines
from tables import export
from tests.pages import enter
from tests.world import DAY, World
from workflow.models import CalendarDay, CalendarYear, Event, Notice
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db
NAMES = {"head": "演示甲", "deputy": "演示乙", "office": "综合科", "handler": "演示丙", "phone": "12345678"}
TODAY = date(2026, 3, 10)


@pytest.fixture
def world(time_machine):
    time_machine.move_to("2026-03-10T10:00:00+08:00", tick=False)
    return World()


@pytest.fixture
def duty(world):
    world.issued_plan()
    return Assignment.objects.get(unit=world.finance)


def test_people_may_be_named_ahead_of_their_day(client, world, duty):
    actions.name_team(duty, by=world.handler, **NAMES)
    actions.name_team(duty, by=world.handler, starts_on=date(2026, 4, 1), **NAMES | {"handler": "演示新人"})
    former, coming = Team.objects.order_by("pk")
    assert (former.ends_on, coming.starts_on, coming.ends_on) == (date(2026, 3, 31), date(2026, 4, 1), None)
    assert (duty.team_on(TODAY), duty.team_on(date(2026, 4, 1))) == (former, coming)
    client = enter(client, world.handler)
    assert "演示丙" in client.get("/assignments/").content.decode()
    page = client.get(f"/assignments/{duty.public_id}/").content.decode()
    assert "将任" in page and "现任" in page
    assert "演示新人" in export(ledger_table(Assignment.objects.all(), on=date(2026, 4, 2)), "csv")[0].decode("utf-8-sig")


def test_a_correction_on_the_same_day_takes_the_place_of_the_former_names(world, duty):
    actions.name_team(duty, by=world.handler, **NAMES)
    actions.name_team(duty, by=world.handler, **NAMES | {"handler": "演示丁"})
    assert duty.team_on(TODAY).handler == "演示丁"


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (DAY - timedelta(days=1), "不能早于交办日期 2026-03-02"),
        (date(2026, 3, 4), "现有名单自 2026-03-05 起"),
        (TODAY + timedelta(days=367), "最多提前一年"),
        (date(9999, 12, 31), "最多提前一年"),
    ],
)
def test_a_first_day_that_cannot_be_is_refused(world, duty, day, sentence):
    actions.name_team(duty, by=world.handler, starts_on=date(2026, 3, 5), **NAMES)
    with pytest.raises(Refused, match=sentence):
        actions.name_team(duty, by=world.handler, starts_on=day, **NAMES)
    form = FORMS["name_team"]({**NAMES, "starts_on": day}, obj=duty, by=world.handler)
    assert form.try_run() == (False, None)
    assert Team.objects.count() == 1


@pytest.fixture
def provisional(world):
    """A duty whose work plan is due in a year without a published calendar."""
    CalendarYear.objects.filter(year=2026).delete()
    world.issued_plan()
    return Assignment.objects.get(unit=world.finance)


def test_a_deadline_counted_with_an_unknown_year_is_marked_everywhere(client, world, provisional):
    assert (provisional.work_plan_due_on, provisional.work_plan_due_provisional) == (date(2026, 3, 23), True)
    assert "前报送工作方案（暂定）" in Notice.objects.filter(person=world.handler).first().text
    client = enter(client, world.secretary)
    pages = ("/assignments/", f"/assignments/{provisional.public_id}/", "/plans/items/missing/?what=work_plan", "/assignments/ledger/")
    for address in pages:
        assert "暂定" in client.get(address).content.decode(), address
    row = client.get("/api/v1/assignments/").json()["results"][0]
    assert row["work_plan_due_provisional"] is True
    assert "2026-03-23 前，暂定" in export(ledger_table(Assignment.objects.all()), "csv")[0].decode("utf-8-sig")


def test_the_deadline_is_counted_anew_when_the_year_arrives(world, provisional):
    assert actions.recount() == 0
    CalendarDay.objects.create(day=date(2026, 3, 20), is_workday=False, name="测试假日")
    CalendarYear.objects.create(year=2026, source="测试")
    assert recount_deadlines() == 2
    provisional.refresh_from_db()
    assert (provisional.work_plan_due_on, provisional.work_plan_due_provisional) == (date(2026, 3, 24), False)
    event = Event.objects.of(provisional).last()
    assert (event.label, event.by_name) == ("放假安排已经公布，重新计算期限", "系统")
    assert "由 2026-03-23 改为 2026-03-24" in Notice.objects.filter(person=world.handler).first().text
    assert actions.recount() == 0


def test_the_deadline_of_a_work_plan_says_how_it_was_counted(client, world, provisional):
    assert provisional.work_plan_due_rule == "工作方案"
    assert provisional.work_plan_due_steps[0] == "2026-03-02 交办 + 15 个工作日 = 2026-03-23（周一，工作日）"
    client = enter(client, world.secretary)
    page = client.get(f"/assignments/{provisional.public_id}/").content.decode()
    found = client.get(f"/api/v1/assignments/{provisional.public_id}/").json()
    admin = client.get(f"/admin/feedback/assignment/{provisional.pk}/change/").content.decode()
    assert found["work_plan_due_rule"] == "工作方案"
    for step in provisional.work_plan_due_steps:
        assert step in page and step in admin and step in found["work_plan_due_steps"]
    CalendarYear.objects.create(year=2026, source="测试")
    actions.recount()
    provisional.refresh_from_db()
    assert not any("暂定" in step for step in provisional.work_plan_due_steps)


def test_the_command_says_how_many_were_counted(world, provisional, capsys):
    CalendarYear.objects.create(year=2026, source="测试")
    call_command("recount_deadlines")
    assert "重新计算了 2 个暂定期限" in capsys.readouterr().out
