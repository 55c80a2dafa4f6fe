"""The trail, for auditors alone; nobody writes in it."""

from django.contrib import admin
from django.utils.html import format_html_join

from organizations.admin.base import OwnAdmin, ReadOnly
from organizations.admin.filters import own
from organizations.models import Role
from organizations.words import text_of
from workflow.admin.moved import differences
from workflow.models import Event
from workflow.origin import CHANNELS


class ChannelFilter(admin.SimpleListFilter):
    """By where the change came from."""

    title, parameter_name = "渠道", "channel"

    def lookups(self, request, model_admin):
        return list(CHANNELS.items())

    def queryset(self, request, queryset):
        return queryset.filter(channel=self.value()) if self.value() in CHANNELS else queryset


@admin.register(Event)
class EventAdmin(ReadOnly, OwnAdmin):
    rank = 80
    readers = keepers = (Role.AUDITOR,)
    list_display = ("recorded_at", "by_name", "label", "subject_label", "states", "on", "channel_label", "jurisdiction")
    list_display_links = ("recorded_at", "label")
    list_select_related = ("jurisdiction", "subject_type")
    list_filter = (ChannelFilter, "label", own("jurisdiction"))
    search_fields = ("subject_label", "by_name", "reason", "label")
    date_hierarchy = "recorded_at"
    fields = (
        *("recorded_at", "on", "by_name", "acting_for", "label", "subject_kind", "subject_label"),
        *("states", "changes", "reason", "channel_label", "remote_addr", "request_id", "place_name"),
    )

    @admin.display(description="地区")
    def place_name(self, event):
        """In words: the register of places is not for everybody who reads the trail."""
        return str(event.jurisdiction or "")

    @admin.display(description="改动（前 → 后）")
    def changes(self, event):
        lines = differences(event, event.subject_type.model_class())
        return format_html_join("；", "{}：{} → {}", ((what, old or "（空）", new or "（空）") for what, old, new in lines)) or "—"

    @admin.display(description="状态")
    def states(self, event):
        model = event.subject_type.model_class()
        names = [text_of(model, "state", state) for state in (event.from_state, event.to_state) if state]
        return " → ".join(dict.fromkeys(names)) or "—"

    @admin.display(description="对象类别")
    def subject_kind(self, event):
        return event.subject_type.model_class()._meta.verbose_name

    @admin.display(description="渠道", ordering="channel")
    def channel_label(self, event):
        return CHANNELS.get(event.channel, "其他")

    def trail(self, request, obj):
        return []
