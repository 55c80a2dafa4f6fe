"""Handling 办理: what one unit has to do for one case, disputes about it, extensions, and the contacts with proposers."""

import pgtrigger
from django.db import models

from feedback.models import Assignment
from organizations.models import Person, Unit
from organizations.models.base import PublicModel
from proposals.models.proposals import Proposal


class Part(models.TextChoices):
    SOLE = "sole", "独办"
    LEAD = "lead", "主办"
    CO = "co", "会办"
    SEPARATE = "separate", "分办"


REPLYING = (Part.SOLE, Part.LEAD, Part.SEPARATE)  # parts that owe a reply; a co-handler gives the lead an opinion
LEFT = "withdrawn"


class Handling(Assignment):
    """An assignment 交办件 that a proposal gave to a unit; its state is the assignment's own.

    `keeper` is the assignment's unit once more (the database puts it there where it is not given): an index leads from a unit to its
    newest cases.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="handlings", verbose_name="提案")
    part = models.CharField("办理角色", max_length=10, choices=Part)
    return_by = models.DateField("可申请退回至", editable=False)
    contact_due_on = models.DateField("首次沟通期限", editable=False)
    is_locked = models.BooleanField("不再调整", default=False, editable=False)
    opinion = models.TextField("会办意见", blank=True, editable=False)
    opinion_on = models.DateField("会办意见日期", null=True, blank=True, editable=False)
    keeper = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办单位", editable=False, db_index=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "提案办理"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["keeper", "proposal"], name="handling_of_unit")]
        triggers = [
            pgtrigger.Trigger(
                name="keeps_unit",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__keeper__isnull=True),
                func="NEW.keeper_id := (SELECT unit_id FROM feedback_assignment WHERE id = NEW.assignment_ptr_id); RETURN NEW;",
            )
        ]

    def get_absolute_url(self):
        return self.proposal.get_absolute_url()

    @property
    def owes_reply(self):
        """Whether the unit answers the proposers itself."""
        return self.part in REPLYING


class ReturnRequest(PublicModel):
    """申请退回: a unit holds that a case is not its own, names whose it is, and is ruled on.

    A second one is a dispute: its 协调 is recorded (when, who took part, what each held), then a leader rules.
    """

    handling = models.ForeignKey(Handling, models.PROTECT, related_name="return_requests", verbose_name="办理")
    number = models.PositiveSmallIntegerField("第几次")
    reason = models.TextField("理由")
    suggested_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="建议改由哪个单位承办")
    requested_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="签批人（单位负责人）")
    requested_on = models.DateField("申请日期")
    coordinated_on = models.DateField("协调日期", null=True, blank=True)
    coordinated_by = models.CharField("参加协调的各方", max_length=300, blank=True)
    coordination = models.TextField("协调情况", blank=True)
    agreed = models.BooleanField("同意退回", null=True, blank=True)
    ruling = models.TextField("裁定意见", blank=True)
    ruled_for = models.CharField("裁定领导", max_length=40, blank=True)
    ruled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="裁定录入人")
    ruled_on = models.DateField("裁定日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "退回申请"
        ordering = ["handling", "number"]
        constraints = [
            models.UniqueConstraint(fields=["handling", "number"], name="return_request_number_once"),
            models.UniqueConstraint(
                fields=["handling"],
                condition=models.Q(agreed__isnull=True),
                name="return_request_one_open",
                violation_error_message="已有一份退回申请等待裁定。",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(name="ruled_once", operation=pgtrigger.Update, condition=pgtrigger.Q(old__agreed__isnull=False)),
        ]

    def __str__(self):
        return f"{self.handling.unit_name}第{self.number}次申请退回"


class Extension(PublicModel):
    """延期: asked for with a reason before the day is over, granted to a day or refused."""

    handling = models.ForeignKey(Handling, models.PROTECT, related_name="extensions", verbose_name="办理")
    reason = models.TextField("理由")
    former_due_on = models.DateField("原期限")
    wished_on = models.DateField("申请延至")
    requested_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="申请人")
    requested_on = models.DateField("申请日期")
    granted = models.BooleanField("同意延期", null=True, blank=True)
    ruling = models.TextField("裁定意见", blank=True)
    ruled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="裁定人")
    ruled_on = models.DateField("裁定日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "延期申请"
        ordering = ["handling", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["handling"],
                condition=models.Q(granted__isnull=True),
                name="extension_one_open",
                violation_error_message="已有一份延期申请等待裁定。",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(name="ruled_once", operation=pgtrigger.Update, condition=pgtrigger.Q(old__granted__isnull=False)),
        ]

    def __str__(self):
        return f"{self.handling.unit_name}申请延至 {self.wished_on:%Y-%m-%d}"


class ContactPhase(models.TextChoices):
    BEFORE = "before", "办前"
    DURING = "during", "办中"
    AFTER = "after", "办后"


class ContactQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who sees the handling sees whom its unit spoke with."""
        return self.filter(handling__in=Handling.objects.visible_to(person))


class Contact(PublicModel):
    """沟通: when, how and by whom the proposer was spoken with; `participants` also names outsiders who mediated."""

    handling = models.ForeignKey(Handling, models.PROTECT, related_name="contacts", verbose_name="办理")
    round = models.PositiveSmallIntegerField("第几轮", default=1)
    phase = models.CharField("阶段", max_length=10, choices=ContactPhase)
    kind = models.CharField("方式", max_length=20)
    face_to_face = models.BooleanField("面商")
    is_special_meeting = models.BooleanField("专题会议", default=False)
    on = models.DateField("日期")
    participants = models.CharField("参加人员", max_length=300)
    text = models.TextField("沟通情况")
    decisions = models.TextField("议定事项", blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="填报人")

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "沟通记录"
        ordering = ["handling", "on", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.on:%Y-%m-%d} {self.handling.unit_name}"

    @property
    def jurisdiction_id(self):
        return self.handling.jurisdiction_id
