"""Key proposals 重点提案: nominated, spoken of, given a leader, approved by the Chairpersons' Council, supervised, ended."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from documents.uploads import attach
from feedback.notices import unit_people
from organizations.models import Body, Person, Role, Session
from organizations.models.rulesets import rules_for
from proposals.actions import mark_key
from proposals.actions.moves import open_handlings
from proposals.models import Proposal, ProposalState
from proposals.models.proposals import RUNNING_STATES
from supervision.key_rules import KeyRules
from supervision.models import KeyActivity, KeyOpinion, KeyProposal, KeyTask
from supervision.models import KeyState as State
from supervision.models.key import UNFINISHED
from supervision.permissions import CONSULTED, COORDINATORS, is_consulted, is_secretary, may_record
from workflow.calendar import WorkCalendar
from workflow.flow import Flow, Move
from workflow.notices import tell
from workflow.refusals import Forbidden, Refused
from workflow.trail import record

ELIGIBLE = (ProposalState.FILED, *RUNNING_STATES)


def key_rules(session):
    """The rules for the key proposals of a session."""
    return rules_for(KeyRules, session.term.jurisdiction, on=session.starts_on or timezone.localdate(), session=session)


def _unarranged(key):
    """已确定督办方式和牵头的领导或部门。"""
    return "" if key.mode else "请先确定督办方式。"


def tasks_of(key):
    """The tasks of a key proposal and of the rows of former sessions from which it was carried on, the newest first."""
    keys = [key.pk]
    while key.former_id:
        key = key.former
        keys.append(key.pk)
    return KeyTask.objects.filter(key__in=keys)


def _tasks_open(key):
    """督办任务都已完成或取消。"""
    count = tasks_of(key).filter(state__in=UNFINISHED).count()
    return f"还有 {count} 项督办任务没有完成。" if count else ""


def _no_session_follows(key):
    """以后一次会议已登记。"""
    return "" if Session.objects.after(key.session).exists() else "以后一次会议还没有登记。"


OPEN = (State.CANDIDATE, State.CONSULTING)
KEY_FLOW = Flow(
    KeyProposal,
    [
        Move("circulate", "征求意见", (State.CANDIDATE,), State.CONSULTING, is_secretary),
        Move("opine", "填写意见", (State.CONSULTING,), None, is_consulted),
        Move("arrange", "确定督办方式", (*OPEN, State.SUPERVISING), None, is_secretary),
        Move("approve", "主席会议批准", (State.CONSULTING,), State.SUPERVISING, is_secretary, _unarranged),
        Move("drop", "不列入", OPEN, State.DROPPED, is_secretary, reason=True, danger=True),
        Move("restore", "重新列为候选", (State.DROPPED,), State.CANDIDATE, is_secretary, reason=True, danger=True),
        Move("record", "记录督办活动", (State.SUPERVISING,), None, may_record),
        Move("give_task", "交办任务", (State.SUPERVISING,), None, may_record),
        Move("conclude", "办结", (State.SUPERVISING,), State.CONCLUDED, is_secretary, _tasks_open, closing=True),
        Move(
            "carry_on",
            "转下一次会议继续督办",
            (State.SUPERVISING,),
            State.CARRIED,
            is_secretary,
            _no_session_follows,
            reason=True,
            danger=True,
        ),
    ],
)


@dataclass(frozen=True)
class Nominated:
    """The candidates that were entered together."""

    keys: tuple

    @property
    def ids(self):
        return [key.public_id for key in self.keys]


@transaction.atomic
def nominate(session, case_nos, *, by, reason, on=None):
    """列为候选 the cases of `session` with these case numbers, with the reason; returns `Nominated`.

    All or none: raises Refused naming the numbers that are unknown, closed history, not running, or in the list already.
    """
    if not by.access.holds(session.term.jurisdiction_id, *COORDINATORS):
        raise Forbidden("您没有权限推荐重点提案。")
    found = {case.case_no: case for case in Proposal.objects.select_for_update(of=("self",)).filter(session=session, case_no__in=case_nos)}
    sentences = [_ineligible(number, found.get(number)) for number in case_nos]
    if wrong := "".join(filter(None, sentences)):
        raise Refused(wrong)
    return Nominated(tuple(_candidate(found[number], by, reason, on) for number in case_nos))


def _ineligible(number, case):
    if case is None:
        return f"本次会议没有案号为“{number}”的提案。"
    if case.is_history:
        return f"第{number}号提案是历史资料，不列为候选。"
    if case.state not in ELIGIBLE:
        return f"第{number}号提案{case.get_state_display()}，不能列为候选。"
    listed = KeyProposal.objects.filter(session=case.session, proposal=case).exists()
    return f"第{number}号提案已在本次会议的重点提案名单里。" if listed else ""


def _candidate(case, by, reason, on):
    key = KeyProposal(jurisdiction=case.jurisdiction, session=case.session, proposal=case, reason=reason)
    key.full_clean()
    key.save()
    record(key, "nominate", "列为候选", by=by, on=on, to_state=key.state, reason=reason)
    return key


@transaction.atomic
def opinions_until(key, on):
    """Until when those asked on the day `on` may say what they think of a candidate, by the rules."""
    return WorkCalendar().by_rule(key_rules(key.session), "opinion_limit", {"circulated": on}, name="征求意见").on


def circulate(key, *, by, until=None, on=None, version=None):
    """征求意见 of the offices, committees and parties until a day (default by the rules), who are told once a day; returns the row."""
    on = on or timezone.localdate()
    until = until or opinions_until(key, on)
    if until < on:
        raise Refused("征求意见的截止日期不能早于今天。")
    key = KEY_FLOW.apply(key, "circulate", by=by, on=on, version=version, opinions_until=until)
    people = Person.objects.holding(*CONSULTED, jurisdiction=key.jurisdiction, on=on)
    link = f"/supervision/key/?session={key.session_id}&state=consulting"
    tell(people, key.jurisdiction, f"key-opinions:{key.session_id}:{on:%Y-%m-%d}", "有重点提案候选请填写意见", link=link)
    return key


@transaction.atomic
def opine(key, *, by, unit, agrees, text="", on=None, version=None):
    """填写意见 in the name of an office, committee or party; against it only with a reason. Returns the opinion."""
    on = on or timezone.localdate()
    KEY_FLOW.require(key, "opine", by)
    if not is_secretary(by, key) and unit.pk not in by.access.units(*CONSULTED):
        raise Forbidden(f"您不能以{unit}的名义填写意见。")
    if not agrees and not text.strip():
        raise Refused("不同意的，请写明理由。")
    words = f"{'同意' if agrees else '不同意'}。{text}".rstrip("。")
    key = KEY_FLOW.apply(key, "opine", by=by, on=on, version=version, noted=({}, {"单位": unit.name, "意见": words}))
    opinion = KeyOpinion(key=key, unit=unit, agrees=agrees, text=text, by=by, on=on)
    opinion.full_clean()
    opinion.save()
    return opinion


def arrange(key, *, by, mode, leader=None, committee=None, team=(), plan_item=None, on=None, version=None):
    """确定督办方式: how and by whom it is supervised, the team, and the item of the annual plan it belongs to; returns the row.

    Raises Refused where the mode is none of the rules, or where the leader or committee it asks for is missing.
    """
    row = next((row for row in key_rules(key.session).modes if row[0] == mode), None)
    if row is None:
        raise Refused(f"没有“{mode}”这种督办方式。")
    _, name, lead = row
    if lead == "committee" and committee is None:
        raise Refused(f"“{name}”须写明督办部门。")
    if lead != "committee" and (leader is None or not leader.access.holds(key.jurisdiction_id, Role(lead))):
        raise Refused(f"“{name}”须由{Role(lead).label}领衔。")
    facts = {"leader": leader, "committee": committee, "team": list(team), "plan_item": plan_item}
    return KEY_FLOW.apply(key, "arrange", by=by, on=on, version=version, mode=mode, mode_name=name, **facts)


@transaction.atomic
def approve(key, *, by, meeting, on=None, version=None):
    """主席会议批准: from then on it is a key proposal; units, proposers and who leads its supervision are told. Returns the row.

    Raises Refused where the meeting is none of the Chairpersons' Council or has not been held.
    """
    on = on or timezone.localdate()
    if meeting.body != Body.CHAIRPERSONS_COUNCIL or meeting.jurisdiction_id != key.jurisdiction_id:
        raise Refused("重点提案由主席会议批准，请选择一次主席会议。")
    if meeting.held_on is None or meeting.held_on > on:
        raise Refused("这次主席会议还没有召开。")
    key = KEY_FLOW.apply(key, "approve", by=by, on=on, version=version, meeting=meeting, approved_on=meeting.held_on)
    if not key.proposal.is_key:
        mark_key(key.proposal, by=by, approved_by="主席会议", meeting=meeting, on=on)
    _tell(key, f"已列为重点提案：{key.proposal.title}", on, text=f"{key.mode_name}，{key.lead}。")
    return key


def _tell(key, title, on, text=""):
    """Tell who has to do with it: the units of the case, its proposers, the leader and the committee that supervise it."""
    people = {person.pk: person for handling in open_handlings(key.proposal) for person in unit_people(handling.unit, on)}
    signed = key.proposal.proposers.signed().filter(person__isnull=False).select_related("person")
    people |= {each.person_id: each.person for each in signed}
    if key.leader:
        people[key.leader_id] = key.leader
    if key.committee:
        staff = Person.objects.holding(Role.COMMITTEE_STAFF, jurisdiction=key.jurisdiction, unit=key.committee, on=on)
        people |= {person.pk: person for person in staff}
    tell(people.values(), key.jurisdiction, f"key:{key.pk}:{key.version}", title, text=text, link=key.get_absolute_url(), about=key)


def drop(key, *, by, reason, on=None, version=None):
    """不列入 the list, with the reason; returns the row."""
    return KEY_FLOW.apply(key, "drop", by=by, on=on, version=version, reason=reason)


def restore(key, *, by, reason, on=None, version=None):
    """重新列为候选, with the reason; returns the row."""
    return KEY_FLOW.apply(key, "restore", by=by, on=on, version=version, reason=reason)


@transaction.atomic
def record_activity(key, *, by, kind, participants, text, presider=None, on=None, files=(), sensitivity="", version=None):
    """记录督办活动 of the day `on`, with its record and files; returns it.

    Raises Refused for a kind that is none of the rules, a day to come, or a presider who does not hold the post the rules ask for.
    """
    on = on or timezone.localdate()
    row = next((row for row in key_rules(key.session).activities if row[0] == kind), None)
    if row is None:
        raise Refused(f"没有“{kind}”这种督办活动。")
    if on > timezone.localdate():
        raise Refused("活动日期不能晚于今天，请在活动以后记录。")
    _, name, asked = row
    if asked and (presider is None or not presider.access.holds(key.jurisdiction_id, Role(asked))):
        raise Refused(f"“{name}”须由{Role(asked).label}主持。")
    key = KEY_FLOW.apply(key, "record", by=by, on=on, version=version, noted=({}, {"方式": name, "日期": f"{on:%Y-%m-%d}"}))
    facts = {"kind": kind, "kind_name": name, "on": on, "presider": presider, "participants": participants, "text": text}
    activity = KeyActivity(key=key, entered_by=by, **facts)
    activity.full_clean()
    activity.save()
    for upload in files:
        attach(activity, upload, by=by, purpose=name, sensitivity=sensitivity)
    return activity


@transaction.atomic
def give_task(key, *, by, unit, text, due_on, activity=None, on=None, version=None):
    """交办任务 to a unit, to be done by a day; the unit is told, and reminded as of any duty. Returns the task."""
    on = on or timezone.localdate()
    if due_on < on:
        raise Refused("完成期限不能早于今天。")
    if unit.jurisdiction_id != key.jurisdiction_id or activity and activity.key_id != key.pk:
        raise Refused("责任单位和督办活动须是本地区、本提案的。")
    noted = ({}, {"责任单位": unit.name, "任务": text, "完成期限": f"{due_on:%Y-%m-%d}"})
    key = KEY_FLOW.apply(key, "give_task", by=by, on=on, version=version, noted=noted)
    task = KeyTask(jurisdiction=key.jurisdiction, key=key, activity=activity, unit=unit, unit_name=unit.name, text=text, due_on=due_on)
    task.full_clean()
    task.save()
    record(task, "give", "交办任务", by=by, on=on, to_state=task.state)
    people = unit_people(unit, on)
    words = f"请于 {due_on:%Y-%m-%d} 前完成：{text}"
    tell(
        people, key.jurisdiction, f"key-task:{task.pk}", f"重点提案督办任务：{key.proposal.title}", text=words, link=key.get_absolute_url()
    )
    return task


@transaction.atomic
def conclude(key, *, by, report, files=(), sensitivity="", on=None, version=None):
    """办结, with the report on the supervision and its files; returns the row. Raises Refused while a task is not done."""
    on = on or timezone.localdate()
    key = KEY_FLOW.apply(key, "conclude", by=by, on=on, version=version, report=report, concluded_on=on)
    for upload in files:
        attach(key, upload, by=by, purpose="督办报告", sensitivity=sensitivity)
    return key


@transaction.atomic
def carry_on(key, *, by, session, reason, on=None, version=None):
    """转下一次会议继续督办: a new row in the list of a later session, which shows whence it came; returns that row.

    It keeps mode, leader, committee and team, and the approval it had; tasks that are not done go on being owed.
    """
    on = on or timezone.localdate()
    if not Session.objects.after(key.session).filter(pk=session.pk).exists():
        raise Refused("只能转入本地区以后的会议。")
    key = KEY_FLOW.apply(key, "carry_on", by=by, on=on, version=version, reason=reason, concluded_on=on)
    kept = ("jurisdiction", "proposal", "mode", "mode_name", "leader", "committee", "team", "meeting", "approved_on")
    later = KeyProposal(session=session, former=key, reason=reason, state=State.SUPERVISING, **{name: getattr(key, name) for name in kept})
    later.full_clean()
    later.save()
    record(later, "carry_on", "由上一次会议转入", by=by, on=on, to_state=later.state, reason=reason)
    return later
