"""Tables printed with one cell, or part of a cell, to a line: a run of label words, then the values in the same order."""

import re
from functools import cache

from .anchors import roles_in
from .chars import number, trim
from .columns import Row, Table, head_of, plain_word
from .forms import heading_of
from .grids import MOST_LINES, laid, sure
from .times import is_time
from .words import ROLE, WEAK

Span = tuple[int, int]
Line = tuple[int, int, bool]
OUTSIDE = re.compile(
    r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|注\s?:|备注|附|第[一二三四]季度|"
    r".*20\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日$|.*办公[室厅]$"
)
_WIDEST = 12
_LONGEST_WORD = 14
_MARKED = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))")


def _cost(word: str, lines: int = 1) -> int | None:
    """How doubtful it is that a word printed over so many lines is a head cell; None for what is no label at all."""
    if word == "序":
        return 1
    if not 2 <= len(word) <= _LONGEST_WORD or roles_in([word])[0] is None:
        return None
    return (1 if word in WEAK else 0) if word in ROLE else 3 * lines


class Stacks:
    """Finds the stacked tables in the lines of a text."""

    def __init__(self, folded: str, lines: list[Line]):
        self.folded, self.lines = folded, lines
        self.words_end = 0
        self.head = 0

    def table(self, at: int) -> tuple[Table, int] | None:
        """The table that begins at a line and the line behind it; None where none begins."""
        if at < self.words_end:
            return None
        spans, stop = self._head_cells(at)
        if len(spans) > _WIDEST:
            self.words_end = stop
            return None
        head = head_of(self.folded, spans) if len(spans) >= 3 else None
        if not head:
            return None
        table, self.head = Table(self.lines[at][0], *head), stop - at
        key = head[0].index("no") if "no" in head[0] else 0
        stop = self._keyed_rows(table, key, stop) if key else self._rows(table, stop)
        return (table, stop) if table.rows else None

    def _shown(self, at: int) -> str:
        return self.folded[self.lines[at][0] : self.lines[at][1]].strip() if at < len(self.lines) else ""

    def _head_cells(self, at: int) -> tuple[list[Span], int]:
        """The cells of a head row, whose words may be cut over lines (`参加⏎单位`), and the line behind it; the surest reading wins."""
        best: dict[int, tuple[int, list[Span]]] = {0: (0, [])}
        done = 0
        while done in best or done + 1 in best or done + 2 in best:
            for take in (1, 2, 3) if done in best and done < 3 * _WIDEST else ():
                words = [self._shown(place) for place in range(at + done, at + done + take)]
                if not all(0 < len(word) <= _LONGEST_WORD for word in words):
                    break
                cost = _cost(plain_word("".join(words)), take)
                if cost is not None and ((known := best.get(done + take)) is None or best[done][0] + cost < known[0]):
                    cell = trim(self.folded, self.lines[at + done][0], self.lines[at + done + take - 1][1])
                    best[done + take] = (best[done][0] + cost, [*best[done][1], cell])
            done += 1
        return best[max(best)][1], at + max(best)

    def _rows(self, table: Table, at: int) -> int:
        """Rows told apart by a number or time in the first column, or by their even length."""
        while at < len(self.lines) and (found := self._row(table.roles, at)):
            table.rows += found[0]
            at += found[1]
        return at

    def _row(self, roles: list[str], at: int) -> tuple[list[Row], int] | None:
        """The next row, or rows of one time, and how many lines they take: up to the next first cell, or where the lines fit best."""
        if roles[0] not in ("no", "time") or (roles[0] == "time" and roles.count("time") > 1):
            return self._even_row(roles, at)
        if len(self._shown(at)) <= 40 and not self._starts_row(roles, at, 0):
            headed = heading_of(self._shown(at)) and self._starts_row(roles, at + 1, 0)
            return ([Row([trim(self.folded, *self.lines[at][:2])])], 1) if headed else None
        step = self._next_row(roles, at)
        for lines in [step] if step else range(self._most(roles, at), len(roles), -1):
            if roles[0] == "time" and (rows := self._several(roles, at, lines)):
                return rows, lines
        found = self._laid(roles, at, step) if step else self._last_row(roles, at)
        return ([found[0]], found[1]) if found else None

    def _several(self, roles: list[str], at: int, count: int) -> list[Row]:
        """The rows of a block of lines whose first cell, a time, is merged over them; empty where they do not fit without doubt."""

        @cache
        def best(done: int) -> tuple[int, list[Row]] | None:
            columns = roles[1:] if done else roles
            found: tuple[int, list[Row]] | None = None
            for take in range(len(columns), min(count - done, len(columns) + 6) + 1):
                row = sure(self.folded, columns, self._lines(at + done, take))
                below = (0, []) if done + take == count else best(done + take) if row else None
                if row and below and (found is None or row[0] + below[0] > found[0]):
                    cells = row[1] if not done else [(row[1][0][0],) * 2, *row[1]]
                    found = (row[0] + below[0], [Row(cells), *below[1]])
            return found

        rows = best(0) if count >= 2 * len(roles) - 1 else None
        return rows[1] if rows and len(rows[1]) > 1 else []

    def _laid(self, roles: list[str], at: int, step: int) -> tuple[Row, int]:
        """A row of that many lines, less the heading of the next block that may stand at its end."""
        if step > 2 and self._is_heading(at + step - 1):
            step -= 1
        lines = self._lines(at, step)
        found = laid(self.folded, roles, lines)
        return (Row(found[1]) if found else Row(lines, doubtful=True)), step

    def _keyed_rows(self, table: Table, key: int, at: int) -> int:
        """Rows whose number stands behind other cells, merged or not: what stands before a number belongs to its row."""
        roles = table.roles
        step = next((n for n in range(MOST_LINES) if self._number(at + n) is not None), None)
        if step is None:
            return at
        lead = self._lead(roles[:key], at, step)
        at += step
        turned = roles[key:] + roles[:key]
        while self._number(at) is not None:
            step = self._next_row(["no"], at)
            row, taken = self._laid(turned, at, step) if step else self._last_row(roles[key:], at) or (None, 0)
            if not row:
                break
            if row.doubtful:
                table.rows.append(row)
                lead = self._lead(roles[:key], at, 0)
            else:
                own = len(roles) - key
                table.rows.append(Row(lead + row.cells[:own]))
                lead = row.cells[own:]
            at += taken
        return at

    def _lead(self, roles: list[str], at: int, count: int) -> list[Span]:
        lines = self._lines(at, count)
        found = laid(self.folded, roles, lines) if lines else None
        edge = self.lines[at][0] if at < len(self.lines) else len(self.folded)
        return found[1] if found else [(edge, edge)] * len(roles)

    def _next_row(self, roles: list[str], at: int) -> int:
        """How many lines below the next row begins, told by its number or time; 0 where none follows."""
        first = self._number(at) or 0
        for step in range(1, MOST_LINES):
            if self._is_head(at + step):
                break
            if self._starts_row(roles, at + step, first):
                return step
        return 0

    def _is_head(self, at: int) -> bool:
        """Whether the head row is printed again, as at the top of every page."""
        return at + 3 <= len(self.lines) and all(_cost(plain_word(self._shown(at + n))) is not None for n in range(3))

    def _is_heading(self, at: int) -> bool:
        """Whether a line between rows is the heading of the rows below it: marked with a number or a count."""
        shown = self._shown(at)
        heading = heading_of(_MARKED.sub("", shown))
        return bool(heading and heading.pure and (_MARKED.match(shown) or heading.count is not None))

    def _starts_row(self, roles: list[str], at: int, before: int) -> bool:
        if at >= len(self.lines):
            return False
        if roles[0] == "no":
            number = self._number(at)
            return number is not None and (not before or number == before + 1)
        return is_time(self._shown(at))

    def _lines(self, at: int, count: int) -> list[Span]:
        return [trim(self.folded, *line[:2]) for line in self.lines[at : at + count]]

    def _last_row(self, roles: list[str], at: int) -> tuple[Row, int] | None:
        """The last row has no row below to end it: the number of lines that fits the columns best, the fewest of equals."""
        most = self._most(roles, at)
        best: tuple[int, list[Span], int] | None = None
        for count in range(2, most + 1):
            found = laid(self.folded, roles, self._lines(at, count))
            if found and (best is None or found[0] > best[0]):
                best = (*found, count)
        if best:
            return Row(best[1]), best[2]
        count = min(most, len(roles))
        return (Row(self._lines(at, count), doubtful=True), count) if most >= 2 else None

    def _most(self, roles: list[str], at: int) -> int:
        """How many lines the last row can take at most."""
        most = 0
        while most < len(roles) + 10 and at + most < len(self.lines):
            shown = self._shown(at + most)
            if most > 1 and (self._is_head(at + most) or self._is_outside(shown) or len(shown) > 120):
                break
            most += 1
        return most

    def _is_outside(self, shown: str) -> bool:
        return bool(OUTSIDE.match(shown)) and not is_time(shown)

    def _even_row(self, roles: list[str], at: int) -> tuple[list[Row], int] | None:
        cells = self._lines(at, len(roles))
        timed = all(role != "time" or is_time(self.folded[cell[0] : cell[1]]) for role, cell in zip(roles, cells, strict=False))
        return ([Row(cells)], len(roles)) if len(cells) == len(roles) and timed else None

    def _number(self, at: int) -> int | None:
        return number(self._shown(at).strip(" .、")) if at < len(self.lines) else None
