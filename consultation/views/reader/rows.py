"""The items of the page as rows of plain values, and what a button does to their order."""

import re

from consultation.views.reader.forms import ReadItemForm

NAMES = tuple(ReadItemForm.base_fields)
MOST = 300
COPIED = ("kind", "section", "form")


def number_of(text):
    """The number that a button or a hidden field names; 0 for what is none."""
    return int(text) if re.fullmatch(r"[0-9]{1,4}", str(text)) else 0


def rows_of_post(post):
    """The rows as they were sent, at most `MOST`."""
    count = min(number_of(post.get("count", "")), MOST)
    return [{name: post.get(f"item-{n}-{name}", "") for name in NAMES} for n in range(1, count + 1)]


def data_of(rows):
    """Rows as the data of the item forms."""
    return {f"item-{n}-{name}": value for n, row in enumerate(rows, 1) for name, value in row.items() if value != ""}


def changed(rows, what, place):
    """The rows after a button on row `place` (from 1): up, down, remove, or add a row after it (0 = at the end)."""
    rows, at = list(rows), place - 1
    if what == "add" and len(rows) < MOST:
        before = rows[at] if 0 <= at < len(rows) else rows[-1] if rows else {}
        at = place if 0 < place <= len(rows) else len(rows)
        rows.insert(at, {name: before.get(name, "") for name in COPIED} | {"number": _next_number(rows, before)})
    elif what == "remove" and 0 <= at < len(rows):
        rows.pop(at)
    elif what == "up" and 0 < at < len(rows):
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    elif what == "down" and 0 <= at < len(rows) - 1:
        rows[at + 1], rows[at] = rows[at], rows[at + 1]
    return rows


def _next_number(rows, before):
    """The first number after the last one of the section."""
    same = [row for row in rows if all(row.get(name, "") == before.get(name, "") for name in ("kind", "section"))]
    numbers = [int(row["number"]) for row in same if re.fullmatch(r"\d{1,3}", str(row.get("number", "")))]
    return str(max(numbers, default=0) + 1)
