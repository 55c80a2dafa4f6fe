"""The filters of notices and of deliveries."""

import django_filters

from organizations.filters import Narrowing
from workflow.models import ChannelKind, Delivery, DeliveryStatus, Notice


class NoticeFilter(Narrowing):
    """Notices that are unread, or read."""

    unread = django_filters.BooleanFilter(label="只看未读（true），只看已读（false）", field_name="read_at", lookup_expr="isnull")

    class Meta:
        model = Notice
        fields = ("unread",)


class DeliveryFilter(Narrowing):
    """Deliveries by what became of them and by channel."""

    status = django_filters.ChoiceFilter(label="状态", choices=DeliveryStatus)
    channel = django_filters.ChoiceFilter(label="渠道", choices=ChannelKind, field_name="channel__kind")

    class Meta:
        model = Delivery
        fields = ("status", "channel")
