"""Writing 提出: the draft, the co-signers, handing it in."""

from django.db import transaction
from django.utils import timezone

from organizations.models import Person, Role
from proposals.actions.moves import FLOW, cosigning, rules_of
from proposals.grams import grams
from proposals.models import Proposal, Proposer, ProposerKind, ProposerState, Topic, UnsavedText
from proposals.models import ProposalState as State
from proposals.permissions import AUTHORS, may_write, sectors_convened
from workflow.notices import tell
from workflow.refusals import Forbidden, Refused
from workflow.trail import record

SIGNED = ("title", "background", "problems", "suggestions", "kind", "body", "sector")  # what a co-signer puts his name to
FIELDS = (
    "title",
    "background",
    "problems",
    "suggestions",
    "category",
    "may_publish",
    "publish_refusal",
    "kind",
    "body",
    "sector",
    "sensitivity",
)


@transaction.atomic
def begin(session, *, by, on=None, wished_units=(), topics=(), cosigners=(), cosign_until=None, is_history=False, **fields):
    """Begin a draft in `session` for the person `by`; returns the proposal. See `edit` for the fields.

    Raises Forbidden where the person may not propose, Refused with what is wrong.
    """
    place = session.term.jurisdiction
    if not may_write(by, place):
        raise Forbidden("您没有权限在本地区提出提案。")
    proposal = Proposal(jurisdiction=place, session=session, author=by, cosign_until=cosign_until, is_history=is_history)
    for name in FIELDS:
        if name in fields:
            setattr(proposal, name, fields[name])
    _check(proposal, by)
    proposal.grams = grams(proposal.title)
    proposal.full_clean()
    proposal.save()
    proposal.wished_units.set(wished_units)
    _cite(proposal, topics)
    first = proposal.body.name if proposal.body else f"{proposal.sector}界别" if proposal.sector else by.name
    Proposer.objects.create(proposal=proposal, person=by, name=first, order=1)
    _invite(proposal, cosigners)
    record(proposal, "begin", "起草提案", by=by, on=on, to_state=proposal.state)
    return proposal


@transaction.atomic
def edit(proposal, *, by, on=None, version=None, wished_units=None, topics=None, cosigners=None, **fields):
    """Change a draft, or a proposal that was returned; `cosigners` = people now invited (who has answered already stays).

    Who agreed to sign is told where what he signed has changed: until it is handed in he may take his name back.
    """
    changed = Proposal(session=proposal.session, jurisdiction=proposal.jurisdiction)
    for name in (*FIELDS, "cosign_until"):
        setattr(changed, name, fields.get(name, getattr(proposal, name)))
    _check(changed, by)
    before = Proposal.objects.get(pk=proposal.pk)
    proposal = FLOW.apply(proposal, "edit", by=by, on=on, version=version, grams=grams(changed.title), **fields)
    if wished_units is not None:
        proposal.wished_units.set(wished_units)
    if topics is not None:
        _cite(proposal, topics)
    if cosigners is not None:
        keep = {person.pk for person in cosigners}
        proposal.proposers.filter(answer=ProposerState.INVITED).exclude(person__in=keep).delete()
        _invite(proposal, cosigners)
    if any(getattr(before, name) != getattr(proposal, name) for name in SIGNED):
        _tell_cosigners(proposal)
    return proposal


def _tell_cosigners(proposal):
    """Those who agreed to sign are told that the text is another now."""
    signed = proposal.proposers.signed().exclude(person=proposal.author).select_related("person")
    facts = {"text": "请再看一遍；不再同意的，提交以前可以撤回联名。", "link": proposal.get_absolute_url(), "about": proposal}
    people = [each.person for each in signed if each.person]
    tell(people, proposal.jurisdiction, f"reworded:{proposal.pk}:{proposal.version}", f"您联名的提案有修改：{proposal.title}", **facts)


def _cite(proposal, topics):
    """The reference topics a proposal takes up: published ones of its session."""
    citable = Topic.objects.citable(proposal.session)
    if len(topics) != citable.filter(pk__in=[topic.pk for topic in topics]).count():
        raise Refused("只能引用本次会议已发布的参考选题。")
    proposal.topics.set(topics)


def _check(proposal, by):
    rules = rules_of(proposal) if proposal.pk or proposal.session_id else None
    if len(proposal.title.strip()) < 4 or len(proposal.title) > rules.title_limit:
        raise Refused(f"案由应为 4 至 {rules.title_limit} 个字，现有 {len(proposal.title)} 个字。")
    for label, text in (("背景", proposal.background), ("存在的问题", proposal.problems)):
        if len(text) > rules.body_limit:
            raise Refused(f"{label}不能超过 {rules.body_limit} 个字，现有 {len(text)} 个字。")
    if any(not text.strip() or len(text) > rules.body_limit for text in proposal.suggestions):
        raise Refused(f"每条建议应为 1 至 {rules.body_limit} 个字。")
    if proposal.category and proposal.category not in rules.categories:
        raise Refused(f"没有“{proposal.category}”这个类别，可选：{'、'.join(rules.categories)}。")
    if proposal.kind == ProposerKind.COLLECTIVE:
        _check_collective(proposal, by)
    elif proposal.body or proposal.sector:
        raise Refused("只有集体提案才填写党派、团体、专委会或界别。")


def _check_collective(proposal, by):
    """A body's liaison writes for the body, a convener for the sector."""
    if proposal.body and proposal.body_id not in by.access.units(Role.LIAISON, Role.OFFICE_STAFF):
        raise Refused(f"您不是{proposal.body}的联络员，不能以其名义提出提案。")
    if proposal.sector and not by.access.holds(proposal.jurisdiction_id, Role.SECTOR_CONVENER):
        raise Refused("界别提案由界别召集人提出。")
    if proposal.sector and not sectors_convened(by, proposal.jurisdiction).filter(pk=proposal.sector_id).exists():
        raise Refused(f"您不是{proposal.sector}界别的召集人，不能以其名义提出提案。")
    if not proposal.body and not proposal.sector:
        raise Refused("请写明以哪个党派、团体、专委会或界别的名义提出。")


def _invite(proposal, people):
    known = set(proposal.proposers.values_list("person_id", flat=True))
    fresh = [person for person in people if person.pk not in known]
    if fresh and proposal.kind != ProposerKind.JOINT:
        raise Refused("只有联名提案才能邀请联名人。")
    allowed = Person.objects.holding(*AUTHORS, jurisdiction=proposal.jurisdiction, on=timezone.localdate())
    if len(fresh) != allowed.filter(pk__in=[person.pk for person in fresh]).count():
        raise Refused("只能邀请本地区的委员联名。")
    order = proposal.proposers.count()
    for number, person in enumerate(fresh, order + 1):
        Proposer.objects.create(proposal=proposal, person=person, name=person.name, order=number, answer=ProposerState.INVITED)
    facts = {"text": f"{proposal.author}邀请。", "link": proposal.get_absolute_url(), "about": proposal}
    tell(fresh, proposal.jurisdiction, f"cosign:{proposal.pk}", f"邀请您联名：{proposal.title}", **facts)


@transaction.atomic
def answer_invitation(proposal, *, by, accept, now=None, version=None):
    """A co-signer accepts or declines, once and before the closing time; returns his row.

    Who accepted may take his name back until the proposal is handed in.
    """
    now = now or timezone.now()
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    proposer = proposal.proposers.filter(person=by).first()
    if proposer is None or proposal.author_id == by.pk:
        raise Forbidden("您没有被邀请联名。")
    taken_back = proposer.answer == ProposerState.ACCEPTED and not accept
    if proposer.answer != ProposerState.INVITED and not taken_back:
        raise Refused(f"您已经答复过：{proposer.get_answer_display()}。")
    if proposal.state not in (State.DRAFT, State.RETURNED):
        raise Refused("提案已经提交，不能再联名。")
    if proposal.cosign_until and now > proposal.cosign_until and not taken_back:
        raise Refused(f"联名已于 {timezone.localtime(proposal.cosign_until):%Y-%m-%d %H:%M} 截止。")
    answer = ProposerState.ACCEPTED if accept else ProposerState.DECLINED
    Proposer.objects.filter(pk=proposer.pk).update(answer=answer, answered_at=now)
    label = "同意联名" if accept else "撤回联名" if taken_back else "谢绝联名"
    record(proposal, "cosign", label, by=by, after={"name": proposer.name})
    key = f"cosigned:{proposer.pk}:{answer}"
    tell([proposal.author], proposal.jurisdiction, key, f"{by}{label}：{proposal.title}", about=proposal)
    return proposal.proposers.get(pk=proposer.pk)


@transaction.atomic
def submit(proposal, *, by, now=None, version=None):
    """提交: hand it in. Before the session's cut-off it is 会上提案, later 平时提案, never refused for being late.

    Invitations still open lapse: only who accepted counts as co-signer.
    """
    now = now or timezone.now()
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if sentence := cosigning(row, now):
        raise Refused(sentence)
    cutoff = row.session.cutoff_at
    proposal = FLOW.apply(
        proposal,
        "submit",
        by=by,
        on=timezone.localdate(now),
        version=version,
        submission=row.submission + 1,
        submitted_at=row.submitted_at or now,
        in_session=row.in_session if row.in_session is not None else cutoff is not None and now <= cutoff,
    )
    row.proposers.filter(answer=ProposerState.INVITED).update(answer=ProposerState.DECLINED)
    UnsavedText.objects.filter(proposal=proposal).delete()
    key = f"submitted:{proposal.pk}:{proposal.submission}"
    _tell_committee(proposal, key, f"新提案待审查：{proposal.title}", on=timezone.localdate(now))
    return proposal


@transaction.atomic
def request_withdrawal(proposal, *, by, reason, on=None, version=None):
    """申请撤案 by the proposer; the committee is told, and consents or not."""
    proposal = FLOW.apply(proposal, "request_withdrawal", by=by, on=on, version=version, reason=reason, withdrawal_reason=reason)
    _tell_committee(proposal, f"withdrawal:{proposal.pk}:{proposal.version}", f"提案人申请撤案：{proposal.title}", text=reason)
    return proposal


def _tell_committee(proposal, key, title, *, on=None, text=""):
    """Tell the secretaries of the place, unless the proposal belongs to a closed year."""
    secretaries = Person.objects.holding(Role.SECRETARY, jurisdiction=proposal.jurisdiction, on=on or timezone.localdate())
    people = [] if proposal.is_history else secretaries
    tell(people, proposal.jurisdiction, key, title, text=text, link=proposal.get_absolute_url(), about=proposal)
