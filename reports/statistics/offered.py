"""What a person may have counted, and how an address names it: sessions, all of them, or days of a place; whole, or of his units alone."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.utils import timezone

from organizations.models import Session, Unit
from organizations.models.people import UNIT_ROLES
from reports.figures import over_years, scope_of
from reports.permissions import places_counted

EVER, DAYS = "ever-", "days-"


@dataclass(frozen=True)
class Offered:
    """`sessions`: {value in an address: Session}, the newest first; `units`: {id of a place: {value: Unit}} where only the work of the
    units somebody works for is counted for him."""

    sessions: dict[str, Session]
    units: dict[int, dict[str, Unit]]

    def __bool__(self):
        return bool(self.sessions)

    @property
    def whole(self):
        """The sessions of which all is counted."""
        return [each for each in self.sessions.values() if each.term.jurisdiction_id not in self.units]

    @property
    def choices(self):
        """[(value, words)]: each session, then all sessions of a place that has several, and its days."""
        places = defaultdict(list)
        for each in self.sessions.values():
            places[each.term.jurisdiction].append(each)
        ever = [(f"{EVER}{place.pk}", f"{place}历次会议") for place, found in places.items() if len(found) > 1]
        days = [(f"{DAYS}{place.pk}", f"{place}按提交日期（不分届次）") for place in places]
        return [*((value, str(each)) for value, each in self.sessions.items()), *ever, *days]

    def named(self, value):
        """The sessions that a value stands for, of days all of the place; none for a wrong one."""
        if value.startswith((EVER, DAYS)):
            place = value.removeprefix(EVER).removeprefix(DAYS)
            return [each for each in self.sessions.values() if str(each.term.jurisdiction_id) == place]
        return [self.sessions[value]] if value in self.sessions else []

    def units_of(self, place):
        """{value: Unit} of a place of which only these units' work is counted; empty where all is."""
        return self.units.get(place.pk, {})

    def scope(self, value, *, unit="", as_of=None, since=None, until=None, by=None):
        """The `Scope` of what a value stands for, None for a wrong one.

        `since`, `until`: days of submission, by default from the beginning of the year; `by`: the session or the day whose rules hold, for
        a comparison. Raises Refused as `scope_of`.
        """
        sessions = self.named(value)
        if not sessions:
            return None
        own = self.units_of(sessions[0].term.jurisdiction)
        if own and unit not in own and unit:
            return None
        narrowed = (own.get(unit) or next(iter(own.values()))) if own else None
        if not value.startswith(DAYS):
            return scope_of(*sessions, as_of=as_of, ruled_by=by, unit=narrowed)
        day = as_of or timezone.localdate()
        since, until = since or date((until or day).year, 1, 1), until or day
        return over_years(sessions[0].term.jurisdiction, since, until, as_of=as_of, ruled_on=by, unit=narrowed)


def offered(person):
    """The `Offered` of a person: sessions that have begun in the places he counts and in those of his units."""
    whole, own = places_counted(person), defaultdict(set)
    for grant in person.access.grants:
        if grant.role in UNIT_ROLES and grant.jurisdiction_id not in whole:
            own[grant.jurisdiction_id] |= grant.unit_ids
    units = _working(own)
    found = Session.objects.filter(term__jurisdiction__in=whole | units.keys()).exclude(starts_on__gt=timezone.localdate())
    rows = found.select_related("term__jurisdiction", "ruleset").order_by(F("starts_on").desc(nulls_last=True), "-pk")
    return Offered({str(each.pk): each for each in rows}, units)


def _working(own):
    """{id of a place: {value: Unit}} of the units of each place that still work for themselves."""
    if not own:
        return {}
    rows = Unit.objects.filter(pk__in=frozenset().union(*own.values())).order_by("order", "pk")
    today, found = timezone.localdate(), {place: {} for place in own}
    for unit in rows:
        is_over = unit.ends_on and unit.ends_on < today and unit.successor_id
        for place, ids in own.items():
            if unit.pk in ids and not is_over:
                found[place][str(unit.pk)] = unit
    return {place: units for place, units in found.items() if units}
