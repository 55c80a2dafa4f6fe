"""Deliveries 送达: one notice on its way through one channel, kept as the record of what became of it."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from organizations.models import Jurisdiction, Person
from organizations.permissions import SYSTEM
from workflow.models.channels import Channel
from workflow.models.notices import Notice, about_of


class DeliveryStatus(models.TextChoices):
    WAITING = "waiting", "待发送"
    SENT = "sent", "已发送"
    FOLDED = "folded", "并入汇总"
    DEAD = "dead", "未能送达"
    SKIPPED = "skipped", "未发送"


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of the places where the person is system administrator."""
        return self.filter(jurisdiction__in=person.access.where(*SYSTEM))

    def waiting(self):
        return self.filter(status=DeliveryStatus.WAITING)

    def free(self, now):
        """Waiting and in nobody's hands at the moment `now`: never taken, given back, or held by who has died."""
        return self.waiting().filter(Q(lease_until__isnull=True) | Q(lease_until__lt=now))

    def due(self, now):
        """What may be sent now."""
        return self.free(now).filter(next_at__lte=now)

    def dead(self):
        return self.filter(status=DeliveryStatus.DEAD)

    def about(self, *things):
        """What went out about these rows (or public ids), newest first."""
        return self.filter(notice__about__in=[about_of(thing) for thing in things]).order_by("-pk")

    def oldest_waiting(self):
        """Since when the longest waiting delivery that could go out has been due; None where none waits."""
        return self.waiting().filter(channel__is_on=True).aggregate(at=models.Min("created_at"))["at"]


def new_message_id():
    """Short, or a header would be folded."""
    return uuid.uuid4().hex


class Delivery(models.Model):
    """One notice through one channel. `message_id` stays the same however often it is tried; `carrier`: the summary it was folded into."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries", verbose_name="通知")
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="deliveries", verbose_name="渠道")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="收件人")
    status = models.CharField("状态", max_length=10, choices=DeliveryStatus, default=DeliveryStatus.WAITING)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    next_at = models.DateTimeField("下次发送", default=timezone.now)
    lease_until = models.DateTimeField("发送中至", null=True, blank=True)
    message_id = models.CharField("消息编号", max_length=32, unique=True, default=new_message_id, editable=False)
    sent_to = models.CharField("发往", max_length=254, blank=True)
    last_error = models.CharField("说明", max_length=300, blank=True)
    created_at = models.DateTimeField("时间", default=timezone.now)
    sent_at = models.DateTimeField("发送时间", null=True, blank=True)
    carrier = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="carried", verbose_name="汇总消息")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知送达"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_per_channel"),
            models.CheckConstraint(condition=~Q(carrier=F("id")), name="delivery_carried_by_another"),
        ]
        indexes = [
            models.Index(fields=["channel", "next_at"], condition=Q(status="waiting"), name="delivery_waiting"),
            models.Index(fields=["person", "channel"], condition=Q(status="waiting"), name="delivery_waiting_person"),
            models.Index(fields=["jurisdiction", "-id"], condition=Q(status="dead"), name="delivery_dead"),
        ]

    def __str__(self):
        return f"{self.channel.get_kind_display()} → {self.person}"
