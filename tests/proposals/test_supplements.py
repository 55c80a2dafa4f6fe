"""Supplementary replies after closing: B becomes A with evidence, nothing is reopened."""

import pytest

from proposals import actions
from proposals.models import Handling, Proposal
from supervision import duties as supervision
from tests.pages import browser
from tests.proposals.world import DAY, TEXT
from workflow.models import Notice
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(world):
    """A unit that was concluded with class B."""
    _, handling = world.under_way()
    draft = world.reply_to(handling, result_class="B")
    reply = actions.issue_reply(world.signed_reply(draft), by=world.handler, on=DAY)
    actions.give_receipt(reply.receipts.get(), by=world.member, overall="satisfied", on=DAY)
    return Handling.objects.get()


def supplement(world, handling, **fields):
    content = {
        "result_class": "A",
        "text": TEXT + "现已全部建成。",
        "number_word": "测财函",
        "contact": "演示经办",
        "phone": "0571-12345678",
    }
    answers = world.answers(handling.proposal)
    return actions.draft_supplement(handling, by=world.handler, on=DAY, answers=answers, evidence="验收报告", **(content | fields))


def test_b_becomes_a_with_evidence_and_nothing_is_reopened(world, closed):
    reply = actions.issue_reply(world.signed_reply(supplement(world, closed)), by=world.handler, on=DAY)
    assert (reply.state, reply.result_class, reply.round.number, reply.round.is_supplementary) == ("issued", "A", 2, True)
    assert str(reply).endswith("的答复（补充答复）") and closed.rounds.get(number=1).name == "第1轮"
    assert "补充答复" in browser(world.secretary).get(f"/proposals/receipts/{reply.receipts.get().public_id}/slip/").content.decode()
    assert Handling.objects.get().state == Proposal.objects.get().state == "concluded"
    first = closed.rounds.get(number=1)
    assert first.reply.result_class == "B" and first.closed_on
    actions.give_receipt(reply.receipts.get(), by=world.member, overall="satisfied", on=DAY)
    assert closed.rounds.get(number=2).closed_on == DAY


def test_without_evidence_it_cannot_be_signed(world, closed):
    reply = supplement(world, closed)
    reply = actions.edit_reply(reply, by=world.handler, on=DAY, evidence=" ")
    with pytest.raises(Refused, match="新的成效和依据"):
        actions.submit_reply(reply, by=world.handler, on=DAY)


def test_dissatisfaction_with_it_is_told_and_reopens_nothing(world, closed):
    reply = actions.issue_reply(world.signed_reply(supplement(world, closed)), by=world.handler, on=DAY)
    actions.give_receipt(reply.receipts.get(), by=world.member, overall="dissatisfied", text="路灯又坏了", on=DAY)
    assert Handling.objects.get().state == Proposal.objects.get().state == "concluded"
    assert not closed.rounds.filter(closed_on__isnull=True).exists()
    assert Notice.objects.filter(person=world.supervisor, title__startswith="提案人对补充答复不满意").exists()


def test_one_at_a_time_and_only_after_closing(world, closed):
    supplement(world, closed)
    with pytest.raises(Refused, match="上一份补充答复"):
        supplement(world, closed)
    _, running = world.under_way(title="关于另一件事情的建议")
    with pytest.raises(Refused, match="不能进行“起草补充答复”"):
        supplement(world, running)


def test_open_matters_of_closed_cases_are_found(world, closed):
    world.issued(title="关于另一件事情的建议")
    page = browser(world.secretary).get("/proposals/?tracked=yes").content.decode()
    assert "路灯" in page and "另一件事情" not in page
    actions.issue_reply(world.signed_reply(supplement(world, closed)), by=world.handler, on=DAY)
    assert "路灯" not in browser(world.secretary).get("/proposals/?tracked=yes").content.decode()


def test_the_page_asks_for_the_evidence(world, closed):
    address = f"/proposals/handlings/{closed.public_id}/act/draft_supplement/"
    page = browser(world.handler).get(address).content.decode()
    assert "新的成效和依据" in page
    _, running = world.under_way(title="关于另一件事情的建议")
    assert "新的成效和依据" not in browser(world.handler).get(f"/proposals/handlings/{running.public_id}/act/draft_reply/").content.decode()


def test_a_supplementary_reply_of_a_case_of_former_years_is_told_of_as_any(world, closed):
    Handling.objects.update(is_history=True)
    Proposal.objects.update(is_history=True)
    Notice.objects.all().delete()
    draft = actions.submit_reply(supplement(world, Handling.objects.get()), by=world.handler, on=DAY)
    assert Notice.objects.get(person=world.head).title.startswith("请签批（单位负责人签批）")
    draft = actions.send_back_reply(draft, by=world.head, reason="写明日期", on=DAY)
    assert Notice.objects.filter(person=world.handler, title__startswith="答复被退回").exists()
    reply = actions.issue_reply(world.signed_reply(draft), by=world.handler, on=DAY)
    assert Notice.objects.filter(person=world.handler, title__startswith="签批完成").exists()
    assert Notice.objects.get(person=world.member).title.startswith("收到答复，请评价")
    owed = supervision.duties([world.place.pk], reply.opinions_until, kinds=["receipt"])
    assert [each.person_id for each in owed] == [world.member.pk]
    actions.give_receipt(reply.receipts.get(), by=world.member, overall="dissatisfied", text="路灯又坏了", on=DAY)
    assert Notice.objects.filter(person=world.supervisor, title__startswith="提案人对补充答复不满意").exists()
