"""The way from a written row to the session of its case, looked up row by row, each step by its key.

A join lets the planner choose the order, and in the middle of a large import it counts none of the rows written so far: it then reads
whole tables inside each other, for minutes. These leave it nothing to choose.
"""

from django.db import migrations

CASE = "(SELECT p.session_id FROM proposals_proposal p WHERE p.id = {})"
HANDLING = CASE.format("(SELECT h.proposal_id FROM proposals_handling h WHERE h.assignment_ptr_id = {})")
ROUND = HANDLING.format("(SELECT r.handling_id FROM proposals_round r WHERE r.id = {})")
REPLY = ROUND.format("(SELECT y.round_id FROM proposals_reply y WHERE y.id = {})")
OF_PLACE = """(SELECT array_agg(s.id) FROM organizations_session s
            WHERE s.term_id IN (SELECT t.id FROM organizations_term t WHERE t.jurisdiction_id = n.jurisdiction_id))"""
WAYS = {  # from a written row to the session of its case
    "proposals_proposal": "n.session_id",
    "proposals_proposer": CASE.format("n.proposal_id"),
    "proposals_handling": CASE.format("n.proposal_id"),
    "feedback_assignment": HANDLING.format("n.id"),
    "proposals_contact": HANDLING.format("n.handling_id"),
    "proposals_round": HANDLING.format("n.handling_id"),
    "proposals_reply": ROUND.format("n.round_id"),
    "proposals_receipt": REPLY.format("n.reply_id"),
    "organizations_unit": f"unnest({OF_PLACE})",
}
MARK = """INSERT INTO reports_touched (session_id, transaction)
        SELECT w.session_id, txid_current() FROM (SELECT DISTINCT {way} AS session_id FROM {rows} n) w
        WHERE w.session_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM reports_touched k WHERE k.session_id = w.session_id AND k.transaction = txid_current());"""
FUNCTION = """
CREATE OR REPLACE FUNCTION reports_touch_{table}() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan TO off AS $$ BEGIN
    IF TG_OP <> 'INSERT' THEN {old}
    END IF;
    IF TG_OP <> 'DELETE' THEN {new}
    END IF;
    RETURN NULL;
END $$;
"""


def _made(table, way):
    return FUNCTION.format(table=table, **{name: MARK.format(way=way, rows=f"{name}_rows") for name in ("old", "new")})


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_touched_sessions")]
    operations = [migrations.RunSQL(_made(*each), migrations.RunSQL.noop) for each in WAYS.items()]
