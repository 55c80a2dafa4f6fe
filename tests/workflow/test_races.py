"""Many people make the same move at once: exactly one wins, the others get the sentence; without the lock it would go wrong."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction
from django.db.models import QuerySet

from consultation import actions
from documents.models.numbers import draw_number
from feedback import actions as feedback
from feedback.models import Assignment, WorkPlan
from tests.world import DAY, World
from workflow.models import Event
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db(transaction=True)
RIVALS = 16


def race(act):
    """Run `act` in RIVALS threads that start together; returns (winners, refusals, other errors)."""
    gate, results = threading.Barrier(RIVALS), []

    def run():
        try:
            gate.wait()
            act()
            results.append("won")
        except (Refused, ValidationError):
            results.append("refused")
        except Exception as error:  # noqa: BLE001 - the test wants to see whatever it was
            results.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(RIVALS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results.count("won"), results.count("refused"), [r for r in results if r not in ("won", "refused")]


def test_one_of_sixteen_acknowledges():
    world = World()
    world.issued_plan()
    duty = Assignment.objects.get(unit=world.finance)
    assert race(lambda: feedback.acknowledge(duty, by=world.handler)) == (1, RIVALS - 1, [])
    assert Event.objects.filter(move="acknowledge").count() == 1


def test_without_the_lock_several_would_acknowledge(monkeypatch):
    """The control: with the row lock switched off and time between reading and writing, the race above has more winners."""
    world = World()
    world.issued_plan()
    duty = Assignment.objects.get(unit=world.finance)
    read = threading.Barrier(RIVALS, timeout=20)
    flow = type(feedback.FLOW)
    write = flow._write

    def late(self, *args, **kwargs):
        read.wait()
        return write(self, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, *args, **kwargs: self)
    monkeypatch.setattr(flow, "_write", late)
    won, _, _ = race(lambda: feedback.acknowledge(duty, by=world.handler))
    assert won > 1


def test_one_of_sixteen_issues_the_plan():
    world = World()
    plan = world.approved_plan()
    result = race(lambda: actions.issue(plan, by=world.secretary, issued_on=DAY, document_number="测〔2026〕1号"))
    assert result == (1, RIVALS - 1, [])
    assert Assignment.objects.count() == 2


def test_one_of_sixteen_makes_the_plan_of_a_year():
    world = World()
    assert race(lambda: world.plan()) == (1, RIVALS - 1, [])


def test_one_of_sixteen_work_plans_is_kept():
    world = World()
    world.issued_plan()
    duty = feedback.acknowledge(Assignment.objects.get(unit=world.finance), by=world.handler)
    feedback.name_team(duty, by=world.handler, head="甲", deputy="乙", office="办", handler="丙", phone="12345")
    fields = {"goals": "目标", "tasks": [{"text": "调研", "owner": "甲", "due_on": None}], "contact": "甲", "phone": "12345"}
    assert race(lambda: feedback.submit_work_plan(duty, by=world.handler, **fields)) == (1, RIVALS - 1, [])
    assert WorkPlan.objects.count() == 1


def test_numbers_have_no_gap_and_no_repeat():
    world, drawn = World(), []
    assert race(lambda: drawn.append(draw_number(world.place, "测府办", 2026))) == (RIVALS, 0, [])
    assert sorted(drawn) == sorted(f"测府办〔2026〕{n}号" for n in range(1, RIVALS + 1))


def test_a_number_drawn_in_vain_is_given_again():
    world = World()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        draw_number(world.place, "测府办", 2026)
        raise ZeroDivisionError
    assert draw_number(world.place, "测府办", 2026) == "测府办〔2026〕1号"
    assert connection.in_atomic_block is False
