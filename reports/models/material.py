"""成效素材: what a unit hands in about a case of its own for reports, in words and numbers; checked by those who write them."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from feedback.models.assignments import OfUnitsQuerySet
from organizations.models import Person, Unit
from proposals.models import Handling
from workflow.models import MovedModel


class MaterialState(models.TextChoices):
    SUBMITTED = "submitted", "待核实"
    RETURNED = "returned", "已退回"
    VERIFIED = "verified", "已核实"
    WITHDRAWN = "withdrawn", "已撤回"


class Material(MovedModel):
    """One piece of 成效素材. `numbers`: [{"what", "value", "measure", "source", "on", "verified"}], the value as a decimal in digits.

    A number is checked only where the whole is verified and it is marked so; what was verified is frozen until it is opened again.
    `opinion`: what the one who verified or returned it said.
    """

    handling = models.ForeignKey(Handling, models.PROTECT, related_name="materials", verbose_name="提案办理")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="报送单位", editable=False)
    text = models.TextField("成效")
    numbers = models.JSONField("数据", default=list, blank=True)
    submitted_on = models.DateField("报送日期", editable=False)
    state = models.CharField("状态", max_length=10, choices=MaterialState, default=MaterialState.SUBMITTED, editable=False)
    opinion = models.TextField("核实意见", blank=True, editable=False)
    verified_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核实人", editable=False)
    verified_on = models.DateField("核实日期", null=True, blank=True, editable=False)

    objects = OfUnitsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "成效素材"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="verified") | (Q(verified_on__isnull=False) & ~Q(opinion="")),
                name="material_verified_with_a_word",
                violation_error_message="核实的素材必须有核实日期和意见。",
            )
        ]
        indexes = [models.Index(fields=["jurisdiction", "-id"]), models.Index(fields=["unit", "-id"])]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen_when_verified",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="verified", new__state="verified"),
            ),
        ]

    def __str__(self):
        return f"{self.handling.unit_name}：第{self.handling.proposal.case_no}号提案"

    def get_absolute_url(self):
        return reverse("reports:material", args=[self.public_id])

    @property
    def told_numbers(self):
        """The numbers, each with `checked`: whether it may be used as a checked one."""
        return [each | {"checked": self.state == MaterialState.VERIFIED and each["verified"]} for each in self.numbers]
