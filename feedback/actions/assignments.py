"""Assigning, acknowledging, naming who answers for it, concluding."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from feedback.actions.changes import work_plan_fields
from feedback.models import Assignment, Source, Team, WorkPlanState
from feedback.models.assignments import OPEN_STATES
from feedback.models.assignments import AssignmentState as State
from feedback.notices import tell_unit
from feedback.permissions import is_secretary, may_report, of_unit
from feedback.sources import hindrance
from organizations.words import label_of
from workflow.flow import Flow, Move
from workflow.refusals import Refused
from workflow.trail import record


def _team_missing(assignment):
    """已填报责任人。"""
    return "" if assignment.team else "请先填写第一责任人、分管负责人、承办处室和经办人。"


def _plan_is_filed(assignment):
    """没有待审核或已接受的工作方案。"""
    last = max(assignment.work_plans.all(), key=lambda plan: plan.number, default=None)
    if last is None or last.state == WorkPlanState.RETURNED:
        return ""
    return f"第{last.number}稿工作方案{last.get_state_display()}，不能再报。"


def _led_elsewhere(assignment):
    """交办件来自年度计划（提案的办理在提案页面进行）。"""
    return "" if assignment.source == Source.PLAN_ITEM else "请在提案页面办理。"


def _plan_not_due(assignment):
    """交办件来自年度计划，且没有待审核或已接受的工作方案。"""
    return _led_elsewhere(assignment) or _plan_is_filed(assignment)


def _settled(assignment):
    """交办件来自年度计划，交办的事项没有取消，来源没有办结。"""
    return _led_elsewhere(assignment) or hindrance(assignment)


FARTHEST = timedelta(days=366)
FLOW = Flow(
    Assignment,
    [
        Move("acknowledge", "签收", (State.ASSIGNED,), State.ACKNOWLEDGED, of_unit, unfit=_led_elsewhere),
        Move("name_team", "填报责任人", OPEN_STATES, None, of_unit),
        Move(
            "submit_work_plan",
            "报送工作方案",
            (State.ACKNOWLEDGED, State.UNDER_WAY),
            State.UNDER_WAY,
            of_unit,
            missing=_team_missing,
            unfit=_plan_not_due,
        ),
        Move("add_entry", "填报进展", (State.ACKNOWLEDGED, State.UNDER_WAY), State.UNDER_WAY, of_unit),
        Move("enter_suggestions", "录入建议", (*OPEN_STATES, State.CONCLUDED), None, may_report, unfit=_led_elsewhere),
        Move("feed_back", "登记反馈", (State.ACKNOWLEDGED, State.UNDER_WAY, State.CONCLUDED), None, may_report, unfit=_led_elsewhere),
        Move("conclude", "办结", (State.ACKNOWLEDGED, State.UNDER_WAY), State.CONCLUDED, is_secretary, unfit=_led_elsewhere),
        Move("reopen", "恢复办理", (State.CONCLUDED,), State.UNDER_WAY, is_secretary, unfit=_settled, reason=True),
        Move("withdraw", "撤回交办", OPEN_STATES, State.WITHDRAWN, is_secretary, unfit=_led_elsewhere, reason=True, danger=True),
    ],
)


@transaction.atomic
def assign(unit, *, by, on, due, calendar=None, quiet=False, **fields):
    """Hand a duty to a unit on the day `on`; returns the assignment.

    `due`: the fields of its deadline (see `workflow.calendar.due_fields`); `fields`: jurisdiction, session, unit_name, role,
    source, source_label, subject; `quiet` (closed history): nobody is told and nothing will be late. The unit's work plan is due by rule.
    """
    assignment = Assignment(unit=unit, assigned_on=on, is_history=quiet, **due, **fields)
    for name, value in ({} if quiet else work_plan_fields(assignment, on, calendar)).items():
        setattr(assignment, name, value)
    assignment.full_clean(validate_unique=False, validate_constraints=False)
    assignment.save()
    record(assignment, "assign", "交办", by=by, on=on, to_state=assignment.state)
    if not quiet:
        provisional = "（暂定）" if assignment.work_plan_due_provisional else ""
        text = f"{assignment.source_label}。请于 {assignment.work_plan_due_on:%Y-%m-%d} 前报送工作方案{provisional}。"
        tell_unit(assignment, f"assign:{assignment.pk}", f"新交办：{assignment.subject}", on, text=text)
    return assignment


def acknowledge(assignment, *, by, on=None, version=None):
    """签收: the unit has received it."""
    return FLOW.apply(assignment, "acknowledge", by=by, on=on, version=version)


@transaction.atomic
def name_team(assignment, *, by, on=None, starts_on=None, version=None, head, deputy, office, handler, phone):
    """Name who answers for it from `starts_on` (default `on`); the former names stay on record. Returns the team.

    Raises Refused for a first day before the assignment, before that of the last names, or more than a year ahead.
    """
    on = on or timezone.localdate()
    starts_on = starts_on or on
    if starts_on < assignment.assigned_on:
        raise Refused(f"起始日期不能早于交办日期 {assignment.assigned_on:%Y-%m-%d}。")
    if starts_on > on + FARTHEST:
        raise Refused("起始日期最多提前一年填报。")
    Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    team = Team(assignment=assignment, starts_on=starts_on, head=head, deputy=deputy, office=office, handler=handler, phone=phone)
    former = Team.objects.select_for_update().filter(assignment=assignment, ends_on__isnull=True).first()
    noted = [team_in_words(each) for each in (former, team)]
    assignment = FLOW.apply(assignment, "name_team", by=by, on=on, version=version, noted=noted)
    if former and starts_on < former.starts_on:
        raise Refused(f"现有名单自 {former.starts_on:%Y-%m-%d} 起，新名单不能早于这一天。")
    if former:
        former.ends_on = max(former.starts_on, starts_on - timedelta(days=1))
        former.save()
    team.full_clean()
    team.save()
    return team


def team_in_words(team):
    """{what: who} of a team for the history, empty for none."""
    names = ("head", "deputy", "office", "handler", "phone", "starts_on") if team else ()
    return {label_of(Team, name): str(getattr(team, name)) for name in names}


def conclude(assignment, *, by, on=None, version=None):
    """办结 by the committee's secretary."""
    on = on or timezone.localdate()
    return FLOW.apply(assignment, "conclude", by=by, on=on, version=version, concluded_on=on)


def withdraw(assignment, *, by, reason, on=None, version=None):
    """撤回: the duty is gone (its item was cancelled); the unit is told."""
    assignment = FLOW.apply(assignment, "withdraw", by=by, on=on, version=version, reason=reason)
    day = on or timezone.localdate()
    tell_unit(assignment, f"withdraw:{assignment.pk}", f"交办已撤回：{assignment.subject}", day, text=reason, linked=False)
    return assignment


def reopen(assignment, *, by, reason, on=None, version=None):
    """恢复办理: it was concluded too early."""
    return FLOW.apply(assignment, "reopen", by=by, on=on, version=version, reason=reason, concluded_on=None)
