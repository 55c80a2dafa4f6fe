"""Abstract rows: what moves through states, and what is due."""

from django.db import models

from organizations.models import Jurisdiction
from organizations.models.base import PublicModel


class MovedModel(PublicModel):
    """A row with a state that only its move table writes, and a version by which two people never overwrite each other."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    version = models.PositiveIntegerField("版本", default=1, editable=False)
    created_at = models.DateTimeField("录入时间", auto_now_add=True)

    class Meta:
        abstract = True


class DueModel(models.Model):
    """A row with a deadline that was counted once and says how: rule, start and steps."""

    due_on = models.DateField("截止日期", null=True, blank=True, editable=False)
    due_rule = models.CharField("期限规则", max_length=60, blank=True, editable=False)
    due_steps = models.JSONField("期限计算", default=list, blank=True, editable=False)
    due_provisional = models.BooleanField("期限暂定", default=False, editable=False)

    class Meta:
        abstract = True
