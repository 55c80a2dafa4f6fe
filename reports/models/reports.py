"""Reports 通报: text with live figures at a cut-off; the figures are frozen at sign-off, all of it once it is issued."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from consultation.models import PlanItem
from organizations.models import Person, Role, Session, Unit
from organizations.models.people import UNIT_ROLES
from reports.kinds import labels
from reports.permissions import INSIDERS, READERS, SIGNERS, STEPS, UNIT_STEP
from workflow.models import ChainStep, MovedModel
from workflow.models.chains import pending


class ReportState(models.TextChoices):
    DRAFT = "draft", "起草"
    SIGNING = "signing", "送签"
    SIGNED = "signed", "已签"
    ISSUED = "issued", "已印发"


class ReportQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who writes, watches or audits sees all of the place; who signs what was handed in for signing; all others what was issued.

        A unit's own summary is its people's alone until it is issued, then also theirs who watch and sign.
        """
        access = person.access
        own = Q(unit__in=access.units(*UNIT_ROLES))
        told = Q(unit__isnull=False, state=ReportState.ISSUED, jurisdiction__in=access.where(*INSIDERS, *SIGNERS))
        seen = Q(jurisdiction__in=access.where(*INSIDERS))
        seen |= Q(jurisdiction__in=access.where(*SIGNERS)) & ~Q(state=ReportState.DRAFT)
        seen |= Q(jurisdiction__in=access.where(*READERS), state=ReportState.ISSUED)
        return self.filter(own | told | (Q(unit__isnull=True) & seen))


class Report(MovedModel):
    """通报. In `text` a line that begins with 一、 is the heading of a chapter, and ${name} stands for a figure of the catalogue.

    `occasion`, `speaker`: where it is told and by whom (“受…委托，向…通报”); `figures`: from sign-off on {name: what it came to, with the
    public ids behind it}; `waiver`: why it may be signed though its numbers contradict each other; `unit`: whose own summary it is;
    `item`: the item of the annual plan that announced it; `examples`: {class: [case numbers]} that the clerk chose to be told, in order.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="reports", verbose_name="届次")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位", editable=False)
    item = models.ForeignKey(PlanItem, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name="完成的计划事项")
    kind = models.CharField("种类", max_length=20, choices=labels)
    as_of = models.DateField("数据截至")
    title = models.CharField("标题", max_length=120)
    occasion = models.CharField("场合", max_length=120, blank=True)
    speaker = models.CharField("报告人", max_length=60, blank=True)
    text = models.TextField("正文")
    examples = models.JSONField("选定的例子", default=dict, blank=True, editable=False)
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


class ReportStepQuerySet(models.QuerySet):
    def awaiting(self, person):
        """The steps that `person` may sign now: for his office, as a leader, as head of the unit whose summary it is."""
        own = Q(kind=UNIT_STEP, report__unit__in=person.access.units(Role.UNIT_HEAD))
        for kind, roles in STEPS.items():
            own |= Q(kind=kind, report__jurisdiction__in=person.access.where(*roles))
        return pending(self, "report").filter(own)


class ReportStep(ChainStep):
    """签批 of a report."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="steps", verbose_name="通报")

    objects = ReportStepQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通报签批"
        ordering = ["report", "pk"]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]
