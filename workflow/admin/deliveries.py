"""Channels, and what became of each message: kept by system administrators, who see whom it went to but not what it said."""

from django.contrib import admin

from organizations.admin.base import OwnAdmin, ReadOnly
from organizations.permissions import SYSTEM
from workflow.channel_forms import CHANNEL_FORMS, DELIVERY_FORMS, ChannelForm
from workflow.models import Channel, Delivery, DeliveryStatus


@admin.register(Channel)
class ChannelAdmin(OwnAdmin):
    rank = 72
    readers = keepers = SYSTEM
    form = ChannelForm
    fields = ("jurisdiction", "kind", "address", "secret", "body", "success_mark", "per_minute", "is_on", "paused_until", "last_error")
    readonly_fields = ("paused_until", "last_error")
    list_display = ("kind", "jurisdiction", "host", "is_on", "paused_until", "last_error")
    list_select_related = ("jurisdiction",)
    fixed = ("jurisdiction", "kind")
    secret_fields = ("address", "secret")
    act_forms = CHANNEL_FORMS
    empty = "还没有通知渠道：通知只在系统内显示。新增电子邮件、企业微信、钉钉或短信网关后，新的通知同时发往系统外。"


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly, OwnAdmin):
    rank = 73
    readers = keepers = SYSTEM
    fields = ("person", "channel", "status", "sent_to", "attempts", "created_at", "next_at", "sent_at", "last_error", "message_id")
    list_display = ("created_at", "person", "channel", "status", "attempts", "sent_at", "last_error")
    list_select_related = ("person", "channel__jurisdiction")
    list_filter = ("status", "channel__kind")
    search_fields = ("person__name", "message_id")
    act_forms = DELIVERY_FORMS
    empty = "还没有发往系统外的通知。"

    def may_act(self, request, obj, name):
        open_ones = [DeliveryStatus.DEAD] if name == "retry" else [DeliveryStatus.DEAD, DeliveryStatus.WAITING]
        return obj.status in open_ones and self.holds(request, SYSTEM, obj)
