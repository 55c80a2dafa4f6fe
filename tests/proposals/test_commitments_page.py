"""Promises confirmed on the page when a reply is issued: each row is a commitment of its own, also several for one suggestion."""

import re

import pytest
from django.urls import reverse

from feedback.models import Commitment

pytestmark = pytest.mark.django_db
TEXT = "您提出的提案收悉。已完成排查。将于明年六月底前完成改造。年底前建立报修平台。感谢您的关心。"


def test_each_row_of_the_page_becomes_a_commitment(client, world):
    _, handling = world.under_way()
    reply = world.signed_reply(world.reply_to(handling, text=TEXT))
    client.force_login(world.handler)
    url = reverse("proposals:reply-act", args=[reply.public_id, "issue"])
    page = client.get(url).content.decode()
    names = re.findall(r'name="(commitments-\d+-text)"', page)
    assert len(names) == len(set(names)) == 4
    rows = {"commitments-0-text": "完成改造", "commitments-0-number": "1", "commitments-0-due_on": "2027-06-30"}
    rows |= {"commitments-1-text": "建立报修平台", "commitments-1-number": "1", "commitments-1-due_on": ""}
    rows |= {"commitments-2-text": "定期公布", "commitments-2-number": "2", "commitments-3-text": "", "commitments-3-number": ""}
    assert client.post(url, rows | {"version": reply.version}).status_code == 302
    found = Commitment.objects.order_by("pk").values_list("suggestion__number", "text")
    assert list(found) == [(1, "完成改造"), (1, "建立报修平台"), (2, "定期公布")]
