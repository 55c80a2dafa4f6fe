"""The leader who signs: he in charge of the unit, or another with a reason; and who is asked where no portfolio names one."""

import pytest

from organizations.models import Portfolio, Role
from proposals import actions
from proposals.models import Reply
from tests.api.caller import Caller
from tests.pages import browser
from tests.proposals.world import DAY
from tests.world import person
from workflow.models import Event, Notice
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(world):
    """A leader who is in charge of other units."""
    return person(world.place, Role.GOVERNMENT_LEADER, name="演示·另一位副市长")


def checked(world):
    """A reply that waits for the leader alone."""
    reply = actions.submit_reply(world.drafted(), by=world.handler, on=DAY)
    for signer in (world.head, world.supervisor):
        reply = actions.sign(reply, by=signer, on=DAY)
    return reply


def test_another_leader_signs_with_a_reason_and_sees_no_more_than_that_case(world, other):
    reply = checked(world)
    case = reply.round.handling.proposal
    assert browser(other).get(case.get_absolute_url()).status_code == 404
    act = f"replies/{reply.public_id}/act/reroute/"
    asked = {"leader": str(other.public_id), "reason": "分管副市长出差"}
    assert Caller(world.supervisor).post(act, {"leader": str(other.public_id)}).status_code == 400, "no reason"
    assert Caller(world.supervisor).post(act, asked | {"leader": str(world.member.public_id)}).status_code == 400
    assert Caller(world.handler).post(act, asked).status_code == 403
    assert Caller(world.supervisor).post(act, asked).status_code == 200
    assert Notice.objects.filter(person=other, title__startswith="请签批（政府领导审签）").count() == 1
    text = browser(other).get(case.get_absolute_url()).content.decode()
    assert "签批同意" in text and "政府领导审签（演示·另一位副市长）" in text
    assert "改送演示·另一位副市长：分管副市长出差" in browser(world.supervisor).get(case.get_absolute_url()).content.decode()
    reply.refresh_from_db()
    assert Caller(world.leader).post(f"replies/{reply.public_id}/act/sign/", {}).status_code == 403, "it is no longer his"
    issued = actions.issue_reply(actions.sign(reply, by=other, on=DAY), by=world.handler, on=DAY)
    assert issued.signer == other.name
    world.drafted(title="关于另一件事情的建议")
    assert list(Reply.objects.visible_to(other)) == [issued]


def test_a_unit_in_nobodys_charge_is_no_dead_end(world, other):
    Portfolio.objects.all().delete()
    reply = checked(world)
    case = reply.round.handling.proposal
    assert not Notice.objects.filter(person=world.leader, title__contains="签").exists(), "he could not open it"
    assert Notice.objects.filter(person=world.supervisor, title__startswith="请指定审签领导").exists()
    text = browser(world.supervisor).get(case.get_absolute_url()).content.decode()
    assert "请督查室指定领导" in text and "改送其他领导审签" in text
    form = browser(world.supervisor).get(f"/proposals/replies/{reply.public_id}/act/reroute/").content.decode()
    assert "没有写明这个单位由谁分管" in form
    reply = actions.reroute_reply(reply, by=world.supervisor, leader=world.leader, reason="按会议纪要", on=DAY)
    with pytest.raises(Refused, match="现在就是送"):
        actions.reroute_reply(reply, by=world.supervisor, leader=world.leader, reason="再送", on=DAY)
    assert actions.sign(reply, by=world.leader, on=DAY).steps.get(kind="leader").agreed


def test_who_signs_as_the_alternate_is_shown_with_the_leader_he_stood_in_for(world, other):
    reply, alternate = checked(world), person(world.place, Role.GOVERNMENT_LEADER, name="演示·AB角")
    reply = actions.reroute_reply(reply, by=world.supervisor, leader=other, reason="分管副市长出差", on=DAY)
    Portfolio.objects.create(jurisdiction=world.place, leader=other, alternate=alternate)
    reply = actions.sign(reply, by=alternate, on=DAY)
    assert reply.steps.get(kind="leader").signed_for == other and reply.steps.get(kind="unit_head").signed_for is None
    event = Event.objects.of(reply).filter(move="sign").last()
    assert event.by_name == "演示·AB角" and event.acting_for == other
    assert [each.acting_for for each in Event.objects.of(reply).filter(move="sign")][:2] == [None, None]
    page = browser(world.supervisor).get(reply.round.handling.proposal.get_absolute_url()).content.decode()
    assert page.count("代 演示·另一位副市长") == 2, "in the chain and in the history"


def test_the_history_of_a_case_says_whose_handling_and_whose_reply_each_line_is_of(world):
    reply = checked(world)
    page = browser(world.supervisor).get(reply.round.handling.proposal.get_absolute_url()).content.decode()
    history, unit = page[page.index('id="history"') :], reply.round.handling.unit_name
    assert f"<strong>签收</strong>　{unit}</div>" in history and f"<strong>签批同意</strong>　{unit}（第1轮）</div>" in history
    assert "<strong>立案</strong></div>" in history
