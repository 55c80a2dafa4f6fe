"""Notices 通知: what a person should know, kept until he has read it."""

from django.db import models
from django.utils import timezone

from organizations.models import Jurisdiction, Person


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(person=person)

    def unread(self):
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """One notice to one person; `key` is unique per person, so the same occasion is never told twice."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    person = models.ForeignKey(Person, models.CASCADE, related_name="notices", verbose_name="收件人")
    key = models.CharField(max_length=120, editable=False)
    title = models.CharField("标题", max_length=120)
    text = models.TextField("内容", blank=True)
    link = models.CharField("链接", max_length=200, blank=True)
    created_at = models.DateTimeField("时间", default=timezone.now)
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notice_once_per_person")]
        indexes = [models.Index(fields=["person"], condition=models.Q(read_at__isnull=True), name="notice_unread")]

    def __str__(self):
        return self.title
