"""The forms of the ledger 采纳落实台账: what was suggested and answered, how far it is carried out, how it was fed back, promises."""

from django import forms
from django.utils import timezone

from documents.forms import sensitivity
from feedback import actions
from feedback.models import Adoption, Channel, Implementation, Suggestion
from organizations.forms import DATE
from organizations.models import Meeting
from workflow.forms import ActForm, FilesField, ParagraphsField, ReasonForm

SHORT = forms.Textarea(attrs={"rows": 3})


class ImplementationForm(ActForm):
    implementation = forms.ChoiceField(label="落实情况", choices=Implementation)
    on = forms.DateField(label="日期", widget=DATE, initial=timezone.localdate)
    evidence = forms.CharField(label="依据或原因", max_length=2000, required=False, widget=SHORT)
    next_review_on = forms.DateField(label="下次核查日期", required=False, widget=DATE, help_text="已落实的不再核查。")

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
    files = FilesField(label="凭据附件", required=False, help_text="函复、走访记录、会议材料等，可不传。")
    sensitivity = sensitivity()

    def prepare(self):
        self.fields["meeting"].queryset = Meeting.objects.filter(jurisdiction=self.obj.jurisdiction).select_related("term")

    def act(self, version, **fields):
        return actions.feed_back(self.obj, by=self.by, **fields)


class MatterFeedbackForm(FeedbackForm):
    """Feedback on a plan item's assignment (`obj`), of some of its suggestions or of the whole matter."""

    suggestions = forms.ModelMultipleChoiceField(
        label="反馈哪些建议",
        queryset=Suggestion.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="都不选的，作为整个事项的反馈。",
    )

    def prepare(self):
        super().prepare()
        rows = self.obj.suggestions.order_by("number")
        self.fields["suggestions"].queryset = rows
        self.fields["suggestions"].label_from_instance = lambda row: f"{row.number}．{row.text[:60]}"
        self.order_fields(["version", "suggestions"])
        if not rows:
            self.fields["suggestions"].widget = forms.MultipleHiddenInput()

    def act(self, version, **fields):
        return actions.feed_back_on(self.obj, by=self.by, version=version, **fields)


class EnterSuggestionsForm(ActForm):
    intro = "协商、通报、视察中对本单位工作提出的意见建议，每行一条，录入后各为台账一行，再逐条答复、落实和反馈。"
    texts = ParagraphsField(label="建议", max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}))
    raised_on = forms.DateField(label="提出日期", widget=DATE, initial=timezone.localdate)

    def act(self, version, **fields):
        return actions.enter_suggestions(self.obj, by=self.by, version=version, **fields)


class AnswerForm(ActForm):
    adoption = forms.ChoiceField(label="采纳情况", choices=[pair for pair in Adoption.choices if pair[0] != Adoption.OPEN])
    measure = forms.CharField(label="措施或理由", max_length=2000, required=False, widget=SHORT, help_text="没有采纳的，须写明理由。")
    on = forms.DateField(label="答复日期", widget=DATE, initial=timezone.localdate)
    promise = forms.CharField(label="承诺", max_length=1000, required=False, widget=SHORT, help_text="答应以后办到的事，没有的留空。")
    promise_due_on = forms.DateField(label="承诺完成日期", required=False, widget=DATE)

    def prepare(self):
        self.initial["measure"] = self.obj.measure
        if self.obj.answered_on:
            self.initial["adoption"] = self.obj.adoption

    def act(self, version, **fields):
        return actions.answer_suggestion(self.obj, by=self.by, **fields)


class RemoveSuggestionForm(ReasonForm):
    intro = "只能删除录入有误、还没有答复和反馈的建议；原文留在交办件的办理过程里。"

    def act(self, version, reason):
        return actions.remove_suggestion(self.obj, by=self.by, reason=reason)


class KeepForm(ActForm):
    evidence = forms.CharField(label="核实依据", max_length=2000, widget=SHORT)

    def act(self, version, evidence):
        return actions.keep(self.obj, by=self.by, version=version, evidence=evidence)


class BreakForm(ReasonForm):
    def act(self, version, reason):
        return actions.break_commitment(self.obj, by=self.by, version=version, reason=reason)


SUGGESTION_FORMS = {
    "answer": ("答复建议", AnswerForm),
    "implement": ("填报落实", ImplementationForm),
    "feed_back": ("登记反馈", FeedbackForm),
    "remove": ("删除建议", RemoveSuggestionForm),
}
MATTER_FORMS = {"enter_suggestions": EnterSuggestionsForm, "feed_back": MatterFeedbackForm}
COMMITMENT_FORMS = {"keep": KeepForm, "break": BreakForm}
