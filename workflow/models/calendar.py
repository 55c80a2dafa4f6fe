"""The working calendar: days that differ from the week, by year, from the State Council's holiday notices (incl. 调休)."""

import pghistory
from django.db import models


@pghistory.track()
class CalendarYear(models.Model):
    """A year whose holidays are known. Dates in a year that is not here are provisional."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    source = models.CharField("依据", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "日历年度"
        ordering = ["-year"]

    def __str__(self):
        return f"{self.year}年"


@pghistory.track()
class CalendarDay(models.Model):
    """A day that is not what its weekday says: a weekday off, or a weekend day worked."""

    day = models.DateField("日期", primary_key=True)
    is_workday = models.BooleanField("上班")
    name = models.CharField("名称", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "节假日与调休"
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day:%Y-%m-%d} {'上班' if self.is_workday else '放假'}"
