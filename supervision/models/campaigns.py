"""Campaigns 专项督查 and 回头看: which cases they look at, what was found at each, what the unit must put right and by when."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from organizations.models import Person, Portfolio, Role, Session, Unit
from organizations.models.people import UNIT_ROLES
from proposals.models import Handling
from supervision.permissions import OVERSEERS
from workflow.models import MovedModel


class CampaignKind(models.TextChoices):
    INSPECTION = "inspection", "专项督查"
    LOOK_BACK = "look_back", "回头看"


class CampaignState(models.TextChoices):
    DRAFT = "draft", "拟定"
    RUNNING = "running", "进行中"
    CLOSED = "closed", "已结束"
    CANCELLED = "cancelled", "已作废"


PUBLIC = ("running", "closed")  # seen by the units whose cases are in it


class Verdict(models.TextChoices):
    FINE = "fine", "没有问题"
    PROBLEM = "problem", "发现问题"
    DONE = "done", "落实"
    NOT_DONE = "not_done", "未落实"
    REBOUND = "rebound", "反弹"


VERDICTS = {  # what may be found in a campaign of each kind, that all is well first
    CampaignKind.INSPECTION: (Verdict.FINE, Verdict.PROBLEM),
    CampaignKind.LOOK_BACK: (Verdict.DONE, Verdict.NOT_DONE, Verdict.REBOUND),
}
GOOD = (Verdict.FINE, Verdict.DONE)


def units_seen(person):
    """Ids of the units whose part in a campaign a person sees: his own, and those of which he is the leader in charge."""
    units = set(person.access.units(*UNIT_ROLES))
    if Role.GOVERNMENT_LEADER in person.access.roles:
        units |= set(Portfolio.objects.units_held_by(person))
    return units


class CampaignQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who oversees sees all of the place; a unit, and the leader in charge of it, those that look at its cases, once begun."""
        own = CampaignCase.objects.filter(campaign=OuterRef("pk"), unit__in=units_seen(person))
        return self.filter(Q(jurisdiction__in=person.access.where(*OVERSEERS)) | (Exists(own) & Q(state__in=PUBLIC)))

    def with_progress(self):
        """With `cases_count`, `pending_count`, `open_count` (to be put right) and `bad_count` (where something was found)."""
        rows = CampaignCase.objects.filter(campaign=OuterRef("pk"))
        return self.annotate(
            cases_count=_count(rows),
            pending_count=_count(rows.filter(state=CaseState.PENDING)),
            open_count=_count(rows.filter(state__in=(CaseState.RECTIFYING, CaseState.REPORTED))),
            bad_count=_count(rows.exclude(verdict__in=["", *GOOD])),
        )


def _count(rows):
    counted = rows.order_by().values("campaign").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


class Campaign(MovedModel):
    """One campaign over cases of a session. `conditions`: the filter of cases ({field: value}), `classes`: the result classes of their
    replies (none: any); both decide when it starts, from then on its cases are fixed."""

    kind = models.CharField("类别", max_length=12, choices=CampaignKind)
    title = models.CharField("名称", max_length=80)
    session = models.ForeignKey(Session, models.PROTECT, related_name="campaigns", verbose_name="届次")
    conditions = models.JSONField("选取条件", default=dict, blank=True)
    classes = ArrayField(models.CharField(max_length=2), verbose_name="结果分类", default=list, blank=True)
    demands = models.TextField("督查要求")
    ends_on = models.DateField("核查截止")
    state = models.CharField("状态", max_length=10, choices=CampaignState, default=CampaignState.DRAFT, editable=False)
    started_on = models.DateField("开始日期", null=True, blank=True, editable=False)
    summary = models.TextField("督查情况", blank=True, editable=False)
    closed_on = models.DateField("结束日期", null=True, blank=True, editable=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专项督查和回头看"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"]) | Q(started_on__isnull=False),
                name="campaign_running_has_begun",
                violation_error_message="进行中的督查必须有开始日期。",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(summary=""),
                name="campaign_closed_has_summary",
                violation_error_message="结束督查必须写明督查情况。",
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "-id"])]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("supervision:campaign", args=[self.public_id])


class CaseState(models.TextChoices):
    PENDING = "pending", "待核查"
    RECTIFYING = "rectifying", "整改中"
    REPORTED = "reported", "已报整改"
    SETTLED = "settled", "已核结"


class CaseQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who oversees sees all of the place; a unit, and the leader in charge of it, its own."""
        own = Q(unit__in=units_seen(person), campaign__state__in=PUBLIC)
        return self.filter(Q(jurisdiction__in=person.access.where(*OVERSEERS)) | own)


class CampaignCase(MovedModel):
    """One unit's handling of a case in a campaign. `result_class` is that of its last reply when the campaign began, `class_demanded` the
    one its next reply should have, `class_after` the one it had when the row was settled."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="cases", verbose_name="督查")
    handling = models.ForeignKey(Handling, models.PROTECT, related_name="campaign_cases", verbose_name="提案办理")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="承办单位")
    unit_name = models.CharField("承办单位名称", max_length=80)
    result_class = models.CharField("原结果分类", max_length=2, blank=True)
    state = models.CharField("状态", max_length=12, choices=CaseState, default=CaseState.PENDING, editable=False)
    verdict = models.CharField("核查结论", max_length=10, choices=Verdict, blank=True, editable=False)
    finding = models.TextField("核查情况", blank=True, editable=False)
    checked_on = models.DateField("核查日期", null=True, blank=True, editable=False)
    checked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核查人", editable=False)
    measure = models.TextField("整改要求", blank=True, editable=False)
    due_on = models.DateField("整改期限", null=True, blank=True, editable=False)
    class_demanded = models.CharField("应改为", max_length=2, blank=True, editable=False)
    report = models.TextField("整改情况", blank=True, editable=False)
    reported_on = models.DateField("报告日期", null=True, blank=True, editable=False)
    ruling = models.TextField("处理意见", blank=True, editable=False)
    settled_on = models.DateField("核结日期", null=True, blank=True, editable=False)
    class_after = models.CharField("现结果分类", max_length=2, blank=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督查的提案"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "handling"], name="campaign_case_once"),
            models.CheckConstraint(
                condition=Q(state="pending") | (~Q(verdict="") & ~Q(finding="")),
                name="campaign_checked_says_what",
                violation_error_message="核查过的必须有结论和情况。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["rectifying", "reported"]) | (~Q(measure="") & Q(due_on__isnull=False)),
                name="campaign_demand_has_due",
                violation_error_message="要求整改的必须写明要求和期限。",
            ),
        ]
        indexes = [models.Index(fields=["campaign", "-id"]), models.Index(fields=["unit", "-id"])]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return f"{self.unit_name}承办的{self.handling.proposal}"

    def get_absolute_url(self):
        return reverse("supervision:campaign-case", args=[self.public_id])
