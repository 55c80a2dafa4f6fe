"""The forms of reminders and cards; each move's form serves page, API and admin alike."""

from django import forms
from django.utils import timezone

from consultation.notice.files import Unreadable, text_of
from feedback.models import Assignment
from supervision import actions
from supervision.board import CHOICES
from supervision.duties import KINDS
from supervision.models import Colour, DutyKind
from workflow.forms import ActForm, ReasonForm

LONG = forms.Textarea(attrs={"rows": 6})
SHORT = forms.Textarea(attrs={"rows": 3})


class BoardForm(forms.Form):
    """By what the board is narrowed."""

    kind = forms.ChoiceField(label="类别", choices=[("", "全部"), *DutyKind.choices], required=False)
    light = forms.ChoiceField(label="亮灯", choices=[("", "全部"), *CHOICES.items()], required=False)
    unit = forms.CharField(label="单位", max_length=60, required=False)
    q = forms.CharField(label="事项", max_length=60, required=False)

    def wanted(self):
        """What `board` takes; wrong values narrow nothing."""
        values = self.cleaned_data if self.is_bound and self.is_valid() else {}
        named = (("kind", "kind"), ("light", "light"), ("unit", "unit"), ("words", "q"))
        return {name: values.get(field, "") for name, field in named}


class KeysField(forms.Field):
    """Duties named as "kind:row"; cleans to a list of such keys without repeats."""

    widget = forms.MultipleHiddenInput
    json_schema = {"type": "array", "items": {"type": "string"}}
    default_error_messages = {"required": "请先选择要催办的事项。", "invalid": "没有“%(key)s”这样的事项。"}

    def to_python(self, value):
        keys = list(dict.fromkeys(value)) if isinstance(value, list | tuple) else []
        for key in keys:
            if not is_key(key):
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid", params={"key": str(key)[:40]})
        return keys


def is_key(key):
    """Whether a text names a duty."""
    kind, _, row = key.partition(":")
    return kind in KINDS and row.isascii() and row.isdigit() and len(row) < 19


class ChaseForm(ActForm):
    """催办 of chosen duties; `obj` is None."""

    duties = KeysField(label="事项")
    text = forms.CharField(label="催办内容", max_length=1000, required=False, widget=SHORT, help_text="随事项发给经办人和单位负责人。")

    def act(self, version, duties, text):
        return actions.chase(duties, by=self.by, text=text)


class HoldForm(ActForm):
    """暂缓 of one planned reminder; `obj` is the `Planned`."""

    intro = "暂缓以后，这个人这一时点不再收到这一条；到下一个时点照常提醒。"
    reason = forms.CharField(label="暂缓理由", max_length=500, widget=SHORT)

    def act(self, version, reason):
        return actions.hold(self.obj.planned, by=self.by, day=self.obj.day, reason=reason)


class DrawForm(ActForm):
    """开具 about one assignment of the places `obj` (ids) where the person supervises."""

    assignment = forms.ModelChoiceField(label="交办件", queryset=Assignment.objects.none(), to_field_name="public_id")
    colour = forms.ChoiceField(
        label="种类",
        choices=[("", "三色督查单（按次序定颜色）"), ("yellow", "黄牌"), ("red", "红牌")],
        required=False,
        help_text="督查单由蓝到橙到红，上一张到期未答复才能升级。",
    )
    reason = forms.CharField(label="事由", max_length=1000, widget=SHORT)
    demands = forms.CharField(label="督办要求", max_length=2000, required=False, widget=LONG)

    def prepare(self):
        self.fields["assignment"].queryset = Assignment.objects.open().filter(jurisdiction__in=self.obj).order_by("-pk")
        if named := self.initial.get("assignment"):
            self.fields["assignment"].widget = forms.HiddenInput()
            colour, sentence = actions.next_colour(named, timezone.localdate())
            self.initial["assignment"] = named.public_id
            self.intro = f"{named}。{sentence or f'下一张督查单是{Colour(colour).label}。'}"

    def act(self, version, assignment, **fields):
        return actions.draw(assignment, by=self.by, **fields)


class IssueForm(ActForm):
    demands = forms.CharField(label="督办要求", max_length=2000, required=False, widget=LONG, help_text="可以留空，按通用要求写。")

    def prepare(self):
        self.initial.setdefault("demands", self.obj.demands)
        self.intro = f"{self.obj.reason}。发出后取得编号，生成督办通知书，承办单位收到通知。"

    def act(self, version, demands):
        return actions.issue(self.obj, by=self.by, version=version, demands=demands)


class AnswerForm(ActForm):
    text = forms.CharField(label="整改情况", max_length=4000, widget=LONG, help_text="写明原因、已采取的措施、责任人和完成时间。")

    def act(self, version, text):
        return actions.answer(self.obj, by=self.by, version=version, text=text)


class CloseForm(ActForm):
    opinion = forms.CharField(label="意见", max_length=500, required=False, widget=SHORT)

    def act(self, version, opinion):
        return actions.close(self.obj, by=self.by, version=version, opinion=opinion)


class DismissForm(ReasonForm):
    def act(self, version, reason):
        return actions.dismiss(self.obj, by=self.by, version=version, reason=reason)


class SendBackForm(ReasonForm):
    def act(self, version, reason):
        return actions.send_back(self.obj, by=self.by, version=version, reason=reason)


class AppealForm(ReasonForm):
    def prepare(self):
        if self.obj.appeal_by:
            self.intro = f"可在 {self.obj.appeal_by:%Y-%m-%d} 前申诉，由督查室裁定维持或撤销。"

    def act(self, version, reason):
        return actions.appeal(self.obj, by=self.by, version=version, reason=reason)


class UpholdForm(ReasonForm):
    def act(self, version, reason):
        return actions.uphold(self.obj, by=self.by, version=version, reason=reason)


class RevokeForm(ReasonForm):
    intro = "撤销后不再计入考核，记录保留。"

    def act(self, version, reason):
        return actions.revoke(self.obj, by=self.by, version=version, reason=reason)


CARD_FORMS = {
    "issue": IssueForm,
    "dismiss": DismissForm,
    "answer": AnswerForm,
    "send_back": SendBackForm,
    "close": CloseForm,
    "appeal": AppealForm,
    "uphold": UpholdForm,
    "revoke": RevokeForm,
}


class HolidayNoticeForm(forms.Form):
    """The notice as a program sends it."""

    text = forms.CharField(label="通知全文", max_length=20_000)
    basis = forms.CharField(label="依据（文件名称和文号）", max_length=120)
    apply = forms.BooleanField(label="公布；不填只试算", required=False)


class HolidayForm(forms.Form):
    """The notice of a year's holidays, pasted or from a file; cleans to `source`, its text."""

    text = forms.CharField(
        label="通知全文",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text="国务院办公厅关于某年部分节假日安排的通知，从标题到最后一个节日。",
    )
    file = forms.FileField(label="或者上传文件", required=False, help_text="可以是 .txt、.docx 或能复制文字的 .pdf。")
    basis = forms.CharField(label="依据", max_length=120, help_text="文件名称和文号。")

    def clean(self):
        cleaned = super().clean()
        text, file = cleaned.get("text", ""), cleaned.get("file")
        if file and not self.errors:
            try:
                text = text_of(file.read(), file.name)
            except Unreadable as reason:
                self.add_error("file", str(reason))
        if not text.strip() and not self.errors:
            self.add_error("text", "请粘贴通知全文，或选择一个文件。")
        cleaned["source"] = text
        return cleaned
