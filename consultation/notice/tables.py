"""Tables: tab-separated rows, Markdown rows, blank-separated rows and lists with one cell to a line, all as rows of cells."""

import re
from collections.abc import Iterator

from .anchors import roles_in
from .chars import trim
from .columns import Row, Table, head_of, plain_word
from .forms import heading_of
from .grids import laid, woven
from .stacks import OUTSIDE, Stacks
from .times import is_time
from .units import looks_like_unit

Span = tuple[int, int]
Line = tuple[int, int, bool]
_RULE = re.compile(r"[\s|:\-+=—]{3,}")
_TELLING = frozenset(("time", "form", "units", "host", "either", "when_how"))


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
    width = len(rows[0]) if rows else 0
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
        self.ahead = 0
        self.stacks = Stacks(folded, lines)

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
            if found := self._head(at):
                return self._with_head(found[0], at, found[1])
            return self._without_head(at)
        return self._spaced(at) or self.stacks.table(at) or (None, at)

    def _head(self, at: int) -> tuple[tuple[list[str], list[str]], int] | None:
        """The head row that begins at a line and how many lines it takes: of a numbered table its words may be cut at line ends."""
        rows = [_cells(self.folded, *self.lines[at][:2])]
        alone = head_of(self.folded, rows[0])
        if self._numbered_below(alone, at + 1):
            return alone and (alone, 1)
        for line in self.lines[at + 1 : at + 5]:
            rows.append(_cells(self.folded, *line[:2]))
            cells = woven(rows, sum(map(len, rows)) - len(rows) + 1)
            head = head_of(self.folded, cells) if cells else None
            if self._digits(rows[-1][0]):
                break
            if head and None not in roles_in(head[1][1:]) and self._numbered_below(head, at + len(rows)):
                return head, len(rows)
        return alone and (alone, 1)

    def _numbered_below(self, head: tuple[list[str], list[str]] | None, at: int) -> bool:
        """Whether a row with a number stands below a head that has a column for it, as wide as the head."""
        if not head or head[0][0] != "no" or at >= len(self.lines):
            return False
        cells = _cells(self.folded, *self.lines[at][:2])
        return self._digits(cells[0]) and (len(cells) == len(head[0]) or self._woven(at, len(head[0])) is not None)

    def _with_head(self, head: tuple[list[str], list[str]], at: int, taken: int) -> tuple[Table | None, int]:
        table, at = Table(self.lines[at][0], *head), at + taken
        while at < len(self.lines):
            line = self.lines[at]
            if table.roles[0] == "no" and (found := self._woven(at, len(table.roles))):
                table.rows.append(Row(found[0]))
                at += found[1]
                continue
            if _is_row(self.folded, line):
                cells = _cells(self.folded, *line[:2])
                if not _RULE.fullmatch(self.folded[line[0] : line[1]]) and not head_of(self.folded, cells):
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
        if not value or (heading and heading.pure) or value.endswith("。") or OUTSIDE.match(shown):
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
        labelled = sum(role is not None for role in roles_in([plain_word(self.folded[a:b]) for a, b in rows[0]])) * 2 > len(rows[0])
        if head := _guessed(self.folded, rows[labelled:]):
            return Table(self.lines[at][0], *head, [Row(row) for row in rows[labelled:]]), at + len(rows)
        self.ahead = stop
        return None, at

    def _spaced(self, at: int) -> tuple[Table, int] | None:
        """Rows whose cells stand apart by blanks, under a head row of at least three labels."""
        start, end, _ = self.lines[at]
        if end - start > 120 or " " not in self.folded[start:end].strip():
            return None
        cells = self._words(start, end)
        head = head_of(self.folded, cells) if len(cells) >= 3 else None
        if not head or any(role == "other" for role in head[0]):
            return None
        table, at = Table(start, *head), at + 1
        while at < len(self.lines) and (row := self._spaced_row(head[0], at)):
            table.rows.append(row)
            at += 1
        return (table, at) if table.rows else None

    def _spaced_row(self, roles: list[str], at: int) -> Row | None:
        """A line cut at its blanks: as many words as columns, or words that fit them when laid in order; else a heading between rows."""
        words = self._words(*self.lines[at][:2])
        if len(words) == len(roles):
            return Row(words)
        if 3 <= len(words) <= 2 * len(roles) and (found := laid(self.folded, roles, words)):
            return Row(found[1])
        if len(words) < 3 and at + 1 < len(self.lines) and len(self._words(*self.lines[at + 1][:2])) >= len(roles):
            return Row([trim(self.folded, *self.lines[at][:2])])
        return None

    def _words(self, start: int, end: int) -> list[Span]:
        return [(start + found.start(), start + found.end()) for found in re.finditer(r"\S+", self.folded[start : min(end, start + 400)])]
