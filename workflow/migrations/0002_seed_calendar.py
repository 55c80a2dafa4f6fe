"""Seed the working calendar with the published years, from chinesecalendar (State Council holiday notices, incl. 调休)."""

from datetime import date, timedelta

import chinese_calendar
from chinese_calendar import constants
from django.db import migrations

FIRST = min(constants.workdays | constants.holidays).year
LAST = max(constants.workdays | constants.holidays).year


def seed(apps, schema_editor):
    year_model, day_model = apps.get_model("workflow", "CalendarYear"), apps.get_model("workflow", "CalendarDay")
    rows = []
    day = date(FIRST, 1, 1)
    while day.year <= LAST:
        works = chinese_calendar.is_workday(day)
        if works != (day.weekday() < 5):
            rows.append(day_model(day=day, is_workday=works, name="" if works else "放假"))
        day += timedelta(days=1)
    day_model.objects.bulk_create(rows, ignore_conflicts=True)
    years = (year_model(year=year, source=f"国务院办公厅{year}年放假安排") for year in range(FIRST, LAST + 1))
    year_model.objects.bulk_create(years, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
