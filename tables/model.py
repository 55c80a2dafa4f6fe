"""What a table is before it has a format, and the text of its cells."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

KINDS = ("text", "number", "date")


@dataclass(frozen=True)
class Column:
    """One column: `key` of the rows, `label` of the header, `width` in characters, `kind` = text, number or date."""

    key: str
    label: str
    width: int = 12
    kind: str = "text"

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"a column is one of {KINDS}, not {self.kind}")


@dataclass(frozen=True)
class Table:
    """A titled table. `rows` may be a generator; a key that a row lacks is an empty cell. `note` says what was filtered, as of when."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[dict]
    note: str = ""


def plain(value):
    """A cell's value as people read it: dates as 2026-05-01, moments in local time, booleans as 是/否, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def printable(value):
    """`plain` without control characters and lone surrogates, which XML cannot hold; line breaks stay."""
    text = plain(value).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(c for c in text if c == "\n" or (unicodedata.category(c) not in ("Cc", "Cs") and c not in "\ufffe\uffff"))


DANGEROUS = "=+-@＝＋－＠"
_BLANK = frozenset(filter(str.isspace, map(chr, range(0x3001))))  # of all that is blank U+3000 is the last
SUSPECT = _BLANK.union("'\ufeff\u200b\u200c\u200d\u2060", DANGEROUS)  # what a dangerous text begins with


def is_dangerous(text):
    """Whether a spreadsheet that opens a CSV file might take this text for a formula, however many ' it begins with."""
    if text[:1] not in SUSPECT:
        return False
    text = text.lstrip("'")
    if text[:1] in ("\t", "\r", "\n"):
        return True
    shown = text.lstrip().lstrip("\ufeff\u200b\u200c\u200d\u2060\u3000 ")
    return shown[:1] != "" and shown[:1] in DANGEROUS


def guarded(text):
    """A text for a CSV cell: with a leading ' where a spreadsheet would run it as a formula."""
    return "'" + text if is_dangerous(text) else text


def unguarded(text):
    """The text that `guarded` was given."""
    return text[1:] if text.startswith("'") and is_dangerous(text) else text


def as_of(day=None):
    """The note under a table: as of which day (default today) it is."""
    return f"截至{day or timezone.localdate():%Y年%-m月%-d日}"
