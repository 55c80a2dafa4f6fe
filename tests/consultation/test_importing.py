"""Items out as a table and in again: the same plan, or nothing and a sentence for each wrong cell."""

import io
from datetime import date

import openpyxl
import pytest

from consultation import actions
from consultation.drafts import ItemDraft, UnitDraft
from consultation.importing import apply, check
from consultation.models import Kind, PlanItem, Precision, UnitRole
from consultation.statistics import with_units
from consultation.tables import ITEM_COLUMNS, item_list_table, item_row, item_table
from organizations.actions import rename_unit
from tables import export
from tests.world import World
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db
ITEMS = (
    ItemDraft(
        "测试议题一",
        number=1,
        section="重点协商",
        form="对口协商",
        contents="第一点\n第二点",
        time_text="6月",
        precision=Precision.MONTH,
        window_start=date(2026, 6, 1),
        window_end=date(2026, 6, 30),
        units=(UnitDraft("市财政局", lead_assumed=True), UnitDraft("市教育局", UnitRole.CO), UnitDraft("市政协提案委", UnitRole.HOST)),
    ),
    ItemDraft(
        "=测试议题二",
        number=2,
        section="重点协商",
        is_supervisory=True,
        units=(UnitDraft("市财政局"), UnitDraft("市教育局", UnitRole.CO)),
    ),
    ItemDraft("测试情况", kind=Kind.BRIEFING, section="重点通报", number=1, time_text="适时", units=(UnitDraft("各承办单位"),)),
    ItemDraft(
        "测试视察",
        kind=Kind.INSPECTION,
        number=1,
        precision=Precision.QUARTER,
        window_start=date(2026, 4, 1),
        window_end=date(2026, 6, 30),
        units=(UnitDraft("市教育局", UnitRole.CONSULTED),),
        attendance="演示领导出席",
        notes="备注",
    ),
)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def plan(world):
    return world.plan(items=ITEMS)


def rows_of(plan):
    return [item_row(item) for item in plan.items.all()]


def file_of(*changed, fmt="csv", encoding="utf-8"):
    """A CSV file of one row for each dict of `changed`, the rest of its cells as in a plain new item."""
    plain = {"类别": "协商", "序号": "1", "题目": "新议题"}
    lines = [",".join(column.label for column in ITEM_COLUMNS)]
    lines += [",".join((plain | change).get(column.label, "") for column in ITEM_COLUMNS) for change in changed]
    return "\n".join(lines).encode(encoding)


@pytest.mark.parametrize("fmt", ["xlsx", "csv"])
def test_a_plan_exported_and_imported_is_the_same_plan(world, plan, fmt):
    data = export(item_table(plan.items.all()), fmt)[0]
    copy = world.plan(year=2027, items=())
    planned = check(copy, data, f"a.{fmt}")
    assert planned.errors == []
    assert planned.counts == {"新增": 4, "修改": 0, "不变": 0}
    assert not copy.items.exists()
    apply(copy, planned, by=world.secretary)
    assert rows_of(copy) == rows_of(plan)
    assert [unit.lead_assumed for unit in copy.items.get(title="测试议题一").units.all()] == [True, False, False]
    assert set(copy.items.values_list("units__unit__name", flat=True)) == {"市财政局", "市教育局", "市政协提案委", "各承办单位"}


def test_importing_a_plan_into_itself_changes_nothing(world, plan):
    before = list(plan.items.values_list("pk", "version"))
    planned = check(plan, export(item_table(plan.items.all()), "xlsx")[0], "a.xlsx")
    assert planned.counts == {"新增": 0, "修改": 0, "不变": 4}
    apply(plan, planned, by=world.secretary)
    assert list(plan.items.values_list("pk", "version")) == before


def test_a_row_of_a_stored_item_changes_it(world, plan):
    book = openpyxl.load_workbook(io.BytesIO(export(item_table(plan.items.all()), "xlsx")[0]))
    book.active.cell(2, 4).value = "改过的题目"
    file = io.BytesIO()
    book.save(file)
    planned = check(plan, file.getvalue(), "a.xlsx")
    assert [row.change for row in planned.rows] == ["修改", "不变", "不变", "不变"]
    apply(plan, planned, by=world.secretary)
    assert plan.items.get(section="重点协商", number=1).title == "改过的题目"
    assert plan.items.count() == 4


def test_gbk_is_read(world, plan):
    data = file_of({"序号": "9", "时间": "第三季度", "责任单位": "市财政局"}, encoding="gbk")
    (draft,) = check(plan, data, "a.csv").drafts
    assert (draft.precision, draft.window_start, draft.window_end) == ("quarter", date(2026, 7, 1), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("change", "label", "sentence"),
    [
        ({"类别": "听证"}, "类别", "不在可选范围：协商、通报、视察、其他"),
        ({"题目": ""}, "题目", "必填"),
        ({"题目": "长" * 301}, "题目", "300"),
        ({"序号": "0"}, "序号", "1"),
        ({"序号": "甲"}, "序号", "不是数字"),
        ({"序号": "1.5"}, "序号", "整数"),
        ({"时间": "桂花开时"}, "时间", "看不出是什么时间"),
        ({"时间精度": "某年"}, "时间精度", "不在可选范围"),
        ({"时间精度": "某月"}, "最早日期", "请填写最早日期和最晚日期"),
        ({"时间精度": "未定", "最早日期": "2026-06-01", "最晚日期": "2026-06-02"}, "最早日期", "不填起止日期"),
        ({"最早日期": "2026-06-02", "最晚日期": "2026-06-01"}, "最晚日期", "不能早于"),
        ({"最早日期": "2026-06-02"}, "最晚日期", "要么都填"),
        ({"最早日期": "六月"}, "最早日期", "不是日期"),
        ({"监督性": "大概"}, "监督性", "请填“是”或“否”"),
        ({"牵头依据": "猜的"}, "牵头依据", "请填“写明”或“推定”"),
        ({"责任单位": "市不存在局"}, "责任单位", "没有找到名为“市不存在局”的单位"),
        ({"协商部门": "市不存在局、市财政局"}, "协商部门", "没有找到名为“市不存在局”的单位"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_stored(world, plan, change, label, sentence):
    planned = check(plan, file_of({"序号": "8"}, {"序号": "9"} | change), "a.csv")
    ((number, where, said),) = planned.errors
    assert (number, where) == (3, label)
    assert sentence in said
    with pytest.raises(Refused, match="没有导入。第 3 行"):
        apply(plan, planned, by=world.secretary)
    assert plan.items.count() == 4


def test_a_number_twice_in_the_file_is_refused(world, plan):
    planned = check(plan, file_of({"序号": "9"}, {"序号": "9", "类别": "通报"}, {"序号": "9"}), "a.csv")
    assert planned.errors == [(4, "序号", "与第 2 行重复：同一类别、同一部分里序号只能用一次。")]


def test_a_formula_is_refused(world, plan):
    book = openpyxl.load_workbook(io.BytesIO(export(item_table(plan.items.all()), "xlsx")[0]))
    book.active.cell(3, 3).value = "=1+1"
    file = io.BytesIO()
    book.save(file)
    assert [error[:2] for error in check(plan, file.getvalue(), "a.xlsx").errors] == [(3, "序号")]


def test_a_wrong_header_and_too_many_rows_are_refused(world, plan):
    with pytest.raises(Refused, match="缺少列“类别”"):
        check(plan, file_of({}).replace("类别".encode(), b""), "a.csv")
    with pytest.raises(Refused, match="超过 5,000 行"):
        check(plan, file_of(*[{}] * 100_000), "a.csv")


def test_a_former_name_is_a_warning(world, plan):
    rename_unit(world.education, "市教育委", on=date(2026, 1, 1))
    planned = check(plan, file_of({"序号": "9", "责任单位": "市教育局"}), "a.csv", on=date(2026, 5, 1))
    assert planned.errors == []
    assert planned.rows[0].warnings == {"责任单位": "“市教育局”在2026年5月1日不是有效名称，现为市教育委。"}


def test_only_a_secretary_imports_and_only_into_a_draft(world):
    other, issued = World("别市", "other"), world.issued_plan()
    planned = check(issued, file_of({"序号": "9"}), "a.csv")
    for who in (world.secretary, other.secretary, world.handler):
        with pytest.raises(Refused):
            apply(issued, planned, by=who)
    draft = world.plan(year=2027)
    with pytest.raises(Refused, match="没有权限"):
        apply(draft, planned, by=other.secretary)
    assert not draft.items.filter(title="新议题").exists()


def test_an_export_has_the_same_queries_at_any_length(world, plan, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(list(item_table(plan.items.all()).rows)) == 4
    with django_assert_num_queries(1):
        first = next(iter(item_list_table(PlanItem.objects.order_by("order")).rows))
    assert (first["year"], first["state"], first["held_on"]) == (2026, "已列入计划", None)
    with django_assert_num_queries(1):
        assert next(iter(item_list_table(with_units(PlanItem.objects.order_by("order"))).rows)) == first


def test_a_failure_in_the_middle_stores_nothing(world, plan, monkeypatch):
    planned = check(plan, file_of({"序号": "8"}, {"序号": "9"}), "a.csv")
    add, calls = actions.add_item, []

    def fail_second(*args, **kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise Refused("中断")
        return add(*args, **kwargs)

    monkeypatch.setattr(actions, "add_item", fail_second)
    with pytest.raises(Refused, match="中断"):
        apply(plan, planned, by=world.secretary)
    assert plan.items.count() == 4
