"""Small forms for what is more than editing one row: units that are renamed or merged, accounts, rules."""

import json
from datetime import date, timedelta

from axes.utils import reset as forgive
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import IntegrityError, transaction
from django.forms.fields import InvalidJSONInput
from django.utils import timezone

from organizations import actions
from organizations.models import ApiToken, Unit
from organizations.models.tokens import Scope

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def first_day():
    """The field “自哪一天起”."""
    since = MinValueValidator(date(1949, 10, 1), "日期不能早于 1949-10-01。")
    return forms.DateField(label="自哪一天起", widget=DATE, validators=[since])


class RulesField(forms.JSONField):
    """JSON as a person types it; what no database can hold is refused with a sentence."""

    default_error_messages = {"invalid": "不是合法的 JSON，请检查引号、逗号和括号。"}

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 50_000, "widget": forms.Textarea(attrs={"rows": 14, "spellcheck": "false"})} | kwargs)

    def bound_data(self, data, initial):
        try:
            return super().bound_data(data, initial)
        except RecursionError:
            return InvalidJSONInput(data)

    def to_python(self, value):
        try:
            rules = super().to_python(value)
            text = json.dumps(rules, ensure_ascii=False, allow_nan=False)
            text.encode()
        except (RecursionError, ValueError):
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if "\\u0000" in text:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return rules


def attempt(form, act):
    """What `act()` gives, done wholly or not at all; None with the errors set in the form where a value is refused."""
    try:
        with transaction.atomic():
            return act()
    except ValidationError as error:
        for name, errors in error.update_error_dict({}).items():
            form.add_error(name if name in form.fields else None, errors)
    except IntegrityError:
        form.add_error(None, "与已有记录冲突，没有保存。请核对名称和日期后再试。")
    return None


class ObjectForm(forms.Form):
    """The input of one action on `obj` by `by`. A subclass says in `act(**cleaned)` what happens.

    `fold`: fields that are rarely wanted and stand folded until the form comes back: (what one opens, first field, last field);
    `varies`: which fields there are depends on `obj`.
    """

    intro = ""
    fold = None
    varies = False

    def __init__(self, *args, obj, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.obj, self.by = obj, by
        self.prepare()

    def prepare(self):
        """Narrow choices and set initial values, knowing `self.obj` and `self.by`."""

    def act(self, **cleaned):
        raise NotImplementedError

    def run(self):
        """Act on valid input, wholly or not at all; returns None with the errors set where the model refuses a value."""
        return attempt(self, lambda: self.act(**self.cleaned_data))

    def try_run(self):
        """Check and run; returns (done, result)."""
        if not self.is_valid():
            return False, None
        result = self.run()
        return not self.errors, result


class RenameUnitForm(ObjectForm):
    intro = "从这一天起使用新名称；原有名称到前一天为止，仍能查到本单位，当时的文件照旧显示原名。"
    name = forms.CharField(label="新的规范简称", max_length=80)
    full_name = forms.CharField(label="新的全称", max_length=120, required=False)
    on = first_day()

    def act(self, **fields):
        return actions.rename_unit(self.obj, **fields)


class MergeUnitForm(ObjectForm):
    intro = "本单位到前一天为止，职责由承接单位接续：未办结的交办件由承接单位的人员继续办理，当时的文件照旧显示原名。"
    successor = forms.ModelChoiceField(label="承接单位", queryset=Unit.objects.none())
    on = first_day()

    def prepare(self):
        others = Unit.objects.filter(jurisdiction=self.obj.jurisdiction_id).exclude(pk=self.obj.pk)
        self.fields["successor"].queryset = others.on(timezone.localdate())

    def act(self, **fields):
        return actions.merge_unit(self.obj, **fields)


class ResetPasswordForm(ObjectForm):
    intro = "原密码、已登录的会话、访问令牌和日历订阅地址立即失效。新的一次性密码只显示一次，本人登录后须立即修改。"

    def act(self):
        return actions.reset_password(self.obj)


class DeactivateForm(ObjectForm):
    intro = "停用后不能登录，已登录的会话、访问令牌和日历订阅地址随即失效，恢复账号后也须重新登录、重新生成；任职和以往的记录保留。"

    def act(self):
        return actions.set_active(self.obj, False)


class ActivateForm(ObjectForm):
    intro = "恢复使用后，可用原密码登录。"

    def act(self):
        return actions.set_active(self.obj, True)


class UnlockForm(ObjectForm):
    intro = "解除因多次输错密码造成的锁定。"

    def act(self):
        return forgive(username=self.obj.username)


class IssueTokenForm(ObjectForm):
    intro = "令牌只显示一次，请当场交给使用单位妥善保存。"
    name = forms.CharField(label="用途", max_length=60)
    scope = forms.ChoiceField(label="权限", choices=Scope)
    days = forms.IntegerField(label="有效天数", min_value=1, max_value=366, initial=180)

    def act(self, name, scope, days):
        return ApiToken.issue(self.obj, name=name, scope=scope, expires_at=timezone.now() + timedelta(days=days))


class RevokeTokenForm(ObjectForm):
    intro = "吊销后立即失效，不能恢复。"

    def act(self):
        self.obj.revoke()
        return self.obj


class CopyRulesetForm(ObjectForm):
    intro = "已启用的版本不能改动。这里以它为底稿存为下一版，自启用日期起适用。"
    name = forms.CharField(label="名称", max_length=80)
    effective_on = forms.DateField(label="启用日期", widget=DATE)
    overrides = RulesField(label="与默认规则的差异", required=False)
    note = forms.CharField(label="说明（依据的文件和条款）", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def prepare(self):
        self.initial |= {name: getattr(self.obj, name) for name in ("name", "overrides", "note")}

    def clean_effective_on(self):
        day = self.cleaned_data["effective_on"]
        if day <= self.obj.effective_on:
            raise ValidationError(f"启用日期应晚于原版本的 {self.obj.effective_on:%Y-%m-%d}。")
        return day

    def act(self, overrides, **fields):
        return actions.copy_ruleset(self.obj, overrides=overrides or {}, **fields)
