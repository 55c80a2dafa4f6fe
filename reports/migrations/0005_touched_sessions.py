"""Who writes about a case marks its session in the same transaction, once; what is marked is not taken from the rollup.

A trigger keeps the plan it made first: one made for thousands of rows would read whole tables for a single one ever after, so that
these are planned by index alone.
"""

from django.db import migrations

HANDLING = "JOIN proposals_handling h ON h.assignment_ptr_id = {} JOIN proposals_proposal p ON p.id = h.proposal_id"
ROUND = f"JOIN proposals_round r ON r.id = {{}} {HANDLING.format('r.handling_id')}"
WAYS = {  # from a written row to the session of its case
    "proposals_proposal": ("n.session_id", ""),
    "proposals_proposer": ("p.session_id", "JOIN proposals_proposal p ON p.id = n.proposal_id"),
    "proposals_handling": ("p.session_id", "JOIN proposals_proposal p ON p.id = n.proposal_id"),
    "feedback_assignment": ("p.session_id", HANDLING.format("n.id")),
    "proposals_contact": ("p.session_id", HANDLING.format("n.handling_id")),
    "proposals_round": ("p.session_id", HANDLING.format("n.handling_id")),
    "proposals_reply": ("p.session_id", ROUND.format("n.round_id")),
    "proposals_receipt": ("p.session_id", f"JOIN proposals_reply y ON y.id = n.reply_id {ROUND.format('y.round_id')}"),
    "organizations_unit": (
        "s.id",
        "JOIN organizations_term t ON t.jurisdiction_id = n.jurisdiction_id JOIN organizations_session s ON s.term_id = t.id",
    ),
}
MARK = """INSERT INTO reports_touched (session_id, transaction)
        SELECT DISTINCT {session}, txid_current() FROM {rows} n {way}
        WHERE NOT EXISTS (SELECT FROM reports_touched k WHERE k.session_id = {session} AND k.transaction = txid_current());"""
FUNCTION = """
CREATE FUNCTION reports_touch_{table}() RETURNS trigger LANGUAGE plpgsql
SET enable_hashjoin TO off SET enable_mergejoin TO off SET enable_seqscan TO off AS $$ BEGIN
    IF TG_OP <> 'INSERT' THEN {old}
    END IF;
    IF TG_OP <> 'DELETE' THEN {new}
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER reports_touch_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION reports_touch_{table}();
CREATE TRIGGER reports_touch_update AFTER UPDATE ON {table} REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION reports_touch_{table}();
CREATE TRIGGER reports_touch_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION reports_touch_{table}();
"""


def _made(table, session, way):
    marks = {name: MARK.format(session=session, way=way, rows=f"{name}_rows") for name in ("old", "new")}
    return FUNCTION.format(table=table, **marks)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0004_rollup"),
        ("proposals", "0013_coordination"),
        ("feedback", "0009_unit_of_assignment_stays"),
    ]
    operations = [
        migrations.RunSQL(
            _made(table, *way), f"DROP FUNCTION reports_touch_{table}() CASCADE"
        )
        for table, way in WAYS.items()
    ]
