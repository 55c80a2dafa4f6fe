"""The filters of the audit trail and of notices."""

import django_filters

from workflow.models import Event, Notice


class EventFilter(django_filters.FilterSet):
    """Events by person, object, move, channel and time."""

    person = django_filters.CharFilter(label="操作人姓名", field_name="by_name", lookup_expr="contains", max_length=40)
    object = django_filters.CharFilter(label="对象名称", field_name="subject_label", lookup_expr="contains", max_length=60)
    kind = django_filters.CharFilter(label="对象类别，如 planitem", field_name="subject_type__model", max_length=40)
    move = django_filters.CharFilter(label="操作代码", field_name="move", max_length=40)
    channel = django_filters.CharFilter(label="渠道", field_name="channel", max_length=10)
    since = django_filters.DateFilter(label="记录日期自", field_name="recorded_at", lookup_expr="date__gte")
    until = django_filters.DateFilter(label="记录日期至", field_name="recorded_at", lookup_expr="date__lte")

    class Meta:
        model = Event
        fields = ("person", "object", "kind", "move", "channel", "since", "until")


class NoticeFilter(django_filters.FilterSet):
    """Notices that are unread, or read."""

    unread = django_filters.BooleanFilter(label="只看未读（true），只看已读（false）", field_name="read_at", lookup_expr="isnull")

    class Meta:
        model = Notice
        fields = ("unread",)
