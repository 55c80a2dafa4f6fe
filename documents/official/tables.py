"""Composes tables of the body and of attachments: cells wrapped, row heights known, rows too high for a page cut."""

from .figures import BOTTOM, TABLE_SIZE, TOP, WIDTH
from .flow import TableRows
from .fonts import FontStack
from .lines import Run, clean, compose
from .model import Table
from .placed import Cell

LEADING = TABLE_SIZE * 1.5
STRETCHED_FROM = 10 * TABLE_SIZE  # pt; in narrower columns lines are not stretched to the edge
PADDING = 4.0  # pt above, below, left and right of the text of a cell


def cell(text: str, width: float, fonts: FontStack, *, header: bool) -> Cell:
    """One cell wrapped to its column."""
    runs = (Run(clean(text), "hei" if header else "fang"),)
    lines = compose(runs, fonts, width - 2 * PADDING, size=TABLE_SIZE, spacing=0.0)
    stretched = width >= STRETCHED_FROM
    return Cell(tuple((line.runs, line.spacing if stretched else 0.0) for line in lines), header)


def row_height(cells: tuple[Cell, ...]) -> float:
    return max(1, *(len(item.lines) for item in cells)) * LEADING + 2 * PADDING


def cut(cells: tuple[Cell, ...], lines: int) -> list[tuple[Cell, ...]]:
    """A row as several rows of at most so many lines."""
    longest = max(1, *(len(item.lines) for item in cells))
    return [
        tuple(Cell(item.lines[start : start + lines], item.header, item.centred) for item in cells) for start in range(0, longest, lines)
    ]


def centred_columns(rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """Rows with the cells of each column centred where all of them are one line (numbers, dates); text that wraps stays left."""
    single = [all(len(item.lines) <= 1 for item in column) for column in zip(*rows, strict=True)]
    return [tuple(Cell(item.lines, item.header, centred) for item, centred in zip(row, single, strict=True)) for row in rows]


def compose_table(table: Table, fonts: FontStack) -> TableRows:
    """The table with its rows measured; a row higher than a page becomes several."""
    shares = table.widths or (1.0,) * len(table.header)
    widths = tuple(WIDTH * share / sum(shares) for share in shares)
    header = tuple(cell(text, width, fonts, header=True) for text, width in zip(table.header, widths, strict=True))
    header = cut(header, 10)[0]
    most = int((BOTTOM - TOP - row_height(header) - 2 * PADDING) / LEADING)
    wrapped = [tuple(cell(text, width, fonts, header=False) for text, width in zip(texts, widths, strict=True)) for texts in table.rows]
    rows = [(row_height(part), part) for cells in centred_columns(wrapped) for part in cut(cells, most)]
    return TableRows(widths, (row_height(header), header), tuple(rows))
