"""The audit trail and history: one row per change, written in the same transaction, never altered."""

import pgtrigger
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from organizations.models import Jurisdiction, Person, Role


class EventQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The whole trail of the jurisdictions where `person` is auditor."""
        return self.filter(jurisdiction__in=person.access.where(Role.AUDITOR))

    def of(self, *subjects):
        """The history of one object, or of several together, oldest first; one query."""
        wanted = models.Q(pk__in=[])
        for subject in subjects:
            wanted |= models.Q(subject_type=ContentType.objects.get_for_model(subject, for_concrete_model=True), subject_id=subject.pk)
        return self.filter(wanted).order_by("pk")


class Event(models.Model):
    """Who changed what, acting for whom, when, from where, with the values before and after."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name="对象类别")
    subject_id = models.BigIntegerField("对象")
    subject_label = models.CharField("对象名称", max_length=200)
    move = models.CharField("操作代码", max_length=40)
    label = models.CharField("操作", max_length=60)
    from_state = models.CharField("原状态", max_length=30, blank=True)
    to_state = models.CharField("新状态", max_length=30, blank=True)
    before = models.JSONField("改前", default=dict)
    after = models.JSONField("改后", default=dict)
    reason = models.TextField("理由", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="操作人")
    by_name = models.CharField("操作人姓名", max_length=40)
    acting_for = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代谁操作")
    on = models.DateField("业务日期")
    recorded_at = models.DateTimeField("记录时间", default=timezone.now, db_index=True)
    channel = models.CharField("渠道", max_length=10)
    remote_addr = models.CharField("来源地址", max_length=45, blank=True)
    request_id = models.CharField("请求编号", max_length=36, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "操作记录"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"]), models.Index(fields=["jurisdiction", "-id"])]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.label} {self.subject_label}"
