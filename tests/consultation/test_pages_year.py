from datetime import date

import pytest
from django.urls import reverse

from consultation import actions
from consultation.drafts import ItemDraft, UnitDraft
from consultation.models import PlanItem, Precision, UnitRole
from consultation.statistics import clashes_of_hosts, clashes_of_people, clashes_with_plenaries, loads, plenary_days
from organizations.actions import add_names
from organizations.models import Body, Meeting, Role, Term
from tests.pages import browser, quiet
from tests.world import World

pytestmark = pytest.mark.django_db
FINANCE, COMMITTEE = UnitDraft("市财政局"), UnitDraft("市政协提案委", UnitRole.HOST)


@pytest.fixture
def world():
    return World()


def item(number, start=None, end=None, **fields):
    """An item whose time runs from `start` to `end` (month, day); without them it has none."""
    if start is None:
        return ItemDraft(f"议题{number}", number=number, **fields)
    first, last = date(2026, *start), date(2026, *(end or start))
    precision = Precision.DAY if first == last else Precision.MONTH if first.month == last.month else Precision.RANGE
    fields = {"time_text": "如期", "precision": precision} | fields
    return ItemDraft(f"议题{number}", number=number, window_start=first, window_end=last, **fields)


def month(number, which, **fields):
    return item(number, (which, 1), (which, 28), **fields)


ALL_YEAR = {"precision": Precision.ALL_YEAR, "time_text": "全年"}


def words(response):
    return response.content.decode()


def address(name, plan):
    return reverse(f"consultation:plan-{name}", args=[plan.public_id])


def items_of(plan):
    return PlanItem.objects.filter(plan=plan)


def test_year_puts_items_on_their_months(world):
    drafts = (month(1, 6), item(2, (3, 1), (5, 31)), item(3), item(4, (1, 1), (12, 31), **ALL_YEAR))
    plan = world.plan(items=drafts)
    page = browser(world.secretary).get(address("year", plan)).context
    shown = {row["title"]: [cell["month"] for cell in row["cells"] if cell["on"]] for row in page["rows"]}
    assert shown == {"议题2": [3, 4, 5], "议题1": [6]}
    assert [row["title"] for row in page["all_year"]] == ["议题4"]
    assert [row["title"] for row in page["undated"]] == ["议题3"]
    assert [m["number"] for m in page["months"] if m["count"]] == [3, 4, 5, 6]


def test_year_marks_what_is_overdue(world, time_machine):
    plan = world.issued_plan(items=(month(1, 6, units=(FINANCE,)), month(2, 9, units=(FINANCE,))))
    time_machine.move_to(date(2026, 7, 15))
    page = browser(world.secretary).get(address("year", plan))
    assert [row["overdue"] for row in page.context["rows"]] == [True, False]
    assert "1 项已逾期" in words(page)


def test_year_clips_what_runs_into_the_next_year(world):
    draft = ItemDraft(
        "跨年", number=1, time_text="跨年", precision=Precision.RANGE, window_start=date(2026, 11, 1), window_end=date(2027, 2, 28)
    )
    (row,) = browser(world.secretary).get(address("year", world.plan(items=(draft,)))).context["rows"]
    assert [cell["month"] for cell in row["cells"] if cell["on"]] == [11, 12]


def test_empty_year_and_load_say_what_to_do(world):
    plan = world.plan(items=())
    client = browser(world.secretary)
    assert "计划里还没有事项" in words(client.get(address("year", plan)))
    assert "还没有写明单位的事项" in words(client.get(address("load", plan)))


def test_load_counts_each_unit_by_month(world):
    drafts = (
        month(1, 6, units=(FINANCE, COMMITTEE)),
        month(2, 6, units=(FINANCE,)),
        item(3, units=(FINANCE,)),
        item(4, (1, 1), (12, 31), units=(FINANCE,), **ALL_YEAR),
    )
    found = loads(items_of(world.plan(items=drafts)))
    assert [(load.name, load.hosts, load.total) for load in found] == [("市财政局", False, 4), ("市政协提案委", True, 1)]
    assert {m: len(entries) for m, entries in found[0].months.items()} == {6: 2}
    assert (len(found[0].spread), len(found[0].undated)) == (1, 1)


def test_load_knows_a_unit_by_all_its_names(world):
    add_names(world.finance, ["财政局（旧称）"])
    drafts = (month(1, 6, units=(FINANCE,)), month(2, 6, units=(UnitDraft("财政局（旧称）"),)))
    (load,) = loads(items_of(world.plan(items=drafts)))
    assert (load.name, load.total) == ("市财政局", 2)


def test_load_leaves_out_what_was_cancelled(world):
    plan = world.issued_plan(items=(month(1, 6, units=(FINANCE,)), month(2, 7, units=(FINANCE,))))
    actions.cancel(plan.items.get(number=1), by=world.secretary, reason="合并", approved_by="市委")
    assert [load.total for load in loads(items_of(plan))] == [1]


def test_overload_is_named_with_its_items(world):
    plan = world.plan(items=tuple(month(n, 6, units=(FINANCE,)) for n in (1, 2, 3)))
    page = browser(world.secretary).get(address("load", plan))
    ((name, when, entries),) = page.context["overloads"]
    assert (name, when, [entry.title for entry in entries]) == ("市财政局", 6, ["议题1", "议题2", "议题3"])
    assert "没有发现" in words(page)


def test_two_in_a_month_are_no_overload(world):
    plan = world.plan(items=tuple(month(n, 6, units=(FINANCE,)) for n in (1, 2)))
    assert not browser(world.secretary).get(address("load", plan)).context["overloads"]


def test_host_with_two_items_on_one_day_collides(world):
    plan = world.plan(
        items=(item(1, (6, 9), units=(COMMITTEE,)), item(2, (6, 9), units=(COMMITTEE,)), item(3, (6, 10), units=(COMMITTEE,)))
    )
    (clash,) = clashes_of_hosts(items_of(plan))
    assert (clash.who, clash.when, [entry.title for entry in clash.entries]) == ("市政协提案委", "2026年6月9日", ["议题1", "议题2"])


@pytest.fixture
def term(world):
    return Term.objects.create(jurisdiction=world.place, number=4)


def meeting(term, body, number, held_on, ends_on=None):
    return Meeting.objects.create(jurisdiction=term.jurisdiction, term=term, body=body, number=number, held_on=held_on, ends_on=ends_on)


def test_leader_at_two_meetings_on_one_day_collides_but_not_at_one_meeting(world, term):
    plan = world.issued_plan(items=(month(1, 6, units=(FINANCE,)), month(2, 6, units=(FINANCE,))))
    leader = world.somebody(Role.CPPCC_LEADER)
    one, other = (meeting(term, Body.CHAIRPERSONS_COUNCIL, n, date(2026, 6, 9)) for n in (1, 2))
    first, second = plan.items.order_by("order")
    actions.schedule(first, by=world.secretary, meetings=[one], people=[(leader, "presides")])
    second = actions.schedule(second, by=world.secretary, meetings=[one], people=[(leader, "attends")])
    assert clashes_of_people(items_of(plan)) == []
    actions.schedule(second, by=world.secretary, meetings=[other], people=[(leader, "attends")])
    (clash,) = clashes_of_people(items_of(plan))
    assert (clash.who, clash.when, len(clash.entries)) == (leader.name, "2026年6月9日", 2)
    assert leader.name in words(browser(world.secretary).get(address("load", plan)))


def test_items_in_the_week_of_a_plenary_collide(world, term):
    meeting(term, Body.PLENARY, 4, date(2026, 1, 14), date(2026, 1, 16))
    drafts = (item(1, (1, 12)), item(2, (1, 19)), month(3, 1), item(4, (1, 15), form="全委会协商"), month(5, 2))
    plan = world.plan(items=drafts)
    weeks = plenary_days(world.place, 2026)
    assert weeks == [(date(2026, 1, 12), date(2026, 1, 18))]
    found = clashes_with_plenaries(items_of(plan), weeks, {1})
    assert [[entry.title for entry in clash.entries] for clash in found] == [["议题1"], ["议题3"]]


def test_month_of_plenaries_comes_from_the_rules_while_no_date_is_known(world):
    page = browser(world.secretary).get(address("load", world.plan(items=(month(1, 1, units=(FINANCE,)),))))
    assert "1月（全会所在月）" in words(page)


def test_load_is_exported(world):
    plan = world.plan(items=tuple(month(n, 6, units=(FINANCE, COMMITTEE)) for n in (1, 2, 3)))
    answer = browser(world.secretary).get(address("load", plan), {"format": "csv"})
    assert "市财政局,责任或协商,,,,,,3,,,,,,,0,0,3" in answer.content.decode("utf-8-sig")
    assert browser(world.secretary).get(address("load", plan), {"format": "exe"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_year_asks_six_queries(world, django_assert_num_queries, count):
    plan = world.issued_plan(items=tuple(month(n, n, units=(FINANCE,)) for n in range(1, count + 1)))
    quiet(django_assert_num_queries, 6, world.secretary, address("year", plan))


@pytest.mark.parametrize("count", [1, 3])
def test_load_asks_ten_queries(world, django_assert_num_queries, count):
    plan = world.issued_plan(items=tuple(month(n, n, units=(FINANCE, COMMITTEE)) for n in range(1, count + 1)))
    quiet(django_assert_num_queries, 10, world.secretary, address("load", plan))
