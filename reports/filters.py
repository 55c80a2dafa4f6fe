"""The filters of reports, shared by page and API."""

import django_filters
from django.db.models import Q
from django.forms import HiddenInput

from organizations.filters import Narrowing, OfUnitFilter
from proposals.filters import SessionFilter
from proposals.models import Proposal
from reports.kinds import labels
from reports.models import Material, MaterialState, Report, ReportState


class ReportFilter(Narrowing):
    """Reports by words of the title, session, kind and state."""

    q = django_filters.CharFilter(label="标题", field_name="title", lookup_expr="contains", max_length=60)
    session = SessionFilter()
    kind = django_filters.ChoiceFilter(label="种类", choices=labels(), empty_label="全部")
    state = django_filters.ChoiceFilter(label="状态", choices=ReportState.choices, empty_label="全部")

    class Meta:
        model = Report
        fields = ("q", "session", "kind", "state")


class MaterialFilter(Narrowing):
    """成效素材 by words of the case or its number, session, unit, state, and the unit's handling of a case."""

    q = django_filters.CharFilter(label="案由、案号或正文", method="by_words", max_length=60)
    session = SessionFilter()
    unit = OfUnitFilter(label="报送单位", max_length=60)
    state = django_filters.ChoiceFilter(label="状态", choices=MaterialState.choices, empty_label="全部")
    handling = django_filters.UUIDFilter(label="提案办理", field_name="handling__public_id", widget=HiddenInput)

    class Meta:
        model = Material
        fields = ("q", "session", "unit", "state", "handling")

    def by_words(self, queryset, name, value):
        return queryset.filter(Q(handling__proposal__in=Proposal.objects.named(value)) | Q(text__contains=value))
