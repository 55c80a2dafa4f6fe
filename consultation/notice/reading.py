"""What a reading of a notice is made of."""

from dataclasses import dataclass, field
from typing import Any

Span = tuple[int, int]
# The longest text that is read, in characters; longer ones are refused where they come in.
MAX_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the secretary has to look at. `item` counts from 1 over all items, None for the whole; level is warning or info."""

    code: str
    item: int | None
    message: str
    level: str = "warning"


@dataclass(frozen=True, slots=True)
class ItemReading:
    """One item of a plan, every value as printed; `source` maps field names to spans of the text as given.

    `units` are 责任单位/协商部门 in order, `organizer` the hosting bodies of the 政协; `unit_spans` and `unit_sides` (`lead`, `co` or "")
    run beside `units`. `attendance` holds (label, text) of leaders and people, `contents` the lines of 主要内容.
    """

    kind: str
    no: int | None
    title: str
    units: tuple[str, ...] = ()
    organizer: tuple[str, ...] = ()
    form: str | None = None
    time: str | None = None
    supervisory: bool = False
    notes: tuple[str, ...] = ()
    section: str | None = None
    source: dict[str, Span] = field(default_factory=dict)
    unit_spans: tuple[Span, ...] = ()
    unit_sides: tuple[str, ...] = ()
    attendance: tuple[tuple[str, str], ...] = ()
    contents: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The item as the command prints it."""
        return {
            "kind": self.kind,
            "no": self.no,
            "title": self.title,
            "units": list(self.units),
            "organizer": list(self.organizer),
            "form": self.form,
            "time": self.time,
            "supervisory": self.supervisory,
            "notes": list(self.notes),
            "section": self.section,
            "source": {name: list(span) for name, span in self.source.items()},
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """A notice as read: facts of the document, items in order, gaps, the totals the notice states, and the text itself."""

    doc: dict[str, Any]
    items: tuple[ItemReading, ...]
    gaps: tuple[Gap, ...]
    stated_totals: dict[str, int | str]
    text: str

    def to_json(self) -> dict[str, Any]:
        """The object of `read_notice --json`."""
        return {
            "doc": self.doc,
            "items": [item.to_json() for item in self.items],
            "gaps": [{"code": gap.code, "item": gap.item, "message": gap.message, "level": gap.level} for gap in self.gaps],
            "stated_totals": self.stated_totals,
        }
