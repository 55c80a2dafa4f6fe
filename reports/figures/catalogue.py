"""The catalogue of figures: what each counts, of what, in words; open to rooms that have numbers of their own.

A room adds figures by a function from a `Book` to figures, decorated with `catalogued`; what differs by place (classes, scales, lists)
makes one figure for each.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from consultation.rules import ConsultationRules
from organizations.models.rulesets import rules_for
from proposals.rules import ProposalRules
from reports.rules import ReportRules

MAIN = re.compile(
    "submitted|filed|assigned|handling_units|replied|reply_rate|concluded|class_.+|on_time_rate|met_rate|final_.+|satisfaction"
    "|plan_items|plan_done|plan_completion"
)
OF_PLACE = ("topics", "talks", "keys")  # relations that know no unit
OF_SESSION = ("keys",)  # relations that know no day of their own


@dataclass(frozen=True)
class Figure:
    """One named number.

    `relation`: the table of facts whose rows are counted (see `relations`); `part`: the condition on them, in SQL; `whole`: that on the
    rows it is a share of, "" for a plain count; `rate`: whether the share is what is printed, else the count. `definition` and `basis`
    say both in words, `page` where the facts are entered. `of`: what is counted instead of rows, each once (a unit), as (SQL, relation
    that knows its rows); `dated`: the day by which it is put to a month.
    """

    name: str
    label: str
    relation: str
    part: str
    definition: str
    whole: str = ""
    basis: str = ""
    rate: bool = False
    of: tuple = ()
    dated: str = ""
    page: str = ""
    group: str = ""


@dataclass(frozen=True)
class Book:
    """The rules by which figures of a place are made."""

    cases: ProposalRules = ProposalRules()
    reports: ReportRules = ReportRules()
    plans: ConsultationRules = ConsultationRules()


_makers: list[tuple[str, Callable]] = []


def catalogued(group):
    """Decorator: enters `function(book) -> iterable of Figure` under a heading; the names must be its own."""

    def enter(function):
        _makers.append((group, function))
        return function

    return enter


def registered(book=None):
    """{name: Figure} by the rules of `book` (default: those shipped), in the order of the catalogue. Two of one name are a mistake."""
    found = {}
    for group, make in _makers:
        for figure in make(book or Book()):
            if figure.name in found:
                raise ValueError(f"two figures are named {figure.name}")
            found[figure.name] = figure if figure.group else _under(figure, group)
    return found


def _under(figure, group):
    return Figure(**{**figure.__dict__, "group": group})


def figures_for(scope):
    """{name: Figure} by the rules of a scope; of one unit's work without those of the place as a whole, of days without those of lists
    that only sessions have."""
    figures = registered(Book(scope.case_rules, scope.rules, _plan_rules(scope)))
    without = (OF_PLACE if scope.unit else ()) + (() if scope.sessions else OF_SESSION)
    return {name: each for name, each in figures.items() if each.relation not in without}


def _plan_rules(scope):
    return rules_for(ConsultationRules, scope.place, on=scope.rules_on, session=scope.ruling)


def kinds_of_items(scope):
    """((code, name), …) of the lists of plans by the rules of a scope."""
    return _plan_rules(scope).kinds
