"""The forms of key proposals and of their tasks; each move's form serves page, API and admin alike."""

from django import forms
from django.utils import timezone

from consultation.models import PlanItem
from documents.forms import sensitivity
from organizations.forms import DATE
from organizations.models import Body, Meeting, Person, Role, Session, Unit, UnitKind
from proposals.forms.offers import LONG, SHORT, handling_units, rows
from supervision import actions
from supervision.actions.key import key_rules
from supervision.models import KeyActivity
from supervision.permissions import CONSULTED, is_secretary
from workflow.forms import ActForm, FilesField, LinesField, ParagraphsField, ReasonForm

LEADERS = (Role.CPPCC_LEADER, Role.GOVERNMENT_LEADER)


def leaders(place):
    """Those who lead supervision and preside there today."""
    return Person.objects.holding(*LEADERS, jurisdiction=place, on=timezone.localdate()).order_by("pk")


class NominateForm(ActForm):
    """列为候选 by case numbers; `obj` are the places (ids) where the person may."""

    session = forms.ModelChoiceField(label="届次", queryset=Session.objects.none())
    case_nos = LinesField(label="案号", max_length=4000, help_text="每行一个，或者用顿号隔开，如 001、005、084。")
    reason = forms.CharField(label="推荐理由", max_length=1000, widget=SHORT)

    def prepare(self):
        sessions = Session.objects.filter(term__jurisdiction__in=self.obj).select_related("term__jurisdiction", "ruleset")
        self.fields["session"].queryset = sessions.order_by("-term__number", "-number")
        self.initial.setdefault("session", self.fields["session"].queryset.first())

    def act(self, version, session, **fields):
        return actions.nominate(session, by=self.by, **fields)


class CirculateForm(ActForm):
    intro = "三办、专委会和党派团体的人员会收到通知，填写意见。"
    until = forms.DateField(label="征求意见截止", widget=DATE)

    def prepare(self):
        self.initial.setdefault("until", actions.opinions_until(self.obj, timezone.localdate()))

    def act(self, version, until):
        return actions.circulate(self.obj, by=self.by, version=version, until=until)


class OpineForm(ActForm):
    unit = forms.ModelChoiceField(label="以哪个单位的名义", queryset=Unit.objects.none())
    agrees = forms.TypedChoiceField(
        label="意见",
        choices=[("1", "同意列为重点提案"), ("", "不同意")],
        coerce=bool,
        required=False,
        empty_value=False,
        initial="1",
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label="理由或建议", max_length=1000, required=False, widget=SHORT, help_text="不同意的必须写明理由。")

    def prepare(self):
        units = Unit.objects.filter(jurisdiction=self.obj.jurisdiction).on(timezone.localdate())
        if is_secretary(self.by, self.obj):
            units = units.exclude(kind=UnitKind.GROUP)
        else:
            units = units.filter(pk__in=self.by.access.units(*CONSULTED))
        self.fields["unit"].queryset = units
        self.initial.setdefault("unit", units.first() if units.count() == 1 else None)

    def act(self, version, **fields):
        return actions.opine(self.obj, by=self.by, version=version, **fields)


class ArrangeForm(ActForm):
    mode = forms.ChoiceField(label="督办方式")
    leader = forms.ModelChoiceField(label="领衔督办领导", queryset=Person.objects.none(), required=False, to_field_name="public_id")
    committee = forms.ModelChoiceField(
        label="督办部门", queryset=Unit.objects.none(), required=False, help_text="负责组织的专委会；专委会督办的必须填写。"
    )
    team = ParagraphsField(label="督办小组", max_length=2000, required=False, help_text="每行一人：姓名、单位职务。")
    plan_item = forms.ModelChoiceField(
        label="所属计划事项",
        queryset=PlanItem.objects.none(),
        required=False,
        to_field_name="public_id",
        help_text="列入年度协商计划的，选择那一项。",
    )

    def prepare(self):
        place = self.obj.jurisdiction
        self.fields["mode"].choices = rows(key_rules(self.obj.session).modes)
        self.fields["leader"].queryset = leaders(place)
        committees = Unit.objects.filter(jurisdiction=place, kind=UnitKind.SPECIAL_COMMITTEE)
        self.fields["committee"].queryset = committees.on(timezone.localdate())
        items = PlanItem.objects.visible_to(self.by).filter(jurisdiction=place, plan__session=self.obj.session)
        self.fields["plan_item"].queryset = items.order_by("plan", "order", "pk")
        if self.obj.mode:
            self.initial |= {name: getattr(self.obj, name) for name in ("mode", "leader", "committee", "team", "plan_item")}

    def act(self, version, **fields):
        return actions.arrange(self.obj, by=self.by, version=version, **fields)


class ApproveForm(ActForm):
    intro = "批准后承办单位、提案人和领衔领导会收到通知，提案标为重点提案。"
    meeting = forms.ModelChoiceField(label="批准会议", queryset=Meeting.objects.none(), to_field_name="public_id")

    def prepare(self):
        held = Meeting.objects.filter(jurisdiction=self.obj.jurisdiction, body=Body.CHAIRPERSONS_COUNCIL)
        self.fields["meeting"].queryset = held.filter(held_on__lte=timezone.localdate()).select_related("term").order_by("-held_on")

    def act(self, version, meeting):
        return actions.approve(self.obj, by=self.by, version=version, meeting=meeting)


class DropForm(ReasonForm):
    def act(self, version, reason):
        return actions.drop(self.obj, by=self.by, version=version, reason=reason)


class RestoreForm(ReasonForm):
    def act(self, version, reason):
        return actions.restore(self.obj, by=self.by, version=version, reason=reason)


class RecordForm(ActForm):
    kind = forms.ChoiceField(label="方式")
    on = forms.DateField(label="日期", widget=DATE, initial=timezone.localdate)
    presider = forms.ModelChoiceField(label="主持的领导", queryset=Person.objects.none(), required=False, to_field_name="public_id")
    participants = forms.CharField(label="参加人员", max_length=500, widget=SHORT, help_text="包括提案人、承办单位和督办小组。")
    text = forms.CharField(label="活动记录", max_length=8000, widget=LONG, help_text="情况、意见和议定事项；议定的任务另点“交办任务”。")
    files = FilesField(label="附件", required=False, help_text="纪要、照片、调研报告等，可不传。")
    sensitivity = sensitivity()

    def prepare(self):
        kinds = key_rules(self.obj.session).activities
        asked = {Role.GOVERNMENT_LEADER: "（政府领导主持）", Role.CPPCC_LEADER: "（政协领导主持）"}
        self.fields["kind"].choices = [(code, label + asked.get(role, "")) for code, label, role in kinds]
        self.fields["presider"].queryset = leaders(self.obj.jurisdiction)

    def act(self, version, **fields):
        return actions.record_activity(self.obj, by=self.by, version=version, **fields)


class GiveTaskForm(ActForm):
    intro = "责任单位会收到通知，到期前后按规则提醒。"
    unit = forms.ModelChoiceField(label="责任单位", queryset=Unit.objects.none())
    text = forms.CharField(label="任务", max_length=1000, widget=SHORT)
    due_on = forms.DateField(label="完成期限", widget=DATE)
    activity = forms.ModelChoiceField(
        label="在哪次活动上议定", queryset=KeyActivity.objects.none(), required=False, to_field_name="public_id"
    )

    def prepare(self):
        self.fields["unit"].queryset = handling_units(self.obj.jurisdiction)
        self.fields["activity"].queryset = self.obj.activities.order_by("-on", "-pk")

    def act(self, version, **fields):
        return actions.give_task(self.obj, by=self.by, version=version, **fields)


class ConcludeForm(ActForm):
    report = forms.CharField(label="督办报告", max_length=8000, widget=LONG, help_text="督办过程、问题解决情况和建议。")
    files = FilesField(label="附件", required=False)
    sensitivity = sensitivity()

    def act(self, version, **fields):
        return actions.conclude(self.obj, by=self.by, version=version, **fields)


class CarryForm(ReasonForm):
    intro = "没有解决的，转入以后一次会议的名单继续督办；没有完成的任务照旧提醒。"
    session = forms.ModelChoiceField(label="转入哪次会议", queryset=Session.objects.none())
    field_order = ("session", "reason")

    def prepare(self):
        later = Session.objects.after(self.obj.session).select_related("term__jurisdiction")
        self.fields["session"].queryset = later.order_by("term__number", "number")

    def act(self, version, session, reason):
        return actions.carry_on(self.obj, by=self.by, version=version, session=session, reason=reason)


KEY_FORMS = {
    "circulate": CirculateForm,
    "opine": OpineForm,
    "arrange": ArrangeForm,
    "approve": ApproveForm,
    "drop": DropForm,
    "restore": RestoreForm,
    "record": RecordForm,
    "give_task": GiveTaskForm,
    "conclude": ConcludeForm,
    "carry_on": CarryForm,
}


class ReportForm(ActForm):
    text = forms.CharField(label="完成情况", max_length=4000, widget=LONG)
    files = FilesField(label="附件", required=False, help_text="文件、照片等依据，可不传。")
    sensitivity = sensitivity()

    def act(self, version, **fields):
        return actions.report_task(self.obj, by=self.by, version=version, **fields)


class ConfirmForm(ActForm):
    opinion = forms.CharField(label="意见", max_length=500, required=False, widget=SHORT)

    def act(self, version, opinion):
        return actions.confirm_task(self.obj, by=self.by, version=version, opinion=opinion)


class SendTaskBackForm(ReasonForm):
    def act(self, version, reason):
        return actions.send_task_back(self.obj, by=self.by, version=version, reason=reason)


class PutOffForm(ReasonForm):
    due_on = forms.DateField(label="新的完成期限", widget=DATE)
    field_order = ("due_on", "reason")

    def act(self, version, **fields):
        return actions.put_task_off(self.obj, by=self.by, version=version, **fields)


class CancelTaskForm(ReasonForm):
    def act(self, version, reason):
        return actions.cancel_task(self.obj, by=self.by, version=version, reason=reason)


TASK_FORMS = {
    "report": ReportForm,
    "confirm": ConfirmForm,
    "send_back": SendTaskBackForm,
    "put_off": PutOffForm,
    "cancel": CancelTaskForm,
}
