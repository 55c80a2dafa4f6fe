"""Duties: everything that somebody owes by a day, from all rooms, in one shape.

Each kind is one function that reads its rows where they stand; nothing is copied, so what is done, paused, put off or withdrawn is gone
from here in the same moment. A postponed item, a case whose return is being ruled on and closed history owe nothing.
"""

from django.db.models import Q

from organizations.models import Portfolio, Role
from organizations.models.people import UNIT_ROLES
from proposals.permissions import COORDINATORS
from supervision.duties import cases, plans, ratings, sessions
from supervision.duties.owed import FAR, OF_ASSIGNMENTS, OFFICE, PERSON, UNIT, Duty, Kind
from supervision.models.reminders import name_duty
from supervision.permissions import CAMPAIGNERS, OVERSEERS

SECRETARY = (Role.SECRETARY,)
KINDS = {
    "reply": Kind(UNIT, cases.replies),
    "co_opinion": Kind(UNIT, cases.co_opinions),
    "contact": Kind(UNIT, cases.first_contacts),
    "countersign": Kind(UNIT, cases.countersigns, asked=True),
    "plan_item": Kind(UNIT, plans.plan_items, watchers=SECRETARY),
    "work_plan": Kind(UNIT, plans.work_plans, watchers=SECRETARY),
    "commitment": Kind(UNIT, cases.commitments),
    "key_task": Kind(UNIT, sessions.key_tasks),
    "rectify": Kind(UNIT, sessions.rectifications),
    "fault": Kind(UNIT, ratings.faults),
    "review": Kind(OFFICE, cases.reviews, (Role.SECRETARY, Role.SUPERVISOR), ()),
    "campaign": Kind(OFFICE, sessions.campaigns, (Role.SECRETARY, Role.SUPERVISOR), ()),
    "sign": Kind(PERSON, cases.leaders_signatures, watchers=(Role.SUPERVISOR,), place="reply__jurisdiction"),
    "receipt": Kind(PERSON, cases.receipts, watchers=()),
    "score": Kind(PERSON, ratings.sheets, watchers=()),
    "vote": Kind(PERSON, ratings.votes, watchers=()),
    "filing": Kind(OFFICE, cases.filings, SECRETARY, (Role.CPPCC_LEADER,), asked=True),
    "assignment": Kind(OFFICE, cases.assignments, COORDINATORS, (), asked=True),
    "ruling": Kind(OFFICE, cases.rulings, COORDINATORS, (), asked=True, place="handling__jurisdiction"),
    "extension": Kind(OFFICE, cases.extensions, COORDINATORS, (), asked=True, place="handling__jurisdiction"),
    "disclosure": Kind(OFFICE, cases.disclosures, SECRETARY, (), asked=True),
    "team": Kind(UNIT, plans.teams, watchers=SECRETARY, asked=True),
    "progress": Kind(UNIT, plans.progress, watchers=SECRETARY, asked=True),
    "feedback": Kind(UNIT, plans.feedbacks, watchers=SECRETARY, asked=True),
    "notice": Kind(OFFICE, plans.notices, SECRETARY, (), asked=True),
    "materials": Kind(OFFICE, plans.materials, SECRETARY, (), asked=True),
    "undated": Kind(OFFICE, plans.undated, SECRETARY, ()),
    "outcome": Kind(OFFICE, plans.outcomes, SECRETARY, (), asked=True),
    "evaluation": Kind(OFFICE, plans.evaluations, SECRETARY, (), asked=True),
    "adoption": Kind(OFFICE, plans.adoptions, SECRETARY, (), asked=True),
    "look_back": Kind(OFFICE, sessions.look_backs, CAMPAIGNERS, (), asked=True, place="term__jurisdiction"),
    "assess": Kind(OFFICE, sessions.assessments, CAMPAIGNERS, (), asked=True, place="term__jurisdiction"),
}


def register(code, label, kind):
    """Enter a kind of duty of a room further right; for its `ready`. `kind.find(seen, until)` gives the `Duty`s of its rows."""
    name_duty(code, label)
    KINDS[code] = kind


def duties(places, until, *, units=None, kinds=None):
    """All duties due by the day `until` in the jurisdictions `places` (ids), of `kinds` (all); with `units` (ids) only what these owe.

    A list in the order of the days.
    """
    found = []
    every = [name for name, kind in KINDS.items() if units is None or kind.bearer == UNIT]
    for name in every if kinds is None else [name for name in kinds if name in every]:
        seen = Q(**{f"{KINDS[name].place}__in": places})
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


def ratings_of(person, until):
    """What this person alone is asked to judge by `until`: sheets of an appraisal to fill in, votes to cast."""
    seen = Q(jurisdiction__in=person.access.jurisdiction_ids, person=person)
    return [duty for kind in ("score", "vote") for duty in KINDS[kind].find(seen, until)]


__all__ = ["FAR", "KINDS", "OFFICE", "OF_ASSIGNMENTS", "PERSON", "UNIT", "Duty", "Kind", "duties", "duties_of", "ratings_of", "register"]
