"""Writing a proposal: the draft, handing it in, co-signing."""

from django import forms
from django.utils import timezone

from documents.models import Sensitivity
from documents.uploads import attach
from organizations.forms import MOMENT
from organizations.models import Jurisdiction, Person, Role, Sector, Session, Unit
from proposals import actions
from proposals.actions.moves import refusal_of, rules_in, rules_of
from proposals.forms.offers import LONG, handling_units
from proposals.models import ProposerKind, ProposerState, Topic, UnsavedText
from proposals.permissions import AUTHORS, sectors_convened
from workflow.forms import ActForm, FilesField, ParagraphsField
from workflow.refusals import Forbidden


class WritingFields(ActForm):
    """The text of a proposal."""

    kind = forms.ChoiceField(label="提案者类别", choices=ProposerKind, initial=ProposerKind.INDIVIDUAL)
    body = forms.ModelChoiceField(label="集体提案者", queryset=Unit.objects.none(), required=False, help_text="集体提案填写。")
    sector = forms.ModelChoiceField(
        label="界别", queryset=Sector.objects.none(), required=False, help_text="界别提案填写，由界别召集人提出。"
    )
    title = forms.CharField(label="案由", max_length=120, help_text="一事一案，如“关于……的建议”。")
    category = forms.ChoiceField(label="类别", required=False)
    background = forms.CharField(label="背景", max_length=10_000, required=False, widget=LONG)
    problems = forms.CharField(label="存在的问题", max_length=10_000, required=False, widget=LONG)
    suggestions = ParagraphsField(label="建议", max_length=20_000, required=False, widget=LONG, help_text="每行一条，承办单位逐条答复。")
    topics = forms.ModelMultipleChoiceField(label="引用的参考选题", queryset=Topic.objects.none(), required=False)
    wished_units = forms.ModelMultipleChoiceField(label="希望由哪些单位承办", queryset=Unit.objects.none(), required=False)
    cosigners = forms.ModelMultipleChoiceField(
        label="邀请联名的委员", queryset=Person.objects.none(), required=False, help_text="联名提案填写。"
    )
    cosign_until = forms.DateTimeField(label="联名截止时间", required=False, widget=MOMENT)
    may_publish = forms.TypedChoiceField(
        label="是否同意公开", choices=[("1", "同意"), ("", "不同意")], coerce=bool, required=False, empty_value=False, initial="1"
    )
    publish_refusal = forms.CharField(label="不同意公开的理由", max_length=200, required=False)
    sensitivity = forms.ChoiceField(
        label="标识",
        choices=Sensitivity,
        initial=Sensitivity.OPEN,
        required=False,
        help_text="内部：只能摘要公开；不公开：不公开，别的委员查相似提案时也看不到。审查时可以调整。",
    )
    files = FilesField(label="附件", required=False)

    def prepare_for(self, place, rules, session):
        """Offer what this place and session have."""
        self.fields["category"].choices = [("", "请选择"), *[(name, name) for name in rules.categories]]
        self.fields["body"].queryset = Unit.objects.filter(pk__in=self.by.access.units("liaison", "office_staff"), jurisdiction=place)
        self.fields["sector"].queryset = sectors_convened(self.by, place)
        if not self.fields["body"].queryset.exists():
            self.fields["body"].widget = forms.HiddenInput()
        if not self.by.access.holds(place.pk, Role.SECTOR_CONVENER):
            self.fields["sector"].widget = forms.HiddenInput()
        for name in ("body", "sector"):
            self.fields[name].empty_label = "（无）"
        self.fields["topics"].queryset = Topic.objects.citable(session).select_related("edition").order_by("edition__number", "number")
        if not self.fields["topics"].queryset.exists():
            del self.fields["topics"]
        self.fields["wished_units"].queryset = handling_units(place)
        people = Person.objects.holding(*AUTHORS, jurisdiction=place, on=timezone.localdate()).exclude(pk=self.by.pk)
        self.fields["cosigners"].queryset = people
        self.fields["title"].help_text += f"不超过 {rules.title_limit} 个字。"

    def clean_cosign_until(self):
        """A closing time newly given lies ahead: who is invited can still answer."""
        until = self.cleaned_data["cosign_until"]
        if until and until <= timezone.now() and until != getattr(self.obj, "cosign_until", None):
            raise forms.ValidationError("联名截止时间应在现在以后。")
        return until

    def clean_sensitivity(self):
        """What is not sent stays as it is."""
        return self.cleaned_data["sensitivity"] or getattr(self.obj, "sensitivity", Sensitivity.OPEN)

    def attach_to(self, proposal, files):
        for upload in files:
            attach(proposal, upload, by=self.by, purpose="提案附件")
        return proposal

    @classmethod
    def typed(cls, data):
        """What stands in the posted `data` of the form's own fields, files aside: {field: [values]}."""
        return {name: data.getlist(name) for name in cls.base_fields if name in data and name not in ("version", "files")}

    @classmethod
    def begun(cls, kept):
        """The form's initial values from what was typed and kept (an UnsavedText); {} where it is None."""
        if kept is None:
            return {}
        several = {name for name, field in cls.base_fields.items() if isinstance(field, forms.ModelMultipleChoiceField)}
        fields = {name: values if name in several else values[-1] for name, values in kept.fields.items() if values}
        return fields | {name: [] for name in several - set(fields)} | {"version": kept.version}


class BeginForm(WritingFields):
    """A new draft; `obj` is the session."""

    def prepare(self):
        place = self.obj.term.jurisdiction
        self.prepare_for(place, rules_in(self.obj, place), self.obj)

    def act(self, version, files, **fields):
        return self.attach_to(actions.begin(self.obj, by=self.by, **fields), files)


class EditForm(WritingFields):
    def prepare(self):
        self.prepare_for(self.obj.jurisdiction, rules_of(self.obj), self.obj.session)
        self.intro = f"退回修改的意见：{said}" if (said := refusal_of(self.obj)) else self.intro
        given = dict(self.initial)
        names = ("kind", "body", "sector", "title", "category", "background", "problems", "suggestions", "cosign_until", "publish_refusal")
        names += ("sensitivity",)
        self.initial.update({name: getattr(self.obj, name) for name in names})
        self.initial["may_publish"] = "1" if self.obj.may_publish else ""
        self.initial["wished_units"] = list(self.obj.wished_units.all())
        self.initial["topics"] = list(self.obj.topics.all())
        invited = self.obj.proposers.exclude(answer=ProposerState.DECLINED).exclude(person=self.obj.author)
        self.initial["cosigners"] = [proposer.person for proposer in invited if proposer.person]
        self.initial.update(given)

    def act(self, version, files, **fields):
        return self.attach_to(actions.edit(self.obj, by=self.by, version=version, **fields), files)


class SubmitForm(ActForm):
    intro = "提交后不能再修改，由提案委员会审查。大会提案截止时间以后提交的作为平时提案，一样办理。"

    def prepare(self):
        if kept := UnsavedText.objects.of(self.obj, self.by):
            at = timezone.localtime(kept.saved_at)
            self.intro = f"您 {at:%H:%M} 自动保存的内容还没有保存进草稿，提交的是草稿里已保存的内容。" + self.intro

    def act(self, version):
        return actions.submit(self.obj, by=self.by, version=version)


class InvitationForm(ActForm):
    accept = forms.TypedChoiceField(
        label="是否联名",
        choices=[("1", "同意联名"), ("", "谢绝")],
        coerce=bool,
        required=False,
        empty_value=False,
        initial="unasked",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择同意联名或者谢绝。"},
    )

    def prepare(self):
        if self.obj.proposers.filter(person=self.by, answer=ProposerState.ACCEPTED).exists():
            self.intro = "您已同意联名，提交以前可以撤回。撤回以后您不再是提案人，也看不到这件提案。"
            self.fields["accept"].widget.choices = [("", "撤回联名")]

    def clean(self):
        """Who chooses nothing has not declined."""
        if self.data.get("accept") is None:
            self.add_error("accept", self.fields["accept"].error_messages["required"])
        return super().clean()

    def act(self, version, accept):
        return actions.answer_invitation(self.obj, by=self.by, accept=accept)


def beginning(person):
    """(the place where the person may propose, the session that runs there now or None); raises Forbidden for who may propose nowhere."""
    place = Jurisdiction.objects.filter(pk__in=person.access.where(*AUTHORS)).order_by("pk").first()
    if place is None:
        raise Forbidden("您没有权限提出提案。")
    return place, current_session(place, timezone.localdate())


def current_session(place, day):
    """The session whose working year `day` falls in, else the newest one; None where the place has none."""
    sessions = Session.objects.filter(term__jurisdiction=place).select_related("term__jurisdiction", "ruleset")
    return sessions.filter(starts_on__lte=day).order_by("-starts_on").first() or sessions.order_by("-term__number", "-number").first()
