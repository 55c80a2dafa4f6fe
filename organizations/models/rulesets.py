"""Rulesets: a jurisdiction's versions of the rules, stored as differences from the shipped defaults."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from organizations.models.places import Jurisdiction
from organizations.rules import build, check_overrides


class RulesetQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(jurisdiction__in=person.access.jurisdiction_ids)

    def versions(self, jurisdiction, on):
        """The versions of `jurisdiction` whose effective day is not after `on`, newest first: the first is in force."""
        return self.filter(jurisdiction=jurisdiction, effective_on__lte=on).order_by("-version")


@pghistory.track()
class Ruleset(models.Model):
    """One version of a jurisdiction's rules; `overrides` = {section: {key: value}}, only what differs from the defaults."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="rulesets", verbose_name="地区")
    version = models.PositiveIntegerField("版本")
    name = models.CharField("名称", max_length=80)
    overrides = models.JSONField("与默认规则的差异", default=dict, blank=True)
    effective_on = models.DateField("启用日期")
    note = models.TextField("说明（依据的文件和条款）", blank=True)

    objects = RulesetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "规则版本"
        ordering = ["jurisdiction", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "version"], name="ruleset_version_once", violation_error_message="这个版本号已经用过。"
            )
        ]

    def __str__(self):
        return f"{self.jurisdiction} {self.name}（第{self.version}版）"

    def is_frozen(self, day):
        """Whether work goes or has gone by it: in force since before `day`'s end, or pinned by a session."""
        return self.effective_on <= day or self.session_set.exists()

    def clean(self):
        try:
            check_overrides(self.overrides)
        except ValueError as error:
            raise ValidationError({"overrides": str(error)})


def rules_by_session(section, sessions, *, on):
    """{row number: (session, its rules of one section)} of `sessions` (a queryset), as `rules_for` gives them one by one; one query.

    `on`: the day that counts for a session without a day of its own.
    """
    versions = Ruleset.objects.versions(OuterRef("term__jurisdiction"), Coalesce(OuterRef("starts_on"), on)).values("overrides")
    rows = sessions.select_related("term__jurisdiction").annotate(_overrides=Coalesce("ruleset__overrides", Subquery(versions[:1])))
    return {session.pk: (session, build(section, session._overrides or {})) for session in rows}


def ruleset_for(jurisdiction, *, on, session=None):
    """The version a piece of work goes by: the one its session pins, else the jurisdiction's in force `on`; None for the defaults alone."""
    return session.ruleset if session and session.ruleset_id else Ruleset.objects.versions(jurisdiction, on).first()


def rules_for(section, jurisdiction, *, on, session=None):
    """The rules of one section for a piece of work: those its session pins, else the jurisdiction's in force `on`, else the defaults.

    `section` is a dataclass registered with `organizations.rules.section`; returns an instance of it.
    """
    ruleset = ruleset_for(jurisdiction, on=on, session=session)
    return build(section, ruleset.overrides if ruleset else {})
