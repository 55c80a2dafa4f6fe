"""How often units give cases back."""

import pytest
from django.urls import reverse

from proposals import actions, statistics
from tests.pages import browser
from tests.proposals.world import DAY
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db


def ask(world, handling, agree):
    request = {"reason": "不属于本单位职责", "suggested_unit": world.education, "on": DAY}
    actions.request_return(handling, by=world.head, **request)
    unit = {"unit": world.education} if agree else {}
    actions.rule_return(handling, by=world.supervisor, agree=agree, ruling="裁定", on=DAY, **unit)


@pytest.fixture
def ruled(world):
    """Three cases of the finance bureau: one returned rightly, one wrongly, one kept; the education bureau got the first."""
    for number, agree in enumerate((True, False, None)):
        handling = world.assigned(title=f"关于第{number}件事情的建议").handlings.get()
        if agree is not None:
            ask(world, handling, agree)


def test_shares_of_requests_and_of_wrong_ones(world, ruled):
    rows = statistics.returned(statistics.of_session(world.supervisor, world.session))
    finance, education = rows
    assert (finance.handled, finance.asked, finance.agreed, finance.refused, finance.open) == (3, 2, 1, 1, 0)
    assert (finance.asked_share, finance.refused_share) == (67, 50)
    assert (education.handled, education.asked_share, education.refused_share) == (1, 0, None)
    total = statistics.total(rows)
    assert (total.handled, total.asked, total.asked_share) == (4, 2, 50)


def test_the_page_is_for_those_who_assign_lead_or_audit(world, ruled):
    address = reverse("proposals:returns")
    page = browser(world.supervisor).get(f"{address}?session={world.session.pk}").content.decode()
    assert "67%" in page and "合计" in page
    assert "67" in browser(world.secretary).get(f"{address}?format=csv").getvalue().decode("utf-8-sig")
    for person in (world.member, world.head, world.leader):
        assert browser(person).get(address).status_code == 404
    assert browser(world.secretary).get(f"{address}?session=99999999999999x").status_code == 200


def test_a_unit_does_not_return_a_case_whose_reply_is_being_signed(world):
    reply = actions.submit_reply(world.drafted(), by=world.handler, on=DAY)
    handling = reply.round.handling
    request = {"reason": "不属本单位职责", "suggested_unit": world.education, "on": DAY}
    with pytest.raises(Refused, match="答复已经送签，不能再申请退回"):
        actions.request_return(handling, by=world.head, **request)
    actions.send_back_reply(reply, by=world.head, reason="先退回", on=DAY)
    assert actions.request_return(handling, by=world.head, **request).number == 1
