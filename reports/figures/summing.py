"""The sweep that counts sessions ready for the rollup: those marked, those new, and all of them when the day or a rule is another."""

from collections import defaultdict
from dataclasses import replace

from django.db import connection, transaction
from django.utils import timezone

from organizations.models import Jurisdiction, Session
from reports.figures.catalogue import MAIN, figures_for
from reports.figures.counting import fits, per_session
from reports.figures.rollup import FEWEST, RELATIONS, SPLIT, Cells, codes_of
from reports.figures.scopes import scope_of
from reports.models import Rollup, Tally, Touched

AT_ONCE = 20  # sessions counted in one transaction
LOCK = 5_101_972  # of the advisory locks, with the place


def sum_up(today=None):
    """Count ready whatever is not, in all places; safe to run as often as one likes. Returns how many sessions were counted."""
    today, done = today or timezone.localdate(), 0
    for place in Jurisdiction.objects.order_by("pk"):
        while counted := _next(place, today):
            done += counted
    return done


@transaction.atomic
def _next(place, today):
    """Count the next few sessions of a place and take away the marks that were there before; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, place.pk])
    marks = dict(Touched.objects.filter(session__term__jurisdiction=place).values_list("pk", "session_id"))
    begun = Session.objects.filter(term__jurisdiction=place).exclude(starts_on__gt=today)
    sessions = list(begun.select_related("term__jurisdiction", "ruleset"))
    if len(sessions) < FEWEST:
        _forget(place)
        Touched.objects.filter(pk__in=marks).delete()
        return 0
    scope = scope_of(*sessions, as_of=today, today=today)
    questions = _questions(scope)
    counted = _counted(scope, questions)
    stale = [each for each in scope.sessions if each.pk in marks.values() or each.pk not in counted][:AT_ONCE]
    keys = {each.pk for each in stale}
    if stale:
        _replace(replace(scope, sessions=tuple(stale), ruled_by=scope.ruling), questions)
    Rollup.objects.update_or_create(jurisdiction=place, defaults={"on": today, "sessions": sorted(counted | keys)})
    Touched.objects.filter(pk__in=[mark for mark, session in marks.items() if session in keys or session not in counted]).delete()
    return len(stale)


def _forget(place):
    Tally.objects.filter(jurisdiction=place).delete()
    Rollup.objects.filter(jurisdiction=place).delete()


def _questions(scope):
    """[(dimensions, figures, {name: code})] of all that is counted ready."""
    figures = [each for each in figures_for(scope).values() if each.relation in RELATIONS]
    main = [each for each in figures if MAIN.fullmatch(each.name)]
    found = [((), figures), *(((name,), [each for each in main if fits(each, name)]) for name in SPLIT)]
    return [(dimensions, each, codes_of(scope, each, dimensions)) for dimensions, each in found]


def _counted(scope, questions):
    """The ids of the sessions that are counted for this day by these definitions; where anything else is kept, it is thrown away."""
    kept = Rollup.objects.filter(jurisdiction=scope.place, on=scope.as_of).first()
    wanted = {code for _, _, codes in questions for code in codes.values()}
    codes = set(Tally.objects.filter(jurisdiction=scope.place, session=None).values_list("code", flat=True))
    if kept and codes == wanted and set(kept.sessions) <= {each.pk for each in scope.sessions}:
        return set(kept.sessions)
    _forget(scope.place)
    return set()


def _replace(scope, questions):
    """Count the sessions of a scope and put them into the tallies and the sums in place of what was there."""
    tallies = Tally.objects.filter(jurisdiction=scope.place)
    old, found = tallies.filter(session__in=scope.sessions), defaultdict(Cells)
    sums = {each.code: Cells(each.cells) for each in tallies.filter(session=None)}
    for code, cells in old.values_list("code", "cells"):
        sums[code].add(cells, -1)
    for dimensions, figures, codes in questions:
        for session, keys, figure, counts in per_session(scope, figures, *dimensions):
            found[session, codes[figure.name]].count(keys, *counts)
    for (_, code), cells in found.items():
        sums.setdefault(code, Cells()).add(cells.kept)
    known = {code for _, _, codes in questions for code in codes.values()}
    old.delete()
    tallies.filter(session=None).delete()
    rows = [Tally(jurisdiction=scope.place, session_id=session, code=code, cells=cells.kept) for (session, code), cells in found.items()]
    rows += [Tally(jurisdiction=scope.place, code=code, cells=sums[code].kept if code in sums else {}) for code in known]
    Tally.objects.bulk_create(rows, batch_size=500)
