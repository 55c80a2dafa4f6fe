"""One form per move on assignments, work plans and entries; used by page, API and admin alike."""

from django import forms

from documents.forms import sensitivity
from documents.uploads import attach
from feedback import actions
from feedback.ledger_forms import MATTER_FORMS
from feedback.models import EntryKind, ProgressEntry
from feedback.rules import PHONE
from feedback.task_fields import TasksField
from organizations.forms import DATE
from workflow.forms import ActForm, FilesField, ReasonForm


class PhoneField(forms.RegexField):
    """A telephone number as people write it."""

    def __init__(self, **kwargs):
        super().__init__(PHONE, error_messages={"invalid": "请填写电话号码，如 0571-12345678。"}, **kwargs)


class AcknowledgeForm(ActForm):
    intro = "签收后请填报责任人，并按期报送工作方案。"

    def act(self, version):
        return actions.acknowledge(self.obj, by=self.by, version=version)


class TeamForm(ActForm):
    head = forms.CharField(label="第一责任人", max_length=40, help_text="单位主要负责人")
    deputy = forms.CharField(label="分管负责人", max_length=40)
    office = forms.CharField(label="承办处室", max_length=60)
    handler = forms.CharField(label="经办人", max_length=40)
    phone = PhoneField(label="经办人电话")
    starts_on = forms.DateField(
        label="自哪一天起", required=False, widget=DATE, help_text="留空为今天；人员将有变动的，可以提前填报，最多提前一年。"
    )

    def prepare(self):
        if team := self.obj.team:
            self.initial.update({name: getattr(team, name) for name in ("head", "deputy", "office", "handler", "phone")})

    def act(self, version, **fields):
        return actions.name_team(self.obj, by=self.by, version=version, **fields)


class WorkPlanForm(ActForm):
    """`tasks`: see `feedback.task_fields.TasksField`."""

    goals = forms.CharField(label="工作目标", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    tasks = TasksField(label="工作任务", help_text="至少一项；用不到的行留空。完成日期可不填。")
    materials = forms.CharField(label="准备的材料", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    contact = forms.CharField(label="联系人", max_length=40)
    phone = PhoneField(label="联系电话")
    files = FilesField(label="附件", required=False)
    sensitivity = sensitivity()

    def prepare(self):
        if last := self.obj.work_plans.order_by("-number").first():
            self.initial.update({name: getattr(last, name) for name in ("goals", "materials", "contact", "phone")})
            self.initial["tasks"] = list(last.tasks.values("text", "owner", "due_on"))

    def act(self, version, files, sensitivity, **fields):
        plan = actions.submit_work_plan(self.obj, by=self.by, version=version, **fields)
        for upload in files:
            attach(plan, upload, by=self.by, purpose="工作方案", sensitivity=sensitivity)
        return plan


class EntryForm(ActForm):
    kind = forms.ChoiceField(label="类别", choices=EntryKind)
    on = forms.DateField(label="日期", widget=DATE)
    person_name = forms.CharField(label="谁听取汇报", max_length=40, required=False, help_text="类别为“听取汇报”时填写。")
    text = forms.CharField(label="内容", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    evidence = forms.CharField(
        label="依据",
        max_length=200,
        required=False,
        help_text="类别为“列入本单位重点工作计划”时，写计划名称、文号和所在条目，或上传佐证材料。",
    )
    corrects = forms.ModelChoiceField(
        label="更正哪一条", queryset=ProgressEntry.objects.none(), required=False, help_text="新记录不选。更正后原记录保留，加删除线显示。"
    )
    files = FilesField(label="佐证材料", required=False)
    sensitivity = sensitivity()

    def prepare(self):
        self.fields["corrects"].queryset = self.obj.entries.standing()

    def act(self, version, **fields):
        return actions.add_entry(self.obj, by=self.by, version=version, **fields)


class ConcludeForm(ActForm):
    def act(self, version):
        return actions.conclude(self.obj, by=self.by, version=version)


class ReopenForm(ReasonForm):
    def act(self, version, reason):
        return actions.reopen(self.obj, by=self.by, version=version, reason=reason)


class WithdrawForm(ReasonForm):
    def act(self, version, reason):
        return actions.withdraw(self.obj, by=self.by, version=version, reason=reason)


class AcceptWorkPlanForm(ActForm):
    answer = forms.CharField(label="审核意见", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def act(self, version, answer):
        return actions.accept_work_plan(self.obj, by=self.by, version=version, answer=answer)


class ReturnWorkPlanForm(ReasonForm):
    def act(self, version, reason):
        return actions.return_work_plan(self.obj, by=self.by, version=version, reason=reason)


FORMS = {
    "acknowledge": AcknowledgeForm,
    "name_team": TeamForm,
    "submit_work_plan": WorkPlanForm,
    "add_entry": EntryForm,
    **MATTER_FORMS,
    "conclude": ConcludeForm,
    "reopen": ReopenForm,
    "withdraw": WithdrawForm,
}
WORK_PLAN_FORMS = {"accept": AcceptWorkPlanForm, "return": ReturnWorkPlanForm}
