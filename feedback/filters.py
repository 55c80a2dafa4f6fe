"""The filters of assignments, shared by pages and API."""

import django_filters
from django import forms
from django.utils import timezone

from feedback.models import Assignment, AssignmentState, Source


class AssignmentFilter(django_filters.FilterSet):
    """Assignments by words, unit, state, source, deadline and lateness."""

    q = django_filters.CharFilter(label="事项", field_name="subject", lookup_expr="contains", max_length=60)
    unit = django_filters.CharFilter(label="单位", field_name="unit_name", lookup_expr="contains", max_length=60)
    state = django_filters.ChoiceFilter(label="状态", choices=AssignmentState.choices, empty_label="全部")
    source = django_filters.ChoiceFilter(label="来源", choices=Source.choices, empty_label="全部")
    due_from = django_filters.DateFilter(label="截止日期自", field_name="due_on", lookup_expr="gte")
    due_to = django_filters.DateFilter(label="截止日期至", field_name="due_on", lookup_expr="lte")
    open = django_filters.BooleanFilter(label="只看未办结", method="only_open", widget=forms.CheckboxInput)
    overdue = django_filters.BooleanFilter(label="只看逾期", method="only_overdue", widget=forms.CheckboxInput)

    class Meta:
        model = Assignment
        fields = ("q", "unit", "state", "source", "due_from", "due_to", "open", "overdue")

    def only_open(self, queryset, name, value):
        return queryset.open() if value else queryset

    def only_overdue(self, queryset, name, value):
        return queryset.overdue(timezone.localdate()) if value else queryset
