"""Columns of a table: what its head row says stands under it."""

import re
from dataclasses import dataclass, field

from .anchors import roles_in

Span = tuple[int, int]
# A cell that repeats the one above it; files.py writes it for cells merged over rows.
DITTO = "〃"
_NAMED = frozenset(("title", "contents"))


@dataclass(slots=True)
class Row:
    """One row: its cells (empty spans for empty ones); a single cell is a heading between rows.

    `doubtful` when its lines do not fit the columns, so that a cell may stand under the wrong one.
    """

    cells: list[Span]
    doubtful: bool = False


@dataclass(slots=True)
class Table:
    """A table: the role and word of each column, and its rows in order."""

    start: int
    roles: list[str]
    words: list[str]
    rows: list[Row] = field(default_factory=list)


def plain_word(shown: str) -> str:
    """A head cell's word without blanks, colon and bracket."""
    return re.sub(r"\s|[:*]|\(.*?\)", "", shown)


def head_of(folded: str, cells: list[Span]) -> tuple[list[str], list[str]] | None:
    """Roles and words of a head row; None for any other row."""
    words = [plain_word(folded[a:b]) for a, b in cells]
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
