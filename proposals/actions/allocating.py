"""Allocating 分办: each case gets its units, offices and units say what they think, the parties consult, all are assigned in one go."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from documents.templates import next_number
from feedback.notices import unit_people
from organizations.models import Person
from organizations.models.people import UNIT_ROLES
from proposals.actions.assigning import assign, check_units
from proposals.actions.moves import rules_in, rules_of
from proposals.letters import print_assignment
from proposals.models import Allocation, AllocationOpinion, AllocationRow, Mode, Proposal
from proposals.models import AllocationState as State
from proposals.models import ProposalState as Case
from proposals.papers import ASSIGNMENT_NOTICE
from proposals.permissions import COORDINATORS, described, is_coordinator
from proposals.recommend import recommend
from workflow.calendar import WorkCalendar
from workflow.flow import Flow, Move
from workflow.notices import tell
from workflow.refusals import Forbidden, Refused
from workflow.trail import record


@described("分办意见里写明的单位，或交办单位")
def may_opine(person, allocation):
    """Whether the person may say something of an allocation: who assigns, or the people of a unit that is named in it."""
    if is_coordinator(person, allocation):
        return True
    units = person.access.units(*UNIT_ROLES)
    return bool(units) and AllocationRow.objects.filter(AllocationRow.naming(units), allocation=allocation.pk).exists()


def gone(allocation):
    """Rows whose case is no longer waiting to be assigned."""
    return allocation.rows.exclude(proposal__state=Case.FILED).select_related("proposal")


def _empty(allocation):
    """已收入提案，每件都有承办单位和交办口，没有已撤案、并案或另行交办的。"""
    rows = allocation.rows
    if not rows.exists():
        return "还没有收入提案。"
    if names := list(rows.filter(first__isnull=True).values_list("proposal__case_no", flat=True)[:5]):
        return f"以下案号还没有定承办单位：{'、'.join(names)}。"
    if names := list(rows.filter(track="").values_list("proposal__case_no", flat=True)[:5]):
        return f"以下案号还没有定交办口：{'、'.join(names)}。"
    names = list(gone(allocation).values_list("proposal__case_no", flat=True)[:5])
    return f"以下案号已不在待交办之列，请移出：{'、'.join(names)}。" if names else ""


def _unsettled(allocation):
    """各方已经会商，且每件都有承办单位。"""
    if sentence := _empty(allocation):
        return sentence
    return "" if allocation.consulted_on else "还没有登记会商情况。"


OPEN = (State.DRAFTING, State.CIRCULATING)
ALLOCATION_FLOW = Flow(
    Allocation,
    [
        Move("gather", "收入待交办提案", OPEN, None, is_coordinator),
        Move("set_row", "定承办单位", OPEN, None, is_coordinator),
        Move("drop_row", "移出一件", OPEN, None, is_coordinator, danger=True),
        Move("circulate", "征求意见", (State.DRAFTING,), State.CIRCULATING, is_coordinator, _empty),
        Move("opine", "填写意见", (State.CIRCULATING,), None, may_opine),
        Move("consult", "登记会商", OPEN, None, is_coordinator),
        Move("settle", "定稿", OPEN, State.SETTLED, is_coordinator, _unsettled),
        Move("reopen", "退回修改", (State.SETTLED, State.CIRCULATING), State.DRAFTING, is_coordinator, reason=True, danger=True),
        Move("assign", "批量交办", (State.SETTLED,), State.ASSIGNED, is_coordinator, _empty, closing=True),
    ],
)


@transaction.atomic
def begin_allocation(session, *, by, title, on=None):
    """Begin the 分办意见 of a session and gather all cases that wait; returns it. Raises Forbidden or Refused."""
    place = session.term.jurisdiction
    allocation = Allocation(jurisdiction=place, session=session, title=title)
    if not is_coordinator(by, allocation):
        raise Forbidden("您没有权限拟定分办意见。")
    allocation.full_clean()
    allocation.save()
    gathered = _gather(allocation)
    record(allocation, "begin", "拟定分办意见", by=by, on=on, to_state=allocation.state, after={"提案": len(gathered)})
    return allocation


@transaction.atomic
def gather(allocation, *, by, on=None, version=None):
    """Take in the filed cases of the session that stand in no other open allocation; returns the new rows.

    Each gets the unit its proposer wished, else the one that past cases recommend, else none: the person decides.
    """
    allocation = ALLOCATION_FLOW.apply(allocation, "gather", by=by, on=on, version=version)
    found = _gather(allocation)
    if not found:
        raise Refused("没有新的待交办提案。")
    return found


def _gather(allocation):
    taken = AllocationRow.objects.filter(proposal=OuterRef("pk"), allocation__in=Allocation.objects.open())
    waiting = Proposal.objects.filter(session=allocation.session, state=Case.FILED, is_history=False).exclude(Exists(taken))
    waiting = waiting.select_related("session__term__jurisdiction", "jurisdiction").prefetch_related("wished_units")
    cases = waiting.order_by("case_no", "pk")
    tracks = rules_in(allocation.session, allocation.jurisdiction).tracks
    track = tracks[0][0] if len(tracks) == 1 else ""
    return AllocationRow.objects.bulk_create([_proposed(allocation, case, track) for case in cases])


def _proposed(allocation, case, track):
    """A row with the unit that suggests itself, and why."""
    row = AllocationRow(allocation=allocation, proposal=case, track=track)
    wished = list(case.wished_units.all())
    if len(wished) == 1:
        row.first, row.basis = wished[0], "提案人希望由该单位承办"
    elif found := recommend(case.jurisdiction, case.title, before=case):
        row.first, row.basis = found[0].unit, found[0].sentence
    return row


@transaction.atomic
def set_row(allocation, *, by, row, track, mode, units, on=None, version=None):
    """Set which office hands a case over, in which mode, to which units (the first is the sole or lead unit); returns the row.

    Why its first unit was suggested is gone with that unit. While opinions are asked for, a unit that is newly named is asked too.
    """
    on = on or timezone.localdate()
    row = allocation.rows.select_related("proposal__session__term", "proposal__jurisdiction", "first").get(pk=row.pk)
    rules = rules_of(row.proposal)
    if track not in dict(rules.tracks):
        raise Refused(f"没有“{track}”这个交办口，可选：{'、'.join(dict(rules.tracks).values())}。")
    check_units(row.proposal, mode, units, on)
    noted = ({str(row): _in_words(row.mode, row.units)}, {str(row): _in_words(mode, units)})
    allocation = ALLOCATION_FLOW.apply(allocation, "set_row", by=by, on=on, version=version, noted=noted)
    added = [unit for unit in units if unit not in row.units]
    row.basis = row.basis if row.first == units[0] else ""
    row.track, row.mode, row.first = track, mode, units[0]
    row.save()
    row.others.set(units[1:])
    if allocation.state == State.CIRCULATING:
        _ask(allocation, {person for unit in added for person in unit_people(unit, on)})
    return row


def _in_words(mode, units):
    return f"{Mode(mode).label} {'、'.join(unit.name for unit in units)}".strip()


@transaction.atomic
def drop_row(allocation, *, by, row, on=None, version=None):
    """Take a case out of an allocation; it waits to be assigned as before. Returns the allocation."""
    allocation = ALLOCATION_FLOW.apply(allocation, "drop_row", by=by, on=on, version=version, noted=({"提案": str(row)}, {}))
    row.delete()
    return allocation


@transaction.atomic
def circulate(allocation, *, by, until, on=None, version=None):
    """征求意见 of the offices and of every unit that is named, up to and including the day `until`; all are told. Returns it."""
    on = on or timezone.localdate()
    if until < on:
        raise Refused("截止日期不能早于今天。")
    allocation = ALLOCATION_FLOW.apply(allocation, "circulate", by=by, on=on, version=version, opinions_until=until)
    units = {unit for row in allocation.rows.select_related("first").prefetch_related("others") for unit in row.units}
    people = {person for unit in units for person in unit_people(unit, on)}
    _ask(allocation, people | set(Person.objects.holding(*COORDINATORS, jurisdiction=allocation.jurisdiction, on=on)) - {by})
    return allocation


def _ask(allocation, people):
    """Ask people for what they think of the rows that concern them."""
    title = f"请对分办意见提出意见：{allocation.title}"
    text = f"请于 {allocation.opinions_until:%Y-%m-%d} 前填写，逾期视为没有意见。"
    tell(
        people,
        allocation.jurisdiction,
        f"allocation:{allocation.pk}:{allocation.version}",
        title,
        text=text,
        link=allocation.get_absolute_url(),
        about=allocation,
    )


@transaction.atomic
def opine(allocation, *, by, row, agrees, unit=None, text="", suggested_unit=None, on=None, version=None):
    """What an office, or a unit of the row, says of it while it is circulated; returns the opinion."""
    on = on or timezone.localdate()
    if allocation.opinions_until and on > allocation.opinions_until:
        raise Refused(f"征求意见已于 {allocation.opinions_until:%Y-%m-%d} 截止。")
    if unit and (unit not in row.units or unit.pk not in by.access.units(*UNIT_ROLES)):
        raise Refused("只能就本单位承办的提案填写意见。")
    if unit is None and not is_coordinator(by, allocation):
        raise Refused("请选择以哪个单位的名义填写。")
    if not agrees and not text.strip():
        raise Refused("不同意的，请写明理由。")
    ALLOCATION_FLOW.apply(
        allocation, "opine", by=by, on=on, version=version, reason=text, noted=({}, {str(row): "同意" if agrees else "不同意"})
    )
    opinion = AllocationOpinion(row=row, unit=unit, agrees=agrees, text=text, suggested_unit=suggested_unit, by=by, on=on)
    opinion.full_clean()
    opinion.save()
    return opinion


@transaction.atomic
def consult(allocation, *, by, consulted_on, parties, conclusion, on=None, version=None):
    """登记会商: who took part for each party of the rules and what it said, and what was agreed; returns the allocation."""
    if consulted_on > (on or timezone.localdate()):
        raise Refused("会商日期不能晚于今天。")
    given = {row["party"]: row for row in parties if row.get("people", "").strip()}
    if missing := [party for party in parties_of(allocation) if party not in given]:
        raise Refused(f"会商各方还缺{'、'.join(missing)}的参加人员。")
    changes = {"consulted_on": consulted_on, "parties": list(given.values()), "conclusion": conclusion}
    return ALLOCATION_FLOW.apply(allocation, "consult", by=by, on=on, version=version, **changes)


def parties_of(allocation):
    """The parties of the joint consultation by the rules of the session."""
    return rules_in(allocation.session, allocation.jurisdiction).consult_parties


def settle(allocation, *, by, on=None, version=None):
    """定稿: the rows stand; what is left is to assign them. Returns the allocation."""
    return ALLOCATION_FLOW.apply(allocation, "settle", by=by, on=on, version=version)


def reopen(allocation, *, by, reason, on=None, version=None):
    """退回修改 before the assignment; opinions and the consultation stay. Returns the allocation."""
    return ALLOCATION_FLOW.apply(allocation, "reopen", by=by, on=on, version=version, reason=reason)


@transaction.atomic
def assign_all(allocation, *, by, document_number="", on=None, version=None):
    """批量交办: every row's case is assigned to its units, or none is; each unit is told once. Returns the allocation.

    `document_number`: the number the 交办通知 bears; without one the next of the series of its template, where it names one.
    """
    on = on or timezone.localdate()
    number = document_number.strip() or next_number(allocation.jurisdiction, on, ASSIGNMENT_NOTICE)
    allocation = ALLOCATION_FLOW.apply(allocation, "assign", by=by, on=on, version=version, assigned_on=on, number=number)
    rows = allocation.rows.select_related(
        "proposal__session__term__jurisdiction", "proposal__session__ruleset", "proposal__jurisdiction", "first"
    )
    calendar, rules, cases = WorkCalendar(), rules_in(allocation.session, allocation.jurisdiction), {}
    for row in rows.prefetch_related("others").order_by("pk"):
        assign(row.proposal, by=by, track=row.track, mode=row.mode, units=row.units, on=on, calendar=calendar, rules=rules, quiet=True)
        for unit in row.units:
            cases.setdefault(unit, []).append(row.proposal.case_no)
    for unit, numbers in cases.items():
        title, text = f"交办会交办 {len(numbers)} 件提案，请及时签收", f"案号：{'、'.join(numbers)}。"
        link = allocation.get_absolute_url()
        tell(unit_people(unit, on), allocation.jurisdiction, f"assigned:{allocation.pk}", title, text=text, link=link, about=allocation)
    print_assignment(allocation, by=by)
    return allocation
