"""The votes of an award: a round opened for those whom the rules name, ballots without a name, the count, objections on notice."""

from collections import Counter

from django.db import transaction
from django.utils import timezone

from organizations.models import Person
from proposals.models import ProposerKind
from supervision.models import Award, Candidate, Objection, Vote, VotingRound
from supervision.models import CandidateState as State
from supervision.models import ObjectionState as Said
from supervision.models import VoteState as Given
from supervision.permissions import is_verifier, owns_vote
from supervision.screening import collective_places
from workflow.flow import Flow, Move
from workflow.models import Event
from workflow.notices import tell
from workflow.refusals import Refused
from workflow.trail import entry


def _not_before_votes(candidate):
    """评选待投票。"""
    return "" if candidate.award.state == "nominated" else "只有在投票以前才能否决。"


CANDIDATE_FLOW = Flow(
    Candidate,
    [
        Move("veto", "一票否决", (State.STANDING,), State.VETOED, is_verifier, unfit=_not_before_votes, reason=True, danger=True),
        Move("pass_over", "落选", (State.STANDING,), State.OUT, is_verifier, driven=True),
        Move("choose", "入选", (State.STANDING,), State.CHOSEN, is_verifier, driven=True),
        Move("strike", "取消", (State.CHOSEN,), State.STRUCK, is_verifier, driven=True),
        Move("award", "表彰", (State.CHOSEN,), State.AWARDED, is_verifier, driven=True),
    ],
)


def _over(vote):
    """投票没有截止。"""
    if vote.round.closed_on or vote.round.award.state != "voting":
        return "这一轮投票已经结束。"
    return f"投票已于 {vote.round.ends_on:%Y-%m-%d} 截止。" if timezone.localdate() > vote.round.ends_on else ""


VOTE_FLOW = Flow(Vote, [Move("cast", "投票", (Given.WAITING,), Given.CAST, owns_vote, _over)])
OBJECTION_FLOW = Flow(
    Objection,
    [
        Move("uphold", "异议成立", (Said.OPEN,), Said.UPHELD, is_verifier, reason=True, danger=True),
        Move("reject", "异议不成立", (Said.OPEN,), Said.REJECTED, is_verifier, reason=True),
    ],
)


def last_round(award):
    """Whether the round that is open, or comes next, is the last."""
    done = award.voting.filter(closed_on__isnull=False).count()
    return done + 1 >= len(award.rounds)


def voters_waiting(award):
    """应投票的人都已投票，或者投票截止日已过；参加的人数达到规定比例。"""
    current = award.voting.filter(closed_on__isnull=True).first()
    if current is None:
        return "没有正在进行的投票。"
    total, cast = current.votes.count(), current.votes.filter(state=Given.CAST).count()
    if cast < total and timezone.localdate() <= current.ends_on:
        return f"还有 {total - cast} 人没有投票，{current.ends_on:%Y-%m-%d} 截止以后才能计票。"
    if not cast or cast * 100 < total * award.turnout:
        return f"应投票 {total} 人，只有 {cast} 人投票，不到 {award.turnout}%，投票无效，请延长投票。"
    return ""


def veto(candidate, *, by, reason, on=None, version=None):
    """一票否决 by hand before any vote, with the reason; returns the candidate."""
    grounds = [*candidate.grounds, reason[:200]]
    return CANDIDATE_FLOW.apply(candidate, "veto", by=by, on=on, version=version, reason=reason, grounds=grounds)


def begin_round(award, *, by, ends_on, on):
    """The next round with a `Vote` for everybody who holds one of its roles; they are told. Raises Refused where there is nobody."""
    number = award.voting.count() + 1
    label, roles, percent = award.rounds[number - 1]
    voters = list(Person.objects.holding(*roles, jurisdiction=award.jurisdiction, on=on).filter(is_service=False).order_by("pk"))
    if not voters:
        raise Refused(f"{label}没有投票人，请检查评选规则。")
    keeps = max(award.quota, award.quota * percent // 100)
    facts = {"jurisdiction": award.jurisdiction, "award": award, "number": number, "label": label}
    opened = VotingRound.objects.create(keeps=keeps, ends_on=ends_on, **facts)
    votes = [Vote(jurisdiction=award.jurisdiction, round=opened, person=person) for person in voters]
    votes = Vote.objects.bulk_create(votes)
    Event.objects.bulk_create(entry(vote, "begin", "发出选票", by=by, on=on, to_state=vote.state) for vote in votes)
    text = f"不记名投票，最多选 {keeps} 个，{ends_on:%Y-%m-%d} 截止。"
    tell(
        voters, award.jurisdiction, f"award-vote:{opened.pk}", f"请投票：{award.title}（{label}）", text=text, link=award.get_absolute_url()
    )
    return opened


@transaction.atomic
def cast(vote, choices, *, by, on=None):
    """投票: once and for all, for candidates that stand, one at least and as many as the round keeps at most; returns the vote.

    The ballot goes among the others without a name; the trail tells that he voted and not for whom. Raises Refused.
    """
    Award.objects.select_for_update(no_key=True).get(voting=vote.round_id)  # first, as who counts the round does
    vote = VOTE_FLOW.apply(vote, "cast", by=by, on=on)
    opened = VotingRound.objects.select_for_update(of=("self",)).get(pk=vote.round_id)
    chosen = sorted({each.pk for each in choices})
    standing = Candidate.objects.filter(award=opened.award_id, state=State.STANDING, pk__in=chosen).count()
    if standing != len(chosen):
        raise Refused("选票上有不在候选之列的。")
    if not 1 <= len(chosen) <= opened.keeps:
        raise Refused(f"请选 1 至 {opened.keeps} 个。")
    opened.ballots = sorted([*opened.ballots, chosen])
    opened.save(update_fields=["ballots"])
    return vote


def count_round(award, *, by, on):
    """Count the open round in the caller's transaction: who has a place goes on or is chosen, all others are out.

    Equal votes go by merit, then by name. In the last round one needs the majority of the ballots too. Collective proposals have the
    share of the places that the rules keep for them, where so many of them come into question.
    """
    opened, final = award.voting.select_for_update(of=("self",)).get(closed_on__isnull=True), last_round(award)
    tally = Counter(number for ballot in opened.ballots for number in ballot)
    standing = award.candidates.filter(state=State.STANDING).select_related("proposal")
    rows = sorted(standing, key=lambda row: (-tally[row.pk], -row.merit, row.label))
    needed = len(opened.ballots) * award.majority if final else 0
    able = [row for row in rows if tally[row.pk] > 0 and tally[row.pk] * 100 >= needed]
    kept = _placed(able, opened.keeps, collective_places(award, opened.keeps, on))
    for row in rows:
        stays, votes = row in kept, [*row.votes, tally[row.pk]]
        if stays and not final:
            Candidate.objects.filter(pk=row.pk).update(votes=votes)
        else:
            CANDIDATE_FLOW.apply(row, "choose" if stays else "pass_over", by=by, on=on, votes=votes)
    opened.closed_on = on
    opened.save(update_fields=["closed_on"])


def _placed(able, places, reserved):
    """Those of `able`, the best first, who have one of the `places`, of which `reserved` are kept for collective proposals."""
    own = [row for row in able if row.proposal and row.proposal.kind == ProposerKind.COLLECTIVE][:reserved]
    return own + [row for row in able if row not in own][: places - len(own)]


@transaction.atomic
def uphold_objection(objection, *, by, reason, on=None, version=None):
    """异议成立: the candidate is struck from the list; returns the objection."""
    on = on or timezone.localdate()
    objection = OBJECTION_FLOW.apply(objection, "uphold", by=by, on=on, version=version, reason=reason, ruling=reason, ruled_on=on)
    if objection.candidate.state == State.CHOSEN:
        CANDIDATE_FLOW.apply(objection.candidate, "strike", by=by, on=on, reason=reason)
    _answer(objection)
    return objection


@transaction.atomic
def reject_objection(objection, *, by, reason, on=None, version=None):
    """异议不成立, with the reason; who entered it is told. Returns the objection."""
    on = on or timezone.localdate()
    objection = OBJECTION_FLOW.apply(objection, "reject", by=by, on=on, version=version, reason=reason, ruling=reason, ruled_on=on)
    _answer(objection)
    return objection


def _answer(objection):
    title, award = f"异议已处理：{objection.candidate.label}", objection.candidate.award
    key = f"objection:{objection.pk}:{objection.version}"
    tell([objection.entered_by], objection.jurisdiction, key, title, text=objection.ruling, link=award.get_absolute_url())
