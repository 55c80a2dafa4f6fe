"""The forms of the ledger 采纳落实台账: how far a suggestion is carried out, how it was fed back, whether promises were kept."""

from django import forms
from django.utils import timezone

from feedback import actions
from feedback.models import Channel, Implementation
from organizations.forms import DATE
from organizations.models import Meeting
from workflow.forms import ActForm, ReasonForm

SHORT = forms.Textarea(attrs={"rows": 3})


class ImplementationForm(ActForm):
    implementation = forms.ChoiceField(label="落实情况", choices=Implementation)
    on = forms.DateField(label="日期", widget=DATE, initial=timezone.localdate)
    evidence = forms.CharField(label="依据或原因", max_length=2000, required=False, widget=SHORT)
    next_review_on = forms.DateField(label="下次核查日期", required=False, widget=DATE)

    def prepare(self):
        self.initial.update({name: getattr(self.obj, name) for name in ("implementation", "evidence", "next_review_on")})

    def act(self, version, **fields):
        return actions.report_implementation(self.obj, by=self.by, **fields)


class FeedbackForm(ActForm):
    intro = "书面函复填文号，上门走访填走访人员，会议通报填会议和议程。没有这些凭据不算反馈。"
    channel = forms.ChoiceField(label="反馈方式", choices=Channel)
    on = forms.DateField(label="日期", widget=DATE, initial=timezone.localdate)
    document_number = forms.CharField(label="函复文号", max_length=60, required=False)
    visitors = forms.CharField(label="走访人员", max_length=120, required=False)
    meeting = forms.ModelChoiceField(label="会议", queryset=Meeting.objects.none(), required=False)
    agenda = forms.CharField(label="议程", max_length=120, required=False)
    text = forms.CharField(label="反馈内容", max_length=2000, required=False, widget=SHORT)

    def prepare(self):
        self.fields["meeting"].queryset = Meeting.objects.filter(jurisdiction=self.obj.jurisdiction).select_related("term")

    def act(self, version, **fields):
        return actions.feed_back(self.obj, by=self.by, **fields)


class KeepForm(ActForm):
    evidence = forms.CharField(label="核实依据", max_length=2000, widget=SHORT)

    def act(self, version, evidence):
        return actions.keep(self.obj, by=self.by, version=version, evidence=evidence)


class BreakForm(ReasonForm):
    def act(self, version, reason):
        return actions.break_commitment(self.obj, by=self.by, version=version, reason=reason)


SUGGESTION_FORMS = {"implement": ("填报落实", ImplementationForm), "feed_back": ("登记反馈", FeedbackForm)}
COMMITMENT_FORMS = {"keep": KeepForm, "break": BreakForm}
