"""Reminders: the ledger of what was told to whom, what goes out next, what is held back."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

import tables
from organizations.models import Jurisdiction
from organizations.models.rulesets import rules_for
from supervision import actions
from supervision.filters import ReminderFilter
from supervision.forms import HoldForm
from supervision.models import Reminder
from supervision.permissions import CHASERS
from supervision.planning import Planned, next_morning, planned
from supervision.rules import SupervisionRules
from supervision.tables import reminder_table
from supervision.views.tabs import tabs
from workflow import pages

MOST = 500


def reminder_list(request):
    """提醒台账: one's own reminders, those of one's unit, and for who oversees all of the place."""
    filters = ReminderFilter(request.GET, Reminder.objects.visible_to(request.user), request=request)
    if request.GET.get("format") in tables.FORMATS:
        return tables.response(reminder_table(filters.qs), request.GET["format"])
    page = pages.KeysetPage(filters.qs.with_results(), request.GET.get("after"))
    context = {"tabs": tabs(request), "rows": page.rows, "next": page.next, "form": filters.form, "formats": tables.FORMATS}
    return render(request, "supervision/reminders.html", context)


def tomorrow(request):
    """将发提醒: what goes out on the next working morning, by person; each can be held back with a reason."""
    places = _places(request)
    found = [_morning(place) for place in places]
    return render(request, "supervision/tomorrow.html", {"tabs": tabs(request), "mornings": found})


def _places(request):
    places = Jurisdiction.objects.filter(pk__in=request.user.access.where(*CHASERS)).order_by("pk")
    if not places:
        raise Http404
    return places


def _morning(place):
    """The next morning of a place: its day and hour, the reminders, how many people, how many are held."""
    day = next_morning(place)
    found = planned(place, day)
    going = [each for each in found if each.held is None]
    return {
        "place": place,
        "day": day,
        "hour": rules_for(SupervisionRules, place, on=day).digest_hour,
        "rows": found[:MOST],
        "total": len(going),
        "people": len({each.person.pk for each in going}),
        "held": len(found) - len(going),
        "more": max(0, len(found) - MOST),
    }


@dataclass(frozen=True)
class Holding:
    """What the form of a hold is about: a planned reminder and the day it was to go out."""

    planned: Planned
    day: date

    def __str__(self):
        return f"{self.planned.person} {self.planned.duty.subject}"


def hold(request):
    """暂缓 one planned reminder, named by `?person=`, `?duty=` ("kind:row")."""
    for place in _places(request):
        day = next_morning(place)
        for each in planned(place, day):
            named = (str(each.person.public_id), each.duty.key) == (request.GET.get("person"), request.GET.get("duty"))
            if named and each.held is None:
                duty = each.duty
                about = [("收件人", each.person.name), ("事项", f"{duty.label}：{duty.subject}"), ("截止日期", f"{duty.due_on:%Y-%m-%d}")]
                back = reverse("supervision:tomorrow")
                context = {"about": about, "crumbs": [(back, "将发提醒")]}
                return pages.act(request, Holding(each, day), HoldForm, label="暂缓提醒", back=back, context=context)
    raise Http404


@require_POST
def release(request, public_id):
    """恢复 a held reminder."""
    held = Reminder.objects.visible_to(request.user).filter(is_held=True, jurisdiction__in=request.user.access.where(*CHASERS))
    actions.release(get_object_or_404(held, public_id=public_id), by=request.user)
    return redirect("supervision:tomorrow")


def of_link(request):
    """催办记录 of one matter, as a list on a page of its own: `?link=` is the address of the matter."""
    link = request.GET.get("link", "")[:200]
    rows = Reminder.objects.visible_to(request.user).about(link)
    if not link.startswith("/") or link.startswith("//"):
        raise Http404
    return render(request, "supervision/ledger.html", {"rows": rows[:MOST], "link": link})
