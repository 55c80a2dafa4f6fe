"""The filters of reminders and cards, shared by pages and API."""

import django_filters
from django.db.models import Q

from organizations.forms import DATE
from organizations.models import Unit
from supervision.models import Card, CardState, Colour, DutyKind, Reminder

SORTS = [("clock", "按期提醒"), ("chase", "人工催办"), ("held", "暂缓")]


class ReminderFilter(django_filters.FilterSet):
    """Reminders by person, unit, matter, kind of duty, day; `sort`: sent by the clock, chased by hand, held back."""

    q = django_filters.CharFilter(label="事项", field_name="subject", lookup_expr="contains", max_length=60)
    person = django_filters.CharFilter(label="收件人", field_name="person__name", lookup_expr="contains", max_length=40)
    unit = django_filters.CharFilter(label="单位", method="by_unit", max_length=60)
    kind = django_filters.ChoiceFilter(label="类别", choices=DutyKind.choices, empty_label="全部")
    sort = django_filters.ChoiceFilter(label="方式", choices=SORTS, method="by_sort", empty_label="全部")
    on = django_filters.DateFilter(label="提醒日期", widget=DATE)

    class Meta:
        model = Reminder
        fields = ("q", "person", "unit", "kind", "sort", "on")

    def by_unit(self, queryset, name, value):
        return queryset.filter(unit__in=Unit.objects.search(value))

    def by_sort(self, queryset, name, value):
        wanted = {"clock": Q(is_held=False, tier__isnull=False), "chase": Q(tier__isnull=True), "held": Q(is_held=True)}
        return queryset.filter(wanted[value])


class CardFilter(django_filters.FilterSet):
    """Cards and slips by state, colour, unit, matter and day of issue."""

    q = django_filters.CharFilter(label="事项", field_name="assignment__subject", lookup_expr="contains", max_length=60)
    unit = django_filters.CharFilter(label="单位", method="by_unit", max_length=60)
    colour = django_filters.ChoiceFilter(label="种类", choices=Colour.choices, empty_label="全部")
    state = django_filters.ChoiceFilter(label="状态", choices=CardState.choices, empty_label="全部")
    issued_from = django_filters.DateFilter(label="发出日期自", field_name="issued_on", lookup_expr="gte", widget=DATE)
    issued_to = django_filters.DateFilter(label="发出日期至", field_name="issued_on", lookup_expr="lte", widget=DATE)

    class Meta:
        model = Card
        fields = ("q", "unit", "colour", "state", "issued_from", "issued_to")

    def by_unit(self, queryset, name, value):
        return queryset.filter(unit__in=Unit.objects.search(value))
