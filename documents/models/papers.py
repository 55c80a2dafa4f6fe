"""Official papers 公文: what was printed is stored as bytes with its content, hash and template version, and never printed anew."""

import pghistory
import pgtrigger
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models

from documents.kinds import labels, names_of
from documents.wording import objection
from organizations.models import Jurisdiction, Person
from organizations.models.base import PublicModel
from organizations.permissions import READERS


class PaperState(models.TextChoices):
    PENDING = "pending", "等待排版"
    READY = "ready", "已生成"
    FAILED = "failed", "排版失败"


class PaperTemplateQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The templates of the places where the person works for the committee or its offices."""
        return self.filter(jurisdiction__in=person.access.where(*READERS))

    def in_use(self, jurisdiction, kind):
        """The newest version of a kind's template in a jurisdiction, None where there is none."""
        return self.filter(jurisdiction=jurisdiction, kind=kind).order_by("-version").first()


@pghistory.track(pghistory.InsertEvent())
class PaperTemplate(models.Model):
    """The editable text of a kind of paper for one jurisdiction and series; each saving is a new version."""

    FORMATS = [("document", "文件格式"), ("letter", "信函格式")]
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    kind = models.CharField("文种", max_length=40, choices=labels)
    version = models.PositiveIntegerField("版本")
    format = models.CharField("版式", max_length=10, choices=FORMATS, default="document")
    word = models.CharField("发文机关代字", max_length=30, help_text="如：演府办")
    addressees = models.CharField("主送机关", max_length=200, blank=True)
    body = models.TextField("正文")
    copies_to = models.CharField("抄送", max_length=200, blank=True)
    printed_by = models.CharField("印发机关", max_length=80, blank=True)
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="修改人")
    created_at = models.DateTimeField("修改时间", auto_now_add=True)

    objects = PaperTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公文模板"
        ordering = ["jurisdiction", "kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "kind", "version"], name="paper_template_version_once"),
        ]

    def __str__(self):
        return f"{self.jurisdiction} {self.get_kind_display()} 第{self.version}版"

    def clean(self):
        names = names_of(self.kind, self.jurisdiction) if hasattr(self, "jurisdiction") else ()
        if names and (sentence := objection(self.body, names)):
            raise ValidationError({"body": sentence})


class PaperQuerySet(models.QuerySet):
    def of(self, subject):
        """The papers of one row, newest first."""
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk).order_by("-pk")

    def pending(self):
        return self.filter(state=PaperState.PENDING)


class Paper(PublicModel):
    """One paper: its content as data, then the bytes of PDF and DOCX by digest. Once ready it is frozen, in the database too."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    kind = models.CharField("文种", max_length=40, choices=labels)
    number = models.CharField("文号", max_length=60, blank=True)
    title = models.CharField("标题", max_length=200)
    content = models.JSONField("内容")
    template_version = models.PositiveIntegerField("模板版本", null=True)
    state = models.CharField("状态", max_length=10, choices=PaperState, default=PaperState.PENDING)
    error = models.TextField("失败原因", blank=True)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    retry_at = models.DateTimeField("再试时间", null=True, blank=True)
    pdf_digest = models.CharField("PDF 的 SHA-256", max_length=64, blank=True)
    docx_digest = models.CharField("DOCX 的 SHA-256", max_length=64, blank=True)
    fonts = models.JSONField("所用字体", default=dict)
    pages = models.PositiveSmallIntegerField("页数", null=True)
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="提交人")
    created_at = models.DateTimeField("提交时间", auto_now_add=True)
    ready_at = models.DateTimeField("生成时间", null=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公文"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"]),
            models.Index(fields=["id"], condition=models.Q(state="pending"), name="paper_pending"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen_when_ready",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="ready"),
            )
        ]

    def __str__(self):
        return f"{self.number} {self.title}".strip()
