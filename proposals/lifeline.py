"""The life line of a case: its stations with the days each took and who was waited for, and what comes next and at whom."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from feedback.models import AssignmentState
from proposals.actions.moves import passes_done, rules_of
from proposals.actions.replies import waiting_steps
from proposals.models import ProposalState as State
from proposals.models import ProposerState, ReplyState

OF_PROPOSER = ("submit", "request_withdrawal")
BEFORE_FILING = ("submit", "return", "undo_return", "reject")
BEFORE_ASSIGNING = ("unfile", "merge", "unmerge")
AT_LAST = ("request_withdrawal", "refuse_withdrawal", "withdraw")
TURNS = (*BEFORE_FILING, *BEFORE_ASSIGNING, *AT_LAST)


@dataclass(frozen=True)
class Station:
    """One station: what happened on which day, who was waited for until then, and how many days since the station before."""

    label: str
    on: date
    waited_for: str
    days: int


@dataclass(frozen=True)
class Next:
    """What comes next: who has to do what, by when (None: no day is set)."""

    who: str
    what: str
    due_on: date | None = None


def stations(proposal, handlings):
    """The stations a case has passed, oldest first; both as `views.whole` reads them."""
    steps = []
    if proposal.submitted_at and all(each.move != "submit" for each in proposal.turns):  # taken over from elsewhere
        steps.append((timezone.localdate(proposal.submitted_at), "提交", "提案人"))
    steps += _turned(proposal, BEFORE_FILING)
    if proposal.filed_on:
        steps.append((proposal.filed_on, f"立案，案号 {proposal.case_no}", "提案委员会"))
    steps += _turned(proposal, BEFORE_ASSIGNING)
    if proposal.assigned_on:
        steps.append((proposal.assigned_on, "交办", "交办单位"))
    for handling in handlings:
        contacts = list(handling.contacts.all())
        if contacts:
            steps.append((contacts[0].on, f"{handling.unit_name}首次沟通", handling.unit_name))
        if handling.opinion_on:
            steps.append((handling.opinion_on, f"{handling.unit_name}提会办意见", handling.unit_name))
        if handling.is_seen:
            steps += _of_requests(handling)
        for each in handling.rounds.all():
            steps += _of_round(handling, each)
    steps += _turned(proposal, AT_LAST)
    if proposal.concluded_on:
        steps.append((proposal.concluded_on, "办结", "提案人"))
    steps.sort(key=lambda step: step[0])
    days = [0] * len(steps[:1]) + [(later[0] - earlier[0]).days for earlier, later in zip(steps, steps[1:], strict=False)]
    return [Station(label, on, who, spent) for (on, label, who), spent in zip(steps, days, strict=True)]


def _turned(proposal, moves):
    """What of the trail shows: the turns of a case that no field of it keeps."""
    turns = [each for each in proposal.turns if each.move in moves]
    for number, each in enumerate(turns):
        label = "修改后再次提交" if number and each.move == "submit" else each.label
        yield each.on, label, "提案人" if each.move in OF_PROPOSER else "提案委员会"


def _of_requests(handling):
    """Disputes about whose case it is, and extensions, for who sees the unit's handling."""
    unit = handling.unit_name
    for each in handling.return_requests.all():
        yield each.requested_on, f"{unit}第{each.number}次申请退回" if each.number > 1 else f"{unit}申请退回", unit
        if each.coordinated_on:
            yield each.coordinated_on, f"协调{unit}的退回申请", "交办单位"
        if each.ruled_on:
            yield each.ruled_on, f"{'同意' if each.agreed else '不同意'}{unit}退回", "交办单位"
    for each in handling.extensions.all():
        yield each.requested_on, f"{unit}申请延期至 {each.wished_on:%Y-%m-%d}", unit
        if each.ruled_on:
            yield each.ruled_on, f"{'同意' if each.granted else '不同意'}{unit}延期", "交办单位"


def _of_round(handling, each):
    name = "（补充答复）" if each.is_supplementary else f"（第{each.number}轮）" if each.number > 1 else ""
    reply = getattr(each, "reply", None)
    if reply and reply.issued_on:
        yield reply.issued_on, f"{handling.unit_name}答复{name}", handling.unit_name
    if each.closed_on:
        outcome = "征询意见结束"
        if each.is_dissatisfied:
            outcome = "提案人不满意" if each.is_supplementary else "提案人不满意，重新办理"
        yield each.closed_on, f"{outcome}{name}", "提案人"


def next_steps(proposal, handlings):
    """Who has to do what next, before anything is clicked; [] where nothing is left to do."""
    match proposal.state:
        case State.DRAFT | State.RETURNED:
            return _next_of_draft(proposal)
        case State.SUBMITTED | State.UNDER_REVIEW:
            names = rules_of(proposal).passes[passes_done(proposal) :]
            return [Next("提案委员会", f"{names[0]}" if names else "决定立案、退回或不予立案")]
        case State.FILED:
            return [Next("交办单位", "确定承办单位并交办")]
        case State.ASSIGNED | State.REPLIED | State.REHANDLING:
            return [step for handling in handlings for step in _next_of(handling)]
    return []


def _next_of_draft(proposal):
    invited = [each.name for each in proposal.proposers.all() if each.answer == ProposerState.INVITED]
    until = proposal.cosign_until
    if invited and until and timezone.now() <= until:
        return [Next("、".join(invited), "答复联名邀请", timezone.localdate(until))]
    return [Next("提案人", "修改后提交" if proposal.state == State.RETURNED else "核对后提交")]


def _next_of(handling):
    unit = handling.unit_name
    match handling.state:
        case AssignmentState.ASSIGNED:
            open_still = timezone.localdate() <= handling.return_by
            return [Next(unit, "签收，或在期限内申请退回", handling.return_by) if open_still else Next(unit, "签收")]
        case AssignmentState.RETURN_REQUESTED:
            return [Next("交办单位", f"裁定{unit}的退回申请")]
        case AssignmentState.REPLIED:
            return [Next("提案人", f"评价{unit}的答复", _asked_until(handling))]
        case AssignmentState.ACKNOWLEDGED | AssignmentState.UNDER_WAY:
            return _next_of_work(handling)
    return []


def _next_of_work(handling):
    if not handling.owes_reply:
        return [Next(handling.unit_name, "提会办意见", handling.due_on)]
    reply = getattr(max(handling.rounds.all(), key=lambda each: each.number), "reply", None)
    if reply and reply.state == ReplyState.SIGNING:
        waiting = waiting_steps(reply)
        return [Next("、".join(map(_signing, waiting)) or handling.unit_name, "签批答复" if waiting else "印发答复", handling.due_on)]
    return [Next(handling.unit_name, "送签答复" if reply else "沟通并起草答复", handling.due_on)]


def _signing(step):
    """Whose signature is waited for; a leader by his name."""
    return f"{step.label}（{step.leader or '请督查室指定领导'}）" if step.kind == "leader" else step.label


def _asked_until(handling):
    reply = getattr(max(handling.rounds.all(), key=lambda each: each.number), "reply", None)
    return reply.opinions_until if reply else None
