"""The trail, for auditors alone; nobody writes in it."""

from django.contrib import admin
from django.utils.html import format_html_join

from organizations.admin.base import OwnAdmin, ReadOnly
from organizations.admin.filters import own
from organizations.models import Role
from workflow.admin.moved import differences
from workflow.models import Event


@admin.register(Event)
class EventAdmin(ReadOnly, OwnAdmin):
    rank = 80
    readers = keepers = (Role.AUDITOR,)
    list_display = ("recorded_at", "by_name", "label", "subject_label", "from_state", "to_state", "on", "channel", "jurisdiction")
    list_display_links = ("recorded_at", "label")
    list_select_related = ("jurisdiction",)
    list_filter = ("channel", "label", own("jurisdiction"))
    search_fields = ("subject_label", "by_name", "reason", "label")
    date_hierarchy = "recorded_at"
    fields = (
        *("recorded_at", "on", "by_name", "acting_for", "label", "move", "subject_type", "subject_label", "subject_id"),
        *("from_state", "to_state", "changes", "reason", "channel", "remote_addr", "request_id", "jurisdiction"),
    )

    @admin.display(description="改动（前 → 后）")
    def changes(self, event):
        return format_html_join("；", "{}：{} → {}", differences(event, None)) or "—"

    def trail(self, request, obj):
        return []
