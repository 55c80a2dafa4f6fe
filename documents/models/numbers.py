"""Number series 文号: one locked counter per series and year."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import models, transaction

from organizations.models import Jurisdiction
from organizations.permissions import READERS


class NumberSeriesQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The counters of the places where the person works for the committee or its offices."""
        return self.filter(jurisdiction__in=person.access.where(*READERS))


@pghistory.track()
class NumberSeries(models.Model):
    """A series of document numbers (代字, e.g. 演府办) in one year; `last` is the last number given."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    word = models.CharField("发文机关代字", max_length=30)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("已用到", default=0)

    objects = NumberSeriesQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文号序列"
        ordering = ["jurisdiction", "word", "-year"]
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "word", "year"], name="number_series_once")]

    def __str__(self):
        return f"{self.word}〔{self.year}〕"


@transaction.atomic
def draw_number(jurisdiction, word, year):
    """The next document number of a series, e.g. `演府办〔2026〕7号` (GB/T 9704-2012, 7.2.5); rolled back with the caller."""
    NumberSeries.objects.get_or_create(jurisdiction=jurisdiction, word=word, year=year)
    series = NumberSeries.objects.select_for_update().get(jurisdiction=jurisdiction, word=word, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{word}〔{year}〕{series.last}号"


@transaction.atomic
def set_next(jurisdiction, word, year, number):
    """Let the next document number of a series be `number` (a place that began on paper goes on from there); returns the series.

    Raises ValidationError for one that has been given: no number is given twice.
    """
    NumberSeries.objects.get_or_create(jurisdiction=jurisdiction, word=word, year=year)
    series = NumberSeries.objects.select_for_update().get(jurisdiction=jurisdiction, word=word, year=year)
    if number <= series.last:
        raise ValidationError({"next": f"{series}已用到 {series.last}号，下一号不能小于 {series.last + 1}。"})
    if number - 1 != series.last:
        series.last = number - 1
        series.save(update_fields=["last"])
    return series
