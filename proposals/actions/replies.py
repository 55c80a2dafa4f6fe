"""Replies 答复: drafted, signed along the chain of the rules, issued with number and letter."""

from django.db import transaction
from django.utils import timezone

from documents.models.numbers import draw_number
from feedback.actions import enter_answer, enter_promise
from feedback.models import Adoption, FeedbackRecord, Suggestion
from feedback.notices import tell_unit
from organizations.models import Person, Portfolio, Role
from proposals.actions.handlings import HANDLING_FLOW
from proposals.actions.moves import follow, open_handlings, rules_of
from proposals.letters import print_reply
from proposals.models import Part, Receipt, Reply, Round, SignStep
from proposals.models import ReplyState as State
from proposals.permissions import described, is_coordinator, of_unit
from proposals.preflight import blockers
from proposals.rules import CHAIN
from workflow.calendar import WorkCalendar
from workflow.flow import Flow, Move
from workflow.notices import tell
from workflow.refusals import Forbidden, Refused
from workflow.trail import record

FIELDS = ("result_class", "text", "answers", "number_word", "contact", "phone", "evidence")


def waiting_steps(reply):
    """The steps whose turn it is."""
    return list(reply.steps.pending().select_related("unit", "leader"))


def my_step(person, reply):
    """The step of the chain that `person` may sign now, or None."""
    return reply.steps.awaiting(person).first()


@described("轮到签批的人")
def may_sign(person, reply):
    """Whether it is the person's turn in the chain."""
    return getattr(reply, "pk", None) is not None and my_step(person, reply) is not None


def _acting_for(person, reply):
    """The leader in whose place `person` signs as his alternate, or None."""
    step = my_step(person, reply)
    return step and step.stood_in_for(person)


def _blocked(reply):
    """各条建议都已答复，结果分类、联系人、电话和沟通记录齐全。"""
    return "".join(finding.message for finding in blockers(reply, rules_of(reply.round.handling.proposal)))


def _unsigned(reply):
    """签批已经全部完成。"""
    waiting = waiting_steps(reply)
    return f"还差{'、'.join(step.label for step in waiting)}。" if waiting else ""


def _leader_step(reply):
    """The step of a government leader that is not signed yet, or None."""
    return next((step for step in reply.steps.all() if step.kind == "leader" and not step.is_void and step.agreed is None), None)


def _no_leader_waits(reply):
    """还没有经政府领导审签。"""
    return "" if _leader_step(reply) else "没有待政府领导审签的环节。"


REPLY_FLOW = Flow(
    Reply,
    [
        Move("edit", "修改答复", (State.DRAFTING, State.SIGNING), State.DRAFTING, of_unit),
        Move("submit", "送签", (State.DRAFTING,), State.SIGNING, of_unit, _blocked),
        Move("sign", "签批同意", (State.SIGNING,), None, may_sign),
        Move("send_back", "退回重写", (State.SIGNING,), State.DRAFTING, may_sign, reason=True, danger=True),
        Move("reroute", "改送其他领导审签", (State.SIGNING,), None, is_coordinator, unfit=_no_leader_waits, reason=True),
        Move("issue", "印发答复", (State.SIGNING,), State.ISSUED, of_unit, _unsigned),
    ],
)


@transaction.atomic
def draft_reply(handling, *, by, on=None, version=None, **fields):
    """Begin the reply of the open round; returns it. `fields`: see `edit_reply`."""
    handling = HANDLING_FLOW.apply(handling, "draft_reply", by=by, on=on, version=version)
    current = handling.rounds.select_for_update().get(closed_on__isnull=True)
    return _begin(current, handling, by=by, on=on, move="draft", label="起草答复", fields=fields)


@transaction.atomic
def draft_supplement(handling, *, by, on=None, version=None, **fields):
    """Begin a supplementary reply 补充答复 of a concluded unit, which may change the result class with evidence (B→A); returns it.

    It runs through the same chain, is numbered and printed as the others, and the proposers are asked again; nothing is reopened.
    """
    on = on or timezone.localdate()
    handling = HANDLING_FLOW.apply(handling, "draft_supplement", by=by, on=on, version=version)
    number = handling.rounds.count() + 1
    current = Round.objects.create(handling=handling, number=number, opened_on=on, is_supplementary=True)
    return _begin(current, handling, by=by, on=on, move="draft_supplement", label="起草补充答复", fields=fields)


def _begin(current, handling, *, by, on, move, label, fields):
    reply = Reply(round=current, jurisdiction=handling.jurisdiction, **_checked(handling, fields))
    reply.full_clean()
    reply.save()
    record(reply, move, label, by=by, on=on, to_state=reply.state)
    return reply


@transaction.atomic
def edit_reply(reply, *, by, on=None, version=None, **fields):
    """Change a reply; the signatures given are void then, and stay readable. `answers` as `Reply.answers`."""
    reply = REPLY_FLOW.apply(reply, "edit", by=by, on=on, version=version, **_checked(reply.round.handling, fields))
    _void(reply)
    return reply


def _void(reply):
    reply.steps.filter(is_void=False).update(is_void=True)


def _checked(handling, fields):
    """The fields of a reply, refused where the class, a verdict or a suggestion is none of this case."""
    rules = rules_of(handling.proposal)
    if fields.get("result_class") and fields["result_class"] not in dict(rules.classes):
        raise Refused(f"没有“{fields['result_class']}”类，可选：{'、'.join(dict(rules.classes))}。")
    known = set(handling.proposal.ledger_links.values_list("suggestion__number", flat=True))
    for answer in fields.get("answers", ()):
        if answer["number"] not in known or answer.get("verdict", "") not in ("", *Adoption.values):
            raise Refused("逐条答复里有不属于本件的建议，或没有这种采纳情况。")
    return {name: value for name, value in fields.items() if name in FIELDS}


@transaction.atomic
def submit_reply(reply, *, by, on=None, version=None):
    """送签: into the chain of the session's rules; whose turn it is is told."""
    reply = REPLY_FLOW.apply(reply, "submit", by=by, on=on, version=version)
    _void(reply)
    SignStep.objects.bulk_create(_chain(reply))
    _tell_next(reply)
    return reply


def _chain(reply):
    handling = reply.round.handling
    for order, kind in enumerate(rules_of(handling.proposal).sign_chain, 1):
        if kind == "co_units":
            for co in open_handlings(handling.proposal).filter(part=Part.CO) if handling.part == Part.LEAD else ():
                yield SignStep(reply=reply, order=order, kind=kind, label=f"{co.unit_name}会签", unit=co.unit)
        elif kind == "unit_head":
            yield SignStep(reply=reply, order=order, kind=kind, label=CHAIN[kind], unit=handling.unit)
        elif kind == "leader":
            yield SignStep(reply=reply, order=order, kind=kind, label=CHAIN[kind], leader=leader_of(handling.unit))
        else:
            yield SignStep(reply=reply, order=order, kind=kind, label=CHAIN[kind])


def leader_of(unit):
    """The leader in whose charge the unit, or who carries its duties, is today; None where no portfolio names it."""
    portfolio = Portfolio.objects.on(timezone.localdate()).filter(units=unit.current()).select_related("leader").order_by("pk").first()
    return portfolio.leader if portfolio else None


def _tell_next(reply):
    handling = reply.round.handling
    if reply.round.is_quiet:
        return
    for step in waiting_steps(reply):
        title = f"{'请指定审签领导' if _is_open(step) else f'请签批（{step.label}）'}：{handling.subject}"
        facts = {"link": handling.proposal.get_absolute_url(), "about": handling}
        tell(_signatories(step, handling), reply.jurisdiction, f"sign:{step.pk}", title, **facts)


def _tell_own(reply, key, title, on, *, text=""):
    """Tell the unit what has become of its reply."""
    handling, is_news = reply.round.handling, reply.round.is_supplementary
    tell_unit(handling, f"{key}:{reply.pk}:{reply.version}", f"{title}：{handling.subject}", on, text=text, is_news=is_news)


def _is_open(step):
    """Whether no portfolio names the leader of a step, so that one has to be named."""
    return step.kind == "leader" and step.leader_id is None


def _signatories(step, handling):
    """The people who may sign a step; for a leader's step without a leader the supervision office, which names one."""
    on = timezone.localdate()
    if step.unit_id:
        return Person.objects.holding(Role.UNIT_HEAD, jurisdiction=handling.jurisdiction, unit=step.unit.current(on), on=on)
    if step.leader:
        return [step.leader]
    return Person.objects.holding(Role.SUPERVISOR, jurisdiction=handling.jurisdiction, on=on)


def _settle_step(reply, *, by, on, agreed, opinion):
    """Enter what the person whose turn it is has said."""
    my_step(by, reply).settle(by=by, on=on, agreed=agreed, opinion=opinion)


@transaction.atomic
def sign(reply, *, by, opinion="", result_class="", on=None, version=None):
    """签批同意 of the step whose turn it is; the supervision office may change the result class, with its opinion as the reason."""
    on = on or timezone.localdate()
    changes = {}
    if result_class and result_class != reply.result_class:
        step = my_step(by, reply)
        if step is None or step.kind != "supervision":
            raise Forbidden("只有督查室审核时可以调整结果分类。")
        if not opinion.strip():
            raise Refused("调整结果分类须写明理由。")
        changes = _checked(reply.round.handling, {"result_class": result_class})
    facts = {"version": version, "reason": opinion, "acting_for": _acting_for(by, reply)}
    reply = REPLY_FLOW.apply(reply, "sign", by=by, on=on, **facts, **changes)
    _settle_step(reply, by=by, on=on, agreed=True, opinion=opinion)
    if waiting_steps(reply):
        _tell_next(reply)
    else:
        _tell_own(reply, "signed", "签批完成，请印发", on)
    return reply


@transaction.atomic
def reroute_reply(reply, *, by, leader, reason, on=None, version=None):
    """改送审签: another government leader of the place signs than the one in charge of the unit, for a reason; returns the reply."""
    on = on or timezone.localdate()
    if not Person.objects.holding(Role.GOVERNMENT_LEADER, jurisdiction=reply.jurisdiction, on=on).filter(pk=leader.pk).exists():
        raise Refused(f"{leader}不是本地区的政府领导。")
    reply = REPLY_FLOW.apply(reply, "reroute", by=by, on=on, version=version, reason=f"改送{leader}：{reason}")
    step = _leader_step(reply)
    if step.leader_id == leader.pk:
        raise Refused(f"现在就是送{leader}审签。")
    step.leader = leader
    step.save()
    if step in waiting_steps(reply):
        _tell_next(reply)
    return reply


@transaction.atomic
def send_back_reply(reply, *, by, reason, on=None, version=None):
    """退回重写 by whose turn it is, with what to change; signatures given are void."""
    on = on or timezone.localdate()
    facts = {"version": version, "reason": reason, "acting_for": _acting_for(by, reply)}
    reply = REPLY_FLOW.apply(reply, "send_back", by=by, on=on, **facts)
    _settle_step(reply, by=by, on=on, agreed=False, opinion=reason)
    _void(reply)
    _tell_own(reply, "sent-back", "答复被退回", on, text=reason)
    return reply


@transaction.atomic
def issue_reply(reply, *, by, commitments=(), on=None, version=None):
    """印发: number drawn, text frozen, verdicts and commitments into the ledger, a receipt opened for each proposer. Returns the reply.

    `commitments` = [{"number", "text", "due_on"}] as confirmed from the promises of the text.
    """
    on = on or timezone.localdate()
    handling = reply.round.handling
    rules = rules_of(handling.proposal)
    last = reply.steps.filter(is_void=False, agreed=True).order_by("-order", "-pk").select_related("signed_by").first()
    reply = REPLY_FLOW.apply(
        reply,
        "issue",
        by=by,
        on=on,
        version=version,
        number=draw_number(handling.jurisdiction, reply.number_word, on.year),
        signer=last.signed_by.name if last else "",
        issued_on=on,
        opinions_until=WorkCalendar().by_rule(rules, "receipt", {"replied": on}, name="征询意见").on,
    )
    print_reply(reply, by=by)
    if not reply.round.is_supplementary:
        handling = HANDLING_FLOW.apply(handling, "reply", by=by, on=on)
    _enter_verdicts(reply, commitments, by=by, on=on)
    _open_receipts(reply)
    if reply.round.is_supplementary:
        return reply
    follow(handling.proposal, "reply", by=by, on=on, done=("replied", "concluded"))
    return reply


def _enter_verdicts(reply, commitments, *, by, on):
    """What the reply says of each suggestion into the ledger, with the letter as its proof."""
    unit = reply.round.handling.unit
    rows = {row.number: row for row in Suggestion.objects.filter(proposed__proposal=reply.round.handling.proposal_id)}
    for answer in reply.answers:
        row = rows[answer["number"]]
        row.set_told(on)
        enter_answer(row, unit=unit, adoption=answer["verdict"], measure=answer.get("text", ""), on=on)
        FeedbackRecord.objects.create(
            suggestion=row, jurisdiction=row.jurisdiction, channel="letter", on=on, document_number=reply.number, text=row.measure, by=by
        )
    for promise in commitments:
        enter_promise(rows[promise["number"]], unit=unit, text=promise["text"], due_on=promise.get("due_on"))


def _open_receipts(reply):
    """One receipt for each who put the case, or a proposal merged into it, forward."""
    proposal = reply.round.handling.proposal
    proposers = [each for source in (proposal, *proposal.merged.order_by("pk")) for each in source.proposers.signed()]
    Receipt.objects.bulk_create(Receipt(reply=reply, jurisdiction=reply.jurisdiction, proposer=each) for each in proposers)
    people = [] if reply.round.is_quiet else [each.person for each in proposers if each.person]
    text = f"请于 {reply.opinions_until:%Y-%m-%d} 前评价。"
    tell(
        people,
        reply.jurisdiction,
        f"receipt:{reply.pk}",
        f"收到答复，请评价：{proposal.title}",
        text=text,
        link=proposal.get_absolute_url(),
        about=proposal,
    )
