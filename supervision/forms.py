"""The forms of reminders and cards; each move's form serves page, API and admin alike."""

from dataclasses import replace

from django import forms
from django.utils import timezone

from consultation.notice.files import Unreadable, text_of
from feedback.models import Assignment
from organizations.forms import RulesField
from organizations.models import Session
from organizations.rules import EVENTS, UNITS, anchor_label, anchors_of
from supervision import actions
from supervision.board import CHOICES
from supervision.duties import KINDS
from supervision.models import Colour, duty_labels
from workflow.forms import ActForm, ReasonForm

LONG = forms.Textarea(attrs={"rows": 6})
SHORT = forms.Textarea(attrs={"rows": 3})


def _kinds():
    return [("", "全部"), *duty_labels().items()]


class BoardForm(forms.Form):
    """By what the board is narrowed."""

    kind = forms.ChoiceField(label="类别", choices=_kinds, required=False)
    light = forms.ChoiceField(label="亮灯", choices=[("", "全部"), *CHOICES.items()], required=False)
    unit = forms.CharField(label="单位", max_length=60, required=False)
    leader = forms.CharField(label="分管领导", max_length=40, required=False)
    q = forms.CharField(label="事项", max_length=60, required=False)

    def wanted(self):
        """What `board` takes; wrong values narrow nothing."""
        values = self.cleaned_data if self.is_bound and self.is_valid() else {}
        named = (("kind", "kind"), ("light", "light"), ("unit", "unit"), ("leader", "leader"), ("words", "q"))
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
    text = forms.CharField(label="催办内容", max_length=1000, required=False, widget=SHORT, help_text="随事项发给将通知的每一个人。")

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


ANCHORED = {"after": "后", "before": "前"}


class PeriodsForm(forms.Form):
    """All deadlines of a session, a row each; cleans to `changes`: what differs from the rules in force."""

    note = forms.CharField(label="依据", max_length=500, help_text="调整所依据的文件、会议和条款。")

    def __init__(self, *args, periods, **kwargs):
        super().__init__(*args, **kwargs)
        self.periods = periods
        for cls, rules, keys in periods:
            for key in keys:
                self._add(f"{cls.section_name}.{key}", cls, key, getattr(rules, key))

    def _add(self, name, cls, key, period):
        label, same = cls.labels[key], {"required": False}
        anchors = [
            (f"{code}:{way}", f"{anchor_label(cls, code)}{word}")
            for code in anchors_of(cls, key)
            for way, word in _ways(code, getattr(cls(), key).before)
        ]
        now = f"{period.anchor}:{'before' if period.before else 'after'}"
        fields = {
            "start": forms.ChoiceField(label=f"{label}：起算", choices=anchors, initial=now, **same),
            "amount": forms.IntegerField(label=f"{label}：数量", min_value=0, max_value=1000, initial=period.amount),
            "unit": forms.ChoiceField(label=f"{label}：单位", choices=list(UNITS.items()), initial=period.unit),
            "fixed": forms.CharField(label=f"{label}：固定日期", max_length=5, initial=period.fixed, **same),
            "roll": forms.BooleanField(label=f"{label}：遇非工作日顺延", initial=period.roll, **same),
            "source": forms.CharField(label=f"{label}：依据", max_length=120, initial=period.source, **same),
        }
        self.fields |= {f"{name}.{part}": field for part, field in fields.items()}
        for part in fields:
            self.fields[f"{name}.{part}"].widget.attrs["aria-label"] = self.fields[f"{name}.{part}"].label

    def groups(self):
        """[(section's label, [(label, {part: bound field}, shipped default in words, errors)])] for the page."""
        return [(cls.section_label, [self._row(cls, key) for key in keys]) for cls, _, keys in self.periods]

    def _row(self, cls, key):
        name = f"{cls.section_name}.{key}."
        parts = {field.removeprefix(name): self[field] for field in self.fields if field.startswith(name)}
        errors = [error for field in parts.values() for error in field.errors]
        return cls.labels[key], parts, str(getattr(cls(), key)), errors

    def clean(self):
        cleaned, changes = super().clean(), {}
        for cls, rules, keys in self.periods:
            for key in keys:
                if not any(name.startswith(f"{cls.section_name}.{key}.") for name in self.errors):
                    self._compare(f"{cls.section_name}.{key}", cls, key, getattr(rules, key), changes)
        cleaned["changes"] = changes
        if not self.errors and not changes:
            raise forms.ValidationError("没有改动任何期限。")
        return cleaned

    def _compare(self, name, cls, key, period, changes):
        given = {part: self.cleaned_data[f"{name}.{part}"] for part in ("amount", "unit", "fixed", "roll", "source")}
        given["anchor"], _, way = self.cleaned_data[f"{name}.start"].partition(":")
        given["before"] = way == "before"
        differing = {part: value for part, value in given.items() if value != getattr(period, part)}
        try:
            replace(period, **differing)
        except ValueError as error:
            self.add_error(f"{name}.{'fixed' if given['fixed'] else 'amount'}", str(error))
        if differing:
            changes.setdefault(cls.section_name, {})[key] = differing


def _ways(anchor, before):
    """After an event, or `before` it where the rule is such; before or after another deadline."""
    way = "before" if before else "after"
    return [(way, ANCHORED[way])] if anchor in EVENTS else list(ANCHORED.items())


class OfSessionForm(forms.Form):
    """One of the `sessions`."""

    session = forms.ModelChoiceField(label="次会议", queryset=Session.objects.none())

    def __init__(self, *args, sessions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = sessions


class PeriodChangeForm(OfSessionForm):
    """A change of deadlines as a program sends it."""

    changes = RulesField(label="改动：{部分: {规则: {数量、单位…}}}")
    note = forms.CharField(label="依据", max_length=500)
    apply = forms.BooleanField(label="保存并重新计算；不填只试算", required=False)

    def clean_changes(self):
        changes = self.cleaned_data["changes"]
        if not isinstance(changes, dict) or not all(isinstance(each, dict) for each in changes.values()):
            raise forms.ValidationError("改动要写成 {部分: {规则: {项: 值}}}。")
        return changes


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
