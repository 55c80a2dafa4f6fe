"""P8, P9, P12: the statistics of a session and of all sessions, exports of all cases a place has."""

import io
import time

import rustpy_xlsxwriter
from django.db import connection

from bench.measure import least, say
from proposals.models import Proposal
from proposals.tables import proposal_table
from reports.figures import scope_of, tabulate
from reports.figures.counting import live
from reports.figures.summing import sum_up
from tables import Table, export
from tables.writing import LIMITS

NAMES = ["assigned", "replied", "class_A", "class_B", "class_C"]
GROUPED = """
SELECT handling.keeper_id, proposal.state, reply.result_class, count(*)
FROM proposals_proposal AS proposal JOIN proposals_handling AS handling ON handling.proposal_id = proposal.id AND handling.part <> 'co'
LEFT JOIN proposals_round AS round ON round.handling_id = handling.assignment_ptr_id AND round.number = 1
LEFT JOIN proposals_reply AS reply ON reply.round_id = round.id
WHERE proposal.session_id = %s GROUP BY 1, 2, 3
"""
ALL_GROUPED = GROUPED.replace("proposal.session_id = %s", "proposal.session_id = ANY(%s)")
COPIED = """
COPY (SELECT proposal.case_no, proposal.title, (SELECT string_agg(name, '、' ORDER BY "order") FROM proposals_proposer
        WHERE proposal_id = proposal.id), proposal.category, proposal.state, proposal.sensitivity, proposal.is_key, proposal.filed_on,
    proposal.assigned_on, (SELECT string_agg(unit_name, '、' ORDER BY assignment.id) FROM proposals_handling AS handling
        JOIN feedback_assignment AS assignment ON assignment.id = handling.assignment_ptr_id WHERE proposal_id = proposal.id),
    proposal.concluded_on
FROM proposals_proposal AS proposal WHERE jurisdiction_id = {place} ORDER BY id DESC LIMIT {limit}) TO STDOUT WITH CSV
"""


def session(large):
    """P8: classes and replies of one session by unit, against a plain GROUP BY of the same rows."""
    scope = scope_of(large.sessions[0])

    def bare():
        with connection.cursor() as cursor:
            cursor.execute(GROUPED, [large.sessions[0].pk])
            return cursor.fetchall()

    ours, plain = least(lambda: tabulate(scope, NAMES, "unit"), bare, clock=time.perf_counter, rounds=15, repeat=3)
    note = "ours tells of each case once, as replied only when all its units have replied"
    say(
        "P8 statistics of a session by unit against a plain GROUP BY",
        ours * 1000,
        "ms",
        baseline=plain * 1000,
        goal=1.3,
        floor=2,
        note=note,
    )


def all_sessions(large):
    """P9: the same of all sessions of a place out of the rollup, against the live GROUP BY; and that both say the same."""
    sessions = [each.pk for each in large.sessions]
    start = time.perf_counter()
    sum_up()
    spent = time.perf_counter() - start
    scope = scope_of(*large.sessions)
    rolled, counted = tabulate(scope, NAMES, "unit"), live(scope, NAMES, "unit")
    same = {keys: {name: each.part for name, each in cells.items()} for keys, cells in rolled} == {
        keys: {name: each.part for name, each in cells.items()} for keys, cells in counted
    }

    def bare():
        with connection.cursor() as cursor:
            cursor.execute(ALL_GROUPED, [sessions])
            return cursor.fetchall()

    ours, plain = least(lambda: tabulate(scope, NAMES, "unit"), bare, clock=time.perf_counter, rounds=7)
    say(
        f"P9 statistics of all {len(sessions)} sessions by unit from the rollup against a live GROUP BY",
        ours * 1000,
        "ms",
        baseline=plain * 1000,
        goal=1 / 40,
        floor=1 / 20,
        note=f"{'equal' if same else 'NOT EQUAL'} to our live count cell by cell; counting all ready took {spent:.1f} s",
    )


def exports(large):
    """P12: the cases of a place as CSV against COPY of the same columns, as XLSX against rustpy-xlsxwriter on the same rows."""
    size = min(large.size, LIMITS["csv"])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # the figures before this one wrote rows
    cases = Proposal.objects.filter(jurisdiction=large.jurisdiction).order_by("-pk")[:size]

    def copy():
        with connection.cursor() as cursor:
            cursor.copy_expert(COPIED.format(place=large.jurisdiction.pk, limit=size), io.StringIO())

    ours, bare = least(lambda: export(proposal_table(cases), "csv"), copy, clock=time.perf_counter, rounds=3)
    say(f"P12 export of {size} cases, CSV against COPY", ours, "s", baseline=bare, goal=2, floor=4)
    table = proposal_table(cases)
    rows = [{column.key: row[column.key] for column in table.columns} for row in table.rows]
    books = least(
        lambda: export(Table(table.title, table.columns, rows), "xlsx"),
        lambda: rustpy_xlsxwriter.write_worksheet(rows, io.BytesIO(), "Sheet1"),
        clock=time.perf_counter,
        rounds=3,
    )
    say(f"P12 writing {size} cases, XLSX against rustpy-xlsxwriter", books[0], "s", baseline=books[1], goal=1.5)


def run(large):
    """All figures of statistics and exports."""
    session(large)
    all_sessions(large)
    exports(large)
