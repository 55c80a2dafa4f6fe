"""Soliciting 征集: calls, editions of reference topics, the log of talks. `obj` of a new one are the places (ids) of the secretary."""

from django import forms
from django.utils import timezone

from organizations.forms import DATE
from organizations.models import Session
from proposals import actions
from proposals.forms.offers import LONG, SHORT
from workflow.forms import ActForm, ParagraphsField, ReasonForm


class OfSession(ActForm):
    session = forms.ModelChoiceField(label="届次", queryset=Session.objects.none())

    def prepare(self):
        sessions = Session.objects.filter(term__jurisdiction__in=self.obj).select_related("term__jurisdiction")
        self.fields["session"].queryset = sessions.order_by("-term__number", "-number")
        self.initial.setdefault("session", self.fields["session"].queryset.first())


class CallFields(ActForm):
    title = forms.CharField(label="名称", max_length=80, help_text="如“九届四次会议提案征集”。")
    opens_on = forms.DateField(label="征集开始", widget=DATE, initial=timezone.localdate)
    closes_on = forms.DateField(label="征集截止", widget=DATE, help_text="截止以后仍可提交；大会截止时间以后提交的作为平时提案。")
    text = forms.CharField(label="征集要求", max_length=10_000, widget=LONG)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("opens_on") and cleaned.get("closes_on") and cleaned["closes_on"] < cleaned["opens_on"]:
            self.add_error("closes_on", "征集截止不能早于开始。")
        return cleaned


class NewCallForm(CallFields, OfSession):
    def act(self, version, session, **fields):
        return actions.begin_call(session, by=self.by, **fields)


class EditCallForm(CallFields):
    def prepare(self):
        self.initial |= {name: getattr(self.obj, name) for name in ("title", "opens_on", "closes_on", "text")}

    def act(self, version, **fields):
        return actions.edit_call(self.obj, by=self.by, version=version, **fields)


class PublishCallForm(ActForm):
    intro = "全体委员、联络员和界别召集人会收到通知。"

    def act(self, version):
        return actions.publish_call(self.obj, by=self.by, version=version)


class ExtendCallForm(ReasonForm):
    closes_on = forms.DateField(label="征集截止改为", widget=DATE)

    def act(self, version, **fields):
        return actions.extend_call(self.obj, by=self.by, version=version, **fields)


class TopicsFields(ActForm):
    title = forms.CharField(label="名称", max_length=80, required=False, help_text="可以不填。期号自动接着上一期。")
    topics = ParagraphsField(
        label="选题",
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="每行一条，可以整段粘贴；序号自动编。",
    )


class NewEditionForm(TopicsFields, OfSession):
    def act(self, version, session, **fields):
        return actions.begin_edition(session, by=self.by, **fields)


class EditEditionForm(TopicsFields):
    def prepare(self):
        self.initial |= {"title": self.obj.title, "topics": list(self.obj.topics.order_by("number").values_list("text", flat=True))}

    def act(self, version, **fields):
        return actions.edit_edition(self.obj, by=self.by, version=version, **fields)


class PublishEditionForm(ActForm):
    intro = "发布后选题不能再改，写提案时可以引用；全体委员、联络员和界别召集人会收到通知。"

    def act(self, version):
        return actions.publish_edition(self.obj, by=self.by, version=version)


class TalkForm(OfSession):
    intro = "登记后不能修改或删除。"
    on = forms.DateField(label="日期", widget=DATE, initial=timezone.localdate)
    participants = forms.CharField(label="参加人员", max_length=300)
    subject = forms.CharField(label="选题或线索", max_length=200)
    result = forms.CharField(label="协商情况", max_length=4000, widget=SHORT)

    def act(self, version, session, **fields):
        return actions.log_talk(session, by=self.by, **fields)


CALL_FORMS = {"edit": EditCallForm, "publish": PublishCallForm, "extend": ExtendCallForm}
EDITION_FORMS = {"edit": EditEditionForm, "publish": PublishEditionForm}
