"""Lights on the lists of assignments, cases and plan items: by the place's thresholds, filtered, in the order of the deadlines."""

from datetime import timedelta

import pgtrigger
import pytest
from django.urls import reverse
from django.utils import timezone

from consultation.models import AnnualPlan, PlanItem
from feedback.models import Assignment
from organizations.models import Ruleset
from tests.pages import browser, quiet
from tests.proposals.world import ProposalWorld

pytestmark = pytest.mark.django_db
LISTS = {"feedback:list": "rows", "proposals:list": "rows", "consultation:item-list": "lines"}


@pytest.fixture
def world():
    return ProposalWorld()


def due_in(days, *rows):
    for row in rows:
        Assignment.objects.filter(pk=row.pk).update(due_on=timezone.localdate() + timedelta(days))


def cases(world, *days):
    """Running cases due in so many days."""
    found = [world.assigned(title=f"关于第{number}件事情的建议") for number in range(len(days))]
    for case, left in zip(found, days, strict=True):
        due_in(left, case.handlings.get())
    return found


def titles(world, name, light):
    page = browser(world.secretary).get(reverse(name), {"light": light})
    assert page.status_code == 200
    if name == "proposals:list":
        return [row["proposal"].title[3] for row in page.context["rows"]]
    return [row["assignment"].subject[3] for row in page.context["rows"]]


@pytest.mark.parametrize("name", ["feedback:list", "proposals:list"])
def test_cases_and_assignments_by_light_in_the_order_of_their_deadlines(world, name):
    cases(world, 40, 15, 4, 3, -2, 0)
    assert titles(world, name, "green") == ["0"] and titles(world, name, "yellow") == ["2", "1"]
    assert titles(world, name, "red") == ["4", "5", "3"] and titles(world, name, "overdue") == ["4"]
    text = browser(world.secretary).get(reverse(name)).content.decode()
    assert text.count("绿灯</span>") == 1 and text.count("黄灯</span>") == 2 and text.count("红灯</span>") == 2 and "已逾期 2 天" in text
    rules = {"feedback": {"yellow_within": 50, "red_within": 30}}
    Ruleset.objects.create(jurisdiction=world.place, version=1, name="严", overrides=rules, effective_on=timezone.localdate())
    assert titles(world, name, "yellow") == ["0"] and titles(world, name, "green") == []


def test_a_case_shows_its_first_deadline_that_runs(world):
    case = world.assigned(mode="separate", units=[world.finance, world.education])
    first, second = case.handlings.order_by("pk")
    due_in(2, first), due_in(40, second)
    assert len(titles(world, "proposals:list", "red")) == 1 and titles(world, "proposals:list", "green") == []
    for change in ({"suspended_on": timezone.localdate()}, {"state": "withdrawn"}, {"is_history": True}):
        Assignment.objects.filter(pk=first.pk).update(**{"suspended_on": None, "state": "assigned", "is_history": False} | change)
        assert titles(world, "proposals:list", "red") == [] and len(titles(world, "proposals:list", "green")) == 1


def test_the_next_page_goes_on_in_the_order_of_the_deadlines(world):
    case = world.assigned()
    own = Assignment.objects.get(pk=case.handlings.get().pk)
    rows = [
        Assignment(**{f.attname: getattr(own, f.attname) for f in own._meta.fields if f.attname not in ("id", "public_id")})
        for _ in range(60)
    ]
    for number, row in enumerate(rows):
        row.due_on, row.subject = timezone.localdate() + timedelta(100 + number // 2), f"第{number}件"
    Assignment.objects.bulk_create(rows)
    due_in(200, own)
    client, seen, address = browser(world.secretary), [], "?light=green"
    while address:
        page = client.get(f"{reverse('feedback:list')}{address}")
        seen += [row["assignment"].due_on for row in page.context["rows"]]
        address = f"?light=green&after={page.context['next']}" if page.context["next"] else ""
    assert len(seen) == 61 and seen == sorted(seen)


def items(world, light):
    page = browser(world.secretary).get(reverse("consultation:item-list"), {"light": light})
    return [line.item.pk for line in page.context["lines"]]


def test_items_of_running_plans_have_lights(world):
    plan, today = world.issued_plan(), timezone.localdate()
    item, undated = plan.items.order_by("number")
    for days, light in ((40, "green"), (10, "yellow"), (1, "red"), (-3, "overdue")):
        end = today + timedelta(days)
        PlanItem.objects.filter(pk=item.pk).update(window_start=end, window_end=end)
        assert items(world, light) == [item.pk]
        assert all(items(world, other) == [] for other in ("green", "yellow") if other != light)
    for change in ({"state": "postponed"}, {"state": "held", "held_on": today}):
        PlanItem.objects.filter(pk=item.pk).update(**change)
        assert items(world, "red") == []
    PlanItem.objects.filter(pk=item.pk).update(state="planned")
    with pgtrigger.ignore("consultation.AnnualPlan:frozen_when_issued"):
        AnnualPlan.objects.filter(pk=plan.pk).update(is_history=True)
    assert items(world, "red") == [] and undated.window_end is None


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("feedback:list", 4), ("proposals:list", 5), ("consultation:item-list", 4)])
def test_a_light_costs_no_query(world, django_assert_num_queries, number, name, queries):
    world.issued_plan()
    cases(world, *[3] * number)
    quiet(django_assert_num_queries, queries, world.secretary, f"{reverse(name)}?light=red")


def test_programs_filter_by_light_and_a_wrong_one_is_refused(world):
    (case, *_) = cases(world, 2, 40)
    client = browser(world.secretary)
    for address in ("/api/v1/proposals/", "/api/v1/assignments/"):
        assert len(client.get(address, {"light": "red"}).json()["results"]) == 1
        assert client.get(address, {"light": "purple"}).status_code == 400
    assert client.get("/api/v1/plan-items/", {"light": "green"}).status_code == 200
    assert browser(world.member).get(reverse("proposals:list"), {"light": "red"}).status_code == 200 and case
