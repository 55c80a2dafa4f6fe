"""Sixteen at once: exactly one wins, the others get a sentence, numbers do not repeat; without the lock it fails."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pgtrigger
import pytest
from django.db import connections, models

from proposals import actions
from proposals.models import Proposal
from tests.proposals.world import DAY, ProposalWorld
from workflow.flow import Flow, nothing
from workflow.models import Event
from workflow.refusals import Refused, Stale

MANY = 16
WON = "won"


@pytest.fixture
def world(transactional_db):
    return ProposalWorld()


@pytest.fixture
def crowd():
    """Sixteen threads that stay, each with a connection of its own."""
    with ThreadPoolExecutor(MANY) as pool:
        yield pool
        ready = Barrier(MANY)
        list(pool.map(lambda _: (ready.wait(10), connections.close_all()), range(MANY)))


def attempts(crowd, act):
    """Run `act(n)` sixteen times at the same moment; returns the results, a refusal as its sentence."""
    ready = Barrier(MANY)

    def one(number):
        ready.wait(10)
        try:
            return act(number)
        except Refused as refusal:
            return str(refusal)

    return list(crowd.map(one, range(MANY)))


ISSUED = {"number": "测财函〔2026〕9号", "issued_on": DAY}
GIVEN = {"overall": "satisfied", "channel": "own"}


def cases(world):
    other = world.filed(title="关于另一件事情的建议")
    into = {"merged_into": other}
    return actions.FLOW, world.assigned(), {"merged": into}, {"merge": into, "unmerge": {"merged_into": None}}


def handlings(world):
    return actions.HANDLING_FLOW, world.assigned().handlings.get(), {}, {}


def replies(world):
    return actions.REPLY_FLOW, actions.submit_reply(world.drafted(), by=world.handler, on=DAY), {}, {"issue": ISSUED}


def receipts(world):
    return actions.RECEIPT_FLOW, world.issued().receipts.get(), {}, dict.fromkeys(("answer", "record_slip", "answer_by_link"), GIVEN)


def allocations(world):
    allocation = actions.begin_allocation(world.session, by=world.supervisor, title="分办意见", on=DAY)
    return actions.ALLOCATION_FLOW, allocation, {}, {}


def prepared(flow, obj, name, fields):
    """The row of `obj` in a state from which the move starts."""
    state = flow.moves[name].sources[0]
    clean = {"merged_into": None} if flow is actions.FLOW else {}
    with pgtrigger.ignore("proposals.Reply:frozen_when_issued", "proposals.Receipt:frozen_when_answered"):
        flow.model.objects.filter(pk=obj.pk).update(state=state, **clean | fields.get(state, {}))
    return flow.model.objects.get(pk=obj.pk)


def who_may(world, move, row):
    people = (world.member, world.secretary, world.head, world.handler, world.supervisor, world.leader)
    return next(person for person in people if move.driven or move.by(person, row))


def raced(crowd, world, flow, row, name, changes):
    """What sixteen attempts at a move came to: `WON`, or the sentence."""
    person = who_may(world, flow.moves[name], row)

    def act(number):
        flow.apply(row, name, by=person, on=DAY, version=row.version, reason="测试理由", **changes.get(name, {}))
        return WON

    return attempts(crowd, act)


@pytest.mark.parametrize("table", [cases, handlings, replies, receipts, allocations])
def test_of_sixteen_attempts_at_each_move_exactly_one_wins(world, crowd, table):
    """The bare table: what a move asks for beside the state is left aside, so that each can be made again and again."""
    flow, obj, fields, changes = table(world)
    bare = Flow(flow.model, [replace(move, missing=nothing, unfit=nothing) for move in flow.moves.values()])
    for name in flow.moves:
        row, events = prepared(flow, obj, name, fields), Event.objects.count()
        results = raced(crowd, world, bare, row, name, changes)
        lost = [text for text in results if text != WON]
        assert len(lost) == MANY - 1, (name, results)
        assert all("不能进行" in text or text == str(Stale()) for text in lost), (name, set(lost))
        now = flow.model.objects.get(pk=obj.pk)
        assert (now.version, Event.objects.count()) == (row.version + 1, events + 1), name
        assert now.state == (flow.moves[name].target or row.state), name


def test_without_the_lock_more_than_one_would_win(world, crowd, monkeypatch):
    """The control: the same attempts with the lock taken away, all reading before any of them writes."""
    flow, obj, fields, changes = handlings(world)
    row = prepared(flow, obj, "accept", fields)
    monkeypatch.setattr(models.QuerySet, "select_for_update", lambda rows, **options: rows)
    together, require = Barrier(MANY), Flow.require

    def wait(table, *args):
        together.wait(10)
        return require(table, *args)

    monkeypatch.setattr(Flow, "require", wait)
    assert raced(crowd, world, flow, row, "accept", changes).count(WON) > 1


def test_two_reviewers_who_file_at_once_give_one_number(world, crowd):
    proposal = world.reviewed()
    results = attempts(crowd, lambda n: actions.file(proposal, by=world.secretary, on=DAY).case_no)
    assert results.count("001") == 1
    assert all("不能进行“立案”" in text for text in results if text != "001")
    assert proposal.ledger_links.count() == 2


def test_cases_filed_at_once_get_numbers_without_gap_or_repeat(world, crowd):
    proposals = [world.reviewed(title=f"关于第{n}件事情的建议") for n in range(MANY)]
    assert sorted(attempts(crowd, lambda n: actions.file(proposals[n], by=world.secretary, on=DAY).case_no)) == [
        f"{n:03d}" for n in range(1, MANY + 1)
    ]


def test_a_receipt_given_twice_at_once_settles_one_round(world, crowd):
    receipt = world.issued().receipts.get()
    results = attempts(crowd, lambda n: actions.give_receipt(receipt, by=world.member, overall="dissatisfied", text="不满意", on=DAY).state)
    assert results.count("answered") == 1
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.handlings.get().rounds.count()) == ("rehandling", 2)


def test_a_reply_issued_twice_at_once_draws_one_number(world, crowd):
    reply = world.signed_reply(world.drafted())
    results = attempts(crowd, lambda n: actions.issue_reply(reply, by=world.handler, on=DAY).number)
    assert results.count("测财函〔2026〕1号") == 1
    assert len([text for text in results if "不能进行" in text]) == MANY - 1
    assert reply.receipts.count() == 1
