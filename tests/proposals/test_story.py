"""One proposal on its whole way, and what every station leaves behind."""

from datetime import date, timedelta

import pytest

from feedback.models import Adoption, Commitment, FeedbackRecord, Suggestion
from proposals import actions
from proposals.models import Proposal, Receipt, Round
from tests.pages import browser
from tests.proposals.world import CUTOFF, DAY
from workflow.models import Event
from workflow.refusals import Forbidden, Refused

pytestmark = pytest.mark.django_db


def test_a_satisfied_proposal_is_concluded_in_its_first_round(world):
    reply = world.issued()
    proposal = Proposal.objects.get(pk=reply.round.handling.proposal_id)
    assert (proposal.state, proposal.case_no, proposal.in_session) == ("replied", "001", True)
    assert reply.number == "测财函〔2026〕1号"
    receipt = reply.receipts.get()
    actions.give_receipt(receipt, by=world.member, overall="satisfied", ratings={"attitude": "satisfied"}, on=DAY)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.concluded_on) == ("concluded", DAY)
    assert proposal.handlings.get().state == "concluded"
    rows = Suggestion.objects.filter(proposed__proposal=proposal)
    assert {(row.adoption, row.answered_on, row.unit) for row in rows} == {(Adoption.ADOPTED, DAY, world.finance)}
    assert FeedbackRecord.objects.filter(suggestion__in=rows, channel="letter", document_number=reply.number).count() == 2
    assert [event.move for event in Event.objects.of(proposal)] == [
        *("begin", "submit", "review", "review", "review", "file", "assign", "reply", "conclude")
    ]


def test_a_dissatisfied_round_opens_the_next_and_stays_as_it_was(world):
    first = world.issued()
    handling = first.round.handling
    receipt = actions.give_receipt(first.receipts.get(), by=world.member, overall="dissatisfied", text="没有解决", on=DAY)
    handling.refresh_from_db()
    proposal = Proposal.objects.get(pk=handling.proposal_id)
    assert (proposal.state, handling.state, handling.due_on) == ("rehandling", "under_way", date(2026, 4, 2))
    assert Round.objects.get(pk=first.round_id).is_dissatisfied is True
    with pytest.raises(Refused, match="已评价"):
        actions.give_receipt(receipt, by=world.member, overall="satisfied", on=DAY)
    second = world.again(first)
    actions.give_receipt(second.receipts.get(), by=world.member, overall="basically", on=DAY)
    proposal.refresh_from_db()
    assert proposal.state == "concluded"
    assert [(r.number, r.is_dissatisfied) for r in handling.rounds.all()] == [(1, True), (2, False)]
    assert list(Receipt.objects.order_by("pk").values_list("overall", flat=True)) == ["dissatisfied", "basically"]
    assert second.number == "测财函〔2026〕2号"


def test_only_the_proposer_or_the_committee_from_paper_gives_a_receipt(world):
    receipt = world.issued().receipts.get()
    for somebody in (world.handler, world.head, world.supervisor, world.second, world.leader):
        with pytest.raises(Forbidden):
            actions.give_receipt(receipt, by=somebody, overall="satisfied", on=DAY)
    with pytest.raises(Forbidden):
        actions.give_receipt(receipt, by=world.secretary, overall="satisfied", on=DAY)
    with pytest.raises(Forbidden):
        actions.give_receipt(receipt, by=world.member, overall="satisfied", channel="paper", on=DAY)
    slip = actions.give_receipt(receipt, by=world.secretary, overall="satisfied", channel="paper", on=DAY)
    assert (slip.channel, slip.entered_by) == ("paper", world.secretary)


def test_silence_is_never_satisfaction(world):
    reply = world.issued()
    with pytest.raises(Refused, match="还不能结束"):
        actions.close_window(reply, on=reply.opinions_until)
    actions.close_window(reply, by=world.secretary, on=reply.opinions_until + timedelta(days=1))
    assert reply.receipts.get().state == "silent"
    page = browser(world.secretary).get(reply.round.handling.proposal.get_absolute_url()).content.decode()
    assert "已评 0/1，未反馈 1" in page, "silence is no answer"
    assert reply.receipts.get().overall == ""
    assert Proposal.objects.get(pk=reply.round.handling.proposal_id).state == "concluded"


def test_windows_that_are_over_are_closed_by_the_worker_once(world):
    reply = world.issued()
    last = reply.opinions_until
    assert actions.close_windows(on=last) == 0
    assert actions.close_windows(on=last + timedelta(days=1)) == 1
    assert actions.close_windows(on=last + timedelta(days=1)) == 0
    assert reply.receipts.get().state == "silent"
    assert Event.objects.of(reply.receipts.get()).get().by_name == "系统"


def test_a_late_proposal_becomes_one_between_sessions(world):
    proposal = actions.submit(world.draft_proposal(), by=world.member, now=CUTOFF + timedelta(seconds=1))
    assert proposal.in_session is False
    on_time = actions.submit(world.draft_proposal(title="关于另一件事的建议"), by=world.member, now=CUTOFF)
    assert on_time.in_session is True


def test_filing_needs_all_passes_and_numbers_follow_each_other(world):
    proposal = world.submitted()
    proposal = actions.review(proposal, by=world.secretary, opinion="同意", on=DAY)
    with pytest.raises(Refused, match="复审、终审"):
        actions.file(proposal, by=world.secretary, on=DAY)
    assert world.filed(case_no="084").case_no == "084"
    with pytest.raises(Refused, match="已有案号 084"):
        world.filed(case_no="084")
    assert world.filed().case_no == "085"


def test_a_merged_proposal_keeps_its_proposers_and_gets_its_own_receipt(world):
    case, other = world.filed(), world.reviewed(title="关于老城区亮化的建议")
    merged = actions.merge(other, by=world.secretary, into=case, on=DAY)
    assert (merged.state, merged.merged_into) == ("merged", case)
    assert case.ledger_links.count() == 4
    back = actions.unmerge(merged, by=world.secretary, reason="内容不同", on=DAY)
    assert (back.state, case.ledger_links.count()) == ("under_review", 2)
    merged = actions.merge(back, by=world.secretary, into=case, on=DAY)
    actions.assign(case, by=world.supervisor, track="government", mode="sole", units=[world.finance], on=DAY)
    with pytest.raises(Refused, match="不能解除并案"):
        actions.unmerge(merged, by=world.secretary, reason="内容不同", on=DAY)


def test_co_handlers_give_an_opinion_and_countersign_but_never_reply(world):
    proposal, lead = world.under_way(mode="lead_co")
    co = proposal.handlings.get(unit=world.education)
    assert (lead.due_on, co.due_on) == (date(2026, 6, 2), date(2026, 4, 2))
    co = actions.accept(co, by=world.other_handler, on=DAY)
    with pytest.raises(Refused, match="会办单位不直接答复"):
        actions.draft_reply(co, by=world.other_handler, on=DAY)
    actions.give_opinion(co, by=world.other_handler, opinion="同意补装", on=DAY)
    reply = actions.submit_reply(world.reply_to(lead), by=world.handler, on=DAY)
    with pytest.raises(Forbidden):
        actions.sign(reply, by=world.head, on=DAY)
    for signer in (world.other_head, world.head, world.supervisor, world.leader):
        reply = actions.sign(reply, by=signer, on=DAY)
    reply = actions.issue_reply(reply, by=world.handler, on=DAY)
    assert (reply.state, reply.signer) == ("issued", world.leader.name)


def test_a_change_of_the_text_voids_the_signatures(world):
    reply = actions.submit_reply(world.drafted(), by=world.handler, on=DAY)
    reply = actions.sign(reply, by=world.head, on=DAY)
    reply = actions.edit_reply(reply, by=world.handler, on=DAY, text=reply.text + "补充一句。")
    assert (reply.state, reply.steps.filter(is_void=False).count()) == ("drafting", 0)
    assert reply.steps.filter(is_void=True, agreed=True).count() == 1
    with pytest.raises(Refused):
        actions.issue_reply(reply, by=world.handler, on=DAY)


def test_the_supervision_office_may_change_the_class_with_a_reason(world):
    reply = actions.submit_reply(world.drafted(), by=world.handler, on=DAY)
    with pytest.raises(Forbidden):
        actions.sign(reply, by=world.head, result_class="B", on=DAY)
    reply = actions.sign(reply, by=world.head, on=DAY)
    with pytest.raises(Refused, match="理由"):
        actions.sign(reply, by=world.supervisor, result_class="B", on=DAY)
    reply = actions.sign(reply, by=world.supervisor, result_class="B", opinion="尚在推进", on=DAY)
    assert reply.result_class == "B"


def test_a_unit_returns_once_and_is_then_ruled_on(world):
    proposal = world.assigned()
    handling = proposal.handlings.get()
    with pytest.raises(Forbidden):
        actions.request_return(handling, by=world.handler, reason="不属本单位", suggested_unit=world.education, on=DAY)
    actions.request_return(handling, by=world.head, reason="不属本单位", suggested_unit=world.education, on=DAY)
    with pytest.raises(Refused, match="第一次申请退回的，直接裁定"):
        actions.coordinate(handling, by=world.supervisor, on=DAY, parties="财政局", text="协调")
    handling = actions.rule_return(handling, by=world.supervisor, agree=False, ruling="属职责范围", on=DAY)
    actions.request_return(handling, by=world.head, reason="确不属本单位", suggested_unit=world.education, on=DAY)
    with pytest.raises(Refused, match="先登记协调"):
        actions.rule_return(handling, by=world.supervisor, agree=False, ruling="仍由你单位办理", ruled_for="演示领导", on=DAY)
    with pytest.raises(Refused, match="不能早于申请日期"):
        actions.coordinate(handling, by=world.supervisor, on=DAY - timedelta(1), parties="财政局、教育局", text="各说各的")
    with pytest.raises(Refused, match="各方和协调情况"):
        actions.coordinate(handling, by=world.supervisor, on=DAY, parties=" ", text="各说各的")
    record = actions.coordinate(handling, by=world.supervisor, on=DAY, parties="财政局、教育局", text="教育局认为不属其职责")
    assert (record.number, record.coordinated_on, record.coordinated_by) == (2, DAY, "财政局、教育局")
    handling = type(handling).objects.get(pk=handling.pk)
    with pytest.raises(Refused, match="领导裁定"):
        actions.rule_return(handling, by=world.supervisor, agree=False, ruling="仍由你单位办理", on=DAY)
    handling = actions.rule_return(handling, by=world.supervisor, agree=False, ruling="仍由你单位办理", ruled_for="演示领导", on=DAY)
    assert (handling.state, handling.is_locked) == ("acknowledged", True)
    with pytest.raises(Refused, match="不再调整"):
        actions.request_return(handling, by=world.head, reason="第三次", suggested_unit=world.education, on=DAY)


def test_a_return_is_refused_after_the_window(world):
    handling = world.assigned().handlings.get()
    assert handling.return_by == date(2026, 3, 9)
    late = handling.return_by + timedelta(days=1)
    with pytest.raises(Refused, match="期限（2026-03-09）已过"):
        actions.request_return(handling, by=world.head, reason="不属本单位", suggested_unit=world.education, on=late)


def test_an_agreed_return_hands_the_case_to_another_unit(world):
    proposal = world.assigned()
    handling = proposal.handlings.get()
    actions.request_return(handling, by=world.head, reason="不属本单位", suggested_unit=world.education, on=DAY)
    actions.rule_return(handling, by=world.supervisor, agree=True, ruling="同意", unit=world.education, on=DAY)
    assert {(each.unit, each.state) for each in proposal.handlings.all()} == {(world.finance, "withdrawn"), (world.education, "assigned")}
    assert proposal.handlings.get(unit=world.education).part == "sole"
    assert set(Suggestion.objects.values_list("unit", flat=True)) == {world.education.pk}


def test_an_extension_moves_the_deadline_with_its_step(world):
    _, handling = world.under_way()
    actions.request_extension(handling, by=world.handler, wished_on=date(2026, 7, 2), reason="需要论证", on=DAY)
    handling = actions.rule_extension(handling, by=world.supervisor, grant=True, on=DAY)
    assert handling.due_on == date(2026, 7, 2) == handling.rounds.get().due_on
    assert "由 2026-06-02 延至 2026-07-02" in handling.due_steps[-1]
    with pytest.raises(Refused, match="不超过"):
        actions.request_extension(handling, by=world.handler, wished_on=date(2026, 12, 2), reason="再延", on=DAY)


def test_commitments_outlive_the_case(world):
    reply = world.signed_reply(world.drafted())
    number = reply.answers[0]["number"]
    promise = [{"number": number, "text": "年底前完成二期", "due_on": date(2026, 12, 31)}]
    actions.issue_reply(reply, by=world.handler, on=DAY, commitments=promise)
    commitment = Commitment.objects.get()
    assert (commitment.suggestion.number, commitment.state, commitment.unit) == (number, "open", world.finance)


def test_a_withdrawal_needs_the_committees_consent_and_releases_the_units(world):
    proposal = world.assigned()
    with pytest.raises(Refused, match="没有申请撤案"):
        actions.withdraw(proposal, by=world.secretary, on=DAY)
    proposal = actions.request_withdrawal(proposal, by=world.member, reason="已经解决", on=DAY)
    proposal = actions.withdraw(proposal, by=world.secretary, on=DAY)
    assert (proposal.state, proposal.handlings.get().state) == ("withdrawn", "withdrawn")
