"""What the rooms that assign say of their assignments: each registers one function for its source."""

from dataclasses import dataclass
from datetime import date

from organizations.words import label_of

_settled = {}
recounts = []  # functions (calendar, within) -> [Recount]: what the deadlines of one room's open assignments would be by a calendar


@dataclass(frozen=True)
class Recount:
    """One deadline counted anew and not written yet: `fields` of `assignment`, of which `due_on` names the deadline, `what` in words.

    `follows`: a queryset and the fields to write to its rows with it.
    """

    assignment: object
    fields: dict
    due_on: str
    what: str
    provisional: bool
    follows: tuple | None = None

    @property
    def moves(self):
        """[(what, day before, day after)] of all its days that become others."""
        shown = [(self.what if name == self.due_on else label_of(type(self.assignment), name), name) for name in self.fields]
        pairs = [(what, getattr(self.assignment, name), self.fields[name]) for what, name in shown if name.endswith(("_on", "_by"))]
        return [(what, before, after) for what, before, after in pairs if before != after]

    @property
    def before(self) -> date | None:
        return getattr(self.assignment, self.due_on)

    @property
    def after(self) -> date | None:
        return self.fields[self.due_on]


def settled_by(source):
    """Decorator: registers `function(assignment) -> str`, the sentence on why an assignment of this source cannot go on, "" if it can."""

    def register(function):
        _settled[str(source)] = function
        return function

    return register


def hindrance(assignment):
    """Why a concluded assignment cannot be taken up again, as a sentence; "" where it can."""
    tell = _settled.get(assignment.source)
    return tell(assignment) if tell else ""
