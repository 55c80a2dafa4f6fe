"""What proposers, co-signers and the committee are told, and what stays written of it."""

import pytest

from organizations.models import Role
from proposals import actions
from tests.pages import browser
from tests.proposals.world import CUTOFF, DAY
from tests.world import person
from workflow.models import Event, Notice

pytestmark = pytest.mark.django_db


def told(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("title", flat=True))


def test_what_to_change_stands_on_the_page_and_above_the_text_until_it_is_handed_in_again(world):
    proposal = actions.send_back(world.submitted(), by=world.secretary, reason="建议太空，请写具体", on=DAY)
    client, address = browser(world.member), proposal.get_absolute_url()
    for page in (address, f"{address}act/edit/"):
        assert "建议太空，请写具体" in client.get(page).content.decode()
    actions.submit(proposal, by=world.member)
    assert "建议太空，请写具体" not in client.get(address).content.decode()


def test_turned_into_something_else_the_note_and_the_consent_stay_written(world):
    proposal = world.reviewed()
    proposal = actions.reject(
        proposal,
        by=world.secretary,
        reasons=["内容空泛，没有具体建议"],
        note="已电话说明",
        destination="转社情民意信息",
        consented=True,
        on=DAY,
    )
    reason = Event.objects.of(proposal).last().reason
    assert reason == "内容空泛，没有具体建议；已电话说明；已征得提案人同意"
    assert reason in browser(world.member).get(proposal.get_absolute_url()).content.decode()


def test_the_committee_is_told_of_a_wish_to_withdraw_and_the_proposer_of_the_consent(world):
    proposal = actions.request_withdrawal(world.assigned(), by=world.member, reason="情况已变化", on=DAY)
    assert told(world.secretary)[-1] == f"提案人申请撤案：{proposal.title}"
    proposal = actions.withdraw(proposal, by=world.secretary, on=DAY)
    assert told(world.member)[-1] == f"同意撤案：{proposal.title}"
    assert told(world.handler)[-1] == f"提案已撤案：{proposal.title}"
    assert "情况已变化" in browser(world.member).get(proposal.get_absolute_url()).content.decode()


def test_who_signed_with_the_author_is_told_and_who_declined_is_not(world):
    third = person(world.place, Role.MEMBER)
    draft = world.draft_proposal(kind="joint", cosigners=[world.second, third])
    actions.answer_invitation(draft, by=world.second, accept=True)
    actions.answer_invitation(draft, by=third, accept=False)
    proposal = actions.submit(draft, by=world.member, now=CUTOFF)
    actions.send_back(proposal, by=world.secretary, reason="请补充", on=DAY)
    title = f"提案退回修改：{proposal.title}"
    assert told(world.second)[-1] == title and told(world.member).count(title) == 1
    assert title not in told(third)
