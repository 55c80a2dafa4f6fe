"""The register of checks: each a queryset of the rows that want mending, of those the person may see, counted by one query."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from organizations.models import Person, Session
from organizations.models.rulesets import rules_by_session
from proposals.rules import ProposalRules
from reports.permissions import places_kept


@dataclass(frozen=True)
class Look:
    """Who looks, and on which day."""

    person: Person
    day: date

    @cached_property
    def places(self):
        return places_kept(self.person)

    @cached_property
    def rules(self):
        """[(session, its rules of proposals)] of the places; one query."""
        found = Session.objects.filter(term__jurisdiction__in=self.places)
        return list(rules_by_session(ProposalRules, found, on=self.day).values())

    def of(self, model):
        """The rows of a model that the person may see in these places, without an order."""
        return model.objects.visible_to(self.person).filter(jurisdiction__in=self.places).order_by()

    def not_of_scheme(self, path, field, names):
        """The condition that `field` is none of what `names(rules)` gives for the session at `path`."""
        found = Q(pk__in=())
        for session, rules in self.rules:
            found |= Q(**{path: session}) & ~Q(**{f"{field}__in": list(names(rules))})
        return found


@dataclass(frozen=True)
class Check:
    """One question: `label` what is wrong, `why` it matters, `mend` where it is put right; `rows(look)` gives the rows."""

    code: str
    group: str
    label: str
    why: str
    mend: str
    rows: Callable[[Look], QuerySet]


CHECKS: dict[str, Check] = {}


def check(group, label, why, mend):
    """Decorator: enters `function(look) -> queryset` under its name."""

    def enter(function):
        CHECKS[function.__name__] = Check(function.__name__, group, label, why, mend, function)
        return function

    return enter


def look(person, day=None):
    """The `Look` of a person, today unless a day is given."""
    return Look(person, day or timezone.localdate())


def none_of(queryset, **condition):
    """The condition that no row of a queryset belongs to the outer one, by {its field: field of the outer row}."""
    return ~Exists(queryset.filter(**{name: OuterRef(field) for name, field in condition.items()}))


LONG = timedelta(days=90)
SUBMITTED = TruncDate("submitted_at")
BACKWARDS = Q(filed_on__lt=SUBMITTED) | Q(assigned_on__lt=F("filed_on")) | Q(concluded_on__lt=F("assigned_on"))
