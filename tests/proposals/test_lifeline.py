"""The life line of a case tells its turns, and what a withdrawn case leaves in the ledger."""

from datetime import timedelta

import pytest
import time_machine

from feedback.models import Suggestion
from proposals import actions
from proposals.lifeline import next_steps, stations
from proposals.views.whole import whole_case
from tests.pages import browser
from tests.proposals.world import CUTOFF, DAY
from workflow.models import Event

pytestmark = pytest.mark.django_db


def told(person, case):
    return [(each.label, each.waited_for, each.days) for each in stations(*whole_case(person, case.public_id))]


def test_it_tells_of_return_and_of_being_handed_in_again(world):
    proposal = actions.send_back(world.submitted(), by=world.secretary, reason="请写明路段", on=DAY)
    actions.submit(proposal, by=world.member, now=CUTOFF + timedelta(days=60))
    line = told(world.member, proposal)
    assert [label for label, _, _ in line] == ["提交", "退回修改", "修改后再次提交"]
    assert line[1][1:] == ("提案委员会", (DAY - CUTOFF.date()).days) and line[2][1] == "提案人"
    assert "修改后再次提交" in browser(world.member).get(proposal.get_absolute_url()).content.decode()


def test_it_tells_of_refusal_merger_and_withdrawal(world):
    refused = actions.reject(world.reviewed(), by=world.secretary, reasons=["内容空泛，没有具体建议"], destination="退回提案人", on=DAY)
    assert [label for label, _, _ in told(world.member, refused)][-1] == "不予立案"
    case, other = world.filed(), world.reviewed(title="关于增设路灯的建议")
    other = actions.merge(other, by=world.secretary, into=case, on=DAY)
    assert [label for label, _, _ in told(world.member, other)][-1] == "并案"
    other = actions.unmerge(other, by=world.secretary, reason="事由不同", on=DAY)
    actions.request_withdrawal(case, by=world.member, reason="情况已变", on=DAY)
    actions.withdraw(case, by=world.secretary, on=DAY)
    assert [label for label, _, _ in told(world.member, case)][-2:] == ["申请撤案", "同意撤案"]


def test_disputes_and_extensions_show_to_who_sees_the_units_work(world):
    handling = world.assigned().handlings.get()
    wished = handling.due_on + timedelta(days=10)
    actions.request_return(handling, by=world.head, reason="不属职责", suggested_unit=world.education, on=DAY)
    handling = actions.rule_return(handling, by=world.supervisor, agree=False, ruling="属职责", on=DAY)
    actions.request_extension(handling, by=world.handler, wished_on=wished, reason="须论证", on=DAY)
    actions.rule_extension(handling, by=world.supervisor, grant=True, on=DAY)
    expected = ["申请退回", "不同意市财政局退回", "市财政局申请延期至", "同意市财政局延期"]
    for reader in (world.handler, world.supervisor, world.secretary):
        labels = [label for label, _, _ in told(reader, handling.proposal)][-4:]
        assert all(part in label for part, label in zip(expected, labels, strict=True)), labels
    assert not any("退回" in label or "延期" in label for label, _, _ in told(world.member, handling.proposal))


def test_what_nobody_answered_leaves_the_ledger_with_a_withdrawn_case(world):
    early, late = world.filed(), world.issued(title="关于增设公厕的建议").round.handling.proposal
    for case in (early, late):
        actions.request_withdrawal(case, by=world.member, reason="情况已变", on=DAY)
        actions.withdraw(case, by=world.secretary, on=DAY)
    assert not early.ledger_links.exists()
    assert [row.adoption for row in Suggestion.objects.order_by("pk")] == ["adopted", "adopted"], "what was answered stays"


def test_what_follows_from_all_opinions_bears_nobodys_name(world):
    reply = world.issued()
    actions.give_receipt(reply.receipts.get(), by=world.member, overall="dissatisfied", text="没有办", on=DAY)
    case = reply.round.handling.proposal
    for subject in (case, reply.round.handling):
        assert Event.objects.of(subject).filter(move="rehandle").get().by_name == "系统"


def test_what_comes_next_names_the_return_only_while_it_is_still_open(world):
    case = world.assigned()
    last = case.handlings.get().return_by
    for today, words in ((last, "签收，或在期限内申请退回"), (last + timedelta(days=1), "签收")):
        with time_machine.travel(f"{today} 12:00+08:00"):
            [step] = next_steps(*whole_case(world.supervisor, case.public_id))
        assert step.what == words
