"""Numbers in addresses and hidden fields that are none."""

import pytest
from django.urls import reverse

from feedback.models import Assignment
from tests.pages import browser
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1"], ids=["superscript", "long", "negative"])
def test_odd_numbers_harm_no_page(world, number):
    client = browser(world.secretary)
    data = {"do": f"remove:{number}", "source": "通知", "count": "1", "item-1-origin": number, "item-1-title": "议题"}
    assert client.post(reverse("consultation:plan-read"), data).status_code == 200
    world.issued_plan()
    duty = Assignment.objects.get(unit=world.finance)
    address = reverse("feedback:act", args=[duty.public_id, "add_entry"])
    assert browser(world.handler).get(address, {"corrects": number[:20]}).status_code == 404
    assert client.get(reverse("admin:consultation_planitem_changelist"), {"unit": number[:20]}).status_code == 200
