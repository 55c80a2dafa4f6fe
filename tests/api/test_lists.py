"""Pages of lists: their size, their order, what they refuse."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.drafts import ItemDraft
from tests.api.caller import Caller
from tests.world import World


def plan_of(world, items):
    return world.plan(items=tuple(ItemDraft(f"议题{n}", number=n) for n in range(1, items + 1)))


def test_pages_follow_each_other_without_gap_or_repeat(world, secretary):
    plan_of(world, 7)
    numbers, path = [], "plan-items/?limit=3"
    while path:
        page = secretary.json(path)
        numbers += [row["number"] for row in page["results"]]
        path = page["next"]
    assert numbers == [7, 6, 5, 4, 3, 2, 1]


def test_the_last_page_says_that_it_is_the_last(world, secretary):
    plan_of(world, 3)
    assert secretary.json("plan-items/?limit=3")["next"] is None


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=-1",
        "limit=abc",
        "limit=",
        "limit=1.5",
        "limit=99999999999999999999",
        "limit=²",
        "after=abc",
        "after=-1",
        "after=99999999999999999999",
        "after=1e3",
        "after=%00",
        "page=2",
        "%00=1",
    ],
)
def test_junk_in_the_query_is_refused_in_words(secretary, query):
    answer = secretary.get(f"plan-items/?{query}")
    assert answer.status_code == 400
    assert all(isinstance(sentence, str) for each in answer.json().values() for sentence in each)


def test_a_list_shows_only_what_the_person_may_see(world):
    world.issued_plan()
    names = {
        name: len(Caller(person).json("plan-items/")["results"]) for name, person in (("own", world.handler), ("all", world.secretary))
    }
    assert names == {"own": 1, "all": 2}
    assert Caller(World("别市", "other").secretary).json("plan-items/")["results"] == []


def test_a_row_is_what_the_documentation_says(world, secretary):
    world.issued_plan()
    row = secretary.json("plan-items/")["results"][-1]
    assert row["units"] == ["市财政局", "市教育局", "市政协提案委"]
    assert (row["kind"], row["kind_label"], row["window_start"]) == ("consultation", "协商", "2026-06-01")
    assert "_row" not in row


@pytest.mark.parametrize("path", ["plan-items/", "plans/", "assignments/", "work-plans/", "progress-entries/"])
@pytest.mark.parametrize("items", [1, 50])
def test_a_list_takes_three_queries_however_long(world, secretary, path, items):
    plan_of(world, items)
    secretary.json(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        secretary.json(path)
    assert len(queries) == 3  # session, person with posts, rows
