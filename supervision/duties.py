"""Duties: everything that somebody owes by a day, from all rooms, in one shape.

Each kind is one function that reads its rows where they stand; nothing is copied, so what is done, paused, put off or withdrawn is gone
from here in the same moment. A postponed item, a case whose return is being ruled on and closed history owe nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from consultation.models import AnnualPlan, ItemState, PlanItem, PlanState, Precision
from consultation.rules import rules_of_plan
from feedback.models import Assignment, AssignmentState, Commitment, CommitmentState, Implementation, Source, Suggestion
from feedback.models.assignments import open_ones
from feedback.rules import FeedbackRules
from feedback.statistics import need
from organizations.models import Portfolio, Role
from organizations.models.people import UNIT_ROLES
from organizations.models.rulesets import rules_for
from proposals.actions.moves import rules_in
from proposals.models import Contact, Extension, Handling, Part, Proposal, Publication, Receipt, Reply, ReturnRequest, SignStep
from proposals.models.handling import REPLYING
from proposals.permissions import COORDINATORS
from supervision.models.campaigns import Campaign, CampaignCase, CampaignState, CaseState
from supervision.models.key import KeyTask, TaskState
from supervision.models.reminders import DutyKind
from supervision.permissions import OVERSEERS
from workflow.calendar import WorkCalendar

ITEM = "consultation:item-detail"
UNIT, OFFICE, PERSON = "unit", "office", "person"
FAR = timedelta(3650)  # everything that runs is due before that
RUNNING = open_ones() & Q(suspended_on__isnull=True) & ~Q(state=AssignmentState.RETURN_REQUESTED)


@dataclass(frozen=True, slots=True)
class Duty:
    """What is owed: `row` is the number of the row in the table of its `kind`; `person_id` who owes it, where it is one person alone."""

    kind: str
    row: int
    jurisdiction_id: int
    subject: str
    due_on: date
    link: str
    unit_id: int | None = None
    unit_name: str = ""
    person_id: int | None = None
    provisional: bool = False

    @property
    def label(self):
        return DutyKind(self.kind).label

    @property
    def key(self):
        return f"{self.kind}:{self.row}"

    @property
    def is_of_assignment(self):
        """Whether it is about an assignment, so that a slip can be drawn on it."""
        return self.kind in OF_ASSIGNMENTS


@dataclass(frozen=True)
class Kind:
    """One kind of duty: who bears it (the people of a unit, of the offices in `roles`, one person), who watches over it."""

    bearer: str
    find: Callable
    roles: tuple = ()
    watchers: tuple = (Role.SUPERVISOR,)


def _handlings(seen, until, *conditions, due="due_on"):
    found = Handling.objects.filter(RUNNING, *conditions, seen, **{f"{due}__lte": until}).order_by(due, "pk")
    return found.values_list("pk", "jurisdiction_id", "subject", due, "proposal__public_id", "unit_id", "unit_name", "due_provisional")


def _of_handlings(kind, rows):
    for pk, place, subject, due, case, unit, name, provisional in rows:
        yield Duty(kind, pk, place, subject, due, reverse("proposals:detail", args=[case]), unit, name, provisional=provisional)


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
    calendar = WorkCalendar()
    under_way = Reply.objects.filter(round__handling=OuterRef("pk"), round__closed_on__isnull=True, state__in=["signing", "issued"])
    rows = Handling.objects.filter(RUNNING, seen, ~Exists(under_way), part__in=REPLYING, due_on__lte=until + timedelta(60))
    rows = rows.select_related("proposal__session__ruleset", "proposal__session__term__jurisdiction").order_by("due_on", "pk")
    for handling, rules in _of_sessions(rows, lambda row: row.proposal.session):
        due = calendar.by_rule(rules, "countersign", {"reply": handling.due_on}, name="送审")
        if due.on <= until:
            yield from _of_handlings("countersign", [_shown(handling, due.on)])


def _shown(handling, due):
    case = handling.proposal.public_id
    facts = (handling.pk, handling.jurisdiction_id, handling.subject, due, case, handling.unit_id, handling.unit_name)
    return *facts, handling.due_provisional


def _of_assignments(kind, seen, until, condition, due, provisional):
    rows = Assignment.objects.filter(condition, seen, **{f"{due}__lte": until}, suspended_on__isnull=True).order_by(due, "pk")
    shown = ("pk", "jurisdiction_id", "subject", due, "public_id", "unit_id", "unit_name", provisional)
    for pk, place, subject, day, public_id, unit, name, unsure in rows.values_list(*shown):
        yield Duty(kind, pk, place, subject, day, reverse("feedback:detail", args=[public_id]), unit, name, provisional=unsure)


def plan_items(seen, until):
    """年度计划事项: what a plan gave to a unit, by the end of its window (K8–K10)."""
    return _of_assignments("plan_item", seen, until, open_ones() & Q(source=Source.PLAN_ITEM), "due_on", "due_provisional")


def work_plans(seen, until):
    """工作方案 not handed in, or sent back."""
    return _of_assignments("work_plan", seen, until, need("work_plan", until), "work_plan_due_on", "work_plan_due_provisional")


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
    rows = rows.filter(reply__round__closed_on__isnull=True, reply__round__handling__is_history=False)
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


def _ruled(rows, key, load):
    """(row, its rules): `load(row)`, once for all rows of one `key(row)`."""
    known = {}
    for row in rows:
        if (mine := key(row)) not in known:
            known[mine] = load(row)
        yield row, known[mine]


def _of_sessions(rows, session):
    """(row, the rules of proposals of its session)."""
    return _ruled(rows, lambda row: session(row).pk, lambda row: rules_in(session(row), session(row).term.jurisdiction))


def _of_plans(rows, plan):
    """(row, the rules of its plan)."""
    return _ruled(rows, lambda row: plan(row).pk, lambda row: rules_of_plan(plan(row)))


def _counted(kind, rows, starts, key, until, proposal=lambda row: row):
    """Duties of proposals whose day is counted from `starts(row)` by the rule `key` of the session."""
    calendar = WorkCalendar()
    for row, rules in _of_sessions(rows, lambda row: proposal(row).session):
        due = calendar.by_rule(rules, key, starts(row), name=kind)
        if due.on <= until:
            case = proposal(row)
            yield Duty(kind, row.pk, case.jurisdiction_id, str(case), due.on, case.get_absolute_url(), provisional=due.provisional)


def _waiting(seen, *states):
    found = Proposal.objects.filter(seen, state__in=states, is_history=False)
    return found.select_related("session__ruleset", "session__term__jurisdiction").order_by("pk")


def filings(seen, until):
    """审查立案 of what came in between sessions (D3); what came in at the plenary is decided before it closes."""
    rows = _waiting(seen, "submitted", "under_review").filter(in_session=False, submitted_at__isnull=False)
    return _counted("filing", rows, lambda row: {"submitted": timezone.localdate(row.submitted_at)}, "filing", until)


def assignments(seen, until):
    """交办 of what was put on file (D4)."""
    return _counted("assignment", _waiting(seen, "filed"), lambda row: {"filed": row.filed_on}, "assignment", until)


def rulings(seen, until):
    """裁定 of a unit's request to give a case back (D6)."""
    rows = ReturnRequest.objects.filter(seen, agreed__isnull=True, handling__is_history=False).order_by("pk")
    rows = rows.select_related("handling__proposal__session__ruleset", "handling__proposal__session__term__jurisdiction")
    return _asked("ruling", rows, until)


def extensions(seen, until):
    """裁定 of a unit's request for a later deadline."""
    rows = Extension.objects.filter(seen, granted__isnull=True, handling__is_history=False).order_by("pk")
    rows = rows.select_related("handling__proposal__session__ruleset", "handling__proposal__session__term__jurisdiction")
    return _asked("extension", rows, until)


def _asked(kind, rows, until):
    """Rulings on what units asked for."""
    return _counted(kind, rows, lambda row: {"requested": row.requested_on}, "ruling", until, lambda row: row.handling.proposal)


def key_tasks(seen, until):
    """督办任务 of key proposals, until the unit has reported on them."""
    rows = KeyTask.objects.filter(seen, state=TaskState.OPEN, due_on__lte=until, key__proposal__is_history=False)
    for row in rows.select_related("key").order_by("due_on", "pk"):
        yield Duty("key_task", row.pk, row.jurisdiction_id, row.text, row.due_on, row.get_absolute_url(), row.unit_id, row.unit_name)


def rectifications(seen, until):
    """督查整改: what a campaign told a unit to put right, until it has reported on it."""
    rows = CampaignCase.objects.filter(seen, state=CaseState.RECTIFYING, due_on__lte=until)
    for row in rows.select_related("handling__proposal").order_by("due_on", "pk"):
        subject = f"{row.handling.proposal}：{row.measure}"
        yield Duty("rectify", row.pk, row.jurisdiction_id, subject, row.due_on, row.get_absolute_url(), row.unit_id, row.unit_name)


def campaigns(seen, until):
    """督查核查: campaigns with cases that nobody has looked at yet."""
    rows = Campaign.objects.filter(seen, state=CampaignState.RUNNING, ends_on__lte=until).with_progress().filter(pending_count__gt=0)
    for row in rows.order_by("ends_on", "pk"):
        subject = f"{row.title}，待核查 {row.pending_count} 件"
        yield Duty("campaign", row.pk, row.jurisdiction_id, subject, row.ends_on, row.get_absolute_url())


def disclosures(seen, until):
    """决定公开 of an answered case (D16), counted from the day its last reply was issued."""
    rows = Proposal.objects.filter(seen, state__in=["replied", "concluded"], publication=Publication.UNDECIDED, is_history=False)
    rows = rows.annotate(last_on=Max("handlings__rounds__reply__issued_on")).filter(last_on__isnull=False)
    rows = rows.select_related("session__ruleset", "session__term__jurisdiction").order_by("pk")
    return _counted("disclosure", rows, lambda row: {"replied": row.last_on}, "disclosure", until)


def teams(seen, until):
    """承办人员 of a plan item that the unit has not named (D7)."""
    calendar, rows = WorkCalendar(), Assignment.objects.filter(need("team", until), seen, source=Source.PLAN_ITEM, suspended_on=None)
    rows = rows.select_related("jurisdiction", "session__ruleset").order_by("assigned_on", "pk")
    for row, rules in _ruled(rows, lambda row: (row.jurisdiction_id, row.session_id, row.assigned_on), _of_assignment):
        due = calendar.by_rule(rules, "team_due", {"assigned": row.assigned_on}, name="承办人员")
        if due.on <= until:
            link, facts = reverse("feedback:detail", args=[row.public_id]), (row.subject, due.on)
            yield Duty("team", row.pk, row.jurisdiction_id, *facts, link, row.unit_id, row.unit_name, provisional=due.provisional)


def _of_assignment(row):
    return rules_for(FeedbackRules, row.jurisdiction, on=row.assigned_on, session=row.session)


def undated(seen, until):
    """确定时间 of items of an issued plan that has none for them (K10)."""
    rows = PlanItem.objects.open().filter(seen, precision=Precision.NONE).exclude(state=ItemState.POSTPONED)
    for row, rules in _of_plans(rows.select_related("plan__session__ruleset", "plan__jurisdiction").order_by("pk"), lambda row: row.plan):
        due = date.fromisoformat(f"{row.plan.year}-{rules.undated_nag}")
        if due <= until:
            yield Duty("undated", row.pk, row.jurisdiction_id, row.title, due, reverse(ITEM, args=[row.public_id]))


def outcomes(seen, until):
    """成果报送 of an item that was held, until it is concluded (K3)."""
    rows = PlanItem.objects.filter(seen, plan__state=PlanState.ISSUED, plan__is_history=False, state=ItemState.HELD, held_on__isnull=False)
    calendar = WorkCalendar()
    for row, rules in _of_plans(rows.select_related("plan__session__ruleset", "plan__jurisdiction").order_by("pk"), lambda row: row.plan):
        due = calendar.by_rule(rules, "outcome", {"held": row.held_on}, name="成果报送")
        if due.on <= until:
            yield Duty(
                "outcome", row.pk, row.jurisdiction_id, row.title, due.on, reverse(ITEM, args=[row.public_id]), provisional=due.provisional
            )


def evaluations(seen, until):
    """总结评估 of an issued plan after its year (K6)."""
    rows = AnnualPlan.objects.filter(seen, state=PlanState.ISSUED, is_history=False)
    calendar = WorkCalendar()
    for row, rules in _of_plans(rows.select_related("session__ruleset", "jurisdiction").order_by("pk"), lambda row: row):
        due = calendar.by_rule(rules, "evaluation", {"year_end": date(row.year, 12, 31)}, name="总结评估")
        if due.on <= until:
            yield Duty(
                "evaluation", row.pk, row.jurisdiction_id, str(row), due.on, reverse("consultation:plan-detail", args=[row.public_id])
            )


SECRETARY = (Role.SECRETARY,)
KINDS = {
    "reply": Kind(UNIT, replies),
    "co_opinion": Kind(UNIT, co_opinions),
    "contact": Kind(UNIT, first_contacts),
    "countersign": Kind(UNIT, countersigns),
    "plan_item": Kind(UNIT, plan_items, watchers=SECRETARY),
    "work_plan": Kind(UNIT, work_plans, watchers=SECRETARY),
    "commitment": Kind(UNIT, commitments),
    "key_task": Kind(UNIT, key_tasks),
    "rectify": Kind(UNIT, rectifications),
    "review": Kind(OFFICE, reviews, (Role.SECRETARY, Role.SUPERVISOR), ()),
    "campaign": Kind(OFFICE, campaigns, (Role.SECRETARY, Role.SUPERVISOR), ()),
    "sign": Kind(PERSON, leaders_signatures, watchers=(Role.SUPERVISOR,)),
    "receipt": Kind(PERSON, receipts, watchers=()),
    "filing": Kind(OFFICE, filings, SECRETARY, (Role.CPPCC_LEADER,)),
    "assignment": Kind(OFFICE, assignments, COORDINATORS, ()),
    "ruling": Kind(OFFICE, rulings, COORDINATORS, ()),
    "extension": Kind(OFFICE, extensions, COORDINATORS, ()),
    "disclosure": Kind(OFFICE, disclosures, SECRETARY, ()),
    "team": Kind(UNIT, teams, watchers=SECRETARY),
    "undated": Kind(OFFICE, undated, SECRETARY, ()),
    "outcome": Kind(OFFICE, outcomes, SECRETARY, ()),
    "evaluation": Kind(OFFICE, evaluations, SECRETARY, ()),
}
OF_ASSIGNMENTS = ("reply", "co_opinion", "contact", "countersign", "plan_item", "work_plan", "team")  # their row is an assignment's
PLACE = {
    "receipt": "jurisdiction",
    "sign": "reply__jurisdiction",
    "ruling": "handling__jurisdiction",
    "extension": "handling__jurisdiction",
}
OF_UNITS = [name for name, kind in KINDS.items() if kind.bearer == UNIT]


def duties(places, until, *, units=None, kinds=None):
    """All duties due by the day `until` in the jurisdictions `places` (ids), of `kinds` (all); with `units` (ids) only what these owe.

    A list in the order of the days.
    """
    found = []
    every = OF_UNITS if units is not None else KINDS
    for name in every if kinds is None else [name for name in kinds if name in every]:
        seen = Q(**{f"{PLACE.get(name, 'jurisdiction')}__in": places})
        if units is not None:
            seen &= Q(unit__in=units)
        found += KINDS[name].find(seen, until)
    return sorted(found, key=lambda duty: (duty.due_on, duty.kind, duty.row))


def duties_of(person, until, kinds=None):
    """The duties due by `until` that a person may see: all of the places he oversees, those of his units, and of the units he leads."""
    access = person.access
    wide = access.where(*OVERSEERS)
    found = duties(wide, until, kinds=kinds) if wide else []
    units = set(access.units(*UNIT_ROLES))
    if Role.GOVERNMENT_LEADER in access.roles:
        units |= set(Portfolio.objects.units_held_by(person))
    if units:
        found += duties(access.jurisdiction_ids - wide, until, units=units, kinds=kinds)
    return found
