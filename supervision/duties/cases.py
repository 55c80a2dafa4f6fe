"""What is owed for proposals: by units, proposers, leaders and the offices that examine, assign and rule."""

from datetime import timedelta

from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from feedback.models import AssignmentState, Commitment, CommitmentState, Implementation, Suggestion
from feedback.models.assignments import open_ones
from proposals.models import Contact, Extension, Handling, Part, Proposal, Publication, Receipt, Reply, ReturnRequest, SignStep
from proposals.models.handling import REPLYING
from proposals.rules import ProposalRules
from supervision.duties.owed import Counting, Duty, counted, pages, rules_of
from supervision.models.reminders import DutyKind

CASE = "proposals:detail"
NAMED = ("jurisdiction", "session", "public_id", "case_no", "title", "state")  # what the name of a case is made of
RUNNING = open_ones() & Q(suspended_on__isnull=True) & ~Q(state=AssignmentState.RETURN_REQUESTED)


def _handlings(seen, until, *conditions, due="due_on", more=()):
    found = Handling.objects.filter(RUNNING, *conditions, seen, **{f"{due}__lte": until}).order_by(due, "pk")
    return found.values_list(
        *("pk", "jurisdiction_id", "subject", due, "proposal__public_id", "unit_id", "unit_name", "due_provisional"), *more
    )


def _of_handlings(kind, rows):
    page = pages(CASE)
    for pk, place, subject, due, case, unit, name, provisional in rows:
        yield Duty(kind, pk, place, subject, due, page(case), unit, name, provisional=provisional)


def replies(seen, until):
    """提案答复 by the unit that owes one (domain rule D10, D11, D15: the deadline of the round is the handling's)."""
    return _of_handlings("reply", _handlings(seen, until, Q(part__in=REPLYING)))


def co_opinions(seen, until):
    """会办意见 to the lead unit (D9)."""
    return _of_handlings("co_opinion", _handlings(seen, until, Q(part=Part.CO, opinion_on__isnull=True)))


def first_contacts(seen, until):
    """办前沟通 with the proposer (D8), until there is any contact."""
    none_yet = ~Exists(Contact.objects.filter(handling=OuterRef("pk")))
    rows = _handlings(seen, until, Q(part__in=REPLYING), none_yet, due="contact_due_on")
    return _of_handlings("contact", rows)


def countersigns(seen, until):
    """送审: the draft of a reply goes into its chain some working days before the reply is due (D13)."""
    under_way = Reply.objects.filter(round__handling=OuterRef("pk"), round__closed_on__isnull=True, state__in=["signing", "issued"])
    rows = list(_handlings(seen, until + timedelta(60), ~Exists(under_way), Q(part__in=REPLYING), more=["proposal__session"]))
    rules, counting = rules_of(ProposalRules, {row[-1] for row in rows}), Counting("countersign", "送审", "reply")
    page = pages(CASE)
    for pk, place, subject, reply_on, case, *unit, provisional, session in rows:
        due = counting.due(session, rules[session], reply_on)
        if due.on <= until:
            link, unsure = page(case), provisional or due.provisional
            yield Duty("countersign", pk, place, subject, due.on, link, *unit, provisional=unsure, steps=due.steps)


def commitments(seen, until):
    """承诺 whose day comes; they outlive the case, but not that of a closed year."""
    rows = Commitment.objects.filter(seen, state=CommitmentState.OPEN, due_on__lte=until).order_by("due_on", "pk")
    rows = rows.exclude(suggestion__proposed__proposal__is_history=True).select_related("suggestion", "unit")
    for row in rows:
        link = reverse("feedback:suggestion", args=[row.suggestion.public_id])
        subject = f"{row.suggestion}：{row.text}"
        yield Duty("commitment", row.pk, row.jurisdiction_id, subject, row.due_on, link, row.unit_id, row.unit.name)


def reviews(seen, until):
    """台账核查: rows of the ledger that were to be looked at again by now."""
    rows = Suggestion.objects.filter(seen, next_review_on__lte=until).exclude(implementation=Implementation.DONE)
    for row in rows.select_related("unit").order_by("next_review_on", "pk"):
        link = reverse("feedback:suggestion", args=[row.public_id])
        name = row.unit.name if row.unit else ""
        yield Duty("review", row.pk, row.jurisdiction_id, f"{row}：{row.text}", row.next_review_on, link, row.unit_id, name)


def receipts(seen, until):
    """征询意见: the opinion of a proposer who has an account (D14)."""
    rows = Receipt.objects.open().filter(seen, proposer__person__isnull=False, reply__opinions_until__lte=until)
    rows = rows.filter(reply__round__closed_on__isnull=True)
    rows = rows.filter(Q(reply__round__handling__is_history=False) | Q(reply__round__is_supplementary=True))
    for row in rows.select_related("reply__round__handling__proposal", "proposer").order_by("reply__opinions_until", "pk"):
        handling = row.reply.round.handling
        due, subject = row.reply.opinions_until, f"{handling.unit_name}对{handling.proposal}的答复"
        yield Duty(
            "receipt", row.pk, row.jurisdiction_id, subject, due, handling.proposal.get_absolute_url(), person_id=row.proposer.person_id
        )


def leaders_signatures(seen, until):
    """领导审签: a reply that waits for the leader in charge; it is due when the reply is."""
    rows = SignStep.objects.pending().filter(seen, kind="leader", leader__isnull=False, reply__round__handling__due_on__lte=until)
    for row in rows.select_related("reply__round__handling__proposal").order_by("pk"):
        handling = row.reply.round.handling
        link, subject = handling.proposal.get_absolute_url(), f"审签{handling.unit_name}对{handling.proposal}的答复"
        yield Duty("sign", row.pk, row.reply.jurisdiction_id, subject, handling.due_on, link, person_id=row.leader_id)


def _counted(kind, rows, start, rule, until, proposal=lambda row: row):
    """Duties of proposals whose day is counted from `start(row)` by the rule `rule` = (key, anchor) of the session."""
    rows = list(rows)
    rules, counting = rules_of(ProposalRules, {proposal(row).session_id for row in rows}), Counting(rule[0], DutyKind(kind).label, rule[1])
    for row in rows:
        case = proposal(row)
        due = counting.due(case.session_id, rules[case.session_id], start(row))
        if due.on <= until:
            yield counted(kind, row, due, case.get_absolute_url(), subject=str(case), place=case.jurisdiction_id)


def _waiting(seen, *states):
    return Proposal.objects.filter(seen, state__in=states, is_history=False).only(*NAMED, "submitted_at", "filed_on").order_by("pk")


def filings(seen, until):
    """审查立案 of what came in between sessions (D3); what came in at the plenary is decided before it closes."""
    rows = _waiting(seen, "submitted", "under_review").filter(in_session=False, submitted_at__isnull=False)
    return _counted("filing", rows, lambda row: timezone.localdate(row.submitted_at), ("filing", "submitted"), until)


def assignments(seen, until):
    """交办 of what was put on file (D4)."""
    return _counted("assignment", _waiting(seen, "filed"), lambda row: row.filed_on, ("assignment", "filed"), until)


def rulings(seen, until):
    """裁定 of a unit's request to give a case back (D6)."""
    rows = ReturnRequest.objects.filter(seen, agreed__isnull=True, handling__is_history=False).order_by("pk")
    rows = rows.select_related("handling__proposal")
    return _asked("ruling", rows, until)


def extensions(seen, until):
    """裁定 of a unit's request for a later deadline."""
    rows = Extension.objects.filter(seen, granted__isnull=True, handling__is_history=False).order_by("pk")
    rows = rows.select_related("handling__proposal")
    return _asked("extension", rows, until)


def _asked(kind, rows, until):
    """Rulings on what units asked for."""
    return _counted(kind, rows, lambda row: row.requested_on, ("ruling", "requested"), until, lambda row: row.handling.proposal)


def disclosures(seen, until):
    """决定公开 of an answered case (D16), counted from the day its last reply was issued."""
    rows = Proposal.objects.filter(seen, state__in=["replied", "concluded"], publication=Publication.UNDECIDED, is_history=False)
    rows = rows.annotate(last_on=Max("handlings__rounds__reply__issued_on")).filter(last_on__isnull=False)
    return _counted("disclosure", rows.only(*NAMED).order_by("pk"), lambda row: row.last_on, ("disclosure", "replied"), until)
