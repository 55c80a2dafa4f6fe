"""评选: drawn up, candidates brought by the rules, rounds of votes, notice, the decision with its paper and the points of members."""

from django.db import transaction
from django.utils import timezone

from documents.models.numbers import draw_number
from documents.templates import template_of
from organizations.models import Body, Membership, Person
from proposals.models import Publication
from supervision.actions.voting import CANDIDATE_FLOW, begin_round, count_round, last_round, voters_waiting
from supervision.letters import print_decision
from supervision.models import Award, AwardKind, AwardPoint, Candidate, Objection
from supervision.models import AwardState as State
from supervision.models import CandidateState as Standing
from supervision.papers import AWARD_DECISION, DEFAULTS
from supervision.permissions import CAMPAIGNERS, in_place, is_verifier
from supervision.screening import award_rules, brought, collective_places, quota_of, screened
from workflow.calendar import WorkCalendar
from workflow.flow import Flow, Move
from workflow.notices import tell
from workflow.refusals import Forbidden, Refused
from workflow.trail import record


def _too_few(award):
    """候选多于名额。"""
    count = award.candidates.filter(state=Standing.STANDING).count()
    return "" if count else "没有候选，请先增补。"


def _last(award):
    """这一轮不是最后一轮。"""
    return "这是最后一轮，请点“计票并确定入选”。" if last_round(award) else ""


def _not_last(award):
    """这一轮是最后一轮。"""
    return "" if last_round(award) else "后面还有一轮，请点“计票”。"


def _unsettled(award):
    """公示期已满，异议都已处理。"""
    today = timezone.localdate()
    if award.notice_to and today <= award.notice_to:
        return f"公示到 {award.notice_to:%Y-%m-%d} 为止，期满以后才能表彰。"
    count = Objection.objects.filter(candidate__award=award, state="open").count()
    if count:
        return f"还有 {count} 件异议没有处理。"
    return "" if award.candidates.filter(state=Standing.CHOSEN).exists() else "没有入选的候选。"


EARLY = (State.DRAFT, State.NOMINATED, State.VOTING, State.ELECTED, State.NOTICED)
AWARD_FLOW = Flow(
    Award,
    [
        Move("edit", "修改", (State.DRAFT,), None, is_verifier),
        Move("screen", "按规则提出候选", (State.DRAFT,), State.NOMINATED, is_verifier),
        Move("nominate", "增补候选", (State.NOMINATED,), None, is_verifier),
        Move("open_round", "开始投票", (State.NOMINATED,), State.VOTING, is_verifier, _too_few),
        Move("extend", "延长投票", (State.VOTING,), None, is_verifier, reason=True),
        Move("count", "计票", (State.VOTING,), State.NOMINATED, is_verifier, voters_waiting, _last),
        Move("elect", "计票并确定入选", (State.VOTING,), State.ELECTED, is_verifier, voters_waiting, _not_last),
        Move("notice", "公示", (State.ELECTED,), State.NOTICED, is_verifier),
        Move("object", "提出异议", (State.NOTICED,), None, in_place),
        Move("decide", "印发表彰决定", (State.NOTICED,), State.DECIDED, is_verifier, _unsettled, closing=True),
        Move("publish", "决定公开", (State.DECIDED,), None, is_verifier, reason=True),
        Move("cancel", "作废", EARLY, State.CANCELLED, is_verifier, reason=True, danger=True),
    ],
)


@transaction.atomic
def begin_award(session, *, by, kind, title, quota=None, on=None):
    """拟定 a choice of a session; `quota`: places, by default those of the rules. Returns it. Raises Forbidden."""
    place = session.term.jurisdiction
    if not by.access.holds(place.pk, *CAMPAIGNERS):
        raise Forbidden("您没有权限组织评选。")
    award = Award(jurisdiction=place, session=session, kind=kind, title=title, quota=quota or quota_of(kind, session, on))
    award.full_clean()
    award.save()
    record(award, "begin", "拟定", by=by, on=on, to_state=award.state)
    return award


def edit_award(award, *, by, on=None, version=None, **fields):
    """修改 what has no candidates yet; returns it."""
    return AWARD_FLOW.apply(award, "edit", by=by, on=on, version=version, **fields)


@transaction.atomic
def screen(award, *, by, on=None, version=None):
    """按规则提出候选: the best by merit, `factor` of a hundred places, and with their grounds those whom only these keep out."""
    on = on or timezone.localdate()
    rules = award_rules(award.session, on)
    kept = {"rounds": [[label, list(roles), percent] for label, roles, percent in rules.rounds]}
    award = AWARD_FLOW.apply(award, "screen", by=by, on=on, version=version, turnout=rules.turnout, majority=rules.majority, **kept)
    number = -(-award.quota * rules.factor // 100)
    found = brought(screened(award.kind, award.session, on), number, collective_places(award, number, on))
    rows = [_candidate(award, each) for each in found]
    if not rows:
        raise Refused("本次会议没有可以作候选的提案。" if award.kind == AwardKind.PROPOSAL else "本次会议没有可以作候选的承办单位。")
    for row in Candidate.objects.bulk_create(rows, batch_size=500):
        record(row, "stand", "列为候选", by=by, on=on, to_state=row.state)
    return award


def _candidate(award, found, reason=""):
    of = "proposal" if award.kind == AwardKind.PROPOSAL else "unit"
    facts = {"jurisdiction": award.jurisdiction, "award": award, of: found.row, "label": found.label, "merit": found.merit}
    standing = Standing.VETOED if found.grounds else Standing.STANDING
    return Candidate(state=standing, grounds=list(found.grounds), reason=reason, **facts)


@transaction.atomic
def nominate_more(award, names, *, by, reason, on=None, version=None):
    """增补候选 by case numbers or unit names, with the reason: all or none. Returns the award.

    Raises Refused naming what is unknown, stands already, or has a ground against it; and once votes were cast.
    """
    on = on or timezone.localdate()
    award = AWARD_FLOW.apply(award, "nominate", by=by, on=on, version=version)
    if award.voting.exists():
        raise Refused("已经投过票，不能再增补候选。")
    named = {_name(award, each.row): each for each in screened(award.kind, award.session, on)}
    known = {_name(award, row.proposal or row.unit) for row in award.candidates.select_related("proposal", "unit")}
    if wrong := "".join(filter(None, (_unfit(name, named, known) for name in names))):
        raise Refused(wrong)
    for name in names:
        row = _candidate(award, named[name], reason)
        row.save()
        record(row, "stand", "增补候选", by=by, on=on, to_state=row.state, reason=reason)
    return award


def _name(award, row):
    return row.case_no if award.kind == AwardKind.PROPOSAL else row.name


def _unfit(name, named, known):
    if name not in named:
        return f"本次会议没有“{name}”。"
    if name in known:
        return f"“{name}”已在名单里。"
    return f"“{name}”{'、'.join(named[name].grounds)}，一票否决。" if named[name].grounds else ""


@transaction.atomic
def open_round(award, *, by, ends_on, on=None, version=None):
    """开始投票 of the next round until a day; those whose votes the rules ask for are told. Returns the award."""
    on = on or timezone.localdate()
    if ends_on < on:
        raise Refused("投票截止日期不能早于今天。")
    award = AWARD_FLOW.apply(award, "open_round", by=by, on=on, version=version)
    begin_round(award, by=by, ends_on=ends_on, on=on)
    return award


@transaction.atomic
def extend_voting(award, *, by, ends_on, reason, on=None, version=None):
    """延长投票 to a later day, with the reason; returns the award."""
    on = on or timezone.localdate()
    award = AWARD_FLOW.apply(award, "extend", by=by, on=on, version=version, reason=reason)
    current = award.voting.get(closed_on__isnull=True)
    if ends_on <= max(current.ends_on, on):
        raise Refused("新的截止日期应晚于今天和原来的截止日期。")
    current.ends_on = ends_on
    current.save(update_fields=["ends_on"])
    return award


@transaction.atomic
def count_votes(award, *, by, on=None, version=None):
    """计票 of a round, after the last one those are chosen who have a place and the majority; returns the award."""
    on = on or timezone.localdate()
    move = "elect" if last_round(award) else "count"
    award = AWARD_FLOW.apply(award, move, by=by, on=on, version=version)
    count_round(award, by=by, on=on)
    return award


def notice_until(award, on):
    """Until when those chosen are on notice from the day `on`, by the rules."""
    return WorkCalendar().by_rule(award_rules(award.session, on), "notice_limit", {"issued": on}, name="公示").on


def give_notice(award, *, by, on=None, version=None):
    """公示 of those chosen, for the time of the rules; everybody in the place sees them and may object. Returns the award."""
    on = on or timezone.localdate()
    until = notice_until(award, on)
    return AWARD_FLOW.apply(award, "notice", by=by, on=on, version=version, notice_from=on, notice_to=until)


@transaction.atomic
def object_to(award, *, by, candidate, text, by_name="", on=None, version=None):
    """提出异议 against one who is on notice, by anybody in the place, or entered for somebody outside (`by_name`); returns it."""
    on = on or timezone.localdate()
    award = AWARD_FLOW.apply(award, "object", by=by, on=on)
    if candidate.award_id != award.pk or candidate.state != Standing.CHOSEN:
        raise Refused("只能对公示的候选提出异议。")
    if on > award.notice_to:
        raise Refused(f"公示已于 {award.notice_to:%Y-%m-%d} 期满。")
    said = Objection(jurisdiction=award.jurisdiction, candidate=candidate, text=text, entered_by=by, received_on=on)
    said.by_name = by_name.strip() or by.name
    said.full_clean()
    said.save()
    record(said, "enter", "收到异议", by=by, on=on, to_state=said.state)
    people = Person.objects.holding("secretary", "supervisor", jurisdiction=award.jurisdiction, on=on)
    tell(people, award.jurisdiction, f"objection:{said.pk}", f"收到公示异议：{candidate.label}", link=award.get_absolute_url())
    return said


@transaction.atomic
def decide_award(award, *, by, meeting, text, on=None, version=None):
    """印发表彰决定 after the notice: numbered, printed; the members have their points, they and the units are told. Returns the award."""
    on = on or timezone.localdate()
    AWARD_FLOW.require(award, "decide", by)
    if meeting.body != Body.CHAIRPERSONS_COUNCIL or meeting.jurisdiction_id != award.jurisdiction_id or not meeting.held_on:
        raise Refused("评选结果由主席会议审定，请选择一次已经召开的主席会议。")
    word = template_of(award.jurisdiction, AWARD_DECISION, DEFAULTS).word or DEFAULTS[AWARD_DECISION]["word"]
    facts = {"meeting": meeting, "text": text, "number": draw_number(award.jurisdiction, word, on.year), "decided_on": on}
    award = AWARD_FLOW.apply(award, "decide", by=by, on=on, version=version, **facts)
    for row in award.candidates.filter(state=Standing.CHOSEN).select_related("proposal", "unit").order_by("pk"):
        CANDIDATE_FLOW.apply(row, "award", by=by, on=on)
        _reward(award, row, on)
    print_decision(award, by=by)
    return award


def _reward(award, row, on):
    """The points of the proposers of an excellent proposal; they, or the people of an advanced unit, are told."""
    if row.unit_id:
        posts = Membership.objects.on(on).filter(unit=row.unit, role__in=("unit_head", "unit_handler")).select_related("person")
        people = [post.person for post in posts]
    else:
        rules = award_rules(award.session, on)
        signed = list(row.proposal.proposers.signed().filter(person__isnull=False).select_related("person"))
        worth = {each.person_id: rules.points_first if each.order == 1 else rules.points_other for each in signed}
        facts = {"jurisdiction": award.jurisdiction, "candidate": row, "reason": award.get_kind_display(), "on": on}
        AwardPoint.objects.bulk_create(AwardPoint(person_id=person, points=points, **facts) for person, points in worth.items())
        people = [each.person for each in signed]
    title = f"获评{award.get_kind_display()}：{row.label}"
    tell(people, award.jurisdiction, f"award:{row.pk}", title, link=award.get_absolute_url())


def publish_award(award, *, by, publication, reason, text="", on=None, version=None):
    """决定公开: the list with the text (全文), the text alone (摘要), or nothing; with the reason, again at any time. Returns it.

    Whether anybody outside sees it also depends on the rules of the place. Raises Refused without a text.
    """
    if publication not in (Publication.FULL, Publication.SUMMARY, Publication.NONE):
        raise Refused("请选择全文公开、摘要公开或不公开。")
    shown = publication != Publication.NONE
    if shown and not text.strip():
        raise Refused("公开的要写公开文本。")
    now = {"publication": publication, "public_text": text if shown else ""}
    now["published_on"] = (on or timezone.localdate()) if shown else None
    return AWARD_FLOW.apply(award, "publish", by=by, on=on, version=version, reason=reason, **now)


def cancel_award(award, *, by, reason, on=None, version=None):
    """作废, with the reason; returns the award."""
    return AWARD_FLOW.apply(award, "cancel", by=by, on=on, version=version, reason=reason)
