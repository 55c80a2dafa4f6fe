"""Notices: unread first; reading one marks it and opens what it is about."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

import tables
from workflow.models import Notice
from workflow.pages import PAGE_SIZE, KeysetPage


def notices(request):
    """The unread ones on top of the first page, then those read."""
    mine = Notice.objects.visible_to(request.user)
    if "format" in request.GET:
        return tables.response(notice_table(mine.select_related("jurisdiction").order_by("-pk")), request.GET["format"])
    page = KeysetPage(mine.filter(read_at__isnull=False), request.GET.get("after"))
    context = {"unread": mine.unread()[:PAGE_SIZE] if page.first else [], "rows": page.rows, "next": page.next}
    context["formats"] = tables.FORMATS
    return render(request, "dashboard/notices.html", context)


def notice_table(notices):
    """Notices as a table."""
    columns = (
        tables.Column("created_at", "时间", 17),
        tables.Column("title", "通知", 40),
        tables.Column("text", "内容", 50),
        tables.Column("jurisdiction", "地区", 10),
        tables.Column("read_at", "阅读时间", 17),
    )
    rows = (vars(notice) | {"jurisdiction": str(notice.jurisdiction or "")} for notice in notices)
    return tables.Table("通知", columns, rows)


@require_POST
def open_notice(request, pk):
    """Mark one notice as read and go to what it is about."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    Notice.objects.filter(pk=pk, read_at__isnull=True).update(read_at=timezone.now())
    inside = url_has_allowed_host_and_scheme(notice.link, allowed_hosts=None)
    return redirect(notice.link if inside else "dashboard:notices")


@require_POST
def read_all(request):
    """Mark all notices as read."""
    count = Notice.objects.visible_to(request.user).unread().update(read_at=timezone.now())
    messages.success(request, f"已将 {count} 条通知标为已读。")
    return redirect("dashboard:notices")
