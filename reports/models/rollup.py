"""Counts kept ready for the figures of many sessions; made from the rows alone, never entered by anybody."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from organizations.models import Jurisdiction, Session


class Touched(models.Model):
    """A session whose cases something was written about, in which transaction; put here by triggers, taken away once it is counted anew."""

    session = models.ForeignKey(Session, models.DO_NOTHING, related_name="+", verbose_name="届次", db_constraint=False)
    transaction = models.BigIntegerField("事务")

    class Meta:
        verbose_name = verbose_name_plural = "待重计的届次"

    def __str__(self):
        return str(self.session_id)


class Rollup(models.Model):
    """What of a place is counted ready: as of which day, and its sessions, the lowest number first."""

    jurisdiction = models.OneToOneField(Jurisdiction, models.CASCADE, related_name="+", verbose_name="地区")
    on = models.DateField("截至")
    sessions = ArrayField(models.BigIntegerField(), verbose_name="届次")
    counted_at = models.DateTimeField("计数时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "汇总"

    def __str__(self):
        return f"{self.jurisdiction} {self.on}"


class Tally(models.Model):
    """What one figure, split in one way, comes to in a session, or in all that are counted (`session` empty).

    `code`: the digest of the statement that counts it, so that another definition never finds it. `cells`: {key as JSON: [part, whole,
    {row: in how many sessions}]}, the last of what is counted once however many sessions it is in.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, related_name="+", verbose_name="地区", db_index=False)
    session = models.ForeignKey(Session, models.CASCADE, null=True, related_name="+", verbose_name="届次", db_index=False)
    code = models.CharField("口径", max_length=64)
    cells = models.JSONField("数")

    class Meta:
        verbose_name = verbose_name_plural = "汇总数"
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "code", "session"], nulls_distinct=False, name="tally_of_code_and_session")
        ]

    def __str__(self):
        return self.code
