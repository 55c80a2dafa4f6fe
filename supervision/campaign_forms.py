"""The forms of campaigns and of their cases; each move's form serves page, API and admin alike."""

from django import forms

from documents.forms import sensitivity
from organizations.forms import DATE
from organizations.models import Session
from proposals.actions.moves import rules_in, rules_of
from proposals.filters import ProposalFilter
from proposals.forms.offers import LONG, SHORT
from supervision import actions
from supervision.choosing import FIELDS, chosen, last_class
from supervision.models import CampaignKind, Verdict
from supervision.models.campaigns import VERDICTS
from workflow.forms import ActForm, FilesField, ReasonForm

# The fields of the filter of cases by which a campaign chooses, as the list of cases shows them.
Conditions = type(ActForm)(
    "Conditions", (ActForm,), {"__module__": __name__} | {name: ProposalFilter.base_filters[name].field for name in FIELDS}
)


def class_choices(rules):
    return [(code, f"{code} 类（{meaning}）") for code, meaning in rules.classes]


class ChoosingForm(Conditions):
    """Which cases a campaign looks at, and what it asks for."""

    title = forms.CharField(label="名称", max_length=80, help_text="如“民生类重点提案专项督查”“九届四次会议提案回头看”。")
    classes = forms.MultipleChoiceField(
        label="结果分类", required=False, widget=forms.CheckboxSelectMultiple, help_text="不选就不论分类。回头看一般选 A、B 两类。"
    )
    demands = forms.CharField(label="督查要求", max_length=2000, widget=SHORT)
    ends_on = forms.DateField(label="核查截止", widget=DATE)

    def choose(self, fields):
        """`fields` of this form with those of the filter gathered as `conditions`."""
        conditions = {name: fields.pop(name) for name in FIELDS}
        return fields | {"conditions": {name: value for name, value in conditions.items() if value}}


class NewCampaignForm(ChoosingForm):
    """A new campaign; `obj` are the places (ids) where the person may."""

    intro = "先拟定，看一看选出多少件，再开始。开始以后选出的提案就定下来，不再随条件变化。历史资料不在其中。"
    kind = forms.ChoiceField(label="督查类别", choices=CampaignKind)
    session = forms.ModelChoiceField(label="届次", queryset=Session.objects.none())
    field_order = ("kind", "title", "session", "classes", *FIELDS, "demands", "ends_on")

    def prepare(self):
        sessions = Session.objects.filter(term__jurisdiction__in=self.obj).select_related("term__jurisdiction", "ruleset")
        self.fields["session"].queryset = sessions.order_by("-term__number", "-number")
        if newest := self.fields["session"].queryset.first():
            self.initial.setdefault("session", newest)
            self.fields["classes"].choices = class_choices(rules_in(newest, newest.term.jurisdiction))

    def act(self, version, session, **fields):
        return actions.begin_campaign(session, by=self.by, **self.choose(fields))


class EditCampaignForm(ChoosingForm):
    field_order = ("title", "classes", *FIELDS, "demands", "ends_on")

    def prepare(self):
        self.fields["classes"].choices = class_choices(rules_in(self.obj.session, self.obj.jurisdiction))
        kept = {name: getattr(self.obj, name) for name in ("title", "classes", "demands", "ends_on")}
        self.initial = self.obj.conditions | kept | self.initial

    def act(self, version, **fields):
        return actions.edit_campaign(self.obj, by=self.by, version=version, **self.choose(fields))


class StartForm(ActForm):
    def prepare(self):
        units = set(chosen(self.obj).values_list("pk", "unit"))
        self.intro = f"按条件选出 {len(units)} 件，涉及 {len({unit for _, unit in units})} 个承办单位。开始后不再变化，各单位收到通知。"

    def act(self, version):
        return actions.start_campaign(self.obj, by=self.by, version=version)


class CancelCampaignForm(ReasonForm):
    def act(self, version, reason):
        return actions.cancel_campaign(self.obj, by=self.by, version=version, reason=reason)


class CloseCampaignForm(ActForm):
    summary = forms.CharField(label="督查情况", max_length=8000, widget=LONG, help_text="总体情况、发现的问题、整改结果和建议。")
    files = FilesField(label="附件", required=False)
    sensitivity = sensitivity()

    def act(self, version, **fields):
        return actions.close_campaign(self.obj, by=self.by, version=version, **fields)


CAMPAIGN_FORMS = {"edit": EditCampaignForm, "start": StartForm, "cancel": CancelCampaignForm, "close": CloseCampaignForm}


class ClearForm(ActForm):
    finding = forms.CharField(label="核查情况", max_length=4000, widget=SHORT, help_text="怎么核查的，看到什么。")
    files = FilesField(label="依据", required=False, help_text="现场照片、文件等，可不传。")
    sensitivity = sensitivity()

    def prepare(self):
        self.intro = f"结论为“{VERDICTS[self.obj.campaign.kind][0].label}”，直接核结。"

    def act(self, version, **fields):
        return actions.clear_case(self.obj, by=self.by, version=version, **fields)


class DemandForm(ActForm):
    verdict = forms.ChoiceField(label="结论", choices=Verdict)
    finding = forms.CharField(label="核查情况", max_length=4000, widget=SHORT)
    measure = forms.CharField(label="整改要求", max_length=2000, widget=SHORT)
    due_on = forms.DateField(label="整改期限", widget=DATE)
    class_demanded = forms.ChoiceField(
        label="结果分类应改为", required=False, help_text="由承办单位补充答复来改；原来的答复和分类照样保留。"
    )
    files = FilesField(label="依据", required=False)
    sensitivity = sensitivity()

    def prepare(self):
        good, *bad = VERDICTS[self.obj.campaign.kind]
        self.fields["verdict"].choices = [(each.value, each.label) for each in bad] + [(good.value, f"{good.label}，应改分类")]
        proposal, now = self.obj.handling.proposal, last_class(self.obj.handling)
        self.fields["class_demanded"].choices = [("", "不改")] + [row for row in class_choices(rules_of(proposal)) if row[0] != now]
        self.intro = f"现在的结果分类：{now} 类。" if now else "还没有答复。"
        if not now:
            self.fields["class_demanded"].widget = forms.HiddenInput()

    def act(self, version, **fields):
        return actions.demand(self.obj, by=self.by, version=version, **fields)


class ReportCaseForm(ActForm):
    text = forms.CharField(label="整改情况", max_length=4000, widget=LONG)
    files = FilesField(label="依据", required=False)
    sensitivity = sensitivity()

    def act(self, version, **fields):
        return actions.report_case(self.obj, by=self.by, version=version, **fields)


class SendCaseBackForm(ReasonForm):
    due_on = forms.DateField(label="新的整改期限", widget=DATE)
    field_order = ("due_on", "reason")

    def act(self, version, **fields):
        return actions.send_case_back(self.obj, by=self.by, version=version, **fields)


class SettleForm(ActForm):
    opinion = forms.CharField(label="意见", max_length=500, required=False, widget=SHORT)

    def prepare(self):
        now = last_class(self.obj.handling)
        self.intro = f"结果分类：原为 {self.obj.result_class or '—'}，现为 {now or '—'}。"

    def act(self, version, opinion):
        return actions.settle_case(self.obj, by=self.by, version=version, opinion=opinion)


class RecheckForm(ReasonForm):
    intro = "结论和整改情况清空，重新核查；原来的内容留在办理记录里。"

    def act(self, version, reason):
        return actions.recheck_case(self.obj, by=self.by, version=version, reason=reason)


CASE_FORMS = {
    "clear": ClearForm,
    "demand": DemandForm,
    "report": ReportCaseForm,
    "send_back": SendCaseBackForm,
    "settle": SettleForm,
    "recheck": RecheckForm,
}
