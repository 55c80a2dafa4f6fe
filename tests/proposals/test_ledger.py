"""The ledger 采纳落实台账: list, one suggestion, what is reported of it, promises kept or not."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from feedback import actions as feedback
from feedback.models import Commitment, FeedbackRecord, Suggestion
from proposals import actions
from tests.proposals.world import DAY
from workflow.refusals import Forbidden, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(world):
    reply = world.signed_reply(world.drafted())
    actions.issue_reply(reply, by=world.handler, on=DAY, commitments=[{"number": 1, "text": "年底前完成", "due_on": date(2026, 12, 31)}])
    return Suggestion.objects.get(number=1)


def test_a_unit_reports_with_evidence_and_others_may_not(row, world):
    with pytest.raises(Refused, match="依据"):
        feedback.report_implementation(row, by=world.handler, implementation="done", evidence="", on=DAY)
    with pytest.raises(Forbidden):
        feedback.report_implementation(row, by=world.other_handler, implementation="done", evidence="已验收", on=DAY)
    done = feedback.report_implementation(row, by=world.handler, implementation="done", evidence="已验收", on=DAY)
    assert (done.implementation, done.implementation_on, done.evidence) == ("done", DAY, "已验收")


def test_it_is_looked_at_again_later_and_no_more_once_done_and_the_history_tells_each_step(client, row, world):
    facts = {"by": world.handler, "on": DAY}
    with pytest.raises(Refused, match="下次核查日期不能早于填报的日期"):
        feedback.report_implementation(row, implementation="under_way", evidence="已开工", next_review_on=DAY - timedelta(days=1), **facts)
    row = feedback.report_implementation(row, implementation="under_way", evidence="已开工", next_review_on=date(2026, 9, 1), **facts)
    assert row.next_review_on == date(2026, 9, 1)
    row = feedback.report_implementation(row, implementation="done", evidence="已验收", next_review_on=date(2026, 9, 1), **facts)
    assert row.next_review_on is None
    client.force_login(world.handler)
    page = client.get(reverse("feedback:suggestion", args=[row.public_id])).content.decode()
    assert "<strong>填报落实</strong>　推进中：已开工，下次核查 2026-09-01</div>" in page
    assert "<strong>填报落实</strong>　已落实：已验收</div>" in page


def test_feedback_needs_its_proof(client, row, world):
    client.force_login(world.handler)
    url = reverse("feedback:suggestion-act", args=[row.public_id, "feed_back"])
    answer = client.post(url, {"channel": "visit", "on": "2026-03-05"})
    assert answer.status_code in (400, 409) and "走访人员" in answer.content.decode()
    assert FeedbackRecord.objects.filter(channel="visit").count() == 0
    assert client.post(url, {"channel": "visit", "on": "2026-03-05", "visitors": "演示局长"}).status_code == 302
    assert FeedbackRecord.objects.get(channel="visit").visitors == "演示局长"


def test_promises_are_verified_by_secretary_or_supervision_alone(client, row, world):
    commitment = Commitment.objects.get()
    with pytest.raises(Forbidden):
        feedback.keep(commitment, by=world.handler, evidence="自评", on=DAY)
    url = reverse("feedback:commitment-act", args=[commitment.public_id, "keep"])
    client.force_login(world.supervisor)
    assert client.get(url).status_code == 200
    assert client.post(url, {"evidence": "现场核实", "version": commitment.version}).status_code == 302
    commitment.refresh_from_db()
    assert (commitment.state, commitment.evidence) == ("kept", "现场核实")


def test_who_sees_the_ledger(client, row, world):
    detail = reverse("feedback:suggestion", args=[row.public_id])
    for somebody, code in (
        (world.secretary, 200),
        (world.handler, 200),
        (world.leader, 200),
        (world.other_handler, 404),
        (world.second, 404),
    ):
        client.force_login(somebody)
        assert client.get(detail).status_code == code
        listed = client.get(reverse("feedback:suggestions"))
        assert listed.status_code == 200 and (row.text in listed.content.decode()) == (code == 200)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_ledger_is_exported_as_it_is_filtered(client, row, world, kind):
    client.force_login(world.secretary)
    answer = client.get(reverse("feedback:suggestions"), {"format": kind, "adoption": "adopted"})
    assert answer.status_code == 200 and len(b"".join(answer) if answer.streaming else answer.content) > 100
    page = client.get(reverse("feedback:suggestions"), {"adoption": "rejected"}).content.decode()
    assert "没有符合条件的建议" in page


def test_the_first_proof_is_the_day_the_proposer_was_told_and_can_be_asked_for(world, client):
    case = world.assigned()
    row = case.ledger_links.first().suggestion
    client.force_login(world.secretary)
    unproved = client.get("/assignments/suggestions/?fed_back=no").content.decode()
    assert row.text in unproved
    facts = {"channel": "visit", "visitors": "演示科长", "text": "当面说明"}
    feedback.feed_back(row, by=world.handler, on=DAY, **facts)
    feedback.feed_back(row, by=world.handler, on=DAY + timedelta(3), **facts)
    row.refresh_from_db()
    assert row.told_on == DAY
    assert row.text not in client.get("/assignments/suggestions/?fed_back=no").content.decode()
    assert row.text in client.get("/assignments/suggestions/?fed_back=yes").content.decode()
    assert "上门走访 演示科长" in client.get("/assignments/suggestions/?format=csv").getvalue().decode("utf-8-sig")


def test_what_is_due_for_review_is_found(world, client):
    row = world.assigned().ledger_links.first().suggestion
    client.force_login(world.secretary)
    for day, found in ((date(2020, 1, 1), True), (date(2999, 1, 1), False)):
        type(row).objects.filter(pk=row.pk).update(next_review_on=day)
        assert (row.text in client.get("/assignments/suggestions/?review=due").content.decode()) == found
