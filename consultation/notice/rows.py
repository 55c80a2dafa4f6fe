"""From the rows of a table to raw items: merged cells, headings between rows, rows cut in two."""

import re
from collections.abc import Iterator
from dataclasses import replace

from .anchors import numbered
from .chars import number
from .columns import DITTO, Row, Table
from .forms import heading_of
from .grids import fits
from .outline import Part
from .raw import Context, Draft
from .times import is_time
from .units import looks_like_unit

Span = tuple[int, int]
# Columns before the title whose cells may be merged over rows, so that an empty one means the one above.
_MERGED = frozenset(("time", "form", "host", "either", "units", "people"))
_DITTO = re.compile(rf"{DITTO}|同上|[\"″]")
_SUM = re.compile(r"(?:合计|总计|小计|共计)")
_MARKED = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)|第[一二三四]季度)")


class _Rows:
    """Reads the rows of one table in order."""

    def __init__(self, folded: str, table: Table, context: Context):
        self.folded, self.table, self.context = folded, table, context
        self.base = context
        self.above: dict[int, Span] = {}
        self.last: Draft | None = None

    def drafts(self) -> Iterator[Draft]:
        """One raw item per row with a title."""
        for row in self.table.rows:
            if len(row.cells) == 1:
                self._alone(row.cells[0])
            elif draft := self._row(row):
                if self.last:
                    yield self.last
                self.last = draft
        if self.last:
            yield self.last

    def _alone(self, cell: Span) -> None:
        """A line with a single cell: a heading, or the end of the cell above."""
        shown = self.folded[cell[0] : cell[1]].strip()
        heading = heading_of(_MARKED.sub("", shown))
        last = self.last.parts[-1] if self.last and self.last.parts else None
        value = self.folded[last.spans[-1][0] : last.spans[-1][1]] if last and last.spans else ""
        cut = value.endswith(("、", ",", "和", "及")) or (
            last and last.role in ("units", "host", "either") and value and not looks_like_unit(value)
        )
        if last and cut:
            last.spans.append(cell)
        elif heading and len(shown) <= 40:
            self.above = {}
            pure = heading.pure
            turned = pure and heading.kind and heading.kind != self.base.kind
            self.context = replace(
                self.base,
                section=cell,
                kind=heading.kind if pure and heading.kind else self.base.kind,
                form=cell if pure and heading.form else None if turned else self.base.form,
                form_words=heading.form if pure and heading.form else None if turned else self.base.form_words,
                time=cell if is_time(shown) else self.base.time,
                supervisory=self.base.supervisory or heading.supervisory,
            )

    def _fitted(self, row: Row) -> list[Span]:
        """The cells of a row under the columns; a merged first cell that was left out is put back as empty."""
        cells, roles = row.cells, self.table.roles
        missing = len(roles) - len(cells)
        if missing <= 0:
            return cells[: len(roles)]
        first = self.folded[cells[0][0] : cells[0][1]]
        gap = (cells[0][0], cells[0][0])
        lead = next((place for place, role in enumerate(roles) if role not in ("time", "form", "no", "other")), 0)
        if missing <= lead and not is_time(first) and not first.strip(".、").isdigit():
            return [gap] * missing + cells
        end = (cells[-1][1], cells[-1][1])
        return cells + [end] * missing

    def _suited(self, cells: list[Span]) -> list[Span]:
        """Of a row that does not fit its columns only the cells that suit theirs."""
        pairs = zip(self.table.roles, cells, strict=False)
        return [cell if role == "title" or fits(role, self.folded[cell[0] : cell[1]]) > 0 else (cell[0], cell[0]) for role, cell in pairs]

    def _row(self, row: Row) -> Draft | None:
        cells = self._suited(row.cells) if row.doubtful else self._fitted(row)
        named = [(role, word, cell) for role, word, cell in zip(self.table.roles, self.table.words, cells, strict=False)]
        title = next((cell for role, _, cell in named if role == "title"), None)
        if (
            not title
            or _SUM.match(self.folded[title[0] : title[1]])
            or any(_SUM.match(self.folded[c[0] : c[1]].strip()) for _, _, c in named[:2])
        ):
            return None
        if title[0] == title[1] or self._is_ditto(title):
            self._more(named)
            return None
        past = numbered(self.folded[title[0] : title[1]])
        no = self._no(named) or number(self.folded[title[0] : title[0] + past].strip(" .、()"))
        draft = Draft(title[0], no, [(title[0] + past, title[1])], self.context, doubtful=row.doubtful)
        before = True
        for column, (role, word, cell) in enumerate(named):
            before &= role != "title"
            if self._is_ditto(cell) or (cell[0] == cell[1] and before and role in _MERGED):
                cell = self.above.get(column, (cell[0], cell[0]))
            if role in ("title", "no", "other") or cell[0] == cell[1]:
                continue
            self.above[column] = cell
            draft.parts.append(Part(role, word, (cell[0], cell[0]), [cell]))
        return draft

    def _is_ditto(self, cell: Span) -> bool:
        return bool(_DITTO.fullmatch(self.folded[cell[0] : cell[1]]))

    def _no(self, named: list[tuple[str, str, Span]]) -> int | None:
        cell = next((cell for role, _, cell in named if role == "no"), None)
        return number(self.folded[cell[0] : cell[1]].strip(" .、()")) if cell else None

    def _more(self, named: list[tuple[str, str, Span]]) -> None:
        """A row without a title carries on the one above; a lone time or form in it begins a merged block."""
        for column, (role, word, cell) in enumerate(named):
            if cell[0] == cell[1] or self._is_ditto(cell):
                continue
            if role in ("units", "host", "either", "people", "notes") and self.last:
                self.last.parts.append(Part(role, word, (cell[0], cell[0]), [cell]))
            elif role in ("time", "form"):
                self.above[column] = cell


def row_drafts(folded: str, table: Table, context: Context) -> Iterator[Draft]:
    """The raw items of a table under the headings above it."""
    yield from _Rows(folded, table, context).drafts()
