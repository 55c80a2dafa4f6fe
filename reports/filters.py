"""The filters of reports, shared by page and API."""

import django_filters

from organizations.filters import Narrowing
from proposals.filters import SessionFilter
from reports.kinds import labels
from reports.models import Report, ReportState


class ReportFilter(Narrowing):
    """Reports by words of the title, session, kind and state."""

    q = django_filters.CharFilter(label="标题", field_name="title", lookup_expr="contains", max_length=60)
    session = SessionFilter()
    kind = django_filters.ChoiceFilter(label="种类", choices=labels(), empty_label="全部")
    state = django_filters.ChoiceFilter(label="状态", choices=ReportState.choices, empty_label="全部")

    class Meta:
        model = Report
        fields = ("q", "session", "kind", "state")
