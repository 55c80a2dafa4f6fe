"""The filters of awards, their candidates, votes, objections and points, shared by pages and API."""

import django_filters
from django.forms import HiddenInput

from organizations.filters import Narrowing
from proposals.filters import SessionFilter
from supervision.models import (
    Award,
    AwardKind,
    AwardPoint,
    AwardState,
    Candidate,
    CandidateState,
    Objection,
    ObjectionState,
    Vote,
    VoteState,
)


class AwardFilter(Narrowing):
    """Awards by title, kind, session and state."""

    q = django_filters.CharFilter(label="名称", field_name="title", lookup_expr="contains", max_length=60)
    kind = django_filters.ChoiceFilter(label="类别", choices=AwardKind.choices, empty_label="全部")
    session = SessionFilter()
    state = django_filters.ChoiceFilter(label="状态", choices=AwardState.choices, empty_label="全部")

    class Meta:
        model = Award
        fields = ("q", "kind", "session", "state")


class CandidateFilter(Narrowing):
    """Candidates by words, state and award."""

    q = django_filters.CharFilter(label="名称", field_name="label", lookup_expr="contains", max_length=60)
    state = django_filters.ChoiceFilter(label="状态", choices=CandidateState.choices, empty_label="全部")
    award = django_filters.UUIDFilter(label="评选的标识", field_name="award__public_id", widget=HiddenInput)

    class Meta:
        model = Candidate
        fields = ("q", "state", "award")


class VoteFilter(Narrowing):
    """One's votes by state and award."""

    state = django_filters.ChoiceFilter(label="状态", choices=VoteState.choices, empty_label="全部")
    award = django_filters.UUIDFilter(label="评选的标识", field_name="round__award__public_id", widget=HiddenInput)

    class Meta:
        model = Vote
        fields = ("state", "award")


class ObjectionFilter(Narrowing):
    """Objections by state and award."""

    state = django_filters.ChoiceFilter(label="状态", choices=ObjectionState.choices, empty_label="全部")
    award = django_filters.UUIDFilter(label="评选的标识", field_name="candidate__award__public_id", widget=HiddenInput)

    class Meta:
        model = Objection
        fields = ("state", "award")


class PointFilter(Narrowing):
    """Points by member and day."""

    person = django_filters.CharFilter(label="委员", field_name="person__name", lookup_expr="contains", max_length=40)
    since = django_filters.DateFilter(label="日期自", field_name="on", lookup_expr="gte")
    until = django_filters.DateFilter(label="日期至", field_name="on", lookup_expr="lte")

    class Meta:
        model = AwardPoint
        fields = ("person", "since", "until")
