"""The tasks of key proposals: reported on by the unit, confirmed or sent back, put off, cancelled."""

from django.db import transaction
from django.utils import timezone

from documents.uploads import attach
from feedback.notices import unit_people
from organizations.models import Person, Role
from supervision.models import KeyTask
from supervision.models import TaskState as State
from supervision.models.key import UNFINISHED
from supervision.permissions import may_record_task, of_unit
from workflow.flow import Flow, Move
from workflow.notices import tell
from workflow.refusals import Refused

TASK_FLOW = Flow(
    KeyTask,
    [
        Move("report", "报告完成情况", (State.OPEN,), State.REPORTED, of_unit),
        Move("confirm", "确认完成", (State.REPORTED,), State.DONE, may_record_task, closing=True),
        Move("send_back", "退回重办", (State.REPORTED,), State.OPEN, may_record_task, reason=True),
        Move("put_off", "调整期限", (State.OPEN,), None, may_record_task, reason=True),
        Move("cancel", "取消任务", UNFINISHED, State.CANCELLED, may_record_task, reason=True, danger=True),
    ],
)


def _tell_unit(task, title, on, text=""):
    key = f"key-task:{task.pk}:{task.version}"
    tell(unit_people(task.unit, on), task.jurisdiction, key, f"{title}：{task.text}", text=text, link=task.get_absolute_url())


@transaction.atomic
def report_task(task, *, by, text, files=(), sensitivity="", on=None, version=None):
    """报告完成情况 by the unit, with files; the secretary and the supervision office are told. Returns the task."""
    on = on or timezone.localdate()
    task = TASK_FLOW.apply(task, "report", by=by, on=on, version=version, report=text, reported_on=on)
    for upload in files:
        attach(task, upload, by=by, purpose="完成情况", sensitivity=sensitivity)
    people = Person.objects.holding(Role.SECRETARY, Role.SUPERVISOR, jurisdiction=task.jurisdiction, on=on)
    title = f"已报告督办任务完成情况：{task.unit_name}"
    tell(people, task.jurisdiction, f"key-task:{task.pk}:{task.version}", title, text=task.text, link=task.get_absolute_url())
    return task


def confirm_task(task, *, by, opinion="", on=None, version=None):
    """确认完成; returns the task."""
    on = on or timezone.localdate()
    return TASK_FLOW.apply(task, "confirm", by=by, on=on, version=version, ruling=opinion, done_on=on)


@transaction.atomic
def send_task_back(task, *, by, reason, on=None, version=None):
    """退回重办, with the reason; the unit is told and owes it again. Returns the task."""
    on = on or timezone.localdate()
    task = TASK_FLOW.apply(task, "send_back", by=by, on=on, version=version, reason=reason, ruling=reason)
    _tell_unit(task, "督办任务被退回", on, reason)
    return task


@transaction.atomic
def put_task_off(task, *, by, due_on, reason, on=None, version=None):
    """调整期限, with the reason; the unit is told. Returns the task."""
    on = on or timezone.localdate()
    if due_on < on:
        raise Refused("完成期限不能早于今天。")
    task = TASK_FLOW.apply(task, "put_off", by=by, on=on, version=version, reason=reason, due_on=due_on)
    _tell_unit(task, f"督办任务的期限改为 {due_on:%Y-%m-%d}", on, reason)
    return task


@transaction.atomic
def cancel_task(task, *, by, reason, on=None, version=None):
    """取消任务, with the reason; the unit is told. Returns the task."""
    on = on or timezone.localdate()
    task = TASK_FLOW.apply(task, "cancel", by=by, on=on, version=version, reason=reason, ruling=reason)
    _tell_unit(task, "督办任务已取消", on, reason)
    return task
