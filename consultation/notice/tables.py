"""Tables: tab-separated rows, Markdown rows, blank-separated rows and lists with one cell to a line, all as rows of cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .anchors import roles_in
from .chars import number, trim
from .forms import heading_of
from .grids import MOST_LINES, laid, woven
from .times import is_time
from .units import looks_like_unit

Span = tuple[int, int]
Line = tuple[int, int, bool]
_RULE = re.compile(r"[\s|:\-+=—]{3,}")
_OUTSIDE = re.compile(
    r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|注\s?:|备注|附|第[一二三四]季度|"
    r".*20\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日$|.*办公[室厅]$"
)
_WIDEST = 12
_NAMED = frozenset(("title", "contents"))
_TELLING = frozenset(("time", "form", "units", "host", "either", "when_how"))


@dataclass(slots=True)
class Row:
    """One row: its cells (empty spans for empty ones); a single cell is a heading between rows."""

    cells: list[Span]


@dataclass(slots=True)
class Table:
    """A table: the role and word of each column, and its rows in order."""

    start: int
    roles: list[str]
    words: list[str]
    rows: list[Row] = field(default_factory=list)


def _cells(folded: str, start: int, end: int) -> list[Span]:
    """The cells of a line cut at tabs or Markdown bars."""
    line = folded[start:end]
    mark = "\t" if "\t" in line else "|"
    if mark == "|":
        start, end = trim(folded, start, end, " \t|")
    spans, at = [], start
    for found in [*re.finditer(re.escape(mark), folded[start:end]), None]:
        stop = start + found.start() if found else end
        spans.append(trim(folded, at, stop))
        at = stop + 1
    return spans


def _is_row(folded: str, line: Line) -> bool:
    shown = folded[line[0] : line[1]]
    return "\t" in shown.strip(" ") or shown.count("|") >= 2


def _word(shown: str) -> str:
    return re.sub(r"\s|[:*]|\(.*?\)", "", shown)


def _header(folded: str, cells: list[Span]) -> tuple[list[str], list[str]] | None:
    """Roles and words of a head row; None for any other row."""
    words = [_word(folded[a:b]) for a, b in cells]
    roles = [
        role or ("no" if word in ("序", "号") else "other") if word else "other" for word, role in zip(words, roles_in(words), strict=True)
    ]
    roles = ["no" if word in ("序号", "编号", "序") else role for word, role in zip(words, roles, strict=True)]
    known = [role for role, word in zip(roles, words, strict=True) if word and role != "other"]
    if len(cells) < 2 or len(known) < 2 or not _NAMED.intersection(known):
        return None
    if "title" not in roles:
        roles[roles.index("contents")] = "title"
    while roles.count("title") > 1:
        roles[len(roles) - 1 - roles[::-1].index("title")] = "other"
    return roles, words


def _told(shown: str) -> str | None:
    """The role a cell's own content tells."""
    if not shown:
        return None
    if shown.isdigit():
        return "no"
    if is_time(shown):
        return "time"
    heading = heading_of(shown)
    if heading and heading.pure and heading.form and len(shown) <= 20:
        return "form"
    if looks_like_unit(re.split(r"[、,;]", shown)[0]) and (re.search(r"[、,;]", shown) or len(shown) <= 12):
        return "either"
    return "title" if len(shown) >= 6 else None


def _guessed(folded: str, rows: list[list[Span]]) -> tuple[list[str], list[str]] | None:
    """Roles of the columns of a table without a head row, where all rows agree on what tells an item."""
    width = len(rows[0])
    if width < 3 or len(rows) < 2 or any(len(row) != width for row in rows):
        return None
    roles = []
    for column in range(width):
        told = [_told(folded[a:b]) for a, b in (row[column] for row in rows) if b > a]
        top = max(set(told), key=told.count) if told else None
        roles.append(top if top and told.count(top) * 3 >= len(told) * 2 else "other")
    if roles.count("title") != 1 or not _TELLING.intersection(roles):
        return None
    return roles, ["" for _ in roles]


class Tables:
    """Takes the tables out of the lines of a text."""

    def __init__(self, folded: str, lines: list[Line]):
        self.folded, self.lines = folded, lines
        self.ahead = self.words_end = 0
        self.words = [self._is_word(line) for line in lines]

    def segments(self) -> Iterator[Line | Table]:
        """The lines in order, each table as one piece."""
        at = 0
        while at < len(self.lines):
            table, stop = self._table(at)
            if table:
                yield table
                at = stop
            else:
                yield self.lines[at]
                at += 1

    def _table(self, at: int) -> tuple[Table | None, int]:
        if _is_row(self.folded, self.lines[at]):
            if head := _header(self.folded, _cells(self.folded, *self.lines[at][:2])):
                return self._with_head(head, at)
            return self._without_head(at)
        return self._spaced(at) or self._stacked(at) or (None, at)

    def _with_head(self, head: tuple[list[str], list[str]], at: int) -> tuple[Table | None, int]:
        table, at = Table(self.lines[at][0], *head), at + 1
        while at < len(self.lines):
            line = self.lines[at]
            if table.roles[0] == "no" and (found := self._woven(at, len(table.roles))):
                table.rows.append(Row(found[0]))
                at += found[1]
                continue
            if _is_row(self.folded, line):
                cells = _cells(self.folded, *line[:2])
                if not _RULE.fullmatch(self.folded[line[0] : line[1]]) and not _header(self.folded, cells):
                    table.rows.append(Row(self._single(cells)))
            elif self._goes_on(at) and line[1] - line[0] <= 200:
                table.rows.append(Row([trim(self.folded, *line[:2])]))
            else:
                break
            at += 1
        return (table, at) if table.rows else (None, at)

    def _woven(self, at: int, width: int) -> tuple[list[Span], int] | None:
        """A numbered row printed over several lines, and how many; None for a row on one line or one that does not fill the width."""
        first = _cells(self.folded, *self.lines[at][:2]) if _is_row(self.folded, self.lines[at]) else []
        if not first or not self._digits(first[0]):
            return None
        rows, best = [first], None
        for step in range(1, 9):
            line = self.lines[at + step] if at + step < len(self.lines) else None
            cells = _cells(self.folded, *line[:2]) if line else []
            if not line or (self._digits(cells[0]) and len(cells) > 1) or len(cells) > width or line[1] - line[0] > 300:
                break
            if len(cells) == 1 and not self._runs_on(rows[-1][-1], cells[0]):
                break
            rows.append(cells)
            if found := woven(rows, width):
                best = (found, step + 1)
        return best

    def _digits(self, cell: Span) -> bool:
        return self.folded[cell[0] : cell[1]].strip(" .、").isdigit()

    def _runs_on(self, cell: Span, line: Span) -> bool:
        """Whether a line with a single cell is the end of the cell above it, not a heading between rows or a line below the table."""
        value, shown = self.folded[cell[0] : cell[1]], self.folded[line[0] : line[1]].strip()
        heading = heading_of(shown)
        if not value or (heading and heading.pure) or value.endswith("。") or _OUTSIDE.match(shown):
            return False
        name = re.split(r"[、,;]", value)[-1]
        return not looks_like_unit(name) or value.endswith(("、", ",")) or not looks_like_unit(value)

    def _goes_on(self, at: int) -> bool:
        """Whether rows follow within three lines."""
        return any(_is_row(self.folded, line) for line in self.lines[at + 1 : at + 4])

    def _single(self, cells: list[Span]) -> list[Span]:
        filled = [cell for cell in cells if cell[1] > cell[0]]
        return filled if len(filled) == 1 and not self.folded[filled[0][0] : filled[0][1]].isdigit() and cells[0] == filled[0] else cells

    def _without_head(self, at: int) -> tuple[Table | None, int]:
        if at < self.ahead:
            return None, at
        stop = at
        while stop < len(self.lines) and _is_row(self.folded, self.lines[stop]):
            stop += 1
        rows = [_cells(self.folded, *line[:2]) for line in self.lines[at : min(stop, at + 300)]]
        if head := _guessed(self.folded, rows):
            return Table(self.lines[at][0], *head, [Row(row) for row in rows]), at + len(rows)
        self.ahead = stop
        return None, at

    def _spaced(self, at: int) -> tuple[Table, int] | None:
        """Rows whose cells stand apart by blanks, under a head row of at least three labels."""
        start, end, _ = self.lines[at]
        if end - start > 120 or " " not in self.folded[start:end].strip():
            return None
        cells = self._words(start, end)
        head = _header(self.folded, cells) if len(cells) >= 3 else None
        if not head or any(role == "other" for role in head[0]):
            return None
        table, at = Table(start, *head), at + 1
        while at < len(self.lines):
            row = self._words(*self.lines[at][:2])
            if len(row) < 3 and at + 1 < len(self.lines) and len(self._words(*self.lines[at + 1][:2])) == len(cells):
                row = [trim(self.folded, *self.lines[at][:2])]
            elif len(row) != len(cells):
                break
            table.rows.append(Row(row))
            at += 1
        return (table, at) if table.rows else None

    def _words(self, start: int, end: int) -> list[Span]:
        return [(start + found.start(), start + found.end()) for found in re.finditer(r"\S+", self.folded[start : min(end, start + 400)])]

    def _stacked(self, at: int) -> tuple[Table, int] | None:
        """One cell to a line: a run of label words, then the values in the same order."""
        if at < self.words_end:
            return None
        width = 0
        while at + width < len(self.lines) and self.words[at + width]:
            width += 1
        if width > _WIDEST:
            self.words_end = at + width
            return None
        head = _header(self.folded, [trim(self.folded, *line[:2]) for line in self.lines[at : at + width]]) if width >= 3 else None
        if not head:
            return None
        table, at = Table(self.lines[at][0], *head), at + width
        while at < len(self.lines) and (found := self._stacked_row(head[0], at)):
            table.rows.append(Row(found[0]))
            at += found[1]
        return (table, at) if table.rows else None

    def _is_word(self, line: Line) -> bool:
        return line[1] - line[0] <= 16 and roles_in([_word(self.folded[line[0] : line[1]])])[0] is not None

    def _stacked_row(self, roles: list[str], at: int) -> tuple[list[Span], int] | None:
        """The cells of the next row and how many lines it takes: up to the next row's first cell, or where the lines fit best."""
        starts = self._row_starts(roles, at)
        if not starts:
            return self._even_row(roles, at)
        if (shown := self.lines[at])[1] - shown[0] <= 40 and not self._starts_row(roles, at, 0):
            headed = heading_of(self.folded[shown[0] : shown[1]]) and self._starts_row(roles, at + 1, 0)
            return ([trim(self.folded, *shown[:2])], 1) if headed else None
        if starts[1:]:
            rows = self._cells_at(at, starts[1])
            found = laid(self.folded, roles, rows)
            return (found[1], starts[1]) if found else (rows, starts[1])
        return self._last_row(roles, at)

    def _row_starts(self, roles: list[str], at: int) -> list[int]:
        """Where the next rows begin, counted from `at`, told by their number or time; empty where neither column comes first."""
        if roles[0] not in ("no", "time") or (roles[0] == "time" and roles.count("time") > 1):
            return []
        first = self._number(at) or 0
        for step in range(1, MOST_LINES):
            if self._is_head(at + step):
                break
            if self._starts_row(roles, at + step, first):
                return [0, step]
        return [0]

    def _is_head(self, at: int) -> bool:
        """Whether the head row is printed again, as at the top of every page."""
        return all(self.words[at : at + 3]) and at + 3 <= len(self.lines)

    def _starts_row(self, roles: list[str], at: int, before: int) -> bool:
        if at >= len(self.lines):
            return False
        number = self._number(at)
        if roles[0] == "no":
            return number is not None and (not before or number == before + 1)
        return is_time(self.folded[self.lines[at][0] : self.lines[at][1]])

    def _cells_at(self, at: int, count: int) -> list[Span]:
        return [trim(self.folded, *line[:2]) for line in self.lines[at : at + count]]

    def _last_row(self, roles: list[str], at: int) -> tuple[list[Span], int] | None:
        """The last row has no row below to end it: the number of lines that fits the columns best, the fewest of equals."""
        most = 0
        while most < len(roles) + 10 and at + most < len(self.lines):
            line = self.lines[at + most]
            if most > 1 and (self._is_head(at + most) or _OUTSIDE.match(self.folded[line[0] : line[1]].strip()) or line[1] - line[0] > 120):
                break
            most += 1
        best: tuple[int, list[Span], int] | None = None
        for count in range(2, most + 1):
            found = laid(self.folded, roles, self._cells_at(at, count))
            if found and (best is None or found[0] > best[0]):
                best = (*found, count)
        if best:
            return best[1], best[2]
        return (self._cells_at(at, min(most, len(roles))), min(most, len(roles))) if most >= 2 else None

    def _even_row(self, roles: list[str], at: int) -> tuple[list[Span], int] | None:
        rows = self._cells_at(at, len(roles))
        timed = all(role != "time" or is_time(self.folded[cell[0] : cell[1]]) for role, cell in zip(roles, rows, strict=False))
        return (rows, len(roles)) if len(rows) == len(roles) and timed else None

    def _number(self, at: int) -> int | None:
        return number(self.folded[self.lines[at][0] : self.lines[at][1]].strip(" .、")) if at < len(self.lines) else None
