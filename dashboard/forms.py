"""The forms of pages about oneself, and of the auditor's search."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from dashboard import trail
from organizations.forms import DATE
from organizations.models.tokens import Scope

LONGEST = timedelta(days=366)
PLAUSIBLE = [MinValueValidator(date(1949, 10, 1)), MaxValueValidator(date(2100, 12, 31))]
CHANNELS = [("", "全部"), *trail.CHANNELS.items()]


class TokenForm(forms.Form):
    """A new token: what it is for, what it may do, how long."""

    name = forms.CharField(label="用途", max_length=60, help_text="写明供哪个系统、谁使用，便于以后核对和吊销。")
    scope = forms.ChoiceField(label="权限", choices=Scope)
    expires_on = forms.DateField(label="有效期至", widget=DATE, help_text="最长一年，到期后自动失效。")

    def clean_expires_on(self):
        day, today = self.cleaned_data["expires_on"], timezone.localdate()
        if not today <= day <= today + LONGEST:
            raise ValidationError("有效期应在今天至一年之内。")
        return day

    def expires_at(self):
        """The end of the last day."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["expires_on"] + timedelta(days=1), time()))


class TrailForm(forms.Form):
    """What the auditor looks for; every field may be empty."""

    person = forms.CharField(label="操作人", max_length=40, required=False)
    kind = forms.ChoiceField(label="对象类别", required=False)
    text = forms.CharField(label="对象名称", max_length=60, required=False)
    move = forms.CharField(label="操作", max_length=40, required=False)
    channel = forms.ChoiceField(label="渠道", required=False, choices=CHANNELS)
    since = forms.DateField(label="自", widget=DATE, required=False, validators=PLAUSIBLE)
    until = forms.DateField(label="至", widget=DATE, required=False, validators=PLAUSIBLE)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "全部"), *sorted(trail.kinds().items(), key=lambda pair: pair[1])]

    def wanted(self):
        """What was asked for, as far as it makes sense; both days included."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        if "since" in given:
            given["since"] = _midnight(given["since"])
        if "until" in given:
            given["until"] = _midnight(given["until"] + timedelta(days=1))
        return trail.Wanted(**given)


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time()))
