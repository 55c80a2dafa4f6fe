"""Ways out of the house 通知渠道: how a place's notices reach people who are not looking at the pages."""

from datetime import timedelta
from urllib.parse import urlsplit

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from organizations.models import Jurisdiction, Person
from organizations.permissions import SYSTEM
from workflow.delivery.texts import BODIES, objection_to

BURST = timedelta(seconds=10)  # so much of a minute's allowance may go at once


class ChannelKind(models.TextChoices):
    EMAIL = "email", "电子邮件"
    WECOM = "wecom", "企业微信"
    DINGTALK = "dingtalk", "钉钉"
    SMS = "sms", "短信网关"


class ChannelQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(jurisdiction__in=person.access.where(*SYSTEM))

    def ready(self, now):
        """Channels that may be tried at the moment `now`: switched on and not pausing after a failure."""
        return self.filter(Q(paused_until__isnull=True) | Q(paused_until__lte=now), is_on=True)


@pghistory.track(exclude=["address", "secret", "free_at", "paused_until", "failures", "last_error"])
class Channel(models.Model):
    """One way out of one place. Address and secret are never shown again and not in the history; the last four fields say how it runs."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="channels", verbose_name="地区")
    kind = models.CharField("渠道", max_length=10, choices=ChannelKind)
    address = models.CharField(
        "地址", max_length=500, blank=True, help_text="机器人或短信网关的网址；电子邮件填发件人邮箱，不填用系统默认的发件人。"
    )
    secret = models.CharField("密钥", max_length=200, blank=True, help_text="钉钉填“加签”密钥；短信网关填要写进正文的密钥。")
    host = models.CharField("服务器", max_length=260, blank=True, editable=False)
    body = models.TextField("正文模板", blank=True, help_text="不填用默认模板。短信网关的模板是一段 JSON。")
    success_mark = models.CharField("成功标志", max_length=60, blank=True, help_text="短信网关的应答中须含有的文字，不填则以状态码为准。")
    per_minute = models.PositiveIntegerField("每分钟最多", default=20, help_text="企业微信、钉钉的机器人每分钟最多 20 条。")
    is_on = models.BooleanField("启用", default=True)
    free_at = models.DateTimeField("额度用至", null=True, editable=False)
    paused_until = models.DateTimeField("暂停至", null=True, blank=True, editable=False)
    failures = models.PositiveIntegerField("连续失败", default=0, editable=False)
    last_error = models.CharField("最近的故障", max_length=300, blank=True, editable=False)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知渠道"
        ordering = ["jurisdiction", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "kind"], name="channel_once_per_place", violation_error_message="这个地区已有这种渠道。"
            ),
            models.CheckConstraint(
                condition=Q(per_minute__gte=1), name="channel_sends_something", violation_error_message="每分钟至少发 1 条。"
            ),
        ]

    def __str__(self):
        return f"{self.jurisdiction} {self.get_kind_display()}"

    def save(self, *args, **kwargs):
        self.host = (self.address.rpartition("@")[2] if self.kind == ChannelKind.EMAIL else urlsplit(self.address).hostname) or ""
        super().save(*args, **kwargs)

    def clean(self):
        if sentence := objection_to(self.kind, self.template):
            raise ValidationError({"body": sentence})

    @property
    def template(self):
        """The text in force: the place's own or the shipped one."""
        return self.body or BODIES.get(self.kind, "")

    def allowance(self, now):
        """How many messages may be sent at the moment `now`."""
        busy = max(self.free_at or now, now) - now
        return max(0, int((BURST - busy) / timedelta(minutes=1) * self.per_minute) or (busy <= timedelta(0)))

    def spent(self, now, count):
        """`free_at` after `count` more messages."""
        return max(self.free_at or now, now) + timedelta(minutes=1) / self.per_minute * count


@pghistory.track()
class NoticeSetting(models.Model):
    """通知设置: what a person says himself about how notices reach him."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="notice_setting", verbose_name="人员")
    mobile = models.CharField("接收提醒的手机号", max_length=11, blank=True)
    muted = models.JSONField("不用的渠道", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "通知设置"

    def __str__(self):
        return f"{self.person}的通知设置"
