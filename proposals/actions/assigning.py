"""Assignment 交办: who handles a case in which part, by when; changes of it, key proposals, withdrawal."""

from django.db import transaction
from django.utils import timezone

from feedback.models import Source, Suggestion
from feedback.notices import tell_unit
from organizations.directory import unfit
from proposals.actions.examining import tell_signers
from proposals.actions.handlings import HANDLING_FLOW
from proposals.actions.moves import FLOW, open_handlings, rules_of
from proposals.models import Handling, Mode, Part, Round
from workflow.calendar import WorkCalendar, due_fields
from workflow.refusals import Refused
from workflow.trail import record

PARTS = {Mode.SOLE: (Part.SOLE, Part.SOLE), Mode.LEAD_CO: (Part.LEAD, Part.CO), Mode.SEPARATE: (Part.SEPARATE, Part.SEPARATE)}


@transaction.atomic
def assign(proposal, *, by, track, mode, units, on=None, version=None, calendar=None, rules=None, quiet=False):
    """交办: hand a case to `units` (the first is the sole or lead unit) by the office of `track`; returns the case.

    `mode`: 独办 (one unit), 主办会办 (lead, then co-handlers) or 分办 (each replies). Deadlines run from `on` by the session's rules.
    `rules`, `calendar`: where they are known already; `quiet`: the units are told otherwise.
    """
    on = on or timezone.localdate()
    rules = rules or rules_of(proposal)
    check_units(proposal, mode, units, on)
    if track not in dict(rules.tracks):
        raise Refused(f"没有“{track}”这个交办口，可选：{'、'.join(dict(rules.tracks).values())}。")
    session, place = proposal.session, proposal.jurisdiction
    proposal = FLOW.apply(proposal, "assign", by=by, on=on, version=version, track=track, mode=mode, assigned_on=on)
    proposal.session, proposal.jurisdiction = session, place  # already read
    first, others = PARTS[Mode(mode)]
    calendar = calendar or WorkCalendar()
    for number, unit in enumerate(units):
        hand_over(proposal, unit, others if number else first, by=by, on=on, rules=rules, calendar=calendar, quiet=quiet)
    Suggestion.objects.filter(proposed__proposal=proposal).update(unit=units[0])
    return proposal


def check_units(proposal, mode, units, on):
    """Raise Refused where `units` cannot handle a case of this place in this mode on the day `on`."""
    if mode not in Mode.values:
        raise Refused("请选择办理方式。")
    if len(units) != len({unit.pk for unit in units}):
        raise Refused("承办单位有重复。")
    if mode == Mode.SOLE and len(units) != 1:
        raise Refused("独办只能有一个承办单位。")
    if mode != Mode.SOLE and len(units) < 2:
        raise Refused(f"{Mode(mode).label}至少要有两个承办单位。")
    for unit in units:
        check_unit(proposal, unit, on)


def check_unit(proposal, unit, on):
    """Raise Refused where `unit` cannot handle a case of this place on the day `on`."""
    if sentence := unfit(unit, proposal.jurisdiction, on):
        raise Refused(sentence)


def first_deadlines(rules, part, on, filed_on, calendar):
    """What runs from the assignment on the day `on` of a case filed on `filed_on`.

    Returns (when the reply or the co-handler's opinion is `Due`, {field of the handling: day}).
    """
    starts = {"assigned": on, "filed": filed_on or on}
    key, name = ("co_opinion", "会办意见") if part == Part.CO else ("reply", "答复")
    return calendar.by_rule(rules, key, starts, name=name), {
        "return_by": calendar.by_rule(rules, "return_window", starts, name="申请退回").on,
        "contact_due_on": calendar.by_rule(rules, "first_contact", starts, name="首次沟通").on,
    }


def hand_over(proposal, unit, part, *, by, on, rules, calendar, quiet=False):
    """Make the handling of one unit, with its deadlines and its first round; its people are told, unless `quiet`. Returns it."""
    due, limits = first_deadlines(rules, part, on, proposal.filed_on, calendar)
    handling = Handling(
        jurisdiction=proposal.jurisdiction,
        unit=unit,
        keeper=unit,
        unit_name=unit.name,
        role=Part(part).label,
        part=part,
        proposal=proposal,
        session=proposal.session,
        source=Source.PROPOSAL,
        source_label=f"{proposal.session.short_name}第{proposal.case_no}号提案"[:120],
        subject=proposal.title,
        assigned_on=on,
        is_history=proposal.is_history,
        **limits,
        **due_fields(due),
    )
    handling.clean_fields(exclude=["jurisdiction", "unit", "keeper", "proposal", "session"])
    handling.save()
    if handling.owes_reply:
        Round.objects.create(handling=handling, number=1, opened_on=on, **due_fields(due))
    record(handling, "assign", "交办", by=by, on=on, to_state=handling.state)
    title = f"新交办提案（{handling.role}）：{proposal.title}"
    if not quiet:
        tell_unit(handling, f"handling:{handling.pk}", title, on, text=f"请于 {due.on:%Y-%m-%d} 前{due.steps[0]}。")
    return handling


def _open_request(handling, ruled_for):
    request = handling.return_requests.select_for_update().get(agreed__isnull=True)
    if request.number > 1 and not request.coordinated_on:
        raise Refused("第二次申请退回的，请先登记协调情况，再由领导裁定。")
    if request.number > 1 and not ruled_for.strip():
        raise Refused("第二次申请退回须由领导裁定，请填写裁定领导。")
    return request


@transaction.atomic
def coordinate(handling, *, by, on, parties, text, version=None):
    """登记协调 of a second dispute: on the day `on`, who took part, what each held; returns the request.

    A later entry replaces the former, which stays in the trail.
    """
    if on > timezone.localdate():
        raise Refused("协调日期不能晚于今天。")
    if not parties.strip() or not text.strip():
        raise Refused("请填写参加协调的各方和协调情况。")
    handling = HANDLING_FLOW.apply(
        handling, "coordinate", by=by, on=on, version=version, noted=({}, {"协调情况": text, "参加协调的各方": parties})
    )
    request = handling.return_requests.select_for_update().get(agreed__isnull=True)
    if on < request.requested_on:
        raise Refused(f"协调日期不能早于申请日期 {request.requested_on:%Y-%m-%d}。")
    request.coordinated_on, request.coordinated_by, request.coordination = on, parties, text
    request.full_clean()
    request.save()
    return request


@transaction.atomic
def rule_return(handling, *, by, agree, ruling, unit=None, ruled_for="", on=None, version=None):
    """Rule on a unit's request to give a case back; returns its handling.

    Agreed, `unit` takes it over in the same part with deadlines of its own; refused, the unit keeps it, after a second refusal for good.
    """
    on = on or timezone.localdate()
    if agree and unit is None:
        raise Refused("同意退回的，请同时指定改由哪个单位承办。")
    changes = {} if agree else {"is_locked": handling.return_requests.count() > 1}
    move = "agree_return" if agree else "refuse_return"
    handling = HANDLING_FLOW.apply(handling, move, by=by, on=on, version=version, reason=ruling, **changes)
    request = _open_request(handling, ruled_for)
    request.agreed, request.ruling, request.ruled_for, request.ruled_by, request.ruled_on = agree, ruling, ruled_for, by, on
    request.save()
    if agree:
        _reassign(handling, unit, by=by, on=on)
    tell_unit(handling, f"ruled:{request.pk}", f"退回申请{'已同意' if agree else '未获同意'}：{handling.subject}", on, text=ruling)
    return handling


def _reassign(handling, unit, *, by, on):
    """改派: the case goes on to another unit that does not have it yet."""
    proposal = handling.proposal
    check_unit(proposal, unit, on)
    if open_handlings(proposal).filter(unit=unit).exists():
        raise Refused(f"{unit}已经是承办单位。")
    hand_over(proposal, unit, handling.part, by=by, on=on, rules=rules_of(proposal), calendar=WorkCalendar())
    Suggestion.objects.filter(proposed__proposal=proposal, unit=handling.unit).update(unit=unit)


@transaction.atomic
def add_unit(proposal, *, by, unit, reason="", on=None, version=None):
    """增加承办单位: a further co-handler, or a further unit of separate handling; returns the case."""
    on = on or timezone.localdate()
    check_unit(proposal, unit, on)
    proposal = FLOW.apply(proposal, "add_unit", by=by, on=on, version=version, reason=reason)
    if open_handlings(proposal).filter(unit=unit).exists():
        raise Refused(f"{unit}已经是承办单位。")
    part = Part.CO if proposal.mode == Mode.LEAD_CO else Part.SEPARATE
    hand_over(proposal, unit, part, by=by, on=on, rules=rules_of(proposal), calendar=WorkCalendar())
    return proposal


def mark_key(proposal, *, by, approved_by, meeting=None, on=None, version=None):
    """列为重点提案, with who approved it and at which meeting."""
    if not approved_by.strip():
        raise Refused("请填写由谁批准。")
    return FLOW.apply(
        proposal, "mark_key", by=by, on=on, version=version, is_key=True, key_approved_by=approved_by, key_approved_at=meeting
    )


@transaction.atomic
def withdraw(proposal, *, by, on=None, version=None):
    """同意撤案: the proposer asked for it; the units are released and told, what nobody has answered leaves the ledger."""
    on = on or timezone.localdate()
    proposal = FLOW.apply(proposal, "withdraw", by=by, on=on, version=version, reason=proposal.withdrawal_reason)
    for handling in open_handlings(proposal):
        if handling.state in HANDLING_FLOW.moves["release"].sources:
            HANDLING_FLOW.apply(handling, "release", by=by, on=on, reason="提案人撤案")
            tell_unit(handling, f"released:{handling.pk}", f"提案已撤案：{proposal.title}", on)
    proposal.ledger_links.untouched().delete_with_suggestions()
    tell_signers(proposal, "withdrawn", f"同意撤案：{proposal.title}")
    return proposal
