"""Many at once: exactly one wins, the others get a sentence, numbers do not repeat."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from proposals import actions
from proposals.models import Proposal
from tests.proposals.world import DAY, ProposalWorld
from workflow.refusals import Refused


@pytest.fixture
def world(transactional_db):
    return ProposalWorld()


def attempts(act, count=8):
    """Run `act(n)` in `count` threads at once; returns the results, a refusal as its sentence."""

    def one(number):
        try:
            return act(number)
        except Refused as refusal:
            return str(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_two_reviewers_who_file_at_once_give_one_number(world):
    proposal = world.reviewed()
    results = attempts(lambda n: actions.file(proposal, by=world.secretary, on=DAY).case_no)
    assert results.count("001") == 1
    assert all("不能进行“立案”" in text for text in results if text != "001")
    assert proposal.ledger_links.count() == 2


def test_cases_filed_at_once_get_numbers_without_gap_or_repeat(world):
    proposals = [world.reviewed(title=f"关于第{n}件事情的建议") for n in range(8)]
    assert sorted(attempts(lambda n: actions.file(proposals[n], by=world.secretary, on=DAY).case_no)) == [f"{n:03d}" for n in range(1, 9)]


def test_a_receipt_given_twice_at_once_settles_one_round(world):
    receipt = world.issued().receipts.get()
    results = attempts(lambda n: actions.give_receipt(receipt, by=world.member, overall="dissatisfied", text="不满意", on=DAY).state)
    assert results.count("answered") == 1
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.handlings.get().rounds.count()) == ("rehandling", 2)


def test_a_reply_issued_twice_at_once_draws_one_number(world):
    reply = world.signed_reply(world.drafted())
    results = attempts(lambda n: actions.issue_reply(reply, by=world.handler, on=DAY).number)
    assert results.count("测财函〔2026〕1号") == 1
    assert len([text for text in results if "不能进行" in text]) == 7
    assert reply.receipts.count() == 1
