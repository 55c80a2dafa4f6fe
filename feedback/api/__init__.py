"""The endpoints of assignments, work plans and progress."""

from django.db.models import OuterRef
from django.urls import path

from documents.api import OwnedFiles
from feedback import actions
from feedback.api.ledger import RECORD_COLUMNS
from feedback.api.ledger import urlpatterns as ledger
from feedback.filters import AssignmentFilter
from feedback.forms import FORMS, WORK_PLAN_FORMS
from feedback.models import Assignment, FeedbackRecord, ProgressEntry, Suggestion, Team, WorkPlan, WorkPlanTask
from feedback.permissions import may_attach, may_attach_to_part
from feedback.tables import ledger_table
from organizations.endpoints import DetailEndpoint, ListEndpoint
from organizations.exports import Export
from organizations.shapes import Many, Shape
from workflow.api import ActEndpoint, HistoryEndpoint, MovedDetail, MovedEndpoint, moved

DUTIES, WORK_PLANS, ENTRIES = "交办件", "工作方案", "进展记录"
COLUMNS = """
    id=public_id jurisdiction=jurisdiction__code unit=unit__public_id unit_name role source source_label subject assigned_on due_on
    due_rule due_provisional work_plan_due_on work_plan_due_rule work_plan_due_provisional suspended_on state version concluded_on
    is_history
"""
ENTRY_COLUMNS = "id=public_id kind on person_name text evidence corrects=corrects__public_id entered_by=entered_by__name entered_at"
WORK_PLAN_COLUMNS = """
    id=public_id number goals materials contact phone state version submitted_by=submitted_by__name submitted_on answered_on answer
"""
DUTY_ROWS = Shape(Assignment, COLUMNS)
DUTY = Shape(
    Assignment,
    COLUMNS + "due_steps work_plan_due_steps created_at",
    teams=Many(Team.objects.filter(assignment=OuterRef("pk")).order_by("-pk"), "head deputy office handler phone starts_on ends_on"),
    work_plans=Many(WorkPlan.objects.filter(assignment=OuterRef("pk")).order_by("-number"), WORK_PLAN_COLUMNS),
    suggestions=Many(
        Suggestion.objects.filter(assignment=OuterRef("pk")).order_by("number"),
        "id=public_id number text answered_on adoption implementation told_on",
    ),
    records=Many(FeedbackRecord.objects.filter(assignment=OuterRef("pk")).order_by("-on", "-pk"), RECORD_COLUMNS),
    entries=Many(ProgressEntry.objects.filter(assignment=OuterRef("pk")).order_by("-on", "-pk"), ENTRY_COLUMNS),
)
PLAN_OF_WORK = Shape(
    WorkPlan,
    WORK_PLAN_COLUMNS + "assignment=assignment__public_id",
    tasks=Many(WorkPlanTask.objects.filter(work_plan=OuterRef("pk")).order_by("order"), "text owner due_on"),
)
ENTRY = Shape(ProgressEntry, ENTRY_COLUMNS + " assignment=assignment__public_id")


class AssignmentList(ListEndpoint):
    tag, label, shape, filters = DUTIES, "交办件列表", DUTY_ROWS, AssignmentFilter


class OfAssignment(MovedEndpoint):
    tag, base, flow, forms = DUTIES, "assignments", actions.FLOW, FORMS


class AssignmentDetail(OfAssignment, MovedDetail):
    label, shape = "一个交办件，连同责任人、工作方案和进展", DUTY


class AssignmentAct(OfAssignment, ActEndpoint):
    pass


class AssignmentHistory(HistoryEndpoint):
    tag, label, model = DUTIES, "一个交办件的办理过程", Assignment


class WorkPlanList(ListEndpoint):
    tag, label, shape = WORK_PLANS, "工作方案列表", PLAN_OF_WORK


class OfWorkPlan(MovedEndpoint):
    tag, base, flow, forms = WORK_PLANS, "work-plans", actions.WORK_PLAN_FLOW, WORK_PLAN_FORMS


class WorkPlanDetail(OfWorkPlan, MovedDetail):
    label, shape = "一份工作方案", PLAN_OF_WORK


class WorkPlanAct(OfWorkPlan, ActEndpoint):
    pass


class EntryList(ListEndpoint):
    tag, label, shape = ENTRIES, "进展记录列表", ENTRY


class EntryDetail(DetailEndpoint):
    tag, label, shape = ENTRIES, "一条进展记录", ENTRY


class AssignmentExport(Export):
    tag, label, shape, filters, table = DUTIES, "交办件台账", DUTY_ROWS, AssignmentFilter, ledger_table


class AssignmentFiles(OwnedFiles):
    label, model, may = "一个交办件的附件", Assignment, may_attach


class WorkPlanFiles(OwnedFiles):
    label, model, may = "一份工作方案的附件", WorkPlan, may_attach_to_part


class EntryFiles(OwnedFiles):
    label, model, may = "一条进展记录的佐证材料", ProgressEntry, may_attach_to_part


urlpatterns = [
    *ledger,
    path("assignments/export/", AssignmentExport.as_view()),
    *moved("assignments", AssignmentList, AssignmentDetail, AssignmentAct, FORMS),
    path("assignments/<uuid:public_id>/attachments/", AssignmentFiles.as_view()),
    path("assignments/<uuid:public_id>/history/", AssignmentHistory.as_view()),
    *moved("work-plans", WorkPlanList, WorkPlanDetail, WorkPlanAct, WORK_PLAN_FORMS),
    path("work-plans/<uuid:public_id>/attachments/", WorkPlanFiles.as_view()),
    path("progress-entries/", EntryList.as_view()),
    path("progress-entries/<uuid:public_id>/", EntryDetail.as_view()),
    path("progress-entries/<uuid:public_id>/attachments/", EntryFiles.as_view()),
]
