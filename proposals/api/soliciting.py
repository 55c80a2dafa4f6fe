"""The endpoints of soliciting 征集: calls, editions of reference topics, the log of talks."""

from django.db.models import OuterRef
from django.urls import path

from organizations.api.changes import UUID, Adding
from organizations.endpoints import ListEndpoint
from organizations.models import Role
from organizations.shapes import Many, Shape
from proposals import actions
from proposals.forms.soliciting import CALL_FORMS, EDITION_FORMS, NewCallForm, NewEditionForm, TalkForm
from proposals.models import Call, Talk, Topic, TopicEdition
from workflow.api import ActEndpoint, MovedDetail, MovedEndpoint, moved, once

SOLICITING = "提案征集"
MADE = {"id": ("public_id", UUID)}
SESSION = "id=public_id session=session__number term=session__term__number"
CALL = Shape(Call, SESSION + " title text opens_on closes_on state version published_on")
EDITION_COLUMNS = SESSION + " number title state version published_on"
EDITION = Shape(
    TopicEdition,
    EDITION_COLUMNS,
    topics=Many(Topic.objects.filter(edition=OuterRef("pk")).order_by("number"), "id=public_id number text"),
)
RELATED = ("session__term__jurisdiction", "jurisdiction")


class Calls(Adding, ListEndpoint):
    tag, label, shape = SOLICITING, "征集通知列表", CALL
    form, keepers, add_label, made = NewCallForm, (Role.SECRETARY,), "拟定一份征集通知", MADE


class OfCall(MovedEndpoint):
    tag, base, flow, forms, related = SOLICITING, "calls", actions.CALL_FLOW, CALL_FORMS, RELATED


class CallDetail(OfCall, MovedDetail):
    label, shape = "一份征集通知", CALL


class CallAct(OfCall, ActEndpoint):
    pass


class Editions(Adding, ListEndpoint):
    tag, label, shape = SOLICITING, "提案参考选题各期", Shape(TopicEdition, EDITION_COLUMNS)
    form, keepers, add_label, made = NewEditionForm, (Role.SECRETARY,), "编印一期提案参考选题", MADE


class OfEdition(MovedEndpoint):
    tag, base, flow, forms, related = SOLICITING, "topic-editions", actions.EDITION_FLOW, EDITION_FORMS, RELATED


class EditionDetail(OfEdition, MovedDetail):
    label, shape = "一期提案参考选题，连同各条", EDITION


class EditionAct(OfEdition, ActEndpoint):
    pass


class Talks(Adding, ListEndpoint):
    tag, label, shape = SOLICITING, "征集协商记录", Shape(Talk, SESSION + " on participants subject result by=by__name")
    form, keepers, add_label, made = TalkForm, (Role.SECRETARY,), "登记一次征集协商", MADE


urlpatterns = [
    *moved("calls", Calls, CallDetail, CallAct, CALL_FORMS, once=once),
    *moved("topic-editions", Editions, EditionDetail, EditionAct, EDITION_FORMS, once=once),
    path("talks/", Talks.as_view(once=once)),
]
