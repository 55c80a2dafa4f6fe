"""Notices 通知: what a person should know, kept until he has read it."""

from django.db import models
from django.utils import timezone

from organizations.models import Jurisdiction, Person


def about_of(thing):
    """The public id, as text, of the row a notice is about; a text stays as it is, None becomes ""."""
    return str(getattr(thing, "public_id", thing or ""))


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(person=person)

    def unread(self):
        return self.filter(read_at__isnull=True)

    def about(self, *things):
        """The notices about these rows (or public ids), newest first."""
        return self.filter(about__in=[about_of(thing) for thing in things]).order_by("-pk")


class Notice(models.Model):
    """One notice to one person; `key` is unique per person, so the same occasion is never told twice.

    `about`: the public id of what it is about; `acting_for`: the absent person whose deputy is told; `spread_at`: when its deliveries
    were made, None until then.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    person = models.ForeignKey(Person, models.CASCADE, related_name="notices", verbose_name="收件人")
    acting_for = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="代谁接收")
    key = models.CharField(max_length=120, editable=False)
    about = models.CharField(max_length=36, blank=True, editable=False, db_index=True)
    title = models.CharField("标题", max_length=120)
    text = models.TextField("内容", blank=True)
    link = models.CharField("链接", max_length=200, blank=True)
    created_at = models.DateTimeField("时间", default=timezone.now)
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    spread_at = models.DateTimeField(null=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notice_once_per_person")]
        indexes = [
            models.Index(fields=["person"], condition=models.Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["id"], condition=models.Q(spread_at__isnull=True), name="notice_to_spread"),
        ]

    def __str__(self):
        return self.title
