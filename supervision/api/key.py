"""The endpoints of key proposals 重点提案 and their tasks."""

from django.db.models import OuterRef
from django.urls import path

from organizations.api.changes import UUID, Adding
from organizations.endpoints import ListEndpoint, plain
from organizations.exports import Export
from organizations.shapes import Many, Shape
from supervision import actions
from supervision.api.inside import InsideHistory
from supervision.filters import KeyFilter, TaskFilter
from supervision.key_forms import KEY_FORMS, TASK_FORMS, NominateForm
from supervision.models import KeyActivity, KeyOpinion, KeyProposal, KeyTask
from supervision.permissions import COORDINATORS
from supervision.tables import key_table, task_table
from workflow.api import ActEndpoint, MovedDetail, MovedEndpoint, moved, once

KEYS = "重点提案"
KEY_COLUMNS = """
    id=public_id jurisdiction=jurisdiction__code term=session__term__number session=session__number proposal=proposal__public_id
    case_no=proposal__case_no title=proposal__title former=former__public_id state version reason opinions_until mode mode_name
    leader=leader__public_id leader_name=leader__name committee=committee__public_id committee_name=committee__name team
    plan_item=plan_item__public_id meeting=meeting__public_id approved_on report concluded_on
"""
TASK_COLUMNS = """
    id=public_id jurisdiction=jurisdiction__code key=key__public_id activity=activity__public_id unit=unit__public_id unit_name text
    due_on state version report reported_on ruling done_on
"""
ACTIVITY = "id=public_id kind kind_name on presider=presider__public_id presider_name=presider__name participants text"
OPINION = Shape(KeyOpinion, "unit=unit__public_id unit_name=unit__name agrees text on")


class KeyList(ListEndpoint):
    tag, label, shape, filters = KEYS, "重点提案列表", Shape(KeyProposal, KEY_COLUMNS), KeyFilter


class Keys(Adding, KeyList):
    form, keepers, add_label = NominateForm, COORDINATORS, "按案号推荐一件或几件重点提案候选"
    made = {"ids": ("ids", {"type": "array", "items": UUID})}


class KeyExport(Export):
    tag, label, shape, filters, table = KEYS, "重点提案，作为文件", Shape(KeyProposal, KEY_COLUMNS), KeyFilter, key_table


class OfKey(MovedEndpoint):
    tag, base, flow, forms = KEYS, "key-proposals", actions.KEY_FLOW, KEY_FORMS
    related = ("jurisdiction", "proposal", "session__term__jurisdiction", "session__ruleset", "leader", "committee", "former")


class KeyDetail(OfKey, MovedDetail):
    """One key proposal; its opinions are those the person may read."""

    label = "一件重点提案，连同督办活动和任务"
    shape = Shape(
        KeyProposal,
        KEY_COLUMNS,
        activities=Many(KeyActivity.objects.filter(key=OuterRef("pk")).order_by("on", "pk"), ACTIVITY),
        tasks=Many(KeyTask.objects.filter(key=OuterRef("pk")).order_by("due_on", "pk"), "id=public_id unit_name text due_on state"),
    )
    more = {"opinions": {"type": "array", "items": OPINION.document}}

    def extend(self, row, obj):
        said = KeyOpinion.objects.visible_to(self.request.user).filter(key=obj).order_by("pk")
        row["opinions"] = plain(OPINION.rows(said))


class KeyAct(OfKey, ActEndpoint):
    pass


class KeyHistory(InsideHistory):
    tag, label, model = KEYS, "一件重点提案的办理记录，给督办、领导和审计人员", KeyProposal


class TaskList(ListEndpoint):
    tag, label, shape, filters = KEYS, "重点提案任务列表", Shape(KeyTask, TASK_COLUMNS), TaskFilter


class TaskExport(Export):
    tag, label, shape, filters, table = KEYS, "重点提案任务，作为文件", Shape(KeyTask, TASK_COLUMNS), TaskFilter, task_table


class OfTask(MovedEndpoint):
    tag, base, flow, forms = KEYS, "key-tasks", actions.TASK_FLOW, TASK_FORMS
    related = ("jurisdiction", "key__proposal", "unit")


class TaskDetail(OfTask, MovedDetail):
    label, shape = "一项重点提案任务", Shape(KeyTask, TASK_COLUMNS)


class TaskAct(OfTask, ActEndpoint):
    pass


urlpatterns = [
    path("key-proposals/export/", KeyExport.as_view()),
    *moved("key-proposals", Keys, KeyDetail, KeyAct, KEY_FORMS, once=once),
    path("key-proposals/<uuid:public_id>/history/", KeyHistory.as_view()),
    path("key-tasks/export/", TaskExport.as_view()),
    *moved("key-tasks", TaskList, TaskDetail, TaskAct, TASK_FORMS),
]
