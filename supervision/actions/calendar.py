"""A year's holidays are published or changed: the days are taken over, and every running deadline they move is counted anew."""

from django.db import transaction
from django.utils import timezone

from feedback.actions import count_anew, recounted
from supervision.permissions import keeps_calendar
from workflow.calendar import WorkCalendar
from workflow.models import CalendarDay, CalendarYear
from workflow.refusals import Forbidden, Refused


def moved_by(reading):
    """[Recount] of the running deadlines that a reading's days would move, or make final."""
    found = recounted(WorkCalendar(reading), reading.year)
    return [each for each in found if each.before != each.after or _was_unsure(each) != each.provisional]


def _was_unsure(each):
    return getattr(each.assignment, each.due_on.removesuffix("on") + "provisional")


@transaction.atomic
def publish(reading, *, by, source, on=None):
    """Take a reading over as the year's calendar, in place of what stood there, and count the deadlines it moves anew; returns these.

    Their units are told. Raises Forbidden for who does not keep the calendar, Refused for a reading with faults.
    """
    on = on or timezone.localdate()
    if not keeps_calendar(by):
        raise Forbidden("只有系统管理员可以公布工作日历。")
    if reading.faults or not reading.days:
        raise Refused(reading.faults[0] if reading.faults else "没有读到放假安排。")
    moved = moved_by(reading)
    CalendarYear.objects.update_or_create(year=reading.year, defaults={"source": source})
    wanted, days = reading.differing, CalendarDay.objects.filter(day__year=reading.year)
    days.exclude(day__in=wanted).delete()
    for day, (is_workday, name) in wanted.items():
        CalendarDay.objects.update_or_create(day=day, defaults={"is_workday": is_workday, "name": name})
    for each in moved:
        count_anew(each, by=by, on=on)
    return moved
