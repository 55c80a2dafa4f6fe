"""The filter of notices."""

import django_filters

from workflow.models import Notice


class NoticeFilter(django_filters.FilterSet):
    """Notices that are unread, or read."""

    unread = django_filters.BooleanFilter(label="只看未读（true），只看已读（false）", field_name="read_at", lookup_expr="isnull")

    class Meta:
        model = Notice
        fields = ("unread",)
