"""The check of a text: its figures and what does not agree among them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from . import shares
from .figures import Figure, Reading, read
from .findings import Finding, merged, plain
from .source import source_of


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
            "count": plain(figure.value),
            "share": plain(figure.share.value) if figure.share else None,
            "base": plain(figure.base),
            "label": figure.label,
            "span": [start, end],
        }


def check(text: str) -> Checked:
    """Reads a text and checks its figures against each other. Nothing is stored, no database is needed."""
    reading = read(source_of(text))
    found = list(shares.check(reading))
    return Checked(reading, tuple(merged(found)))


def wrong(checked: Checked) -> list[Finding]:
    """The contradictions that are certain."""
    return [one for one in checked.findings if one.severity == "wrong"]


__all__ = ["Checked", "Decimal", "check", "wrong"]
