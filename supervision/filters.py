"""The filters of reminders and cards, shared by pages and API."""

import django_filters
from django.db.models import Q
from django.forms import HiddenInput

from organizations.filters import Narrowing, OfUnitFilter
from organizations.forms import DATE
from organizations.models import Unit
from proposals.filters import SessionFilter, YesNo
from proposals.models import Proposal
from supervision.models import (
    Appraisal,
    AppraisalState,
    Campaign,
    CampaignCase,
    CampaignKind,
    CampaignState,
    Card,
    CardState,
    CaseState,
    Colour,
    DrawEntry,
    DrawKind,
    Fault,
    FaultState,
    KeyProposal,
    KeyState,
    KeyTask,
    RatedState,
    RatedUnit,
    Reminder,
    ScoreSheet,
    SheetState,
    TaskState,
    Verdict,
    duty_labels,
)

SORTS = [("clock", "按期提醒"), ("chase", "人工催办"), ("held", "暂缓")]


class ReminderFilter(Narrowing):
    """Reminders by person, unit, matter, kind of duty, day; `sort`: sent by the clock, chased by hand, held back."""

    q = django_filters.CharFilter(label="事项", field_name="subject", lookup_expr="contains", max_length=60)
    person = django_filters.CharFilter(label="收件人", field_name="person__name", lookup_expr="contains", max_length=40)
    unit = OfUnitFilter(label="单位", max_length=60)
    kind = django_filters.ChoiceFilter(label="类别", choices=lambda: duty_labels().items(), empty_label="全部")
    sort = django_filters.ChoiceFilter(label="方式", choices=SORTS, method="by_sort", empty_label="全部")
    on = django_filters.DateFilter(label="提醒日期", widget=DATE)

    class Meta:
        model = Reminder
        fields = ("q", "person", "unit", "kind", "sort", "on")

    def by_sort(self, queryset, name, value):
        wanted = {"clock": Q(is_held=False, tier__isnull=False), "chase": Q(tier__isnull=True), "held": Q(is_held=True)}
        return queryset.filter(wanted[value])


class CardFilter(Narrowing):
    """Cards and slips by state, colour, unit, matter and day of issue."""

    q = django_filters.CharFilter(label="事项", field_name="assignment__subject", lookup_expr="contains", max_length=60)
    unit = OfUnitFilter(label="单位", max_length=60)
    colour = django_filters.ChoiceFilter(label="种类", choices=Colour.choices, empty_label="全部")
    state = django_filters.ChoiceFilter(label="状态", choices=CardState.choices, empty_label="全部")
    issued_from = django_filters.DateFilter(label="发出日期自", field_name="issued_on", lookup_expr="gte", widget=DATE)
    issued_to = django_filters.DateFilter(label="发出日期至", field_name="issued_on", lookup_expr="lte", widget=DATE)

    class Meta:
        model = Card
        fields = ("q", "unit", "colour", "state", "issued_from", "issued_to")


class KeyFilter(Narrowing):
    """Key proposals by words of the case, session, state, who leads, whether they were carried on from a session before."""

    q = django_filters.CharFilter(label="案由或案号", method="by_words", max_length=60)
    session = SessionFilter()
    state = django_filters.ChoiceFilter(label="状态", choices=KeyState.choices, empty_label="全部")
    lead = django_filters.CharFilter(label="领衔领导或督办部门", method="by_lead", max_length=40)
    carried = YesNo(label="上一年度转入", method="by_carried")

    class Meta:
        model = KeyProposal
        fields = ("q", "session", "state", "lead", "carried")

    def by_words(self, queryset, name, value):
        return queryset.filter(proposal__in=Proposal.objects.named(value))

    def by_lead(self, queryset, name, value):
        return queryset.filter(Q(leader__name__contains=value) | Q(committee__name__contains=value))

    def by_carried(self, queryset, name, value):
        return queryset.filter(former__isnull=value == "no")


class TaskFilter(Narrowing):
    """Tasks of key proposals by words, unit, state and the day they are due."""

    q = django_filters.CharFilter(label="任务", field_name="text", lookup_expr="contains", max_length=60)
    unit = OfUnitFilter(label="单位", max_length=60)
    state = django_filters.ChoiceFilter(label="状态", choices=TaskState.choices, empty_label="全部")
    due_to = django_filters.DateFilter(label="完成期限至", field_name="due_on", lookup_expr="lte", widget=DATE)

    class Meta:
        model = KeyTask
        fields = ("q", "unit", "state", "due_to")


class CampaignFilter(Narrowing):
    """Campaigns by title, kind, session and state."""

    q = django_filters.CharFilter(label="名称", field_name="title", lookup_expr="contains", max_length=60)
    kind = django_filters.ChoiceFilter(label="类别", choices=CampaignKind.choices, empty_label="全部")
    session = SessionFilter()
    state = django_filters.ChoiceFilter(label="状态", choices=CampaignState.choices, empty_label="全部")

    class Meta:
        model = Campaign
        fields = ("q", "kind", "session", "state")


class CaseFilter(Narrowing):
    """Cases of campaigns by words of the case, unit, state, verdict and campaign."""

    q = django_filters.CharFilter(label="案由或案号", method="by_words", max_length=60)
    unit = django_filters.CharFilter(label="单位", method="by_unit", max_length=60)
    state = django_filters.ChoiceFilter(label="状态", choices=CaseState.choices, empty_label="全部")
    verdict = django_filters.ChoiceFilter(label="核查结论", choices=Verdict.choices, empty_label="全部")
    campaign = django_filters.UUIDFilter(label="督查的标识", field_name="campaign__public_id", widget=HiddenInput)

    class Meta:
        model = CampaignCase
        fields = ("q", "unit", "state", "verdict", "campaign")

    def by_words(self, queryset, name, value):
        return queryset.filter(handling__proposal__in=Proposal.objects.named(value))

    def by_unit(self, queryset, name, value):
        return queryset.filter(Q(unit_name__contains=value) | Q(unit__in=Unit.objects.search(value)))


class AppraisalFilter(Narrowing):
    """Appraisals by title, session and state."""

    q = django_filters.CharFilter(label="名称", field_name="title", lookup_expr="contains", max_length=60)
    session = SessionFilter()
    state = django_filters.ChoiceFilter(label="状态", choices=AppraisalState.choices, empty_label="全部")

    class Meta:
        model = Appraisal
        fields = ("q", "session", "state")


class RatedFilter(Narrowing):
    """Units in appraisals by unit, state and round."""

    unit = OfUnitFilter(label="单位", max_length=60)
    state = django_filters.ChoiceFilter(label="状态", choices=RatedState.choices, empty_label="全部")
    appraisal = django_filters.UUIDFilter(label="评议的标识", field_name="appraisal__public_id", widget=HiddenInput)

    class Meta:
        model = RatedUnit
        fields = ("unit", "state", "appraisal")


class DrawFilter(Narrowing):
    """The lists from which is drawn by round, kind, and whether a row was drawn."""

    appraisal = django_filters.UUIDFilter(label="评议的标识", field_name="appraisal__public_id", widget=HiddenInput)
    kind = django_filters.ChoiceFilter(label="类别", choices=DrawKind.choices, empty_label="全部")
    drawn = YesNo(label="抽中", method="by_drawn")

    class Meta:
        model = DrawEntry
        fields = ("appraisal", "kind", "drawn")

    def by_drawn(self, queryset, name, value):
        return queryset.filter(is_drawn=value == "yes")


class SheetFilter(Narrowing):
    """One's score sheets by state and round."""

    state = django_filters.ChoiceFilter(label="状态", choices=SheetState.choices, empty_label="全部")
    appraisal = django_filters.UUIDFilter(label="评议的标识", field_name="rated__appraisal__public_id", widget=HiddenInput)

    class Meta:
        model = ScoreSheet
        fields = ("state", "appraisal")


class FaultFilter(Narrowing):
    """Rows of rectification lists by unit, state, day and round."""

    unit = OfUnitFilter(label="单位", max_length=60)
    state = django_filters.ChoiceFilter(label="状态", choices=FaultState.choices, empty_label="全部")
    due_to = django_filters.DateFilter(label="整改期限至", field_name="due_on", lookup_expr="lte", widget=DATE)
    appraisal = django_filters.UUIDFilter(label="评议的标识", field_name="rated__appraisal__public_id", widget=HiddenInput)

    class Meta:
        model = Fault
        fields = ("unit", "state", "due_to", "appraisal")
