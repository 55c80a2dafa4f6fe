"""Moves as calls: what they take, what they refuse, what they answer."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation import actions
from consultation.models import PlanItem
from documents.models import Attachment
from feedback.models import Assignment
from tests.world import DAY
from workflow.models import Event

TEAM = {"head": "演示甲", "deputy": "演示乙", "office": "办公室", "handler": "演示丙", "phone": "0571-12345678"}
WORK_PLAN = {"goals": "目标", "tasks": "调研｜演示甲｜2026-05-20", "contact": "演示甲", "phone": "0571-12345678"}


@pytest.fixture
def plan(world):
    return world.issued_plan()


@pytest.fixture
def item(plan):
    return plan.items.get(number=1)


@pytest.fixture
def duty(plan, world):
    return Assignment.objects.get(unit=world.finance)


def act(row, move):
    base = {"PlanItem": "plan-items", "AnnualPlan": "plans", "Assignment": "assignments", "WorkPlan": "work-plans"}[type(row).__name__]
    return f"{base}/{row.public_id}/act/{move}/"


def test_detail_offers_the_moves_of_this_person_with_their_fields(item, secretary):
    moves = {move["name"]: move for move in secretary.json(f"plan-items/{item.public_id}/")["moves"]}
    assert "市财政局、市教育局" in moves["confirm_work_plans"]["missing"]
    assert moves["hold"]["missing"] == ""
    assert moves["hold"]["url"] == f"/api/v1/plan-items/{item.public_id}/act/hold/"
    field = {
        "name": "held_on",
        "label": "举行日期",
        "required": True,
        "schema": {"type": "string", "format": "date", "description": "举行日期"},
    }
    assert moves["hold"]["fields"] == [field]


def test_a_unit_sees_no_move_and_only_its_own_duty_of_an_item(item, secretary, handler):
    shown = handler.json(f"plan-items/{item.public_id}/")
    assert shown["moves"] == []
    assert [duty["unit_name"] for duty in shown["assignments"]] == ["市财政局"]
    assert [duty["unit_name"] for duty in secretary.json(f"plan-items/{item.public_id}/")["assignments"]] == ["市财政局", "市教育局"]


def test_a_move_changes_the_row_and_answers_its_state(item, secretary):
    answer = secretary.post(act(item, "hold"), {"held_on": "2026-03-02"})
    made = {"id": str(item.public_id), "state": "held", "state_label": "已举行", "version": 2, "created": None}
    assert (answer.status_code, answer.json()) == (200, made)
    event = Event.objects.of(item).last()
    assert (event.move, event.channel, event.on) == ("hold", "api", DAY)


def test_refusals_come_as_sentences(item, duty, secretary, handler):
    late = secretary.post(act(item, "hold"), {"held_on": "2999-01-01"})
    assert (late.status_code, late.json()) == (409, {"detail": "举行日期不能晚于今天。"})
    state = secretary.post(act(item, "conclude"))
    assert (state.status_code, state.json()["detail"]) == (409, "当前状态是“已列入计划”，不能进行“办结事项”。")
    missing = secretary.post(act(item, "confirm_work_plans"))
    assert missing.status_code == 409 and "还没有接受工作方案" in missing.json()["detail"]
    forbidden = handler.post(act(item, "hold"), {"held_on": "2026-03-02"})
    assert (forbidden.status_code, forbidden.json()) == (403, {"detail": "您没有权限进行“登记已举行”。"})
    assert PlanItem.objects.get(pk=item.pk).version == 1


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"held_on": ["该字段是必填项。"]}),
        ({"held_on": "昨天"}, {"held_on": ["输入一个有效的日期。"]}),
        ({"held_on": 20260302}, {"held_on": ["应为文字。"]}),
        ({"held_on": ["2026-03-02"]}, {"held_on": ["应为文字。"]}),
        ({"held_on": "2026-03-02", "state": "concluded"}, {"state": ["没有这个字段。"]}),
        ({"held_on": "2026-03-02", "version": "1"}, {"version": ["应为整数。"]}),
        ({"held_on": "2026-03-02", "version": True}, {"version": ["应为整数。"]}),
    ],
)
def test_wrong_input_is_named_by_field(item, secretary, body, errors):
    answer = secretary.post(act(item, "hold"), body)
    assert (answer.status_code, answer.json()) == (400, errors)
    assert PlanItem.objects.get(pk=item.pk).state == "planned"


def test_an_old_version_is_refused_in_body_and_header(item, secretary):
    actions.start(item, by=item.plan.jurisdiction.memberships.get(role="secretary").person)
    body = secretary.post(act(item, "hold"), {"held_on": "2026-03-02", "version": 1})
    assert body.status_code == 409 and "刚被别人修改过" in body.json()["detail"]
    header = secretary.post(act(item, "hold"), {"held_on": "2026-03-02"}, headers={"If-Match": '"1"'})
    assert header.status_code == 412
    assert secretary.post(act(item, "hold"), {"held_on": "2026-03-02"}, headers={"If-Match": "junk"}).status_code == 400
    seen = secretary.get(f"plan-items/{item.public_id}/").headers["ETag"]
    assert secretary.post(act(item, "hold"), {"held_on": "2026-03-02"}, headers={"If-Match": seen}).status_code == 200


def test_a_field_that_is_not_sent_keeps_its_value(world, secretary):
    plan = world.plan()
    assert secretary.post(act(plan, "edit"), {"issuers": ["市政府办公室", "市政协办公室"], "addressees": "各单位"}).status_code == 200
    assert secretary.post(act(plan, "edit"), {"title": "新标题"}).status_code == 200
    shown = secretary.json(f"plans/{plan.public_id}/")
    assert (shown["title"], shown["addressees"]) == ("新标题", "各单位")
    assert [issuer["name"] for issuer in shown["issuers"]] == ["市政府办公室", "市政协办公室"]


def test_rows_are_named_by_their_public_id(world, item, secretary):
    shown = secretary.json(act(item, "schedule"))
    contact = next(field for field in shown["fields"] if field["name"] == "contact")
    assert contact["choices"] == [{"value": str(world.secretary.public_id), "label": world.secretary.name}]
    assert secretary.post(act(item, "schedule"), {"contact": str(world.secretary.public_id), "presides": []}).status_code == 200
    assert secretary.post(act(item, "schedule"), {"attendance": "主席出席"}).status_code == 200
    row = secretary.json(f"plan-items/{item.public_id}/")
    assert (row["contact"], row["attendance"]) == (str(world.secretary.public_id), "主席出席")
    stranger = secretary.post(act(item, "schedule"), {"contact": str(world.handler.public_id)})
    assert stranger.status_code == 400 and "contact" in stranger.json()
    assert secretary.post(act(item, "schedule"), {"contact": "7"}).status_code == 400


def test_a_unit_answers_with_text_and_files(duty, handler, secretary):
    assert handler.post(act(duty, "acknowledge")).status_code == 200
    assert handler.post(act(duty, "name_team"), TEAM).status_code == 200
    files = SimpleUploadedFile("方案.txt", "方案".encode())
    answer = handler.upload(act(duty, "submit_work_plan"), WORK_PLAN | {"files": files})
    assert answer.status_code == 200, answer.content.decode()
    assert Attachment.objects.get().name == "方案.txt"
    shown = secretary.json(f"work-plans/{answer.json()['created']}/")
    assert shown["tasks"] == [{"text": "调研", "owner": "演示甲", "due_on": "2026-05-20"}]
    assert [move["name"] for move in shown["moves"]] == ["accept", "return"]
    assert secretary.post(f"work-plans/{shown['id']}/act/accept/", {"answer": "同意"}).json()["state"] == "accepted"


def test_tasks_may_be_a_list_of_objects(duty, handler):
    handler.post(act(duty, "acknowledge"))
    handler.post(act(duty, "name_team"), TEAM)
    tasks = [{"text": "调研|座谈", "owner": "演示甲", "due_on": None}, {"text": "汇总", "owner": "演示乙", "due_on": "2026-06-01"}]
    assert handler.post(act(duty, "submit_work_plan"), WORK_PLAN | {"tasks": tasks}).status_code == 200
    assert handler.json("work-plans/")["results"][0]["tasks"] == tasks
    for wrong in ([{"text": "甲"}], ["甲"], [{"text": "甲", "owner": "乙", "due_on": "何日"}], [{"text": 1, "owner": "乙"}], [], 5):
        assert handler.post(act(duty, "submit_work_plan"), WORK_PLAN | {"tasks": wrong}).status_code == 400, wrong


def test_an_item_is_removed_from_a_draft_only(world, secretary, plan):
    item = plan.items.first()
    assert secretary.post(f"plan-items/{item.public_id}/", method="delete").status_code == 409
    draft = world.plan(year=2027).items.first()
    assert secretary.post(f"plan-items/{draft.public_id}/", method="delete").status_code == 204
    assert not PlanItem.objects.filter(pk=draft.pk).exists()


def test_history_is_for_those_who_see_the_row(item, secretary, handler, world):
    secretary.post(act(item, "start"))
    assert [event["label"] for event in handler.json(f"plan-items/{item.public_id}/history/")["results"]] == ["开始"]
    other = secretary.json(f"plan-items/{item.public_id}/history/")["results"][0]
    assert (other["by"], other["to_state"]) == (world.secretary.name, "under_way")


@pytest.mark.parametrize(("path", "most"), [("plans/{plan}/", 8), ("plan-items/{item}/", 8), ("assignments/{duty}/", 8)])
def test_a_detail_takes_few_queries(plan, item, duty, secretary, path, most):
    path = path.format(plan=plan.public_id, item=item.public_id, duty=duty.public_id)
    secretary.json(path)
    with CaptureQueriesContext(connection) as queries:
        secretary.json(path)
    assert len(queries) <= most


def statements(queries):
    """The statements that touch data; what opens and closes transactions is not counted."""
    return [each["sql"] for each in queries if "SAVEPOINT" not in each["sql"]]


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "k"}])
def test_a_move_takes_few_queries(item, duty, secretary, handler, headers):
    secretary.json("plans/")
    handler.json("plans/")
    for caller, path, body in (
        (secretary, act(item, "start"), {}),
        (secretary, act(item, "hold"), {"held_on": "2026-03-02"}),
        (handler, act(duty, "acknowledge"), {}),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert caller.post(path, body, headers={name: value + path[-40:] for name, value in headers.items()}).status_code == 200
        assert len(statements(queries)) <= 12 + 3 * bool(headers), statements(queries)
