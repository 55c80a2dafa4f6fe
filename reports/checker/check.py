"""The check of a text: its figures and what does not agree among them."""

from dataclasses import dataclass
from typing import Any

from . import receipts, repeats, shares, sums, tables, unmarked
from .figures import Figure, Reading, read
from .findings import Finding, merged, plain
from .source import source_of
from .words import said_in_words


@dataclass(frozen=True, slots=True)
class Checked:
    """A text, its figures in order and the findings."""

    reading: Reading
    findings: tuple[Finding, ...]

    @property
    def text(self) -> str:
        """The text as given."""
        return self.reading.source.text

    def span(self, figure: Figure) -> tuple[int, int]:
        """The place of a figure in the text as given."""
        return self.reading.source.span(figure.start, figure.end)

    def to_json(self) -> dict[str, Any]:
        """The object of `check_figures --json`."""
        return {"figures": [self._figure(one) for one in self.reading.figures], "findings": [one.to_json() for one in self.findings]}

    def _figure(self, figure: Figure) -> dict[str, Any]:
        start, end = self.span(figure)
        return {
            "text": self.text[start:end],
            "count": plain(figure.part if figure.count is None else figure.value),
            "share": plain(figure.share.value) if figure.share else None,
            "base": plain(figure.base),
            "label": figure.label,
            "span": [start, end],
        }


def check(text: str) -> Checked:
    """Reads a text and checks its figures against each other. Nothing is stored, no database is needed."""
    source = source_of(text)
    found_tables = tables.grids(source.flat)
    reading = read(source, [(grid.start, grid.end) for grid in found_tables])
    reading.add(figure for grid in found_tables for figure in grid.figures)
    found = [
        *tables.check(reading, found_tables),
        *shares.check(reading),
        *shares.lists(reading),
        *shares.rates(reading),
        *sums.check(reading),
        *unmarked.check(reading),
    ]
    reading.add(list(said_in_words(reading)))
    found += [*receipts.check(reading), *repeats.check(reading)]
    shares.alone(reading)
    return Checked(reading, tuple(merged(found)))
