"""A unit that is merged away in mid-handling, a member whose post ends: the work goes on, the history keeps the old names."""

from datetime import timedelta

import pytest
import time_machine

from documents.models import Paper
from organizations.actions import merge_unit
from organizations.models import Membership
from proposals import actions
from proposals.models import Handling, Receipt
from tests.pages import browser
from tests.proposals.world import DAY
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(10)


def test_the_successor_takes_over_and_the_old_name_stays(world):
    proposal, handling = world.under_way()
    former, fresh = handling.unit_name, world.education
    successors = (world.other_handler, world.other_head)
    for person in successors:
        assert browser(person).get(proposal.get_absolute_url()).status_code == 404
    merge_unit(world.finance, successor=fresh, on=LATER)
    with time_machine.travel(LATER, tick=False):
        page = browser(world.other_handler).get(proposal.get_absolute_url()).content.decode()
        assert former in page and "起草答复" in page
        draft = actions.draft_reply(
            Handling.objects.get(pk=handling.pk),
            by=world.other_handler,
            on=LATER,
            answers=world.answers(proposal),
            result_class="A",
            text="您提出的提案收悉。我们已完成路灯安装，已投入使用。",
            number_word="测教函",
            contact="演示",
            phone="0571-12345678",
        )
        reply = actions.submit_reply(draft, by=world.other_handler, on=LATER)
        for signer in (world.other_head, world.supervisor, world.leader):
            reply = actions.sign(reply, by=signer, on=LATER)
        reply = actions.issue_reply(reply, by=world.other_handler, on=LATER)
    handling = Handling.objects.get(pk=handling.pk)
    assert (reply.state, handling.unit_name, handling.state) == ("issued", former, "replied")
    assert former in str(reply)
    assert Paper.objects.of(reply).get().content["issuers"] == [fresh.full_name or fresh.name]


def test_a_member_whose_post_has_ended_still_gives_his_own_opinion_and_nobody_else_does(world):
    receipt = world.issued().receipts.get()
    Membership.objects.filter(person=world.member).update(ends_on=DAY)
    with time_machine.travel(LATER, tick=False):
        with pytest.raises(Refused):
            actions.give_receipt(receipt, by=world.second, overall="satisfied", on=LATER)
        page = browser(world.member).get(receipt.reply.round.handling.proposal.get_absolute_url())
        assert page.status_code == 200 and "评价" in page.content.decode()
        actions.give_receipt(receipt, by=world.member, overall="satisfied", on=LATER)
    assert Receipt.objects.get().state == "answered"


def test_a_special_meeting_needs_what_it_decided(world):
    handling = actions.accept(world.assigned().handlings.get(), by=world.handler, on=DAY)
    act = f"/proposals/handlings/{handling.public_id}/act/add_contact/"
    given = {"kind": "meeting", "phase": "during", "on": f"{DAY}", "participants": "演示委员", "text": "专题研究", "special": "1"}
    refused = browser(world.handler).post(act, given | {"version": handling.version})
    assert refused.status_code == 400 and "专题会议须填写议定事项。" in refused.content.decode() and not handling.contacts.exists()
    kept = browser(world.handler).post(act, given | {"decisions": "分三批补装", "version": handling.version})
    assert kept.status_code == 302 and handling.contacts.get().is_special_meeting
