"""What anybody may read without signing in: nothing at all unless the place opens it, then only what was decided to be published."""

import re
import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from organizations.models import Ruleset
from proposals import actions as cases
from proposals.models import Proposal, PublishedText
from supervision import actions
from supervision.models import Appraisal, Candidate
from tests.supervision.appraising import closed
from tests.supervision.awarding import concluded, decided
from tests.supervision.world import SupervisedWorld
from tests.world import World

SECRET = ("关于改善老城区路灯照明的建议", "部分路段没有路灯", "补装路灯", "演示member", "您提出的提案收悉", "0571-12345678", "测财函")


@pytest.fixture
def client(db):
    return Client(raise_request_exception=True)


def open_page(place, **rules):
    version = Ruleset.objects.filter(jurisdiction=place).count() + 1
    overrides = {"public_page": {"is_open": True} | rules}
    ruleset = Ruleset(jurisdiction=place, version=version, name="公开", effective_on=date(2020, 1, 1), overrides=overrides)
    ruleset.full_clean()
    ruleset.save()


def published(world, title="关于修缮社区书屋的建议", publication="summary", text="书屋已修缮。"):
    case = concluded(world, title)
    parts = [(None, f"公开：{title}", text), (case.handlings.get().rounds.get().reply, "市财政局的答复摘要", "经费已落实。")]
    return cases.decide_publication(case, by=world.secretary, publication=publication, texts=parts)


def address(name, *args):
    return reverse(f"public:{name}", args=["test", *args])


def index(client, query=""):
    return client.get(address("index") + query)


def test_it_is_shut_unless_the_place_opens_it(world, client):
    case = published(world)
    nowhere = client.get(reverse("public:index", args=["nowhere"]))
    for each in (address("index"), address("case", case.public_id), address("case", uuid.uuid4())):
        answer = client.get(each)
        assert (answer.status_code, answer.content) == (404, nowhere.content), "shut looks like a place that is not there"
    open_page(world.place)
    assert index(client).status_code == 200 and client.get(address("case", case.public_id)).status_code == 200
    open_page(world.place, is_open=False)
    assert index(client).status_code == 404 and client.get(address("case", case.public_id)).status_code == 404
    open_page(world.place, shows_proposals=False)
    assert "还没有公开的内容" in index(client).content.decode() and client.get(address("case", case.public_id)).status_code == 404


def test_only_the_texts_decided_on_are_shown(world, client):
    case = published(world)
    open_page(world.place)
    page, list_page = client.get(address("case", case.public_id)).content.decode(), index(client).content.decode()
    assert "公开：关于修缮社区书屋的建议" in list_page and "（1 件）" in list_page
    assert "书屋已修缮。" in page and "经费已落实。" in page and page.index("书屋已修缮") < page.index("经费已落实")
    for words in (*SECRET, world.member.name, world.handler.name):
        assert words not in page + list_page
    ids = set(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", list_page + page))
    assert ids == {str(case.public_id)} and "after=" not in list_page, "neither other rows nor their numbers"


def test_what_is_not_published_cannot_be_found_guessed_sorted_or_counted(world, client):
    shown = published(world)
    hidden = published(world, title="关于增设母婴室的建议")
    for change in (
        {"publication": "none"},
        {"publication": "undecided"},
        {"may_publish": False},
        {"sensitivity": "closed"},
        {"sensitivity": "internal", "publication": "full"},
        {"state": "withdrawn"},
    ):
        before = {name: getattr(hidden, name) for name in change}
        Proposal.objects.filter(pk=hidden.pk).update(**change)
        open_page(world.place)
        assert client.get(address("case", hidden.public_id)).status_code == 404, change
        for query in ("", "?q=母婴室", "?sort=sensitivity", "?page=2", "?page=x", "?publication=none", "?after=999999"):
            page = index(client, query).content.decode()
            assert "公开：关于增设母婴室" not in page and str(hidden.public_id) not in page, (change, query)
            assert "2 件" not in page and ("（1 件）" in page or "（0 件）" in page)
        Proposal.objects.filter(pk=hidden.pk).update(**before)
    assert "（2 件）" in index(client).content.decode() and client.get(address("case", shown.public_id)).status_code == 200


def test_search_looks_in_published_texts_alone(world, client):
    published(world)
    open_page(world.place)
    assert "（1 件）" in index(client, "?q=经费已落实").content.decode()
    for words in ("补装路灯", "您提出的提案收悉", world.member.name, "%", "_", "A 类", "测财函"):
        assert "（0 件）" in index(client, f"?q={words.replace('%', '%25')}").content.decode(), words
    assert index(client, "?q=%00" + "长" * 300).status_code == 200


def test_a_case_imported_as_published_without_a_text_is_not_shown(world, client):
    case = concluded(world, "关于修缮社区书屋的建议")
    Proposal.objects.filter(pk=case.pk).update(publication="full")
    open_page(world.place)
    assert not PublishedText.objects.exists() and client.get(address("case", case.public_id)).status_code == 404
    assert "还没有公开的内容" in index(client).content.decode()


def test_another_place_is_not_reached_through_an_open_one(world, client):
    other = SupervisedWorld(name="邻市", code="other")
    case = published(other)
    open_page(world.place)
    assert client.get(address("case", case.public_id)).status_code == 404
    assert "还没有公开的内容" in index(client).content.decode()
    assert client.get(reverse("public:index", args=["other"])).status_code == 404


def test_an_appraisal_is_shown_as_far_as_was_decided(world, client):
    appraisal = closed(world)
    open_page(world.place)
    there = address("appraisal", appraisal.public_id)
    assert client.get(there).status_code == 404 and appraisal.title not in index(client).content.decode()
    by = {"by": world.secretary, "reason": "按年度安排"}
    appraisal = actions.publish_appraisal(appraisal, publication="summary", text="评议情况如下。", **by)
    page = client.get(there).content.decode()
    assert "评议情况如下。" in page and "市财政局" not in page and "84.00" not in page
    appraisal = actions.publish_appraisal(appraisal, publication="full", text="评议情况如下。", **by)
    page = client.get(there).content.decode()
    assert "市财政局" in page and "84.00" in page and "意见0" not in page and "总体良好" not in page and appraisal.seed not in page
    actions.publish_appraisal(appraisal, publication="none", **by)
    assert client.get(there).status_code == 404
    Appraisal.objects.filter(pk=appraisal.pk).update(publication="full", public_text="x")
    open_page(world.place, shows_appraisals=False)
    assert client.get(there).status_code == 404


def test_an_award_names_units_and_published_cases_alone(world, client):
    award = decided(world)
    open_page(world.place)
    there = address("award", award.public_id)
    assert client.get(there).status_code == 404
    by = {"by": world.secretary, "reason": "按年度安排"}
    award = actions.publish_award(award, publication="full", text="现将名单公布如下。", **by)
    page = client.get(there).content.decode()
    assert "现将名单公布如下。" in page and "修缮社区书屋" not in page, "the case itself was not decided to be published"
    case = Candidate.objects.get(state="awarded").proposal
    parts = [(None, "修缮社区书屋（公开）", "摘要"), (case.handlings.get().rounds.get().reply, "答复", "摘要")]
    cases.decide_publication(case, by=world.secretary, publication="summary", texts=parts)
    page = client.get(there).content.decode()
    assert "修缮社区书屋（公开）" in page and world.member.name not in page and "母婴室" not in page
    actions.publish_award(award, publication="summary", text="已表彰。", **by)
    assert "修缮社区书屋" not in client.get(there).content.decode()
    actions.publish_award(award, publication="none", **by)
    assert client.get(there).status_code == 404


def test_it_is_read_only_and_every_other_address_still_asks_to_sign_in(world, client):
    case = published(world)
    open_page(world.place)
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(address("case", case.public_id)).status_code == 405
    assert "no-store" in index(client).headers["Cache-Control"]
    for there in (case.get_absolute_url(), reverse("supervision:appraisals"), reverse("supervision:awards"), "/public/"):
        assert client.get(there).status_code in (302, 404)
    assert client.get("/api/v1/proposals/").status_code == 401
    assert World("第三市", "third").place and client.get(reverse("public:index", args=["third"])).status_code == 404
