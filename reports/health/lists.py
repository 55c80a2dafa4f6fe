"""The checks with their counts and rows, for page, file and API alike."""

from django.urls import reverse

import tables
from organizations.models import Membership, Session
from reports.health import CHECKS, look
from reports.statistics.lists import link_of


def counted(person):
    """[(check, how many rows the person sees that want mending)], a query each."""
    seen = look(person)
    return [(each, each.rows(seen).count()) for each in CHECKS.values()]


def page_of_row(row):
    """Where a row is put right, "" where it has no page of its own."""
    if isinstance(row, Membership):
        return reverse("organizations:person-detail", args=[row.person.public_id])
    if isinstance(row, Session):
        return reverse("admin:organizations_session_change", args=[row.pk])
    return link_of(row)


def health_table(found):
    """All checks with their counts as a table."""
    columns = (
        tables.Column("group", "方面", 14),
        tables.Column("label", "检查", 40),
        tables.Column("count", "件数", 8, "number"),
        tables.Column("why", "影响", 44),
        tables.Column("mend", "到哪里改", 40),
    )
    rows = ({"group": each.group, "label": each.label, "count": number, "why": each.why, "mend": each.mend} for each, number in found)
    return tables.Table("资料体检", columns, rows, tables.as_of())


def rows_table(check, rows):
    """The rows of one check as a table."""
    columns = (tables.Column("name", check.label, 60), tables.Column("link", "页面", 40))
    found = ({"name": str(row), "link": page_of_row(row)} for row in rows.order_by("-pk"))
    return tables.Table(f"资料体检：{check.label}", columns, found, f"到哪里改：{check.mend}；{tables.as_of()}")
