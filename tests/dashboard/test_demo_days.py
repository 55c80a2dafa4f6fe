"""The demonstration data can be loaded on any day of any year."""

import io
from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from consultation.models import AnnualPlan
from dashboard.demo.timeline import Timeline
from workflow.models import Event


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["2027-01-01", "2028-12-31"])
def test_it_loads_on_any_day(day):
    with time_machine.travel(f"{day}T10:00+08:00", tick=False):
        out = io.StringIO()
        call_command("load_demo", if_empty=True, stdout=out)
        today = timezone.localdate()
        assert "已载入演示数据" in out.getvalue()
        plan = AnnualPlan.objects.get(jurisdiction__code="yanshi", year=today.year)
        assert plan.issued_on <= today
        assert not Event.objects.filter(on__gt=today).exists()


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 2, 19), date(2026, 2, 20), date(2026, 7, 31), date(2028, 12, 31)])
@pytest.mark.parametrize(
    "spec",
    [None, "year", {"month": -1}, {"month": 3}, {"months": [0, 2]}, {"fixed": 2}, {"quarter": 0}, {"half": 2}, {"day": [1, 9]}, {"ago": 5}],
)
def test_windows_stay_in_the_year(day, spec):
    window = Timeline(day).window(spec)
    if spec is None:
        assert window.start is window.end is None
    else:
        assert date(day.year, 1, 1) <= window.start <= window.end <= date(day.year, 12, 31)
