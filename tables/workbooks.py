"""XLSX files: looked through as a stream first, so that nothing huge or hidden reaches the reader; then read by calamine."""

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import ParseError  # noqa: S405 the error only; parsing is defusedxml's

import python_calamine
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse, parse

from tables.containers import OLE, check_zip
from tables.grid import COLUMNS, HEADER_WITHIN, Grid, letters, too_long, too_wide
from tables.refusals import Refused

CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
BLANK_ROWS = 20_000  # empty but formatted rows that are looked through before giving up
PARTS = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml")


@dataclass(frozen=True)
class Part:
    """The sheet to read: its name, its place in the container, and whether the book counts days from 1904."""

    sheet: str
    path: str
    from_1904: bool


def xlsx_grid(data, name, limit):
    """The first visible sheet of a workbook. Raises Refused where it is broken, locked, or longer than `limit` rows."""
    if data.startswith(OLE):
        raise Refused(f"“{name}”有密码保护或是旧版 .xls 格式，请取消密码并另存为 .xlsx。")
    if not data.startswith(b"PK"):
        raise Refused(f"“{name}”的内容不是 .xlsx 格式，请核对文件。")
    check_zip(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            part = _first_sheet(container, name)
            with container.open(part.path) as stream:
                grid = _looked_through(stream, name, limit)
            return _filled(grid, container, part)
    except (
        LookupError,
        ParseError,
        DefusedXmlException,
        zipfile.BadZipFile,
        ValueError,
        python_calamine.CalamineError,
        RuntimeError,
        OSError,
    ):
        raise Refused(f"“{name}”已损坏或格式不对，打不开。请用 Excel 打开后另存为 .xlsx 再试。") from None


def _local(element):
    return element.tag.rpartition("}")[2]


def _first_sheet(container, name):
    book = parse(container.open("xl/workbook.xml")).getroot()
    sheets = [element for element in book.iter() if _local(element) == "sheet" and element.get("state", "visible") == "visible"]
    if not sheets:
        raise Refused(f"“{name}”里没有可见的工作表。")
    targets = {element.get("Id"): element.get("Target", "") for element in parse(container.open("xl/_rels/workbook.xml.rels")).getroot()}
    target = targets[next((value for key, value in sheets[0].attrib.items() if key.endswith("}id")), "")]
    path = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    from_1904 = any(_local(e) == "workbookPr" and e.get("date1904") in ("1", "true") for e in book.iter())
    return Part(sheets[0].get("name", ""), path, from_1904)


class _Look:
    """One pass over the XML of a sheet, holding one row at a time."""

    def __init__(self, name, limit):
        self.name, self.limit = name, limit
        self.row = self.rows_seen = self.widest = 0
        self.faults, self.obstacles, self.hidden_columns = {}, [], []

    def over(self, stream):
        handles = {}  # by the full name of an element, as most are cells
        for _, element in iterparse(stream, events=("end",)):
            tag = element.tag
            if tag not in handles:
                handles[tag] = getattr(self, "on_" + _local(element), None)
            if handle := handles[tag]:
                handle(element)

    def on_row(self, element):
        number = int(element.get("r") or self.row + 1)
        if number <= self.row:
            raise ValueError("rows out of order")
        self.row, self.rows_seen = number, self.rows_seen + 1
        column = filled = 0
        for cell in element:
            column = self._column(cell, number, column)
            if self._has_content(cell, number, column):
                filled, self.widest = 1, max(self.widest, column)
        if (filled and number > self.limit + HEADER_WITHIN) or self.rows_seen > BLANK_ROWS:
            raise too_long(self.name, self.limit)
        if filled and element.get("hidden") in ("1", "true"):
            self.obstacles.append((number, f"第 {number} 行被隐藏或筛选掉了，请取消隐藏和筛选后再导入。"))
        element.clear()

    @staticmethod
    def _column(cell, number, before):
        reference = cell.get("r")
        if not reference:
            return before + 1
        place = CELL.fullmatch(reference)
        name, row = place.groups() if place else ("", "0")
        if int(row) != number:
            raise ValueError("cell in another row")
        return _index(name)

    def _has_content(self, cell, number, column):
        names = {_local(child) for child in cell}
        if "f" in names:
            sentence = f"{letters(column)}{number} 是公式，请改成固定的内容（复制后选择性粘贴为数值）。"
        elif cell.get("t") == "e":
            sentence = f"{letters(column)}{number} 是错误值，请改正。"
        else:
            sentence = ""
        if (sentence or names & {"v", "is"}) and column > COLUMNS:
            raise too_wide(self.name)
        if sentence:
            self.faults.setdefault(number, {})[column] = sentence
        return bool(sentence or names & {"v", "is"})

    def on_col(self, element):
        if element.get("hidden") in ("1", "true"):
            self.hidden_columns.append(int(element.get("min", 1)))

    def on_mergeCell(self, element):  # noqa: N802 the element's name
        reference = element.get("ref", "")
        last = CELL.fullmatch(reference.partition(":")[2])
        self.obstacles.append((int(last.group(2)) if last else 0, f"{reference} 是合并单元格，请取消合并，每格分别填写。"))


@lru_cache(COLUMNS)
def _index(name):
    """The number of a column from its letters: A → 1, AA → 27."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def _looked_through(stream, name, limit):
    look = _Look(name, limit)
    look.over(stream)
    hidden = [letters(column) for column in look.hidden_columns if column <= look.widest]
    if hidden:
        look.obstacles.append((look.row, f"从 {hidden[0]} 列起有隐藏的列，请取消隐藏后再导入。"))
    return Grid([], look.faults, look.obstacles)


def _filled(grid, container, part):
    """The grid with its values. Calamine gets only the parts it needs, unpacked by us: checked, and of the size they claim."""
    copy = io.BytesIO()
    names = set(container.namelist())
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as trusted:
        for path in (*PARTS, part.path):
            if path in names:
                trusted.writestr(path, container.read(path))
    copy.seek(0)
    with python_calamine.load_workbook(copy) as book:
        grid.rows = book.get_sheet_by_name(part.sheet).to_python(skip_empty_area=False)
    grid.from_1904 = part.from_1904
    return grid
