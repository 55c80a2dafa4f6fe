"""The lists of reports and of 成效素材 as files."""

from reports.material_fields import told_numbers
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

MATERIAL_COLUMNS = (
    Column("case_no", "案号", 8),
    Column("title", "案由", 36),
    Column("unit", "报送单位", 16),
    Column("state", "状态", 10),
    Column("text", "成效", 50),
    Column("numbers", "数据", 50),
    Column("submitted_on", "报送日期", 12, "date"),
    Column("opinion", "核实意见", 24),
    Column("verified_on", "核实日期", 12, "date"),
)


def report_table(reports):
    """Reports (a queryset) as a table."""
    rows = reports.select_related("session__term__jurisdiction").order_by("-pk")
    return Table("通报", COLUMNS, map(_row, rows.iterator(2000)), as_of())


def _row(report):
    facts = {name: getattr(report, name) for name in ("title", "as_of", "number", "issued_on")}
    return facts | {"kind": report.get_kind_display(), "session": str(report.session), "state": report.get_state_display()}


def material_table(materials):
    """成效素材 (a queryset) as a table; each number with its source, and whether it is not verified."""
    rows = materials.select_related("handling__proposal").order_by("-pk")
    return Table("成效素材", MATERIAL_COLUMNS, map(_material_row, rows.iterator(2000)), as_of())


def _material_row(material):
    facts = {name: getattr(material, name) for name in ("text", "submitted_on", "opinion", "verified_on")}
    case = material.handling.proposal
    facts |= {"case_no": case.case_no, "title": case.title, "unit": material.handling.unit_name, "state": material.get_state_display()}
    return facts | {"numbers": told_numbers(material.told_numbers)}
