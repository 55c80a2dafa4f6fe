"""Statistics: figures by session and dimension with charts, the list behind each number, and the big screen of the hall."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

import tables
from reports.permissions import COUNTS, SEES_STATISTICS
from reports.statistics.charts import charts
from reports.statistics.files import list_table, note, statistics_table
from reports.statistics.grids import grids
from reports.statistics.lists import behind, link_of
from reports.statistics.offered import offered
from reports.statistics.screens import screen_of
from reports.statistics.wanted import StatisticsForm
from reports.views.tabs import tabs
from workflow import pages
from workflow.refusals import Refused


def _offered(request, roles=COUNTS):
    """What the person may have counted. Raises Http404 for who may nothing by his posts."""
    if not request.user.access.roles & roles:
        raise Http404
    return offered(request.user)


def statistics(request):
    """What the address asks for, as tables with charts; or as a file."""
    found = _offered(request)
    context = {"tabs": tabs(request), "formats": tables.FORMATS}
    if not found:
        return render(request, "reports/statistics.html", context)
    form = StatisticsForm(request.GET, offered=found)
    if not form.is_valid():
        if "format" in request.GET:
            told = [f"{form.fields[name].label}：{' '.join(errors)}" for name, errors in form.errors.items()]
            raise Refused(f"条件不对，没有导出。{'；'.join(told)}")
        return render(request, "reports/statistics.html", context | {"form": form})
    found = grids(form.wanted)
    if request.GET.get("format") in tables.FORMATS:
        return tables.response(statistics_table(form.wanted, found), request.GET["format"])
    panels = [{"grid": grid, "charts": _numbered(number, charts(grid))} for number, grid in enumerate(found, 1)]
    context |= {"form": form, "panels": panels, "note": note(form.wanted), "wanted": form.wanted}
    return render(request, "reports/statistics.html", context)


def _numbered(number, found):
    """[(id of its data, chart)] of the charts of a panel."""
    return [(f"chart-{number}-{place}", chart) for place, chart in enumerate(found, 1)]


def behind_number(request):
    """The list behind one number, page by page; or as a file."""
    found = behind(request.GET, _offered(request), request.user)
    if request.GET.get("format") in tables.FORMATS:
        return tables.response(list_table(found), request.GET["format"])
    page = pages.KeysetPage(found.rows, request.GET.get("after"))
    rows = [{"row": row, "url": link_of(row)} for row in page.rows]
    context = {"found": found, "rows": rows, "next": page.next, "formats": tables.FORMATS}
    return render(request, "reports/statistics_list.html", context)


def screen(request):
    """The big screen of the hall: a session in a few large numbers, fetched anew by itself."""
    sessions = _offered(request, SEES_STATISTICS).whole
    chosen = next((each for each in sessions if str(each.pk) == request.GET.get("session")), sessions[0] if sessions else None)
    context = {"sessions": sessions, "chosen": chosen, "now": timezone.now()}
    if chosen:
        shown = screen_of(chosen)
        context |= {"shown": shown, "charts": _numbered("screen", shown.charts)}
    return render(request, "reports/screen.html", context)
