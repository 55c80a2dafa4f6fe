"""Contacts on both sides of an item, and the people named for it in their four capacities."""

import pytest
from django.urls import reverse

from consultation import actions
from consultation.forms import ITEM_FORMS
from consultation.models import PlanItem
from organizations.models import Role
from tests.pages import enter
from tests.world import World, person
from workflow.models import Event
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.fixture
def item(world):
    return world.issued_plan().items.get(number=1)


def form_of(item, by, **typed):
    shown = ITEM_FORMS["schedule"](obj=item, by=by)
    return ITEM_FORMS["schedule"]({"contact": shown.initial["contact"] or "", **typed}, obj=item, by=by)


def test_the_form_shows_a_line_for_each_unit_without_a_contact(world, item):
    page = ITEM_FORMS["schedule"](obj=item, by=world.secretary)["contacts"]
    assert "市财政局｜｜\n市教育局｜｜</textarea>" in str(page)
    assert "市政协提案委" not in str(page)


def test_contacts_of_both_sides_are_shown_with_the_item(client, world, item):
    done, _ = form_of(item, world.secretary, contact=world.secretary.pk, contacts="市财政局｜演示甲｜12345678\n市教育局｜｜").try_run()
    assert done
    client = enter(client, world.secretary)
    page = client.get(reverse("consultation:item-detail", args=[item.public_id])).content.decode()
    assert "市财政局 演示甲 12345678" in page
    assert "市财政局 演示甲" in client.get("/plans/items/?format=csv").content.decode("utf-8-sig")
    answer = client.get(f"/api/v1/plan-items/{item.public_id}/").json()
    assert answer["contacts"] == [{"unit": "市财政局", "name": "演示甲", "phone": "12345678"}]
    event = Event.objects.of(item).last()
    assert (event.label, event.before, event.after) == ("安排变更", {"contacts": ""}, {"contacts": "市财政局 演示甲 12345678"})
    assert [unit["unit"] for unit in ITEM_FORMS["schedule"](obj=item, by=world.secretary).initial["contacts"]] == ["市财政局", "市教育局"]


def test_an_item_without_units_has_contacts_too(world):
    item = world.issued_plan().items.get(number=2)
    item.units.all().delete()
    actions.schedule(item, by=world.secretary, contacts=[{"unit": "市政府研究室", "name": "演示乙", "phone": ""}])
    assert str(item.contacts.get()) == "市政府研究室 演示乙"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("市不相干局｜演示甲｜12345678", "“市不相干局”不是这个事项的单位，可以填的有：市财政局、市教育局。"),
        ("市财政局｜演示甲｜不是电话", "第1行：请填写电话号码"),
        ("｜演示甲", "第1行：请写明是哪个单位的联系人。"),
        ("市财政局｜甲｜12345678｜多了", "第1行请写成“单位｜姓名｜电话”。"),
        (f"市财政局｜{'长' * 41}", "第1行“姓名”不能超过 40 字。"),
        ("市财政局｜甲\n市财政局｜甲", "这位联系人已在名单中。"),
        ("市财政局｜甲\n" * 61, "联系人最多 60 位。"),
        ("市财政局｜\x00", "空字符"),
    ],
)
def test_a_contact_that_cannot_be_is_refused_with_a_sentence(world, item, typed, sentence):
    form = form_of(item, world.secretary, contacts=typed)
    done, _ = form.try_run()
    assert not done and sentence in "".join(str(each) for errors in form.errors.values() for each in errors)
    assert not item.contacts.exists()


def test_programs_send_contacts_as_objects(client, world, item):
    client = enter(client, world.secretary)
    address = f"/api/v1/plan-items/{item.public_id}/act/schedule/"
    rows = [{"unit": "市财政局", "name": "演示甲", "phone": "12345678"}]
    assert client.post(address, {"contacts": rows}, content_type="application/json").status_code == 200
    assert client.get(address).json()["fields"][1]["value"][0] == rows[0]
    for wrong in ([{"unit": 1, "name": "甲"}], [{"unknown": "x"}], [None], [["市财政局", "甲"]]):
        assert client.post(address, {"contacts": wrong}, content_type="application/json").status_code == 400


def test_items_without_a_contact_stand_on_the_secretarys_list(client, world, item):
    client = enter(client, world.secretary)
    wanted = "/plans/items/?missing=contact"
    assert wanted in client.get("/plans/items/missing/").content.decode()
    assert "测试议题一" in client.get(wanted).content.decode()
    actions.schedule(item, by=world.secretary, contact=world.secretary)
    assert "测试议题一" in client.get(wanted).content.decode()
    actions.schedule(item, by=world.secretary, contacts=[{"unit": "市财政局", "name": "甲", "phone": ""}])
    assert "测试议题一" not in client.get(wanted).content.decode()


def test_people_are_named_in_four_capacities_each_in_one(client, world, item):
    leader = person(world.place, Role.CPPCC_LEADER, name="演示主席")
    mayor = person(world.place, Role.GOVERNMENT_LEADER, name="演示市长")
    named = [(leader, "presides"), (mayor, "attends"), (world.head, "sits_in"), (world.secretary, "accompanies")]
    form = form_of(item, world.secretary, **{capacity: [someone.pk] for someone, capacity in named})
    assert form.try_run()[0]
    assert [(row.person, row.capacity) for row in item.people.order_by("pk")] == named
    page = enter(client, world.secretary).get(reverse("consultation:item-detail", args=[item.public_id])).content.decode()
    assert "（列席）" in page and "（陪同）" in page
    with pytest.raises(Refused, match="演示主席只能有一种身份"):
        actions.schedule(PlanItem.objects.get(pk=item.pk), by=world.secretary, people=[(leader, "presides"), (leader, "sits_in")])
    assert item.people.count() == 4
