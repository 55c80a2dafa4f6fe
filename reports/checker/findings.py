"""Findings: what does not agree, where, what is printed and what would agree."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .figures import Figure, Reading

KINDS = {"sum": "合计", "share": "占比", "base": "基数", "repeat": "前后", "receipt": "回执", "other": "其他"}
SEVERITIES = {"wrong": "有误", "doubtful": "存疑", "harmless": "无碍"}
_ORDER = list(SEVERITIES)


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction; `spans` are places of the text as given, the first is where it is shown."""

    kind: str
    severity: str
    message: str
    printed: Decimal | None
    expected: Decimal | None
    spans: tuple[tuple[int, int], ...]

    def to_json(self) -> dict[str, Any]:
        """The finding as the command prints it."""
        return {
            "kind": self.kind,
            "severity": self.severity,
            "message": self.message,
            "printed": plain(self.printed),
            "expected": plain(self.expected),
            "spans": [list(span) for span in self.spans],
        }


def plain(value: Decimal | None) -> int | float | None:
    """A number as JSON has it: whole ones without a point."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def said(value: Decimal | int) -> str:
    """A number in words of a message."""
    return f"{value:f}"


def places(reading: Reading, *figures: Figure) -> tuple[tuple[int, int], ...]:
    """The places of figures in the text as given."""
    return tuple(reading.source.span(figure.start, figure.end) for figure in figures)


def merged(findings: list[Finding]) -> list[Finding]:
    """The same contradiction said once with all its places, the gravest first where they begin together."""
    spans: dict[tuple, dict] = {}
    for one in findings:
        key = (one.kind, one.severity, one.message, one.printed, one.expected)
        spans.setdefault(key, {}).update(dict.fromkeys(one.spans))
    found = [Finding(*key, tuple(where)) for key, where in spans.items()]
    return sorted(found, key=lambda one: (one.spans[0], _ORDER.index(one.severity)))
