"""What a duty is, and what the finders of all kinds share: rules read once, days counted once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from consultation.rules import rules_of_plan
from feedback.rules import FeedbackRules
from organizations.models import Role, Session
from organizations.models.rulesets import rules_by_session, rules_for
from supervision.models.reminders import duty_labels
from workflow.calendar import WorkCalendar

NOBODY = UUID(int=0)
UNIT, OFFICE, PERSON = "unit", "office", "person"
FAR = timedelta(3650)  # everything that runs is due before that
OF_ASSIGNMENTS = ("reply", "co_opinion", "contact", "countersign", "plan_item", "work_plan", "team", "progress")  # their row is one


@dataclass(frozen=True, slots=True)
class Duty:
    """What is owed: `row` is the number of the row in the table of its `kind`; `person_id` who owes it, where it is one person alone.

    `steps`: how its day was counted, where it stands in no row; `roles`: which office owes it, where those of its kind do not say.
    """

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
    steps: tuple = ()
    roles: tuple = ()

    @property
    def label(self):
        return duty_labels()[self.kind]

    @property
    def key(self):
        return f"{self.kind}:{self.row}"

    @property
    def counted(self):
        """The steps of the count, without the name of the rule."""
        return self.steps[1:]

    @property
    def is_of_assignment(self):
        """Whether it is about an assignment, so that a slip can be drawn on it."""
        return self.kind in OF_ASSIGNMENTS


@dataclass(frozen=True)
class Kind:
    """One kind of duty: who bears it (the people of a unit, in `roles` where not its handlers; of the offices in `roles`; one person),
    who watches over it.

    `asked`: its day stands in no row but follows from the rules each time; `place`: where its rows name their jurisdiction.
    """

    bearer: str
    find: Callable
    roles: tuple = ()
    watchers: tuple = (Role.SUPERVISOR,)
    asked: bool = False
    place: str = "jurisdiction"


def counted(kind, row, due, link, *, subject="", unit=(None, ""), place=None):
    """The duty of a row whose day is the `Due` that was counted for it; `unit`: (id, name) of who owes it."""
    place = row.jurisdiction_id if place is None else place
    return Duty(kind, row.pk, place, subject or str(row), due.on, link, *unit, provisional=due.provisional, steps=due.steps)


class Counting:
    """The days that one rule gives from one anchor, each counted once for an `owner` of rules (a session, a plan) and a day."""

    def __init__(self, key, name, anchor):
        self.key, self.name, self.anchor = key, name, anchor
        self.calendar, self.known = WorkCalendar(), {}

    def due(self, owner, rules, day):
        """The `Due` of the rule counted from `day`."""
        if (owner, day) not in self.known:
            self.known[owner, day] = self.calendar.by_rule(rules, self.key, {self.anchor: day}, name=self.name)
        return self.known[owner, day]


def pages(view):
    """{public id: address} as a function: `view` reversed once for all its rows."""
    before, after = reverse(view, args=[NOBODY]).split(str(NOBODY))
    return lambda public_id: f"{before}{public_id}{after}"


def rules_of(section, sessions):
    """{id of a session: its rules of a section} of `sessions` (ids); one query."""
    rows = rules_by_session(section, Session.objects.filter(pk__in=sessions), on=timezone.localdate())
    return {pk: rules for pk, (_, rules) in rows.items()}


def of_plans(rows, plan):
    """(row, the rules of its plan), read once for each plan."""
    known = {}
    for row in rows:
        if (mine := plan(row)).pk not in known:
            known[mine.pk] = rules_of_plan(mine)
        yield row, known[mine.pk]


def of_assignments(rows, assignment):
    """(row, its assignment, what its rules are told apart by, its rules); each set of rules is read once."""
    known = {}
    for row in rows:
        mine = assignment(row)
        owner = (mine.jurisdiction_id, mine.session_id, mine.assigned_on)
        if owner not in known:
            known[owner] = rules_for(FeedbackRules, mine.jurisdiction, on=mine.assigned_on, session=mine.session)
        yield row, mine, owner, known[owner]
