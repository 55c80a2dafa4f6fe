"""Examination taken back: a pass, a filing, a return."""

import pytest

from feedback.models import Suggestion
from proposals import actions
from proposals.models import CaseCounter, Proposal
from tests.pages import browser
from tests.proposals.world import DAY
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db


def test_a_pass_is_taken_back_and_made_again(world):
    proposal = world.reviewed()
    proposal = actions.undo_review(proposal, by=world.secretary, reason="看错了", on=DAY)
    with pytest.raises(Refused, match="终审"):
        actions.file(proposal, by=world.secretary, on=DAY)
    proposal = actions.review(proposal, by=world.secretary, opinion="重新审查，同意", on=DAY)
    assert [(each.number, each.is_void) for each in proposal.reviews.order_by("pk")] == [(1, False), (2, False), (3, True), (3, False)]
    assert actions.file(proposal, by=world.secretary, on=DAY).state == "filed"
    assert "已撤回" in browser(world.secretary).get(proposal.get_absolute_url()).content.decode()


def test_without_a_pass_there_is_nothing_to_take_back(world):
    proposal = world.submitted()
    with pytest.raises(Refused):
        actions.undo_review(proposal, by=world.secretary, reason="看错了", on=DAY)


def test_a_filing_is_taken_back_with_its_number_and_ledger(world):
    first, last = world.filed(), world.filed(title="关于另一件事情的建议")
    last = actions.unfile(last, by=world.secretary, reason="立错了", on=DAY)
    assert (last.state, last.case_no, last.filed_on) == ("under_review", "", None)
    assert CaseCounter.objects.get().last == 1
    assert Suggestion.objects.filter(proposed__proposal=last).count() == 0
    assert actions.file(last, by=world.secretary, on=DAY).case_no == "002"
    actions.unfile(first, by=world.secretary, reason="立错了", on=DAY)
    assert CaseCounter.objects.get().last == 2


def test_what_was_merged_allocated_or_assigned_is_not_unfiled(world):
    case = world.filed()
    other = actions.merge(world.reviewed(title="关于另一件事情的建议"), by=world.secretary, into=case, on=DAY)
    with pytest.raises(Refused, match="解除并案"):
        actions.unfile(case, by=world.secretary, reason="立错了", on=DAY)
    actions.unmerge(other, by=world.secretary, reason="不同", on=DAY)
    actions.begin_allocation(world.session, by=world.secretary, title="第一批", on=DAY)
    with pytest.raises(Refused, match="请先移出"):
        actions.unfile(case, by=world.secretary, reason="立错了", on=DAY)
    assigned = world.assigned(title="关于第三件事情的建议")
    with pytest.raises(Refused, match="不能进行"):
        actions.unfile(assigned, by=world.secretary, reason="立错了", on=DAY)


def test_a_return_is_taken_back_until_the_proposer_has_changed_something(world):
    proposal = actions.send_back(world.submitted(), by=world.secretary, reason="请补充", on=DAY)
    assert actions.undo_return(proposal, by=world.secretary, on=DAY).state == "under_review"
    proposal = actions.send_back(Proposal.objects.get(), by=world.secretary, reason="请补充", on=DAY)
    actions.edit(proposal, by=world.member, on=DAY, background="补充背景")
    with pytest.raises(Refused, match="已经修改"):
        actions.undo_return(proposal, by=world.secretary, on=DAY)
