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


@pytest.mark.parametrize("number", [1, 7])
def test_the_list_of_reports_takes_as_many_queries_for_one_as_for_many(django_assert_num_queries, world, number):
    for _ in range(number):
        actions.begin(world.session, "handling", by=world.supervisor)
    quiet(django_assert_num_queries, 5, world.supervisor, reverse("reports:list"))
