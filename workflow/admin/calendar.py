"""The working calendar: kept by system administrators, read by the offices."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from organizations.admin.base import OwnAdmin
from organizations.permissions import READERS, SYSTEM
from workflow.models import CalendarDay, CalendarYear


class DayForm(forms.ModelForm):
    by = None

    def clean(self):
        """Only days that differ from their weekday are entered."""
        cleaned = super().clean()
        day = cleaned.get("day") or self.instance.day
        if day and "is_workday" in cleaned and cleaned["is_workday"] == (day.weekday() < 5):
            usual = "工作日" if day.weekday() < 5 else "休息日"
            raise ValidationError(f"{day:%Y-%m-%d} 本来就是{usual}，只需登记放假的工作日和上班的周末。")
        return cleaned


class YearForm(forms.ModelForm):
    by = None


@admin.register(CalendarYear)
class CalendarYearAdmin(OwnAdmin):
    rank = 70
    readers, keepers, place = READERS, SYSTEM, None
    form = YearForm
    fields = list_display = ("year", "source")
    fixed = ("year",)
    search_fields = ("year", "source")


@admin.register(CalendarDay)
class CalendarDayAdmin(OwnAdmin):
    rank = 71
    readers, keepers, removers, place = READERS, SYSTEM, SYSTEM, None
    form = DayForm
    fields = list_display = ("day", "is_workday", "name")
    fixed = ("day",)
    list_filter = ("is_workday",)
    search_fields = ("name",)
    date_hierarchy = "day"
