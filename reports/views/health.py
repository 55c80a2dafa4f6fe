"""资料体检: every check with how many rows want mending, and each one's list, page by page."""

from django.http import Http404
from django.shortcuts import render

import tables
from reports.health import CHECKS, look
from reports.health.lists import counted, health_table, page_of_row, rows_table
from reports.permissions import SEES_HEALTH
from reports.views.tabs import tabs
from workflow import pages


def may_look(request):
    """Raise Http404 for who looks after no place's data."""
    if not request.user.access.roles & SEES_HEALTH:
        raise Http404


def health(request):
    """All checks by subject; with a format the same as a file."""
    may_look(request)
    found = counted(request.user)
    if request.GET.get("format") in tables.FORMATS:
        return tables.response(health_table(found), request.GET["format"])
    groups = {}
    for each, number in found:
        groups.setdefault(each.group, []).append((each, number))
    context = {"tabs": tabs(request), "groups": groups.items(), "wrong": sum(bool(number) for _, number in found), "all": len(found)}
    return render(request, "reports/health.html", context | {"formats": tables.FORMATS})


def health_check(request, code):
    """The rows of one check."""
    may_look(request)
    if code not in CHECKS:
        raise Http404
    rows = CHECKS[code].rows(look(request.user))
    if request.GET.get("format") in tables.FORMATS:
        return tables.response(rows_table(CHECKS[code], rows), request.GET["format"])
    page = pages.KeysetPage(rows, request.GET.get("after"))
    listed = [(row, page_of_row(row)) for row in page.rows]
    context = {"check": CHECKS[code], "rows": listed, "next": page.next, "formats": tables.FORMATS}
    return render(request, "reports/health_check.html", context)
