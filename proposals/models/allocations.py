"""Allocations 分办意见: which unit is to handle which case, drafted, circulated, consulted on, then assigned in one go 交办会."""

import pgtrigger
from django.db import models
from django.urls import reverse

from organizations.models import Person, Role, Session, Unit
from organizations.models.base import PublicModel
from organizations.models.people import UNIT_ROLES
from proposals.models.proposals import Mode, Proposal
from proposals.permissions import COORDINATORS
from workflow.models import MovedModel

WATCHERS = (*COORDINATORS, Role.CPPCC_LEADER, Role.AUDITOR)


class AllocationState(models.TextChoices):
    DRAFTING = "drafting", "拟定"
    CIRCULATING = "circulating", "征求意见"
    SETTLED = "settled", "已定稿"
    ASSIGNED = "assigned", "已交办"


class AllocationQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those who assign, leaders and auditors see all; a unit, once it is circulated, those in which it is named."""
        seen = models.Q(jurisdiction__in=person.access.where(*WATCHERS))
        if units := person.access.units(*UNIT_ROLES):
            named = AllocationRow.objects.filter(AllocationRow.naming(units), allocation=models.OuterRef("pk"))
            seen |= models.Q(models.Exists(named)) & ~models.Q(state=AllocationState.DRAFTING)
        return self.filter(seen)

    def open(self):
        """Those whose cases have not been assigned yet."""
        return self.exclude(state=AllocationState.ASSIGNED)


class Allocation(MovedModel):
    """分办意见 for some cases of a session; `parties` = [{"party", "people", "opinion"}] of the joint consultation 会商."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="allocations", verbose_name="届次")
    title = models.CharField("名称", max_length=80)
    state = models.CharField("状态", max_length=12, choices=AllocationState, default=AllocationState.DRAFTING, editable=False)
    opinions_until = models.DateField("征求意见截止", null=True, blank=True, editable=False)
    consulted_on = models.DateField("会商日期", null=True, blank=True, editable=False)
    parties = models.JSONField("会商各方意见", default=list, blank=True, editable=False)
    conclusion = models.TextField("会商结果", blank=True, editable=False)
    assigned_on = models.DateField("交办日期", null=True, blank=True, editable=False)
    number = models.CharField("文号", max_length=60, blank=True, editable=False)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分办意见"
        ordering = ["-pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("proposals:allocation", args=[self.public_id])


class AllocationRowQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Rows of the allocations one may see; a unit's people see those that name their unit."""
        inside = models.Q(allocation__jurisdiction__in=person.access.where(*WATCHERS))
        seen = self.filter(allocation__in=Allocation.objects.visible_to(person))
        return seen.filter(inside | AllocationRow.naming(person.access.units(*UNIT_ROLES)))


class AllocationRow(PublicModel):
    """One case of an allocation: by which office, in which mode, to which units; without `first` it is still open whose case it is."""

    coded = {"track": ("tracks",)}

    allocation = models.ForeignKey(Allocation, models.CASCADE, related_name="rows", verbose_name="分办意见")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="allocation_rows", verbose_name="提案")
    track = models.CharField("交办口", max_length=20, blank=True)
    mode = models.CharField("办理方式", max_length=10, choices=Mode, default=Mode.SOLE)
    first = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="独办、主办或分办单位")
    others = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name="会办或其他分办单位")
    basis = models.CharField("依据", max_length=200, blank=True)

    objects = AllocationRowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分办意见的提案"
        ordering = ["allocation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["allocation", "proposal"], name="allocation_case_once", violation_error_message="这件提案已在这份分办意见里。"
            )
        ]

    def __str__(self):
        return str(self.proposal)

    @staticmethod
    def naming(units):
        """The condition that a row names one of `units`."""
        return models.Q(first__in=units) | models.Exists(
            AllocationRow.others.through.objects.filter(allocationrow=models.OuterRef("pk"), unit__in=units)
        )

    @property
    def units(self):
        """All units of the row, the first in front."""
        return [unit for unit in (self.first, *self.others.all()) if unit]


class AllocationOpinion(PublicModel):
    """What an office or a unit says of one row while it is circulated; never altered."""

    row = models.ForeignKey(AllocationRow, models.CASCADE, related_name="opinions", verbose_name="提案")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    agrees = models.BooleanField("同意")
    text = models.TextField("意见", blank=True)
    suggested_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="建议改由哪个单位承办")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="填报人")
    on = models.DateField("日期")

    class Meta:
        verbose_name = verbose_name_plural = "对分办的意见"
        ordering = ["row", "pk"]
        triggers = [pgtrigger.Protect(name="never_altered", operation=pgtrigger.Update)]

    def __str__(self):
        return f"{self.unit or self.by}：{'同意' if self.agrees else '不同意'}"
