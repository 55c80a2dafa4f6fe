"""Who answers for an assignment: 第一责任人, 分管负责人, 承办处室, 经办人; a change leaves the former names on record."""

import pgtrigger
from django.db import models

from feedback.models.assignments import Assignment
from organizations.models.base import DatedModel, DatedQuerySet


class Team(DatedModel):
    """The people named for one assignment from a day on; the last ones have no end, and may be named ahead of their day."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="teams", verbose_name="交办件")
    head = models.CharField("第一责任人", max_length=40)
    deputy = models.CharField("分管负责人", max_length=40)
    office = models.CharField("承办处室", max_length=60)
    handler = models.CharField("经办人", max_length=40)
    phone = models.CharField("经办人电话", max_length=30)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "责任人名单"
        ordering = ["assignment", "-pk"]
        constraints = [
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(fields=["assignment"], condition=models.Q(ends_on__isnull=True), name="team_one_in_force"),
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return f"{self.office} {self.handler}"
