"""Members and the like see what was issued, never how it came about: page, API, history."""

import pytest
from django.urls import reverse

from consultation import actions
from consultation.drafts import UnitDraft
from consultation.models import UnitRole
from organizations.models import Role
from tests.pages import enter
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
OUTSIDE = (Role.MEMBER, Role.LIAISON, Role.SECTOR_CONVENER, Role.DISTRICT_CLERK)
INSIDE = (Role.SECRETARY, Role.OFFICE_STAFF, Role.SUPERVISOR, Role.CPPCC_LEADER, Role.AUDITOR)
SECRETS = ("不宜公开的意见", "退回的内部理由", "草稿题目")


@pytest.fixture
def world():
    return World()


@pytest.fixture
def plan(world):
    """A plan sent back once, with an office that did not agree, then issued, one item postponed."""
    plan = actions.consult(world.plan(), by=world.secretary, on=DAY)
    actions.give_opinion(plan, by=world.secretary, office=world.party_office, agrees=False, text=SECRETS[0], on=DAY)
    plan = actions.send_back(plan, by=world.secretary, reason=SECRETS[1], on=DAY)
    actions.edit_item(plan.items.get(number=2), by=world.secretary, on=DAY, title=SECRETS[2])
    actions.edit_item(plan.items.get(number=2), by=world.secretary, on=DAY, title="测试议题二")
    plan = actions.consult(plan, by=world.secretary, on=DAY)
    for office in world.offices:
        actions.give_opinion(plan, by=world.secretary, office=office, agrees=True, on=DAY)
    plan = actions.report(plan, by=world.secretary, on=DAY)
    plan = actions.approve(plan, by=world.secretary, approved_by="市委", approved_on=DAY)
    plan = actions.issue(plan, by=world.secretary, issued_on=DAY, document_number="测府办〔2026〕1号")
    item = plan.items.get(number=1)
    contacts = [{"unit": "市财政局", "name": "演示联系人", "phone": "87654321"}]
    actions.schedule(item, by=world.secretary, contact=world.secretary, contacts=contacts)
    actions.postpone(item, by=world.secretary, reason="公开的理由", approved_by="市委", on=DAY)
    return plan


def everything(client, plan):
    """All that pages and endpoints say of a plan and its items."""
    item = plan.items.get(number=1)
    addresses = [reverse("consultation:plan-detail", args=[plan.public_id])]
    addresses += [reverse("consultation:item-detail", args=[each.public_id]) for each in plan.items.all()]
    addresses += [f"/api/v1/plans/{plan.public_id}/{rest}" for rest in ("", "history/", "year/", "load/", "table/?format=csv")]
    addresses += [f"/api/v1/plan-items/{each.public_id}/history/" for each in plan.items.all()]
    addresses += [f"/api/v1/plan-items/{item.public_id}/", "/plans/items/?format=csv", "/plans/?format=csv"]
    answers = [client.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {200}
    return "".join(answer.content.decode() for answer in answers)


@pytest.mark.parametrize("role", OUTSIDE)
def test_who_only_reads_the_plan_sees_nothing_of_its_making(client, world, plan, role):
    text = everything(enter(client, world.somebody(role)), plan)
    assert [secret for secret in (*SECRETS, "三办会商意见", "送会商", "87654321") if secret in text] == []
    assert "印发" in text and "公开的理由" in text and "演示联系人" in text
    assert enter(client, world.somebody(role)).get(f"/admin/consultation/annualplan/{plan.pk}/change/").status_code in (302, 403, 404)


@pytest.mark.parametrize("role", INSIDE)
def test_who_watches_over_the_plan_sees_all_of_it(client, world, plan, role):
    text = everything(enter(client, world.somebody(role)), plan)
    assert [secret for secret in (*SECRETS[:2], "三办会商意见", "送会商", "87654321") if secret not in text] == []


def test_a_unit_sees_the_public_history_of_its_item_and_the_telephone_of_its_contact(client, world, plan):
    client = enter(client, world.handler)
    page = client.get(reverse("consultation:item-detail", args=[plan.items.get(number=1).public_id])).content.decode()
    assert "延期" in page and "87654321" in page and "安排会议和人员" not in page


def change_units(world, item, *units):
    return actions.amend(item.plan, by=world.secretary, reason="分工变了", approved_by="市委", edits=[(item, {"units": list(units)})])


def test_the_role_of_a_duty_follows_the_amendment(world):
    item = world.issued_plan().items.get(number=1)
    host = UnitDraft("市政协提案委", UnitRole.HOST)
    amendment = change_units(world, item, UnitDraft("市教育局"), UnitDraft("市财政局", UnitRole.CO), host)
    roles = {row.name: (row.assignment.role, row.assignment.version) for row in item.units.exclude(role=UnitRole.HOST)}
    assert roles == {"市教育局": ("牵头", 2), "市财政局": ("配合", 2)}
    assert amendment.changes[0]["after"] == "市教育局（牵头）、市财政局（配合）、市政协提案委（政协承办）"
    change_units(world, item, UnitDraft("市教育局"), UnitDraft("市财政局", UnitRole.HOST))
    assert item.units.get(name="市财政局").assignment.role == "政协承办"


def test_a_duty_that_changed_its_role_has_it_in_its_history_and_tells_the_unit(client, world):
    item = world.issued_plan().items.get(number=1)
    change_units(world, item, UnitDraft("市教育局"), UnitDraft("市财政局", UnitRole.CO))
    duty = item.units.get(name="市财政局").assignment
    page = enter(client, world.handler).get(duty.get_absolute_url()).content.decode()
    assert "职责变更" in page and "（配合）" in page
    assert world.handler.notices.filter(title__startswith="职责变更").count() == 1
