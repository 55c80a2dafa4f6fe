from datetime import date

import pytest

from consultation import actions
from consultation.models import AnnualPlan, PlanItem
from feedback import actions as feedback
from feedback.models import Assignment
from organizations.models import Role, Ruleset
from tests.world import DAY, World, person
from workflow.models import Event, Notice
from workflow.refusals import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def test_issue_assigns_each_named_unit_and_tells_it(world):
    plan = world.issued_plan()
    assert plan.state == "issued"
    assert list(Assignment.objects.order_by("pk").values_list("unit_name", "role", "due_on")) == [
        ("市财政局", "牵头", date(2026, 6, 30)),
        ("市教育局", "配合", date(2026, 6, 30)),
    ]
    assert Notice.objects.filter(person=world.handler).count() == 1
    assert Event.objects.of(plan).count() == 8


def test_report_needs_the_three_offices(world):
    plan = actions.consult(world.plan(), by=world.secretary)
    with pytest.raises(Refused, match="应有 3 家，已有 0 家"):
        actions.report(plan, by=world.secretary)


def test_issue_refuses_an_unknown_unit(world):
    draft = world.draft()
    plan = world.approved_plan(
        items=(*draft.items, type(draft.items[0])("第三", number=3, units=(type(draft.items[0].units[0])("市不存在局"),)))
    )
    with pytest.raises(Refused, match="市不存在局"):
        actions.issue(plan, by=world.secretary, issued_on=DAY, document_number="测〔2026〕1号")
    assert not Assignment.objects.exists()


def test_a_second_plan_for_the_year_is_refused(world):
    world.plan()
    with pytest.raises(Refused, match="已有协商计划"):
        world.plan()


def test_a_unit_sees_only_its_own_items(world):
    world.issued_plan()
    assert PlanItem.objects.visible_to(world.other_handler).count() == 1
    assert AnnualPlan.objects.visible_to(world.handler).count() == 0
    assert Assignment.objects.visible_to(world.handler).count() == 1
    assert PlanItem.objects.visible_to(World("别市", "other").secretary).count() == 0


def test_a_unit_answers_its_assignment(world):
    world.issued_plan()
    duty = Assignment.objects.get(unit=world.finance)
    with pytest.raises(Forbidden):
        feedback.acknowledge(duty, by=world.other_handler)
    feedback.acknowledge(duty, by=world.handler)
    plan = {"goals": "目标", "tasks": [{"text": "调研", "owner": "演示甲", "due_on": None}], "contact": "演示甲", "phone": "1"}
    with pytest.raises(Refused, match="第一责任人"):
        feedback.submit_work_plan(duty, by=world.handler, **plan)
    feedback.name_team(duty, by=world.handler, head="演示甲", deputy="演示乙", office="办公室", handler="演示丙", phone="0")
    first = feedback.submit_work_plan(duty, by=world.handler, **plan)
    with pytest.raises(Refused, match="待审核"):
        feedback.submit_work_plan(duty, by=world.handler, **plan)
    feedback.return_work_plan(first, by=world.secretary, reason="任务不细")
    second = feedback.submit_work_plan(duty, by=world.handler, **plan)
    assert feedback.accept_work_plan(second, by=world.secretary).state == "accepted"
    assert second.number == 2


def test_two_people_do_not_overwrite_each_other(world):
    plan = world.plan()
    actions.edit_plan(plan, by=world.secretary, version=1, title="甲的标题")
    with pytest.raises(Stale):
        actions.edit_plan(plan, by=world.secretary, version=1, title="乙的标题")


def test_cancelling_an_item_withdraws_its_duties_and_is_an_amendment(world):
    plan = world.issued_plan()
    item = plan.items.get(number=1)
    actions.cancel(item, by=world.secretary, reason="合并", approved_by="市委")
    assert set(Assignment.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert plan.amendments.get().changes[0]["what"] == "取消"


def test_amending_a_time_moves_the_deadline(world):
    plan = world.issued_plan()
    fields = {"time_text": "9月", "window_start": date(2026, 9, 1), "window_end": date(2026, 9, 30)}
    actions.amend(plan, by=world.secretary, reason="推迟", approved_by="市委", edits=[(plan.items.get(number=1), fields)])
    assert set(Assignment.objects.values_list("due_on", flat=True)) == {date(2026, 9, 30)}


def test_an_item_without_a_time_is_never_overdue(world):
    world.issued_plan()
    assert [item.number for item in PlanItem.objects.overdue(date(2027, 1, 1))] == [1]


def test_a_closed_year_may_have_had_no_number(world):
    plan = actions.create_plan(world.place, world.draft(), by=world.secretary, on=DAY, is_history=True)
    plan = actions.consult(plan, by=world.secretary, on=DAY)
    for office in world.offices:
        actions.give_opinion(plan, by=world.secretary, office=office, agrees=True, on=DAY)
    actions.report(plan, by=world.secretary, on=DAY)
    actions.approve(plan, by=world.secretary, approved_by="市委", approved_on=DAY)
    plan = actions.issue(plan, by=world.secretary, issued_on=DAY)
    assert (plan.state, plan.document_number) == ("issued", "")
    assert not Notice.objects.exists()


def test_three_departments_are_not_the_three_offices(world):
    plan = actions.consult(world.plan(), by=world.secretary)
    actions.give_opinion(plan, by=world.secretary, office=world.government_office, agrees=True)
    actions.give_opinion(plan, by=world.secretary, office=world.government_office, agrees=True)
    with pytest.raises(Refused, match="已有 1 家，还差党委办公厅（室）、政协办公厅（室）"):
        actions.report(plan, by=world.secretary)
    with pytest.raises(Refused, match="只能由本地区党委、政府、政协"):
        actions.give_opinion(plan, by=world.secretary, office=world.committee, agrees=True)


def test_a_plan_sent_back_is_consulted_on_anew(world):
    plan = actions.send_back(world.approved_plan(), by=world.secretary, reason="再改")
    plan = actions.consult(plan, by=world.secretary)
    with pytest.raises(Refused, match="已有 0 家"):
        actions.report(plan, by=world.secretary)
    assert plan.opinions.count() == 3


def test_a_plan_needs_the_share_of_supervisory_items_that_the_rules_ask_for(world):
    overrides = {"consultation": {"supervisory_share": 30}}
    Ruleset.objects.create(jurisdiction=world.place, version=1, name="测试", overrides=overrides, effective_on=date(2020, 1, 1))
    with pytest.raises(Refused, match="不少于 30%：现有 2 项，其中监督性 0 项"):
        world.approved_plan()


def test_the_staff_of_the_three_offices_are_told_that_their_opinion_is_asked_for(world):
    staff = [person(world.place, Role.OFFICE_STAFF, office) for office in world.offices]
    elsewhere = World("别处", "elsewhere").somebody(Role.OFFICE_STAFF)
    plan = actions.consult(world.plan(), by=world.secretary, on=DAY)
    told = Notice.objects.filter(key=f"consult:{plan.pk}:1")
    assert {notice.person for notice in told} == set(staff) and elsewhere not in staff
    assert (told[0].title, told[0].link) == (f"待会商：{plan.title}", f"/plans/{plan.public_id}/")
    plan = actions.send_back(plan, by=world.secretary, on=DAY, reason="再改")
    actions.consult(plan, by=world.secretary, on=DAY)
    assert Notice.objects.filter(key=f"consult:{plan.pk}:2", title__startswith="待会商（第2轮）").count() == len(staff)
