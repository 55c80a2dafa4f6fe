"""A case as a row of a table: its units, the last reply of each that answers, what was said to them."""

import pytest
from django.db import connection

from feedback.models import Assignment
from proposals import actions
from proposals.models import Handling, Proposal, Proposer
from proposals.tables import proposal_table
from tests.proposals.world import DAY, ProposalWorld


@pytest.fixture
def world(db):
    return ProposalWorld()


def row_of(case):
    (row,) = proposal_table(Proposal.objects.filter(pk=case.pk)).rows
    return row


def test_names_of_those_that_reply_stand_apart_from_those_that_help(world):
    case = world.assigned(mode="lead_co")
    row = row_of(case)
    due = case.handlings.get(part="lead").rounds.get().due_on
    assert (row["units"], row["co_units"], row["due_on"]) == ("市财政局", "市教育局", f"{due:%Y-%m-%d}")
    assert not row["issued_on"] and not row["result_class"] and not row["opinions"]


def test_a_separate_case_names_both_with_the_latest_deadline_and_the_reply_there_is(world):
    reply = world.issued(mode="separate")
    case = reply.round.handling.proposal
    last = Handling.objects.filter(proposal=case).order_by("-pk").first()
    Assignment.objects.filter(pk=last.pk).update(due_on="2027-01-01")
    row = row_of(case)
    assert (row["units"], row["due_on"], row["result_class"]) == ("市财政局、市教育局", "2027-01-01", "A")
    assert not row["co_units"] and row["issued_on"] == f"{DAY:%Y-%m-%d}"


def test_opinions_count_once_the_round_is_closed_and_how_often_where_several_put_it_forward(world):
    reply = world.issued()
    case = reply.round.handling.proposal
    assert row_of(case)["opinions"] == ""
    actions.give_receipt(reply.receipts.get(), by=world.member, overall="satisfied", text="", on=DAY)
    assert row_of(case)["opinions"] == "满意"
    Proposer.objects.create(proposal=case, person=world.second, name="联名人", order=2, answer="accepted")
    row = row_of(case)
    assert row["opinions"] == "满意 1" and row["proposers"].endswith("、联名人")


def test_a_case_without_a_unit_has_empty_cells(world):
    row = row_of(world.filed())
    assert not any(row[name] for name in ("units", "co_units", "due_on", "issued_on", "result_class", "opinions"))


def test_statements_are_not_compiled(db):
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
