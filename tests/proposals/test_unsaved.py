"""What the page of a draft keeps by itself: offered on return, seen by nobody else, gone with the real save."""

import pytest
from django.test import Client
from django.urls import reverse

from proposals import actions
from proposals.models import Proposal, UnsavedText
from tests.pages import browser
from workflow.models import Event

pytestmark = pytest.mark.django_db
NEW = "/proposals/new/unsaved/"
TYPED = {"kind": "individual", "title": "关于增设过街天桥的建议", "category": "社会建设", "problems": "过街不便", "may_publish": "1"}
TYPED |= {"suggestions": "在石林大道增设天桥"}


def address(proposal):
    return reverse("proposals:unsaved", args=[proposal.public_id])


def test_a_new_proposal_is_kept_and_offered_and_the_save_removes_it(world):
    client = browser(world.member)
    answer = client.post(NEW, TYPED | {"title": "关"})
    assert answer.status_code == 200 and answer.json()["message"].startswith("已自动保存 ")
    assert not Proposal.objects.exists() and not Event.objects.filter(move="begin").exists()
    page = client.get("/proposals/new/").content.decode()
    assert 'value="关"' in page and "在石林大道增设天桥" in page and "不要这份内容" in page
    assert client.post("/proposals/new/", TYPED).status_code == 302
    assert not UnsavedText.objects.exists() and Proposal.objects.get().title == TYPED["title"]


def test_a_draft_is_kept_without_history(world):
    proposal = world.draft_proposal()
    client, events = browser(world.member), Event.objects.count()
    for text in ("甲", "甲乙", "甲乙丙"):
        assert client.post(address(proposal), TYPED | {"problems": text, "version": 1}).status_code == 200
    assert UnsavedText.objects.count() == 1 and Event.objects.count() == events
    proposal.refresh_from_db()
    assert proposal.version == 1 and proposal.problems == "部分路段没有路灯。"
    edit = reverse("proposals:act", args=[proposal.public_id, "edit"])
    assert "甲乙丙</textarea>" in client.get(edit).content.decode()
    assert "还没有保存进草稿" in client.get(proposal.get_absolute_url()).content.decode()
    assert "还没有保存进草稿" in client.get(reverse("proposals:act", args=[proposal.public_id, "submit"])).content.decode()
    assert client.post(edit, TYPED | {"version": 1}).status_code == 302
    assert not UnsavedText.objects.exists()


def test_a_draft_changed_elsewhere_meanwhile_shows_both_texts(world):
    proposal, client = world.draft_proposal(), browser(world.member)
    actions.edit(proposal, by=world.member, problems="在别处改过的问题。")
    told = client.post(address(proposal), TYPED | {"version": 1}).json()
    assert told["failed"] and "已自动保存" in told["message"] and "在别处改过" in told["message"]
    edit = reverse("proposals:act", args=[proposal.public_id, "edit"])
    page = client.get(edit).content.decode()
    assert "过街不便" in page and 'name="version" value="1"' in page and "在此之后草稿已经改过" in page
    answer = client.post(edit, TYPED | {"version": 1})
    assert answer.status_code == 409 and "现在的内容" in answer.content.decode() and "过街不便</textarea>" in answer.content.decode()
    assert UnsavedText.objects.exists()


def test_discarding_goes_back_to_the_saved_draft(world):
    proposal, client = world.draft_proposal(), browser(world.member)
    client.post(address(proposal), TYPED)
    answer = client.post(reverse("proposals:discard", args=[proposal.public_id]), follow=True)
    assert "部分路段没有路灯。" in answer.content.decode() and not UnsavedText.objects.exists()


def test_handing_in_forgets_it(world):
    proposal = world.draft_proposal()
    actions.keep_text(proposal, {"title": ["别的"]}, by=world.member)
    actions.submit(proposal, by=world.member)
    assert not UnsavedText.objects.exists()


def test_who_may_not_write_keeps_nothing(world):
    proposal = world.draft_proposal(kind="joint", cosigners=[world.second])
    for somebody, status in ((world.second, 409), (world.secretary, 404), (world.handler, 404)):
        assert browser(somebody).post(address(proposal), TYPED).status_code == status
    assert browser(world.handler).post(NEW, TYPED).status_code == 403
    assert Client().post(NEW, TYPED).status_code == 302, "signed out: to the sign-in page"
    filed = world.filed(title="关于另一件事情的建议")
    answer = browser(world.member).post(address(filed), TYPED)
    assert answer.status_code == 409 and "不能进行“修改”" in answer.json()["message"]
    assert not UnsavedText.objects.exists()


def test_nobody_sees_what_another_has_not_saved(world):
    proposal = world.draft_proposal(kind="joint", cosigners=[world.second])
    actions.keep_text(proposal, {"problems": ["只有本人看得到"]}, by=world.member)
    for somebody in (world.second, world.member):
        seen = "自动保存的内容" in browser(somebody).get(proposal.get_absolute_url()).content.decode()
        assert seen == (somebody == world.member)


def test_too_much_is_refused_with_a_sentence(world):
    answer = browser(world.member).post(NEW, TYPED | {"problems": "长" * 100_001})
    assert answer.status_code == 409 and "内容太长" in answer.json()["message"]
    assert browser(world.member).post(NEW, {"problems": "a\0b", "version": "9" * 40, "title": "x"}).status_code == 200
