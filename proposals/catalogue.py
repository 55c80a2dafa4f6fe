"""The catalogue 提案目录 of a session as a table: what is exported can be imported again (see `proposals.importing`)."""

from collections import Counter

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from feedback.models import Adoption
from organizations.models import Membership, Session
from proposals.actions.moves import rules_in
from proposals.models import (
    Handling,
    Mode,
    Part,
    Proposal,
    Proposer,
    ProposerKind,
    ProposerState,
    Publication,
    ReceiptState,
    ReplyState,
    Round,
)
from proposals.models.handling import LEFT
from proposals.permissions import AUTHORS, INSIDERS
from tables import Column, Table, as_of

SILENCE = ReceiptState.SILENT.label
CASE_COLUMNS = (
    Column("case_no", "案号", 8),
    Column("title", "案由", 36),
    Column("kind", "提案者类别", 10),
    Column("proposers", "提案者", 20),
    Column("in_session", "提案形式", 9),
    Column("category", "类别", 12),
    Column("background", "背景", 20),
    Column("problems", "存在的问题", 24),
    Column("suggestions", "建议", 30),
    Column("publish_refusal", "不同意公开的理由", 16),
    Column("publication", "公开", 9),
    Column("submitted_on", "提交日期", 11, "date"),
    Column("filed_on", "立案日期", 11, "date"),
    Column("is_key", "重点提案", 9),
    Column("key_approved_by", "重点提案批准", 13),
    Column("track", "交办口", 14),
    Column("assigned_on", "交办日期", 11, "date"),
    Column("mode", "办理方式", 10),
    Column("units", "主办单位", 18),
    Column("co_units", "会办单位", 18),
    Column("co_opinions", "会办意见日期", 14),
    Column("round", "轮次", 6, "number"),
    Column("due_on", "办理期限", 11, "date"),
    Column("handling_state", "单位办理状态", 13),
    Column("issued_on", "答复日期", 11, "date"),
    Column("result_class", "结果分类", 9),
    Column("number", "答复文号", 20),
    Column("signer", "签发人", 9),
    Column("contact", "联系人", 9),
    Column("phone", "联系电话", 13),
    Column("text", "答复正文", 30),
    Column("answers", "逐条采纳情况", 20),
    Column("opinions", "评价", 12),
    Column("opinion_dates", "评价日期", 12),
    Column("opinion_texts", "评价意见", 18),
    Column("opinion_ratings", "分项评价", 20),
    Column("closed_on", "征询结束日期", 13, "date"),
    Column("is_history", "历史资料", 9),
    Column("sensitivity", "标识", 8),
    Column("merged_into", "并入案号", 9),
    Column("is_supplementary", "补充答复", 9),
    Column("evidence", "新的成效和依据", 18),
)
NEEDED = ("case_no", "title", "proposers", "filed_on")  # columns that a table to be imported must have
OF_CASE = tuple(column.key for column in CASE_COLUMNS[:18]) + ("co_units", "co_opinions", "is_history", "sensitivity", "merged_into")
IN_SESSION, BETWEEN = "会上", "平时"


def session_for(person, number):
    """The session with this row number (a text) whose catalogue `person` may have: of the committee, its leaders and auditors. Http404."""
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise Http404
    sessions = Session.objects.filter(term__jurisdiction__in=person.access.where(*INSIDERS))
    return get_object_or_404(sessions.select_related("term__jurisdiction", "ruleset"), pk=number)


def case_table(session):
    """The filed cases of a session in the form that can be imported: a row for each replying unit and each of its rounds.

    What was merged into a case follows it in rows of its own.
    """
    rows = case_rows(session, session.proposals.filed().order_by("case_no", "pk"))
    return Table(f"{session}提案目录", CASE_COLUMNS, rows, as_of())


def case_rows(session, proposals):
    """Rows of `proposals` of a session by the keys of `CASE_COLUMNS`; eleven queries at any length."""
    place = session.term.jurisdiction
    rules = rules_in(session, place)
    proposals = list(proposals.prefetch_related(*_related()))
    shared = _namesakes(place) if proposals else ()
    for proposal in proposals:
        yield from _rows(proposal, rules, shared)


def _related():
    rounds = Round.objects.select_related("reply").prefetch_related("reply__receipts").order_by("number")
    handlings = Handling.objects.exclude(state=LEFT).order_by("pk").prefetch_related(Prefetch("rounds", rounds, "every_round"))
    signed = Proposer.objects.filter(answer=ProposerState.ACCEPTED).select_related("person").order_by("order", "pk")
    signers = Prefetch("proposers", signed, "signers")
    merged = Prefetch("merged", Proposal.objects.prefetch_related(signers).order_by("pk"), "followers")
    return signers, merged, Prefetch("handlings", handlings, "units_of_case"), "ledger_links"


def _namesakes(place_id):
    """Names that several of the place's proposers bear."""
    people = Membership.objects.filter(jurisdiction=place_id, role__in=AUTHORS).values_list("person__name", "person").distinct()
    names = [name for name, _ in people]
    return {name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else set()


def _rows(proposal, rules, shared):
    sources = (proposal, *sorted(proposal.followers, key=lambda each: _place(proposal, each)))
    signers = [(each.pk, _label(source, each, shared)) for source in sources for each in source.signers]
    opinions = dict(zip([pk for pk, _ in signers], told_apart([label for _, label in signers]), strict=True))
    case, *merged = [_of_case(proposal, source, shared) | _of_work(source, rules) for source in sources]
    told = [(handling, each) for handling in proposal.units_of_case if handling.part != Part.CO for each in handling.every_round]
    told = [(handling, each) for handling, each in told if _issued(each) or not each.is_supplementary]
    yield from (case | _of_round(handling, each, opinions, rules) for handling, each in told) if told else (case,)
    yield from merged


def _place(case, follower):
    """Where the suggestions of a merged proposal stand in the ledger of its case; one without any comes last."""
    return min((link.pk for link in case.ledger_links.all() if link.origin_id == follower.pk), default=float("inf")), follower.pk


def told_apart(names):
    """The names of all signers of a case, each once: who also signs what was merged into it stands there again as 姓名〔2〕."""
    seen = Counter()
    for name in names:
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}〔{seen[name]}〕"


def _label(proposal, proposer, shared):
    """A proposer's name; with the username where the name alone does not say who it is."""
    person = proposer.person
    told = person and person.username and (proposal.kind == ProposerKind.COLLECTIVE or proposer.name in shared)
    return f"{proposer.name}（{person.username}）" if told else proposer.name


def _of_case(case, proposal, shared):
    """What a proposal itself says: the case, or one that was merged into it."""
    fields = ("case_no", "title", "category", "background", "problems", "publish_refusal", "filed_on", "key_approved_by", "assigned_on")
    own = [link.suggestion for link in case.ledger_links.all() if link.origin_id == proposal.pk]
    return {name: getattr(proposal, name) for name in fields} | {
        "kind": ProposerKind(proposal.kind).label,
        "proposers": "、".join(_label(proposal, each, shared) for each in proposal.signers),
        "in_session": {True: IN_SESSION, False: BETWEEN, None: ""}[proposal.in_session],
        "suggestions": "\n".join(" ".join(suggestion.text.split()) for suggestion in own),
        "publication": Publication(proposal.publication).label,
        "sensitivity": proposal.get_sensitivity_display(),
        "submitted_on": proposal.submitted_at and timezone.localdate(proposal.submitted_at),
        "is_key": proposal.is_key,
        "is_history": proposal.is_history,
        "merged_into": case.case_no if proposal != case else "",
    }


def _of_work(proposal, rules):
    """How a case was given out; nothing of what was merged into another."""
    if proposal.merged_into_id:
        return {}
    cos = [handling for handling in proposal.units_of_case if handling.part == Part.CO]
    return {
        "track": dict(rules.tracks).get(proposal.track, ""),
        "mode": Mode(proposal.mode).label if proposal.mode else "",
        "co_units": "、".join(handling.unit_name for handling in cos),
        "co_opinions": by_name([(handling.unit_name, handling.opinion_on) for handling in cos]),
    }


def _issued(each):
    reply = getattr(each, "reply", None)
    return reply if reply and reply.state == ReplyState.ISSUED else None


def _of_round(handling, each, labels, rules):
    reply = _issued(each)
    row = {"units": handling.unit_name, "round": each.number, "due_on": each.due_on, "closed_on": each.closed_on}
    row |= {"is_supplementary": True} if each.is_supplementary else {}
    if reply is None:
        return row | {"handling_state": _state(handling)}
    receipts = sorted(reply.receipts.all(), key=lambda receipt: receipt.pk)
    told = [receipt for receipt in receipts if receipt.state != ReceiptState.WAITING and receipt.proposer_id in labels]
    words = dict(rules.scale)
    opinions = [(labels[receipt.proposer_id], words.get(receipt.overall, receipt.overall) or SILENCE) for receipt in told]
    fields = ("issued_on", "result_class", "number", "signer", "contact", "phone", "text", "evidence")
    return (
        row
        | {name: getattr(reply, name) for name in fields}
        | {
            "answers": "\n".join(_answer(answer) for answer in sorted(reply.answers, key=lambda answer: answer["number"])),
            "opinions": by_name(opinions, len(labels)),
            "opinion_dates": by_name([(labels[receipt.proposer_id], receipt.answered_on) for receipt in told], len(labels)),
            "opinion_texts": by_name([(labels[receipt.proposer_id], receipt.text) for receipt in told], len(labels)),
            "opinion_ratings": by_name([(labels[receipt.proposer_id], _rated(receipt, rules)) for receipt in told], len(labels)),
        }
    )


def _state(handling):
    """How far a unit is that has not replied; what it only asks for (退回) is not told."""
    known = ("acknowledged", "under_way")
    return handling.get_state_display() if handling.state in known else handling._meta.get_field("state").flatchoices[0][1]


def _rated(receipt, rules):
    """What was answered apart: 问＝答, with ； between."""
    return "；".join(f"{question}＝{answer}" for question, answer in rules.told(receipt.ratings))


def _answer(answer):
    text = " ".join(answer.get("text", "").split())
    return Adoption(answer["verdict"]).label + (f"：{text}" if text else "")


def by_name(pairs, count=None):
    """Values of several people or units in one cell: the value alone where it holds for all `count` of them, else 姓名：值 line by line."""
    filled = [(name, f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else " ".join(value.split())) for name, value in pairs if value]
    if filled and len(filled) == (count or len(pairs)) and len({value for _, value in filled}) == 1:
        return filled[0][1]
    return "\n".join(f"{name}：{value}" for name, value in filled)
