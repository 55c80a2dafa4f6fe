"""The deadline rules of a session changed: the next version of its rules, pinned by it; what runs is counted anew and its units told."""

import dataclasses
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from feedback.actions import count_anew, recounted
from organizations.actions import add_ruleset
from organizations.models import Ruleset, Session
from organizations.models.rulesets import ruleset_for
from organizations.rules import Period, build, sections
from supervision.duties import FAR, KINDS, duties
from supervision.permissions import keeps_rules
from workflow.calendar import WorkCalendar
from workflow.refusals import Forbidden, Refused


@dataclass(frozen=True)
class Shift:
    """One deadline that becomes another day."""

    subject: str
    unit: str
    what: str
    before: date
    after: date


def periods(session):
    """[(section, its rules in force for the session, [key of each deadline])] of all rooms that have any."""
    overrides = getattr(_ruleset(session), "overrides", {})
    found = [(cls, build(cls, overrides)) for _, cls in sorted(sections().items())]
    named = [(cls, rules, [each.name for each in dataclasses.fields(rules) if is_period(rules, each.name)]) for cls, rules in found]
    return [(cls, rules, keys) for cls, rules, keys in named if keys]


def is_period(rules, key):
    return isinstance(getattr(rules, key, None), Period)


def hindrance(session, on):
    """Why the rules of a session cannot be changed any more, as a sentence; "" where they can."""
    if _ruleset(session) != Ruleset.objects.versions(session.term.jurisdiction, on).first():
        return "这次会议适用的规则不是现行版本；请先在系统管理的“次会议”里把它的“适用规则”改为现行版本，再改期限。"
    return ""


def _ruleset(session):
    """The version a session goes by, None for the defaults alone."""
    return ruleset_for(session.term.jurisdiction, on=session.starts_on or timezone.localdate(), session=session)


def preview_periods(session, changes, *, by, on=None):
    """[Shift] that `change_periods` would bring: it is done and taken back."""
    with transaction.atomic():
        before = _asked(session)
        moved = _moved(_changed(session, changes, by, "试算", on or timezone.localdate()))
        shifts = _shifts(moved, before, _asked(session))
        transaction.set_rollback(True)
    return shifts


@transaction.atomic
def change_periods(session, changes, *, by, note, on=None):
    """Change deadlines of a session: `changes` = {section: {key: {field of a `Period`: value}}}, `note` the paper they come from.

    What runs and moves is counted anew and its units are told; sessions that open later go by the new version too. Returns [Shift].
    Raises Forbidden, or Refused where the session goes by older rules than those in force, and for rules that cannot be.
    """
    on = on or timezone.localdate()
    if not note.strip():
        raise Refused("请写明调整期限的依据。")
    before = _asked(session)
    session = _changed(session, changes, by, note, on)
    moved = _moved(session)
    shifts = _shifts(moved, before, _asked(session))
    for each in moved:
        count_anew(each, by=by, on=on, why="期限规则已经调整")
    return shifts


def _changed(session, changes, by, note, on):
    """The session, going by the next version of its rules."""
    place = session.term.jurisdiction
    if not keeps_rules(by, place.pk):
        raise Forbidden("您没有权限改动期限规则。")
    session = Session.objects.select_for_update(of=["self"]).select_related("term__jurisdiction", "ruleset").get(pk=session.pk)
    if sentence := hindrance(session, on):
        raise Refused(sentence)
    overrides = _laid_over(getattr(_ruleset(session), "overrides", {}), changes)
    try:
        session.ruleset = add_ruleset(place.pk, name=f"期限调整（{on:%Y-%m-%d}）", effective_on=on, overrides=overrides, note=note.strip())
    except ValidationError as error:
        raise Refused("".join(error.messages)) from error
    session.save(update_fields=["ruleset"])
    return session


def _laid_over(overrides, changes):
    """The overrides with the changed fields of periods laid over them. Raises Refused for what is no deadline, or no change."""
    merged = {name: dict(values) for name, values in overrides.items()}
    known = sections()
    for name, values in changes.items():
        for key, fields in values.items() if isinstance(values, dict) else ():
            if name not in known or not is_period(known[name](), key) or not isinstance(fields, dict):
                raise Refused(f"“{name}.{key}”不是期限，这里只改期限。")
            merged.setdefault(name, {})[key] = merged.get(name, {}).get(key, {}) | fields
    if merged == overrides:
        raise Refused("没有改动任何期限。")
    return merged


def _moved(session):
    return [each for each in recounted(WorkCalendar(), session=session) if each.moves]


def _asked(session):
    """The duties whose day is asked anew each time, by their key."""
    kinds = [name for name, kind in KINDS.items() if kind.asked]
    return {duty.key: duty for duty in duties([session.term.jurisdiction_id], timezone.localdate() + FAR, kinds=kinds)}


def _shifts(moved, before, after):
    """What moves, the earliest first; the hand-in of a reply whose own deadline moves is not told apart."""
    shifts = [Shift(each.assignment.subject, each.assignment.unit_name, *move) for each in moved for move in each.moves]
    told = {f"countersign:{each.assignment.pk}" for each in moved}
    for key in before.keys() & after.keys() - told:
        was, now = before[key], after[key]
        if was.due_on != now.due_on:
            shifts.append(Shift(now.subject, now.unit_name, now.label, was.due_on, now.due_on))
    return sorted(shifts, key=lambda shift: (shift.after, shift.subject, shift.unit, shift.what))
