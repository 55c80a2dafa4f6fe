"""Soliciting 征集: the call, editions of reference topics, what is cited, the log of talks."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from organizations.models import Role
from proposals import actions
from proposals.models import Call, Proposal, Talk, Topic, TopicEdition
from tests.moves import check_rights
from tests.pages import browser
from tests.proposals.world import DAY
from workflow.models import Notice
from workflow.refusals import Forbidden, Refused

pytestmark = pytest.mark.django_db
TOPICS = ["补装老城区路灯", "增设社区养老服务设施", "整治背街小巷"]


@pytest.fixture
def edition(world):
    return actions.begin_edition(world.session, by=world.secretary, topics=TOPICS, on=DAY)


@pytest.fixture
def published(world, edition):
    return actions.publish_edition(edition, by=world.secretary, on=DAY)


def a_call(world, **fields):
    facts = {"title": "四次会议提案征集", "text": "请围绕中心工作提出提案。", "opens_on": DAY, "closes_on": DAY + timedelta(30)} | fields
    return actions.begin_call(world.session, by=world.secretary, on=DAY, **facts)


def test_a_call_is_told_to_all_who_may_propose(world):
    call = a_call(world)
    assert not Call.objects.visible_to(world.member).exists()
    actions.publish_call(call, by=world.secretary, on=DAY)
    assert Call.objects.visible_to(world.member).get() == call
    told = Notice.objects.filter(title__startswith="征集提案").values_list("person", flat=True)
    assert {world.member.pk, world.second.pk} <= set(told) and world.handler.pk not in told


def test_its_last_day_can_be_moved_with_a_reason_and_not_before_its_first(world):
    call = actions.publish_call(a_call(world), by=world.secretary, on=DAY)
    call = actions.extend_call(call, by=world.secretary, closes_on=DAY + timedelta(40), reason="会期推迟", on=DAY)
    assert call.closes_on == DAY + timedelta(40)
    assert Notice.objects.filter(person=world.member, title__startswith="提案征集截止日期改为").exists()
    with pytest.raises(Refused, match="不能早于开始"):
        actions.extend_call(call, by=world.secretary, closes_on=DAY - timedelta(1), reason="错", on=DAY)


def test_editions_are_numbered_in_their_session_and_told_when_published(world, edition):
    second = actions.begin_edition(world.session, by=world.secretary, topics=["又一条"], on=DAY)
    assert (edition.number, second.number) == (1, 2)
    assert [topic.number for topic in edition.topics.all()] == [1, 2, 3]
    assert not Topic.objects.visible_to(world.member).exists()
    actions.publish_edition(edition, by=world.secretary, on=DAY)
    assert Topic.objects.visible_to(world.member).count() == 3
    assert Notice.objects.filter(person=world.member, title__contains="第1期已发布，共 3 条").exists()


def test_a_published_edition_is_not_changed_and_an_empty_one_not_published(world, published):
    with pytest.raises(Refused, match="不能进行"):
        actions.edit_edition(published, by=world.secretary, topics=["改"], on=DAY)
    empty = actions.begin_edition(world.session, by=world.secretary, on=DAY)
    with pytest.raises(Refused, match="还没有选题"):
        actions.publish_edition(empty, by=world.secretary, on=DAY)


def test_a_topic_is_hit_when_a_proposal_that_cites_it_is_handed_in(world, published):
    cited = list(published.topics.all()[:2])
    draft = world.draft_proposal(topics=cited)
    assert published.topics.hits() == {"all": 3, "hit": 0}
    Proposal.objects.filter(pk=draft.pk).update(state="submitted")
    world.draft_proposal(title="关于另一件事情的建议", topics=cited[:1])
    assert published.topics.hits() == {"all": 3, "hit": 2}


def test_a_published_edition_stays_as_it_is_in_the_database(published):
    topic = published.topics.first()
    for change in (
        lambda: Topic.objects.filter(pk=topic.pk).update(text="改"),
        lambda: topic.delete(),
        lambda: Topic.objects.create(edition=published, number=999, text="添"),
        lambda: TopicEdition.objects.filter(pk=published.pk).update(number=9),
        lambda: TopicEdition.objects.filter(pk=published.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_only_published_topics_of_the_session_are_cited(world, edition):
    with pytest.raises(Refused, match="已发布的参考选题"):
        world.draft_proposal(topics=[edition.topics.first()])
    assert not Proposal.objects.exists()


def test_only_a_secretary_solicits(world):
    for person in (world.member, world.handler, world.supervisor, world.leader):
        with pytest.raises(Forbidden):
            actions.begin_edition(world.session, by=person, topics=TOPICS, on=DAY)
        with pytest.raises(Forbidden):
            actions.log_talk(world.session, by=person, on=DAY, participants="甲", subject="路灯", result="同意")


def test_the_log_is_the_committees_and_stays_as_it_is(world):
    talk = actions.log_talk(world.session, by=world.secretary, on=DAY, participants="演示委员", subject="路灯", result="形成提案线索")
    assert Talk.objects.visible_to(world.secretary).get() == talk
    assert not Talk.objects.visible_to(world.member).exists()
    with pytest.raises(Exception, match="append_only|Cannot update"):
        Talk.objects.filter(pk=talk.pk).update(result="改")


def test_moves(world, edition):
    people = {role: world.somebody(role) for role in Role.values} | {Role.SECRETARY: world.secretary}
    once = ({"draft"}, "published", {Role.SECRETARY})
    edit = ({"draft"}, None, {Role.SECRETARY})
    check_rights(actions.EDITION_FLOW, edition, people, {"edit": edit, "publish": once})
    extend = ({"published"}, None, {Role.SECRETARY})
    check_rights(actions.CALL_FLOW, a_call(world), people, {"edit": edit, "publish": once, "extend": extend})


def test_the_pages(world, published):
    office, member = browser(world.secretary), browser(world.member)
    for kind, data in (
        ("call", {"title": "征集", "text": "要求", "opens_on": "2026-03-01", "closes_on": "2026-04-01"}),
        ("topics", {"topics": "第一条\n第二条"}),
        ("talk", {"on": "2026-03-01", "participants": "演示委员", "subject": "路灯", "result": "形成线索"}),
    ):
        address = reverse("proposals:solicit", args=[kind])
        assert office.get(address).status_code == 200
        assert office.post(address, {"session": world.session.pk, **data}).status_code == 302
        assert member.get(address).status_code == 404
    page = office.get(reverse("proposals:solicitation")).content.decode()
    assert "形成线索" in page and "第2期" in page and "共 2 期 5 条，已有提案引用的 0 条" in page
    page = member.get(reverse("proposals:solicitation")).content.decode()
    assert "第1期" in page and "形成线索" not in page and "第2期" not in page
    assert "补装老城区路灯" in member.get(published.get_absolute_url()).content.decode()
    hidden = TopicEdition.objects.get(number=2)
    assert member.get(hidden.get_absolute_url()).status_code == 404
    assert "序号" in office.get(published.get_absolute_url() + "?format=csv").getvalue().decode("utf-8-sig")
    assert "补装老城区路灯" in member.get(reverse("proposals:create")).content.decode()


def test_a_call_that_ends_before_it_begins_is_told_at_the_field(world):
    data = {"session": world.session.pk, "title": "征集", "text": "要求", "opens_on": "2026-04-01", "closes_on": "2026-03-01"}
    answer = browser(world.secretary).post(reverse("proposals:solicit", args=["call"]), data)
    assert answer.status_code == 400 and "征集截止不能早于开始" in answer.content.decode()
    assert not Call.objects.exists()
