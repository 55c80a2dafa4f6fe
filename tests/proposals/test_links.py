"""One-time links for proposers without an account: bound to one receipt, used once, void in time."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from proposals import actions
from proposals.links import link_of
from proposals.models import Receipt
from tests.pages import browser
from tests.proposals.world import DAY
from workflow.models import Event
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(DAY, tick=False):
        yield


@pytest.fixture
def receipt(world):
    return actions.make_link(world.issued().receipts.get(), by=world.secretary, on=DAY)


def test_the_link_gives_one_opinion_without_signing_in(world, receipt):
    address = link_of(receipt)
    page = Client().get(address).content.decode()
    assert "路灯" in page and receipt.reply.number in page
    assert "已经收到" in Client().post(address, {"overall": "satisfied", "text": "谢谢"}).content.decode()
    receipt.refresh_from_db()
    assert (receipt.state, receipt.channel, receipt.overall, receipt.entered_by) == ("answered", "link", "satisfied", world.member)
    assert Event.objects.of(receipt).last().label == "凭链接评价"
    again = Client().post(address, {"overall": "dissatisfied", "text": "改主意"})
    assert again.status_code == 410 and "只能用一次" in again.content.decode()
    receipt.refresh_from_db()
    assert receipt.overall == "satisfied"


def test_a_new_link_voids_the_one_before(world, receipt):
    first = link_of(receipt)
    renewed = actions.make_link(receipt, by=world.secretary, on=DAY)
    assert Client().get(first).status_code == 410
    assert Client().get(link_of(renewed)).status_code == 200


def test_after_the_last_day_it_is_void(receipt):
    with time_machine.travel(receipt.reply.opinions_until + timedelta(1)):
        refused = Client().post(link_of(receipt), {"overall": "satisfied"})
    assert refused.status_code == 410 and "截止" in refused.content.decode()
    assert Receipt.objects.get(pk=receipt.pk).state == "waiting"


SPOILT = (lambda token: "x", lambda token: f"{token[:-1]}_", lambda token: token.replace("-", "-1", 1), lambda token: f"1-1:{token}")


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_forged_link_is_none(receipt, spoil):
    token = link_of(receipt).rstrip("/").split("/")[-1]
    assert Client().get(reverse("proposals:opinion", args=[spoil(token)])).status_code == 410


def test_wrong_input_is_told(receipt):
    assert Client().post(link_of(receipt), {"overall": "x"}).status_code == 400
    assert Client().post(link_of(receipt), {"overall": "dissatisfied"}).status_code == 400
    assert Receipt.objects.get(pk=receipt.pk).state == "waiting"


def test_the_slip_is_the_committees_and_bears_the_code(world, receipt):
    address = reverse("proposals:slip", args=[receipt.public_id])
    page = browser(world.secretary).get(address).content.decode()
    assert "<svg" in page and link_of(receipt) in page and "□ 满意" in page
    for person in (world.member, world.handler, world.supervisor, world.leader):
        assert browser(person).get(address).status_code == 404


def test_a_unit_can_never_make_a_link(world):
    receipt = world.issued().receipts.get()
    for person in (world.handler, world.head, world.supervisor, world.member):
        with pytest.raises(Refused):
            actions.make_link(receipt, by=person, on=DAY)
    assert link_of(receipt) == ""


def test_the_supervision_office_does_not_see_a_sealed_opinion(world):
    reply = world.issued()
    case = reply.round.handling.proposal
    other = case.proposers.create(name="演示联名人", order=2)
    Receipt.objects.create(reply=reply, jurisdiction=reply.jurisdiction, proposer=other)
    actions.give_receipt(reply.receipts.get(proposer__person=world.member), by=world.member, overall="satisfied", text="很好很好", on=DAY)
    for person in (world.supervisor, world.handler, world.leader):
        page = browser(person).get(case.get_absolute_url()).content.decode()
        assert "已评 1/2" in page and "很好很好" not in page
    assert "很好很好" in browser(world.secretary).get(case.get_absolute_url()).content.decode()
