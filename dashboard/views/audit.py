"""The auditor's page: who changed what, when, from where."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

import tables
from dashboard import trail
from dashboard.forms import TrailForm
from organizations.models import Role
from tables import Column, Table

COLUMNS = (
    Column("at", "时间", 16),
    Column("by", "操作人", 10),
    Column("acting_for", "代谁操作", 10),
    Column("label", "操作", 20),
    Column("kind", "对象类别", 10),
    Column("subject", "对象", 30),
    Column("before", "改前", 30),
    Column("after", "改后", 30),
    Column("reason", "理由", 20),
    Column("channel", "渠道", 8),
    Column("remote_addr", "来源地址", 14),
)
BATCH = 1000


def audit(request):
    """The trail of the places where the person is auditor; 404 for anybody else. `?format=` exports what was found."""
    places = request.user.access.where(Role.AUDITOR)
    if not places:
        raise Http404
    form = TrailForm(request.GET)
    wanted = form.wanted()
    if request.GET.get("format") in tables.FORMATS:
        note = f"{timezone.localtime():%Y-%m-%d %H:%M} 由{request.user}导出"
        return tables.response(Table("操作记录", COLUMNS, _lines(places, wanted), note), request.GET["format"])
    page = trail.entries(places, wanted, request.GET.get("after"))
    return render(request, "dashboard/audit.html", {"rows": page.rows, "next": page.next, "form": form, "formats": tables.FORMATS})


def _lines(places, wanted):
    """All that was found as rows of the export, read a thousand at a time."""
    after = ""
    while after is not None:
        page = trail.entries(places, wanted, after, size=BATCH)
        for entry in page.rows:
            before = "\n".join(f"{field}：{old}" for field, old, _ in entry.changes if old)
            now = "\n".join(f"{field}：{new}" for field, _, new in entry.changes if new)
            yield vars(entry) | {"before": before, "after": now}
        after = page.next
