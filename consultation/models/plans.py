"""Annual plans 年度协商计划: from drafting to evaluation; the issued text stays, amendments are versions beside it."""

from functools import reduce
from operator import or_

import pgtrigger
from django.db import models
from django.db.models import Q

from consultation.permissions import INSIDERS, READERS_OF_ISSUED
from organizations.models import Meeting, Person, Session, Unit
from workflow.models import MovedModel


class PlanState(models.TextChoices):
    DRAFTING = "drafting", "拟定"
    CONSULTING = "consulting", "会商"
    REPORTED = "reported", "报批"
    APPROVED = "approved", "批准"
    ISSUED = "issued", "印发"
    EVALUATED = "evaluated", "总结评估"


PUBLIC_STATES = (PlanState.ISSUED, PlanState.EVALUATED)
ISSUED = pgtrigger.Q(old__state__in=[str(state) for state in PUBLIC_STATES])
FROZEN = """
    public_id jurisdiction created_at year title document_number addressees session adopted_at source_text attendance reported_on
    approved_by approved_on issued_on round is_history
"""  # what no longer changes of a plan that has been issued: all but its state, amendments, evaluation and what the year brought
CHANGED = reduce(or_, (pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in FROZEN.split()))


class AnnualPlanQuerySet(models.QuerySet):
    def visible_to(self, person):
        """CPPCC, office and supervision staff see every plan of their place; members and liaisons what has been issued.

        A unit's people see no plan, only their own items (see `PlanItem`).
        """
        access = person.access
        return self.filter(
            Q(jurisdiction__in=access.where(*INSIDERS)) | Q(jurisdiction__in=access.where(*READERS_OF_ISSUED), state__in=PUBLIC_STATES)
        )


class AnnualPlan(MovedModel):
    """One year's plan of a jurisdiction. `adopted_at` is the meeting that adopted it (通过会议).

    `session`: the plenary session 次会议 to whose working year it belongs; what its ruleset pins holds for the plan and its items.
    """

    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("标题", max_length=200)
    document_number = models.CharField("文号", max_length=60, blank=True)
    addressees = models.CharField("主送机关", max_length=300, blank=True)
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属次会议")
    adopted_at = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="通过会议")
    state = models.CharField("状态", max_length=20, choices=PlanState, default=PlanState.DRAFTING, editable=False)
    source_text = models.TextField("通知原文", blank=True)
    attendance = models.TextField("领导出席安排", blank=True)
    reported_on = models.DateField("报批日期", null=True, blank=True)
    approved_by = models.CharField("批准机关", max_length=80, blank=True)
    approved_on = models.DateField("批准日期", null=True, blank=True)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    evaluated_on = models.DateField("评估日期", null=True, blank=True)
    evaluation = models.TextField("总结评估", blank=True)
    adoption_told_on = models.DateField("采纳落实通报日期", null=True, blank=True, editable=False)
    adoption_told_at = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="采纳落实通报会议", editable=False
    )
    adoption_told_by = models.CharField("通报采纳落实情况的领导", max_length=60, blank=True, editable=False)
    round = models.PositiveSmallIntegerField("会商轮次", default=0, editable=False)
    amendment = models.PositiveSmallIntegerField("调整次数", default=0, editable=False)
    is_history = models.BooleanField("历史资料", default=False, help_text="往年已结束的计划，只供查阅，不提醒、不亮灯。")

    objects = AnnualPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度协商计划"
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "year"], name="plan_one_per_year", violation_error_message="本地区这一年度已有协商计划。"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1949, year__lte=2100),
                name="plan_year_plausible",
                violation_error_message="年度应在 1949 至 2100 之间。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["issued", "evaluated"]) | Q(issued_on__isnull=False),
                name="plan_issued_has_date",
                violation_error_message="印发的计划必须有印发日期。",
            ),
            models.CheckConstraint(
                condition=Q(adoption_told_on__isnull=True, adoption_told_at__isnull=True, adoption_told_by="")
                | Q(adoption_told_on__isnull=False, adoption_told_at__isnull=False) & ~Q(adoption_told_by=""),
                name="plan_adoption_told_wholly",
                violation_error_message="采纳落实通报须同时写明会议、日期和领导。",
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "-year"])]
        triggers = [
            pgtrigger.Protect(name="frozen_when_issued", operation=pgtrigger.Update, condition=ISSUED & CHANGED),
            pgtrigger.Protect(name="kept_when_issued", operation=pgtrigger.Delete, condition=ISSUED),
        ]

    def __str__(self):
        return self.title

    @property
    def is_open(self):
        """Whether its work goes on: issued and not yet evaluated, and no closed history."""
        return self.state == PlanState.ISSUED and not self.is_history


OF_ISSUED_PLAN = """
    IF EXISTS (
        SELECT FROM consultation_annualplan
        WHERE id IN (OLD.plan_id, NEW.plan_id) AND state IN ('issued', 'evaluated')
    ) THEN
        RAISE EXCEPTION 'the issuers of an issued plan stay as they are';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


class PlanIssuer(models.Model):
    """A body that issues the plan, in the order of the head (联合行文: the lead first)."""

    plan = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="issuers", verbose_name="计划")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    name = models.CharField("发文机关（按文件）", max_length=80)
    order = models.PositiveSmallIntegerField("顺序", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "发文机关"
        ordering = ["plan", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="plan_issuer_once", violation_error_message="发文机关重复。")]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_when_issued",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=OF_ISSUED_PLAN,
            )
        ]

    def __str__(self):
        return self.name


class OfficeOpinion(models.Model):
    """会商: what one of the three offices said of the draft, and when."""

    plan = models.ForeignKey(AnnualPlan, models.PROTECT, related_name="opinions", verbose_name="计划")
    round = models.PositiveSmallIntegerField("会商轮次", default=1)
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="办公厅（室）")
    agrees = models.BooleanField("同意")
    text = models.TextField("意见", blank=True)
    on = models.DateField("日期")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="录入人")

    class Meta:
        verbose_name = verbose_name_plural = "会商意见"
        ordering = ["plan", "on", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.office} {self.on}"


class PlanAmendment(models.Model):
    """A change to an issued plan: what changed, why, who approved it; the issued text stays as it was."""

    plan = models.ForeignKey(AnnualPlan, models.PROTECT, related_name="amendments", verbose_name="计划")
    number = models.PositiveSmallIntegerField("第几次调整")
    document_number = models.CharField("文号", max_length=60, blank=True)
    on = models.DateField("日期")
    reason = models.TextField("理由")
    approved_by = models.CharField("批准", max_length=80)
    changes = models.JSONField("变化", default=list)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="录入人")

    class Meta:
        verbose_name = verbose_name_plural = "计划调整"
        ordering = ["plan", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_amendment_number_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.plan}第{self.number}次调整"
