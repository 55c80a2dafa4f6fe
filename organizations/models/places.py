"""Jurisdictions 地区 and their sectors 界别."""

import pghistory
from django.db import models

from organizations.models.base import PublicModel


class Level(models.TextChoices):
    PROVINCE = "province", "省（自治区、直辖市）"
    CITY = "city", "市"
    DISTRICT = "district", "区县"


class JurisdictionQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The jurisdictions in which `person` holds a post today; a parent does not see its children."""
        return self.filter(pk__in=person.access.jurisdiction_ids)


@pghistory.track()
class Jurisdiction(PublicModel):
    """A place whose CPPCC committee works with the system (市 → 区县). Everything of the business belongs to one."""

    name = models.CharField("名称", max_length=60, unique=True)
    level = models.CharField("层级", max_length=10, choices=Level)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级地区")
    code = models.SlugField("代码", max_length=30, unique=True)
    is_demo = models.BooleanField("演示数据", default=False, help_text="演示地区的人员和事项均为虚构或已公开的历史资料。")

    objects = JurisdictionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "地区"
        ordering = ["pk"]

    def __str__(self):
        return self.name


class SectorQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(jurisdiction__in=person.access.jurisdiction_ids)


@pghistory.track()
class Sector(models.Model):
    """界别: one of the sectors a committee's members come from; the list differs by place."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="sectors", verbose_name="地区")
    name = models.CharField("名称", max_length=40)
    order = models.PositiveSmallIntegerField("顺序", default=0)

    objects = SectorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "界别"
        ordering = ["jurisdiction", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "name"], name="sector_name_once", violation_error_message="本地区已有这个界别。"
            )
        ]

    def __str__(self):
        return self.name
