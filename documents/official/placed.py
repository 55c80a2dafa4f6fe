"""What stands where on a page: the result of composing, drawn by pdf.py. Points from the top left corner of the page."""

from dataclasses import dataclass

from .lines import Run


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `top` is the upper edge of the em box, `narrow` a horizontal scale."""

    runs: tuple[Run, ...]
    x: float
    top: float
    size: float
    spacing: float = 0.0
    red: bool = False
    narrow: float = 1.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A paragraph or what of it stands on this page; `role` is an HTML element name."""

    role: str
    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line; `top` is its upper edge."""

    x: float
    top: float
    width: float
    thickness: float
    red: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """Composed lines of one table cell."""

    lines: tuple[tuple[tuple[Run, ...], float], ...]  # runs and spacing of each line
    header: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True)
class TablePart:
    """The part of a table on one page: column widths, and height and cells of each row."""

    x: float
    top: float
    widths: tuple[float, ...]
    rows: tuple[tuple[float, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page; `number` is its page number or None where none is printed."""

    items: tuple[Mark | Rule | TablePart, ...]
    number: int | None
