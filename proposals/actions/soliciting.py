"""Soliciting 征集: calls, editions of reference topics, the log of talks."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from organizations.models import Person, Session
from proposals.models import Call, IssueState, Talk, Topic, TopicEdition
from proposals.permissions import AUTHORS, is_secretary
from workflow.flow import Flow, Move
from workflow.notices import tell
from workflow.refusals import Forbidden, Refused
from workflow.trail import record

MOST_TOPICS = 500


def _no_topics(edition):
    """至少有一条选题。"""
    return "" if edition.topics.exists() else "还没有选题，请先录入。"


CALL_FLOW = Flow(
    Call,
    [
        Move("edit", "修改", (IssueState.DRAFT,), None, is_secretary),
        Move("publish", "发布", (IssueState.DRAFT,), IssueState.PUBLISHED, is_secretary),
        Move("extend", "调整截止日期", (IssueState.PUBLISHED,), None, is_secretary, reason=True),
    ],
)
EDITION_FLOW = Flow(
    TopicEdition,
    [
        Move("edit", "修改选题", (IssueState.DRAFT,), None, is_secretary),
        Move("publish", "发布", (IssueState.DRAFT,), IssueState.PUBLISHED, is_secretary, _no_topics),
    ],
)


def _require(by, session):
    if not is_secretary(by, Call(jurisdiction=session.term.jurisdiction)):
        raise Forbidden("只有政协秘书可以征集提案。")


def _tell_authors(row, title, on):
    people = Person.objects.holding(*AUTHORS, jurisdiction=row.jurisdiction, on=on)
    tell(people, row.jurisdiction, f"{row._meta.model_name}:{row.pk}:{row.version}", title, link=row.get_absolute_url(), about=row)


@transaction.atomic
def begin_call(session, *, by, on=None, **fields):
    """Draft a call for proposals: title, text, opens_on, closes_on; returns it."""
    _require(by, session)
    call = Call(jurisdiction=session.term.jurisdiction, session=session, **fields)
    call.full_clean()
    call.save()
    record(call, "begin", "拟定征集通知", by=by, on=on, to_state=call.state)
    return call


def edit_call(call, *, by, on=None, version=None, **fields):
    """Change a call before it is published; returns it."""
    return CALL_FLOW.apply(call, "edit", by=by, on=on, version=version, **fields)


@transaction.atomic
def publish_call(call, *, by, on=None, version=None):
    """发布: all who may propose are told. Returns the call."""
    on = on or timezone.localdate()
    call = CALL_FLOW.apply(call, "publish", by=by, on=on, version=version, published_on=on)
    _tell_authors(call, f"征集提案：{call.title}（{call.closes_on:%Y-%m-%d} 截止）", on)
    return call


@transaction.atomic
def extend_call(call, *, by, closes_on, reason, on=None, version=None):
    """Move the last day of a published call; all who may propose are told. Returns the call."""
    on = on or timezone.localdate()
    if closes_on < call.opens_on:
        raise Refused("征集截止不能早于开始。")
    call = CALL_FLOW.apply(call, "extend", by=by, on=on, version=version, reason=reason, closes_on=closes_on)
    _tell_authors(call, f"提案征集截止日期改为 {closes_on:%Y-%m-%d}：{call.title}", on)
    return call


@transaction.atomic
def begin_edition(session, *, by, topics=(), title="", on=None):
    """Draft the next edition 期 of a session's reference topics; returns it."""
    _require(by, session)
    session = Session.objects.select_for_update(of=("self",)).select_related("term__jurisdiction").get(pk=session.pk)
    last = session.topic_editions.aggregate(last=Max("number"))["last"] or 0
    edition = TopicEdition(jurisdiction=session.term.jurisdiction, session=session, number=last + 1, title=title)
    edition.full_clean()
    edition.save()
    _store(edition, topics)
    record(edition, "begin", "编印提案参考选题", by=by, on=on, to_state=edition.state, after={"选题": len(topics)})
    return edition


@transaction.atomic
def edit_edition(edition, *, by, topics, title="", on=None, version=None):
    """Change the topics of an edition before it is published; returns it."""
    noted = ({"选题": edition.topics.count()}, {"选题": len(topics)})
    edition = EDITION_FLOW.apply(edition, "edit", by=by, on=on, version=version, title=title, noted=noted)
    edition.topics.all().delete()
    _store(edition, topics)
    return edition


def _store(edition, topics):
    if len(topics) > MOST_TOPICS:
        raise Refused(f"一期选题最多 {MOST_TOPICS} 条，现有 {len(topics)} 条。")
    if long := [text for text in topics if len(text) > 200]:
        raise Refused(f"每条选题不超过 200 个字：“{long[0][:20]}……”有 {len(long[0])} 个字。")
    Topic.objects.bulk_create(Topic(edition=edition, number=number, text=text) for number, text in enumerate(topics, 1))


@transaction.atomic
def publish_edition(edition, *, by, on=None, version=None):
    """发布: drafts may cite its topics from now on, all who may propose are told. Returns the edition."""
    on = on or timezone.localdate()
    edition = EDITION_FLOW.apply(edition, "publish", by=by, on=on, version=version, published_on=on)
    _tell_authors(edition, f"{edition}已发布，共 {edition.topics.count()} 条", on)
    return edition


@transaction.atomic
def log_talk(session, *, by, on, participants, subject, result):
    """Enter a talk with proposers about topics into the log; returns it."""
    _require(by, session)
    if on > timezone.localdate():
        raise Refused("日期不能晚于今天。")
    talk = Talk(
        jurisdiction=session.term.jurisdiction, session=session, on=on, participants=participants, subject=subject, result=result, by=by
    )
    talk.full_clean()
    talk.save()
    record(talk, "log", "登记征集协商", by=by, on=on)
    return talk
