"""Units that nobody knew when a plan was written are tied to those registered since, without sending the plan back."""

import pytest

from consultation import actions
from consultation.forms import PLAN_FORMS
from consultation.models import AnnualPlan, ItemUnit
from feedback.models import Assignment
from organizations.actions import add_unit
from organizations.models import Role, UnitKind
from tests.moves import outcome
from tests.pages import enter
from tests.world import DAY, World
from workflow.models import Event
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db
NAME = "市妇儿中心"


@pytest.fixture
def world():
    return World()


@pytest.fixture
def plan(world):
    plan = world.approved_plan()
    for item in plan.items.all()[:2]:
        ItemUnit.objects.create(item=item, name=NAME, role="co", order=9)
    return plan


def register(world):
    return add_unit(world.place, NAME, UnitKind.ENTERPRISE)


def test_a_unit_registered_later_is_tied_to_all_items_that_name_it(world, plan, client):
    with pytest.raises(Refused, match="再点“对应单位名录”"):
        actions.issue(plan, by=world.secretary, issued_on=DAY, document_number="测府办〔2026〕9号")
    with pytest.raises(Refused, match=f"单位名录里仍没有：{NAME}"):
        actions.match_units(plan, by=world.secretary, on=DAY)
    unit = register(world)
    enter(client, world.secretary)
    page = client.get(f"/plans/{plan.public_id}/").content.decode()
    assert "对应单位名录" in page
    answer = client.post(f"/plans/{plan.public_id}/act/match_units/", {"version": plan.version}, follow=True)
    assert "已完成：对应单位名录。" in answer.content.decode()
    assert list(ItemUnit.objects.filter(name=NAME).values_list("unit", flat=True)) == [unit.pk] * 2
    event = Event.objects.get(move="match_units")
    assert (event.before, event.after) == ({NAME: ""}, {NAME: NAME})
    plan.refresh_from_db()
    assert plan.state == "approved"
    actions.issue(plan, by=world.secretary, issued_on=DAY, document_number="测府办〔2026〕9号")
    assert Assignment.objects.filter(unit=unit).count() == 2


def test_only_the_secretary_may_and_only_before_the_issue(world, plan):
    register(world)
    others = {role: world.somebody(role) for role in Role.values if role != Role.SECRETARY}
    for state, _ in AnnualPlan._meta.get_field("state").choices:
        AnnualPlan.objects.filter(pk=plan.pk).update(state=state, issued_on=DAY)
        plan.refresh_from_db()
        early = state in ("drafting", "consulting", "reported", "approved")
        assert outcome(actions.FLOW, plan, "match_units", world.secretary) == (state if early else "refused")
        assert {outcome(actions.FLOW, plan, "match_units", person) for person in others.values()} == {"forbidden"}


def test_the_move_is_offered_only_while_somebody_is_unknown(world, plan):
    def offered():
        return "match_units" in {move.name for move, _ in actions.FLOW.offered(plan, world.secretary)}

    assert offered()
    register(world)
    form = PLAN_FORMS["match_units"](data={"version": plan.version}, obj=plan, by=world.secretary)
    assert form.is_valid() and form.run()
    assert not offered()
