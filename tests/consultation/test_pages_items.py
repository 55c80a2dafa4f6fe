from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from consultation import actions
from consultation.drafts import ItemDraft, UnitDraft
from consultation.models import PlanItem
from documents.models import Attachment
from feedback import actions as feedback
from feedback.models import Assignment
from organizations.models import Body, Meeting, Role, Term
from tests.pages import browser, quiet
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
LIST = "/plans/items/"
TEAM = {"head": "演示甲", "deputy": "演示乙", "office": "演示办公室", "handler": "演示丙", "phone": "0571-0000000"}
WORK_PLAN = {"goals": "目标", "tasks": [{"text": "调研", "owner": "演示甲", "due_on": None}], "contact": "演示甲", "phone": "1"}


@pytest.fixture
def world():
    return World()


def words(response):
    return response.content.decode()


def page_of(item, *more, name="item-detail"):
    return reverse(f"consultation:{name}", args=[item.public_id, *more])


def titles(client, query=""):
    return [line.item.title for line in client.get(LIST + query).context["lines"]]


def test_list_follows_the_order_of_the_plan_newest_plan_first(world):
    world.plan(year=2025)
    world.plan(year=2026)
    page = browser(world.secretary).get(LIST)
    assert [(line.item.plan.year, line.item.number) for line in page.context["lines"]] == [(2026, 1), (2026, 2), (2025, 1), (2025, 2)]


def test_list_goes_on_to_the_next_page_without_losing_an_item(world, monkeypatch):
    monkeypatch.setattr("organizations.pages.KeysetPage.__init__.__defaults__", (None, 3, ("-pk",)))
    world.plan(year=2025)
    world.plan(year=2026)
    client = browser(world.secretary)
    first = client.get(LIST)
    second = client.get(LIST, {"after": first.context["next"]})
    shown = [line.item.pk for page in (first, second) for line in page.context["lines"]]
    assert len(shown) == len(set(shown)) == 4


def test_department_sees_its_own_items_once_the_plan_is_issued(world):
    plan = world.approved_plan()
    client = browser(world.other_handler)
    assert titles(client) == []
    actions.issue(plan, by=world.secretary, issued_on=date(2026, 3, 2), document_number="测〔2026〕1号")
    assert titles(client) == ["测试议题一"]
    own, foreign = plan.items.order_by("order")
    assert client.get(page_of(own)).status_code == 200
    assert client.get(page_of(foreign)).status_code == 404


@pytest.mark.parametrize("name, more", [("item-detail", ()), ("item-act", ("edit",)), ("item-remove", ()), ("item-materials", ())])
def test_item_of_another_place_is_404(world, name, more):
    item = world.plan().items.first()
    stranger = browser(World("别市", "other").secretary)
    assert stranger.get(page_of(item, *more, name=name)).status_code == 404
    assert stranger.post(page_of(item, *more, name=name)).status_code == 404


FILTERS = [
    ("?q=议题一", ["测试议题一"]),
    ("?year=2026", ["测试议题一", "测试议题二"]),
    ("?year=2025", []),
    ("?kind=briefing", []),
    ("?form=对口", ["测试议题一"]),
    ("?unit=财政局", ["测试议题一"]),
    ("?unit=承办单位", ["测试议题二"]),
    ("?month=6", ["测试议题一"]),
    ("?month=7", []),
    ("?month=none", ["测试议题二"]),
    ("?month=all_year", []),
    ("?state=planned", ["测试议题一", "测试议题二"]),
    ("?state=held", []),
    ("?supervisory=on", []),
    ("?missing=team", ["测试议题一"]),
    ("?missing=review", []),
]


@pytest.mark.parametrize("query, expected", FILTERS)
def test_list_is_filtered(world, query, expected):
    world.issued_plan()
    assert titles(browser(world.secretary), query) == expected


STRANGE = ["?q=%00", "?year=99999999999999999999", "?month=13", "?unit=%25", "?after=1-2", "?missing=x", "?after=999999999999999999-1-1"]


@pytest.mark.parametrize("query", STRANGE)
def test_strange_filters_do_no_harm(world, query):
    world.plan()
    assert browser(world.secretary).get(LIST + query).status_code == 200


def test_overdue_items_are_marked_and_found(world, time_machine):
    plan = world.issued_plan()
    time_machine.move_to(date(2026, 7, 1))
    client = browser(world.secretary)
    assert titles(client, "?overdue=on") == ["测试议题一"]
    assert "已逾期" in words(client.get(page_of(plan.items.get(number=1))))


def test_filter_by_what_is_missing_tells_a_unit_nothing_of_others(world):
    world.issued_plan()
    duty = Assignment.objects.get(unit=world.finance)
    feedback.acknowledge(duty, by=world.handler)
    feedback.name_team(duty, by=world.handler, **TEAM)
    assert titles(browser(world.handler), "?missing=team") == []
    assert titles(browser(world.secretary), "?missing=team") == ["测试议题一"]


def answered(world):
    """An issued plan whose first unit has named its team and filed a work plan."""
    plan = world.issued_plan()
    duty = Assignment.objects.get(unit=world.finance)
    feedback.acknowledge(duty, by=world.handler)
    feedback.name_team(duty, by=world.handler, **TEAM)
    feedback.submit_work_plan(duty, by=world.handler, **WORK_PLAN)
    feedback.add_entry(duty, by=world.handler, kind="progress", text="已完成第一次调研")
    return plan.items.get(number=1)


def test_item_page_shows_each_unit_to_the_secretary(world):
    page = words(browser(world.secretary).get(page_of(answered(world))))
    assert "演示办公室" in page
    assert "工作方案第 1 稿" in page
    assert "已完成第一次调研" in page
    assert page.count("未报工作方案") == 1


def test_item_page_shows_a_unit_only_its_own_data(world):
    item = answered(world)
    page = words(browser(world.other_handler).get(page_of(item)))
    assert "市财政局" in page
    assert "演示办公室" not in page
    assert "已完成第一次调研" not in page
    assert "未填责任人" in page
    assert "办理市教育局的交办件" in page
    assert "办理市财政局的交办件" not in page


def test_item_page_names_where_the_notice_says_it(world):
    text = "一、协商\n1．测试议题\n责任单位：市财政局"
    draft = ItemDraft("测试议题", units=(UnitDraft("市财政局"),), source_spans={"title": [7, 11], "units": [17, 21], "time": [90, 99]})
    item = world.plan(source_text=text, items=(draft,)).items.get()
    assert browser(world.secretary).get(page_of(item)).context["sources"] == [("题目", "测试议题"), ("单位", "市财政局")]


def test_meeting_with_several_items_is_arranged_and_shown(world):
    plan = world.issued_plan()
    term = Term.objects.create(jurisdiction=world.place, number=4)
    meeting = Meeting.objects.create(jurisdiction=world.place, term=term, body=Body.STANDING_COMMITTEE, number=29, held_on=date(2026, 6, 9))
    leader = world.somebody(Role.CPPCC_LEADER)
    client = browser(world.secretary)
    for item in plan.items.all():
        url = page_of(item, "schedule", name="item-act")
        assert client.get(url).status_code == 200
        assert client.post(url, {"version": item.version, "meetings": [meeting.pk], "presides": [leader.pk]}).status_code == 302
        page = words(client.get(page_of(item)))
        assert "第4届第29次常务委员会会议" in page
        assert f"{leader.name}（主持）" in page
    assert meeting.plan_items.count() == 2


def test_item_is_edited_while_the_plan_is_drafted(world):
    item = world.plan().items.get(number=1)
    client, url = browser(world.secretary), page_of(item, "edit", name="item-act")
    form = client.get(url).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {
        "time_text": "9月",
        "responsible": "市教育局",
        "is_supervisory": "on",
    }
    assert client.post(url, typed | {"lead_known": ""}).status_code == 302
    item.refresh_from_db()
    assert (item.window_start, item.window_end, item.is_supervisory) == (date(2026, 9, 1), date(2026, 9, 30), True)
    assert item.units.get(role="lead").unit == world.education


def test_item_of_an_issued_plan_is_amended_not_edited(world):
    plan = world.issued_plan()
    item = plan.items.get(number=1)
    client = browser(world.secretary)
    assert client.get(page_of(item, "edit", name="item-act")).status_code == 409
    url = page_of(item, "amend", name="item-act")
    form = client.get(url).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if name != "lead_known"}
    assert client.post(url, typed | {"time_text": "10月"}).status_code == 400
    answer = client.post(url, typed | {"time_text": "10月", "reason": "与会议冲突", "approved_by": "市委办公室"})
    assert answer.status_code == 302, answer.context["form"].errors
    page = words(client.get(reverse("consultation:plan-detail", args=[plan.public_id])))
    assert "第1次调整" in page
    assert "10月" in page


def test_moves_show_only_to_who_may_make_them(world):
    item = world.issued_plan().items.get(number=1)
    assert "登记已举行" in words(browser(world.secretary).get(page_of(item)))
    assert "登记已举行" not in words(browser(world.handler).get(page_of(item)))
    url = page_of(item, "hold", name="item-act")
    assert browser(world.handler).post(url, {"held_on": "2026-03-03"}).status_code == 403
    assert browser(world.secretary).post(url, {"held_on": "2099-01-01"}).status_code == 409
    assert PlanItem.objects.get(pk=item.pk).state == "planned"


@pytest.fixture
def store(settings, tmp_path):
    settings.STORE_ROOT = tmp_path


def test_materials_are_put_to_an_item_and_downloaded(world, store):
    item = world.issued_plan().items.get(number=1)
    url = page_of(item, name="item-materials")
    file = SimpleUploadedFile("调研提纲.txt", "提纲".encode())
    client = browser(world.secretary)
    assert client.post(url, {"purpose": "会议材料", "files": file}).status_code == 302
    attachment = Attachment.objects.get()
    page = words(browser(world.handler).get(page_of(item)))
    assert "调研提纲.txt" in page
    assert reverse("documents:attachment", args=[attachment.public_id]) in page
    assert browser(world.handler).post(url, {"files": file}).status_code == 403


def test_wrong_material_is_told(world, store):
    item = world.plan().items.first()
    answer = browser(world.secretary).post(page_of(item, name="item-materials"), {"files": SimpleUploadedFile("a.exe", b"MZ")})
    assert answer.status_code == 409
    assert "不能上传" in words(answer)
    assert not Attachment.objects.exists()


def test_who_still_owes_is_listed_for_those_who_watch(world):
    answered(world)
    client, url = browser(world.secretary), reverse("consultation:item-missing")
    assert [row.name for row in client.get(url).context["rows"]] == ["市教育局"]
    assert [row.name for row in client.get(url, {"what": "work_plan"}).context["rows"]] == ["市教育局"]
    assert [row.name for row in client.get(url, {"what": "review"}).context["rows"]] == ["市财政局"]
    assert [tab["count"] for tab in client.get(url).context["tabs"]] == [1, 1, 1, 2, 1]
    assert browser(world.handler).get(url).status_code == 403
    assert not browser(World("别市", "other").secretary).get(url).context["rows"]


def test_closed_history_owes_nothing(world):
    plan = actions.create_plan(world.place, world.draft(), by=world.secretary, is_history=True)
    actions.consult(plan, by=world.secretary, on=DAY)
    for office in world.offices:
        actions.give_opinion(plan, by=world.secretary, office=office, agrees=True, on=DAY)
    actions.report(plan, by=world.secretary, on=DAY)
    actions.approve(plan, by=world.secretary, approved_by="市委", approved_on=date(2026, 3, 2))
    actions.issue(plan, by=world.secretary, issued_on=date(2026, 3, 2), document_number="测〔2026〕1号")
    assert not browser(world.secretary).get(reverse("consultation:item-missing")).context["rows"]


@pytest.mark.parametrize("plans", [1, 3])
def test_list_asks_four_queries(world, django_assert_num_queries, plans):
    for year in range(2024, 2024 + plans):
        world.plan(year=year)
    quiet(django_assert_num_queries, 4, world.secretary, LIST)


@pytest.mark.parametrize("wanted", ["", "&year=2024&kind=consultation"])
@pytest.mark.parametrize("plans", [1, 3])
def test_the_list_as_a_file_asks_three_queries(world, django_assert_num_queries, plans, wanted):
    for year in range(2024, 2024 + plans):
        world.plan(year=year)
    quiet(django_assert_num_queries, 3, world.secretary, f"{LIST}?format=csv{wanted}")


@pytest.mark.parametrize("units", [1, 3])
def test_item_page_asks_ten_queries(world, django_assert_num_queries, units):
    names = ("市财政局", "市教育局", "市委办公室")[:units]
    plan = world.issued_plan(items=(ItemDraft("议题", units=tuple(UnitDraft(name) for name in names)),))
    quiet(django_assert_num_queries, 10, world.secretary, page_of(plan.items.get()))


@pytest.mark.parametrize("items", [1, 3])
def test_list_of_debtors_asks_six_queries(world, django_assert_num_queries, items):
    drafts = tuple(ItemDraft(f"议题{n}", number=n, units=(UnitDraft("市财政局"),)) for n in range(1, items + 1))
    world.issued_plan(items=drafts)
    quiet(django_assert_num_queries, 6, world.secretary, reverse("consultation:item-missing"))
