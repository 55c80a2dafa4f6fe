"""Rows of a table whose cells wrap over several lines, put together again where the head row makes it certain."""

import re
from functools import lru_cache

from .chars import trim
from .forms import heading_of
from .times import is_time
from .units import looks_like_unit, names_in
from .words import SURNAMES

Span = tuple[int, int]
MOST_LINES = 30
_NEVER = -99
_NUMBER = re.compile(r"(?:\d+|[一二三四五六七八九十]{1,3})[.、]*")
# What a cell does not begin or end with unless its line is torn.
_TORN_HEAD = re.compile(
    r"(?:员会|委员会|会$|[局厅处部委办]$|和|与|及|常委会|主席会|全体会|会议|协商|体委$|[局厅处部委办会院室][省市县区州])"
)
_TORN_END = re.compile(r"[、,和与及]$|政协[\u4e00-\u9fff]{1,8}(?<![委会室组处厅办院部])$")
_TORN_FORM = re.compile(r"(?:[性式的和与及]|专题|议政|主席|常委)$")
_PERSONS = re.compile(r"(?:(?!会议|协商)[\u4e00-\u9fff·]){2,12}(?:[、,\s](?:(?!会议|协商)[\u4e00-\u9fff·]){2,12}){0,6}")


@lru_cache(maxsize=8192)
def fits(role: str, shown: str) -> int:
    """How well a cell's text suits the role of its column; far below nought where it cannot stand there."""
    if not shown:
        return -8 if role in ("title", "no") else -1
    heading = heading_of(shown)
    form = bool(heading and heading.pure)
    if role == "no":
        return 3 if _NUMBER.fullmatch(shown) else _NEVER
    if role == "time":
        return 5 if is_time(shown) else -6
    if role in ("form", "when_how"):
        return (1 if _TORN_FORM.search(shown) else 4) if form else -3
    named = [shown[name.start : name.end] for name in names_in(shown, 0, len(shown)).names]
    if role in ("units", "host", "either") and (_TORN_END.search(shown) or any(map(_TORN_HEAD.match, named))):
        return -4
    units = bool(named) and all(looks_like_unit(name) for name in named)
    if role in ("units", "host", "either"):
        return 4 if units else -3
    if is_time(shown) or (form and heading and not heading.weak):
        return -4
    if role == "people":
        return (3 if shown[0] in SURNAMES else 1) if _PERSONS.fullmatch(re.sub(r"(?<=^.)\s+(?=.$)", "", shown)) and not units else -2
    return (1 if len(shown) >= 4 else -1) - 2 * units if role == "title" else 0


def _joined(folded: str, lines: list[Span]) -> str:
    return "".join(folded[a:b].strip() for a, b in lines)


def _best(folded: str, roles: list[str], lines: list[Span]) -> tuple[int, list[int]]:
    """The best score of laying the lines into the columns in order, and how many lines each column takes."""
    count = len(lines)
    scores: list[tuple[int, list[int]] | None] = [(0, [])] + [None] * count
    for role in roles:
        nexts: list[tuple[int, list[int]] | None] = [None] * (count + 1)
        for at, known in enumerate(scores):
            if known is None:
                continue
            for stop in range(at, min(count, at + 12) + 1):
                score = known[0] + fits(role, _joined(folded, lines[at:stop])) - max(0, stop - at - 1)
                if (found := nexts[stop]) is None or score > found[0]:
                    nexts[stop] = (score, [*known[1], stop - at])
        scores = nexts
    return scores[count] or (_NEVER, [])


def laid(folded: str, roles: list[str], lines: list[Span]) -> tuple[int, list[Span]] | None:
    """The cells of a row printed one cell or part of a cell to a line: (score, cells); None where the lines do not fit the columns."""
    if not lines or len(lines) > MOST_LINES:
        return None
    score, takes = _best(folded, roles, lines)
    if score <= 0:
        return None
    cells, at = [], 0
    for take in takes:
        here = lines[at : at + take]
        edge = lines[at - 1][1] if at else lines[0][0]
        cells.append(trim(folded, here[0][0], here[-1][1]) if here else (edge, edge))
        at += take
    return score, cells


def sure(folded: str, roles: list[str], lines: list[Span]) -> tuple[int, list[Span]] | None:
    """As `laid`, but only where every column has a cell that suits it."""
    found = laid(folded, roles, lines)
    suits = found and all(a < b and fits(role, folded[a:b]) > 0 for role, (a, b) in zip(roles, found[1], strict=True))
    return found if suits else None


def woven(rows: list[list[Span]], width: int) -> list[Span] | None:
    """One row from printed lines of cells: the last cell of a line goes on in the first of the next; None unless it fills the width."""
    if sum(map(len, rows)) - len(rows) + 1 != width or any(len(row) < 1 for row in rows):
        return None
    cells = list(rows[0])
    for row in rows[1:]:
        last = cells.pop()
        cells.append((min(last[0], row[0][0]), row[0][1]) if last[1] > last[0] else row[0])
        cells += row[1:]
    return cells
