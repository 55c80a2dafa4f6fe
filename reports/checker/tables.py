"""Tables, pasted or from a file: rows of cells apart by tabs, with their totals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from . import labels
from .bases import STEP, is_sum
from .figures import Figure, Reading
from .findings import Finding, places, said
from .tokens import UNITS, Token

_NUMBER = re.compile(rf"\(?(\d+(?:,\d{{3}})*)(?:\.0+)?(?:{UNITS})?\)?")
_SHARE = re.compile(r"\(?(\d+(?:\.\d+)?)%\)?")
_PLAIN = re.compile(r"\d+\.\d+")
_RATIO = re.compile(r"占比|比例|比重|百分比|百分率|率|%")
_ORDER = re.compile(r"序号|编号|案号|号$|年[度份]|电话|日期|时间|名次|排名")
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_MEASURE = re.compile(r"元|分数|得分|天|面积|亩|公里|万")


@dataclass(slots=True)
class Grid:
    """One table: where it stands in the flat text, and its figures by row and column."""

    start: int
    end: int
    figures: list[Figure] = field(default_factory=list)

    def columns(self) -> dict[int, list[Figure]]:
        """The counts of each column, from top to bottom."""
        found: dict[int, list[Figure]] = {}
        for figure in self.figures:
            if figure.count is not None:
                found.setdefault(figure.column, []).append(figure)
        return found


def grids(flat: str) -> list[Grid]:
    """The tables of a text that hold numbers."""
    found, block = [], []
    at = 0
    for line in flat.split("\n"):
        if "\t" in line:
            block.append((at, line))
        elif block:
            _close(found, block)
            block = []
        at += len(line) + 1
    if block:
        _close(found, block)
    return found


def _close(found: list[Grid], block: list[tuple[int, str]]) -> None:
    rows = [_cells(at, line) for at, line in block]
    last = block[-1]
    grid = Grid(block[0][0], last[0] + len(last[1]))
    head, body = _head(rows)
    kinds = _kinds(head, body)
    if len(body) < 2 or not any(kind for kind in kinds):
        return
    for number, row in enumerate(body):
        grid.figures.extend(_row_figures(len(found) * STEP + number, row, head, kinds))
    if len(grid.figures) > 1:
        found.append(grid)


def _cells(at: int, line: str) -> list[tuple[int, str]]:
    cells = []
    for cell in line.split("\t"):
        cells.append((at, cell))
        at += len(cell) + 1
    return cells


def _head(rows: list[list[tuple[int, str]]]) -> tuple[list[str], list[list[tuple[int, str]]]]:
    """The words of the head row, and the rows below it."""
    for number, row in enumerate(rows[:3]):
        words = [cell for _, cell in row]
        numeric = [word for word in words if _NUMBER.fullmatch(word) or _SHARE.fullmatch(word)]
        if len(words) > 1 and all(_YEAR.fullmatch(word) for word in numeric):
            return words, rows[number + 1 :]
    return [], rows


def _kinds(head: list[str], body: list[list[tuple[int, str]]]) -> list[str]:
    """Of each column `count`, `share` or "" by its head, else by what stands in it."""
    width = max((len(row) for row in body), default=0)
    kinds = []
    for column in range(width):
        title = head[column] if column < len(head) else ""
        cells = [row[column][1] for row in body if column < len(row) and row[column][1]]
        counted = sum(bool(_NUMBER.fullmatch(cell)) for cell in cells)
        shared = sum(bool(_SHARE.fullmatch(cell) or (_RATIO.search(title) and _PLAIN.fullmatch(cell))) for cell in cells)
        numbered = [cell for cell in cells if cell.isdigit()] == [str(n + 1) for n in range(len(cells))] and len(cells) > 1 and column == 0
        if _ORDER.search(title) or _MEASURE.search(title) or numbered:
            kinds.append("")
        elif shared and shared * 2 >= len(cells):
            kinds.append("share")
        else:
            kinds.append("share" if _RATIO.search(title) and counted else "count" if counted and counted * 2 >= len(cells) else "")
    return kinds


def _row_figures(number: int, row: list[tuple[int, str]], head: list[str], kinds: list[str]) -> Iterator[Figure]:
    name = next((cell for _, cell in row if re.search(r"[\u4e00-\u9fffA-Z]", cell) and not _NUMBER.fullmatch(cell)), "")
    column = 0
    several = kinds.count("count") > 1
    while column < min(len(row), len(kinds)):
        kind, (at, cell) = kinds[column], row[column]
        count = _count(at, cell) if kind == "count" else None
        share = _share(at, cell) if kind == "share" else None
        used = 1
        if count and column + 1 < min(len(row), len(kinds)) and kinds[column + 1] == "share":
            share = _share(*row[column + 1])
            used = 2 if share else 1
        if count or share:
            title = head[column] if column < len(head) else ""
            label = f"{name}{title}" if several or not count else name
            end = (share or count).end
            letter = labels.letter_of(name, "", 0)
            yield Figure((count or share).start, end, count, share, label, "", letter, row=number, column=column)
        column += used


def _count(at: int, cell: str) -> Token | None:
    found = _NUMBER.fullmatch(cell)
    return Token("count", Decimal(found[1].replace(",", "")), at, at + len(cell), "件") if found else None


def _share(at: int, cell: str) -> Token | None:
    found = _SHARE.fullmatch(cell) or re.fullmatch(r"(\d+(?:\.\d+)?)", cell)
    if found is None:
        return None
    return Token("share", Decimal(found[1]), at, at + len(cell), "%", len(found[1].partition(".")[2]))


def check(reading: Reading, found: list[Grid]) -> Iterator[Finding]:
    """The findings on totals of tables: a rule that most columns or rows of a table keep must hold for all of them."""
    for grid in found:
        yield from _judge(reading, _down(grid))
        yield from _judge(reading, _across(grid))


def _down(grid: Grid) -> list[tuple[Figure, list[Figure], bool]]:
    """(total, its parts, whether they agree) of each column with one row of totals at its foot or head."""
    found = []
    for figures in grid.columns().values():
        sums = [one for one in figures if is_sum(one)]
        parts = [one for one in figures if not is_sum(one) and not re.search("其中", one.label)]
        if len(sums) == 1 and len(parts) > 1 and sums[0] in (figures[0], figures[-1]):
            found.append((sums[0], parts, sum(one.value for one in parts) == sums[0].value))
    return found


def _across(grid: Grid) -> list[tuple[Figure, list[Figure], bool]]:
    """The same of each row whose last or first count is headed 合计."""
    rows: dict[int, list[Figure]] = {}
    for figure in grid.figures:
        if figure.count is not None:
            rows.setdefault(figure.row, []).append(figure)
    found = []
    for figures in rows.values():
        sums = [one for one in figures if re.search(r"(?:合计|总计|小计|总数|总件数)$", one.label)]
        if len(sums) == 1 and len(figures) > 2 and sums[0] in (figures[0], figures[-1]):
            parts = [one for one in figures if one is not sums[0]]
            found.append((sums[0], parts, sum(one.value for one in parts) == sums[0].value))
    return found


def _judge(reading: Reading, sums: list[tuple[Figure, list[Figure], bool]]) -> Iterator[Finding]:
    bad = [(total, parts) for total, parts, good in sums if not good]
    if not bad or (len(sums) > 1 and len(bad) * 2 > len(sums)):
        return
    for total, parts in bad:
        own = sum((one.value for one in parts), Decimal(0))
        added = "＋".join(said(one.value) for one in parts)
        words = f"表中“{total.label}”写 {said(total.value)}，各项 {added}＝{said(own)}，相差 {said(abs(own - total.value))}。"
        severity = "wrong" if len(sums) > 1 or abs(own - total.value) * 5 <= total.value else "doubtful"
        yield Finding("sum", severity, words, total.value, own, places(reading, total, *parts))
