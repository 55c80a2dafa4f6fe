"""Every figure equals a plain recount of the tables, and what it says of a day before is what the tables said on that day."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings

from dashboard.demo.loading import load
from feedback.models import Suggestion
from organizations.models import Session
from reports.figures import figures_for, listed, measure, scope_of, tabulate
from tests.reports.figures.histories import History, histories
from tests.reports.figures.recount import recount

HISTORIES = settings(max_examples=2, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
TAKEN_OUT = ("suggestions", "adoption_open")  # with a filing undone rows leave the ledger for good: no day knows them any more


def of(scope, names):
    return {name: set(found.rows) for name, found in measure(scope, names).items()}


def shares(scope, counted):
    """What is a share of something else, from the same recount: {rate: (part, whole)}."""
    size = {name: len(rows) for name, rows in counted.items()}
    due = size["in_time"] + size["late"] + size["overdue"]
    return {
        "filing_rate": (size["filed"], size["submitted"]),
        "reply_rate": (size["replied"], size["assigned"]),
        "conclusion_rate": (size["concluded"], size["assigned"]),
        "on_time_rate": (size["in_time"], due),
        "met_key_rate": (size["met_key"], len(counted["assigned"] & counted["key"])),
        "met_ordinary_rate": (size["met_ordinary"], len(counted["assigned"] & counted["ordinary"])),
        "satisfaction": (size["final_satisfied"], size["receipts"]),
        "turned_rate": (size["turned"], size["class_B"]),
        "adoption_rate": (size["adoption_adopted"], size["suggestions"]),
        "plan_completion": (size["plan_done"], size["plan_items"]),
    }


@HISTORIES
@given(histories())
@pytest.mark.django_db
def test_figures_equal_a_recount_on_the_day_and_as_of_it_ever_after(steps):
    with transaction.atomic():
        history, kept = History(), {}
        for name, choice, days in steps:
            if history.play(name, choice, days):
                kept[history.day] = recount(history.world.session, history.day)
        kept[history.day] = recount(history.world.session, history.day)
        session, last = history.world.session, history.day
        today = scope_of(session, as_of=last, today=last)
        assert of(today, kept[last]) == kept[last]
        rates = measure(today, shares(today, kept[last]))
        assert {name: (found.part, found.whole) for name, found in rates.items()} == shares(today, kept[last])
        standing = set(Suggestion.objects.values_list("pk", flat=True))
        for day, counted in kept.items():
            counted |= {name: counted[name] & standing for name in TAKEN_OUT}
            then = scope_of(session, as_of=day, today=last + timedelta(1))
            assert (day, of(then, counted)) == (day, counted)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(timezone.localdate())
        transaction.set_rollback(True)


def session_of(code, number):
    return Session.objects.get(term__jurisdiction__code=code, number=number)


def test_figures_equal_a_recount_of_the_demonstration(demo):
    for session in Session.objects.all():
        today = timezone.localdate()
        scale = tuple(code for code, _ in scope_of(session).case_rules.scale)
        counted = recount(session, today, scale)
        known = figures_for(scope_of(session))
        counted = {name: rows for name, rows in counted.items() if name in known}
        assert of(scope_of(session), counted) == counted
        assert of(scope_of(session, as_of=today, today=today + timedelta(1)), counted) == counted, session


def test_the_session_of_dadukou_has_its_published_numbers(demo):
    found = measure(scope_of(session_of("dadukou", 4)))
    parts = {name: found[name].part for name in ("assigned", "concluded", "key", "class_A", "class_B", "class_C", "class_other")}
    assert parts == {"assigned": 197, "concluded": 197, "key": 12, "class_A": 183, "class_B": 9, "class_C": 5, "class_other": 0}
    opinions = {name: found[name].part for name in ("receipts", "final_satisfied", "final_understood", "final_dissatisfied")}
    assert opinions == {"receipts": 197, "final_satisfied": 196, "final_understood": 1, "final_dissatisfied": 0}
    assert found["first_dissatisfied"].part == 1 and found["rehandled"].part == 1
    assert [str(found[f"class_{letter}"].ratio) for letter in "ABC"] == ["92.9%", "4.6%", "2.5%"]
    assert found["first_dissatisfied"].rows == found["final_understood"].rows


def test_the_last_october_of_dadukou_says_the_same_and_may_of_that_year_another(demo):
    session = session_of("dadukou", 4)
    october = measure(scope_of(session, as_of=date(2020, 10, 31)), ["class_A", "final_understood", "concluded"])
    assert [each.part for each in october.values()] == [183, 1, 197]
    may = measure(scope_of(session, as_of=date(2020, 5, 20)), ["final_dissatisfied", "final_understood", "concluded", "rehandled"])
    assert [each.part for each in may.values()] == [1, 0, 196, 1]
    march = measure(scope_of(session, as_of=date(2020, 3, 1)), ["replied", "class_A", "receipts", "assigned"])
    assert [str(each) for each in march.values()] == ["0", "无", "无", "197"]


def test_rows_of_a_table_are_the_cells_of_the_whole(demo):
    scope = scope_of(session_of("dadukou", 4))
    names = ["assigned", "class_A", "satisfaction", "in_time"]
    whole = measure(scope, names)
    for dimension in ("unit", "category", "result", "month", "kind", "key"):
        rows = tabulate(scope, names if dimension != "month" else names[1:], dimension)
        for name in rows[0][1]:
            assert sum(cells[name].part for _, cells in rows) == whole[name].part, (dimension, name)
    crossed = tabulate(scope, ["class_A"], "unit", "category")
    assert sum(cells["class_A"].part for _, cells in crossed) == 183
    (unit, category), cells = max(crossed, key=lambda row: row[1]["class_A"].part)
    assert len(listed(scope, "class_A", unit=unit, category=category)) == cells["class_A"].part > 0
