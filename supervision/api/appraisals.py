"""The endpoints of appraisals 民主评议: rounds, their draw, their units, one's own sheets, what units put right."""

from django.urls import path

from organizations.api.changes import UUID, Adding
from organizations.endpoints import ListEndpoint
from organizations.exports import Export
from organizations.shapes import Shape
from supervision import actions
from supervision.api.inside import InsideHistory
from supervision.appraisal_forms import APPRAISAL_FORMS, FAULT_FORMS, RATED_FORMS, SHEET_FORMS, NewAppraisalForm
from supervision.appraisal_tables import draw_table, fault_table
from supervision.filters import AppraisalFilter, DrawFilter, FaultFilter, RatedFilter, SheetFilter
from supervision.models import Appraisal, DrawEntry, Fault, RatedUnit, ScoreSheet
from supervision.permissions import CAMPAIGNERS
from workflow.api import ActEndpoint, MovedDetail, MovedEndpoint, moved, once

TAG = "民主评议"
APPRAISAL = Shape(
    Appraisal,
    """id=public_id jurisdiction=jurisdiction__code term=session__term__number session=session__number title demands ends_on case_count
    scorer_count state version announced_on seed_source frame_digest seed drawn_on aspects grades least_sheets closed_on publication
    published_on""",
)
RATED = Shape(
    RatedUnit,
    """id=public_id jurisdiction=jurisdiction__code appraisal=appraisal__public_id unit=unit__public_id unit_name state version
    sheets_count total spread means grade opinion number sent_on settled_on""",
)
ENTRY = Shape(DrawEntry, "appraisal=appraisal__public_id kind group layer key label ticket is_drawn")
SHEET = Shape(
    ScoreSheet,
    """id=public_id jurisdiction=jurisdiction__code appraisal=rated__appraisal__public_id unit_name=rated__unit_name state version marks
    remark""",
)
FAULT = Shape(
    Fault,
    """id=public_id jurisdiction=jurisdiction__code rated=rated__public_id unit=unit__public_id unit_name problem measure due_on state
    version report reported_on ruling done_on""",
)


class AppraisalList(ListEndpoint):
    tag, label, shape, filters = TAG, "民主评议列表", APPRAISAL, AppraisalFilter


class Appraisals(Adding, AppraisalList):
    form, keepers, add_label = NewAppraisalForm, CAMPAIGNERS, "拟定一次民主评议"
    made = {"id": ("public_id", UUID), "state": ("state", {"type": "string"}), "version": ("version", {"type": "integer"})}


class OfAppraisal(MovedEndpoint):
    tag, base, flow, forms = TAG, "appraisals", actions.APPRAISAL_FLOW, APPRAISAL_FORMS
    related = ("jurisdiction", "session__term__jurisdiction", "session__ruleset")


class AppraisalDetail(OfAppraisal, MovedDetail):
    label, shape = "一次民主评议", APPRAISAL


class AppraisalAct(OfAppraisal, ActEndpoint):
    pass


class AppraisalHistory(InsideHistory):
    tag, label, model = TAG, "一次民主评议的办理记录，给督办、领导和审计人员", Appraisal


class DrawList(ListEndpoint):
    tag, label, shape, filters = TAG, "抽样范围和结果", ENTRY, DrawFilter


class DrawExport(Export):
    tag, label, shape, filters, table = TAG, "抽样范围和结果，作为文件", ENTRY, DrawFilter, draw_table


class RatedList(ListEndpoint):
    tag, label, shape, filters = TAG, "被评议单位和结果", RATED, RatedFilter


class OfRated(MovedEndpoint):
    tag, base, flow, forms = TAG, "rated-units", actions.RATED_FLOW, RATED_FORMS
    related = ("jurisdiction", "appraisal__session__term__jurisdiction", "appraisal__session__ruleset", "unit")


class RatedDetail(OfRated, MovedDetail):
    label, shape = "一个被评议单位", RATED


class RatedAct(OfRated, ActEndpoint):
    pass


class RatedHistory(InsideHistory):
    tag, label, model = TAG, "一个被评议单位的办理记录，给督办、领导和审计人员", RatedUnit


class SheetList(ListEndpoint):
    tag, label, shape, filters = TAG, "我的评分表", SHEET, SheetFilter


class OfSheet(MovedEndpoint):
    tag, base, flow, forms = TAG, "score-sheets", actions.SHEET_FLOW, SHEET_FORMS
    related = ("jurisdiction", "rated__appraisal", "unit")


class SheetDetail(OfSheet, MovedDetail):
    label, shape = "我的一份评分表", SHEET


class SheetAct(OfSheet, ActEndpoint):
    pass


class FaultList(ListEndpoint):
    tag, label, shape, filters = TAG, "评议整改清单", FAULT, FaultFilter


class FaultExport(Export):
    tag, label, shape, filters, table = TAG, "评议整改清单，作为文件", FAULT, FaultFilter, fault_table


class OfFault(MovedEndpoint):
    tag, base, flow, forms = TAG, "appraisal-faults", actions.FAULT_FLOW, FAULT_FORMS
    related = ("jurisdiction", "rated__appraisal", "unit")


class FaultDetail(OfFault, MovedDetail):
    label, shape = "一项评议整改", FAULT


class FaultAct(OfFault, ActEndpoint):
    pass


class FaultHistory(InsideHistory):
    tag, label, model = TAG, "一项评议整改的办理记录，给督办、领导和审计人员", Fault


urlpatterns = [
    *moved("appraisals", Appraisals, AppraisalDetail, AppraisalAct, APPRAISAL_FORMS, once=once),
    path("appraisals/<uuid:public_id>/history/", AppraisalHistory.as_view()),
    path("appraisal-draws/", DrawList.as_view()),
    path("appraisal-draws/export/", DrawExport.as_view()),
    *moved("rated-units", RatedList, RatedDetail, RatedAct, RATED_FORMS),
    path("rated-units/<uuid:public_id>/history/", RatedHistory.as_view()),
    *moved("score-sheets", SheetList, SheetDetail, SheetAct, SHEET_FORMS),
    path("appraisal-faults/export/", FaultExport.as_view()),
    *moved("appraisal-faults", FaultList, FaultDetail, FaultAct, FAULT_FORMS),
    path("appraisal-faults/<uuid:public_id>/history/", FaultHistory.as_view()),
]
