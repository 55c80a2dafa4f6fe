"""XLSX files: the book and its formats by XlsxWriter, the rows by us, as it takes twenty times as long to write a cell."""

import io
import re
import zipfile
from datetime import date, datetime
from html import escape

import xlsxwriter
from django.utils import timezone
from xlsxwriter.utility import xl_col_to_name

from tables.model import plain
from tables.refusals import Refused

CELL_LIMIT = 32_767  # characters, of an Excel cell
FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "border": 1}
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
EPOCH = date(1899, 12, 30).toordinal()
FEBRUARY = 60  # Excel takes 1900 for a leap year: days until then are one less
DAY = 86_400
LEVEL = 3  # of compression: a tenth larger than the usual 6 in a third of the time
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_ESCAPED = re.compile("(_x[0-9a-fA-F]{4}_)")
_SAMPLE = re.compile(r'<row r="2".*?</row>', re.DOTALL)


def xlsx(table):
    """The table as bytes of an XLSX file. Raises Refused for a cell that is too long for Excel."""
    book = zipfile.ZipFile(_empty(table))
    parts = {name: book.read(name) for name in book.namelist()}
    sheet, strings = parts[SHEET].decode(), parts[STRINGS].decode()
    sample = _SAMPLE.search(sheet)
    rows = _Rows(table.columns, re.findall(r' s="(\d+)"', sample[0]), strings.count("<si>"))
    written = [rows.row(number, row) for number, row in enumerate(table.rows, 2)]
    end = f"{xl_col_to_name(len(table.columns) - 1)}{len(written) + 1}"
    head = re.sub(r'<dimension ref="[^"]*"/>', f'<dimension ref="A1:{end}"/>', sheet[: sample.start()])
    parts[SHEET] = "".join([head, *written, sheet[sample.end() :]]).encode("utf-8", "replace")
    parts[STRINGS] = _strings(strings, rows).encode("utf-8", "replace")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as container:
        for name, data in parts.items():
            container.writestr(name, data)
    return file.getvalue()


def _strings(xml, rows):
    """The table of strings with those of the rows behind those of the head."""
    head, _, _ = xml.partition("</sst>")
    known = head.count("<si>")
    counts = f'count="{known + rows.written}" uniqueCount="{known + len(rows.known)}"'
    return re.sub(r'count="\d+" uniqueCount="\d+"', counts, head, count=1) + "".join(map(_string, rows.known)) + "</sst>"


def _string(text):
    text = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", _ESCAPED.sub(r"_x005F\1", text))
    space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
    return f"<si><t{space}>{escape(text, quote=False)}</t></si>"


class _Rows:
    """Writes rows as XML. `known`: {text: its number in the table of strings}; `written`: how often a string was used."""

    def __init__(self, columns, styles, first):
        self.columns = [(column.key, column.label, xl_col_to_name(place), styles[place]) for place, column in enumerate(columns)]
        self.text, self.number, self.date, self.datetime = styles[len(columns) :]
        self.known, self.first, self.written = {}, first, 0

    def row(self, number, values):
        """One row, whose number counts from 1."""
        cells = []
        for key, label, letters, style in self.columns:
            value = values.get(key)
            if value is None or value == "":
                cells.append(f'<c r="{letters}{number}" s="{style}"/>')
                continue
            kind, style, written = self._written(value, number, label)
            cells.append(f'<c r="{letters}{number}" s="{style}"{kind}><v>{written}</v></c>')
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _written(self, value, number, label):
        """(attribute of the kind, style, what stands in the cell)."""
        if isinstance(value, str | bool):
            return ' t="s"', self.text, self._place(plain(value), number, label)
        if isinstance(value, datetime):
            local = timezone.make_naive(value) if timezone.is_aware(value) else value
            seconds = (local - local.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds()
            return "", self.datetime, repr(_serial(local) + seconds / DAY)
        if isinstance(value, date):
            return "", self.date, _serial(value)
        return "", self.number, f"{value:.16G}"

    def _place(self, text, number, label):
        """The number of a text in the table of strings."""
        if len(text) > CELL_LIMIT:
            raise Refused(f"第 {number} 行“{label}”超过 {CELL_LIMIT:,} 个字，Excel 放不下，请导出为 CSV。")
        self.written += 1
        return self.known.setdefault(text, self.first + len(self.known))


def _serial(day):
    """A day as a spreadsheet counts them."""
    serial = day.toordinal() - EPOCH
    return serial if serial > FEBRUARY else serial - 1


def _empty(table):
    """A book with the head of the table and a second row of one cell for each column and for each format, as a file."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"title": table.title, "comments": table.note})
        sheet = book.add_worksheet(_sheet_name(table.title))
        _set_up(sheet, table, book.add_format(FONT | {"bold": True, "font_name": "黑体", "bg_color": "#E8EFF8", "text_wrap": True}))
        formats = {
            "text": book.add_format(FONT | {"text_wrap": True}),
            "number": book.add_format(FONT),
            "date": book.add_format(FONT | {"num_format": "yyyy-mm-dd", "align": "left"}),
            "datetime": book.add_format(FONT | {"num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
        }
        for place, kind in enumerate([*(column.kind for column in table.columns), *formats]):
            sheet.write_blank(1, place, None, formats[kind])
    file.seek(0)
    return file


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
