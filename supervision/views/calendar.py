"""公布工作日历: the notice of a year's holidays pasted or uploaded, read into days, what it moves shown, then taken over."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from supervision import actions
from supervision.forms import HolidayForm
from supervision.permissions import keeps_calendar
from workflow.holidays import read_holidays
from workflow.models import CalendarDay, CalendarYear
from workflow.refusals import Refused

MOST = 200


def publish(request):
    """GET: the form; POST: what was read, what would change; POST with `confirm`: it is taken over."""
    if not keeps_calendar(request.user):
        raise Http404
    form = HolidayForm(request.POST or None, request.FILES or None)
    context = {"form": form, "years": CalendarYear.objects.order_by("-year")[:5]}
    if request.method != "POST" or not form.is_valid():
        return render(request, "supervision/calendar.html", context, status=400 if request.method == "POST" else 200)
    reading = read_holidays(form.cleaned_data["source"])
    if "confirm" in request.POST:
        try:
            moved = actions.publish(reading, by=request.user, source=form.cleaned_data["basis"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{reading.year}年工作日历已公布，重新计算了 {len(moved)} 个期限。")
            return redirect("supervision:calendar")
    moved = [] if reading.faults else actions.moved_by(reading)
    context |= {"reading": reading, "changes": changes(reading), "moved": moved[:MOST], "moved_total": len(moved)}
    return render(request, "supervision/calendar.html", context | {"text": form.cleaned_data["source"]}, status=409 if form.errors else 200)


def changes(reading):
    """[(day, name, what it becomes, what it was)] of the days of the year that change."""
    if reading.year is None:
        return []
    stood = {row.day: row.is_workday for row in CalendarDay.objects.filter(day__year=reading.year)}
    wanted = {day: each[0] for day, each in reading.differing.items()}
    names = {day: each[1] for day, each in reading.days.items()}
    found = []
    for day in sorted(stood.keys() | wanted.keys()):
        usual = day.weekday() < 5
        before, after = stood.get(day, usual), wanted.get(day, usual)
        if before != after:
            found.append((day, names.get(day, ""), _word(after), _word(before)))
    return found


def _word(is_workday):
    return "上班" if is_workday else "放假"
