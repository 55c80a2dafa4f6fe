"""A place's own kinds and forms of items: offered, shown by name everywhere, unknown ones refused with a sentence."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from consultation import actions, importing
from consultation.drafts import ItemDraft, UnitDraft
from consultation.forms import ITEM_FORMS
from consultation.letters import plan_notice, values_of
from consultation.models import AnnualPlan, PlanItem
from consultation.papers import plan_names
from consultation.statistics import loads, with_counts
from consultation.tables import item_table, plan_table
from consultation.views.plans import described
from organizations.models import Ruleset
from organizations.rules import check_overrides
from tables import export
from tests.pages import enter
from tests.world import DAY, World
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db
KINDS = [["consultation", "协商"], ["supervision", "监督"], ["other", "别的"]]
ITEM = ItemDraft(
    "河湖长制落实情况",
    kind="supervision",
    section="三、监督",
    number=3,
    form="民主评议",
    time_text="5月",
    precision="month",
    window_start=date(2026, 5, 1),
    window_end=date(2026, 5, 31),
    units=(UnitDraft("市财政局"),),
)


@pytest.fixture
def world():
    world = World()
    overrides = {"consultation": {"kinds": KINDS, "forms": ["民主评议", "圆桌会"]}}
    Ruleset.objects.create(jurisdiction=world.place, version=1, name="测试", overrides=overrides, effective_on=date(2020, 1, 1))
    return world


@pytest.fixture
def plan(world):
    return world.issued_plan(items=(*world.draft().items, ITEM))


def test_a_kind_of_the_place_is_called_by_its_name_everywhere(client, world, plan):
    item = plan.items.get(number=3)
    assert (item.kind, item.kind_name, str(item)) == ("supervision", "监督", "监督3 河湖长制落实情况")
    client = enter(client, world.secretary)
    own, item_page = f"/plans/{plan.public_id}/", reverse("consultation:item-detail", args=[item.public_id])
    for address in (item_page, own, f"{own}year/", f"{own}load/", "/plans/items/?kind=supervision", "/admin/consultation/planitem/"):
        text = client.get(address).content.decode()
        assert "监督" in text and "supervision3" not in text, address
    assert item.units.get().assignment.source_label == "2026年度协商计划 监督3"
    assert [str(entry) for load in loads(PlanItem.objects.filter(pk=item.pk)) for entry in load.months[5]] == [str(item)]
    row = client.get("/api/v1/plan-items/?kind=supervision").json()["results"][0]
    assert (row["kind"], row["kind_label"]) == ("supervision", "监督")


@pytest.mark.parametrize(("section", "heading"), [("（一）协商", "（二）领导同志出席安排"), ("", "二、领导同志出席安排")])
def test_the_attendance_is_numbered_as_the_sections_are(world, section, heading):
    items = tuple(replace(item, section=section) for item in world.draft().items)
    plan = world.plan(items=items, attendance="市政府领导出席。")
    body = plan_notice(plan).attachments[0].body
    assert [block.text for block in body[-2:]] == [heading, "市政府领导出席。"]


def test_papers_exports_and_counts_name_the_kind(world, plan):
    paper = plan_notice(plan)
    assert paper.attachments[0].title == "2026年度重点协商、监督计划安排"
    labels = [label for entry in paper.attachments[0].body for label, _ in getattr(entry, "fields", ())]
    assert "监督方式" in labels and "监督时间" in labels
    values = values_of(plan)
    assert (values["各类数"], set(values)) == ("协商2项、监督1项", set(plan_names(world.place)))
    plan = with_counts(AnnualPlan.objects.all()).get()
    assert plan.kinds == [{"name": "协商", "count": 2}, {"name": "监督", "count": 1}]
    head, row = export(plan_table(described(AnnualPlan.objects.all())), "csv")[0].decode("utf-8-sig").splitlines()[-2:]
    assert dict(zip(head.split(","), row.split(","), strict=True))["监督"] == "1"


def test_forms_offer_the_list_of_the_place_and_take_any_form(client, world, plan):
    client = enter(client, world.secretary)
    page = client.get(reverse("consultation:plan-act", args=[plan.public_id, "amend"])).content.decode()
    assert '<option value="supervision">监督</option>' in page and "视察</option>" not in page
    assert '<datalist id="id_form_list"><option value="民主评议"></option><option value="圆桌会"></option></datalist>' in page
    form = ITEM_FORMS["amend"](obj=plan.items.get(number=3), by=world.secretary)
    assert form.fields["form"].clean("不在单子上的方式") == "不在单子上的方式"


def test_an_unknown_kind_is_refused_with_a_sentence(client, world):
    with pytest.raises(Refused, match="本地区没有“inspection”这个类别，可用的有：协商、监督、别的。"):
        world.plan(items=(replace(ITEM, kind="inspection"),))
    plan = world.plan()
    with pytest.raises(Refused, match="没有“briefing”这个类别"):
        actions.edit_item(plan.items.get(number=1), by=world.secretary, on=DAY, kind="briefing")
    answer = enter(client, world.secretary).post(
        f"/api/v1/plans/{plan.public_id}/items/", {"kind": "inspection", "number": 9, "title": "某事"}, content_type="application/json"
    )
    assert answer.status_code == 400
    assert answer.json()["kind"] == ["没有“inspection”这个类别，可用的有：协商、监督、别的。"]


def test_what_is_exported_can_be_imported_again(world):
    plan = world.plan(items=(ITEM,))
    data = export(item_table(plan.items.all()), "xlsx")[0]
    found = importing.check(plan, data, "表.xlsx")
    assert (found.errors, found.counts["不变"]) == ([], 1)
    Ruleset.objects.create(jurisdiction=world.place, version=2, name="默认", overrides={}, effective_on=date(2021, 1, 1))
    assert importing.check(plan, data, "表.xlsx").errors == []
    PlanItem.objects.all().delete()
    assert "不在可选范围：协商、通报、视察、其他" in importing.check(plan, data, "表.xlsx").errors[0][2]


def test_the_reader_leaves_a_kind_the_place_does_not_have_to_other(client, world):
    text = "2026年协商计划\n一、视察\n1．视察全市河道整治情况\n责任单位：市财政局\n时间：6月\n"
    page = enter(client, world.secretary).post("/plans/read/", {"text": text, "do": "read"}).content.decode()
    assert '<option value="other" selected>别的</option>' in page


def test_the_reader_takes_a_kind_of_the_place_from_the_heading(client, world):
    text = "2026年协商计划\n一、重点监督\n1．河湖长制落实情况\n责任单位：市财政局\n时间：6月\n"
    client = enter(client, world.secretary)
    shown = client.post("/plans/read/", {"text": text, "do": "read"})
    assert '<option value="supervision" selected>监督</option>' in shown.content.decode()
    corrected = shown.context["review"].data | {"do": "check", "source": text, "count": 1, "item-1-kind": "other"}
    assert '<option value="other" selected>别的</option>' in client.post("/plans/read/", corrected).content.decode()


@pytest.mark.parametrize(
    ("kinds", "sentence"),
    [
        ([["consultation", "协商"]], "必须有 other"),
        ([["other", "其他"], ["Other!", "别的"]], "类别代码“Other!”不对"),
        ([["other", "其他"], ["briefing", "其他"]], "不能重复"),
        ([["other", ""]], "类别名称"),
        (["other"], r"\[代码, 名称\] 的列表"),
        ([["other", 1]], r"\[代码, 名称\] 的列表"),
        ("other", "应为列表"),
    ],
)
def test_a_list_of_kinds_that_cannot_be_is_refused(kinds, sentence):
    with pytest.raises(ValueError, match=sentence):
        check_overrides({"consultation": {"kinds": kinds}})
