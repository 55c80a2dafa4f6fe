"""Units 单位: departments, committees, parties, enterprises, groups; their names through time and their successors."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Cast
from django.utils import timezone

from organizations.models.base import DatedModel, DatedQuerySet, PlacedModel, PublicModel
from organizations.models.places import Jurisdiction


class UnitKind(models.TextChoices):
    GOVERNMENT = "government", "政府部门"
    PARTY_ORGAN = "party_organ", "党委部门"
    CPPCC_OFFICE = "cppcc_office", "政协机关"
    SPECIAL_COMMITTEE = "special_committee", "政协专委会"
    PARTY = "party", "民主党派"
    PEOPLE_ORGANIZATION = "people_organization", "人民团体"
    JUDICIARY = "judiciary", "法院检察院"
    ENTERPRISE = "enterprise", "企事业单位"
    GROUP = "group", "群体"


class Carried(models.Func):
    """Whose duties a unit carries on a day, as ids: its own, and those of all units merged into it before, through any number of mergers.

    `unit`: the expression of its id. The only rule on this; a unit that ends in the future still works for itself.
    """

    template = """ARRAY(
        WITH RECURSIVE carried (id, today) AS (
            SELECT %(expressions)s
            UNION
            SELECT merged.id, carried.today FROM organizations_unit merged
            JOIN carried ON merged.successor_id = carried.id AND merged.ends_on < carried.today
        ) SELECT id FROM carried WHERE id IS NOT NULL
    )"""
    output_field = ArrayField(models.BigIntegerField())

    def __init__(self, unit, on, **extra):
        super().__init__(unit, Cast(models.Value(on), models.DateField()), **extra)


class Each(models.Func):
    """The entries of an array, a row each."""

    function = "unnest"
    set_returning = True
    output_field = models.BigIntegerField()


class UnitQuerySet(DatedQuerySet):
    def visible_to(self, person):
        """Units of the jurisdictions in which `person` holds a post."""
        return self.filter(jurisdiction__in=person.access.jurisdiction_ids)

    def search(self, text):
        """Units one of whose names, in use now or formerly, contains `text`."""
        return self.filter(pk__in=UnitName.objects.filter(name__contains=text).values("unit"))


@pghistory.track()
class Unit(PlacedModel, PublicModel, DatedModel):
    """单位. `name` is the standard short name (市发展改革委); every other name stands in `UnitName` with its validity.

    A unit that was merged or renamed into another has `ends_on` and `successor`; papers of its time keep its name.
    A `group` (各承办单位, 驻威高校) is no legal person: it has no account and is resolved when work is handed out.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="units", verbose_name="地区")
    name = models.CharField("规范简称", max_length=80)
    full_name = models.CharField("全称", max_length=120, blank=True)
    kind = models.CharField("类别", max_length=20, choices=UnitKind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级单位")
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="职责承接单位")
    duties = models.TextField("职责", blank=True)
    phone = models.CharField("值班电话", max_length=30, blank=True)
    order = models.PositiveSmallIntegerField("顺序", default=0)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["jurisdiction", "order", "pk"]
        constraints = [
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["jurisdiction", "name"],
                condition=models.Q(ends_on__isnull=True),
                name="unit_name_once_in_force",
                violation_error_message="本地区已有同名单位。",
            ),
            models.CheckConstraint(
                condition=models.Q(successor__isnull=True) | models.Q(ends_on__isnull=False),
                name="unit_successor_needs_end",
                violation_error_message="填写承接单位前，请先填写原单位的终止日期。",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_group(self):
        return self.kind == UnitKind.GROUP

    @property
    def is_cppcc(self):
        return self.kind in (UnitKind.CPPCC_OFFICE, UnitKind.SPECIAL_COMMITTEE)

    def clean(self):
        super().clean()
        seen, unit = {self.pk}, self.successor
        while unit:
            if unit.pk in seen:
                raise ValidationError({"successor": "承接关系形成了循环。"})
            seen.add(unit.pk)
            unit = unit.successor

    def current(self, on=None):
        """The unit that carries this one's duties on a day (default today): the end of the chain of successors."""
        on, seen, unit = on or timezone.localdate(), set(), self
        while unit.successor and unit.ends_on < on and unit.pk not in seen:
            seen.add(unit.pk)
            unit = unit.successor
        return unit


@pghistory.track()
class UnitName(DatedModel):
    """A name a unit is or was called by: 简称, 全称, 曾用名; with the days it held, so that a 2017 name finds its unit."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="names", verbose_name="单位")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    name = models.CharField("名称", max_length=120, db_index=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位名称"
        ordering = ["unit", "pk"]
        constraints = [
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit", "name", "starts_on"],
                name="unit_alias_once",
                violation_error_message="这个名称已经登记。",
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return self.name
