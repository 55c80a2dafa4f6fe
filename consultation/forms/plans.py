"""One form per move on plans; used by page, API and admin alike."""

from django import forms

from consultation import actions
from consultation.drafts import ItemDraft
from consultation.forms.changes import ChangesField, gathered
from consultation.forms.fields import DATE, LONG, ItemFields, KindField
from consultation.models.items import DONE_STATES
from consultation.permissions import OFFICES, is_secretary
from consultation.rules import rules_of_plan
from consultation.statistics import reaches_nobody
from organizations.models import Body, Meeting, Role, Session, Unit
from workflow.forms import ActForm, LinesField, ReasonForm


class PlanFieldsForm(ActForm):
    """A plan's own fields."""

    title = forms.CharField(label="标题", max_length=200)
    document_number = forms.CharField(label="文号", max_length=60, required=False, help_text="印发时登记；已有文号的可先填写。")
    issuers = LinesField(label="发文机关", required=False, help_text="每行一个，联合行文的主办机关排第一。")
    addressees = forms.CharField(label="主送机关", max_length=300, required=False)
    session = forms.ModelChoiceField(
        label="所属次会议",
        queryset=Session.objects.none(),
        required=False,
        help_text="计划年度的那次全体会议；它指定了适用规则的，计划和事项按那一版规则办理。",
    )
    adopted_at = forms.ModelChoiceField(label="通过会议", queryset=Meeting.objects.none(), required=False)
    attendance = forms.CharField(label="领导出席安排", max_length=4000, required=False, widget=LONG)

    def prepare(self):
        self.fields["adopted_at"].queryset = Meeting.objects.filter(jurisdiction=self.obj.jurisdiction).select_related("term")
        sessions = Session.objects.filter(term__jurisdiction=self.obj.jurisdiction)
        self.fields["session"].queryset = sessions.select_related("term__jurisdiction")
        names = ("title", "document_number", "addressees", "session", "adopted_at", "attendance")
        self.initial.update({name: getattr(self.obj, name) for name in names})
        self.initial["issuers"] = [issuer.name for issuer in self.obj.issuers.all()]

    def act(self, version, **fields):
        return actions.edit_plan(self.obj, by=self.by, version=version, **fields)


class ConsultForm(ActForm):
    intro = "送会商后，党委、政府、政协三家办公厅（室）分别填写意见。"

    def act(self, version):
        return actions.consult(self.obj, by=self.by, version=version)


class OpinionForm(ActForm):
    intro = "三家都填写后即可报批。"
    office = forms.ModelChoiceField(label="办公厅（室）", queryset=Unit.objects.none())
    agrees = forms.TypedChoiceField(
        label="态度", choices=[("1", "同意"), ("", "有不同意见")], coerce=bool, required=False, empty_value=False, initial="1"
    )
    text = forms.CharField(label="意见", max_length=2000, required=False, widget=LONG)
    on = forms.DateField(label="日期", required=False, widget=DATE, help_text="留空为今天。")

    def prepare(self):
        units = Unit.objects.filter(jurisdiction=self.obj.jurisdiction, kind__in=OFFICES, name__contains="办公")
        if not is_secretary(self.by, self.obj):
            units = units.filter(pk__in=self.by.access.units(Role.OFFICE_STAFF))
        self.fields["office"].queryset = units

    def act(self, version, **fields):
        return actions.give_opinion(self.obj, by=self.by, version=version, **fields)


class MatchUnitsForm(ActForm):
    intro = "未登记的单位在单位名录中登记以后，在这里一次对应到各事项；文件上的名称不变。"

    def act(self, version):
        return actions.match_units(self.obj, by=self.by, version=version)


class ReportForm(ActForm):
    intro = "报批后等党委批准；批准前可以退回修改。"
    on = forms.DateField(label="报批日期", required=False, widget=DATE, help_text="留空为今天。")

    def act(self, version, on):
        return actions.report(self.obj, by=self.by, version=version, on=on)


class SendBackForm(ReasonForm):
    intro = "退回后回到“拟定”，改好再送会商。"

    def act(self, version, reason):
        return actions.send_back(self.obj, by=self.by, version=version, reason=reason)


class ApproveForm(ActForm):
    intro = "登记党委的批准；随后即可印发。"
    approved_by = forms.CharField(label="批准机关", max_length=80, help_text="如：市委常委会会议")
    approved_on = forms.DateField(label="批准日期", widget=DATE)

    def act(self, version, **fields):
        return actions.approve(self.obj, by=self.by, version=version, **fields)


class IssueForm(ActForm):
    intro = "印发后，各责任单位即收到交办件，通知文件自动排版；计划内容此后只能通过“调整计划”修改。"
    issued_on = forms.DateField(label="印发日期", widget=DATE)
    document_number = forms.CharField(label="文号", max_length=60, required=False, help_text="留空则按公文模板的代字自动编号。")

    def prepare(self):
        self.initial["document_number"] = self.obj.document_number
        if count := self.obj.items.filter(reaches_nobody()).count():
            self.intro += (
                f"注意：有 {count} 个事项的单位只写了群体，没有单位会收到交办件；请先在这些事项里点“指明群体单位”，印发以后也可以补。"
            )

    def act(self, version, **fields):
        return actions.issue(self.obj, by=self.by, version=version, **fields)


class EvaluateForm(ActForm):
    intro = "总结评估一般在次年第一季度的常委会会议上进行；之后计划结束，不再办理。"
    evaluation = forms.CharField(label="总结评估", max_length=8000, widget=forms.Textarea(attrs={"rows": 8}))

    def act(self, version, evaluation):
        return actions.evaluate(self.obj, by=self.by, version=version, evaluation=evaluation)


class TellAdoptionForm(ActForm):
    intro = "次年第一季度，由政府领导向常委会会议通报本年度协商成果的采纳落实情况。"
    meeting = forms.ModelChoiceField(label="常委会会议", queryset=Meeting.objects.none())
    leader = forms.CharField(label="作通报的政府领导", max_length=60, help_text="姓名、职务。")

    def prepare(self):
        held = Meeting.objects.filter(jurisdiction=self.obj.jurisdiction, body=Body.STANDING_COMMITTEE, held_on__year__gt=self.obj.year)
        self.fields["meeting"].queryset = held.select_related("term").order_by("-held_on")
        self.initial |= {"meeting": self.obj.adoption_told_at_id, "leader": self.obj.adoption_told_by}

    def act(self, version, **fields):
        return actions.tell_adoption(self.obj, by=self.by, version=version, **fields)


class AddItemForm(ItemFields, ActForm):
    """Add an item to a plan being drafted (`obj` is the plan)."""

    def prepare(self):
        self.offer(rules_of_plan(self.obj))

    def plan_year(self):
        return self.obj.year

    def draft(self):
        return ItemDraft(units=self.units(), **self.values())

    def act(self, **_):
        return actions.add_item(self.obj, self.draft(), by=self.by)


class AmendPlanForm(AddItemForm):
    """Change any items of an issued plan, and add one, as one amendment with one paper."""

    intro = "印发的原文不变。一次可以调整几个事项，还可以增加一项：登记为一次调整，印发一份通知，交办件和期限随之变更。"
    changes = ChangesField(
        label="调整哪些事项",
        required=False,
        help_text="“现为”写新的时间、单位（用“、”分开，第一个牵头）、题目等；延期、取消的不填，恢复的写新的时间。",
    )
    kind = KindField(label="增加事项：类别", required=False)
    number = forms.IntegerField(label="增加事项：序号", min_value=1, max_value=999, required=False)
    title = forms.CharField(label="增加事项：题目", max_length=300, required=False, help_text="不增加事项的留空。")
    field_order = ("changes", *ItemFields.field_order, "reason", "approved_by")
    fold = ("增加一个事项", ItemFields.field_order[0], ItemFields.field_order[-1])
    reason = forms.CharField(label="调整理由", max_length=500, widget=LONG)
    approved_by = forms.CharField(label="批准", max_length=80)

    def prepare(self):
        super().prepare()
        open_ones = self.obj.items.exclude(state__in=DONE_STATES).order_by("order", "pk").prefetch_related("units")
        self.fields["changes"].offer(list(open_ones), self.obj.year)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("title") and not cleaned.get("number"):
            self.add_error("number", "增加事项的，请写序号。")
        elif cleaned.get("number") and not cleaned.get("title"):
            self.add_error("title", "增加事项的，请写题目。")
        return cleaned

    def act(self, version, reason, approved_by, changes, **_):
        more = gathered(changes) | {"additions": [self.draft()] if self.cleaned_data["title"] else []}
        return actions.amend(self.obj, by=self.by, version=version, reason=reason, approved_by=approved_by, **more)


class NewPlanForm(forms.Form):
    """The first fields of a plan typed by hand."""

    year = forms.IntegerField(label="年度", min_value=1949, max_value=2100)
    title = forms.CharField(label="标题", max_length=200)
    issuers = LinesField(label="发文机关", required=False, help_text="每行一个，联合行文的主办机关排第一。")


PLAN_FORMS = {
    "edit": PlanFieldsForm,
    "consult": ConsultForm,
    "give_opinion": OpinionForm,
    "report": ReportForm,
    "send_back": SendBackForm,
    "approve": ApproveForm,
    "match_units": MatchUnitsForm,
    "issue": IssueForm,
    "amend": AmendPlanForm,
    "tell_adoption": TellAdoptionForm,
    "evaluate": EvaluateForm,
}
