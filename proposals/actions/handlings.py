"""Handling 办理 by a unit: acknowledged or returned, contacts with the proposer, opinions of co-handlers, extensions."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from feedback.models import AssignmentState as State
from feedback.notices import tell_unit
from organizations.models import Person
from proposals.actions.moves import rules_of
from proposals.models import Contact, ContactPhase, Extension, Handling, Part, ReplyState, ReturnRequest
from proposals.permissions import COORDINATORS, is_coordinator, is_unit_head, of_unit
from workflow.calendar import WorkCalendar
from workflow.flow import Flow, Move, nobody
from workflow.notices import tell
from workflow.refusals import Refused

TAKEN = (State.ACKNOWLEDGED, State.UNDER_WAY)


def _settled(handling):
    """没有被裁定为不再调整，答复没有送签或印发。"""
    if handling.is_locked:
        return "已裁定由本单位办理，不再调整。"
    replies = (each.reply for each in handling.rounds.all() if hasattr(each, "reply"))
    on_its_way = any(reply.state != ReplyState.DRAFTING for reply in replies)
    return "答复已经送签，不能再申请退回；确需退回的，先把答复退回重写。" if on_its_way else ""


def _no_co(handling):
    """会办单位，且还没有提出会办意见。"""
    return "" if handling.part == Part.CO else "只有会办单位向主办单位提会办意见。"


def _first_request(handling):
    """第二次申请退回（第一次的直接裁定）。"""
    return "" if any(each.number > 1 for each in handling.return_requests.all()) else "第一次申请退回的，直接裁定。"


def _extension_open(handling):
    """没有等待裁定的延期申请。"""
    return "已有一份延期申请等待裁定。" if any(each.granted is None for each in handling.extensions.all()) else ""


def _no_extension_open(handling):
    """有等待裁定的延期申请。"""
    return "" if _extension_open(handling) else "没有等待裁定的延期申请。"


def _no_reply_due(handling):
    """独办、主办或分办单位，本轮还没有起草答复。"""
    if not handling.owes_reply:
        return "会办单位不直接答复，请提会办意见。"
    return "" if any(not hasattr(each, "reply") for each in _open_rounds(handling)) else "本轮答复已经起草。"


def _no_supplement(handling):
    """独办、主办或分办单位，没有正在起草或征询意见的补充答复。"""
    if not handling.owes_reply:
        return "会办单位不直接答复。"
    return "上一份补充答复还没有结束。" if _open_rounds(handling) else ""


def _open_rounds(handling):
    return [each for each in handling.rounds.all() if each.closed_on is None]


HANDLING_FLOW = Flow(
    Handling,
    [
        Move("accept", "签收", (State.ASSIGNED,), State.ACKNOWLEDGED, of_unit),
        Move(
            "request_return",
            "申请退回",
            (State.ASSIGNED, *TAKEN),
            State.RETURN_REQUESTED,
            is_unit_head,
            unfit=_settled,
            reason=True,
            danger=True,
        ),
        Move("coordinate", "登记协调", (State.RETURN_REQUESTED,), None, is_coordinator, unfit=_first_request),
        Move("agree_return", "同意退回改派", (State.RETURN_REQUESTED,), State.WITHDRAWN, is_coordinator),
        Move("refuse_return", "不同意退回", (State.RETURN_REQUESTED,), State.ACKNOWLEDGED, is_coordinator, reason=True, danger=True),
        Move("add_contact", "登记沟通", TAKEN, State.UNDER_WAY, of_unit),
        Move("follow_up", "登记办后回访", (State.REPLIED, State.CONCLUDED), None, of_unit),
        Move("give_opinion", "提会办意见", TAKEN, State.CONCLUDED, of_unit, unfit=_no_co),
        Move("request_extension", "申请延期", TAKEN, None, of_unit, unfit=_extension_open, reason=True),
        Move("grant_extension", "同意延期", TAKEN, None, is_coordinator, unfit=_no_extension_open),
        Move("refuse_extension", "不同意延期", TAKEN, None, is_coordinator, unfit=_no_extension_open, reason=True, danger=True),
        Move("draft_reply", "起草答复", TAKEN, State.UNDER_WAY, of_unit, unfit=_no_reply_due),
        Move("draft_supplement", "起草补充答复", (State.CONCLUDED,), None, of_unit, unfit=_no_supplement),
        Move("release", "撤回交办", (State.ASSIGNED, State.RETURN_REQUESTED, *TAKEN), State.WITHDRAWN, nobody, driven=True),
        Move("reply", "答复印发", (State.UNDER_WAY,), State.REPLIED, nobody, driven=True),
        Move("rehandle", "重新办理", (State.REPLIED,), State.UNDER_WAY, nobody, driven=True),
        Move("conclude", "办结", (State.REPLIED,), State.CONCLUDED, nobody, driven=True),
    ],
)


def tell_coordinators(handling, key, title, *, text="", is_news=False):
    """Tell those who assign proposals in this place; of history only what is done now (`is_news`)."""
    people = Person.objects.holding(*COORDINATORS, jurisdiction=handling.jurisdiction, on=timezone.localdate())
    if is_news or not handling.is_history:
        tell(people, handling.jurisdiction, key, title, text=text, link=handling.proposal.get_absolute_url(), about=handling)


@transaction.atomic
def accept(handling, *, by, suggest="", on=None, version=None):
    """签收; `suggest`: which unit should be added, and why, told to those who assign."""
    handling = HANDLING_FLOW.apply(handling, "accept", by=by, on=on, version=version, reason=suggest)
    if suggest.strip():
        tell_coordinators(handling, f"suggest:{handling.pk}", f"{handling.unit_name}建议增加承办单位：{handling.subject}", text=suggest)
    return handling


@transaction.atomic
def request_return(handling, *, by, reason, suggested_unit, on=None, version=None):
    """申请退回, signed by the unit's head, with whose case it is; a second one, after a refusal, goes to a leader. Returns the request."""
    on = on or timezone.localdate()
    if suggested_unit.pk == handling.unit_id or suggested_unit.jurisdiction_id != handling.jurisdiction_id:
        raise Refused("请填写本地区的另一个单位。")
    if on > handling.return_by and not handling.return_requests.exists():
        raise Refused(f"申请退回的期限（{handling.return_by:%Y-%m-%d}）已过，不再调整。")
    handling = HANDLING_FLOW.apply(handling, "request_return", by=by, on=on, version=version, reason=reason)
    request = ReturnRequest(
        handling=handling,
        number=handling.return_requests.count() + 1,
        reason=reason,
        suggested_unit=suggested_unit,
        requested_by=by,
        requested_on=on,
    )
    request.full_clean()
    request.save()
    tell_coordinators(handling, f"return:{request.pk}", f"{handling.unit_name}申请退回：{handling.subject}", text=reason)
    return request


@transaction.atomic
def add_contact(handling, *, by, kind, on, participants, text, phase=ContactPhase.DURING, decisions="", special=False, version=None):
    """登记沟通 with the proposer: the day, the way (of the rules' list), who took part, what was said. Returns the contact.

    After the reply it is a follow-up 回访 of phase 办后. Raises ValidationError for a special meeting 专题会议 without decisions.
    """
    kinds = {code: counts for code, _, counts in rules_of(handling.proposal).contact_kinds}
    if kind not in kinds:
        raise Refused("请选择沟通方式。")
    if on > timezone.localdate():
        raise Refused("沟通日期不能晚于今天。")
    if on < handling.assigned_on:
        raise Refused(f"沟通日期不能早于交办日期 {handling.assigned_on:%Y-%m-%d}。")
    if special and not decisions.strip():
        raise ValidationError({"decisions": "专题会议须填写议定事项。"})
    after = phase == ContactPhase.AFTER
    handling = HANDLING_FLOW.apply(handling, "follow_up" if after else "add_contact", by=by, on=on, version=version)
    contact = Contact(
        handling=handling,
        round=handling.rounds.count() or 1,
        phase=phase,
        kind=kind,
        face_to_face=kinds[kind],
        is_special_meeting=special,
        on=on,
        participants=participants,
        text=text,
        decisions=decisions,
        entered_by=by,
    )
    contact.full_clean()
    contact.save()
    return contact


@transaction.atomic
def give_opinion(handling, *, by, opinion, on=None, version=None):
    """会办意见 of a co-handler to the lead unit, in writing; it does not reply to the proposer itself."""
    on = on or timezone.localdate()
    if not opinion.strip():
        raise Refused("请填写会办意见。")
    handling = HANDLING_FLOW.apply(handling, "give_opinion", by=by, on=on, version=version, opinion=opinion, opinion_on=on, concluded_on=on)
    for lead in handling.proposal.handlings.filter(part=Part.LEAD).exclude(state=State.WITHDRAWN):
        tell_unit(lead, f"opinion:{handling.pk}", f"{handling.unit_name}已提会办意见：{handling.subject}", on, text=opinion)
    return handling


@transaction.atomic
def request_extension(handling, *, by, wished_on, reason, on=None, version=None):
    """申请延期 before the day is over, at most to the limit of the rules. Returns the request."""
    on = on or timezone.localdate()
    starts = {"assigned": handling.assigned_on}
    limit = WorkCalendar().by_rule(rules_of(handling.proposal), "extension_limit", starts, name="延期上限").on
    if on > handling.due_on:
        raise Refused(f"期限（{handling.due_on:%Y-%m-%d}）已过，不能再申请延期。")
    if not handling.due_on < wished_on <= limit:
        raise Refused(f"延期应晚于原期限 {handling.due_on:%Y-%m-%d}，且不超过 {limit:%Y-%m-%d}。")
    handling = HANDLING_FLOW.apply(handling, "request_extension", by=by, on=on, version=version, reason=reason)
    extension = Extension.objects.create(
        handling=handling, reason=reason, former_due_on=handling.due_on, wished_on=wished_on, requested_by=by, requested_on=on
    )
    tell_coordinators(handling, f"extension:{extension.pk}", f"{handling.unit_name}申请延期：{handling.subject}", text=reason)
    return extension


@transaction.atomic
def rule_extension(handling, *, by, grant, ruling="", on=None, version=None):
    """Grant or refuse what a unit asked for; granted, the deadline of the open round moves, with the step. Returns the handling."""
    on = on or timezone.localdate()
    extension = handling.extensions.select_for_update().filter(granted__isnull=True).first()
    changes = {}
    if grant and extension:
        step = (
            f"{on:%Y-%m-%d} 同意延期：由 {extension.former_due_on:%Y-%m-%d} 延至 {extension.wished_on:%Y-%m-%d}。理由：{extension.reason}"
        )
        changes = {"due_on": extension.wished_on, "due_steps": [*handling.due_steps, step], "due_provisional": False}
    move = "grant_extension" if grant else "refuse_extension"
    handling = HANDLING_FLOW.apply(handling, move, by=by, on=on, version=version, reason=ruling, **changes)
    extension.granted, extension.ruling, extension.ruled_by, extension.ruled_on = grant, ruling, by, on
    extension.save()
    handling.rounds.filter(closed_on__isnull=True).update(**changes)
    tell_unit(handling, f"extended:{extension.pk}", f"延期申请{'已同意' if grant else '未获同意'}：{handling.subject}", on, text=ruling)
    return handling
