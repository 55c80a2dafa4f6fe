"""One amendment gathers changes to several items and is issued as one version with one paper."""

from datetime import date

import pytest
from django.urls import reverse

from consultation import actions
from consultation.drafts import ItemDraft, UnitDraft
from consultation.forms.changes import ChangesField
from consultation.letters import FOLLOWING, amendment_notice
from consultation.models import AnnualPlan, PlanAmendment, PlanItem
from consultation.papers import AMENDMENT_NOTICE
from documents.models import Paper
from feedback.models import Assignment
from tests.pages import browser, enter
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
WORDS = {"reason": "中心工作调整", "approved_by": "市委常委会会议"}


@pytest.fixture
def world(time_machine):
    time_machine.move_to("2026-03-10T10:00:00+08:00", tick=False)
    return World()


@pytest.fixture
def plan(world):
    """An issued plan of four items: 1 in June, 2 without a time, 3 of the education bureau, 4 postponed."""
    extra = (
        ItemDraft("测试议题三", number=3, units=(UnitDraft("市教育局"),)),
        ItemDraft("测试议题四", number=4, time_text="5月", precision="month", window_start=date(2026, 5, 1), window_end=date(2026, 5, 31)),
    )
    plan = world.issued_plan(items=(*world.draft().items, *extra))
    actions.postpone(plan.items.get(number=4), by=world.secretary, on=DAY, reason="条件不成熟", approved_by="市委")
    return AnnualPlan.objects.get(pk=plan.pk)


def rows(plan, *changes):
    return [{"item": str(plan.items.get(number=number).public_id), "what": what, "value": value} for number, what, value in changes]


GATHERED = ((1, "time", "9月"), (1, "units", "市教育局"), (2, "title", "改过的题目"), (3, "cancel", ""), (4, "resume", "10月"))


def test_changes_to_several_items_and_a_new_one_are_one_amendment(world, plan, client):
    address = f"/api/v1/plans/{plan.public_id}/act/amend/"
    enter(client, world.secretary)
    body = WORDS | {
        "changes": rows(plan, *GATHERED),
        "kind": "consultation",
        "title": "增加的议题",
        "number": 5,
        "responsible": ["市财政局"],
    }
    answer = client.post(address, body, content_type="application/json")
    assert answer.status_code == 200, answer.content.decode()
    amendment = PlanAmendment.objects.get(number=2)
    assert PlanAmendment.objects.count() == 2 and Paper.objects.filter(kind=AMENDMENT_NOTICE).count() == 2
    found = {(change["item"], change["what"]): (change["before"], change["after"]) for change in amendment.changes}
    assert found["协商1 测试议题一", "时间（按文件）"] == ("6月", "9月")
    assert found["协商1 测试议题一", "单位"][1] == "市教育局（牵头）、市政协提案委（政协承办）"
    assert found["协商2 改过的题目", "题目"] == ("测试议题二", "改过的题目")
    assert found["协商3 测试议题三", "取消"] == ("测试议题三", "")
    assert found["协商4 测试议题四", "恢复"] == ("延期（原定5月）", "10月")
    assert found["协商5 增加的议题", "增加"] == ("", "增加的议题")
    printed = str(amendment_notice(plan, amendment))
    for item, what in found:
        assert item in printed and (what.removesuffix("（按文件）") in printed or what in FOLLOWING)
    assert "最早日期" not in printed and "按文件" not in printed and f"涉及{len(found) - 2}处" in printed
    assert dict(PlanItem.objects.values_list("number", "state")) == dict.fromkeys((1, 2, 4, 5), "planned") | {3: "cancelled"}
    assert Assignment.objects.get(unit=world.education, subject="测试议题三").state == "withdrawn"
    assert Assignment.objects.get(unit=world.education, subject="测试议题一").due_on == date(2026, 9, 30)


def test_the_page_offers_a_row_for_every_item_that_may_be_changed(world, plan):
    actions.cancel(plan.items.get(number=3), by=world.secretary, on=DAY, reason="合并", approved_by="市委")
    address = reverse("consultation:plan-act", args=[plan.public_id, "amend"])
    client = browser(world.secretary)
    page = client.get(address).content.decode()
    assert page.count('怎样调整">') >= 3 and "测试议题三" not in page
    data = WORDS | {"changes-0-what": "postpone", "changes-0-value": "", "changes-1-what": "form", "changes-1-value": "专题协商会"}
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.content.decode()
    assert dict(PlanItem.objects.filter(number__lte=2).values_list("number", "state")) == {1: "postponed", 2: "planned"}
    assert PlanItem.objects.get(number=2).form == "专题协商会"
    assert [change["what"] for change in PlanAmendment.objects.latest("number").changes] == ["方式", "延期"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ((1, "time", "待定之日"), "看不出新的时间"),
        ((4, "resume", ""), "看不出新的时间"),
        ((1, "units", " "), "责任单位请用“、”分开"),
        ((1, "title", ""), "改题目"),
        ((1, "", "9月"), "请选怎样调整"),
        ((1, "nonsense", "9月"), "没有这个事项，或不能这样调整"),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_stored(world, plan, change, sentence):
    address = f"/api/v1/plans/{plan.public_id}/act/amend/"
    body = WORDS | {"changes": rows(plan, (2, "cancel", ""), change)}
    answer = browser(world.secretary).post(address, body, content_type="application/json")
    assert answer.status_code == 400 and sentence in answer.content.decode()
    assert PlanAmendment.objects.count() == 1 and PlanItem.objects.get(number=2).state == "planned"


def test_one_refusal_takes_all_changes_back(world, plan):
    address = f"/api/v1/plans/{plan.public_id}/act/amend/"
    client = browser(world.secretary)
    for change, sentence in (((1, "resume", "9月"), "不能进行“恢复”"), ((1, "units", "没有的局"), "没有找到名为“没有的局”")):
        answer = client.post(address, WORDS | {"changes": rows(plan, (2, "cancel", ""), change)}, content_type="application/json")
        assert answer.status_code == 409 and sentence in answer.content.decode()
    answer = client.post(address, WORDS, content_type="application/json")
    assert answer.status_code == 409 and "没有任何变化" in answer.content.decode()
    assert PlanAmendment.objects.count() == 1 and PlanItem.objects.get(number=2).state == "planned"


def test_new_units_take_the_place_of_consulted_ones_where_an_item_has_no_others(world, plan):
    item = plan.items.get(number=1)
    item.units.exclude(role="host").update(role="consulted")
    value = ChangesField._units(item, "市教育局、市财政局")
    assert [(unit.name, unit.role) for unit in value][:2] == [("市教育局", "consulted"), ("市财政局", "consulted")]
    assert {unit.role for unit in value} <= {"consulted", "host"}
