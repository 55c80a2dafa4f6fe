"""Tables coming in: the rows of an XLSX or CSV file under known headers, with what is wrong in each cell."""

from dataclasses import dataclass, field

from django.conf import settings

from tables.cells import is_blank, meaning, squeezed
from tables.grid import HEADER_WITHIN, letters, too_long
from tables.model import plain, unguarded
from tables.refusals import Refused
from tables.texts import csv_grid
from tables.workbooks import xlsx_grid

ROWS = 5_000
READERS = {"csv": csv_grid, "xlsx": xlsx_grid}


@dataclass(frozen=True)
class Row:
    """One row of a file: its number as a spreadsheet shows it, {key: value} and {column label: Chinese sentence}.

    A value is text ("" where empty), a number or a date; None for an empty number or date, and for one that cannot be read.
    """

    number: int
    values: dict
    errors: dict = field(default_factory=dict)


def read_rows(data, name, columns, limit=ROWS, needed=None):
    """The rows of a file (bytes) that was exported with `columns`, or filled in under the same headers in any order.

    `needed`: keys of the columns that it must have, all where none are named; the cells of those it lacks are empty.
    XLSX (first visible sheet) or CSV (UTF-8, UTF-16, GBK). Blank rows are left out. What is wrong in a cell stands in its row's
    `errors`; raises Refused, in Chinese, where the file as a whole cannot be taken: format, headers, merged or hidden cells, too long.
    """
    if not data:
        raise Refused(f"“{name}”是空文件。")
    if len(data) > settings.UPLOAD_LIMIT:
        raise Refused(f"“{name}”超过 {settings.UPLOAD_LIMIT // 1024 // 1024} MB，不能导入。")
    extension = name.rpartition(".")[2].lower()
    if extension not in READERS:
        raise Refused(f"不能导入“{name}”：只接受 Excel（.xlsx）和 CSV 文件。旧版 .xls 请另存为 .xlsx。")
    grid = READERS[extension](data, name, limit)
    header, places = _header(grid, columns, [column for column in columns if needed is None or column.key in needed])
    grid.refuse_obstacles(header)
    rows = list(filter(None, (_row(grid, number, places, columns) for number in range(header + 1, len(grid.rows) + 1))))
    if not rows:
        raise Refused(f"“{name}”的表头下面没有数据。")
    if len(rows) > limit:
        raise too_long(name, limit)
    return rows


def _header(grid, columns, needed):
    """(row number of the header, {key: column number}): the row near the top that bears most of the labels."""
    known = {squeezed(column.label): column for column in columns}
    found = [(sum(label in known for label in _labels(row)), -number) for number, row in enumerate(grid.rows[:HEADER_WITHIN], 1)]
    hits, number = max(found, default=(0, 0))
    if not hits:
        raise Refused(f"没有找到表头。第一行应有这些列：{'、'.join(column.label for column in needed)}。")
    labels = _labels(grid.rows[-number - 1])
    _refuse_labels(labels, known, needed)
    return -number, {known[label].key: place for place, label in enumerate(labels, 1) if label}


def _labels(row):
    return [squeezed(unguarded(plain(value))).rstrip("*") for value in row]


def _refuse_labels(labels, known, needed):
    written = [label for label in labels if label]
    problems = [
        ("缺少", [column.label for column in needed if squeezed(column.label) not in written]),
        ("不认识", [label for label in written if label not in known]),
        ("重复了", sorted({label for label in written if written.count(label) > 1})),
    ]
    sentences = [f"{what}列“{'”“'.join(names[:10])}”" for what, names in problems if names]
    if sentences:
        raise Refused(f"表头不对：{'；'.join(sentences)}。请用导出的表作为模板。")


def _row(grid, number, places, columns):
    """One row, or None where it is blank."""
    cells = grid.rows[number - 1]
    faults = grid.faults.get(number, {})
    if not faults and all(map(is_blank, cells)):
        return None
    values, errors = {}, {}
    for column in columns:
        place = places.get(column.key, 0)
        raw = cells[place - 1] if 0 < place <= len(cells) else None
        try:
            if place in faults:
                raise ValueError(faults[place])
            values[column.key] = meaning(raw, column.kind, guarded=grid.guarded, from_1904=grid.from_1904)
        except ValueError as error:
            values[column.key], errors[column.label] = None, str(error)
    for place in sorted({*faults, *(n for n, value in enumerate(cells, 1) if not is_blank(value))} - set(places.values())):
        errors[f"{letters(place)}列"] = faults.get(place, "这一列没有表头，却填了内容。")
    return Row(number, values, errors)
