"""Tables as files: XLSX, CSV, DOCX and PDF."""

import csv
import io
import itertools

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from tables import printing, sheets
from tables.containers import plain_name
from tables.model import SUSPECT, Table, guarded, plain
from tables.refusals import Refused

FORMATS = {"xlsx": "Excel", "csv": "CSV", "docx": "Word", "pdf": "PDF"}
LIMITS = {"xlsx": 50_000, "csv": 50_000, "docx": 2_000, "pdf": 2_000}
OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = {
    "xlsx": OFFICE + "spreadsheetml.sheet",
    "docx": OFFICE + "wordprocessingml.document",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
}
PDF_CELLS = 10_000  # half a minute of typesetting


def export(table, fmt):
    """The table as a file: (bytes, content type, extension).

    `fmt` is a key of `FORMATS`, else Http404. Raises Refused, in Chinese, where the table is too long for the format or holds what
    it cannot show; nothing is ever cut silently.
    """
    if fmt not in FORMATS:
        raise Http404
    limit = LIMITS[fmt]
    rows = list(itertools.islice(table.rows, limit + 1))
    if len(rows) > limit or (fmt == "pdf" and len(rows) * len(table.columns) > PDF_CELLS):
        limit = min(limit, PDF_CELLS // len(table.columns)) if fmt == "pdf" else limit
        other = "" if limit == max(LIMITS.values()) else "或导出为 Excel、CSV"
        raise Refused(f"超过 {limit:,} 行，不能导出为 {FORMATS[fmt]}。请先筛选{other}。")
    write = {"xlsx": sheets.xlsx, "csv": _csv, "docx": printing.docx, "pdf": printing.pdf}[fmt]
    return write(Table(table.title, tuple(table.columns), rows, table.note)), TYPES[fmt], fmt


def response(table, fmt, filename=None):
    """The table as a download named `filename` (default: its title) in UTF-8 (RFC 6266)."""
    data, content_type, extension = export(table, fmt)
    name = plain_name(f"{filename or table.title}.{extension}")
    answer = HttpResponse(data, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _csv(table):
    file, keys = io.StringIO(), [column.key for column in table.columns]
    writer = csv.writer(file)
    writer.writerow([guarded(column.label) for column in table.columns])
    writer.writerows([_csv_cell(row.get(key)) for key in keys] for row in table.rows)
    return file.getvalue().encode("utf-8-sig", "replace")


def _csv_cell(value):
    if value is None or type(value) is str and value[:1] not in SUSPECT:
        return value  # an empty cell, and a text that needs no guard
    return guarded(value) if isinstance(value, str) else plain(value)
