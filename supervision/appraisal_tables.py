"""Appraisals as tables: the result, and the lists with the draw by which anybody can do it again."""

from tables import Column, Table, as_of

RATED_COLUMNS = (
    Column("rank", "名次", 8, "number"),
    Column("unit", "承办单位", 18),
    Column("sheets", "评分表", 8, "number"),
    Column("total", "得分", 10),
    Column("spread", "离散度", 10),
    Column("grade", "等次", 10),
)
DRAW_COLUMNS = (
    Column("kind", "类别", 10),
    Column("group", "组", 18),
    Column("layer", "层", 14),
    Column("key", "标识", 36),
    Column("label", "名称", 40),
    Column("ticket", "签号（SHA-256）", 40),
    Column("drawn", "抽中", 8),
)
FAULT_COLUMNS = (
    Column("appraisal", "评议", 24),
    Column("unit", "承办单位", 16),
    Column("problem", "问题", 36),
    Column("measure", "整改要求", 36),
    Column("due_on", "整改期限", 12, "date"),
    Column("state", "状态", 10),
    Column("report", "整改情况", 40),
    Column("done_on", "核实日期", 12, "date"),
)


def ranked(appraisal, seen):
    """The rows `seen` of a round, the highest total first, each with its `means` as text by aspect; those without a total last."""
    rows = sorted(seen, key=lambda row: (row.total is None, -(row.total or 0), row.pk))
    for row in rows:
        row.by_aspect = {code: (mean, spread) for code, mean, spread in row.means}
        row.cells = [(label, row.by_aspect[code][0] if code in row.by_aspect else "") for code, label, _ in appraisal.aspects]
    return rows


def rated_table(appraisal, seen):
    """The result of a round as a table, a column for each aspect."""
    aspects = [Column(f"a_{code}", label, 12) for code, label, _ in appraisal.aspects]
    rows = [_rated(number, row) for number, row in enumerate(ranked(appraisal, seen), 1)]
    return Table(appraisal.title, (*RATED_COLUMNS, *aspects), rows, as_of())


def _rated(rank, row):
    known = row.total is not None
    facts = {"rank": rank if known else None, "unit": row.unit_name, "sheets": row.sheets_count or None, "grade": row.grade}
    facts |= {"total": str(row.total) if known else "", "spread": str(row.spread) if known else ""}
    return facts | {f"a_{code}": mean for code, (mean, _) in row.by_aspect.items()}


def draw_table(entries):
    """The lists from which was drawn (a queryset) as a table."""
    rows = entries.order_by("kind", "group", "layer", "ticket", "key")
    return Table("抽样范围和结果", DRAW_COLUMNS, map(_entry, rows.iterator(2000)), as_of())


def _entry(row):
    facts = {name: getattr(row, name) for name in ("group", "layer", "key", "label", "ticket")}
    return facts | {"kind": row.kind, "drawn": "是" if row.is_drawn else ""}


def fault_table(faults):
    """Rows of rectification lists (a queryset) as a table."""
    rows = faults.select_related("rated__appraisal").order_by("-pk")
    return Table("民主评议整改清单", FAULT_COLUMNS, map(_fault, rows.iterator(2000)), as_of())


def _fault(row):
    facts = {name: getattr(row, name) for name in ("problem", "measure", "due_on", "report", "done_on")}
    return facts | {"appraisal": row.rated.appraisal.title, "unit": row.unit_name, "state": row.get_state_display()}
