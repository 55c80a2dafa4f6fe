"""Items as rows of a page: names of units by role, gaps, lateness."""

from dataclasses import dataclass
from itertools import groupby

from consultation.models import ItemState, UnitRole
from consultation.models.items import DONE_STATES, RESPONSIBLE
from consultation.statistics import gaps_of


@dataclass(frozen=True)
class Line:
    """One item of a list."""

    item: object
    units: list
    consulted: list
    hosts: list
    gaps: list
    late: bool
    lamp: dict | None


@dataclass(frozen=True)
class Part:
    """A section of a plan with its lines."""

    name: str
    lines: list


def line_of(item, lamps=None):
    """The row of an item that `with_units` (and `with_lateness`) has read, with its light where `lamps` are given (its plan was read)."""
    names = {role: [row["name"] for row in item.unit_rows if row["role"] == role] for role in UnitRole.values}
    return Line(
        item,
        [row["name"] for row in item.unit_rows if row["role"] in RESPONSIBLE],
        names[UnitRole.CONSULTED],
        names[UnitRole.HOST],
        gaps_of(item),
        getattr(item, "is_late", False),
        _lamp(item, lamps) if lamps else None,
    )


def _lamp(item, lamps):
    """The light of an item whose time counts, as `PlanItem.objects.running` asks of the database; else None."""
    runs = item.plan.is_open and item.state not in (*DONE_STATES, ItemState.POSTPONED) and item.window_end
    return lamps.of(max(item.window_end, item.plan.issued_on), item.jurisdiction_id) if runs else None


def parts_of(items):
    """The items of a plan by section, in the order of the plan."""
    grouped = groupby(items, key=lambda item: item.section or item.kind_name)
    return [Part(name, [line_of(item) for item in rows]) for name, rows in grouped]


def short_label(item):
    """Kind and number, as people cite an item: 协商3."""
    return f"{item.kind_name}{item.number}"
