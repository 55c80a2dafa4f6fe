"""The forms of the working calendar, the same for the admin and for programs."""

from django.core.exceptions import ValidationError

from organizations.register_forms import OwnForm
from workflow.models import CalendarDay, CalendarYear


class DayForm(OwnForm):
    class Meta:
        model, fields = CalendarDay, ("day", "is_workday", "name")

    def clean(self):
        """Only days that differ from their weekday are entered."""
        cleaned = super().clean()
        day = cleaned.get("day") or self.instance.day
        if day and "is_workday" in cleaned and cleaned["is_workday"] == (day.weekday() < 5):
            usual = "工作日" if day.weekday() < 5 else "休息日"
            raise ValidationError(f"{day:%Y-%m-%d} 本来就是{usual}，只需登记放假的工作日和上班的周末。")
        return cleaned


class YearForm(OwnForm):
    class Meta:
        model, fields = CalendarYear, ("year", "source")
