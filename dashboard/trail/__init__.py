"""The auditor's trail: what the move tables wrote and what the registers' own history caught, as one list by time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dashboard.trail.registers import BRANCHES
from dashboard.trail.words import changes_of, kinds, label_of, rulesets_for
from workflow.origin import CHANNELS

__all__ = ["CHANNELS", "Entry", "Page", "Wanted", "entries", "kinds"]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Wanted:
    """What is looked for: by whom (name), what kind of object, its name, the move's name, the channel, from and to a day."""

    person: str = ""
    kind: str = ""
    text: str = ""
    move: str = ""
    channel: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Entry:
    """One change; `changes` = [(field in Chinese, before, after)], `key` its place in the list."""

    key: str
    at: datetime
    by: str
    acting_for: str
    label: str
    kind: str
    subject: str
    changes: list
    reason: str
    channel: str
    remote_addr: str


@dataclass(frozen=True)
class Page:
    """Entries, newest first; `next` is the `after` of the following page, None on the last."""

    rows: list
    next: str | None


def entries(places, wanted, after=None, size=50):
    """A page of the trail of the jurisdictions `places` (ids), one query over all registers at any depth, one more for names of codes."""
    place = _place(after)
    branches = [branch.rows(number, places, wanted, place)[: size + 1] for number, branch in enumerate(BRANCHES)]
    rows = list(branches[0].union(*branches[1:], all=True).order_by("-e_at", "-e_branch", "-e_row")[: size + 1])
    rulesets = rulesets_for(rows[:size], places)
    return Page([_entry(row, rulesets) for row in rows[:size]], _key(rows[size - 1]) if len(rows) > size else None)


def _key(row):
    return f"{(row['e_at'] - EPOCH) // TICK}-{row['e_branch']}-{row['e_row']}"


def _place(after):
    """(moment, branch, row) of a key; None for what is none."""
    parts = (after or "").split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 18 for part in parts):
        return None
    moment, branch, row = map(int, parts)
    return EPOCH + TICK * moment, branch, row


def _entry(row, rulesets):
    return Entry(
        _key(row),
        row["e_at"],
        row["e_by"] or "系统",
        row["e_acting"] or "",
        label_of(row),
        kinds().get(row["e_kind"], "其他"),
        row["e_subject"] or "",
        changes_of(row, rulesets),
        row["e_reason"],
        CHANNELS.get(row["e_channel"], "其他"),
        row["e_addr"] or "",
    )
