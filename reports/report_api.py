"""The endpoints of reports that are kept."""

from django.urls import path

from organizations.api.changes import UUID, Adding
from organizations.endpoints import ListEndpoint
from organizations.exports import Export
from organizations.shapes import Shape
from reports import actions
from reports.filters import ReportFilter
from reports.forms import REPORT_FORMS, BeginForm
from reports.models import Report
from reports.permissions import WRITERS, sees_inside
from reports.tables import report_table
from workflow.api import ActEndpoint, HistoryEndpoint, MovedDetail, MovedEndpoint, moved, once
from workflow.models import Event

REPORTS = "通报"
TEXT = {"type": "string"}
COLUMNS = """
    id=public_id jurisdiction=jurisdiction__code term=session__term__number session=session__number kind title as_of occasion speaker
    state version signer signed_on number issued_on unit=unit__public_id unit_name=unit__name item=item__public_id
"""


class ReportList(ListEndpoint):
    tag, label, shape, filters = REPORTS, "通报列表", Shape(Report, COLUMNS), ReportFilter


class ReportExport(Export):
    tag, label, shape, filters, table = REPORTS, "通报，作为文件", Shape(Report, COLUMNS), ReportFilter, report_table


class Reports(Adding, ReportList):
    form, keepers, add_label = BeginForm, WRITERS, "按截止日期取数，起草一份通报"
    made = {"id": ("public_id", UUID), "title": ("title", TEXT), "text": ("text", TEXT)}


class OfReport(MovedEndpoint):
    tag, base, flow, forms = REPORTS, "reports", actions.REPORT_FLOW, REPORT_FORMS
    related = ("jurisdiction", "session__term__jurisdiction", "session__ruleset", "unit", "item__plan")


class ReportDetail(OfReport, MovedDetail):
    label, shape = "一份通报，连同签批时冻结的指标和附表", Shape(Report, COLUMNS + " text waiver examples figures tables")
    more = {"typed": {"type": "array", "items": {"type": "object"}, "description": "起草中手工填写的数，与指标比较"}}

    def extend(self, row, obj):
        is_open = obj.state == "draft" and sees_inside(self.request.user, obj)
        row["typed"] = [each.to_json() for each in actions.typed_numbers(obj, actions.figures_of(obj))] if is_open else []


class ReportAct(OfReport, ActEndpoint):
    pass


class ReportHistory(HistoryEndpoint):
    tag, label, model = REPORTS, "一份通报的办理记录，给起草、签批和审计人员", Report

    def events(self, subject):
        """The trail, for who writes, signs or audits; empty for all others."""
        return super().events(subject) if sees_inside(self.request.user, subject) else Event.objects.none()


urlpatterns = [
    path("reports/export/", ReportExport.as_view()),
    *moved("reports", Reports, ReportDetail, ReportAct, REPORT_FORMS, once=once),
    path("reports/<uuid:public_id>/history/", ReportHistory.as_view()),
]
