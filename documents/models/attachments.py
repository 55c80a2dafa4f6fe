"""Attachments 附件: a file that belongs to a row of another room; its bytes lie in the store."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse

from documents import store
from organizations.models import Jurisdiction, Person
from organizations.models.base import PublicModel


class Sensitivity(models.TextChoices):
    """标识: how far a file may go; who may see it follows from its row alone."""

    OPEN = "open", "公开"
    INTERNAL = "internal", "内部"
    CLOSED = "closed", "不公开"


class ScanState(models.TextChoices):
    UNSCANNED = "unscanned", "未查毒"
    CLEAN = "clean", "已查毒"
    INFECTED = "infected", "有病毒"


class AttachmentQuerySet(models.QuerySet):
    def of(self, owner):
        """The attachments of one row, oldest first."""
        return self.filter(owner_type=ContentType.objects.get_for_model(owner), owner_id=owner.pk).order_by("pk")

    def put_to(self, rows):
        """The rows (of one model) as a list, each with its attachments as `files`; no query where there is no row."""
        rows = list(rows)
        if not rows:
            return rows
        found = self.filter(owner_type=ContentType.objects.get_for_model(rows[0]), owner_id__in=[row.pk for row in rows])
        files = list(found.select_related("uploaded_by").order_by("pk"))
        for row in rows:
            row.files = [each for each in files if each.owner_id == row.pk]
        return rows


class Attachment(PublicModel):
    """Who may see the owner may download the file; there is no other way to it."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    owner_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    owner_id = models.BigIntegerField()
    owner = GenericForeignKey("owner_type", "owner_id")
    purpose = models.CharField("用途", max_length=40, blank=True)
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveBigIntegerField("大小（字节）")
    content_type = models.CharField("类型", max_length=100)
    digest = models.CharField("SHA-256", max_length=64)
    sensitivity = models.CharField("标识", max_length=10, choices=Sensitivity, default=Sensitivity.INTERNAL)
    scan = models.CharField("查毒", max_length=10, choices=ScanState, default=ScanState.UNSCANNED)
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["pk"]
        indexes = [models.Index(fields=["owner_type", "owner_id"])]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("documents:attachment", args=[self.public_id])

    def read(self):
        return store.load(self.digest)
