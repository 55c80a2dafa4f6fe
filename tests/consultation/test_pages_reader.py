import io
import os
from datetime import date
from pathlib import Path

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from consultation.models import AnnualPlan, ItemUnit, PlanItem
from organizations.models import Role, Unit, UnitName
from tests.pages import browser
from tests.world import World
from workflow.models import Event

pytestmark = pytest.mark.django_db
URL = "/plans/read/"
NOTICE = """测试市人民政府办公室关于做好2026年市政协协商通报视察工作的通知
测府办〔2026〕3号
各有关单位：
2026年确定协商计划2项、通报计划1项。
一、重点协商
1．推进社区养老
责任单位：市财政局、市教育局
协商方式：常委会协商
协商时间：2026年6月
2．改善营商环境（监督性协商）
责任单位：市数据局
协商方式：对口协商
二、重点通报
1．财政预算执行情况
责任单位：市财政局
协商方式：主席会通报
通报时间：2026年7月
"""


@pytest.fixture
def world():
    return World()


def words(response):
    return response.content.decode()


def fields_of(response):
    """What a browser would send back: the values of all forms of the page."""
    review = response.context["review"]
    data = {"source": review.text, "count": len(review.items)}
    for form in (review.head, *review.items, *(row["form"] for row in review.unknown)):
        for field in form:
            value = field.value()
            if value not in (None, "", False):
                data[field.html_name] = "\n".join(value) if isinstance(value, list) else value
    return data


def read(world, text=NOTICE):
    client = browser(world.secretary)
    return client, client.post(URL, {"do": "read", "text": text})


def gap_codes(response):
    return {group.code for group in response.context["warnings"]}


def test_reading_stores_nothing_and_shows_items_beside_the_source(world):
    units, events = Unit.objects.count(), Event.objects.count()
    _, page = read(world)
    assert page.status_code == 200
    assert [form.value("title") for form in page.context["review"].items] == ["推进社区养老", "改善营商环境", "财政预算执行情况"]
    assert 'id="source-1"' in words(page)
    assert (AnnualPlan.objects.count(), Unit.objects.count(), Event.objects.count()) == (0, units, events)


def test_source_is_shown_whole_and_marks_point_at_their_items(world):
    _, page = read(world)
    pieces = page.context["review"].pieces
    assert "".join(piece.text for piece in pieces) == NOTICE
    marked = {(piece.item, piece.field): piece.text for piece in pieces if piece.item}
    assert marked[1, "title"] == "推进社区养老"
    assert marked[3, "time_text"] == "2026年7月"
    assert marked[2, "responsible"] == "市数据局"


def test_who_presides_is_read_into_the_plan(world):
    _, page = read(world, NOTICE + "三、领导同志出席安排\n1．常委会会议，市政府领导出席。\n")
    client, data = browser(world.secretary), fields_of(page)
    assert data["attendance"] == "1．常委会会议，市政府领导出席。"
    client.post(URL, data | {"do": "confirm", "unit-市数据局-add": "on"})
    assert [plan.attendance for plan in AnnualPlan.objects.all()] == ["1．常委会会议，市政府领导出席。"]


def test_gaps_name_their_items(world):
    _, page = read(world)
    assert gap_codes(page) >= {"no_time", "unknown_units"}
    (no_time,) = [group for group in page.context["warnings"] if group.code == "no_time"]
    assert [(n, label) for n, label, _ in no_time.entries] == [(2, "协商2")]
    assert 'href="#item-2"' in words(page)
    assert "协商：文中写 2 项，现有 2 项。" in words(page)
    assert [row["name"] for row in page.context["review"].unknown] == ["市数据局"]


def test_every_doubt_of_the_reader_about_an_item_is_shown(world):
    text = (
        "测试市政协2026年协商视察计划\n1.发展旅游业\n责任部门：测试联合体\n督导专班：市委督查室\n时间：5月\n本项由主席会议另行部署安排。\n"
        "1.改善人居环境\n责任单位：市住建局、些许事等部门\n时间：6月\n"
    )
    _, page = read(world, text)
    shown = {group.code: group.label for group in [*page.context["warnings"], *page.context["remarks"]]}
    doubts = {"role_unclear", "label_unclear", "loose_text", "kind_unclear", "duplicate_number", "unit_unclear", "open_list"}
    assert doubts <= {gap.code for gap in page.context["review"].reading.gaps if gap.item}
    assert doubts <= set(shown) and "请核对" not in shown.values()
    data = fields_of(page) | {"do": "check", "item-1-kind": "inspection", "item-2-kind": "inspection"}
    again = browser(world.secretary).post(URL, data)
    assert "kind_unclear" not in gap_codes(again) and "role_unclear" in gap_codes(again)


def test_confirming_stores_plan_items_and_new_units_in_one_go(world):
    client, page = read(world)
    data = fields_of(page) | {"do": "confirm", "unit-市数据局-add": "on", "item-2-time_text": "第三季度"}
    answer = client.post(URL, data)
    plan = AnnualPlan.objects.get()
    assert answer.url == reverse("consultation:plan-detail", args=[plan.public_id])
    assert (plan.state, plan.year, plan.document_number, plan.source_text) == ("drafting", 2026, "测府办〔2026〕3号", NOTICE)
    second = plan.items.get(number=2)
    assert (second.window_start, second.window_end, second.is_supervisory) == (date(2026, 7, 1), date(2026, 9, 30), True)
    assert second.units.get().unit == Unit.objects.get(name="市数据局")
    start, end = plan.items.get(kind="briefing").source_spans["title"]
    assert plan.source_text[start:end] == "财政预算执行情况"
    first = plan.items.get(number=1, kind="consultation")
    assert list(first.units.values_list("name", "role", "lead_assumed")) == [("市财政局", "lead", True), ("市教育局", "co", False)]


def test_unknown_name_becomes_another_name_of_a_known_unit(world):
    client, page = read(world)
    client.post(URL, fields_of(page) | {"do": "confirm", "unit-市数据局-same": "财政局"})
    assert ItemUnit.objects.get(name="市数据局").unit == world.finance
    assert UnitName.objects.filter(name="市数据局", unit=world.finance).exists()


def test_wrong_unit_decisions_are_told_and_nothing_is_stored(world):
    client, page = read(world)
    for wrong in ({"unit-市数据局-same": "市不存在局"}, {"unit-市数据局-same": "财政局", "unit-市数据局-add": "on"}):
        answer = client.post(URL, fields_of(page) | {"do": "confirm"} | wrong)
        assert answer.status_code == 400
        assert "市数据局" in words(answer)
    assert not AnnualPlan.objects.exists()


def test_units_are_not_registered_where_the_plan_is_refused(world):
    world.plan(year=2026)
    client, page = read(world)
    assert "2026年度已有计划" in words(page)
    answer = client.post(URL, fields_of(page) | {"do": "confirm", "unit-市数据局-add": "on", "item-1-title": "改过的题目"})
    assert answer.status_code == 409
    assert "改过的题目" in words(answer)
    assert not Unit.objects.filter(name="市数据局").exists()
    assert AnnualPlan.objects.count() == 1


def test_all_unknown_units_are_ticked_at_once(world):
    client, page = read(world)
    page = client.post(URL, fields_of(page) | {"do": "all-units"})
    assert page.context["review"].unknown[0]["form"]["add"].value()


def test_wrong_values_keep_everything_that_was_typed(world):
    client, page = read(world)
    typed = {"do": "confirm", "item-1-title": "", "item-2-time_text": "猴年马月", "item-3-notes": "我的备注", "year": "无"}
    answer = client.post(URL, fields_of(page) | typed)
    assert answer.status_code == 400
    page = words(answer)
    assert "猴年马月" in page
    assert "我的备注" in page
    assert "看不出是什么时间" in page
    assert not AnnualPlan.objects.exists()


def test_time_that_the_notice_prints_may_stay_unclear(world):
    client, page = read(world, NOTICE.replace("通报时间：2026年7月", "通报时间：待定"))
    assert gap_codes(page) >= {"time_unclear"}
    client.post(URL, fields_of(page) | {"do": "confirm"})
    item = PlanItem.objects.get(kind="briefing")
    assert (item.time_text, item.precision) == ("待定", "none")


def test_numbers_repeated_in_a_section_are_refused(world):
    client, page = read(world)
    answer = client.post(URL, fields_of(page) | {"do": "confirm", "item-2-number": "1"})
    assert answer.status_code == 400
    assert "同一部分里序号重复" in words(answer)


def test_addressees_and_numbered_sections_stand_in_the_plan_as_in_the_notice(world):
    client, page = read(
        world, NOTICE.replace("重点协商", "对口协商").replace("协商方式：常委会协商\n", "").replace("协商方式：对口协商\n", "")
    )
    client.post(URL, fields_of(page) | {"do": "confirm"})
    plan = AnnualPlan.objects.get()
    assert plan.addressees == "各有关单位"
    assert list(plan.items.order_by("order").values_list("section", flat=True)) == ["一、对口协商"] * 2 + ["重点通报"]


def titles(response):
    return [form.value("title") for form in response.context["review"].items]


def test_items_are_added_moved_and_removed_before_confirming(world):
    client, page = read(world)
    page = client.post(URL, fields_of(page) | {"do": "down:1"})
    assert titles(page) == ["改善营商环境", "推进社区养老", "财政预算执行情况"]
    page = client.post(URL, fields_of(page) | {"do": "up:2"})
    page = client.post(URL, fields_of(page) | {"do": "remove:2"})
    assert titles(page) == ["推进社区养老", "财政预算执行情况"]
    assert gap_codes(page) >= {"total_mismatch"}
    page = client.post(URL, fields_of(page) | {"do": "add:1"})
    assert titles(page) == ["推进社区养老", "", "财政预算执行情况"]
    added = page.context["review"].items[1]
    section = page.context["review"].items[0].value("section")
    assert (added.value("number"), added.value("section"), added.value("kind")) == ("2", section, "consultation")
    assert "重点协商" in section
    client.post(URL, fields_of(page) | {"do": "confirm", "item-2-title": "新议题"})
    assert list(PlanItem.objects.order_by("order").values_list("title", flat=True)) == ["推进社区养老", "新议题", "财政预算执行情况"]
    assert PlanItem.objects.get(title="新议题").source_spans == {}


@pytest.mark.parametrize("do", ["up:1", "down:3", "remove:99", "add:99", "up:", "nonsense", "up:-1", "up:9999999999999999999"])
def test_strange_buttons_do_no_harm(world, do):
    client, page = read(world)
    assert client.post(URL, fields_of(page) | {"do": do}).status_code == 200


@pytest.mark.parametrize("change", [{"count": "x"}, {"count": "-1"}, {"count": "99999"}, {"count": "0"}, {"item-1-origin": "77"}])
def test_tampered_pages_do_no_harm(world, change):
    client, page = read(world)
    assert client.post(URL, fields_of(page) | {"do": "confirm"} | change).status_code in (302, 400)


def test_text_that_is_no_plan_is_told_with_the_reason(world):
    _, page = read(world, "关于征集2026年度协商议题的通知\n各民主党派、各专门委员会：请于12月1日前报送协商议题建议。")
    assert page.status_code == 400
    assert "没有读出计划事项" in words(page)
    assert "关于征集2026年度协商议题的通知" in words(page)


@pytest.mark.parametrize("text", ["", "   \n \u3000"])
def test_empty_text_is_told_at_the_field(world, text):
    _, page = read(world, text)
    assert page.status_code == 400
    assert page.context["form"].errors["text"] == ["请粘贴通知全文，或选择一个文件。"]


def test_text_that_is_too_long_is_told_at_the_field(world):
    _, page = read(world, "协" * 1_000_001)
    assert page.status_code == 400
    assert "1000001 字" in page.context["form"].errors["text"][0]


def word_file(text):
    document, file = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "name, data",
    [("通知.txt", NOTICE.encode()), ("gbk.txt", NOTICE.encode("gb18030")), ("通知.docx", word_file(NOTICE))],
    ids=["utf-8", "gbk", "docx"],
)
def test_files_are_read(world, name, data):
    page = browser(world.secretary).post(URL, {"do": "read", "file": SimpleUploadedFile(name, data)})
    assert titles(page) == ["推进社区养老", "改善营商环境", "财政预算执行情况"]


BROKEN = [("x.docx", b"\x00\x01binary"), ("x.pdf", b"no pdf"), ("x.exe", b"MZ"), ("x.txt", b"\x89PNG\r\n\x1a\n"), ("x.doc", b"x")]


@pytest.mark.parametrize("name, data", BROKEN, ids=[name for name, _ in BROKEN])
def test_wrong_files_are_told_at_the_field(world, name, data):
    page = browser(world.secretary).post(URL, {"do": "read", "file": SimpleUploadedFile(name, data)})
    assert page.status_code == 400
    assert page.context["form"].errors["file"]


def test_text_and_file_at_once_is_told(world):
    page = browser(world.secretary).post(URL, {"do": "read", "text": NOTICE, "file": SimpleUploadedFile("a.txt", NOTICE.encode())})
    assert page.context["form"].errors["file"]


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.SECRETARY])
def test_reader_is_for_secretaries(world, role):
    client = browser(world.somebody(role))
    assert client.get(URL).status_code == 403
    assert client.post(URL, {"do": "read", "text": NOTICE}).status_code == 403


def test_plan_is_not_stored_for_another_place(world):
    other = World("别市", "other")
    client, page = read(world)
    client.post(URL, fields_of(page) | {"do": "confirm", "jurisdiction": other.place.pk})
    assert AnnualPlan.objects.get().jurisdiction == world.place


def seed(number):
    folder = Path(os.environ.get("SEEDS_DIR", Path(__file__).resolve().parents[3] / "shared" / "seeds"))
    found = next(folder.glob(f"{number}_*.txt"), None)
    return found.read_text() if found else pytest.skip(f"no seed documents at {folder}; set SEEDS_DIR")


@pytest.mark.parametrize("number, items", [("000", 35), ("002", 11)])
def test_real_notices_become_plans(world, number, items):
    client, page = read(world, seed(number))
    page = client.post(URL, fields_of(page) | {"do": "all-units"})
    answer = client.post(URL, fields_of(page) | {"do": "confirm"})
    assert answer.status_code == 302, answer.context and [form.errors for form in answer.context["review"].items]
    assert PlanItem.objects.count() == items
    assert not ItemUnit.objects.filter(unit=None).exists()


def test_weihai_names_consulted_units_and_hosts(world):
    client, page = read(world, seed("002"))
    client.post(URL, fields_of(page) | {"do": "confirm"})
    item = PlanItem.objects.get(title__contains="智慧交通")
    assert list(item.units.values_list("name", "role")) == [
        ("市交通局", "consulted"),
        ("市公安局交警支队", "consulted"),
        ("市公路事业发展中心", "consulted"),
        ("市公交集团", "consulted"),
        ("市政协提案委", "host"),
    ]
    assert item.section == "(四)有事多商量·对口协商"


def test_items_are_cited_by_place_where_sections_count_anew(world):
    _, page = read(world, seed("002"))
    review = page.context["review"]
    assert [review.label(n) for n in (1, 6, 11)] == ["第1项", "第6项", "协商5"]


@pytest.mark.parametrize("copies", [1, 3])
def test_review_asks_the_same_queries_at_any_number_of_items(world, django_assert_num_queries, copies):
    text = NOTICE.replace("协商计划2项", "协商计划若干项").replace(
        "二、重点通报", "".join(f"{n}．议题之{n}\n责任单位：市财政局\n协商方式：对口协商\n" for n in range(3, 3 + copies)) + "二、重点通报"
    )
    client = browser(world.secretary)
    client.get(URL)
    with django_assert_num_queries(9):
        assert len(client.post(URL, {"do": "read", "text": text}).context["review"].items) == 3 + copies
