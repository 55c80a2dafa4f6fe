"""One form per move on plans and items; used by page, API and admin alike."""

from datetime import date

from django import forms

from consultation import actions
from consultation.drafts import ItemDraft, units_of
from consultation.models import Kind, Precision, UnitRole
from consultation.notice.times import window
from consultation.permissions import OFFICES, is_secretary
from organizations.models import Meeting, Person, Role, Unit
from workflow.forms import ActForm, LinesField, ReasonForm

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
LONG = forms.Textarea(attrs={"rows": 4})
NAME_LENGTH = 120
NAMED_ROLES = (Role.CPPCC_LEADER, Role.GOVERNMENT_LEADER, Role.SECRETARY)
DAYS = (date(1949, 10, 1), date(2100, 12, 31))


def people_with(jurisdiction, *roles):
    """People who hold or held one of `roles` in this jurisdiction; a post elsewhere does not count."""
    return Person.objects.filter(pk__in=jurisdiction.memberships.filter(role__in=roles).values("person"), is_service=False)


class PlanFieldsForm(ActForm):
    """A plan's own fields."""

    title = forms.CharField(label="标题", max_length=200)
    document_number = forms.CharField(label="文号", max_length=60, required=False, help_text="印发时登记；已有文号的可先填写。")
    issuers = LinesField(label="发文机关", required=False, help_text="每行一个，联合行文的主办机关排第一。")
    addressees = forms.CharField(label="主送机关", max_length=300, required=False)
    adopted_at = forms.ModelChoiceField(label="通过会议", queryset=Meeting.objects.none(), required=False)
    attendance = forms.CharField(label="领导出席安排", max_length=4000, required=False, widget=LONG)

    def prepare(self):
        self.fields["adopted_at"].queryset = Meeting.objects.filter(jurisdiction=self.obj.jurisdiction).select_related("term")
        names = ("title", "document_number", "addressees", "adopted_at", "attendance")
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


class ReportForm(ActForm):
    intro = "报批后等党委批准；批准前可以退回修改。"

    def act(self, version):
        return actions.report(self.obj, by=self.by, version=version)


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

    def act(self, version, **fields):
        return actions.issue(self.obj, by=self.by, version=version, **fields)


class EvaluateForm(ActForm):
    intro = "总结评估一般在次年第一季度的常委会会议上进行；之后计划结束，不再办理。"
    evaluation = forms.CharField(label="总结评估", max_length=8000, widget=forms.Textarea(attrs={"rows": 8}))

    def act(self, version, evaluation):
        return actions.evaluate(self.obj, by=self.by, version=version, evaluation=evaluation)


class ItemFields(forms.Form):
    """The fields of an item as a person types them: time as printed, units as lists of names.

    A time nobody can place (待定) is refused when typed, but what the document prints, given as initial value, may stay.
    """

    kind = forms.ChoiceField(label="类别", choices=Kind)
    section = forms.CharField(label="所在部分", max_length=80, required=False)
    number = forms.IntegerField(label="序号", min_value=1, max_value=999)
    title = forms.CharField(label="题目", max_length=300)
    contents = forms.CharField(label="主要内容", max_length=4000, required=False, widget=LONG)
    notes = forms.CharField(label="备注", max_length=2000, required=False)
    form = forms.CharField(label="方式", max_length=60, required=False)
    is_supervisory = forms.BooleanField(label="监督性", required=False)
    time_text = forms.CharField(label="时间", max_length=60, required=False, help_text="如：6月、第二季度、上半年、全年；未定可留空。")
    window_start = forms.DateField(label="最早日期", required=False, widget=DATE, help_text="一般不填，由“时间”推算。")
    window_end = forms.DateField(label="最晚日期", required=False, widget=DATE)
    responsible = LinesField(label="责任单位", required=False, help_text="每行一个，第一个为牵头单位。")
    lead_known = forms.BooleanField(label="文件写明由第一个单位牵头", required=False)
    consulted = LinesField(label="协商部门", required=False)
    hosts = LinesField(label="政协承办部门", required=False)
    attendance = forms.CharField(label="出席安排", max_length=2000, required=False)

    def plan_year(self):
        raise NotImplementedError

    def clean(self):
        cleaned = super().clean()
        for name in ("responsible", "consulted", "hosts"):
            if any(len(unit) > NAME_LENGTH for unit in cleaned.get(name) or ()):
                self.add_error(name, f"单位名称不能超过 {NAME_LENGTH} 字，请每行写一个。")
        if "window_start" in self.errors or "window_end" in self.errors:
            return cleaned
        start, end, text = cleaned.get("window_start"), cleaned.get("window_end"), cleaned.get("time_text", "")
        if bool(start) != bool(end):
            self.add_error("window_start" if end else "window_end", "起止日期要么都填，要么都不填。")
        elif start and not (DAYS[0] <= start and end <= DAYS[1]):
            self.add_error("window_start" if start < DAYS[0] else "window_end", "日期应在 1949 至 2100 年之间。")
        elif start and end < start:
            self.add_error("window_end", "最晚日期不能早于最早日期。")
        elif start:
            cleaned["precision"] = Precision.DAY if start == end else self._precision(text) or Precision.RANGE
        else:
            cleaned["precision"], cleaned["window_start"], cleaned["window_end"] = window(text, self.plan_year())
            if text and cleaned["precision"] == Precision.NONE and text != self.initial.get("time_text"):
                self.add_error("time_text", "看不出是什么时间，请写成“6月”“第二季度”等，或填写起止日期。")
        return cleaned

    def _precision(self, text):
        precision = window(text, self.plan_year())[0]
        return None if precision == Precision.NONE else precision

    def units(self):
        """The unit drafts of the three lists, in their order."""
        data = self.cleaned_data
        return (
            units_of(data["responsible"], UnitRole.LEAD, lead_known=data["lead_known"])
            + units_of(data["consulted"], UnitRole.CONSULTED)
            + units_of(data["hosts"], UnitRole.HOST)
        )

    def values(self):
        """The item's own fields, ready for an `ItemDraft` or an action."""
        return {name: value for name, value in self.cleaned_data.items() if name in ItemDraft.__dataclass_fields__}


class ItemForm(ItemFields, ActForm):
    """Edit an item of a plan being drafted."""

    def plan_year(self):
        return self.obj.plan.year

    def prepare(self):
        item = self.obj
        self.initial.update({name: getattr(item, name) for name in ItemDraft.__dataclass_fields__ if name in self.fields})
        if window(item.time_text, item.plan.year)[1:] == (item.window_start, item.window_end):
            self.initial.update(window_start=None, window_end=None)  # they follow from the time, also after it is changed
        rows = list(item.units.all())
        self.initial |= {
            "responsible": [row.name for row in rows if row.role in (UnitRole.LEAD, UnitRole.CO)],
            "consulted": [row.name for row in rows if row.role == UnitRole.CONSULTED],
            "hosts": [row.name for row in rows if row.role == UnitRole.HOST],
            "lead_known": bool(rows) and not any(row.lead_assumed for row in rows),
        }

    def act(self, version, **_):
        return actions.edit_item(self.obj, by=self.by, version=version, units=self.units(), **self.values())


class AmendItemForm(ItemForm):
    """Change an item of an issued plan, as an amendment."""

    intro = "印发的原文不变，这次修改登记为一次调整；单位有增减的，交办件随之交办或撤回；时间变了，期限随之变更。"
    reason = forms.CharField(label="调整理由", max_length=500, widget=LONG)
    approved_by = forms.CharField(label="批准", max_length=80, help_text="调整经谁批准，如：市委办公室会商同意")

    def act(self, version, reason, approved_by, **_):
        edits = [(self.obj, self.values() | {"units": self.units(), "version": version})]
        return actions.amend(self.obj.plan, by=self.by, reason=reason, approved_by=approved_by, edits=edits)


class AddItemForm(ItemFields, ActForm):
    """Add an item to a plan being drafted (`obj` is the plan)."""

    def plan_year(self):
        return self.obj.year

    def draft(self):
        return ItemDraft(units=self.units(), **self.values())

    def act(self, **_):
        return actions.add_item(self.obj, self.draft(), by=self.by)


class AmendPlanForm(AddItemForm):
    """Add an item to an issued plan, as an amendment."""

    intro = "在已印发的计划里增加一项，登记为一次调整，新增单位随即收到交办件。要修改、延期、取消某一事项，请打开那一项办理。"
    reason = forms.CharField(label="调整理由", max_length=500, widget=LONG)
    approved_by = forms.CharField(label="批准", max_length=80)

    def act(self, version, reason, approved_by, **_):
        return actions.amend(self.obj, by=self.by, version=version, reason=reason, approved_by=approved_by, additions=[self.draft()])


class RemoveItemForm(ActForm):
    intro = "事项将从草案中删除。"

    def act(self, version):
        return actions.remove_item(self.obj, by=self.by)


class ScheduleForm(ActForm):
    intro = "安排在哪次会议上进行、由谁主持、谁出席；同一次会议可以安排几项。"
    contact = forms.ModelChoiceField(label="政协方联系人", queryset=Person.objects.none(), required=False)
    meetings = forms.ModelMultipleChoiceField(label="在哪些会议上进行", queryset=Meeting.objects.none(), required=False)
    presides = forms.ModelMultipleChoiceField(label="主持", queryset=Person.objects.none(), required=False)
    attends = forms.ModelMultipleChoiceField(label="出席", queryset=Person.objects.none(), required=False)
    attendance = forms.CharField(label="出席安排", max_length=2000, required=False)

    def prepare(self):
        item = self.obj
        secretaries, leaders = (people_with(item.jurisdiction, *roles) for roles in ((Role.SECRETARY,), NAMED_ROLES))
        self.fields["contact"].queryset = secretaries
        self.fields["meetings"].queryset = Meeting.objects.filter(jurisdiction=item.jurisdiction).select_related("term")
        self.fields["presides"].queryset = self.fields["attends"].queryset = leaders
        named = list(item.people.all())
        self.initial.update(
            contact=item.contact_id,
            attendance=item.attendance,
            meetings=list(item.meetings.all()),
            presides=[row.person_id for row in named if row.capacity == "presides"],
            attends=[row.person_id for row in named if row.capacity == "attends"],
        )

    def act(self, version, presides, attends, **fields):
        people = dict.fromkeys(attends, "attends") | dict.fromkeys(presides, "presides")
        return actions.schedule(self.obj, by=self.by, version=version, people=list(people.items()), **fields)


class ConfirmWorkPlansForm(ActForm):
    intro = "各单位的工作方案都已接受，可以进入下一步。"

    def act(self, version):
        return actions.confirm_work_plans(self.obj, by=self.by, version=version)


class StartForm(ActForm):
    intro = "登记事项已经开始调研、协商等活动。"

    def act(self, version):
        return actions.start(self.obj, by=self.by, version=version)


class HoldForm(ActForm):
    intro = "登记会议或活动已经举行，随后办结。"
    held_on = forms.DateField(label="举行日期", widget=DATE)

    def act(self, version, held_on):
        return actions.hold(self.obj, by=self.by, version=version, held_on=held_on)


class ConcludeItemForm(ActForm):
    intro = "办结后事项不再变更。"

    def act(self, version):
        return actions.conclude_item(self.obj, by=self.by, version=version)


class ResumeForm(ActForm):
    intro = "恢复后按计划继续办理。"

    def act(self, version):
        return actions.resume(self.obj, by=self.by, version=version)


class PostponeForm(ReasonForm):
    intro = "延期登记为一次调整；时间定下后再恢复。"
    approved_by = forms.CharField(label="批准", max_length=80)

    def act(self, version, **fields):
        return actions.postpone(self.obj, by=self.by, version=version, **fields)


class CancelForm(PostponeForm):
    intro = "取消后，各单位未办结的交办件随之撤回。"

    def act(self, version, **fields):
        return actions.cancel(self.obj, by=self.by, version=version, **fields)


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
    "issue": IssueForm,
    "amend": AmendPlanForm,
    "evaluate": EvaluateForm,
}
ITEM_FORMS = {
    "edit": ItemForm,
    "schedule": ScheduleForm,
    "confirm_work_plans": ConfirmWorkPlansForm,
    "start": StartForm,
    "hold": HoldForm,
    "conclude": ConcludeItemForm,
    "postpone": PostponeForm,
    "resume": ResumeForm,
    "cancel": CancelForm,
    "amend": AmendItemForm,
}
