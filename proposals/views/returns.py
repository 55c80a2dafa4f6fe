"""退回情况: how often units gave cases back, and whether they were right."""

from django.http import Http404
from django.shortcuts import render

import tables
from proposals import statistics
from proposals.filters import session_of, sessions
from proposals.models.allocations import WATCHERS
from proposals.tables import return_table
from proposals.views.tabs import tabs


def returns(request):
    """The table of one session (`?session=`) or of all, with `?format=` as a file; for those who assign, lead or audit."""
    if not request.user.access.where(*WATCHERS):
        raise Http404
    offered = sessions(request).order_by("-term__number", "-number")
    chosen = session_of(offered, request.GET.get("session", ""))
    rows = statistics.returned(statistics.of_session(request.user, chosen))
    if request.GET.get("format") in tables.FORMATS:
        return tables.response(return_table(chosen, rows, statistics.total(rows)), request.GET["format"])
    context = {
        "tabs": tabs(request),
        "rows": rows,
        "total": statistics.total(rows),
        "sessions": offered,
        "chosen": chosen,
        "formats": tables.FORMATS,
    }
    return render(request, "proposals/returns.html", context)
