"""The list of reports as a file."""

from tables import Column, Table, as_of

COLUMNS = (
    Column("title", "标题", 40),
    Column("kind", "种类", 18),
    Column("session", "届次", 24),
    Column("as_of", "数据截至", 12, "date"),
    Column("state", "状态", 10),
    Column("number", "文号", 18),
    Column("issued_on", "印发日期", 12, "date"),
)


def report_table(reports):
    """Reports (a queryset) as a table."""
    rows = reports.select_related("session__term__jurisdiction").order_by("-pk")
    return Table("通报", COLUMNS, map(_row, rows.iterator(2000)), as_of())


def _row(report):
    facts = {name: getattr(report, name) for name in ("title", "as_of", "number", "issued_on")}
    return facts | {"kind": report.get_kind_display(), "session": str(report.session), "state": report.get_state_display()}
