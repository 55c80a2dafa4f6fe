"""The calendar a person's own calendar program asks for; a secret address instead of a login."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db.models import Min
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from consultation.models import PlanItem, Precision
from consultation.models.items import OFF_STATES
from consultation.statistics import with_units
from consultation.views.lines import line_of, short_label
from organizations.models import Person

MOST = 2_000


@login_not_required
@require_safe
def feed(request, feed_key):
    """All dated items its owner may see today but those postponed, as all-day events; 404 for a key nobody has (any more)."""
    person = get_object_or_404(Person, feed_key=feed_key, is_active=True)
    items = PlanItem.objects.visible_to(person).exclude(precision=Precision.NONE).exclude(state__in=OFF_STATES)
    items = with_units(items.select_related("plan").defer("plan__source_text", "source_spans"))
    items = items.annotate(meets_on=Min("meetings__held_on")).order_by("-window_end", "-pk")[:MOST]
    calendar = Calendar()
    calendar.add("prodid", "-//zhengxie//annual plans//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "政协年度计划")
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    for item in items:
        calendar.add_component(_event(item, request))
    answer = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="plan.ics"'
    answer["Cache-Control"] = "private, max-age=900"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _event(item, request):
    """One item on its day: held, met at, or, where only a span of time is fixed, the last day of it."""
    day = item.held_on or item.meets_on or item.window_end
    only_span = not item.held_on and not item.meets_on and item.precision != Precision.DAY
    line = line_of(item)
    lines = [
        f"计划只写“{item.time_text or item.get_precision_display()}”，暂列在最后一天。" if only_span else "",
        f"方式：{item.form}" if item.form else "",
        f"单位：{'、'.join(line.units + line.consulted)}" if line.units or line.consulted else "",
        f"政协承办：{'、'.join(line.hosts)}" if line.hosts else "",
        f"状态：{item.get_state_display()}",
        item.plan.title,
    ]
    event = Event()
    event.add("uid", f"{item.public_id}@zhengxie")
    event.add("dtstamp", item.created_at)
    event.add("sequence", item.version)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"【{short_label(item)}】{item.title}")
    event.add("description", "\n".join(filter(None, lines)))
    event.add("url", request.build_absolute_uri(reverse("consultation:item-detail", args=[item.public_id])))
    event.add("transp", "TRANSPARENT")
    event.add("status", "TENTATIVE" if only_span else "CONFIRMED")
    return event
