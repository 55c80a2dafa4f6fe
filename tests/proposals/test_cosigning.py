"""Co-signing: what the author is told before he hands in, where the invited come out, that nobody declines by choosing nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organizations.actions import add_unit
from organizations.models import Role, Sector
from proposals import actions
from proposals.models import ProposerState
from tests.api.caller import Caller
from tests.pages import browser
from tests.world import person
from workflow.models import Event, Notice
from workflow.refusals import Forbidden, Refused

pytestmark = pytest.mark.django_db
LATER = timedelta(days=2)


@pytest.fixture
def draft(world):
    return world.draft_proposal(kind="joint", cosigners=[world.second], cosign_until=timezone.now() + LATER)


def test_the_author_reads_who_is_waited_for_before_he_hands_in(world, draft):
    text = browser(world.member).get(draft.get_absolute_url()).content.decode()
    assert "答复联名邀请" in text and "还有 1 位受邀联名人没有答复" in text
    actions.answer_invitation(draft, by=world.second, accept=False)
    text = browser(world.member).get(draft.get_absolute_url()).content.decode()
    assert "联名提案至少要有一位联名人同意联名。" in text and "核对后提交" in text
    assert Caller(world.member).post(f"proposals/{draft.public_id}/act/submit/", {}).status_code == 409


def test_who_joins_comes_back_to_the_draft_and_who_declines_to_the_list(world, draft):
    address, client = f"{draft.get_absolute_url()}cosign/", browser(world.second)
    assert client.post(address, {}).status_code == 400, "choosing nothing is no answer"
    assert draft.proposers.get(person=world.second).answer == ProposerState.INVITED
    assert Caller(world.second).post(f"proposals/{draft.public_id}/cosign/", {}).status_code == 400
    joined = client.post(address, {"accept": "1"}, follow=True)
    assert joined.status_code == 200 and "已完成：答复联名邀请" in joined.content.decode()
    other = world.draft_proposal("关于规范共享单车停放的建议", kind="joint", cosigners=[world.second])
    declined = client.post(f"{other.get_absolute_url()}cosign/", {"accept": ""}, follow=True)
    assert declined.status_code == 200 and declined.request["PATH_INFO"] == "/proposals/"
    assert other.title not in declined.content.decode().partition("<tbody>")[2]
    assert client.get(other.get_absolute_url()).status_code == 404


def test_neither_answer_is_chosen_beforehand(world, draft):
    page = browser(world.second).get(f"{draft.get_absolute_url()}cosign/").content.decode()
    assert page.count('name="accept"') == 2 and "checked" not in page


def test_a_closing_time_newly_given_lies_ahead(world, draft):
    client, past = browser(world.member), timezone.localtime(timezone.now() - LATER).strftime("%Y-%m-%dT%H:%M")
    fields = {"kind": "joint", "title": "关于规范共享单车停放的建议", "cosigners": [world.second.pk], "may_publish": "1"}
    refused = client.post("/proposals/new/", fields | {"cosign_until": past})
    assert refused.status_code == 400 and "联名截止时间应在现在以后。" in refused.content.decode()
    assert client.post("/proposals/new/", fields).status_code == 302
    moment = timezone.now().replace(second=0, microsecond=0) - LATER
    type(draft).objects.filter(pk=draft.pk).update(cosign_until=moment)
    kept = fields | {"cosign_until": timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M"), "version": draft.version}
    assert client.post(f"{draft.get_absolute_url()}act/edit/", kept).status_code == 302, "one that has passed meanwhile may stay"


def test_a_convener_writes_for_the_sector_of_his_post_alone(world):
    own, other = (Sector.objects.create(jurisdiction=world.place, name=name) for name in ("经济", "教育"))
    convener = person(world.place, Role.SECTOR_CONVENER)
    convener.memberships.update(sector=own)
    page = browser(convener).get("/proposals/new/").content.decode()
    assert f'<option value="{own.pk}">' in page and f'<option value="{other.pk}">' not in page
    content = {"title": "关于加强界别活动保障的建议", "kind": "collective"}
    assert actions.begin(world.session, by=convener, sector=own, **content).sector == own
    with pytest.raises(Refused, match="您不是教育界别的召集人"):
        actions.begin(world.session, by=convener, sector=other, **content)


def test_who_signed_is_told_of_another_text_and_may_take_his_name_back(world, draft):
    actions.answer_invitation(draft, by=world.second, accept=True)
    told = Notice.objects.filter(person=world.second, title__startswith="您联名的提案有修改")
    draft = actions.edit(draft, by=world.member, category="经济建设")
    assert not told.exists(), "what he signed is the same"
    draft = actions.edit(draft, by=world.member, suggestions=["补装路灯", "全部改为感应灯"])
    assert told.get().link == draft.get_absolute_url()
    page = browser(world.second).get(draft.get_absolute_url()).content.decode()
    assert "撤回联名" in page and "撤回联名" not in browser(world.member).get(draft.get_absolute_url()).content.decode()
    type(draft).objects.filter(pk=draft.pk).update(cosign_until=timezone.now() - LATER)
    taken = browser(world.second).post(f"{draft.get_absolute_url()}cosign/", {"accept": ""}, follow=True)
    assert taken.status_code == 200 and draft.proposers.get(person=world.second).answer == ProposerState.DECLINED
    assert Notice.objects.filter(person=world.member, title__contains="撤回联名").exists()
    assert Event.objects.of(draft).last().label == "撤回联名"


def test_a_name_stays_once_the_proposal_is_handed_in_and_the_author_never_leaves(world, draft):
    actions.answer_invitation(draft, by=world.second, accept=True)
    with pytest.raises(Forbidden):
        actions.answer_invitation(draft, by=world.member, accept=False)
    actions.submit(draft, by=world.member)
    with pytest.raises(Refused, match="提案已经提交"):
        actions.answer_invitation(draft, by=world.second, accept=False)
    assert "撤回联名" not in browser(world.second).get(draft.get_absolute_url()).content.decode()


def test_a_members_group_proposes_through_its_liaison(world):
    group = add_unit(world.place, "第二委员小组", kind="group")
    liaison = person(world.place, Role.LIAISON, group)
    assert f'<option value="{group.pk}">' in browser(liaison).get("/proposals/new/").content.decode()
    proposal = actions.begin(world.session, by=liaison, title="关于增设议事点的建议", kind="collective", body=group)
    assert proposal.signer_names == ["第二委员小组"]
    with pytest.raises(Refused, match="您不是第二委员小组的联络员"):
        actions.begin(world.session, by=world.member, title="关于增设议事点的建议", kind="collective", body=group)


def test_who_declined_is_named_on_the_draft_alone(world, draft):
    third = person(world.place, Role.MEMBER, name="演示谢绝者")
    draft = actions.edit(draft, by=world.member, cosigners=[world.second, third])
    actions.answer_invitation(draft, by=third, accept=False)
    actions.answer_invitation(draft, by=world.second, accept=True)
    client = browser(world.member)
    assert "演示谢绝者" in client.get(draft.get_absolute_url()).content.decode()
    actions.submit(draft, by=world.member)
    assert "演示谢绝者" not in client.get(draft.get_absolute_url()).content.decode()
