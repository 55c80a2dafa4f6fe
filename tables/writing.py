"""Tables as files: XLSX, CSV, DOCX and PDF."""

import csv
import io
import itertools
from datetime import date, datetime

import xlsxwriter
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from tables import printing
from tables.containers import plain_name
from tables.model import Table, guarded, plain
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
CELL_LIMIT = 32_767  # characters, of an Excel cell
FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "border": 1}


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
    write = {"xlsx": _xlsx, "csv": _csv, "docx": printing.docx, "pdf": printing.pdf}[fmt]
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
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([guarded(column.label) for column in table.columns])
    for row in table.rows:
        writer.writerow([_csv_cell(row.get(column.key)) for column in table.columns])
    return file.getvalue().encode("utf-8-sig", "replace")


def _csv_cell(value):
    return guarded(value) if isinstance(value, str) else plain(value)


def _xlsx(table):
    file = io.BytesIO()
    plain_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(file, plain_text) as book:
        book.set_properties({"title": table.title, "comments": table.note})
        sheet = book.add_worksheet(_sheet_name(table.title))
        _set_up(sheet, table, book.add_format(FONT | {"bold": True, "font_name": "黑体", "bg_color": "#E8EFF8", "text_wrap": True}))
        formats = {
            "text": book.add_format(FONT | {"text_wrap": True}),
            "number": book.add_format(FONT),
            "date": book.add_format(FONT | {"num_format": "yyyy-mm-dd", "align": "left"}),
            "datetime": book.add_format(FONT | {"num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
        }
        for number, row in enumerate(table.rows, 1):
            for place, column in enumerate(table.columns):
                _write_cell(sheet, number, place, row.get(column.key), column, formats)
    return file.getvalue()


def _write_cell(sheet, number, place, value, column, formats):
    if isinstance(value, datetime):
        local = timezone.make_naive(value) if timezone.is_aware(value) else value
        sheet.write_datetime(number, place, local, formats["datetime"])
    elif isinstance(value, date):
        sheet.write_datetime(number, place, datetime(value.year, value.month, value.day), formats["date"])  # noqa: DTZ001 a cell has no zone
    elif value is None or value == "":
        sheet.write_blank(number, place, None, formats[column.kind])
    elif isinstance(value, bool | str):
        text = plain(value)
        if len(text) > CELL_LIMIT:
            raise Refused(f"第 {number + 1} 行“{column.label}”超过 {CELL_LIMIT:,} 个字，Excel 放不下，请导出为 CSV。")
        sheet.write_string(number, place, text, formats["text"])
    else:
        sheet.write_number(number, place, value, formats["number"])


def _set_up(sheet, table, header):
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.label, header)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    sheet.set_header(f'&C&"黑体,常规"&14{_field(table.title, 100)}')
    sheet.set_footer(f'&L&"宋体,常规"&9{_field(table.note, 150)}&R第 &P 页，共 &N 页')


def _field(text, limit):
    """Text of a page header or footer, where & is a command and 255 characters is all there is room for."""
    return plain(text).replace("\n", " ")[:limit].replace("&", "&&")


def _sheet_name(title):
    return "".join(c for c in title if c not in "[]:*?/\\'")[:31].strip() or "表"
