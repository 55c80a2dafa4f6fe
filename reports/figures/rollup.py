"""Figures of many sessions out of what is counted ready, always equal to the count of the rows.

Each session is counted by itself; what the sessions of a place come to together is kept too. Triggers mark a session in the very
transaction that writes about its cases. A marked session is taken out of the sum and counted live, until the sweep has counted it anew.
What is kept is found by the digest of the statement that counts it, and holds for the day on which it was counted.
"""

import json
from collections import Counter
from dataclasses import replace

import orjson
from django.db import connection

from reports.figures.catalogue import figures_for
from reports.figures.counting import Measured, digest_of, live, nothing, per_session

RELATIONS = ("cases", "handlings", "letters", "slips")
SPLIT = ("session", "track", "unit", "category", "kind", "key", "period", "result")
FEWEST = 2  # sessions worth a sum
_TALLIES = """SELECT jsonb_agg(jsonb_build_array(t.code, t.cells)) FROM reports_tally t {join}
    WHERE t.jurisdiction_id = %(place)s AND t.code = ANY(%(codes)s)"""
_READ = f"""WITH rollup AS MATERIALIZED (
    SELECT r.sessions, ARRAY(SELECT DISTINCT session_id FROM reports_touched) AS touched
    FROM reports_rollup r WHERE r.jurisdiction_id = %(place)s AND r.on = %(on)s),
gone AS MATERIALIZED (
    SELECT unnest(touched) AS session_id FROM rollup
    UNION (SELECT unnest(sessions) FROM rollup WHERE sessions <> %(sessions)s::bigint[] EXCEPT SELECT unnest(%(sessions)s::bigint[])))
SELECT sessions, touched, ({_TALLIES.format(join="")} AND t.session_id IS NULL),
    ({_TALLIES.format(join="JOIN gone g ON g.session_id = t.session_id")})
FROM rollup"""


class Cells:
    """What one figure comes to, split in one way: {keys: [rows there are, part, whole, {number: in how many sessions}]}, to be added up."""

    def __init__(self, kept=None):
        self.found = {}
        self.add(kept or {})

    def add(self, kept, sign=1):
        """Add cells as `kept` gives them, or take them away."""
        for key, (rows, part, whole, once) in kept.items():
            self._one(
                key, sign * rows, sign * part, None if whole is None else sign * whole, {n: sign * times for n, times in once.items()}
            )

    def count(self, keys, rows, part, whole, once):
        """Add what `per_session` found of one session."""
        self._one(json.dumps(keys), rows, part, whole, {str(number): 1 for number in once or ()})

    def _one(self, key, rows, part, whole, once):
        cell = self.found.setdefault(key, [0, 0, None, Counter()])
        cell[0] += rows
        cell[1] += part
        if whole is not None:
            cell[2] = (cell[2] or 0) + whole
        for number, times in once.items():
            cell[3][number] += times

    @property
    def kept(self):
        """The cells as they are stored; those without rows are left out."""
        return {
            key: [rows, part, whole, {number: times for number, times in once.items() if times}]
            for key, (rows, part, whole, once) in self.found.items()
            if rows
        }

    def measured(self, figure, digits):
        """(keys, Measured) of each cell."""
        for key, (_, part, whole, once) in self.kept.items():
            yield tuple(json.loads(key)), Measured(figure, len(once) if figure.of else part, whole, digits=digits)


def tabulate(scope, names, *dimensions):
    """[(keys, {name: Measured})] of figures, a row for each combination of keys of one or two dimensions, without any a single row of
    all; the rows behind are left out. Of several sessions what is counted ready is read, else the rows are counted.

    Raises Refused for a dimension that a figure does not have.
    """
    if not _is_of_many(scope, dimensions):
        return live(scope, names, *dimensions)
    catalogue, table = figures_for(scope), {} if dimensions else {(): {}}
    sums = _sums(scope, [catalogue[name] for name in names], dimensions)
    rest = [name for name in names if name not in sums]
    for name, cells in sums.items():
        for keys, measured in cells.measured(catalogue[name], scope.rules.digits):
            table.setdefault(keys, {})[name] = measured
    for keys, cells in live(scope, rest, *dimensions) if rest else ():
        table.setdefault(keys, {}).update({name: cells[name] for name in rest})
    return [(keys, nothing(catalogue, names) | cells) for keys, cells in table.items()]


def _is_of_many(scope, dimensions):
    """Whether anything can be counted ready for such a question."""
    whole = scope.is_now and len(scope.sessions) >= FEWEST and not scope.unit
    return whole and (not dimensions or (len(dimensions) == 1 and dimensions[0] in SPLIT))


def codes_of(scope, figures, dimensions):
    """{name: code} of those figures that can be counted ready."""
    return {figure.name: digest_of(scope, figure, *dimensions) for figure in figures if figure.relation in RELATIONS}


def _sums(scope, figures, dimensions):
    """{name: Cells} of what is counted ready, with the sessions that are not counted live."""
    codes = codes_of(scope, figures, dimensions)
    ours = {each.pk for each in scope.sessions}
    given = {"place": scope.place.pk, "on": scope.as_of, "codes": list(codes.values()), "sessions": sorted(ours)}
    with connection.cursor() as cursor:
        cursor.execute(_READ, given)
        counted, touched, totals, gone = cursor.fetchone() or ((), (), None, None)
    cells = {code: Cells(kept) for code, kept in orjson.loads(totals or "[]")}
    for code, kept in orjson.loads(gone or "[]"):
        cells[code].add(kept, -1)
    sums = {name: cells[code] for name, code in codes.items() if code in cells}
    missing = ours - (set(counted) - set(touched))
    if sums and missing:
        part = replace(scope, sessions=tuple(each for each in scope.sessions if each.pk in missing), ruled_by=scope.ruling)
        for _, keys, figure, found in per_session(part, [each for each in figures if each.name in sums], *dimensions):
            sums[figure.name].count(keys, *found)
    return sums
