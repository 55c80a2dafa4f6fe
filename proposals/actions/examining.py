"""Examination 审查: the passes, filing with its number, return, refusal to file, merging, withdrawal."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from feedback.models import Source, Suggestion
from proposals.actions.moves import FLOW, passes_done, rules_of
from proposals.models import CaseCounter, Proposal, ProposedSuggestion, Review
from proposals.models import ProposalState as State
from workflow.notices import tell
from workflow.refusals import Refused


def tell_signers(proposal, key, title, *, text=""):
    """Tell who wrote the proposal and who signed it with him, unless it belongs to a closed year."""
    signers = [each.person for each in proposal.proposers.signed().select_related("person") if each.person]
    people = [] if proposal.is_history else list({person.pk: person for person in (proposal.author, *signers)}.values())
    tell(
        people,
        proposal.jurisdiction,
        f"{key}:{proposal.pk}:{proposal.version}",
        title,
        text=text,
        link=proposal.get_absolute_url(),
        about=proposal,
    )


@transaction.atomic
def review(proposal, *, by, opinion, sensitivity="", on=None, version=None):
    """One pass 审查 with its opinion, in the order of the rules, and another label where one is given; returns the proposal."""
    on = on or timezone.localdate()
    if not opinion.strip():
        raise Refused("请填写审查意见。")
    label = {"sensitivity": sensitivity} if sensitivity not in ("", proposal.sensitivity) else {}
    proposal = FLOW.apply(proposal, "review", by=by, on=on, version=version, **label)
    number = passes_done(proposal) + 1
    name = rules_of(proposal).passes[number - 1]
    Review.objects.create(proposal=proposal, submission=proposal.submission, number=number, name=name, opinion=opinion, on=on, by=by)
    return proposal


@transaction.atomic
def relabel(proposal, *, by, sensitivity, reason, on=None, version=None):
    """修改标识 with the reason; refused where it forbids what is published. Returns the proposal."""
    before = proposal.publication
    proposal = FLOW.apply(proposal, "relabel", by=by, on=on, version=version, reason=reason, sensitivity=sensitivity)
    if sentence := proposal.publication_refusal(before):
        raise Refused(f"{sentence}本件已经决定{proposal.get_publication_display()}，请先更改公开决定。")
    return proposal


@transaction.atomic
def file(proposal, *, by, on=None, version=None, case_no=""):
    """立案: put on file under the session's next number, or under `case_no` where it is given; its suggestions enter the ledger.

    Raises Refused where the number is taken.
    """
    on = on or timezone.localdate()
    number = case_no.strip() or _draw(proposal)
    if case_no:
        _follow(proposal.session, case_no)
    try:
        with transaction.atomic():
            proposal = FLOW.apply(proposal, "file", by=by, on=on, version=version, case_no=number, filed_on=on)
    except IntegrityError:
        raise Refused(f"本次会议已有案号 {number}。") from None
    enter_ledger(proposal, proposal, on)
    tell_signers(proposal, "filed", f"提案已立案，案号 {number}：{proposal.title}")
    return proposal


@transaction.atomic
def undo_review(proposal, *, by, reason, on=None, version=None):
    """撤回审查: the last pass counts no more; its opinion stays readable, marked as taken back. Returns the proposal."""
    proposal = FLOW.apply(proposal, "undo_review", by=by, on=on, version=version, reason=reason)
    last = proposal.reviews.filter(submission=proposal.submission, is_void=False).latest("number")
    last.is_void = True
    last.save(update_fields=["is_void"])
    return proposal


@transaction.atomic
def unfile(proposal, *, by, reason, on=None, version=None):
    """撤销立案 before the assignment: back under review without number, out of the ledger; the last number drawn is free again."""
    number, session = proposal.case_no, proposal.session
    CaseCounter.objects.get_or_create(session=session)
    counter = CaseCounter.objects.select_for_update().get(session=session)
    proposal = FLOW.apply(proposal, "unfile", by=by, on=on, version=version, reason=reason, case_no="", filed_on=None)
    proposal.ledger_links.all().delete_with_suggestions()
    if number.isdecimal() and int(number) == counter.last:
        counter.last -= 1
        counter.save(update_fields=["last"])
    tell_signers(proposal, "unfiled", f"提案撤销立案，重新审查：{proposal.title}", text=reason)
    return proposal


def undo_return(proposal, *, by, on=None, version=None):
    """撤回退回 while the proposer has not changed anything since; returns the proposal."""
    proposal = FLOW.apply(proposal, "undo_return", by=by, on=on, version=version)
    tell_signers(proposal, "unreturned", f"退回修改已撤回，继续审查：{proposal.title}")
    return proposal


def _draw(proposal):
    """The next case number of the session, with the digits its rules ask for."""
    CaseCounter.objects.get_or_create(session=proposal.session)
    counter = CaseCounter.objects.select_for_update().get(session=proposal.session)
    counter.last += 1
    counter.save(update_fields=["last"])
    return str(counter.last).zfill(rules_of(proposal).number_digits)


def _follow(session, case_no):
    """Let the counter go on after a number that was given by hand."""
    if case_no.isdecimal() and len(case_no) < 9:
        CaseCounter.objects.get_or_create(session=session)
        CaseCounter.objects.select_for_update().filter(session=session, last__lt=int(case_no)).update(last=int(case_no))


def enter_ledger(case, source, on):
    """The suggestions of `source` (the case itself, or a proposal merged into it) become rows of the ledger under `case`."""
    begin = case.ledger_links.count()
    rows = [
        Suggestion(
            jurisdiction=case.jurisdiction,
            source=Source.PROPOSAL,
            source_label=f"{case.session.short_name}第{case.case_no}号提案"[:120],
            number=begin + number,
            text=text,
            raised_on=on,
        )
        for number, text in enumerate(source.suggestions, 1)
    ]
    Suggestion.objects.bulk_create(rows)
    ProposedSuggestion.objects.bulk_create(ProposedSuggestion(proposal=case, origin=source, suggestion=row) for row in rows)


@transaction.atomic
def send_back(proposal, *, by, reason, on=None, version=None):
    """退回修改 with what to change; handed in again it runs through the passes anew."""
    proposal = FLOW.apply(proposal, "return", by=by, on=on, version=version, reason=reason)
    tell_signers(proposal, "returned", f"提案退回修改：{proposal.title}", text=reason)
    return proposal


@transaction.atomic
def reject(proposal, *, by, reasons, destination, consented=False, note="", on=None, version=None):
    """不予立案 for reasons of the jurisdiction's list, with where it goes; turning it into something else needs the proposer's consent."""
    rules = rules_of(proposal)
    if not reasons or set(reasons) - set(rules.not_filed_reasons):
        raise Refused("请从规则规定的理由中选择至少一项。")
    if destination not in rules.destinations:
        raise Refused(f"没有“{destination}”这个去向，可选：{'、'.join(rules.destinations)}。")
    if destination.startswith("转") and not consented:
        raise Refused("转作其他渠道处理须先征得提案人同意。")
    agreed = ["已征得提案人同意"] if consented else []
    text = "；".join([*reasons, *([note] if note else []), *agreed])
    proposal = FLOW.apply(
        proposal, "reject", by=by, on=on, version=version, reason=text, not_filed_reasons=list(reasons), destination=destination
    )
    tell_signers(proposal, "rejected", f"提案不予立案：{proposal.title}", text=f"理由：{text}。去向：{destination}。")
    return proposal


@transaction.atomic
def merge(proposal, *, by, into, on=None, version=None):
    """并案: `proposal` is handled within the case `into`; it keeps its proposers, its text and its receipts."""
    on = on or timezone.localdate()
    case = Proposal.objects.select_for_update(of=("self",)).get(pk=into.pk)
    if case.pk == proposal.pk or case.session_id != proposal.session_id:
        raise Refused("只能并入同一次会议的另一件提案。")
    if case.state != State.FILED:
        raise Refused(f"只能并入已立案、未交办的提案；{case}现在是“{case.get_state_display()}”。")
    proposal = FLOW.apply(proposal, "merge", by=by, on=on, version=version, merged_into=case)
    proposal.ledger_links.all().delete_with_suggestions()
    enter_ledger(case, proposal, on)
    tell_signers(proposal, "merged", f"提案已并案：{proposal.title}", text=f"并入{case}。")
    return proposal


@transaction.atomic
def unmerge(proposal, *, by, reason, on=None, version=None):
    """解除并案 before the case is assigned: back under review, with all its own; what stays in the case is numbered anew."""
    case = Proposal.objects.select_for_update(of=("self",)).filter(pk=proposal.merged_into_id).first()
    proposal = FLOW.apply(proposal, "unmerge", by=by, on=on, version=version, reason=reason, merged_into=None)
    ProposedSuggestion.objects.filter(origin=proposal).delete_with_suggestions()
    case.ledger_links.renumber()
    return proposal


@transaction.atomic
def refuse_withdrawal(proposal, *, by, reason, on=None, version=None):
    """不同意撤案; the proposer is told why and may ask again."""
    proposal = FLOW.apply(proposal, "refuse_withdrawal", by=by, on=on, version=version, reason=reason, withdrawal_reason="")
    tell_signers(proposal, "kept", f"不同意撤案：{proposal.title}", text=reason)
    return proposal
