"""Reports 通报: text with live figures at a cut-off; the figures are frozen at sign-off, all of it once it is issued."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from organizations.models import Person, Session
from reports.kinds import labels
from reports.permissions import INSIDERS, READERS, SIGNERS
from workflow.models import MovedModel


class ReportState(models.TextChoices):
    DRAFT = "draft", "起草"
    SIGNING = "signing", "送签"
    SIGNED = "signed", "已签"
    ISSUED = "issued", "已印发"


class ReportQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who writes, watches or audits sees all of the place; who signs what was handed in for signing; all others what was issued."""
        access = person.access
        seen = Q(jurisdiction__in=access.where(*INSIDERS))
        seen |= Q(jurisdiction__in=access.where(*SIGNERS)) & ~Q(state=ReportState.DRAFT)
        return self.filter(seen | Q(jurisdiction__in=access.where(*READERS), state=ReportState.ISSUED))


class Report(MovedModel):
    """通报. In `text` a line that begins with 一、 is the heading of a chapter, and ${name} stands for a figure of the catalogue.

    `occasion`, `speaker`: where it is told and by whom (“受…委托，向…通报”); `figures`: from sign-off on {name: what it came to, with the
    public ids behind it}; `waiver`: why it may be signed though its numbers contradict each other.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="reports", verbose_name="届次")
    kind = models.CharField("种类", max_length=20, choices=labels)
    as_of = models.DateField("数据截至")
    title = models.CharField("标题", max_length=120)
    occasion = models.CharField("场合", max_length=120, blank=True)
    speaker = models.CharField("报告人", max_length=60, blank=True)
    text = models.TextField("正文")
    figures = models.JSONField("签批时的指标", default=dict, blank=True, editable=False)
    tables = models.JSONField("签批时的附表", default=list, blank=True, editable=False)
    waiver = models.TextField("数字矛盾的说明", blank=True, editable=False)
    state = models.CharField("状态", max_length=10, choices=ReportState, default=ReportState.DRAFT, editable=False)
    signer = models.CharField("签发人", max_length=40, blank=True, editable=False)
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签批人", editable=False)
    signed_on = models.DateField("签批日期", null=True, blank=True, editable=False)
    number = models.CharField("文号", max_length=60, blank=True, editable=False)
    issued_on = models.DateField("印发日期", null=True, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通报"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="issued") | Q(issued_on__isnull=False, signed_on__isnull=False),
                name="report_issued_is_signed",
                violation_error_message="印发的通报必须有签批和印发日期。",
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "-id"]), models.Index(fields=["session", "kind"])]
        triggers = [
            pgtrigger.Protect(
                name="frozen_when_issued", operation=pgtrigger.Update | pgtrigger.Delete, condition=pgtrigger.Q(old__state="issued")
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reports:report", args=[self.public_id])
