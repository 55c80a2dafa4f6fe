"""The forms of absences: for who keeps a place's people, and for oneself; and how notices reach oneself."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone

from organizations.forms import DATE
from organizations.models import Jurisdiction, Membership, Person
from organizations.register_forms import OwnForm
from workflow.models import Absence, Channel, ChannelKind, NoticeSetting

MOBILE = RegexValidator(r"^1[3-9]\d{9}$", "请填写 11 位手机号。")


class AbsenceForm(OwnForm):
    """An absence of somebody of one's places."""

    class Meta:
        model, fields = Absence, ("jurisdiction", "person", "deputy", "starts_on", "ends_on", "reason")
        widgets = {"starts_on": DATE, "ends_on": DATE}


class OwnAbsenceForm(forms.ModelForm):
    """An absence of one's own: from today on, with a deputy from the same place."""

    class Meta:
        model, fields = Absence, ("jurisdiction", "deputy", "starts_on", "ends_on", "reason")
        widgets = {"starts_on": DATE, "ends_on": DATE}

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.person = by
        places = by.access.jurisdiction_ids
        posts = Membership.objects.on(timezone.localdate()).filter(jurisdiction__in=places).exclude(person=by)
        people = Person.objects.filter(is_active=True, is_service=False, username__isnull=False, pk__in=posts.values("person"))
        self.fields["deputy"].queryset = people.order_by("name")
        self.fields["jurisdiction"].queryset = Jurisdiction.objects.filter(pk__in=places)
        if len(places) == 1:
            self.fields["jurisdiction"].initial = next(iter(places))

    def clean_ends_on(self):
        if self.cleaned_data["ends_on"] < timezone.localdate():
            raise ValidationError("终止日期已过，不需要登记。")
        return self.cleaned_data["ends_on"]


class SettingForm(forms.Form):
    """Where one is reached, and by which of the channels of one's places."""

    email = forms.EmailField(label="邮箱", required=False, max_length=254, help_text="不填则收不到邮件通知，系统内的通知不受影响。")
    mobile = forms.CharField(label="手机号", required=False, validators=[MOBILE], help_text="用于短信和群里@本人；不填用登记的电话。")
    channels = forms.MultipleChoiceField(label="接收通知的渠道", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.setting = NoticeSetting.objects.filter(person=by).first() or NoticeSetting(person=by)
        kinds = Channel.objects.filter(jurisdiction__in=by.access.jurisdiction_ids, is_on=True).values_list("kind", flat=True)
        self.kinds = [(kind, label) for kind, label in ChannelKind.choices if kind in set(kinds)]
        self.initial |= {"email": by.email, "mobile": self.setting.mobile}
        if self.kinds:
            self.fields["channels"].choices = self.kinds
            self.initial["channels"] = [kind for kind, _ in self.kinds if kind not in self.setting.muted]
        else:
            del self.fields["channels"]

    def keep(self):
        """Store the settings; channels that the places do not have now stay as they were."""
        self.by.email = self.cleaned_data["email"]
        self.by.save(update_fields=["email"])
        self.setting.mobile = self.cleaned_data["mobile"]
        known = {kind for kind, _ in self.kinds}
        muted = known - set(self.cleaned_data.get("channels", ())) | set(self.setting.muted) - known
        self.setting.muted = sorted(muted)
        self.setting.save()
