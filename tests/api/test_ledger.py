"""Writing proposals and keeping the ledger by calls."""

import pytest

from feedback.models import Commitment, FeedbackRecord, Suggestion
from proposals.models import Proposal
from tests.api.caller import Caller
from tests.proposals.world import ProposalWorld

pytestmark = pytest.mark.django_db
DRAFT = {
    "kind": "individual",
    "title": "关于增设过街天桥的建议",
    "problems": "过街不便",
    "suggestions": ["增设天桥"],
    "category": "社会建设",
}


@pytest.fixture
def proposals(db):
    return ProposalWorld()


def test_a_draft_is_begun_once_however_often_it_is_sent(proposals):
    member = Caller(proposals.member)
    first = member.post("proposals/", DRAFT, headers={"Idempotency-Key": "k1"})
    again = member.post("proposals/", DRAFT, headers={"Idempotency-Key": "k1"})
    assert first.status_code == again.status_code == 201 and first.json() == again.json()
    proposal = Proposal.objects.get()
    assert proposal.suggestions == ["增设天桥"] and proposal.author == proposals.member
    assert Caller(proposals.handler).post("proposals/", DRAFT).status_code == 403
    refused = member.post("proposals/", DRAFT | {"title": "短"})
    assert refused.status_code == 409 and "案由应为 4 至 50 个字" in refused.json()["detail"]


def test_an_invitation_is_answered(proposals):
    draft = proposals.draft_proposal(kind="joint", cosigners=[proposals.second])
    address = f"proposals/{draft.public_id}/cosign/"
    assert Caller(proposals.second).post(address, {"accept": True}).json() == {"answer": "accepted"}
    assert Caller(proposals.second).post(address, {"accept": True}).status_code == 409, "once only"
    assert Caller(proposals.second).get(f"proposals/{draft.public_id}/").status_code == 200, "who joined goes on seeing what he signed"
    assert Caller(proposals.member).post(address, {"accept": True}).status_code == 404


def test_the_ledger_is_kept(proposals):
    proposals.issued()
    row = Suggestion.objects.get(number=1)
    unit, address = Caller(proposals.handler), f"suggestions/{row.public_id}/"
    assert [each["text"] for each in unit.get("suggestions/?adoption=adopted").json()["results"]] == ["定期检修", "补装路灯"]
    told = unit.post(f"{address}act/feed_back/", {"channel": "visit", "on": "2026-03-05"})
    assert told.status_code == 400 and not FeedbackRecord.objects.filter(channel="visit").exists()
    assert unit.post(f"{address}act/feed_back/", {"channel": "visit", "on": "2026-03-05", "visitors": "演示局长"}).status_code == 200
    done = {"implementation": "done", "on": "2026-03-05", "evidence": "已验收"}
    assert unit.post(f"{address}act/implement/", done).status_code == 200
    shown = unit.get(address).json()
    assert shown["implementation"] == "done" and {each["channel"] for each in shown["records"]} == {"letter", "visit"}
    assert Caller(proposals.other_handler).get(address).status_code == 404


def test_promises_are_verified_by_others_than_the_unit(proposals):
    proposals.issued()
    row = Suggestion.objects.get(number=1)
    promise = Commitment.objects.create(jurisdiction=proposals.place, suggestion=row, unit=proposals.finance, text="年底前完成")
    address = f"commitments/{promise.public_id}/act/keep/"
    assert Caller(proposals.handler).post(address, {"evidence": "自评"}).status_code == 403
    assert Caller(proposals.supervisor).post(address, {"evidence": "现场核实"}).json()["state"] == "kept"
