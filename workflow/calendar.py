"""Counting days: working days by our own table, months clipped to the month's end, with the steps of the count.

A year whose holidays are not published yet is counted by the week alone, and the result is marked provisional.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from organizations.rules import anchor_label
from workflow.models import CalendarDay, CalendarYear

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Due:
    """A counted deadline: the day, the steps in Chinese, and whether a year on the way has no published calendar yet."""

    on: date
    steps: tuple[str, ...]
    provisional: bool


class WorkCalendar:
    """The working calendar over the years it is asked about; each year is read once per instance.

    `proposed`: a `workflow.holidays.Reading` whose year is taken as if it had been published.
    """

    def __init__(self, proposed=None):
        self._days = {}
        self._known = {}
        self._counted = {}
        if proposed:
            self._known[proposed.year] = True
            self._days.update({day: is_workday for day, (is_workday, _) in proposed.differing.items()})

    def _load(self, year):
        if year not in self._known:
            self._known[year] = CalendarYear.objects.filter(pk=year).exists()
            self._days.update(CalendarDay.objects.filter(day__year=year).values_list("day", "is_workday"))

    def knows(self, year):
        self._load(year)
        return self._known[year]

    def is_workday(self, day):
        self._load(day.year)
        return self._days.get(day, day.weekday() < 5)

    def add_workdays(self, start, amount):
        """The `amount`-th working day after `start` (the start itself not counted; 0 = start)."""
        day = start
        while amount:
            day += timedelta(days=1)
            amount -= self.is_workday(day)
        return day

    def subtract_workdays(self, end, amount):
        """The `amount`-th working day before `end`."""
        day = end
        while amount:
            day -= timedelta(days=1)
            amount -= self.is_workday(day)
        return day

    def roll(self, day):
        """`day`, or the next working day where it is none."""
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day

    def workdays_between(self, start, end):
        """Working days after `start` up to and including `end`."""
        return sum(self.is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    def roll_back(self, day):
        """`day`, or the last working day before it where it is none."""
        while not self.is_workday(day):
            day -= timedelta(days=1)
        return day

    def by_rule(self, rules, key, starts, *, name):
        """The deadline that the rule `key` of `rules` (a rules section) gives; `starts` = {anchor: day} of what has happened.

        A rule counted from another one of its section takes that one's last day. The same question is counted once.
        """
        question = (rules, key, tuple(starts.items()), name)
        if question not in self._counted:
            self._counted[question] = self._by_rule(*question[:2], starts, name)
        return self._counted[question]

    def _by_rule(self, rules, key, starts, name):
        period = getattr(rules, key)
        if period.anchor in starts:
            return self.count(starts[period.anchor], period, name=name, event=anchor_label(type(rules), period.anchor))
        label = rules.labels[period.anchor]
        base = self.by_rule(rules, period.anchor, starts, name=label)
        due = self.count(base.on, period, name=name, event=label)
        return Due(due.on, (name, *base.steps[1:], *due.steps[1:]), base.provisional or due.provisional)

    def count(self, start, period, *, name, event="起算"):
        """The deadline that lies `period` from `start` (a date). `event` names what happened that day (交办, 印发 …)."""
        day, way = self._reach(start, period)
        steps = [f"{start:%Y-%m-%d} {event} {way} = {day:%Y-%m-%d}（周{WEEKDAYS[day.weekday()]}，{self._kind(day)}）"]
        if period.roll and not self.is_workday(day):
            day, word = (self.roll_back(day), "提前") if period.before else (self.roll(day), "顺延")
            steps.append(f"非工作日{word}至 {day:%Y-%m-%d}（周{WEEKDAYS[day.weekday()]}，工作日）")
        asks = period.roll or period.unit == "workday" and not period.fixed  # else the date is the same whatever the holidays are
        unknown = [year for year in range(min(start, day).year, max(start, day).year + 1) if asks and not self.knows(year)]
        if unknown:
            steps.append(f"{'、'.join(map(str, unknown))}年放假安排尚未公布，此日期为暂定。")
        if period.source:
            steps.append(f"依据：{period.source}")
        return Due(day, (name, *steps), bool(unknown))

    def _reach(self, start, period):
        """(the day that a period leads to, before it is rolled; the way there in words)."""
        if period.fixed:
            return next_fixed(start, period.fixed), f"以后的 {period}"
        if period.unit == "workday":
            day = self.subtract_workdays(start, period.amount) if period.before else self.add_workdays(start, period.amount)
        elif period.unit == "day":
            day = start + timedelta(days=-period.amount if period.before else period.amount)
        else:
            day = add_months(start, -period.amount if period.before else period.amount)
        return day, f"{'−' if period.before else '+'} {period}"

    def _kind(self, day):
        return "工作日" if self.is_workday(day) else "非工作日"


def add_months(day, months):
    """The same day of the month `months` later, or the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def next_fixed(start, month_day):
    """The first day "month-day" after `start`."""
    month, day = map(int, month_day.split("-"))
    found = date(start.year, month, day)
    return found if found > start else date(start.year + 1, month, day)


def due_fields(due):
    """A counted deadline as the fields of a `DueModel`."""
    return {"due_on": due.on, "due_rule": due.steps[0], "due_steps": list(due.steps[1:]), "due_provisional": due.provisional}
