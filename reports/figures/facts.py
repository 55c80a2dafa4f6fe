"""What is known of cases at the end of a day, as SQL: one WITH query after another, each a table of facts that figures count.

Where the day is today, rows are read as they stand. Of a day before, what changes is taken back: the state by the events of the case, a
deadline by the extensions granted since, a verdict by what the ledger's events say stood there before. What is only ever added (replies,
receipts, contacts) has its own day. An imported case has no events of its time: its dates tell.

Each is MATERIALIZED: read once, whatever the planner thinks of tables that were filled a moment ago.
"""

ON_FILE = ("filed", "assigned", "replied", "rehandling", "concluded")
IN_HAND = ("assigned", "replied", "rehandling", "concluded")
ZONE = "Asia/Shanghai"

_EVENT = "SELECT {what} FROM workflow_event e WHERE e.subject_type_id = %({kind}_type)s AND e.subject_id = {row}"
_SUBMITTED = f"(p.submitted_at AT TIME ZONE '{ZONE}')::date"
_STATE_THEN = f"""coalesce(
    ({_EVENT.format(what="e.to_state", kind="proposal", row="p.id")} AND e.on <= %(as_of)s AND e.to_state <> '' ORDER BY e.id DESC LIMIT 1),
    CASE WHEN p.concluded_on <= %(as_of)s THEN 'concluded' WHEN p.assigned_on <= %(as_of)s THEN 'assigned'
         WHEN p.filed_on <= %(as_of)s THEN 'filed' WHEN {_SUBMITTED} <= %(as_of)s THEN 'submitted' ELSE 'draft' END)"""
_KEY_THEN = f"p.is_key AND NOT EXISTS ({_EVENT.format(what='', kind='proposal', row='p.id')} AND e.move = 'mark_key' AND e.on > %(as_of)s)"


def _before(kind, row, moves, name, present):
    """The value of a field at the end of the day: what the first change after it found, else what stands there."""
    found = f"{_EVENT.format(what=f'e.before ->> {name!r}', kind=kind, row=row)} AND e.on > %(as_of)s"
    return f"coalesce(({found} AND e.move IN ({moves}) AND jsonb_exists(e.before, {name!r}) ORDER BY e.id LIMIT 1), {present})"


def _own(scope, unit):
    """The condition, to be added to others, that a row is of the unit a scope is narrowed to."""
    return f" AND {unit} = ANY(%(units)s)" if scope.unit else ""


_GIVEN = """ AND EXISTS (SELECT FROM proposals_handling n JOIN feedback_assignment m ON m.id = n.assignment_ptr_id
    WHERE n.proposal_id = p.id AND n.keeper_id = ANY(%(units)s) AND m.state <> 'withdrawn')"""
_NAMED = " AND EXISTS (SELECT FROM consultation_itemunit w WHERE w.item_id = i.id AND w.unit_id = ANY(%(units)s))"


def proposals(scope):
    """`proposal`: what belongs to the scope, a row each, with its state at the end of the day."""
    now = scope.is_now
    edited = (lambda name: f"p.{name}") if now else (lambda name: _before("proposal", "p.id", "'edit'", name, f"p.{name}"))
    dated = f"p.jurisdiction_id = %(place)s AND coalesce({_SUBMITTED}, p.filed_on) BETWEEN %(since)s AND %(until)s"
    place = "p.session_id = ANY(%(sessions)s)" if scope.sessions else dated
    return f"""proposal AS MATERIALIZED (
        SELECT p.id, p.session_id, {"p.state" if now else _STATE_THEN} AS state, {"p.is_key" if now else _KEY_THEN} AS is_key,
            {edited("category")} AS category, {edited("kind")} AS kind, p.body_id, p.sector_id, p.in_session, p.track, p.mode,
            coalesce({_SUBMITTED}, p.filed_on) AS submitted_on, p.filed_on, p.assigned_on, p.concluded_on, p.jurisdiction_id
        FROM proposals_proposal p WHERE {place}{_GIVEN if scope.unit else ""})"""


def _live(scope, kind):
    """The condition that an assignment has not been taken back by the end of the day; that is for good."""
    if scope.is_now:
        return "a.state <> 'withdrawn'"
    since = _EVENT.format(what="", kind=kind, row="a.id")
    return f"(a.state <> 'withdrawn' OR EXISTS ({since} AND e.to_state = 'withdrawn' AND e.on > %(as_of)s))"


def handlings(scope):
    """`handled`: a row for each unit that has a case in hand, with its first reply, the classes of its last, and its deadline."""
    due = "r.due_on"
    if not scope.is_now:
        later = "x.handling_id = h.assignment_ptr_id AND x.granted AND x.ruled_on > %(as_of)s"
        first = "x.ruled_on <= coalesce(r.closed_on, 'infinity') AND x.former_due_on < r.due_on AND x.wished_on <= r.due_on"
        due = f"coalesce((SELECT x.former_due_on FROM proposals_extension x WHERE {later} AND {first} ORDER BY x.id LIMIT 1), r.due_on)"
    return f"""answered AS MATERIALIZED (
        SELECT r.handling_id, min(y.issued_on) FILTER (WHERE r.number = 1) AS replied_on, max(r.number) AS rounds,
            (array_agg(y.result_class ORDER BY r.number DESC) FILTER (WHERE NOT r.is_supplementary))[1] AS result_class,
            (array_agg(y.result_class ORDER BY r.number DESC))[1] AS class_now
        FROM proposal p JOIN proposals_handling h ON h.proposal_id = p.id
        JOIN proposals_round r ON r.handling_id = h.assignment_ptr_id JOIN proposals_reply y ON y.round_id = r.id
        WHERE y.state = 'issued' AND y.issued_on <= %(as_of)s GROUP BY r.handling_id),
    handled AS MATERIALIZED (
        SELECT h.assignment_ptr_id AS id, h.proposal_id AS case_id, h.part <> 'co' AS replies, h.keeper_id AS unit_id, a.assigned_on,
            a.is_history, {due} AS due_on, h.opinion_on, y.replied_on, y.rounds, y.result_class, y.class_now,
            array_position(%(classes)s::text[], y.result_class::text) AS class_rank,
            array_position(%(classes)s::text[], y.class_now::text) AS class_rank_now
        FROM proposal p JOIN proposals_handling h ON h.proposal_id = p.id
        JOIN feedback_assignment a ON a.id = h.assignment_ptr_id
        LEFT JOIN proposals_round r ON r.handling_id = h.assignment_ptr_id AND r.number = 1
        LEFT JOIN answered y ON y.handling_id = h.assignment_ptr_id
        WHERE p.state = ANY(%(in_hand)s) AND a.assigned_on <= %(as_of)s AND {_live(scope, "handling")}{_own(scope, "h.keeper_id")})"""


def opinions(scope):
    """`opinion`: a row for each case of which a receipt is in: its first and its last opinion, as ranks of the scale, the worst of units.

    An opinion counts once its round is over: until then it is sealed, and the receipt is all there is.
    """
    whose = "JOIN proposals_proposer o ON o.id = t.proposer_id AND o.proposal_id = h.case_id AND o.order = 1"
    return f"""rated AS MATERIALIZED (
        SELECT h.case_id, h.id, r.number, coalesce(r.closed_on <= %(as_of)s, false) AS is_open,
            max(array_position(%(scale)s::text[], t.overall::text)) AS rank
        FROM handled h JOIN proposals_round r ON r.handling_id = h.id AND NOT r.is_supplementary
        JOIN proposals_reply y ON y.round_id = r.id JOIN proposals_receipt t ON t.reply_id = y.id
        {whose if scope.rules.opinion_of == "lead" else ""}
        WHERE t.state = 'answered' AND t.answered_on <= %(as_of)s GROUP BY 1, 2, 3, 4),
    opinion AS MATERIALIZED (
        SELECT case_id, max(first_rank) AS first_rank, max(last_rank) AS last_rank, max(first_in) AS first_in FROM (
            SELECT case_id, max(rank) FILTER (WHERE number = 1 AND is_open) AS first_rank, max(1) FILTER (WHERE number = 1) AS first_in,
                (array_agg(rank ORDER BY number DESC) FILTER (WHERE is_open))[1] AS last_rank
            FROM rated GROUP BY case_id, id) unit GROUP BY case_id)"""


CASES = """worked AS MATERIALIZED (
        SELECT case_id, bool_and(replied_on IS NOT NULL) AS is_replied, max(replied_on) AS replied_on, max(rounds) AS rounds,
            CASE WHEN bool_and(class_rank IS NOT NULL) THEN max(class_rank) END AS class_rank,
            CASE WHEN bool_and(class_rank_now IS NOT NULL) THEN max(class_rank_now) END AS class_rank_now
        FROM handled WHERE replies GROUP BY case_id),
    cases AS MATERIALIZED (
        SELECT p.*, p.state = ANY(%(on_file)s) AS is_filed, p.state = ANY(%(in_hand)s) AS is_assigned,
            p.state = ANY(%(in_hand)s) AND coalesce(w.is_replied, false) AS is_replied, w.replied_on, coalesce(w.rounds, 0) AS rounds,
            CASE WHEN w.is_replied THEN w.class_rank END AS class_rank, CASE WHEN w.is_replied THEN w.class_rank_now END AS class_rank_now,
            o.case_id IS NOT NULL AS has_receipt, o.first_in IS NOT NULL AS has_first, o.first_rank, o.last_rank,
            EXISTS (SELECT FROM handled h JOIN proposals_contact k ON k.handling_id = h.id
                WHERE h.case_id = p.id AND k.face_to_face AND k.on <= %(as_of)s) AS is_met
        FROM proposal p LEFT JOIN worked w ON w.case_id = p.id LEFT JOIN opinion o ON o.case_id = p.id
        WHERE p.state <> 'draft')"""


_VERDICT_THEN = """(SELECT v.answer ->> 'verdict' FROM handled h JOIN proposals_round r ON r.handling_id = h.id
    JOIN proposals_reply y ON y.round_id = r.id CROSS JOIN LATERAL jsonb_array_elements(y.answers) AS v (answer)
    WHERE h.case_id = l.proposal_id AND y.state = 'issued' AND y.issued_on <= %(as_of)s
        AND (v.answer ->> 'number')::int = s.number ORDER BY y.issued_on DESC, y.id DESC LIMIT 1)"""


def suggestions(scope):
    """`suggested`: the ledger's rows of the cases, with the verdict and how far they are carried out at the end of the day."""
    adoption, done = "s.adoption", "s.implementation"
    if not scope.is_now:
        adoption = f"CASE WHEN s.adoption_on <= %(as_of)s THEN s.adoption ELSE coalesce({_VERDICT_THEN}, 'open') END"
        done = _before("suggestion", "s.id", "'implement'", "implementation", "s.implementation")
    return f"""suggested AS MATERIALIZED (
        SELECT s.id, l.proposal_id AS case_id, s.unit_id, {adoption} AS adoption, {done} AS implementation
        FROM proposal p JOIN proposals_proposedsuggestion l ON l.proposal_id = p.id JOIN feedback_suggestion s ON s.id = l.suggestion_id
        WHERE p.state = ANY(%(on_file)s) AND s.raised_on <= %(as_of)s
            {_own(scope, "s.unit_id")})"""


_PROMISED = """SELECT e.on FROM workflow_event e JOIN proposals_reply y ON y.id = e.subject_id AND e.subject_type_id = %(reply_type)s
    JOIN proposals_round r ON r.id = y.round_id JOIN proposals_handling h ON h.assignment_ptr_id = r.handling_id
    WHERE h.proposal_id = s.case_id AND e.move = 'issue' AND e.recorded_at <= m.created_at ORDER BY e.recorded_at DESC LIMIT 1"""


def commitments(scope):
    """`promised`: what units promised for those suggestions by the end of the day, with what became of it."""
    state, made = "m.state", "true"
    if not scope.is_now:
        made = f"coalesce(({_PROMISED}), g.told_on) <= %(as_of)s"
        last = _EVENT.format(what="e.to_state", kind="commitment", row="m.id")
        state = f"coalesce(({last} AND e.on <= %(as_of)s ORDER BY e.id DESC LIMIT 1), 'open')"
    return f"""promised AS MATERIALIZED (
        SELECT m.id, s.case_id, m.unit_id, m.due_on, {state} AS state
        FROM suggested s JOIN feedback_suggestion g ON g.id = s.id JOIN feedback_commitment m ON m.suggestion_id = s.id
        WHERE {made}{_own(scope, "m.unit_id")})"""


def items(scope):
    """`item`: what the issued plans of the scope list, with its state at the end of the day."""
    state, added = "i.state", ""
    if not scope.is_now:
        last = _EVENT.format(what="e.to_state", kind="item", row="i.id")
        state = f"coalesce(({last} AND e.on <= %(as_of)s AND e.to_state <> '' ORDER BY e.id DESC LIMIT 1), 'planned')"
        added = f"AND NOT EXISTS ({_EVENT.format(what='', kind='item', row='i.id')} AND e.move = 'create' AND e.on > %(as_of)s)"
    plans = "n.session_id = ANY(%(sessions)s)"
    if not scope.sessions:
        plans = "n.jurisdiction_id = %(place)s AND n.year BETWEEN extract(year FROM %(since)s::date) AND extract(year FROM %(until)s::date)"
    return f"""item AS MATERIALIZED (
        SELECT i.id, i.kind, i.kind_name, i.form, i.is_supervisory, i.held_on, n.session_id, {state} AS state
        FROM consultation_annualplan n JOIN consultation_planitem i ON i.plan_id = n.id
        WHERE {plans} AND n.state IN ('issued', 'evaluated') AND n.issued_on <= %(as_of)s {added}{_NAMED if scope.unit else ""})"""


def letters(scope):
    """`letter`: the replies issued by the end of the day, of whatever round."""
    return """letter AS MATERIALIZED (
        SELECT y.id, h.case_id, h.unit_id, r.number, r.is_supplementary, y.issued_on
        FROM handled h JOIN proposals_round r ON r.handling_id = h.id JOIN proposals_reply y ON y.round_id = r.id
        WHERE y.state = 'issued' AND y.issued_on <= %(as_of)s)"""


def slips(scope):
    """`slip`: the receipts asked for by the end of the day, one for each proposer and reply; sealed ones have no rank."""
    return """slip AS MATERIALIZED (
        SELECT t.id, h.case_id, h.unit_id, r.number, t.answered_on,
            CASE WHEN t.state = 'answered' AND t.answered_on <= %(as_of)s THEN 'answered'
                 WHEN t.state = 'silent' AND r.closed_on <= %(as_of)s THEN 'silent' ELSE 'waiting' END AS state,
            CASE WHEN r.closed_on <= %(as_of)s AND t.answered_on <= %(as_of)s
                 THEN array_position(%(scale)s::text[], t.overall::text) END AS rank
        FROM handled h JOIN proposals_round r ON r.handling_id = h.id AND NOT r.is_supplementary
        JOIN proposals_reply y ON y.round_id = r.id JOIN proposals_receipt t ON t.reply_id = y.id
        WHERE y.state = 'issued' AND y.issued_on <= %(as_of)s)"""


def cards(scope):
    """`card`: the cards and slips on the cases that were issued by the end of the day, and not revoked by then."""
    revoked = "d.state = 'revoked'"
    if not scope.is_now:
        later = _EVENT.format(what="", kind="card", row="d.id")
        revoked = f"{revoked} AND NOT EXISTS ({later} AND e.to_state = 'revoked' AND e.on > %(as_of)s)"
    return f"""card AS MATERIALIZED (
        SELECT d.id, h.case_id, d.unit_id, d.colour, d.issued_on FROM handled h JOIN supervision_card d ON d.assignment_id = h.id
        WHERE d.issued_on <= %(as_of)s AND NOT ({revoked}))"""


def keys(scope):
    """`listed`: the list of key proposals of the sessions, with the state of each at the end of the day; none without a session."""
    state = "k.state"
    if not scope.is_now:
        last = _EVENT.format(what="e.to_state", kind="key", row="k.id")
        state = f"({last} AND e.on <= %(as_of)s AND e.to_state <> '' ORDER BY e.id DESC LIMIT 1)"
    return f"""listed AS MATERIALIZED (
        SELECT k.id, k.session_id, k.former_id IS NOT NULL AS is_carried, {state} AS state
        FROM supervision_keyproposal k WHERE k.session_id = ANY(%(sessions)s))"""


def plan_suggestions(scope):
    """`planned`: the suggestions entered for items of the scope's plans by the end of the day, with their verdict
    and how far they are carried out."""
    adoption, done = "s.adoption", "s.implementation"
    if not scope.is_now:
        adoption = _before("suggestion", "s.id", "'answer'", "adoption", "s.adoption")
        done = _before("suggestion", "s.id", "'implement'", "implementation", "s.implementation")
    plans = (
        "n.session_id = ANY(%(sessions)s)"
        if scope.sessions
        else "n.jurisdiction_id = %(place)s AND s.raised_on BETWEEN %(since)s AND %(until)s"
    )
    return f"""planned AS MATERIALIZED (
        SELECT s.id, n.session_id, s.raised_on, {adoption} AS adoption, {done} AS implementation
        FROM consultation_annualplan n JOIN consultation_planitem i ON i.plan_id = n.id JOIN consultation_itemunit w ON w.item_id = i.id
        JOIN feedback_suggestion s ON s.assignment_id = w.assignment_id WHERE {plans} AND s.raised_on <= %(as_of)s
            {_own(scope, "w.unit_id")})"""


def _of_sessions(scope, alias, place, day):
    within = f"{place} = %(place)s AND {day} BETWEEN %(since)s AND %(until)s"
    return f"{f'{alias}.session_id = ANY(%(sessions)s)' if scope.sessions else within} AND {day} <= %(as_of)s"


def topics(scope):
    """`topic`: the reference topics published by the end of the day; `is_hit`: cited by a proposal that was handed in."""
    return f"""topic AS MATERIALIZED (
        SELECT t.id, o.id AS edition_id, o.session_id, o.published_on, EXISTS (
            SELECT FROM proposals_topic_proposals x JOIN proposals_proposal p ON p.id = x.proposal_id
            WHERE x.topic_id = t.id AND {_SUBMITTED} <= %(as_of)s) AS is_hit
        FROM proposals_topicedition o JOIN proposals_topic t ON t.edition_id = o.id
        WHERE o.state = 'published' AND {_of_sessions(scope, "o", "o.jurisdiction_id", "o.published_on")})"""


def talks(scope):
    """`talk`: the talks with proposers logged for the day or before."""
    within = _of_sessions(scope, "v", "v.jurisdiction_id", "v.on")
    return f"""talk AS MATERIALIZED (SELECT v.id, v.session_id, v.on FROM proposals_talk v WHERE {within})"""
