"""A trigger keeps the plan it made first: one made for thousands of rows would read whole tables for a single one ever after."""

from django.db import migrations

TABLES = (
    "proposals_proposal",
    "proposals_proposer",
    "proposals_handling",
    "feedback_assignment",
    "proposals_contact",
    "proposals_round",
    "proposals_reply",
    "proposals_receipt",
    "organizations_unit",
)
PLANS = ("enable_hashjoin", "enable_mergejoin", "enable_seqscan")


def _altered(table, change):
    return ";".join(f"ALTER FUNCTION reports_touch_{table}() {change.format(plan)}" for plan in PLANS)


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_touched_sessions")]
    operations = [migrations.RunSQL(_altered(table, "SET {} TO off"), _altered(table, "RESET {}")) for table in TABLES]
