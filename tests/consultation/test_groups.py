"""A group of units reaches nobody until the secretary says which units it stands for."""

from datetime import date

import pytest

from consultation import actions
from consultation.drafts import ItemDraft, UnitDraft
from consultation.forms import ITEM_FORMS, PLAN_FORMS
from consultation.models import ItemUnit, PlanItem, UnitRole
from consultation.statistics import gaps_of, with_units
from feedback import actions as duties
from feedback.models import Assignment
from organizations.actions import add_unit
from organizations.models import UnitKind
from tests.pages import enter
from tests.world import DAY, World
from workflow.models import Event, Notice
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db
WORDS = "“各承办单位”是群体，没有单位会收到交办件"


@pytest.fixture
def world():
    return World()


def group_of(item):
    return item.units.get(unit__kind=UnitKind.GROUP)


def resolve(world, item, *units, **fields):
    return actions.resolve_group(item, by=world.secretary, group=group_of(item), units=list(units), on=DAY, **fields)


def test_an_item_that_only_a_group_has_is_a_gap_everywhere(world, client):
    plan = world.approved_plan()
    item = plan.items.get(number=2)
    client = enter(client, world.secretary)
    page = client.get(f"/plans/items/{item.public_id}/").content.decode()
    assert WORDS in page and f"/plans/items/{item.public_id}/act/resolve_group/" in page
    assert "群体无单位 1 项" in client.get(f"/plans/{plan.public_id}/").content.decode()
    assert "有 1 个事项的单位只写了群体" in client.get(f"/plans/{plan.public_id}/act/issue/").content.decode()
    assert [gap.level for gap in gaps_of(with_units(PlanItem.objects.all()).get(pk=item.pk)) if gap.code == "group_open"] == ["warning"]
    assert "有事项的群体未指明单位" in client.get("/admin/consultation/annualplan/").content.decode()
    resolve(world, item, world.finance)
    assert WORDS not in client.get(f"/plans/items/{item.public_id}/").content.decode()
    assert "群体无单位" not in client.get(f"/plans/{plan.public_id}/").content.decode()
    assert PLAN_FORMS["issue"](obj=plan, by=world.secretary).intro == PLAN_FORMS["issue"].intro


def test_the_secretary_finds_those_items_on_the_list_of_what_is_missing(world, client):
    item = world.issued_plan().items.get(number=2)
    client = enter(client, world.secretary)
    assert "群体未指明单位" in client.get("/plans/items/missing/").content.decode()
    assert item.title in client.get("/plans/items/?missing=members").content.decode()
    assert item.title in client.get("/admin/consultation/planitem/?gap=unreached").content.decode()
    resolve(world, item, world.finance)
    assert item.title not in client.get("/plans/items/?missing=members").content.decode()
    assert item.title not in client.get("/admin/consultation/planitem/?gap=unreached").content.decode()


def test_a_group_beside_a_unit_is_a_remark(world):
    plan = world.plan()
    units = (UnitDraft("市财政局"), UnitDraft("各承办单位", UnitRole.CONSULTED))
    item = actions.add_item(plan, ItemDraft("另一项", number=3, units=units), by=world.secretary)
    assert [gap.level for gap in gaps_of(with_units(PlanItem.objects.all()).get(pk=item.pk)) if gap.code == "group_open"] == ["info"]


def test_named_units_get_their_work_when_the_plan_is_issued_and_the_name_stays_as_printed(world, client):
    plan = world.approved_plan()
    item = resolve(world, plan.items.get(number=2), world.finance, world.education)
    actions.issue(plan, by=world.secretary, issued_on=DAY, document_number="测府办〔2026〕1号")
    assert set(item.units.values_list("name", flat=True)) == {"各承办单位"}
    found = Assignment.objects.filter(item_unit__item=item)
    assert {(duty.unit_name, duty.role) for duty in found} == {("市财政局", "配合"), ("市教育局", "配合")}
    assert PlanItem.objects.visible_to(world.handler).filter(pk=item.pk).exists()
    assert "市财政局" not in client.get(f"/api/v1/plan-items/?q={item.title}").content.decode()
    rows = enter(client, world.secretary).get(f"/api/v1/plan-items/{item.public_id}/").json()["units"]
    assert [(row["name"], row["group"]) for row in rows] == [("各承办单位", None), ("市财政局", "各承办单位"), ("市教育局", "各承办单位")]
    assert "各承办单位包括市财政局、市教育局" in client.get(f"/plans/items/{item.public_id}/").content.decode()


def test_naming_them_after_the_issue_assigns_and_leaving_out_withdraws(world):
    item = world.issued_plan().items.get(number=2)
    resolve(world, item, world.finance, world.education)
    assert Notice.objects.filter(person=world.other_handler, title="新交办：测试议题二").exists()
    resolve(world, item, world.finance)
    states = dict(Assignment.objects.filter(subject="测试议题二").values_list("unit_name", "state"))
    assert states == {"市财政局": "assigned", "市教育局": "withdrawn"}
    assert list(ItemUnit.reached.filter(item=item, group__isnull=False).values_list("name", flat=True)) == ["市财政局"]
    event = Event.objects.of(item).filter(move="resolve_group").last()
    assert event.before == {"各承办单位包括": "市财政局、市教育局"} and event.after == {"各承办单位包括": "市财政局"}


def test_who_has_finished_cannot_be_left_out(world):
    item = resolve(world, world.issued_plan().items.get(number=2), world.finance)
    duty = duties.acknowledge(Assignment.objects.get(item_unit__item=item), by=world.handler, on=DAY)
    duties.conclude(duty, by=world.secretary, on=DAY)
    with pytest.raises(Refused, match="市财政局的交办件已经办结，不能去掉"):
        resolve(world, item, world.education)
    assert not Assignment.objects.filter(unit=world.education, subject=item.title).exists()


def test_units_that_cannot_work_on_it_are_refused(world):
    elsewhere = World("别处", "elsewhere")
    plan = world.plan()
    units = (UnitDraft("市财政局"), UnitDraft("各承办单位", UnitRole.CO))
    item = actions.add_item(plan, ItemDraft("另一项", number=3, units=units), by=world.secretary)
    for unit, sentence in ((elsewhere.finance, "不属于本地区"), (world.group, "是群体名称"), (world.finance, "已经是这个事项的单位")):
        with pytest.raises(Refused, match=sentence):
            resolve(world, item, unit)
    with pytest.raises(Refused, match="不在这个事项里"):
        actions.resolve_group(plan.items.get(number=1), by=world.secretary, group=group_of(item), units=[world.party_office])


def test_a_group_that_stays_keeps_its_units_when_the_item_is_changed(world):
    plan = world.issued_plan()
    item = resolve(world, plan.items.get(number=2), world.finance, world.education)
    before = set(Assignment.objects.filter(item_unit__item=item).values_list("pk", "state"))
    edits = [(item, {"units": [UnitDraft("各承办单位"), UnitDraft("市政府办公室", UnitRole.CO)]})]
    actions.amend(plan, by=world.secretary, on=date(2026, 3, 3), reason="增加单位", approved_by="市委", edits=edits)
    after = Assignment.objects.filter(item_unit__item=item)
    assert before < set(after.values_list("pk", "state")) and after.count() == 3
    edits = [(item, {"units": [UnitDraft("市政府办公室")]})]
    actions.amend(plan, by=world.secretary, on=date(2026, 3, 4), reason="减少单位", approved_by="市委", edits=edits)
    assert set(Assignment.objects.filter(pk__in=[pk for pk, _ in before]).values_list("state", flat=True)) == {"withdrawn"}


def test_the_form_asks_which_group_where_there_are_several(world):
    add_unit(world.place, "驻市高校", UnitKind.GROUP)
    units = (UnitDraft("各承办单位"), UnitDraft("驻市高校", UnitRole.CONSULTED))
    item = actions.add_item(world.plan(), ItemDraft("另一项", number=3, units=units), by=world.secretary)
    form = ITEM_FORMS["resolve_group"]({"units": [world.finance.pk]}, obj=item, by=world.secretary)
    assert not form.try_run()[0] and "有几个群体" in form.errors["group"][0]
    second = item.units.get(name="驻市高校")
    form = ITEM_FORMS["resolve_group"]({"units": [world.finance.pk], "group": second.pk}, obj=item, by=world.secretary)
    assert form.try_run()[0]
    assert ItemUnit.reached.get(group=second).role == UnitRole.CONSULTED
