"""What government leaders see."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consultation.models import PlanItem
from feedback.models import Assignment
from organizations.models import Portfolio, Role
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.mark.parametrize("change", ["past", "elsewhere"])
def test_a_leader_sees_what_is_in_his_charge_today_where_he_leads(world, change):
    leader = world.somebody(Role.GOVERNMENT_LEADER)
    portfolio = Portfolio.objects.create(jurisdiction=world.place, leader=leader)
    portfolio.units.add(world.finance)
    world.issued_plan()
    assert [model.objects.visible_to(leader).count() for model in (Assignment, PlanItem)] == [1, 1]
    if change == "past":
        Portfolio.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    else:
        leader.memberships.update(jurisdiction=World("别市", "other").place)
    del leader.access
    assert [model.objects.visible_to(leader).count() for model in (Assignment, PlanItem)] == [0, 0]
