import pytest

from feedback import actions
from feedback.models import Assignment
from organizations.models import Role
from tests.moves import check_table
from tests.world import DAY, World
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db
VERIFIERS = {Role.SECRETARY, Role.SUPERVISOR}
SECRETARY, UNIT = {Role.SECRETARY}, {Role.UNIT_HEAD, Role.UNIT_HANDLER}
OPEN = {"assigned", "acknowledged", "return_requested", "under_way"}
TEAM = {"head": "演示甲", "deputy": "演示乙", "office": "办公室", "handler": "演示丙", "phone": "12345"}


@pytest.fixture
def world():
    return World()


@pytest.fixture
def people(world):
    return {role: world.secretary if role == Role.SECRETARY else world.somebody(role) for role in Role.values}


@pytest.fixture
def duty(world):
    world.issued_plan()
    duty = actions.acknowledge(Assignment.objects.get(unit=world.finance), by=world.handler, on=DAY)
    actions.name_team(duty, by=world.handler, on=DAY, **TEAM)
    return duty


def test_every_move_of_an_assignment_for_every_role_and_state(duty, people):
    check_table(
        actions.FLOW,
        duty,
        people,
        {
            "acknowledge": ({"assigned"}, "acknowledged", UNIT),
            "name_team": (OPEN, None, UNIT),
            "submit_work_plan": ({"acknowledged", "under_way"}, "under_way", UNIT),
            "add_entry": ({"acknowledged", "under_way"}, "under_way", UNIT),
            "enter_suggestions": (OPEN | {"concluded"}, None, UNIT | VERIFIERS),
            "feed_back": ({"acknowledged", "under_way", "concluded"}, None, UNIT | VERIFIERS),
            "conclude": ({"acknowledged", "under_way"}, "concluded", SECRETARY),
            "reopen": ({"concluded"}, "under_way", SECRETARY),
            "withdraw": (OPEN, "withdrawn", SECRETARY),
        },
    )


def test_every_move_of_a_work_plan_for_every_role_and_state(duty, people, world):
    tasks = [{"text": "调研", "owner": "演示甲", "due_on": None}]
    plan = actions.submit_work_plan(duty, by=world.handler, on=DAY, goals="目标", tasks=tasks, contact="演示甲", phone="12345")
    table = {"accept": ({"submitted"}, "accepted", SECRETARY), "return": ({"submitted", "accepted"}, "returned", SECRETARY)}
    check_table(actions.WORK_PLAN_FLOW, plan, people, table)


def test_a_work_plan_is_not_answered_once_its_assignment_is_closed(duty, world):
    tasks = [{"text": "调研", "owner": "演示甲", "due_on": None}]
    plan = actions.submit_work_plan(duty, by=world.handler, on=DAY, goals="目标", tasks=tasks, contact="演示甲", phone="12345")
    actions.conclude(duty, by=world.secretary, on=DAY)
    for answer in (
        lambda: actions.accept_work_plan(plan, by=world.secretary),
        lambda: actions.return_work_plan(plan, by=world.secretary, reason="改"),
    ):
        with pytest.raises(Refused, match="已办结或撤回"):
            answer()
    assert actions.WORK_PLAN_FLOW.offered(type(plan).objects.get(pk=plan.pk), world.secretary) == []
