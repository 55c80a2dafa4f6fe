from datetime import date

import pgtrigger
import pytest

from consultation import actions
from consultation.models import AnnualPlan, ItemState, PlanItem, PlanState
from feedback.models import Assignment, WorkPlan
from organizations.models import Role
from tests.moves import check_table, outcome
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
SECRETARY = {Role.SECRETARY}
RUNNING = {"planned", "work_plan_submitted", "under_way"}


@pytest.fixture
def world():
    return World()


@pytest.fixture
def people(world):
    return {role: world.secretary if role == Role.SECRETARY else world.somebody(role) for role in Role.values}


def test_every_move_of_a_plan_for_every_role_and_state(world, people):
    plan = world.approved_plan()
    AnnualPlan.objects.filter(pk=plan.pk).update(issued_on=DAY)
    check_table(
        actions.FLOW,
        plan,
        people,
        {
            "edit": ({"drafting", "consulting"}, None, SECRETARY),
            "consult": ({"drafting"}, "consulting", SECRETARY),
            "give_opinion": ({"consulting"}, None, {Role.SECRETARY, Role.OFFICE_STAFF}),
            "report": ({"consulting"}, "reported", SECRETARY),
            "send_back": ({"consulting", "reported", "approved"}, "drafting", SECRETARY),
            "approve": ({"reported"}, "approved", SECRETARY),
            "match_units": (set(), None, SECRETARY),  # nobody unknown: see test_unknown_units
            "issue": ({"approved"}, "issued", SECRETARY),
            "amend": ({"issued"}, None, SECRETARY),
            "tell_adoption": (set(), None, SECRETARY),  # the plan's year is not over: see test_occasions
            "evaluate": ({"issued"}, "evaluated", SECRETARY),
        },
    )


def test_every_move_of_an_item_of_an_issued_plan_for_every_role_and_state(world, people):
    item = world.issued_plan().items.get(number=2)
    table = {
        "schedule": (RUNNING, None, SECRETARY),
        "confirm_work_plans": ({"planned"}, "work_plan_submitted", SECRETARY),
        "resolve_group": (RUNNING, None, SECRETARY),
        "notify": (RUNNING, None, SECRETARY),
        "send_materials": (RUNNING, None, SECRETARY),
        "start": ({"planned", "work_plan_submitted"}, "under_way", SECRETARY),
        "hold": (RUNNING, "held", SECRETARY),
        "conclude": ({"held"}, "concluded", SECRETARY),
        "postpone": (RUNNING, "postponed", SECRETARY),
        "resume": ({"postponed"}, "planned", SECRETARY),
        "cancel": (RUNNING | {"postponed"}, "cancelled", SECRETARY),
        "amend": (RUNNING | {"postponed"}, None, SECRETARY),
        "edit": (set(), None, SECRETARY),
    }
    check_table(actions.ITEM_FLOW, item, people, table)


@pytest.mark.parametrize("plan_state", PlanState.values)
@pytest.mark.parametrize("move", ["edit", "start", "hold", "cancel"])
def test_an_item_moves_only_as_its_plan_allows(world, plan_state, move):
    item = world.approved_plan().items.get(number=2)
    AnnualPlan.objects.update(state=plan_state, issued_on=DAY)
    item.refresh_from_db()
    allowed = plan_state in ("drafting", "consulting") if move == "edit" else plan_state == "issued"
    assert (outcome(actions.ITEM_FLOW, item, move, world.secretary) != "refused") == allowed


def test_work_plans_are_confirmed_only_when_each_unit_has_one_accepted(world):
    item = world.issued_plan().items.get(number=1)
    assert outcome(actions.ITEM_FLOW, item, "confirm_work_plans", world.secretary) == "refused"
    for duty in Assignment.objects.all():
        fields = {"goals": "目标", "contact": "演示甲", "phone": "12345", "submitted_by": world.handler, "submitted_on": DAY}
        WorkPlan.objects.create(assignment=duty, jurisdiction=world.place, number=1, state="accepted", **fields)
    assert outcome(actions.ITEM_FLOW, item, "confirm_work_plans", world.secretary) == "work_plan_submitted"


def test_an_item_born_late_is_late_only_from_the_day_of_issue(world):
    item = world.issued_plan().items.get(number=1)
    PlanItem.objects.filter(pk=item.pk).update(window_start=date(2026, 1, 1), window_end=date(2026, 1, 31))
    assert not PlanItem.objects.overdue(DAY).exists()
    assert item in PlanItem.objects.overdue(date(2026, 3, 3))
    PlanItem.objects.update(state=ItemState.HELD)
    assert not PlanItem.objects.overdue(date(2026, 3, 3)).exists()


def test_closed_history_is_never_late(world):
    world.issued_plan()
    with pgtrigger.ignore("consultation.AnnualPlan:frozen_when_issued"):
        AnnualPlan.objects.update(is_history=True)
    assert not PlanItem.objects.overdue(date(2030, 1, 1)).exists()
