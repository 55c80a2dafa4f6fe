"""A sheet as it was read, before anybody knows what its columns mean."""

from dataclasses import dataclass, field

from tables.refusals import Refused

COLUMNS = 200
HEADER_WITHIN = 20  # rows in which the header is looked for, and by which a sheet may be longer than its data


@dataclass
class Grid:
    """Raw rows from row 1 on. `faults`: {row: {column: sentence}} for cells that cannot be trusted, counted from 1;
    `obstacles`: [(last row it touches, sentence)] for merged and hidden parts; `guarded`: texts may carry the ' of our CSV export."""

    rows: list
    faults: dict = field(default_factory=dict)
    obstacles: list = field(default_factory=list)
    guarded: bool = False
    from_1904: bool = False

    def refuse_obstacles(self, header):
        """Refuse merged and hidden parts at or below the row of the header; titles above it may be merged."""
        for row, sentence in self.obstacles:
            if row >= header:
                raise Refused(sentence)


def letters(column):
    """The name of a column, counted from 1: 1 → A, 27 → AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def too_long(name, limit):
    """The refusal of a file with too many rows."""
    return Refused(f"“{name}”超过 {limit:,} 行，一次最多导入 {limit:,} 行，请分成几个文件。")


def too_wide(name):
    return Refused(f"“{name}”超过 {COLUMNS} 列，请删去多余的列。")
