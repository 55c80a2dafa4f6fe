"""The dates of the invented year, counted from today so that the demonstration is in full swing on any day."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from consultation.models import Precision

QUARTERS = "一二三四"


@dataclass(frozen=True)
class Window:
    """A time as printed, and the days it means."""

    text: str
    precision: str
    start: date | None
    end: date | None


@dataclass(frozen=True)
class Timeline:
    """The running year as seen on `today`. Windows stay within the year, past days between the issue of the plan and today."""

    today: date

    @property
    def year(self):
        return self.today.year

    @property
    def issued_on(self):
        """The plan is issued in January; in the first weeks of a year it was in December."""
        january = date(self.year, 1, 20)
        return january if self.today >= january + timedelta(days=31) else date(self.year - 1, 12, 15)

    def past(self, days):
        """The day `days` before today, but after the issue."""
        return max(self.issued_on + timedelta(days=1), self.today - timedelta(days=days))

    def held(self, spec):
        """A day within a window on which something was held: its third week, but before today where the window has begun."""
        window = self.window(spec)
        return max(window.start, min(window.start + timedelta(days=20), window.end, self.today - timedelta(days=3)))

    def window(self, spec):
        """The window of a time in the data: null, "year", {"month": from this one}, {"months": [from, to]}, {"fixed": month},
        {"quarter": from this one}, {"half": 1 or 2}, {"day": [month, day]}, {"ago": days}."""
        if spec is None:
            return Window("", Precision.NONE, None, None)
        if spec == "year":
            return Window("全年", Precision.ALL_YEAR, date(self.year, 1, 1), date(self.year, 12, 31))
        ((kind, value),) = spec.items()
        return getattr(self, "_" + kind)(value)

    def _month(self, offset):
        return self._fixed(self._clipped(offset))

    def _fixed(self, month):
        return Window(f"{month}月", Precision.MONTH, *self._span(month, month))

    def _months(self, offsets):
        first, last = map(self._clipped, offsets)
        return Window(f"{first}月至{last}月", Precision.RANGE, *self._span(first, last))

    def _quarter(self, offset):
        quarter = min(3, max(0, (self.today.month - 1) // 3 + offset))
        return Window(f"第{QUARTERS[quarter]}季度", Precision.QUARTER, *self._span(quarter * 3 + 1, quarter * 3 + 3))

    def _half(self, number):
        return Window("上下"[number - 1] + "半年", Precision.HALF_YEAR, *self._span(number * 6 - 5, number * 6))

    def _day(self, day):
        return self._on(date(self.year, *day))

    def _ago(self, days):
        return self._on(max(date(self.year, 1, 1), self.today - timedelta(days=days)))

    @staticmethod
    def _on(day):
        return Window(f"{day.month}月{day.day}日", Precision.DAY, day, day)

    def _clipped(self, offset):
        return min(12, max(1, self.today.month + offset))

    def _span(self, first, last):
        return date(self.year, first, 1), date(self.year, last, calendar.monthrange(self.year, last)[1])
