"""The flow of rows that fills the pages: 22 rows of one height, with rows that stay together and tables that break between rows."""

from dataclasses import dataclass, field
from math import ceil

from .figures import BODY_SIZE, BOTTOM, LEFT, ROW, ROWS, TOP
from .lines import Line
from .placed import Mark, Page, Rule, TablePart, Text


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the grid. Rows of one `key` are one paragraph. `keep`: not parted from the next row. No lines: a blank row."""

    lines: tuple[Line, ...] = ()
    key: object = None
    role: str = "p"
    size: float = BODY_SIZE
    keep: bool = False


@dataclass(frozen=True, slots=True)
class NewPage:
    """Starts a new page."""


@dataclass(frozen=True, slots=True)
class TableRows:
    """A composed table: heights and cells of its header and of its rows."""

    widths: tuple[float, ...]
    header: tuple[float, tuple]
    rows: tuple[tuple[float, tuple], ...]


FlowItem = Row | NewPage | TableRows
BLANK = Row()


def row_top(index: float) -> float:
    """Upper edge of a row of the grid."""
    return TOP + index * ROW


def placed_line(line: Line, index: float, size: float) -> Text:
    """A composed line in the middle of its row."""
    return Text(line.runs, LEFT + line.indent, row_top(index) + (ROW - size) / 2, size, line.spacing)


@dataclass
class Draft:
    """A page being filled; `used` counts rows of the grid, `text` tells whether flow text stands on it."""

    used: int = 0
    items: list[Mark | Rule | TablePart] = field(default_factory=list)
    open_key: object = None
    has_text: bool = False

    def add(self, row: Row) -> None:
        """Puts a row on the page; a row of the same paragraph as the last one joins it."""
        texts = tuple(placed_line(line, self.used, row.size) for line in row.lines)
        self.used += 1
        if not texts:
            self.open_key = None
            return
        self.has_text = True
        if row.key is not None and row.key == self.open_key:
            last = self.items.pop()
            texts = last.lines + texts
        self.items.append(Mark(row.role, texts))
        self.open_key = row.key

    def page(self, number: int | None) -> Page:
        return Page(tuple(self.items), number)


def chunks(rows: list[FlowItem]) -> list[list[FlowItem]]:
    """Runs of rows that stay on one page."""
    result: list[list[FlowItem]] = []
    bound = False
    for item in rows:
        if bound:
            result[-1].append(item)
        else:
            result.append([item])
        bound = isinstance(item, Row) and item.keep
    return result


def rows_needed(item: FlowItem) -> int:
    """Rows an item takes at least: of a table its header and first row."""
    if isinstance(item, TableRows):
        return ceil((item.header[0] + (item.rows[0][0] if item.rows else 0)) / ROW)
    return int(isinstance(item, Row))


class Pages:
    """Fills pages from the first row that the head leaves free; `opening` rows stay on the first page whatever follows them."""

    def __init__(self, first_row: int, opening: int = 0):
        self.drafts, self.opening = [Draft(used=first_row)], opening

    @property
    def last(self) -> Draft:
        return self.drafts[-1]

    def fill(self, items: list[FlowItem]) -> None:
        for chunk in chunks(items):
            if not self.fits(chunk) and self.opening:
                for item in chunk[: self.opening]:
                    self.put(item)
                chunk = chunk[self.opening :]
            self.opening = 0
            if not self.fits(chunk) and len(chunk) > 1:
                self.turn()
            for item in chunk:
                self.put(item)

    def fits(self, chunk: list[FlowItem]) -> bool:
        """True where the rows of a chunk fit on this page, or on no page."""
        needed = sum(rows_needed(item) for item in chunk)
        return needed > ROWS or self.last.used + needed <= ROWS

    def turn(self) -> None:
        self.drafts.append(Draft())

    def put(self, item: FlowItem) -> None:
        if isinstance(item, TableRows):
            self.put_table(item)
        elif isinstance(item, NewPage):
            self.turn()
        elif item.lines or self.last.used:
            if self.last.used >= ROWS:
                self.turn()
            if item.lines or self.last.used:
                self.last.add(item)

    def put_table(self, table: TableRows) -> None:
        """Lays the rows page by page, the header on top of each part."""
        waiting = list(table.rows)
        while waiting:
            top = row_top(self.last.used)
            room = BOTTOM - top - table.header[0]
            taken = 0
            while taken < len(waiting) and waiting[taken][0] <= room:
                room -= waiting[taken][0]
                taken += 1
            if not taken and self.last.used:
                self.turn()
                continue
            part = (table.header, *waiting[: max(taken, 1)])
            waiting = waiting[max(taken, 1) :]
            self.last.items.append(TablePart(LEFT, top, table.widths, part))
            self.last.open_key, self.last.has_text = None, True
            self.last.used = min(ROWS, ceil((top + sum(height for height, _ in part) - TOP) / ROW - 0.01))
