"""How often units give cases back: of what they were given, how many they asked to return, and with what ruling."""

from dataclasses import dataclass

from django.db.models import Count, Q

from proposals.models import Handling


@dataclass(frozen=True)
class Returned:
    """One unit: `handled` cases given to it, `asked` of them with a request, requests `agreed` to and `refused`, still `open`."""

    unit: str
    handled: int
    asked: int
    agreed: int
    refused: int
    open: int

    @property
    def asked_share(self):
        """被退率: cases with a request among all handed over, in percent, half up."""
        return percent(self.asked, self.handled)

    @property
    def refused_share(self):
        """误退率: requests that were refused among those ruled on, in percent, half up; None where none was ruled on."""
        return percent(self.refused, self.agreed + self.refused)


def percent(part, whole):
    """`part` of `whole` in percent, half up to whole ones; None where there is no whole."""
    return (200 * part + whole) // (2 * whole) if whole else None


def returned(handlings):
    """A `Returned` for each unit of `handlings` (a queryset), those with the largest share of requests first; one query."""
    requests = "return_requests"
    rows = handlings.values("unit", "unit__name").annotate(
        handled=Count("pk", distinct=True),
        asked=Count("pk", distinct=True, filter=Q(**{f"{requests}__isnull": False})),
        agreed=Count(requests, filter=Q(**{f"{requests}__agreed": True})),
        refused=Count(requests, filter=Q(**{f"{requests}__agreed": False})),
        open=Count(requests, filter=Q(**{f"{requests}__isnull": False, f"{requests}__agreed": None})),
    )
    found = [Returned(row.pop("unit__name"), **{name: row[name] for name in row if name != "unit"}) for row in rows.order_by("unit")]
    return sorted(found, key=lambda each: (-each.asked / each.handled, -each.asked, each.unit))


def total(rows):
    """All units together."""
    return Returned("合计", *(sum(getattr(row, name) for row in rows) for name in ("handled", "asked", "agreed", "refused", "open")))


def of_session(person, session):
    """The handlings of a session's cases that a person may see; of all sessions where it is None."""
    seen = Handling.objects.visible_to(person)
    return seen.filter(proposal__session=session) if session else seen
