"""The filters of assignments, shared by pages and API."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from feedback.lights import DayNumber, Lamps, LightFilter
from feedback.models import (
    Adoption,
    Assignment,
    AssignmentState,
    Commitment,
    CommitmentState,
    FeedbackRecord,
    Implementation,
    Source,
    Suggestion,
)
from feedback.models.assignments import open_ones
from feedback.statistics import NEEDS, need
from organizations.filters import Narrowing, OfUnitFilter
from organizations.forms import DATE
from organizations.models import Unit

STATES = [("open", "在办（未办结）"), *AssignmentState.choices]


class AssignmentFilter(Narrowing):
    """Assignments by words of the matter, state, need, unit (any of its names), source, light and deadline.

    `state=open`: all open ones but those of closed years; `need`: see `feedback.statistics.NEEDS`.
    """

    q = django_filters.CharFilter(label="事项", method="by_subject", max_length=60)
    state = django_filters.ChoiceFilter(label="状态", choices=STATES, method="by_state", empty_label="全部")
    need = django_filters.ChoiceFilter(label="待办情况", choices=list(NEEDS.items()), method="by_need", empty_label="全部")
    unit = django_filters.CharFilter(label="单位", method="by_unit", max_length=60)
    source = django_filters.ChoiceFilter(label="来源", choices=Source.choices, empty_label="全部")
    light = LightFilter(method="by_light")
    due_from = django_filters.DateFilter(label="截止日期自", field_name="due_on", lookup_expr="gte", widget=DATE)
    due_to = django_filters.DateFilter(label="截止日期至", field_name="due_on", lookup_expr="lte", widget=DATE)

    class Meta:
        model = Assignment
        fields = ("q", "state", "need", "unit", "source", "light", "due_from", "due_to")

    def by_subject(self, queryset, name, value):
        return queryset.filter(subject__contains=value)

    def by_light(self, queryset, name, value):
        running = open_ones() & Q(suspended_on__isnull=True, due_on__isnull=False)
        return queryset.filter(running, Lamps(self.request.user.access).condition(value, "due_on")).annotate(due_day=DayNumber("due_on"))

    def by_state(self, queryset, name, value):
        return queryset.filter(open_ones() if value == "open" else Q(state=value))

    def by_need(self, queryset, name, value):
        return queryset.filter(need(value, timezone.localdate()))

    def by_unit(self, queryset, name, value):
        """A unit by part of the name printed in the paper, or of any name it bears or bore."""
        return queryset.filter(Q(unit_name__contains=value) | Q(unit__in=Unit.objects.search(value)))


def ledger_units(request):
    """The units whose assignments the asking person may see."""
    return Unit.objects.filter(pk__in=Assignment.objects.visible_to(request.user).values("unit")).order_by("order", "pk")


class LedgerFilter(AssignmentFilter):
    """What of a unit's work its ledger lists: one unit, the year of assignment, the state."""

    q = need = source = due_from = due_to = None
    unit = django_filters.ModelChoiceFilter(label="单位", queryset=ledger_units, to_field_name="public_id", empty_label="全部")
    year = django_filters.NumberFilter(label="交办年度", method="by_year", widget=forms.NumberInput(attrs={"min": 1949, "max": 2100}))

    class Meta:
        model = Assignment
        fields = ("unit", "year", "state")

    def by_year(self, queryset, name, value):
        """A number no year can have finds nothing rather than failing."""
        return queryset.filter(assigned_on__year=int(value)) if 1949 <= value <= 2100 else queryset.none()


FED_BACK = [("yes", "已反馈"), ("no", "未反馈（没有凭据）")]


class SuggestionFilter(Narrowing):
    """Suggestions by words, unit, what was answered and how far it is carried out; `promised`: with a promise still open."""

    q = django_filters.CharFilter(label="建议或来源", method="by_words", max_length=60)
    unit = OfUnitFilter(label="单位", max_length=60)
    adoption = django_filters.ChoiceFilter(label="采纳", choices=Adoption.choices, empty_label="全部")
    implementation = django_filters.ChoiceFilter(label="落实", choices=Implementation.choices, empty_label="全部")
    source = django_filters.ChoiceFilter(label="来源", choices=Source.choices, empty_label="全部")
    fed_back = django_filters.ChoiceFilter(label="反馈", choices=FED_BACK, method="by_feedback", empty_label="全部")
    promised = django_filters.ChoiceFilter(label="承诺", choices=CommitmentState.choices, method="by_promise", empty_label="全部")

    review = django_filters.ChoiceFilter(label="核查", choices=[("due", "已到核查日期")], method="by_review", empty_label="全部")

    class Meta:
        model = Suggestion
        fields = ("q", "unit", "source", "adoption", "implementation", "fed_back", "promised", "review")

    def by_words(self, queryset, name, value):
        return queryset.filter(Q(text__contains=value) | Q(source_label__contains=value))

    def by_feedback(self, queryset, name, value):
        """Whether there is proof that the proposer was told: a letter, a visit, a point of a meeting's agenda."""
        proved = Exists(FeedbackRecord.objects.filter(suggestion=OuterRef("pk")))
        return queryset.filter(proved if value == "yes" else ~proved)

    def by_review(self, queryset, name, value):
        return queryset.filter(next_review_on__lte=timezone.localdate()).exclude(implementation=Implementation.DONE)

    def by_promise(self, queryset, name, value):
        return queryset.filter(pk__in=Commitment.objects.filter(state=value).values("suggestion"))
