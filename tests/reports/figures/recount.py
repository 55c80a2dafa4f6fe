"""The figures counted once more, each by a plain statement of its own on the tables as they stand. {name: set of row numbers}."""

from collections import defaultdict

from django.db import connection

FILED = "('filed', 'assigned', 'replied', 'rehandling', 'concluded')"
HELD = "('assigned', 'replied', 'rehandling', 'concluded')"
CASE = "SELECT id FROM proposals_proposal WHERE session_id = %(session)s AND "
PART = f"""SELECT a.id FROM feedback_assignment a JOIN proposals_handling h ON h.assignment_ptr_id = a.id
    JOIN proposals_proposal p ON p.id = h.proposal_id
    LEFT JOIN proposals_round r ON r.handling_id = a.id AND r.number = 1
    LEFT JOIN proposals_reply y ON y.round_id = r.id AND y.state = 'issued'
    WHERE p.session_id = %(session)s AND p.state IN {HELD} AND a.state <> 'withdrawn' AND """
ROW = f"""SELECT s.id FROM feedback_suggestion s JOIN proposals_proposedsuggestion l ON l.suggestion_id = s.id
    JOIN proposals_proposal p ON p.id = l.proposal_id WHERE p.session_id = %(session)s AND p.state IN {FILED} AND """
PROMISE = ROW.replace("SELECT s.id", "SELECT m.id").replace("WHERE", "JOIN feedback_commitment m ON m.suggestion_id = s.id WHERE")
PLAN = """SELECT i.id FROM consultation_planitem i JOIN consultation_annualplan n ON n.id = i.plan_id
    WHERE n.session_id = %(session)s AND n.issued_on IS NOT NULL AND """
LIST = "SELECT id FROM supervision_keyproposal WHERE session_id = %(session)s AND "
LETTER = """JOIN proposals_round q ON q.handling_id = a.id
    JOIN proposals_reply o ON o.round_id = q.id AND o.state = 'issued' WHERE"""
MET = """EXISTS (SELECT FROM proposals_contact k JOIN proposals_handling h ON h.assignment_ptr_id = k.handling_id
    JOIN feedback_assignment a ON a.id = h.assignment_ptr_id
    WHERE h.proposal_id = proposals_proposal.id AND k.face_to_face AND a.state <> 'withdrawn')"""
PLAIN = {
    "submitted": CASE + "submission > 0 OR (session_id = %(session)s AND filed_on IS NOT NULL)",
    "in_session": CASE + "state <> 'draft' AND in_session",
    "between_session": CASE + "state <> 'draft' AND NOT in_session",
    "joint": CASE + "state <> 'draft' AND kind = 'joint'",
    "collective": CASE + "state <> 'draft' AND kind = 'collective'",
    "filed": CASE + f"state IN {FILED}",
    "merged": CASE + "state = 'merged'",
    "not_filed": CASE + "state = 'not_filed'",
    "withdrawn": CASE + "state = 'withdrawn'",
    "pending": CASE + "state IN ('submitted', 'under_review', 'returned')",
    "category_1": CASE + f"state IN {FILED} AND category = '经济建设'",
    "category_4": CASE + f"state IN {FILED} AND category = '社会建设'",
    "key": CASE + f"state IN {FILED} AND is_key",
    "ordinary": CASE + f"state IN {FILED} AND NOT is_key",
    "assigned": CASE + f"state IN {HELD}",
    "track_government": CASE + f"state IN {HELD} AND track = 'government'",
    "mode_separate": CASE + f"state IN {HELD} AND mode = 'separate'",
    "concluded": CASE + "state = 'concluded'",
    "met": CASE + f"state IN {HELD} AND {MET}",
    "met_key": CASE + f"state IN {HELD} AND is_key AND {MET}",
    "met_ordinary": CASE + f"state IN {HELD} AND NOT is_key AND {MET}",
    "handlings": PART + "true",
    "handling_units": PART.replace("SELECT a.id", "SELECT a.unit_id") + "true",
    "co_opinions": PART + "h.part = 'co' AND h.opinion <> ''",
    "in_time": PART + "h.part <> 'co' AND y.issued_on <= r.due_on",
    "late": PART + "h.part <> 'co' AND y.issued_on > r.due_on",
    "overdue": PART + "h.part <> 'co' AND y.id IS NULL AND r.due_on < %(day)s AND NOT a.is_history",
    "open": PART + "h.part <> 'co' AND y.id IS NULL AND (r.due_on >= %(day)s OR a.is_history)",
    "letters": PART.replace("SELECT a.id", "SELECT o.id").replace("WHERE", LETTER, 1) + "true",
    "suggestions": ROW + "true",
    "adoption_open": ROW + "s.adoption = 'open'",
    "adoption_adopted": ROW + "s.adoption = 'adopted'",
    "adoption_rejected": ROW + "s.adoption = 'rejected'",
    "implementation_done": ROW + "s.implementation = 'done'",
    "commitments": PROMISE + "true",
    "commitments_kept": PROMISE + "m.state = 'kept' AND m.due_on <= %(day)s",
    "commitments_broken": PROMISE + "m.state = 'broken' AND m.due_on <= %(day)s",
    "key_supervised": LIST + "former_id IS NULL AND approved_on IS NOT NULL",
    "carried_on": LIST + "former_id IS NOT NULL AND approved_on IS NOT NULL",
    "plan_items": PLAN + "true",
    "plan_done": PLAN + "i.state IN ('held', 'concluded')",
    "plan_items_consultation": PLAN + "i.kind = 'consultation'",
}  # fmt: skip
REPLIES = f"""SELECT p.id, p.state, a.id, r.number, r.is_supplementary, y.result_class, r.closed_on FROM proposals_proposal p
    JOIN proposals_handling h ON h.proposal_id = p.id JOIN feedback_assignment a ON a.id = h.assignment_ptr_id
    JOIN proposals_round r ON r.handling_id = a.id LEFT JOIN proposals_reply y ON y.round_id = r.id AND y.state = 'issued'
    WHERE p.session_id = %(session)s AND p.state IN {HELD} AND a.state <> 'withdrawn' AND h.part <> 'co' ORDER BY a.id, r.number"""
LEADS = f"""SELECT p.id, a.id, r.number, r.closed_on IS NOT NULL, t.overall FROM proposals_receipt t
    JOIN proposals_reply y ON y.id = t.reply_id JOIN proposals_round r ON r.id = y.round_id
    JOIN feedback_assignment a ON a.id = r.handling_id JOIN proposals_handling h ON h.assignment_ptr_id = a.id
    JOIN proposals_proposal p ON p.id = h.proposal_id JOIN proposals_proposer o ON o.id = t.proposer_id
    WHERE p.session_id = %(session)s AND p.state IN {HELD} AND o.proposal_id = p.id AND o.order = 1
        AND t.state = 'answered' AND NOT r.is_supplementary ORDER BY a.id, r.number"""


def read(sql, **values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def recount(session, day, scale=("satisfied", "basically", "dissatisfied")):
    """{figure: row numbers} of a session on a day, from the tables as they stand that day."""
    found = {name: {row for (row,) in read(sql, session=session.pk, day=day)} for name, sql in PLAIN.items()}
    return found | _classes(session) | _opinions(session, scale)


def _classes(session):
    units, states = defaultdict(lambda: defaultdict(list)), {}
    for case, state, unit, number, extra, letter, _ in read(REPLIES, session=session.pk):
        states[case] = state
        units[case][unit].append((number, extra, letter))
    found = defaultdict(set)
    for case, rounds in units.items():
        firsts = [row[2] for rows in rounds.values() for row in rows if row[0] == 1]
        if None in firsts:
            continue
        found["replied"].add(case)
        last = [[letter for _, extra, letter in rows if letter and not extra][-1] for rows in rounds.values()]
        found[f"class_{max(last)}" if max(last) in "ABC" else "class_other"].add(case)
        now = [[letter for _, _, letter in rows if letter][-1] for rows in rounds.values()]
        if max(last) == "B" and max(now) == "A":
            found["turned"].add(case)
        if any(letter and number > 1 for rows in rounds.values() for number, _, letter in rows) or states[case] == "rehandling":
            found["rehandled"].add(case)
    return {name: found[name] for name in ("replied", "class_A", "class_B", "class_C", "class_other", "turned", "rehandled")}


def _opinions(session, scale):
    first, last, given = defaultdict(list), defaultdict(dict), set()
    for case, unit, number, is_open, overall in read(LEADS, session=session.pk):
        given.add(case)
        if is_open:
            last[case][unit] = overall
            if number == 1:
                first[case].append(overall)
    found = {"receipts": given}
    for code in scale:
        found[f"final_{code}"] = {case for case, rows in last.items() if max(rows.values(), key=scale.index) == code}
        found[f"first_{code}"] = {case for case, rows in first.items() if max(rows, key=scale.index) == code}
    return found
