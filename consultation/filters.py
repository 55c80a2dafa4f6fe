"""The filters of plans and items, shared by pages and API."""

import django_filters
from django import forms
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from consultation.models import AnnualPlan, ItemState, ItemUnit, PlanItem, PlanState, Precision
from consultation.rules import ConsultationRules, kinds_and_forms
from consultation.statistics import MISSING, reaches_nobody, without_contact
from feedback.lights import DayNumber, Lamps, LightFilter
from feedback.models import Assignment
from feedback.statistics import need
from organizations.filters import Narrowing, YearFilter
from workflow.forms import SuggestedInput

MONTHS = [(str(month), f"{month}月") for month in range(1, 13)] + [("all_year", "全年"), ("none", "未定时间")]
NO_CONTACT = ("contact", "未定联系人")
NO_MEMBERS = ("members", "群体未指明单位")


def _plain_text(value):
    return value.replace("\x00", "").strip()


class PlanFilter(Narrowing):
    """Plans by year, state and words of the title."""

    q = django_filters.CharFilter(label="标题", method="by_title", max_length=60)
    year = YearFilter(label="年度", widget=forms.NumberInput(attrs={"min": 1949, "max": 2100}))
    state = django_filters.ChoiceFilter(label="状态", choices=PlanState.choices, empty_label="全部")

    class Meta:
        model = AnnualPlan
        fields = ("q", "year", "state")

    def by_title(self, queryset, name, value):
        return queryset.filter(title__contains=_plain_text(value))


class KindFilter(django_filters.ChoiceFilter):
    """A kind by its code, among those of the places one sees; no schema lists them."""

    @property
    def field(self):
        field = super().field
        field.json_schema = {"type": "string", "maxLength": 20}
        return field


class PlanItemFilter(Narrowing):
    """Items by words, year, kind, form, unit, month, state, supervision, light, lateness and what the units still owe."""

    q = django_filters.CharFilter(label="题目", method="by_title", max_length=60)
    year = YearFilter(label="年度", field_name="plan__year", widget=forms.NumberInput(attrs={"min": 1949, "max": 2100}))
    kind = KindFilter(label="类别", choices=ConsultationRules.kinds, empty_label="全部")
    form = django_filters.CharFilter(label="方式", method="by_form", max_length=60, widget=SuggestedInput)
    unit = django_filters.CharFilter(label="单位", method="by_unit", max_length=60)
    month = django_filters.ChoiceFilter(label="时间", choices=MONTHS, method="by_month", empty_label="全部")
    state = django_filters.ChoiceFilter(label="状态", choices=ItemState.choices, empty_label="全部")
    missing = django_filters.ChoiceFilter(
        label="还缺什么", choices=[*MISSING, NO_CONTACT, NO_MEMBERS], method="by_missing", empty_label="全部"
    )
    light = LightFilter(method="by_light")
    supervisory = django_filters.BooleanFilter(label="只看监督性", method="only_supervisory", widget=forms.CheckboxInput)
    overdue = django_filters.BooleanFilter(label="只看逾期", method="only_overdue", widget=forms.CheckboxInput)

    class Meta:
        model = PlanItem
        fields = ("q", "year", "kind", "form", "unit", "month", "state", "missing", "light", "supervisory", "overdue")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request:
            self.filters["kind"].extra["choices"] = lambda: self._offered[0]
            self.filters["form"].extra["widget"] = widget = SuggestedInput()
            widget.suggestions = lambda: self._offered[1]

    @cached_property
    def _offered(self):
        """Kinds and forms of the places one sees, put together only where they are shown or checked."""
        return kinds_and_forms(self.request.user.access)

    def by_title(self, queryset, name, value):
        return queryset.filter(title__contains=_plain_text(value))

    def by_form(self, queryset, name, value):
        return queryset.filter(form__contains=_plain_text(value))

    def by_unit(self, queryset, name, value):
        """A unit by a part of the name printed in the plan, or of any name it bears."""
        text = _plain_text(value)
        named = Q(name__contains=text) | Q(unit__names__name__contains=text)
        return queryset.filter(pk__in=ItemUnit.reached.filter(named).values("item"))

    def by_month(self, queryset, name, value):
        """Items whose time touches a month of their plan's year; `all_year` by precision, `none` for those whose time is open."""
        if value == Precision.NONE:
            return queryset.undated()
        queryset = queryset.exclude(state=ItemState.POSTPONED)
        if value == Precision.ALL_YEAR:
            return queryset.filter(precision=value)
        month = int(value)
        begun = Q(window_start__month__lte=month) | Q(window_start__year__lt=F("plan__year"))
        going_on = Q(window_end__month__gte=month) | Q(window_end__year__gt=F("plan__year"))
        return queryset.exclude(precision=Precision.ALL_YEAR).filter(begun, going_on)

    def by_missing(self, queryset, name, value):
        """Items of which a unit, as far as the asking person sees it, has named nobody, filed no work plan, or waits for the answer;
        `contact`: those without a contact on one of the two sides; `members`: those whose only units are groups without units."""
        if value == NO_MEMBERS[0]:
            return queryset.filter(pk__in=PlanItem.objects.open().filter(reaches_nobody()).values("pk"))
        if value == NO_CONTACT[0]:
            return queryset.filter(pk__in=PlanItem.objects.open().filter(without_contact()).values("pk"))
        seen = Assignment.objects.visible_to(self.request.user)
        owing = need(value, timezone.localdate(), "assignment__")
        return queryset.filter(pk__in=ItemUnit.reached.filter(owing, assignment__in=seen).values("item"))

    def by_light(self, queryset, name, value):
        wanted = PlanItem.objects.running().filter(Lamps(self.request.user.access).condition(value, "late_from"))
        return queryset.filter(pk__in=wanted.values("pk")).annotate(due_day=DayNumber("window_end"))

    def only_supervisory(self, queryset, name, value):
        return queryset.filter(is_supervisory=True) if value else queryset

    def only_overdue(self, queryset, name, value):
        return queryset.filter(pk__in=PlanItem.objects.overdue(timezone.localdate()).values("pk")) if value else queryset
