"""The table of all items comes in as it went out: items of drafts change by their own actions, those of issued plans by none."""

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consultation import importing_lists
from consultation.models import PlanItem
from consultation.tables import item_list_table
from organizations.models import Role
from tables import export
from tests.api.caller import Caller
from tests.pages import enter, look
from tests.world import World
from workflow.models import Event
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db
ADDRESS = "/plans/items/import/"


@pytest.fixture
def world():
    world = World()
    world.issued_plan(year=2025)
    world.plan(year=2026)
    return world


def exported(world, **changes):
    """The list of items as CSV rows; `changes`: {"year number": {label: text}}."""
    text = export(item_list_table(PlanItem.objects.visible_to(world.secretary).order_by("pk")), "csv")[0].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    for row in rows:
        row |= changes.get(f"y{row['年度']}_{row['序号']}", {})
    return rows


def file_of(rows):
    file = io.StringIO()
    writer = csv.DictWriter(file, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def checked(world, rows, by=None):
    return importing_lists.check(file_of(rows), "a.csv", by=by or world.secretary)


def test_what_was_exported_changes_nothing(world):
    data = export(item_list_table(PlanItem.objects.visible_to(world.secretary).order_by("pk")), "xlsx")[0]
    before, events = list(PlanItem.objects.order_by("pk").values()), Event.objects.count()
    found = importing_lists.apply(importing_lists.check(data, "a.xlsx", by=world.secretary), by=world.secretary)
    assert found.counts == {"新增": 0, "修改": 0, "不变": 4}
    assert (list(PlanItem.objects.order_by("pk").values()), Event.objects.count()) == (before, events)


def test_items_of_drafts_are_changed_and_added_by_their_actions(world):
    rows = exported(world, y2026_2={"题目": "改过的题目"})
    rows.append(rows[-1] | {"序号": "3", "题目": "新议题", "状态": ""})
    importing_lists.apply(checked(world, rows), by=world.secretary)
    items = PlanItem.objects.filter(plan__year=2026)
    assert list(items.order_by("number").values_list("title", flat=True)) == ["测试议题一", "改过的题目", "新议题"]
    assert list(Event.objects.order_by("-pk").values_list("move", flat=True)[:2]) == ["create", "edit"]


@pytest.mark.parametrize(
    ("row", "change", "label", "sentence"),
    [
        ("y2025_1", {"题目": "改过"}, "整行", "2025年的计划已经报批或印发，事项只能通过“调整计划”修改"),
        ("y2025_1", {"序号": "9", "状态": ""}, "整行", "调整计划"),
        ("y2026_1", {"状态": "已举行"}, "状态", "由办理产生，导入不改：现为“已列入计划”"),
        ("y2026_1", {"举行日期": "2026-06-01"}, "举行日期", "导入不改：现为“空”"),
        ("y2026_1", {"政协方联系人": "某人"}, "政协方联系人", "导入不改"),
        ("y2026_1", {"单位方联系人": "市财政局 某人"}, "单位方联系人", "导入不改"),
        ("y2026_1", {"年度": "2031"}, "年度", "没有找到测试市2031年的计划"),
        ("y2026_1", {"年度": ""}, "年度", "请填写计划的年度"),
        ("y2026_1", {"年度": "1e9"}, "年度", "请填写计划的年度"),
        ("y2026_1", {"地区": "别市"}, "年度", "没有找到别市2026年的计划"),
        ("y2026_1", {"题目": ""}, "题目", "必填"),
        ("y2025_2", {"年度": "2026", "题目": "另一个"}, "序号", "重复"),
    ],
)
def test_a_row_that_may_not_be_stored_keeps_all_out(world, row, change, label, sentence):
    World("别市", "other").plan(year=2026)
    found = checked(world, exported(world, y2026_2={"题目": "改过的题目"}, **{row: change}))
    assert label in [where for _, where, _ in found.errors]
    assert any(sentence in said for _, _, said in found.errors), found.errors
    with pytest.raises(Refused, match="没有导入"):
        importing_lists.apply(found, by=world.secretary)
    assert not PlanItem.objects.filter(title="改过的题目").exists()


def test_who_does_not_draft_for_the_place_changes_nothing(world):
    rows = exported(world, y2026_1={"题目": "改过"})
    member = world.somebody(Role.OFFICE_STAFF)
    assert checked(world, rows, by=member).errors == [(4, "整行", "您没有权限修改这份计划。")]


def test_a_plan_reported_after_the_look_is_not_changed(world):
    found = checked(world, exported(world, y2026_1={"题目": "改过"}))
    plan = found.rows[2].draft.plan
    type(plan).objects.filter(pk=plan.pk).update(state="reported", reported_on=date(2026, 3, 1))
    with pytest.raises(Refused, match="调整计划"):
        importing_lists.apply(found, by=world.secretary)


def test_the_page_looks_and_stores(client, world):
    enter(client, world.secretary)
    assert ADDRESS in look(client, "/plans/items/")[0]
    file = SimpleUploadedFile("a.csv", file_of(exported(world, y2026_1={"题目": "改过"})))
    page = client.post(ADDRESS, {"do": "look", "file": file}).content.decode()
    assert "修改 1 项，不变 3 项" in page
    data = page.split('<textarea name="data" hidden readonly>')[1].split("<")[0]
    assert client.post(ADDRESS, {"do": "confirm", "name": "a.csv", "data": data}).url == "/plans/items/"
    assert PlanItem.objects.filter(title="改过").count() == 1
    assert enter(client, world.handler).get(ADDRESS).status_code == 403
    assert ADDRESS not in look(client, "/plans/items/")[0]


def test_programs_try_and_apply(world):
    secretary = Caller(world.secretary)
    sheet = SimpleUploadedFile("a.csv", file_of(exported(world, y2026_1={"题目": "改过"})))
    assert secretary.upload("plan-items/import/", {"file": sheet}).json()["counts"] == {"新增": 0, "修改": 1, "不变": 3}
    sheet.seek(0)
    assert secretary.upload("plan-items/import/", {"file": sheet, "apply": "true"}).json()["applied"]
    assert PlanItem.objects.filter(title="改过").count() == 1
