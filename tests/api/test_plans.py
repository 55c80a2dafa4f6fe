"""A whole plan as one call, its items as tables, the reader, the year and the load."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consultation.models import AnnualPlan, PlanItem
from consultation.notice import MAX_TEXT
from tests.api.caller import Caller
from tests.world import World

ITEM = {
    "kind": "consultation",
    "number": 1,
    "title": "优化营商环境",
    "form": "专题协商会",
    "time_text": "6月",
    "responsible": ["市财政局", "市教育局"],
    "hosts": ["市政协提案委"],
}
PLAN = {"year": 2031, "title": "2031年度协商计划", "issuers": ["市政府办公室"], "items": [ITEM, ITEM | {"number": 2, "title": "职业教育"}]}
NOTICE = """市政协2031年度协商计划

一、协商活动
1．议题：优化营商环境
责任单位：市财政局、市不存在局
时间：6月
"""


def test_a_whole_plan_is_stored_as_a_draft(secretary):
    made = secretary.post("plans/", PLAN)
    assert made.status_code == 201, made.content.decode()
    shown = secretary.json(f"plans/{made.json()['id']}/")
    assert (shown["state"], [item["title"] for item in shown["items"]]) == ("drafting", ["优化营商环境", "职业教育"])
    item = secretary.json(f"plan-items/{shown['items'][0]['id']}/")
    assert [(unit["name"], unit["role"], unit["lead_assumed"]) for unit in item["units"]] == [
        ("市财政局", "lead", True),
        ("市教育局", "co", False),
        ("市政协提案委", "host", False),
    ]
    assert (item["precision"], item["window_end"]) == ("month", "2031-06-30")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"items": [ITEM, ITEM]}, None),
        ({"items": [ITEM | {"title": ""}]}, "items.0.title"),
        ({"items": [ITEM, ITEM | {"number": 2, "kind": "party"}]}, "items.1.kind"),
        ({"items": [ITEM | {"time_text": "何时"}]}, "items.0.time_text"),
        ({"items": [ITEM | {"state": "held"}]}, "items.0.state"),
        ({"items": {}}, "items"),
        ({"year": 1800}, "year"),
        ({"year": None}, "year"),
        ({"state": "issued"}, "state"),
        ({"jurisdiction": "other"}, "jurisdiction"),
        ({"source_text": "长" * (MAX_TEXT + 1)}, "source_text"),
    ],
)
def test_a_plan_with_an_error_is_not_stored_at_all(secretary, change, field):
    refused = secretary.post("plans/", PLAN | change)
    assert refused.status_code == 400
    assert field is None or field in refused.json()
    assert not AnnualPlan.objects.exists() and not PlanItem.objects.exists()


def test_a_second_plan_for_a_year_is_refused(secretary):
    secretary.post("plans/", PLAN)
    again = secretary.post("plans/", PLAN)
    assert again.status_code == 409 and "已有协商计划" in again.json()["detail"]


def test_who_drafts_for_two_places_says_for_which(world):
    other = World("别市", "other")
    other.place.memberships.create(person=world.secretary, role="secretary")
    caller = Caller(world.secretary)
    assert set(caller.post("plans/", PLAN).json()) == {"jurisdiction"}
    assert caller.post("plans/", PLAN | {"jurisdiction": "other"}).status_code == 201
    assert AnnualPlan.objects.get().jurisdiction == other.place


def test_an_item_is_added_to_a_draft_only(world, secretary):
    path = f"plans/{world.plan().public_id}/items/"
    assert secretary.post(path, ITEM | {"number": 9}).status_code == 201
    assert secretary.post(path, ITEM | {"number": 9}).json() == {"detail": ["同一部分里序号重复。"]}
    issued = world.issued_plan(year=2027)
    assert secretary.post(f"plans/{issued.public_id}/items/", ITEM | {"number": 9}).status_code == 409


def test_an_exported_table_can_be_imported_again(world, secretary):
    plan = world.plan()
    table = secretary.get(f"plans/{plan.public_id}/table/?format=xlsx")
    assert table.status_code == 200 and "attachment" in table.headers["Content-Disposition"]
    empty = world.plan(year=2027, items=())
    path = f"plans/{empty.public_id}/table/"
    sheet = SimpleUploadedFile("表.xlsx", table.getvalue())
    trial = secretary.upload(path, {"file": sheet}).json()
    assert (trial["applied"], trial["counts"]["新增"], trial["errors"], empty.items.count()) == (False, 2, [], 0)
    sheet.seek(0)
    done = secretary.upload(path, {"file": sheet, "apply": "true"})
    assert (done.status_code, empty.items.count()) == (200, 2)
    assert secretary.upload(path, {"file": SimpleUploadedFile("表.xlsx", b"no")}).status_code == 409


@pytest.mark.parametrize("kind", ["xlsx", "csv", "docx"])
@pytest.mark.parametrize("path", ["plan-items/export/", "assignments/export/"])
def test_lists_are_exported_as_filtered(world, secretary, path, kind):
    world.issued_plan()
    answer = secretary.get(f"{path}?format={kind}&q=议题一")
    assert answer.status_code == 200
    assert "议题二" not in answer.getvalue().decode("utf-8", "ignore")


def test_the_reader_answers_and_stores_nothing(secretary):
    for call in (
        secretary.post("read-notice/", {"text": NOTICE}),
        secretary.upload("read-notice/", {"file": SimpleUploadedFile("通知.txt", NOTICE.encode("gbk"))}),
    ):
        found = call.json()
        assert call.status_code == 200, found
        assert [(item["title"], item["units"]) for item in found["items"]] == [("优化营商环境", ["市财政局", "市不存在局"])]
        assert "unknown_unit" in [gap["code"] for gap in found["gaps"]]
    assert not AnnualPlan.objects.exists()


@pytest.mark.parametrize(
    "body", [{}, {"text": " "}, {"text": "a", "jurisdiction": "other"}, {"text": 5}, {"txt": "a"}, {"text": "长" * (MAX_TEXT + 1)}]
)
def test_the_reader_says_what_it_cannot_read(secretary, body):
    assert secretary.post("read-notice/", body).status_code == 400


@pytest.mark.parametrize(
    ("name", "data"), [("通知.pdf", b"%PDF-1.4 no"), ("通知.docx", b"PK\x03\x04no"), ("通知.exe", b"MZ"), ("a.txt", b"")]
)
def test_the_reader_says_which_file_it_cannot_read(secretary, name, data):
    answer = secretary.upload("read-notice/", {"file": SimpleUploadedFile(name, data)})
    assert (answer.status_code, list(answer.json())) == (400, ["file"])


def test_the_year_and_the_load_of_a_plan(world, secretary):
    plan = world.issued_plan()
    year = secretary.json(f"plans/{plan.public_id}/year/")
    assert ([row["title"] for row in year["dated"]], [row["title"] for row in year["undated"]]) == (["测试议题一"], ["测试议题二"])
    load = {row["unit"]: row for row in secretary.json(f"plans/{plan.public_id}/load/")["loads"]}
    assert load["市财政局"]["months"] == {"6": 1}
    assert (load["市政协提案委"]["hosts"], load["各承办单位"]["undated"]) == (True, 1)
