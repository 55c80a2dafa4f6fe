"""One form per move on assignments, work plans and entries; used by page, API and admin alike."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from documents.uploads import attach
from feedback import actions
from feedback.models import EntryKind, ProgressEntry
from workflow.forms import ActForm, FilesField, ReasonForm

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PhoneField(forms.RegexField):
    """A telephone number as people write it."""

    def __init__(self, **kwargs):
        super().__init__(r"^[0-9+\-() ]{5,30}$", error_messages={"invalid": "请填写电话号码，如 0571-12345678。"}, **kwargs)


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

    def prepare(self):
        if team := self.obj.team:
            self.initial.update({name: getattr(team, name) for name in ("head", "deputy", "office", "handler", "phone")})

    def act(self, version, **fields):
        return actions.name_team(self.obj, by=self.by, version=version, **fields)


class TasksField(forms.CharField):
    """Tasks, one a line: “任务｜责任人｜完成日期”; or a list of {"text", "owner", "due_on"}. Cleans to such a list."""

    widget = forms.Textarea(attrs={"rows": 5})
    json_schema = {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "text": {"type": "string", "maxLength": 200},
                "owner": {"type": "string", "maxLength": 40},
                "due_on": {"type": "string", "format": "date", "nullable": True},
            },
            "required": ["text", "owner"],
        },
    }

    def to_python(self, value):
        if isinstance(value, list):
            if len(value) > 100:
                raise forms.ValidationError("任务不能超过 100 项。")
            return [self._of_object(number, entry) for number, entry in enumerate(value, 1)]
        lines = super().to_python(value).splitlines()
        return [self._of_line(number, line) for number, line in enumerate(lines, 1) if line.strip()]

    def _of_line(self, number, line):
        parts = [part.strip() for part in line.replace("|", "｜").split("｜")]
        if len(parts) not in (2, 3):
            raise forms.ValidationError(f"第{number}行请写成“任务｜责任人｜完成日期”。")
        return self._task(number, *parts)

    def _of_object(self, number, entry):
        if not isinstance(entry, dict) or not {"text", "owner"} <= set(entry) <= {"text", "owner", "due_on"}:
            raise forms.ValidationError(f"第{number}项任务应有 text（任务）、owner（责任人），可有 due_on（完成日期）。")
        values = [entry["text"], entry["owner"], entry.get("due_on") or ""]
        if not all(isinstance(value, str) for value in values):
            raise forms.ValidationError(f"第{number}项任务的各项应为文字。")
        return self._task(number, *(value.strip() for value in values))

    @staticmethod
    def _task(number, text, owner, day=""):
        ProhibitNullCharactersValidator()(text + owner)
        if not text or not owner or len(text) > 200 or len(owner) > 40:
            raise forms.ValidationError(f"第{number}行请写明任务（不超过 200 字）和责任人（不超过 40 字）。")
        try:
            due_on = forms.DateField(required=False).clean(day)
        except forms.ValidationError:
            raise forms.ValidationError(f"第{number}行的完成日期“{day}”不是日期，请写成 2026-05-20。") from None
        return {"text": text, "owner": owner, "due_on": due_on}


class WorkPlanForm(ActForm):
    goals = forms.CharField(label="工作目标", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    tasks = TasksField(
        label="工作任务",
        help_text="每行一项：任务｜责任人｜完成日期。例如：实地调研｜王某某｜2026-05-20。完成日期可不填。",
    )
    materials = forms.CharField(label="准备的材料", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    contact = forms.CharField(label="联系人", max_length=40)
    phone = PhoneField(label="联系电话")
    files = FilesField(label="附件", required=False)

    def act(self, version, files, **fields):
        plan = actions.submit_work_plan(self.obj, by=self.by, version=version, **fields)
        for upload in files:
            attach(plan, upload, by=self.by, purpose="工作方案")
        return plan


class EntryForm(ActForm):
    kind = forms.ChoiceField(label="类别", choices=EntryKind)
    on = forms.DateField(label="日期", widget=DATE)
    person_name = forms.CharField(label="谁听取汇报", max_length=40, required=False, help_text="类别为“听取汇报”时填写。")
    text = forms.CharField(label="内容", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    corrects = forms.ModelChoiceField(label="更正哪一条", queryset=ProgressEntry.objects.none(), required=False)
    files = FilesField(label="佐证材料", required=False)

    def prepare(self):
        self.fields["corrects"].queryset = self.obj.entries.standing()

    def act(self, version, files, **fields):
        entry = actions.add_entry(self.obj, by=self.by, version=version, **fields)
        for upload in files:
            attach(entry, upload, by=self.by, purpose=entry.get_kind_display())
        return entry


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
    "conclude": ConcludeForm,
    "reopen": ReopenForm,
    "withdraw": WithdrawForm,
}
WORK_PLAN_FORMS = {"accept": AcceptWorkPlanForm, "return": ReturnWorkPlanForm}
