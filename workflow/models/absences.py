"""Absences 请假和代办: while somebody is away, his deputy is told what he is told."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from organizations.models import Jurisdiction, Membership, Person
from organizations.models.base import DatedQuerySet
from organizations.permissions import PEOPLE_KEEPERS


class AbsenceQuerySet(DatedQuerySet):
    def visible_to(self, person):
        """One's own, those one stands in for, and all of the places whose people one keeps."""
        return self.filter(Q(person=person) | Q(deputy=person) | Q(jurisdiction__in=person.access.where(*PEOPLE_KEEPERS)))


@pghistory.track()
class Absence(models.Model):
    """From the first to the last day, both included, `deputy` is told what `person` is told in this place."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="absences", verbose_name="地区")
    person = models.ForeignKey(Person, models.CASCADE, related_name="absences", verbose_name="离岗人员")
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="代办人")
    starts_on = models.DateField("自")
    ends_on = models.DateField("至")
    reason = models.CharField("事由", max_length=100, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "请假代办"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="absence_dates_in_order",
                violation_error_message="终止日期不能早于起始日期。",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("deputy")), name="absence_deputy_is_another", violation_error_message="代办人不能是本人。"
            ),
        ]

    def __str__(self):
        return f"{self.person} {self.starts_on:%Y-%m-%d} 至 {self.ends_on:%Y-%m-%d}"

    def clean(self):
        if None in (self.person_id, self.deputy_id, self.jurisdiction_id, self.starts_on, self.ends_on):
            return
        for someone in (self.person, self.deputy):
            if not Membership.objects.on(self.starts_on).filter(person=someone, jurisdiction=self.jurisdiction_id).exists():
                raise ValidationError(f"{someone}在{self.jurisdiction}没有在任的职务。")
        if not (self.deputy.is_active and self.deputy.username):
            raise ValidationError({"deputy": f"{self.deputy}没有可用的账号，不能代办。"})
        others = Absence.objects.filter(jurisdiction=self.jurisdiction_id, person=self.person).exclude(pk=self.pk)
        if others.filter(starts_on__lte=self.ends_on, ends_on__gte=self.starts_on).exists():
            raise ValidationError("与已登记的一次请假日期重叠，请先修改或撤销那一次。")


def deputies_on(people, day, jurisdiction):
    """Who stands in on a day for whom of `people` (ids): {id of the absent: (his name, id of the deputy)}; one query.

    Where the deputy is away himself, his own deputy does it; there the chain ends, and it never leads back.
    """
    rows = Absence.objects.on(day).filter(jurisdiction=jurisdiction, deputy__is_active=True)
    away = {person: (name, deputy) for person, name, deputy in rows.values_list("person", "person__name", "deputy").order_by("pk")}
    found = {}
    for person in away.keys() & set(people):
        name, deputy = away[person]
        deputy = away[deputy][1] if deputy in away else deputy
        if deputy != person and deputy not in away:
            found[person] = (name, deputy)
    return found
