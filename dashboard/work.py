"""What waits for a person today: counts and lists by role, each count with the list behind it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.http import urlencode

from consultation.filters import PlanItemFilter
from consultation.models import AnnualPlan, OfficeOpinion, PlanItem, PlanState
from feedback import statistics
from feedback.models import Assignment
from organizations.models import Membership, Role
from organizations.models.people import UNIT_ROLES
from proposals.models import Extension, Handling, Proposal, Receipt, SignStep
from proposals.permissions import AUTHORS, COORDINATORS
from reports.duties import begun
from reports.models import ReportState, ReportStep
from reports.permissions import STEPS
from supervision import duties as supervision

SHOWN, NEAR = 10, timedelta(30)
LATE = {"overdue", "work_plan_late"}
OF_UNIT = ("acknowledge", "team", "work_plan", "returned", "soon", "overdue")
OF_PLACE = ("review", "team", "work_plan", "work_plan_late", "soon", "overdue")
OF_LEADER = ("work_plan_late", "soon", "overdue")
SIGNATORIES = frozenset((Role.UNIT_HEAD, Role.SUPERVISOR, Role.GOVERNMENT_LEADER))
SIGNS_REPORTS = frozenset((Role.UNIT_HEAD, *(role for roles in STEPS.values() for role in roles)))
STAGES = {"submitted": "待审查提案", "under_review": "审查中提案", "filed": "待交办提案"}
OVERSEERS = frozenset((Role.SECRETARY, Role.OFFICE_STAFF, Role.SUPERVISOR, Role.CPPCC_LEADER))


@dataclass(frozen=True)
class Figure:
    """A count with the address of the list that it counts."""

    label: str
    value: int
    url: str
    late: bool = False


def needs_of(person):
    """The needs of assignments that concern this person, by his posts."""
    roles = person.access.roles
    if not roles.isdisjoint(UNIT_ROLES):
        return OF_UNIT
    if not roles.isdisjoint(OVERSEERS):
        return OF_PLACE
    return OF_LEADER if Role.GOVERNMENT_LEADER in roles else ()


def duties(person, today):
    """What there is to do on the assignments one may see; None for who has none to see.

    Returns {"open": how many are open, "figures": counts by need, "rows": the open ones due next}.
    """
    needs = needs_of(person)
    if not needs:
        return None
    seen = Assignment.objects.visible_to(person)
    counts = statistics.counts(seen, needs, today)
    figures = [Figure("在办", counts["open"], _assignments(state="open"))]
    figures += [Figure(statistics.NEEDS[name], counts[name], _assignments(need=name), name in LATE) for name in needs]
    due = statistics.with_lateness(seen.open(), today).filter(suspended_on__isnull=True, due_on__isnull=False)
    rows = due.order_by("due_on", "pk")[:SHOWN] if counts["open"] else []
    return {"open": counts["open"], "figures": figures, "rows": list(rows)}


def _assignments(**query):
    return f"{reverse('feedback:list')}?{urlencode(query)}"


def items(person, today):
    """Counts of the plan items that want attention this year: late, due this month, without a time; one query."""
    wanted = (
        ("已逾期", {"overdue": "on"}, True),
        (f"{today.month}月的事项", {"year": today.year, "month": today.month}, False),
        ("未定时间", {"year": today.year, "month": "none"}, False),
    )
    seen = PlanItem.objects.visible_to(person)
    found = [PlanItemFilter(query, seen).qs.values("pk") for _, query, _ in wanted]
    counts = PlanItem.objects.aggregate(**{f"n{n}": Count("pk", filter=Q(pk__in=each)) for n, each in enumerate(found)})
    address = reverse("consultation:item-list")
    return [Figure(label, counts[f"n{n}"], f"{address}?{urlencode(query)}", late) for n, (label, query, late) in enumerate(wanted)]


def proposals(person):
    """Counts of the proposals that wait for who examines or assigns them; [] for all others."""
    roles = person.access.roles
    wanted = (["submitted", "under_review"] if Role.SECRETARY in roles else []) + (["filed"] if roles & set(COORDINATORS) else [])
    seen = Proposal.objects.visible_to(person).filter(is_history=False)
    counts = seen.aggregate(**{state: Count("pk", filter=Q(state=state)) for state in wanted}) if wanted else {}
    address = reverse("proposals:list")
    figures = [Figure(STAGES[state], counts[state], f"{address}?state={state}") for state in wanted]
    if roles & set(COORDINATORS):
        extension = Exists(Extension.objects.filter(handling=OuterRef("pk"), granted__isnull=True))
        asked = Handling.objects.visible_to(person).filter(Q(state="return_requested") | extension)
        figures.append(Figure("退回、延期待裁定", asked.count(), f"{address}?state=running"))
    return figures


def signatures(person):
    """Replies whose turn it is to be signed by this person, the oldest first."""
    steps = SignStep.objects.awaiting(person).select_related("reply__round__handling__proposal")
    return list(steps.order_by("pk")[:SHOWN]) if person.access.roles & SIGNATORIES else []


def reports_to_sign(person):
    """The steps of reports whose turn it is to be signed by this person, the oldest first."""
    steps = ReportStep.objects.awaiting(person).filter(report__state=ReportState.SIGNING).select_related("report")
    return list(steps.order_by("pk")[:SHOWN]) if person.access.roles & SIGNS_REPORTS else []


def summaries(person, today):
    """The summaries that this person's own units owe and whose day is near or over, each with what is written of it so far or None."""
    units = person.access.units(*UNIT_ROLES)
    owed = supervision.duties(person.access.jurisdiction_ids, today + NEAR, units=units, kinds=["summary"]) if units else []
    return begun(owed) if owed else []


def ratings(person, today):
    """What this person is asked to score or to vote on, as far as it is open now."""
    return supervision.ratings_of(person, today + supervision.FAR)


def receipts(person):
    """Replies that this person, as a proposer, has yet to give his opinion of."""
    asked = Receipt.objects.open().filter(proposer__person=person, reply__round__closed_on__isnull=True)
    return list(asked.select_related("reply__round__handling__proposal")[:SHOWN]) if person.access.roles & set(AUTHORS) else []


def opinions_awaited(person, today):
    """Plans in consultation on which an office of this person has not given its opinion yet."""
    posts = Membership.objects.on(today).filter(person=person, role=Role.OFFICE_STAFF, jurisdiction=OuterRef("jurisdiction"))
    given = OfficeOpinion.objects.filter(plan=OuterRef(OuterRef("pk")), office=OuterRef("unit"))
    awaited = posts.filter(~Exists(given))
    return AnnualPlan.objects.visible_to(person).filter(Exists(awaited), state=PlanState.CONSULTING).defer("source_text")


def plans_under_way(person):
    """Plans one may see that are not finished, newest first."""
    plans = AnnualPlan.objects.visible_to(person).exclude(state=PlanState.EVALUATED).filter(is_history=False)
    return plans.defer("source_text", "evaluation", "attendance").select_related("jurisdiction")[:SHOWN]
