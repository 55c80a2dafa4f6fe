"""The forms of channels and of what did not arrive, the same for the admin and for programs."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from organizations.register_forms import OwnForm
from workflow.delivery import failing
from workflow.delivery.faults import ChannelDown
from workflow.delivery.guard import checked, resolved
from workflow.forms import ActForm, ReasonForm
from workflow.models import Channel, ChannelKind
from workflow.refusals import Refused

HIDDEN = ("address", "secret")


class ChannelForm(OwnForm):
    """A new channel, or a stored one: its address and secret are not shown, and stay where nothing is typed."""

    class Meta:
        model = Channel
        fields = ("jurisdiction", "kind", "address", "secret", "body", "success_mark", "per_minute", "is_on")
        widgets = {"secret": forms.PasswordInput(attrs={"autocomplete": "new-password"}), "body": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept = {name: getattr(self.instance, name) for name in HIDDEN}
        for name in HIDDEN:
            self.initial[name] = ""
        if self.instance.pk:
            self.fields["address"].help_text = f"已保存（{self.instance.host or '系统默认'}），不再显示；留空保持不变。"
            self.fields["secret"].help_text = "已保存的密钥不再显示；留空保持不变。"

    def clean_address(self):
        return self.cleaned_data["address"].strip() or self.kept["address"]

    def clean_secret(self):
        return self.cleaned_data["secret"] or self.kept["secret"]

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind") or self.instance.kind
        if kind == ChannelKind.EMAIL:
            self._check_sender(cleaned.get("address", ""))
        elif "address" in cleaned and (cleaned["address"] != self.kept["address"] or not self.instance.pk):
            self._check_url(cleaned["address"])
        return cleaned

    def _check_sender(self, address):
        if not settings.EMAIL_ON:
            raise ValidationError("系统还没有配置发信服务器，请先由运维人员设置 EMAIL_URL。")
        try:
            validate_email(address) if address else None
        except ValidationError:
            self.add_error("address", "发件人应为一个邮箱地址。")

    def _check_url(self, url):
        try:
            _, host, port, _ = checked(url)
            resolved(host, port)
        except (Refused, ChannelDown) as refusal:
            self.add_error("address", str(refusal))


class TestForm(ActForm):
    intro = "给您本人发一条测试通知，几秒后可在“通知送达”里看到结果。"

    def act(self, **_):
        return failing.send_test(self.obj, by=self.by)


class RetryAllForm(ActForm):
    intro = "把这个渠道未能送达的通知全部重新发送；同一个人的多条会合成一条。"

    def act(self, **_):
        return failing.retry_all(self.obj, by=self.by)


class RetryForm(ActForm):
    intro = "重新发送这一条。"

    def act(self, **_):
        return failing.retry(self.obj, by=self.by)


class GiveUpForm(ReasonForm):
    intro = "不再发送，理由记入台账；收件人在系统内仍能看到这条通知。"

    def act(self, reason, **_):
        return failing.give_up(self.obj, by=self.by, reason=reason)


CHANNEL_FORMS = {"test": ("发送测试通知", TestForm), "retry": ("重发全部未送达的", RetryAllForm)}
DELIVERY_FORMS = {"retry": ("重新发送", RetryForm), "give_up": ("不再发送", GiveUpForm)}
