"""Staff of a special committee: readers of what is issued, and of the items their committee hosts from the draft on."""

import pytest
from django.core.exceptions import ValidationError

from consultation import actions
from consultation.models import AnnualPlan, PlanItem
from consultation.permissions import sees_phones
from feedback.models import Assignment
from organizations.actions import appoint
from organizations.models import Role
from tests.pages import browser
from tests.world import DAY, World, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.fixture
def staff(world):
    """Of the committee that hosts item 1."""
    return person(world.place, Role.COMMITTEE_STAFF, world.committee)


def test_they_see_what_their_committee_hosts_from_the_draft_on(world, staff):
    plan = world.plan()
    assert list(PlanItem.objects.visible_to(staff).values_list("number", flat=True)) == [1]
    assert not AnnualPlan.objects.visible_to(staff).exists()
    client = browser(staff)
    assert client.get(f"/plans/items/{plan.items.get(number=1).public_id}/").status_code == 200
    assert client.get(f"/plans/items/{plan.items.get(number=2).public_id}/").status_code == 404
    assert client.get(f"/plans/{plan.public_id}/").status_code == 404


def test_they_see_the_item_they_are_the_contact_of(world):
    other = world.somebody(Role.COMMITTEE_STAFF)
    plan = world.plan()
    assert not PlanItem.objects.visible_to(other).exists()
    actions.schedule(plan.items.get(number=2), by=world.secretary, contact=other)
    assert list(PlanItem.objects.visible_to(other).values_list("number", flat=True)) == [2]


def test_they_see_what_the_units_do_for_what_they_host_and_nothing_inside(world, staff):
    plan, other = world.issued_plan(), world.somebody(Role.COMMITTEE_STAFF)
    item = plan.items.get(number=1)
    assert set(Assignment.objects.visible_to(staff)) == set(Assignment.objects.filter(item_unit__item=item))
    assert not Assignment.objects.visible_to(other).exists()
    assert AnnualPlan.objects.visible_to(other).exists() and PlanItem.objects.visible_to(other).count() == 2
    assert sees_phones(staff, item) and not sees_phones(other, item) and not sees_phones(staff, plan.items.get(number=2))
    found = browser(staff).get(f"/api/v1/plans/{plan.public_id}/").json()
    assert found["opinions"] == [] and found["moves"] == []
    assert browser(staff).get(f"/api/v1/plan-items/{item.public_id}/").json()["assignments"]
    assert browser(other).get(f"/api/v1/plan-items/{item.public_id}/").json()["assignments"] == []


def test_the_menu_leads_them_to_what_the_units_do(world, staff):
    world.issued_plan()
    client = browser(staff)
    assert 'href="/assignments/"' in client.get("/").content.decode()
    assert [row["assignment"].subject for row in client.get("/assignments/").context["rows"]] == [world.draft().items[0].title] * 2


def test_elsewhere_they_see_nothing(world, staff):
    elsewhere = World("别处", "elsewhere").issued_plan()
    assert not PlanItem.objects.visible_to(staff).filter(plan=elsewhere).exists()
    assert not Assignment.objects.visible_to(staff).exists()


def test_the_post_is_in_a_special_committee(world):
    with pytest.raises(ValidationError, match="单位应是政协专委会"):
        appoint(person(world.place, Role.MEMBER), Role.COMMITTEE_STAFF, world.place, unit=world.finance, starts_on=DAY)
