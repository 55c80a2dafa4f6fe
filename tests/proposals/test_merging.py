"""Merging 并案: what was merged answers, signs and suggests within its case."""

import pytest
from django.urls import reverse

from proposals import actions
from proposals.letters import reply_letter
from proposals.preflight import preflight
from proposals.rules import ProposalRules
from tests.pages import browser
from tests.proposals.world import CUTOFF, DAY, TEXT
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world):
    return world.filed(title="关于老旧小区加装电梯的建议")


def merged(world, case, title, **fields):
    return actions.merge(world.reviewed(title=title, **fields), by=world.secretary, into=case, on=DAY)


def numbers(case):
    return list(case.ledger_links.order_by("pk").values_list("suggestion__number", "suggestion__text"))


def test_no_number_of_a_suggestion_stands_twice_after_one_was_taken_out_and_put_back(world, case):
    first = merged(world, case, "关于电梯补贴的建议", suggestions=["提高补贴"])
    merged(world, case, "关于电梯维护的建议", suggestions=["定期检查"])
    first = actions.unmerge(first, by=world.secretary, reason="再看一看", on=DAY)
    assert numbers(case) == [(1, "补装路灯"), (2, "定期检修"), (3, "定期检查")]
    actions.merge(first, by=world.secretary, into=case, on=DAY)
    assert numbers(case)[2:] == [(3, "定期检查"), (4, "提高补贴")]


@pytest.fixture
def draft(world, case):
    """The draft of the reply to a case into which another proposer's was merged."""
    other = actions.begin(
        world.session, by=world.second, title="关于电梯维护的建议", problems="无人维护", suggestions=["定期检查"], category="社会建设"
    )
    other = actions.submit(other, by=world.second, now=CUTOFF)
    other.proposers.update(name="李四")
    actions.merge(other, by=world.secretary, into=case, on=DAY)
    case = actions.assign(case, by=world.supervisor, track="government", mode="sole", units=[world.finance], on=DAY)
    handling = actions.accept(case.handlings.get(), by=world.handler, on=DAY)
    actions.add_contact(handling, by=world.handler, kind="visit", on=DAY, participants="演示委员", text="听取意见", phase="before")
    return world.reply_to(case.handlings.get(), text=f"演示member、李四委员：\n{TEXT}")


def test_a_reply_greets_and_addresses_the_proposers_of_what_was_merged(world, draft):
    assert not [each.message for each in preflight(draft, ProposalRules()) if "不是本件的提案者" in each.message]
    case = draft.round.handling.proposal
    case.merged.update(case_no="077")
    own = f"您提出的《关于电梯维护的建议》（第077号）和第{case.case_no}号提案收悉。{TEXT}"
    draft = actions.edit_reply(draft, by=world.handler, on=DAY, text=own)
    assert preflight(draft, ProposalRules()) == []
    draft = actions.edit_reply(draft, by=world.handler, on=DAY, text=f"王五委员：\n{TEXT}")
    assert [each.message for each in preflight(draft, ProposalRules())] == ["正文称呼的“王五委员”不是本件的提案者。"]
    reply = actions.issue_reply(world.signed_reply(draft), by=world.handler, on=DAY)
    assert reply_letter(reply).addressees == "演示member、李四"
    assert [each.proposer.name for each in reply.receipts.order_by("pk")] == ["演示member", "李四"]


def test_what_is_answered_already_is_not_taken_out_again(world, draft):
    reply = actions.issue_reply(world.signed_reply(draft), by=world.handler, on=DAY)
    merged = reply.round.handling.proposal.merged.get()
    with pytest.raises(Refused, match="并入的提案已经交办，不能解除并案"):
        actions.unmerge(merged, by=world.secretary, reason="不是一件事", on=DAY)
    answer = browser(world.secretary).post(reverse("proposals:act", args=[merged.public_id, "unmerge"]), {"reason": "不是一件事"})
    assert answer.status_code == 409 and "已经交办" in answer.content.decode()


def test_what_comes_too_late_is_refused_and_never_fails(world, case):
    other = world.reviewed(title="关于电梯补贴的建议")
    with pytest.raises(Refused, match="不能进行“解除并案”"):
        actions.unmerge(other, by=world.secretary, reason="不是一件事", on=DAY)
    answered = world.issued(title="关于另一件已答复事情的建议").round.handling.proposal
    with pytest.raises(Refused, match="不能进行“并案”"):
        actions.merge(answered, by=world.secretary, into=case, on=DAY)
    assert answered.ledger_links.count() == 2
