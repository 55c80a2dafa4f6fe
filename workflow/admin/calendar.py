"""The working calendar: kept by system administrators, read by the offices."""

from django.contrib import admin

from organizations.admin.base import OwnAdmin
from organizations.permissions import READERS, SYSTEM
from workflow.calendar_forms import DayForm, YearForm
from workflow.models import CalendarDay, CalendarYear


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
