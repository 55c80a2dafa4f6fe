"""Buttons and bulk actions: every change of a plan or an item goes through its action."""

from datetime import date

import pytest

from consultation import actions
from consultation.models import AnnualPlan, PlanItem
from feedback.models import WorkPlan
from tests.admin.objects import duty
from workflow.models import Event

PLANS = "/admin/consultation/annualplan/"
ITEMS = "/admin/consultation/planitem/"


def text(response):
    return response.content.decode()


def test_the_buttons_are_the_moves_of_the_state(secretary, world):
    page = text(secretary.get(f"{PLANS}{world.plan().pk}/change/"))
    assert "送会商" in page and "录入事项" in page
    assert "登记批准" not in page and 'name="_save"' not in page


def test_a_button_says_what_is_missing(secretary, world):
    plan = actions.consult(world.plan(), by=world.secretary)
    page = text(secretary.get(f"{PLANS}{plan.pk}/change/"))
    assert "应有 3 家，已有 0 家" in page
    answer = secretary.post(f"{PLANS}{plan.pk}/act/report/", {"version": plan.version})
    assert answer.status_code == 409 and "应有 3 家，已有 0 家" in text(answer)
    assert AnnualPlan.objects.get().state == "consulting"


def test_a_move_is_made_through_its_action(secretary, world):
    plan = world.plan()
    assert secretary.post(f"{PLANS}{plan.pk}/act/consult/", {"version": plan.version}).status_code == 302
    event = Event.objects.of(plan).last()
    assert (event.move, event.channel, event.by) == ("consult", "admin", world.secretary)
    assert "送会商" in text(secretary.get(f"{PLANS}{plan.pk}/history/"))


def test_a_stale_button_is_refused(secretary, world):
    plan = world.plan()
    actions.edit_plan(plan, by=world.secretary, title="改过的标题")
    answer = secretary.post(f"{PLANS}{plan.pk}/act/consult/", {"version": plan.version})
    assert answer.status_code == 409 and "刚被别人修改过" in text(answer)


def test_wrong_input_stays_on_the_page(secretary, world):
    item = world.plan().items.get(number=1)
    fields = {"version": item.version, "kind": "consultation", "number": 1, "title": "题目", "time_text": "某个好日子"}
    answer = secretary.post(f"{ITEMS}{item.pk}/act/edit/", fields)
    assert answer.status_code == 400 and "看不出是什么时间" in text(answer)


@pytest.mark.parametrize(
    ("who", "status"), [("secretary", 200), ("office", 403), ("system", 404), ("auditor", 404), ("handler", 403), ("foreign", 404)]
)
def test_who_may_open_a_button(office, who, status):
    plan = office.world.plan()
    assert office.client(who).get(f"{PLANS}{plan.pk}/act/consult/").status_code == status


def test_an_office_may_give_its_opinion_and_nothing_else(office):
    plan = actions.consult(office.world.plan(), by=office.world.secretary)
    client = office.client("office")
    page = text(client.get(f"{PLANS}{plan.pk}/change/"))
    assert "填会商意见" in page and "退回修改" not in page
    fields = {"version": plan.version, "office": office.world.government_office.pk, "agrees": "1"}
    assert client.post(f"{PLANS}{plan.pk}/act/give_opinion/", fields).status_code == 302


def test_an_unknown_button_does_not_exist(secretary, world):
    assert secretary.get(f"{PLANS}{world.plan().pk}/act/explode/").status_code == 404


def test_a_plan_cannot_be_posted_into_another_state(secretary, office):
    plan = office.world.plan()
    body = {"state": "issued", "jurisdiction": office.other.place.pk, "issued_on": "2026-01-01", "is_history": "on", "title": "新标题"}
    assert secretary.post(f"{PLANS}{plan.pk}/change/", body).status_code == 403
    assert secretary.post(f"{PLANS}{plan.pk}/act/edit/", body | {"version": plan.version}).status_code == 302
    after = AnnualPlan.objects.get(pk=plan.pk)
    assert (after.state, after.jurisdiction, after.issued_on, after.is_history) == ("drafting", office.world.place, None, False)
    assert after.title == "新标题"


def test_a_plan_is_typed_by_hand(secretary, office):
    assert "新建年度计划" in text(secretary.get(f"{PLANS}add/"))
    body = {"jurisdiction": office.world.place.pk, "year": 2027, "title": "2027年度计划", "issuers": "市政府办公室"}
    assert secretary.post(f"{PLANS}add/", body | {"jurisdiction": office.other.place.pk}).status_code == 400
    assert secretary.post(f"{PLANS}add/", body).status_code == 302
    assert secretary.post(f"{PLANS}add/", body).status_code == 409
    assert AnnualPlan.objects.get().issuers.get().unit == office.world.government_office


def test_an_item_is_added_to_a_draft_and_taken_out(secretary, office):
    plan, foreign = office.world.plan(), office.other.plan()
    assert secretary.get(f"{ITEMS}add/?plan={foreign.pk}").status_code == 404
    assert secretary.get(f"{ITEMS}add/?plan=99999999999999999999").status_code == 404
    fields = {"kind": "briefing", "number": 1, "title": "通报一", "responsible": "市财政局", "time_text": "9月"}
    assert secretary.post(f"{ITEMS}add/?plan={plan.pk}", fields).status_code == 302
    item = plan.items.get(kind="briefing")
    assert item.window_end == date(2026, 9, 30)
    assert secretary.post(f"{ITEMS}{item.pk}/act/remove/").status_code == 302
    assert not PlanItem.objects.filter(pk=item.pk).exists()


def chosen(name, rows, **more):
    return {"action": name, "index": "0", "_selected_action": [row.pk for row in rows], **more}


def test_a_bulk_move_shows_first_what_would_happen(secretary, world):
    plan = world.issued_plan()
    actions.start(plan.items.get(number=2), by=world.secretary)
    answer = secretary.post(ITEMS, chosen("start", plan.items.all()))
    page = text(answer)
    assert answer.status_code == 200 and "1 条可以办理" in page and "当前状态是“进行中”" in page
    assert plan.items.get(number=1).state == "planned"


def test_a_bulk_move_promises_nothing_that_makes_no_sense(secretary, world):
    items = world.plan().items.all()
    page = text(secretary.post(ITEMS, chosen("start", items)))
    assert "0 条可以办理" in page and page.count("不能办理：计划尚未印发") == 2 and "确认办理" not in page


def test_a_bulk_move_goes_row_by_row_and_says_what_was_refused(secretary, world):
    plan = world.issued_plan()
    done, refused = plan.items.get(number=1), plan.items.get(number=2)
    actions.start(refused, by=world.secretary)
    versions = {f"version-{row.pk}": row.version for row in (done, refused)}
    answer = secretary.post(ITEMS, chosen("start", [done, refused], confirmed="1", **versions), follow=True)
    assert "测试议题一：已完成“开始”" in text(answer) and "测试议题二：没有进行“开始”" in text(answer)
    assert set(plan.items.values_list("state", flat=True)) == {"under_way"}
    assert Event.objects.of(refused).filter(move="start").count() == 1


def test_a_bulk_move_asks_for_what_the_move_needs(secretary, world):
    items = list(world.issued_plan().items.all())
    versions = {f"version-{row.pk}": row.version for row in items}
    answer = secretary.post(ITEMS, chosen("postpone", items, confirmed="1", reason="", approved_by="市委", **versions))
    assert answer.status_code == 400 and "必填" in text(answer)
    answer = secretary.post(ITEMS, chosen("postpone", items, confirmed="1", reason="另定", approved_by="市委", **versions), follow=True)
    assert text(answer).count("已完成“延期”") == 2
    assert set(PlanItem.objects.values_list("state", flat=True)) == {"postponed"}


def test_a_bulk_move_never_reaches_another_place(secretary, office):
    foreign = list(office.other.issued_plan().items.all())
    answer = secretary.post(ITEMS, chosen("start", foreign, confirmed="1"), follow=True)
    assert "没有找到所选的记录" in text(answer)
    assert set(PlanItem.objects.values_list("state", flat=True)) == {"planned"}


def test_bulk_moves_are_not_for_readers(office):
    items = list(office.world.issued_plan().items.all())
    answer = office.client("office").post(ITEMS, chosen("start", items, confirmed="1"), follow=True)
    assert text(answer).count("您没有权限进行“开始”") == 2
    assert set(PlanItem.objects.values_list("state", flat=True)) == {"planned"}


def test_work_plans_are_accepted_and_returned(secretary, world):
    plan = duty(world).work_plans.get()
    url = f"/admin/feedback/workplan/{plan.pk}/act/"
    assert secretary.post(f"{url}return/", {"version": plan.version, "reason": ""}).status_code == 400
    assert secretary.post(f"{url}accept/", {"version": plan.version}).status_code == 302
    assert WorkPlan.objects.get().state == "accepted"


def test_a_duty_shows_its_team_work_plan_and_progress(secretary, world):
    page = text(secretary.get(f"/admin/feedback/assignment/{duty(world).pk}/change/"))
    assert "演示丙" in page and "待审核" in page and "已开始" in page
