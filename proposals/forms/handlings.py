"""What a unit does with a case, and what those who assign rule on."""

from django import forms
from django.utils import timezone

from documents.forms import sensitivity
from documents.uploads import attach
from organizations.forms import DATE
from organizations.models import Unit
from proposals import actions
from proposals.actions.moves import rules_of
from proposals.forms.offers import LONG, SHORT, handling_units
from proposals.models import ContactPhase
from workflow.forms import ActForm, FilesField, ReasonForm


class AcceptForm(ActForm):
    suggest = forms.CharField(label="建议增加的承办单位和理由", max_length=500, required=False, widget=SHORT)

    def act(self, version, suggest):
        return actions.accept(self.obj, by=self.by, version=version, suggest=suggest)


class RequestReturnForm(ReasonForm):
    suggested_unit = forms.ModelChoiceField(label="建议改由哪个单位承办", queryset=Unit.objects.none())

    def prepare(self):
        self.fields["suggested_unit"].queryset = handling_units(self.obj.jurisdiction).exclude(pk=self.obj.unit_id)
        self.intro = f"由单位负责人提出；申请期限为 {self.obj.return_by:%Y-%m-%d}。裁定前本单位仍须负责，不得自行转办。"

    def act(self, version, **fields):
        return actions.request_return(self.obj, by=self.by, version=version, **fields)


class CoordinateForm(ActForm):
    intro = "同一单位第二次申请退回的，先协调，再由领导裁定。登记以后可以补充，以最后一次为准。"
    on = forms.DateField(label="协调日期", widget=DATE, initial=timezone.localdate)
    parties = forms.CharField(label="参加协调的各方", max_length=300)
    text = forms.CharField(label="协调情况", max_length=4000, widget=SHORT, help_text="各方意见和协商的结果。")

    def prepare(self):
        request = self.obj.return_requests.filter(agreed__isnull=True, coordinated_on__isnull=False).first()
        if request:
            self.initial |= {"on": request.coordinated_on, "parties": request.coordinated_by, "text": request.coordination}

    def act(self, version, **fields):
        return actions.coordinate(self.obj, by=self.by, version=version, **fields)


class AgreeReturnForm(ActForm):
    unit = forms.ModelChoiceField(label="改由哪个单位承办", queryset=Unit.objects.none())
    ruling = forms.CharField(label="裁定意见", max_length=500, required=False, widget=SHORT)
    ruled_for = forms.CharField(label="裁定领导", max_length=40, required=False, help_text="第二次申请退回由领导裁定，须填写。")

    def prepare(self):
        self.fields["unit"].queryset = handling_units(self.obj.jurisdiction).exclude(pk=self.obj.unit_id)
        request = self.obj.return_requests.filter(agreed__isnull=True).first()
        if request:
            self.initial["unit"] = request.suggested_unit
            self.intro = f"申请理由：{request.reason}。建议改由{request.suggested_unit}承办。"

    def act(self, version, **fields):
        return actions.rule_return(self.obj, by=self.by, version=version, agree=True, **fields)


class RefuseReturnForm(ReasonForm):
    ruled_for = forms.CharField(label="裁定领导", max_length=40, required=False, help_text="第二次申请退回由领导裁定，须填写。")

    def act(self, version, reason, ruled_for):
        return actions.rule_return(self.obj, by=self.by, version=version, agree=False, ruling=reason, ruled_for=ruled_for)


class ContactForm(ActForm):
    phase = forms.ChoiceField(label="阶段", choices=[(ContactPhase.BEFORE, "办前"), (ContactPhase.DURING, "办中")])
    kind = forms.ChoiceField(label="方式")
    on = forms.DateField(label="日期", widget=DATE, initial=timezone.localdate)
    participants = forms.CharField(label="参加人员", max_length=300, help_text="包括提案人和参与协调的其他人员。")
    text = forms.CharField(label="沟通情况", max_length=4000, widget=SHORT)
    special = forms.BooleanField(label="这是专题会议", required=False)
    decisions = forms.CharField(label="议定事项", max_length=2000, required=False, widget=SHORT, help_text="专题会议填写。")
    files = FilesField(label="附件", required=False, help_text="现场照片、会议纪要等，可不传。")
    sensitivity = sensitivity()

    def prepare(self):
        kinds = rules_of(self.obj.proposal).contact_kinds
        self.fields["kind"].choices = [(code, label + ("（面商）" if counts else "")) for code, label, counts in kinds]

    def act(self, version, files, sensitivity, **fields):
        contact = actions.add_contact(self.obj, by=self.by, version=version, **fields)
        for upload in files:
            attach(contact, upload, by=self.by, purpose="沟通记录", sensitivity=sensitivity)
        return contact


class FollowUpForm(ContactForm):
    phase = forms.ChoiceField(label="阶段", choices=[(ContactPhase.AFTER, "办后")], initial=ContactPhase.AFTER)


class OpinionForm(ActForm):
    intro = "会办意见送主办单位，由主办单位统一答复提案人。"
    opinion = forms.CharField(label="会办意见", max_length=4000, widget=LONG)

    def act(self, version, opinion):
        return actions.give_opinion(self.obj, by=self.by, version=version, opinion=opinion)


class RequestExtensionForm(ReasonForm):
    wished_on = forms.DateField(label="申请延至", widget=DATE)

    def act(self, version, **fields):
        return actions.request_extension(self.obj, by=self.by, version=version, **fields)


class GrantExtensionForm(ActForm):
    ruling = forms.CharField(label="意见", max_length=500, required=False, widget=SHORT)

    def prepare(self):
        if extension := self.obj.extensions.filter(granted__isnull=True).first():
            self.intro = f"由 {extension.former_due_on:%Y-%m-%d} 延至 {extension.wished_on:%Y-%m-%d}。理由：{extension.reason}"

    def act(self, version, ruling):
        return actions.rule_extension(self.obj, by=self.by, version=version, grant=True, ruling=ruling)


class RefuseExtensionForm(ReasonForm):
    def act(self, version, reason):
        return actions.rule_extension(self.obj, by=self.by, version=version, grant=False, ruling=reason)
