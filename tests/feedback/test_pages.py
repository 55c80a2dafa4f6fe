"""The pages of assignments: what each role sees, how much they ask the database, the moves from their forms."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.models import Attachment
from feedback import actions
from feedback.filters import AssignmentFilter
from feedback.forms import WorkPlanForm
from feedback.models import Assignment, WorkPlan
from feedback.statistics import NEEDS
from organizations.models import Role
from tests.pages import enter, look
from tests.world import DAY, World
from workflow.models import Notice

pytestmark = pytest.mark.django_db
TEAM = {"head": "演示甲", "deputy": "演示乙", "office": "综合科", "handler": "演示丙", "phone": "12345678"}
FIELDS = {"goals": "摸清底数", "contact": "演示丙", "phone": "12345678"}
PLAN = FIELDS | {"tasks": [{"text": "实地调研", "owner": "演示甲", "due_on": date(2026, 5, 8)}]}
LIST = "/assignments/"


@pytest.fixture
def world(time_machine):
    time_machine.move_to("2026-03-10T10:00:00+08:00", tick=False)
    return World()


@pytest.fixture
def duty(world):
    world.issued_plan()
    return Assignment.objects.get(unit=world.finance)


def more_duties(duty, number):
    """`number` further assignments of the same unit, each with people and a work plan."""
    for n in range(number):
        copy = Assignment.objects.get(pk=duty.pk)
        copy.pk, copy.public_id, copy.subject, copy.state = None, uuid4(), f"另一议题{n}", "assigned"
        copy.save(force_insert=True)
        filled(copy)


def filled(duty, by=None):
    """The assignment acknowledged, with people, a work plan and an entry."""
    by = by or duty.unit.memberships.get(role=Role.UNIT_HANDLER).person
    duty = actions.acknowledge(duty, by=by, on=DAY)
    actions.name_team(duty, by=by, on=DAY, **TEAM)
    actions.submit_work_plan(duty, by=by, on=DAY, **PLAN)
    actions.add_entry(duty, by=by, on=DAY, kind="progress", text="已开协调会")
    duty.refresh_from_db()
    return duty


def row(number, text, owner="", day=""):
    """A row of the table of tasks, as a browser sends it."""
    return {f"tasks-{number}-text": text, f"tasks-{number}-owner": owner, f"tasks-{number}-due_on": day}


def address(duty, move=""):
    return f"/assignments/{duty.public_id}/" + (f"act/{move}/" if move else "")


def test_list_shows_a_unit_its_own_and_a_secretary_all(client, world, duty):
    page, _ = look(enter(client, world.handler), LIST)
    assert page.count(address(duty)) == 1 and "市教育局" not in page
    page, _ = look(enter(client, world.secretary), LIST)
    assert "市财政局" in page and "市教育局" in page


def test_list_of_nobody_says_what_will_come(client, world):
    page, _ = look(enter(client, world.handler), LIST)
    assert "还没有交办件" in page and "年度计划印发后" in page
    page, _ = look(enter(client, world.handler), LIST + "?q=水")
    assert "没有符合条件的交办件" in page


def test_list_and_detail_ask_the_same_for_one_and_three(client, world, duty):
    filled(duty)
    enter(client, world.handler)
    assert len(look(client, LIST)[1]) == 4
    assert len(look(client, address(duty))[1]) == 13
    more_duties(duty, 2)
    for n in range(2):
        actions.add_entry(duty, by=world.handler, on=DAY, kind="progress", text=f"进展{n}")
    page, asked = look(client, LIST)
    assert page.count("card-title") == 3 and len(asked) == 4
    page, asked = look(client, address(duty))
    assert "进展1" in page and len(asked) == 13


def test_pages_go_on_after_the_last_row(client, world, duty, monkeypatch):
    monkeypatch.setattr("organizations.pages.KeysetPage.__init__.__defaults__", (None, 2, ("-pk",)))
    more_duties(duty, 2)
    enter(client, world.handler)
    page, _ = look(client, LIST + "?state=open")
    following = re.search(r'rel="next" href="([^"]+)"', page).group(1).replace("&amp;", "&")
    assert "state=open" in following
    page, _ = look(client, LIST + following)
    assert duty.subject in page and page.count("card-title") == 1 and "已到最后" in page


@pytest.mark.parametrize(
    "query", ["after=x", "after=99999999999999999999", "due_from=x", "state=x", "q=%00", "need=x", "unit=" + "长" * 80]
)
def test_list_survives_strange_addresses(client, world, duty, query):
    look(enter(client, world.handler), f"{LIST}?{query}")


def test_somebody_elses_assignment_is_not_found(client, world, duty):
    enter(client, world.other_handler)
    for page in (address(duty), address(duty, "acknowledge")):
        assert client.get(page).status_code == 404
    enter(client, World("别市", "other").secretary)
    assert client.get(address(duty)).status_code == 404


def test_detail_tells_how_the_deadline_was_counted_and_what_it_came_from(client, world, duty):
    page, _ = look(enter(client, world.handler), address(duty))
    assert "2026年6月30日" in page and "怎样算出来的" in page
    assert all(step in page for step in (duty.due_rule, *duty.due_steps))
    assert "逾期未报" not in page and "还没有报送工作方案" in page


def test_what_is_late_says_so(client, world, duty, time_machine):
    time_machine.move_to("2026-07-02T10:00:00+08:00", tick=False)
    enter(client, world.handler)
    assert "已逾期" in look(client, address(duty))[0] and "逾期未报" in look(client, address(duty))[0]
    page, _ = look(client, LIST)
    assert "已逾期" in page and "逾期未报" in page


def test_every_need_finds_what_it_names(world, duty):
    other = Assignment.objects.get(unit=world.education)
    found = lambda need, day=None: [  # noqa: E731
        each.unit_name for each in AssignmentFilter({"need": need}, Assignment.objects.visible_to(world.secretary)).qs.order_by("pk")
    ]
    both = ["市财政局", "市教育局"]
    assert found("acknowledge") == both and found("team") == both and found("work_plan") == both
    plan = filled(duty, world.handler).work_plans.get()
    assert found("review") == ["市财政局"] and found("team") == found("work_plan") == ["市教育局"] == found("acknowledge")
    actions.return_work_plan(plan, by=world.secretary, reason="任务不细")
    assert found("returned") == ["市财政局"] and found("work_plan") == both
    Assignment.objects.filter(pk=other.pk).update(due_on=None)
    Assignment.objects.filter(pk=duty.pk).update(due_on=date(2026, 3, 9), work_plan_due_on=date(2026, 3, 9))
    assert found("undated") == ["市教育局"] and found("overdue") == found("work_plan_late") == ["市财政局"] and found("soon") == []
    Assignment.objects.filter(pk=duty.pk).update(due_on=date(2026, 3, 10) + timedelta(days=15))
    assert found("soon") == ["市财政局"]
    Assignment.objects.update(is_history=True)
    assert [need for need in NEEDS if found(need)] == []


def test_unit_is_found_by_any_of_its_names(world, duty):
    found = lambda text: AssignmentFilter({"unit": text}, Assignment.objects.all()).qs.count()  # noqa: E731
    assert (found("财政局"), found("市财政"), found("教育"), found("卫生")) == (1, 1, 1, 0)


def test_a_unit_goes_its_way_through_the_forms(client, world, duty):
    enter(client, world.handler)
    page, _ = look(client, address(duty))
    assert f'href="{address(duty, "acknowledge")}"' in page and "submit_work_plan" not in page
    assert client.post(address(duty, "acknowledge"), {"version": duty.version}).url == address(duty)
    page, _ = look(client, address(duty))
    assert "请先填写第一责任人" in page
    assert client.post(address(duty, "name_team"), TEAM).url == address(duty)
    form, _ = look(client, address(duty, "submit_work_plan"))
    assert form.count('-due_on"') == 5 and "data-add-row" in form
    tasks = row(0, "实地调研", "演示甲", "2026-05-08") | row(3, "汇总", "演示乙")
    report = SimpleUploadedFile("方案.txt", "内容".encode())
    sent = client.post(address(duty, "submit_work_plan"), FIELDS | tasks | {"files": report})
    assert sent.url == address(duty)
    plan = WorkPlan.objects.get()
    assert list(plan.tasks.values_list("text", "owner", "due_on")) == [("实地调研", "演示甲", date(2026, 5, 8)), ("汇总", "演示乙", None)]
    page, _ = look(client, address(duty))
    assert "方案.txt" in page and "待审核" in page and "submit_work_plan" not in page
    entry = {"kind": "report_heard", "on": "2026-03-09", "person_name": "演示甲", "text": "听取了汇报"}
    assert client.post(address(duty, "add_entry"), entry).url == address(duty)
    page, _ = look(client, address(duty))
    assert "演示甲听取汇报" in page and "办理中" in page


def test_wrong_tasks_are_told_by_row_and_nothing_is_stored(client, world, duty):
    actions.acknowledge(duty, by=world.handler)
    actions.name_team(duty, by=world.handler, **TEAM)
    enter(client, world.handler)
    for tasks, sentence in (
        ({}, "请至少填写一项任务"),
        (row(0, "调研"), "第1行：任务和责任人都要填写"),
        (row(0, "调研", "甲") | row(1, "") | row(2, "写", "乙", "五月"), "第3行：完成日期“五月”不是日期"),
        (row(0, "长" * 201, "甲"), "第1行“任务”"),
        (row(0, "调研", "甲", "2026-05-01") | row(1, "汇总", "甲", "2026-03-01"), "第2项任务的完成日期不能早于交办日期 2026-03-02"),
        ({"tasks": "调研｜甲｜2026-05-01｜多"}, "请写成“任务｜责任人｜完成日期”"),
    ):
        page = client.post(address(duty, "submit_work_plan"), FIELDS | tasks)
        assert page.status_code == 400 and sentence in page.content.decode()
        assert "调研" not in tasks.get("tasks-0-text", "") or 'value="调研"' in page.content.decode()
    assert not WorkPlan.objects.exists()


def test_tasks_are_taken_as_lines_and_as_a_list(world, duty):
    wanted = [{"text": "调研", "owner": "甲", "due_on": date(2026, 5, 1)}, {"text": "写", "owner": "乙", "due_on": None}]
    lists = [{"text": "调研", "owner": "甲", "due_on": "2026-05-01"}, {"text": "写", "owner": "乙"}]
    for tasks in ("调研|甲|2026-05-01\n写｜乙", lists):
        form = WorkPlanForm(FIELDS | {"tasks": tasks}, obj=duty, by=world.handler)
        assert form.is_valid() and form.cleaned_data["tasks"] == wanted
    for tasks in ([1], {"text": "x"}, 5, [{"text": None}, {"owner": "x"}], [["x"]]):
        assert "tasks" in WorkPlanForm(FIELDS | {"tasks": tasks}, obj=duty, by=world.handler).errors


def test_a_returned_work_plan_is_the_start_of_the_next(client, world, duty):
    plan = filled(duty, world.handler).work_plans.get()
    enter(client, world.secretary)
    page, _ = look(client, address(duty))
    back = f"/assignments/work-plans/{plan.public_id}/act/return/"
    assert back in page and "act/acknowledge" not in page
    assert client.post(back, {"reason": ""}).status_code == 400
    assert client.post(back, {"reason": "任务不细"}).url == address(duty)
    enter(client, world.handler)
    assert "任务不细" in look(client, address(duty))[0]
    form, _ = look(client, address(duty, "submit_work_plan"))
    assert 'value="实地调研"' in form and 'value="2026-05-08"' in form and "摸清底数" in form


def test_an_entry_is_corrected_and_stays_readable(client, world, duty):
    entry = filled(duty, world.handler).entries.get()
    enter(client, world.handler)
    correcting = address(duty, "add_entry") + f"?corrects={entry.pk}"
    assert f'href="{correcting}"' in look(client, address(duty))[0]
    form, _ = look(client, correcting)
    assert "更正工作进展" in form and "已开协调会" in form
    done = client.post(correcting, {"kind": "progress", "on": "2026-03-02", "text": "协调会改期", "corrects": entry.pk})
    assert done.url == address(duty)
    page, _ = look(client, address(duty))
    assert "<del>已开协调会</del>" in page and "协调会改期" in page and f"?corrects={entry.pk}" not in page
    assert client.get(correcting).status_code == 404
    assert client.get(address(duty, "add_entry") + "?corrects=x").status_code == 404


def test_a_move_out_of_turn_is_refused_before_the_form(client, world, duty):
    enter(client, world.handler)
    page, _ = look(client, address(duty, "add_entry"), 409)
    assert "当前状态是“已交办”" in page
    assert client.get(address(duty, "conclude")).status_code == 403
    assert client.get(address(duty, "vanish")).status_code == 404


def test_what_somebody_else_changed_meanwhile_is_told(client, world, duty):
    enter(client, world.handler)
    actions.acknowledge(duty, by=world.head)
    answer = client.post(address(duty, "name_team"), TEAM | {"version": duty.version})
    assert answer.status_code == 409 and "刚被别人修改过" in answer.content.decode() and 'value="演示丙"' in answer.content.decode()


def test_a_bad_upload_leaves_nothing_behind(client, world, duty):
    actions.acknowledge(duty, by=world.handler)
    enter(client, world.handler)
    bad = SimpleUploadedFile("照片.png", b"no picture")
    answer = client.post(address(duty, "add_entry"), {"kind": "progress", "on": "2026-03-09", "text": "进展", "files": bad})
    assert answer.status_code == 409 and "内容不是 png 格式" in answer.content.decode()
    assert not duty.entries.exists() and not Attachment.objects.exists()


def test_who_heard_the_report_is_asked_for_at_its_field(client, world, duty):
    actions.acknowledge(duty, by=world.handler)
    enter(client, world.handler)
    answer = client.post(address(duty, "add_entry"), {"kind": "report_heard", "on": "2026-03-09", "text": "听取了汇报"})
    assert answer.status_code == 400 and answer.context["form"].errors["person_name"] == ["请填写谁听取了汇报。"]
    assert not duty.entries.exists()


def test_a_listing_among_key_work_needs_its_evidence(client, world, duty):
    actions.acknowledge(duty, by=world.handler)
    enter(client, world.handler)
    entry = {"kind": "listed", "on": "2026-03-09", "text": "已列入"}
    answer = client.post(address(duty, "add_entry"), entry)
    assert answer.status_code == 400 and "请写明依据（计划名称、文号和所在条目）" in answer.context["form"].errors["evidence"][0]
    with pytest.raises(ValidationError, match="请写明依据"):
        actions.add_entry(duty, by=world.handler, kind="listed", text="已列入", evidence=" ")
    assert not duty.entries.exists()
    assert client.post(address(duty, "add_entry"), entry | {"evidence": "重点工作计划第3项"}).url == address(duty)
    page, _ = look(client, address(duty))
    assert "依据：重点工作计划第3项" in page
    assert client.get("/api/v1/progress-entries/").json()["results"][0]["evidence"] == "重点工作计划第3项"
    proof = SimpleUploadedFile("计划.txt", "内容".encode())
    assert client.post(address(duty, "add_entry"), entry | {"files": proof}).url == address(duty)
    assert Attachment.objects.get().owner_id == duty.entries.order_by("-pk").first().pk


def test_the_unit_is_told_that_its_work_plan_was_accepted(world, duty):
    actions.acknowledge(duty, by=world.handler)
    actions.name_team(duty, by=world.handler, **TEAM)
    tasks = [{"text": "调研", "owner": "演示甲", "due_on": None}]
    plan = actions.submit_work_plan(duty, by=world.handler, tasks=tasks, goals="目标", contact="演示甲", phone="12345678")
    actions.accept_work_plan(plan, by=world.secretary, answer="同意，请推进")
    for person in (world.handler, world.head):
        notice = Notice.objects.get(person=person, key=f"work-plan-accepted:{plan.pk}")
        assert (notice.title, notice.text, notice.link) == (f"工作方案已接受：{duty.subject}", "同意，请推进", address(duty))


def test_names_of_moves_have_pages(world):
    assert reverse("feedback:work-plan-act", args=["00000000-0000-0000-0000-000000000000", "accept"]).endswith("/act/accept/")


def test_ledger_is_one_units_work_on_a_page_and_in_files(client, world, duty):
    filled(duty, world.handler)
    enter(client, world.handler)
    page, asked = look(client, LIST + "ledger/?year=2026")
    assert all(text in page for text in ("演示丙", "12345678", "第1稿 待审核（2026-03-02）", "2026-03-02 已开协调会", "2026-06-30"))
    assert "市教育局" not in page and len(asked) == 10
    more_duties(duty, 2)
    page, asked = look(client, LIST + "ledger/?year=2026")
    assert page.count("card-title") == 3 and len(asked) == 10
    assert "没有符合条件" in look(client, LIST + "ledger/?year=2025")[0]
    for fmt, mark in (("csv", "市财政局"), ("xlsx", b"PK"), ("docx", b"PK")):
        answer = client.get(f"{LIST}ledger/?year=2026&format={fmt}")
        assert "2026%E5%B9%B4%E5%B7%A5%E4%BD%9C%E5%8F%B0%E8%B4%A6." + fmt in answer["Content-Disposition"]
        assert answer.content.startswith(mark) if isinstance(mark, bytes) else mark in answer.content.decode()
    assert client.get(LIST + "ledger/?format=exe").status_code == 200


def test_secretary_chooses_the_unit_of_the_ledger(client, world, duty):
    enter(client, world.secretary)
    page, _ = look(client, LIST + "ledger/")
    assert page.count("card-title") == 2
    page, _ = look(client, f"{LIST}ledger/?unit={world.education.public_id}")
    assert page.count("card-title") == 1 and "单位：市教育局" in page
    stranger = World("别市", "other").finance
    assert look(client, f"{LIST}ledger/?unit={stranger.public_id}")[0].count("card-title") in (0, 2)
    look(client, f"{LIST}ledger/?unit=x&year=99999999999999")
