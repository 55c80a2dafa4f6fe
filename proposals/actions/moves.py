"""The move table of a case, and what each move asks for."""

from django.utils import timezone

from organizations.models.rulesets import rules_for
from proposals.models import REPLYING, Handling, Proposal, ProposerKind, ProposerState
from proposals.models import ProposalState as State
from proposals.models.proposals import RUNNING_STATES
from proposals.permissions import is_author, is_coordinator, is_secretary
from proposals.rules import ProposalRules
from workflow.flow import Flow, Move, nobody
from workflow.models import Event

IN_REVIEW = (State.SUBMITTED, State.UNDER_REVIEW)
HANDED_IN = (*IN_REVIEW, State.FILED, *RUNNING_STATES)


def rules_of(proposal):
    """The rules of the proposal's session; read once for this row, as the other rows it was read with."""
    if not hasattr(proposal, "_rules"):
        proposal._rules = rules_in(proposal.session, proposal.jurisdiction, proposal.created_at)
    return proposal._rules


def rules_in(session, place, since=None):
    """The rules by which the cases of a session of `place` go; `since`: the moment that counts where the session has no day, else now."""
    return rules_for(ProposalRules, place, on=session.starts_on or (since or timezone.now()).date(), session=session)


def _incomplete(proposal):
    """写明案由、类别和至少一条建议，受邀联名人都已答复或联名已经截止。"""
    if not proposal.category:
        return "请选择提案类别。"
    if not proposal.problems.strip():
        return "请写明存在的问题。"
    if not proposal.suggestions:
        return "请至少写一条具体建议。"
    if not proposal.may_publish and not proposal.publish_refusal.strip():
        return "不同意公开的，请填写理由。"
    return cosigning(proposal, timezone.now())


def cosigning(proposal, now):
    """The sentence on co-signers a proposal still lacks at the moment `now`; "" where it lacks none."""
    answers = [each.answer for each in proposal.proposers.all()]
    until, waiting = proposal.cosign_until, answers.count(ProposerState.INVITED)
    if waiting and until and now <= until:
        return f"还有 {waiting} 位受邀联名人没有答复，联名 {timezone.localtime(until):%m-%d %H:%M} 截止。"
    if proposal.kind == ProposerKind.JOINT and answers.count(ProposerState.ACCEPTED) < 2:
        return "联名提案至少要有一位联名人同意联名。"
    return ""


def passes_done(proposal):
    """How many review passes the present submission has had."""
    return sum(review.submission == proposal.submission and not review.is_void for review in proposal.reviews.all())


def _reviewed(proposal):
    """审查环节还没有全部完成。"""
    return "" if passes_done(proposal) < len(rules_of(proposal).passes) else "各审查环节都已完成，请立案、退回或不予立案。"


def _passes_missing(proposal):
    """各审查环节都已完成。"""
    names = rules_of(proposal).passes
    done = passes_done(proposal)
    return "" if done >= len(names) else f"还没有完成{'、'.join(names[done:])}。"


def _no_review(proposal):
    """本次提交已有审查意见。"""
    return "" if passes_done(proposal) else "本次提交还没有审查意见。"


def _not_unfiled(proposal):
    """没有其他提案并入本件，也不在还没有交办的分办意见里。"""
    if proposal.allocation_rows.exclude(allocation__state="assigned").exists():
        return "本件已收入分办意见，请先移出。"
    return _has_followers(proposal)


def _not_as_returned(proposal):
    """退回以后提案人还没有修改。"""
    last = Event.objects.of(proposal).last()
    return "" if last and last.move == "return" else "提案人已经修改，不能撤回退回。"


def refusal_of(proposal):
    """What the committee wrote when it returned the proposal or did not file it; "" in any other state."""
    move = {State.RETURNED: "return", State.NOT_FILED: "reject"}.get(proposal.state)
    last = Event.objects.of(proposal).filter(move=move).last() if move else None
    return last.reason if last else ""


def _has_followers(proposal):
    """没有其他提案并入本件。"""
    return "已有其他提案并入本件，请先解除并案。" if proposal.merged.exists() else ""


def _case_assigned(proposal):
    """并入的那一件还没有交办。"""
    return "" if proposal.merged_into.state == State.FILED else "并入的提案已经交办，不能解除并案。"


def _withdrawal_asked(proposal):
    """提案人还没有申请撤案。"""
    return "已经申请撤案，请等待答复。" if proposal.withdrawal_reason else ""


def _no_withdrawal_asked(proposal):
    """提案人已经申请撤案。"""
    return "" if proposal.withdrawal_reason else "提案人没有申请撤案。"


def _already_key(proposal):
    """还不是重点提案。"""
    return "已经是重点提案。" if proposal.is_key else ""


def _publication_decided(proposal):
    """还没有决定是否公开。"""
    return "" if proposal.publication == "undecided" else "已经决定是否公开。"


def _publication_undecided(proposal):
    """已经决定是否公开。"""
    return "还没有决定是否公开。" if proposal.publication == "undecided" else ""


def _no_lead_missing(proposal):
    """办理方式为主办会办或分办。"""
    return "" if proposal.mode != "sole" else "独办件不能直接增加单位，请先退回改派。"


FLOW = Flow(
    Proposal,
    [
        Move("edit", "修改", (State.DRAFT, State.RETURNED), None, is_author),
        Move("submit", "提交", (State.DRAFT, State.RETURNED), State.SUBMITTED, is_author, _incomplete),
        Move("review", "审查", IN_REVIEW, State.UNDER_REVIEW, is_secretary, unfit=_reviewed),
        Move("file", "立案", (State.UNDER_REVIEW,), State.FILED, is_secretary, _passes_missing),
        Move("return", "退回修改", IN_REVIEW, State.RETURNED, is_secretary, reason=True, danger=True),
        Move("undo_review", "撤回审查", (State.UNDER_REVIEW,), None, is_secretary, unfit=_no_review, reason=True, danger=True),
        Move("unfile", "撤销立案", (State.FILED,), State.UNDER_REVIEW, is_secretary, _not_unfiled, reason=True, danger=True),
        Move("undo_return", "撤回退回", (State.RETURNED,), State.UNDER_REVIEW, is_secretary, _not_as_returned, danger=True),
        Move("reject", "不予立案", (State.UNDER_REVIEW,), State.NOT_FILED, is_secretary, _passes_missing, danger=True),
        Move("merge", "并案", (*IN_REVIEW, State.FILED), State.MERGED, is_secretary, _has_followers),
        Move("unmerge", "解除并案", (State.MERGED,), State.UNDER_REVIEW, is_secretary, _case_assigned, reason=True, danger=True),
        Move("request_withdrawal", "申请撤案", HANDED_IN, None, is_author, unfit=_withdrawal_asked, reason=True, danger=True),
        Move("withdraw", "同意撤案", HANDED_IN, State.WITHDRAWN, is_secretary, _has_followers, _no_withdrawal_asked, danger=True),
        Move("refuse_withdrawal", "不同意撤案", HANDED_IN, None, is_secretary, unfit=_no_withdrawal_asked, reason=True, danger=True),
        Move("assign", "交办", (State.FILED,), State.ASSIGNED, is_coordinator),
        Move("add_unit", "增加承办单位", (State.ASSIGNED, State.REHANDLING), None, is_coordinator, unfit=_no_lead_missing),
        Move("mark_key", "列为重点提案", (State.FILED, *RUNNING_STATES), None, is_secretary, unfit=_already_key),
        Move("decide_publication", "决定公开", (State.REPLIED, State.CONCLUDED), None, is_secretary, unfit=_publication_decided),
        Move(
            *("change_publication", "更改公开决定", (*RUNNING_STATES, State.CONCLUDED), None, is_secretary),
            unfit=_publication_undecided,
            reason=True,
        ),
        Move("relabel", "修改标识", (*HANDED_IN, State.MERGED, State.CONCLUDED), None, is_secretary, reason=True),
        Move("reply", "全部答复", (State.ASSIGNED, State.REHANDLING), State.REPLIED, nobody, driven=True),
        Move("rehandle", "重新办理", (State.REPLIED, State.ASSIGNED), State.REHANDLING, nobody, driven=True),
        Move("conclude", "办结", (State.REPLIED,), State.CONCLUDED, nobody, driven=True),
    ],
)


def follow(proposal, name, *, by, on, done=(), **changes):
    """Let a case follow its handlings by the driven move `name` where its state allows.

    With `done`, only once every unit that owes a reply is in one of these states; the case is locked first, so that of two units
    that come to their end at once one sees the other's.
    """
    case = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if case.state not in FLOW.moves[name].sources:
        return
    if done and open_handlings(case).filter(part__in=REPLYING).exclude(state__in=done).exists():
        return
    FLOW.apply(case, name, by=by, on=on, **changes)


def open_handlings(proposal):
    """The handlings of a case that units still have, the replying ones first."""
    return Handling.objects.filter(proposal=proposal).exclude(state="withdrawn").select_related("unit").order_by("pk")
