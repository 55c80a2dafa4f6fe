"""What is counted ready says of every cell what a count of the rows says, whatever is written in between."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from organizations.models import Session, Unit
from proposals.models import Proposal
from reports.figures import figures_for, rollup, scope_of, tabulate
from reports.figures.catalogue import MAIN
from reports.figures.counting import fits, live
from reports.figures.summing import sum_up
from reports.models import Rollup, Tally, Touched
from tests.proposals.world import ProposalWorld
from tests.reports.figures.histories import History, histories


def cells(table):
    return {keys: {name: (each.part, each.whole) for name, each in found.items()} for keys, found in table}


def questions(scope):
    """(names, dimensions) of all that is counted ready, with a figure that never is."""
    catalogue = figures_for(scope)
    names = [name for name, each in catalogue.items() if each.relation in (*rollup.RELATIONS, "items")]
    yield names, ()
    for dimension in rollup.SPLIT:
        yield [name for name in names if MAIN.fullmatch(name) and fits(catalogue[name], dimension)], (dimension,)


def compare(*sessions, today):
    scope = scope_of(*sessions, as_of=today, today=today)
    for names, dimensions in questions(scope):
        ours, plain = cells(tabulate(scope, names, *dimensions)), cells(live(scope, names, *dimensions))
        assert set(ours) == set(plain), dimensions
        wrong = [(key, name, ours[key][name], plain[key][name]) for key in plain for name in names if ours[key][name] != plain[key][name]]
        assert not wrong, dimensions


def second_session(world, day):
    return Session.objects.create(term=world.session.term, number=world.session.number + 1, starts_on=day)


@settings(max_examples=2, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(histories(), st.randoms(use_true_random=False))
@pytest.mark.django_db
def test_the_rollup_equals_the_live_count_cell_by_cell(steps, chance):
    with transaction.atomic():
        history = History()
        first, second = history.world.session, second_session(history.world, history.day - timedelta(9))
        for name, choice, days in steps:
            history.play(name, choice, days)
            if chance.random() < 0.1:  # some cases are of the other session
                Proposal.objects.filter(pk__in=Proposal.objects.order_by("-pk").values("pk")[:1]).update(session=second)
            if chance.random() < 0.2:
                sum_up(history.day)
            if chance.random() < 0.15:
                compare(first, second, today=history.day)
        compare(first, second, today=history.day)
        sum_up(history.day)
        assert not Touched.objects.exists()
        compare(first, second, today=history.day)
        transaction.set_rollback(True)


@pytest.fixture
def world(db):
    world = ProposalWorld()
    world.issued(case_no="084")
    world.later = second_session(world, timezone.localdate())
    sum_up()
    return world


@pytest.fixture
def counted(monkeypatch):
    """The sessions that are counted live."""
    found = []
    monkeypatch.setattr(rollup, "per_session", lambda scope, *rest: found.append([each.pk for each in scope.sessions]) or iter(()))
    monkeypatch.setattr(rollup, "live", lambda scope, *rest: found.append("all") or [])
    return found


def ask(world):
    return tabulate(scope_of(world.session, world.later), ["assigned", "handling_units"], "category")


def test_nothing_is_counted_while_nothing_was_written(world, counted, django_assert_num_queries):
    scope = scope_of(world.session, world.later)
    tabulate(scope, ["assigned"], "unit")
    with django_assert_num_queries(2):  # the rules of plans, and the sums
        assert [cells["assigned"].part for _, cells in tabulate(scope, ["assigned"], "unit")] == [1]
    assert counted == []


WRITES = {
    "a case": lambda world: world.issued(case_no="085"),
    "a unit": lambda world: Unit.objects.filter(pk=world.finance.pk).update(kind="government"),
}


@pytest.mark.parametrize("write", WRITES)
def test_what_was_written_about_is_counted_live_until_it_is_counted_anew(world, counted, write):
    WRITES[write](world)
    ask(world)
    assert counted and world.session.pk in counted[0] and counted[0] != "all"
    counted.clear()
    sum_up()
    ask(world)
    assert counted == []


TABLES = (
    *("feedback_assignment", "proposals_contact", "proposals_handling", "proposals_proposal", "proposals_proposer"),
    *("proposals_receipt", "proposals_reply", "proposals_round"),
)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_of_a_case_marks_its_session_once_in_a_transaction(world, table):
    key = "assignment_ptr_id" if table == "proposals_handling" else "id"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER reports_touch_update")
        for _ in range(2):
            cursor.execute(f"UPDATE {table} SET {key} = {key}")
    assert cursor.rowcount
    assert list(Touched.objects.values_list("session", flat=True)) == [world.session.pk]


def test_the_case_of_a_written_row_is_looked_up_by_key_whatever_the_planner_believes(db):
    """In the middle of an import it counts none of the rows written so far: a join of them would read whole tables inside each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname, proconfig, prosrc FROM pg_proc WHERE proname LIKE 'reports_touch_%'")
        found = cursor.fetchall()
    assert len(found) == len(TABLES) + 1  # and units
    for name, plans, source in found:
        assert "JOIN" not in source and plans == ["enable_seqscan=off"], name


def test_another_day_and_another_definition_are_counted_anew(world, counted):
    Rollup.objects.update(on=timezone.localdate() - timedelta(1))
    ask(world)
    assert counted == ["all"]
    assert sum_up() == 2 and sum_up() == 0
    Tally.objects.filter(session=None).update(code=Concat("id", Value("")))
    ask(world)
    assert counted == ["all", "all"]
    assert sum_up() == 2
    ask(world)
    assert len(counted) == 2


def test_a_place_with_one_session_keeps_no_sums_and_no_marks(db):
    world = ProposalWorld()
    world.issued(case_no="084")
    assert Touched.objects.exists()
    assert sum_up() == 0
    assert not Touched.objects.exists() and not Tally.objects.exists() and not Rollup.objects.exists()
