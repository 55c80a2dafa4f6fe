from datetime import date

import pytest
from django.urls import reverse

from consultation import actions
from consultation.drafts import ItemDraft
from consultation.models import AnnualPlan
from organizations.models import Role
from tests.pages import browser, quiet
from tests.world import World

pytestmark = pytest.mark.django_db
READERS = [Role.SECRETARY, Role.OFFICE_STAFF, Role.SUPERVISOR, Role.CPPCC_LEADER, Role.AUDITOR]


@pytest.fixture
def world():
    return World()


def words(response):
    return response.content.decode()


def address(name, plan, *more):
    return reverse(f"consultation:{name}", args=[plan.public_id, *more])


def test_pages_need_a_login(client, world, settings):
    settings.LOGIN_URL = "/login/"
    for url in (reverse("consultation:plan-list"), address("plan-detail", world.plan()), reverse("consultation:item-list")):
        assert client.get(url).status_code == 302


def test_list_shows_numbers_by_kind_and_gaps(world):
    world.plan()
    page = words(browser(world.secretary).get(reverse("consultation:plan-list")))
    assert "2026年度协商计划" in page
    assert "协商 2 项" in page
    assert "未定时间 1 项" in page
    assert "未写方式 1 项" in page
    assert "市政府办公室" in page


def test_empty_list_says_what_to_do(world):
    page = words(browser(world.secretary).get(reverse("consultation:plan-list")))
    assert "还没有年度计划" in page
    assert "粘贴通知原文" in page
    assert "手工新建" in page
    assert "粘贴通知原文" not in words(browser(world.handler).get(reverse("consultation:plan-list")))


@pytest.mark.parametrize("role", READERS)
def test_draft_is_open_to_insiders(world, role):
    plan = world.plan()
    assert browser(world.somebody(role)).get(address("plan-detail", plan)).status_code == 200


@pytest.mark.parametrize("role", [Role.MEMBER, Role.LIAISON])
def test_members_see_a_plan_once_it_is_issued(world, role):
    reader = browser(world.somebody(role))
    plan = world.approved_plan()
    assert reader.get(address("plan-detail", plan)).status_code == 404
    actions.issue(plan, by=world.secretary, issued_on=date(2026, 3, 2), document_number="测府办〔2026〕1号")
    assert "测府办〔2026〕1号" in words(reader.get(address("plan-detail", plan)))


@pytest.mark.parametrize("name", ["plan-detail", "plan-year", "plan-load", "item-add"])
def test_plan_of_another_place_and_of_no_concern_is_404(world, name):
    plan = world.issued_plan()
    for person in (World("别市", "other").secretary, world.handler):
        assert browser(person).get(address(name, plan)).status_code == 404
        assert browser(person).post(address("plan-act", plan, "edit"), {"title": "改"}).status_code == 404


def test_detail_shows_items_in_order_with_gaps_and_moves(world):
    page = words(browser(world.secretary).get(address("plan-detail", world.plan())))
    assert page.index("测试议题一") < page.index("测试议题二")
    assert "市财政局、市教育局" in page
    assert "市政协提案委" in page
    assert "未定时间" in page
    assert "送会商" in page
    assert "修改" in page


def test_detail_says_what_a_move_still_lacks(world):
    plan = actions.consult(world.plan(), by=world.secretary)
    page = words(browser(world.secretary).get(address("plan-detail", plan)))
    assert "三办会商尚缺意见：应有 3 家，已有 0 家" in page


def test_detail_shows_no_move_to_who_may_not(world):
    page = words(browser(world.somebody(Role.AUDITOR)).get(address("plan-detail", world.plan())))
    assert "当前没有您可以办理的操作" in page
    assert "送会商" not in page


def test_detail_shows_opinions_and_amendments(world):
    plan = world.issued_plan()
    actions.cancel(plan.items.get(number=1), by=world.secretary, reason="与另一议题合并", approved_by="市委")
    page = words(browser(world.secretary).get(address("plan-detail", plan)))
    assert "三办会商意见" in page
    assert "第1次调整" in page
    assert "与另一议题合并" in page


def test_opinions_of_a_second_round_stand_first(world):
    plan = actions.consult(world.plan(), by=world.secretary)
    actions.give_opinion(plan, by=world.secretary, office=world.party_office, agrees=False, text="第二项不成熟")
    actions.send_back(plan, by=world.secretary, reason="按意见修改")
    actions.consult(plan, by=world.secretary)
    actions.give_opinion(plan, by=world.secretary, office=world.party_office, agrees=True)
    page = words(browser(world.secretary).get(address("plan-detail", plan)))
    assert page.index("第2轮") < page.index("第1轮") < page.index("第二项不成熟")


def test_move_is_made_from_its_page(world):
    plan = world.plan()
    url = address("plan-act", plan, "consult")
    secretary = browser(world.secretary)
    assert "会商" in words(secretary.get(url))
    answer = secretary.post(url, {"version": plan.version})
    assert answer.url == address("plan-detail", plan)
    assert AnnualPlan.objects.get().state == "consulting"


def test_refused_move_says_why_and_stores_nothing(world):
    plan = actions.consult(world.plan(), by=world.secretary)
    answer = browser(world.secretary).post(address("plan-act", plan, "report"), {"version": plan.version})
    assert answer.status_code == 409
    assert "应有 3 家，已有 0 家" in words(answer)
    assert AnnualPlan.objects.get().state == "consulting"


def test_move_by_a_reader_is_forbidden_and_out_of_turn_refused(world):
    plan = world.plan()
    assert browser(world.somebody(Role.AUDITOR)).post(address("plan-act", plan, "consult")).status_code == 403
    assert browser(world.secretary).get(address("plan-act", plan, "issue")).status_code == 409
    assert browser(world.secretary).get(address("plan-act", plan, "nonsense")).status_code == 404


def test_conflict_keeps_what_was_typed_and_says_who_was_faster(world):
    plan = world.plan()
    secretary, url = browser(world.secretary), address("plan-act", plan, "edit")
    typed = {"version": plan.version, "title": "乙的标题", "issuers": "市政府办公室"}
    actions.edit_plan(plan, by=world.secretary, title="甲的标题")
    answer = secretary.post(url, typed)
    assert answer.status_code == 409
    assert "乙的标题" in words(answer)
    assert "别人改过" in words(answer)
    assert AnnualPlan.objects.get().title == "甲的标题"
    version = answer.context["form"].data["version"]
    assert secretary.post(url, typed | {"version": version}).status_code == 302
    assert AnnualPlan.objects.get().title == "乙的标题"


def test_wrong_input_stands_at_its_field(world):
    plan = world.plan()
    answer = browser(world.secretary).post(address("plan-act", plan, "edit"), {"version": plan.version, "title": ""})
    assert answer.status_code == 400
    assert answer.context["form"].errors["title"]


def test_plan_is_written_by_hand(world):
    secretary, url = browser(world.secretary), reverse("consultation:plan-create")
    assert secretary.get(url).status_code == 200
    answer = secretary.post(url, {"year": 2027, "title": "2027年度协商计划", "issuers": "市委办公室、市政府办公室"})
    plan = AnnualPlan.objects.get()
    assert answer.url == address("plan-detail", plan)
    assert [issuer.unit for issuer in plan.issuers.all()] == [world.party_office, world.government_office]
    assert "添加事项" in words(secretary.get(answer.url))


def test_second_plan_of_a_year_is_refused_with_a_link(world):
    plan = world.plan()
    answer = browser(world.secretary).post(reverse("consultation:plan-create"), {"year": 2026, "title": "另一份"})
    assert answer.status_code == 409
    assert "已有协商计划" in words(answer)
    assert address("plan-detail", plan) in words(answer)
    assert AnnualPlan.objects.count() == 1


WRONG_HEADS = [{}, {"year": "二〇二六", "title": "x"}, {"year": 99999, "title": "x"}, {"year": 2026, "title": "x" * 201}]


@pytest.mark.parametrize("typed", WRONG_HEADS)
def test_wrong_head_of_a_plan_is_told(world, typed):
    answer = browser(world.secretary).post(reverse("consultation:plan-create"), typed)
    assert answer.status_code == 400
    assert not AnnualPlan.objects.exists()


def test_plan_by_hand_is_for_secretaries(world):
    assert browser(world.somebody(Role.MEMBER)).get(reverse("consultation:plan-create")).status_code == 403


def test_item_is_added_and_removed(world):
    plan = world.plan()
    secretary, url = browser(world.secretary), address("item-add", plan)
    typed = {"kind": "briefing", "number": 1, "title": "财政情况", "time_text": "7月", "responsible": "财政局"}
    assert secretary.post(url, typed).status_code == 302
    item = plan.items.get(kind="briefing")
    assert (item.window_end, item.units.get().unit) == (date(2026, 7, 31), world.finance)
    assert "同一部分里序号重复" in words(secretary.post(url, typed))
    assert secretary.post(url, typed | {"number": 2, "time_text": "猴年马月"}).status_code == 400
    removal = reverse("consultation:item-remove", args=[item.public_id])
    assert "财政情况" in words(secretary.get(removal))
    assert secretary.post(removal).status_code == 302
    assert plan.items.count() == 2


def test_item_is_not_removed_from_an_issued_plan(world):
    item = world.issued_plan().items.first()
    assert browser(world.secretary).post(reverse("consultation:item-remove", args=[item.public_id])).status_code == 409


STRANGE = ["?q=%00", "?year=99999999999999999999", "?year=x", "?state=x", "?after=abc", "?after=9-9-9-9", "?after=999999999999999999-1"]


@pytest.mark.parametrize("query", STRANGE)
def test_strange_addresses_do_no_harm(world, query):
    world.plan()
    assert browser(world.secretary).get(reverse("consultation:plan-list") + query).status_code == 200


@pytest.mark.parametrize("plans", [1, 3])
def test_list_asks_four_queries(world, django_assert_num_queries, plans):
    for year in range(2024, 2024 + plans):
        world.plan(year=year)
    quiet(django_assert_num_queries, 4, world.secretary, reverse("consultation:plan-list"))


@pytest.mark.parametrize("items", [1, 3])
def test_detail_of_an_issued_plan_asks_eight_queries(world, django_assert_num_queries, items):
    draft = world.draft()
    drafts = [ItemDraft(f"议题{n}", number=n, units=draft.items[0].units) for n in range(1, items + 1)]
    plan = world.issued_plan(items=tuple(drafts))
    quiet(django_assert_num_queries, 8, world.secretary, address("plan-detail", plan))
