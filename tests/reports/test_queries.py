"""How much the pages of reports ask the database, however many reports there are."""

import pytest
from django.urls import reverse

from reports import actions
from tests.pages import quiet
from tests.proposals.world import ProposalWorld


@pytest.fixture
def world(db):
    world = ProposalWorld()
    world.issued(case_no="084")
    return world


LISTED = ("assigned", "handling_units", "letters", "slips", "suggestions", "first_satisfied")


@pytest.mark.parametrize("number", [1, 7])
def test_the_list_behind_a_number_takes_as_many_queries_for_one_as_for_many(django_assert_max_num_queries, world, number):
    for place in range(number - 1):
        world.issued(case_no=f"09{place}")
    report = actions.begin(world.session, "handling", by=world.supervisor)
    for most in (10, 5):  # counted now, then frozen
        for name in [each for each in LISTED if not report.figures or each in report.figures]:
            quiet(django_assert_max_num_queries, most, world.supervisor, reverse("reports:figure", args=[report.public_id, name]))
        report = report if report.figures else actions.submit(report, by=world.supervisor, waiver="测试")


@pytest.mark.parametrize("number", [1, 7])
def test_the_list_of_reports_takes_as_many_queries_for_one_as_for_many(django_assert_num_queries, world, number):
    for _ in range(number):
        actions.begin(world.session, "handling", by=world.supervisor)
    quiet(django_assert_num_queries, 5, world.supervisor, reverse("reports:list"))
