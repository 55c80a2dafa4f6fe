"""The filters of places, units, people and meetings, shared by pages and API."""

import django_filters

from organizations.models import Body, CounterpartLink, Meeting, Membership, Person, Portfolio, Role, Unit, UnitKind
from tables.refusals import Refused


class Narrowing(django_filters.FilterSet):
    """Filters of a list: a value that is none finds nothing and is told at its field, where it would otherwise be left out in silence.

    What is asked for as a file is refused with the sentences instead.
    """

    @property
    def qs(self):
        if not self.is_bound or self.form.is_valid():
            return super().qs
        if "format" in self.data:
            wrong = [f"{self.form.fields[name].label}：{' '.join(told)}" for name, told in self.form.errors.items()]
            raise Refused(f"筛选条件不对，没有导出。{'；'.join(wrong)}")
        return self.queryset.none()


class OfUnitFilter(django_filters.CharFilter):
    """Rows of a unit, by part of any name it bears or bore."""

    def filter(self, qs, value):
        return qs.filter(unit__in=Unit.objects.search(value)) if value else qs


def place():
    """Rows of one jurisdiction, by its code."""
    return django_filters.CharFilter(label="地区代码", field_name="jurisdiction__code", max_length=30)


class YearFilter(django_filters.NumberFilter):
    """A year; a number no year can have finds nothing rather than failing."""

    def filter(self, queryset, value):
        if value is not None and not 1 <= value <= 9999:
            return queryset.none()
        return super().filter(queryset, value)


class DatedFilter(Narrowing):
    """Rows of a place that are in force on a day."""

    jurisdiction = place()
    on = django_filters.DateFilter(label="在这一天有效", method="in_force")

    def in_force(self, queryset, name, value):
        return queryset.on(value)


class UnitFilter(DatedFilter):
    """Units by part of any name they bear or bore, kind, place and day."""

    q = django_filters.CharFilter(label="名称（含曾用名）", method="by_name", max_length=60)
    kind = django_filters.ChoiceFilter(label="类别", choices=UnitKind.choices, empty_label="全部")

    class Meta:
        model = Unit
        fields = ("q", "kind", "jurisdiction", "on")

    def by_name(self, queryset, name, value):
        return queryset.search(value)


class PersonFilter(Narrowing):
    """People by name, and by role or unit of any post."""

    q = django_filters.CharFilter(label="姓名", field_name="name", lookup_expr="contains", max_length=40)
    role = django_filters.ChoiceFilter(label="角色", choices=Role.choices, method="by_role", empty_label="全部")
    unit = django_filters.UUIDFilter(label="单位", method="by_unit")

    class Meta:
        model = Person
        fields = ("q", "role", "unit")

    def _posts(self):
        return Membership.objects.visible_to(self.request.user)

    def by_role(self, queryset, name, value):
        return queryset.filter(pk__in=self._posts().filter(role=value).values("person"))

    def by_unit(self, queryset, name, value):
        return queryset.filter(pk__in=self._posts().filter(unit__public_id=value).values("person"))


class MembershipFilter(DatedFilter):
    """Posts by role, person, unit, place and day."""

    role = django_filters.ChoiceFilter(label="角色", choices=Role.choices, empty_label="全部")
    person = django_filters.UUIDFilter(label="人员", field_name="person__public_id")
    unit = django_filters.UUIDFilter(label="单位", field_name="unit__public_id")

    class Meta:
        model = Membership
        fields = ("role", "person", "unit", "jurisdiction", "on")


class PortfolioFilter(DatedFilter):
    """Portfolios by leader and unit."""

    leader = django_filters.UUIDFilter(label="领导", field_name="leader__public_id")
    unit = django_filters.UUIDFilter(label="分管单位", field_name="units__public_id")

    class Meta:
        model = Portfolio
        fields = ("leader", "unit", "jurisdiction", "on")


class CounterpartFilter(DatedFilter):
    """Standing contacts by committee and department."""

    committee = django_filters.UUIDFilter(label="专委会", field_name="committee__public_id")
    unit = django_filters.UUIDFilter(label="对口部门", field_name="unit__public_id")

    class Meta:
        model = CounterpartLink
        fields = ("committee", "unit", "jurisdiction", "on")


class MeetingFilter(Narrowing):
    """Meetings by body, term and day."""

    jurisdiction = place()
    body = django_filters.ChoiceFilter(label="会议类别", choices=Body.choices, empty_label="全部")
    since = django_filters.DateFilter(label="召开日期自", field_name="held_on", lookup_expr="gte")
    until = django_filters.DateFilter(label="召开日期至", field_name="held_on", lookup_expr="lte")

    class Meta:
        model = Meeting
        fields = ("body", "since", "until", "jurisdiction")


class PlaceFilter(Narrowing):
    """Rows of one place."""

    jurisdiction = place()
