"""The auditor's page: both trails as one list, its search, its pages, its export, and that nobody else sees it."""

import re
from datetime import date, timedelta

import pghistory
import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from consultation import actions
from consultation.models import AnnualPlan
from dashboard import trail
from documents.models import PaperTemplate
from documents.models.numbers import draw_number
from feedback import actions as feedback
from feedback.models import Assignment
from organizations.actions import rename_unit
from organizations.models import ApiToken, Meeting, Person, Portfolio, Role, Ruleset, Term, Unit
from proposals.models import Proposal, Receipt
from supervision.models import Card
from tests.admin.objects import sample
from tests.pages import enter, look
from tests.world import DAY, PASSWORD, World, person
from workflow.models import CalendarDay, CalendarYear, Event, MovedModel

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.fixture
def auditor(world):
    return world.somebody(Role.AUDITOR)


def seen(world, after=None, size=50, **wanted):
    return trail.entries([world.place.pk], trail.Wanted(**wanted), after, size)


def test_only_the_auditor_of_the_place_finds_it(client, world, auditor):
    for role in (Role.SECRETARY, Role.SYSTEM_ADMIN, Role.SUPERVISOR, Role.UNIT_HANDLER):
        assert enter(client, world.somebody(role)).get("/audit/").status_code == 404
    page, _ = look(enter(client, auditor), "/audit/")
    assert "市财政局" in page
    other = World("别市", "other")
    stranger, _ = look(enter(client, other.somebody(Role.AUDITOR)), "/audit/?kind=jurisdiction")
    assert "别市" in stranger and "测试市" not in stranger


def test_moves_and_registers_stand_in_one_list_by_time(world):
    plan = world.plan()
    rename_unit(world.finance, "市财政和国资局", on=date(2026, 1, 1))
    actions.consult(plan, by=world.secretary, on=DAY)
    rows = seen(world).rows
    assert rows[0].label == "送会商（拟定 → 会商）" and rows[0].kind == "年度协商计划"
    renamed = next(row for row in rows if row.kind == "单位" and row.label == "修改")
    assert ("规范简称", "市财政局", "市财政和国资局") in renamed.changes
    assert [row.at for row in rows] == sorted((row.at for row in rows), reverse=True)


def test_every_page_follows_the_last_without_gap_or_repeat(world):
    world.issued_plan()
    with transaction.atomic():
        for n in range(5):
            Unit.objects.create(jurisdiction=world.place, name=f"单位{n}", kind="government")
    whole = [row.key for row in seen(world, size=1000).rows]
    parts, after = [], ""
    while after is not None:
        page = seen(world, after, size=3)
        parts += [row.key for row in page.rows]
        after = page.next
    assert parts == whole and len(set(whole)) == len(whole) > 30


def test_a_request_names_person_address_and_channel(client, world):
    enter(client, world.secretary)
    plan = world.plan()
    client.post(f"/plans/{plan.public_id}/act/consult/", {"version": 1})
    enter(client, world.handler)
    client.post("/password/", {"old_password": PASSWORD, "new_password1": "Another-2026-pass", "new_password2": "Another-2026-pass"})
    client.post("/tokens/feed/")
    by_move, by_register = seen(world, move="送会商").rows[0], seen(world, kind="person", move="修改").rows[0]
    assert (by_move.by, by_move.channel, by_move.remote_addr) == (world.secretary.name, "网页", "127.0.0.1")
    assert (by_register.by, by_register.channel, by_register.remote_addr) == (world.handler.name, "网页", "127.0.0.1")
    assert by_register.changes == [("日历订阅密钥", "", "已设置")]


def test_search_by_person_object_move_channel_and_time(world, time_machine):
    plan = world.plan()
    with pghistory.context(person=world.head.pk, path="/api/v1/units/"):
        Unit.objects.filter(pk=world.education.pk).update(phone="0571-1")
    found = lambda **wanted: [(row.label, row.subject) for row in seen(world, **wanted).rows]  # noqa: E731
    assert found(kind="annualplan") == [("拟定计划", str(plan))]
    assert found(text="教育", kind="unit") == [("修改", "市教育局"), ("新增", "市教育局")]
    assert found(person=world.head.name) == [("修改", "市教育局")] == found(channel="api")
    assert ("拟定计划", str(plan)) in found(person=world.secretary.name) and found(move="拟定") == [("拟定计划", str(plan))]
    assert found(channel="admin") == [] == found(person="无此人") == found(kind="nothing")
    tomorrow = timezone.now() + timedelta(days=1)
    assert found(since=tomorrow) == [] and found(until=timezone.now() - timedelta(days=1)) == [] and len(found(until=tomorrow)) > 20


def test_deleted_and_new_rows_show_all_their_values(world):
    term = Term.objects.create(jurisdiction=world.place, number=9)
    meeting = Meeting.objects.create(jurisdiction=world.place, term=term, body="plenary", number=2, held_on=date(2026, 1, 5))
    meeting.delete()
    gone, new = seen(world, kind="meeting").rows
    assert gone.subject == new.subject == "第9届第2次会议"
    assert ("会议类别", "全体会议", "") in gone.changes and ("会议类别", "", "全体会议") in new.changes and ("届", "", "9") in new.changes


def test_units_of_a_portfolio_leave_a_trail(world):
    leader = person(world.place, Role.GOVERNMENT_LEADER, name="演示副市长")
    portfolio = Portfolio.objects.create(jurisdiction=world.place, leader=leader)
    portfolio.units.add(world.finance)
    portfolio.units.remove(world.finance)
    assert [(row.label, row.subject) for row in seen(world, kind="portfoliounit").rows] == [
        ("删除", "演示副市长：市财政局"),
        ("新增", "演示副市长：市财政局"),
    ]


def test_page_shows_before_and_after_and_asks_the_same_for_one_and_three(client, world, auditor):
    plan = world.plan()
    actions.edit_plan(plan, by=world.secretary, title="新标题")
    enter(client, auditor)
    page, asked = look(client, "/audit/?kind=annualplan&move=修改")
    assert re.search(r"标题</th><td>2026年度协商计划</td><td>新标题</td>", page) and len(asked) == 4
    for n in range(2):
        actions.edit_plan(AnnualPlan.objects.get(), by=world.secretary, title=f"标题{n}")
    page, asked = look(client, "/audit/?kind=annualplan&move=修改")
    assert page.count('class="card-title"') == 3 and len(asked) == 4


@pytest.mark.parametrize(
    "query", ["after=x", "after=9-9-9", "after=99999999999999999-1-1", "kind=x", "since=x", "person=%00", "until=9999-12-31"]
)
def test_page_survives_strange_addresses(client, auditor, query):
    page, _ = look(enter(client, auditor), f"/audit/?{query}")
    assert "操作记录" in page


def test_export_holds_all_that_was_found(client, world, auditor):
    plan = world.plan()
    actions.edit_plan(plan, by=world.secretary, title="=新标题")
    enter(client, auditor)
    lines = client.get("/audit/?kind=annualplan&format=csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3 and "改前" in lines[0] and "标题：=新标题" in lines[1]
    assert client.get("/audit/?format=xlsx").content.startswith(b"PK")
    assert client.get("/audit/?kind=annualplan&move=无&format=csv").status_code == 200


def test_start_page_leads_the_auditor_to_the_trail(client, auditor):
    assert 'href="/audit/"' in look(enter(client, auditor), "/")[0]
    assert Person.objects.get(pk=auditor.pk)


def test_tokens_leave_a_trail_without_anything_secret(client, world, auditor):
    token, key = ApiToken.issue(world.handler, name="统计系统", scope="read", expires_at=timezone.now() + timedelta(days=9))
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=timezone.now())
    token.revoke()
    foreign = World("别市", "other").handler
    ApiToken.issue(foreign, name="别处的", scope="write", expires_at=timezone.now() + timedelta(days=9))
    revoked, new = seen(world, kind="apitoken").rows
    assert [row.label for row in (revoked, new)] == ["修改", "新增"] and new.subject == f"{world.handler.name}：统计系统"
    assert [change[0] for change in revoked.changes] == ["吊销时间"] and ("权限", "", "只读") in new.changes
    page, _ = look(enter(client, auditor), "/audit/?kind=apitoken")
    export = client.get("/audit/?kind=apitoken&format=csv").content.decode()
    for text in (page, export):
        assert "统计系统" in text and token.digest not in text and key not in text and "别处的" not in text
    assert {field.name for field in ApiToken.pgh_event_model._meta.fields}.isdisjoint({"digest", "last_used_at"})


def test_a_change_of_the_calendar_is_seen_by_every_auditor_with_what_was_before(world):
    day = CalendarDay.objects.get(day=date(2026, 10, 1))
    assert seen(world, kind="calendarday").rows == []
    with pghistory.context(person=world.head.pk, path="/admin/workflow/calendarday/"):
        CalendarDay.objects.filter(pk=day.pk).update(name="演示改名")
        CalendarYear.objects.create(year=2099, source="演示")
    for place in (world, World("别市", "other")):
        changed, year = seen(place, kind="calendarday").rows[0], seen(place, kind="calendaryear").rows[0]
        assert changed.changes == [("名称", day.name, "演示改名")] and changed.by == world.head.name and "2026-10-01" in changed.subject
        assert (year.label, year.subject) == ("新增", "2099年")


def test_rules_are_shown_in_words_and_no_code_of_the_inside_ever(world, auditor):
    rules = {"feedback": {"work_plan_due": {"amount": 9, "unit": "day"}}, "consultation": {"overload": 3}}
    Ruleset.objects.create(jurisdiction=world.place, version=1, name="试行", effective_on=date(2026, 1, 1), overrides=rules)
    (row,) = seen(world, kind="ruleset").rows
    text = next(after for field, _, after in row.changes if field == "与默认规则的差异")
    assert "9 日" in text and "：3" in text and not re.search("[a-z_]{4,}", text)
    Event.objects.create(
        jurisdiction=world.place,
        subject_type=ContentType.objects.get_for_model(AnnualPlan),
        subject_id=1,
        label="测试",
        subject_label="测试",
        move="x",
        by_name="系统",
        channel="elsewhere",
        on=DAY,
        after={"nowhere_known": "一"},
    )
    row = seen(world, kind="annualplan").rows[0]
    assert (row.changes, row.channel) == ([("其他内容", "", "一")], "其他")
    portfolio = Portfolio.objects.create(jurisdiction=world.place, leader=world.head)
    portfolio.units.add(world.finance)
    fields = {field for row in seen(world, size=1000).rows for field, *_ in row.changes}
    assert "规范简称" in fields and not [field for field in fields if re.search("[a-z]{3,}", field)]


def test_who_was_named_before_and_after_is_told(world):
    duty = Assignment.objects.get(pk=sample("feedback.assignment", world).pk)
    names = {"head": "演示甲", "deputy": "演示乙", "office": "办公室", "handler": "演示丁", "phone": "000000"}
    feedback.name_team(duty, by=world.handler, **names)
    row = seen(world, kind="assignment", move="填报责任人").rows[0]
    assert row.changes == [("经办人", "演示丙", "演示丁")]
    first = seen(world, kind="assignment", move="填报责任人").rows[1]
    assert ("第一责任人", "", "演示甲") in first.changes and "起始日期" in {what for what, *_ in first.changes}


def test_templates_and_numbers_leave_a_trail(world):
    PaperTemplate.objects.create(jurisdiction=world.place, kind="plan_notice", version=1, word="测府办", body="正文")
    draw_number(world.place, "测府办", 2026)
    template, (drawn, _) = seen(world, kind="papertemplate").rows[0], seen(world, kind="numberseries").rows
    assert ("文种", "", "计划印发通知") in template.changes and template.subject == "测府办 第1版"
    assert drawn.changes == [("已用到", "0", "1")] and drawn.subject == "测府办〔2026〕"


def test_every_kind_of_object_in_the_trail_is_called_by_its_name():
    moved = [model for model in apps.get_models() if issubclass(model, MovedModel)]
    assert moved and [model for model in moved if model._meta.model_name not in trail.kinds()] == []


def test_moves_and_codes_of_every_room_are_shown_in_chinese(client, world, auditor):
    rules = {"proposals": {"scale": [["fine", "很满意"], ["dissatisfied", "不满意"]]}}
    Ruleset.objects.create(jurisdiction=world.place, version=1, name="试行", effective_on=date(2026, 1, 1), overrides=rules)
    facts = {"jurisdiction": world.place, "subject_id": 1, "subject_label": "第001号", "on": DAY, "by_name": "系统"}
    of = ContentType.objects.get_for_model
    Event.objects.create(subject_type=of(Card), move="issue", label="发出", from_state="proposed", to_state="issued", **facts)
    Event.objects.create(subject_type=of(Proposal), move="assign", label="交办", after={"track": "government"}, **facts)
    given = {"overall": "dissatisfied", "ratings": {"attitude": "fine"}}
    Event.objects.create(subject_type=of(Receipt), move="give", label="评价", after=given, **facts)
    rows = seen(world).rows[:3]
    assert [row.kind for row in rows] == ["征询意见表", "提案", "督办牌单"]
    assert rows[0].changes == [("总体评价", "", "不满意"), ("分项评价", "", "办理态度：很满意")]
    assert rows[1].changes == [("交办口", "", "政府办公厅（室）")]
    assert rows[2].label == "发出（待审定 → 已发出）"
    page, _ = look(enter(client, auditor), "/audit/?kind=card")
    assert "发出（待审定 → 已发出）" in page and "交办" not in page.split("<tbody>")[1]
