"""The section on which leaders preside over and attend the activities of the plan (领导同志出席…安排)."""

import re

from .chars import clean

Span = tuple[int, int]
_MARK = re.compile(r"\s*([一二三四五六七八九十]{1,3}\s?[、.]|[(][一二三四五六七八九十]{1,3}[)]|\d{1,2}\s?[、.])")
_HEADING = re.compile(r"(?=.*领导)(?=.*(?:出席|参加|主持)).{4,50}(?:安排|事宜|要求)")
_LONGEST = 4_000


def attendance_of(text: str, folded: str, lines: list[Span]) -> str | None:
    """The lines below the heading on who presides and attends, as printed, one per line; None where the notice has no such section.

    The section ends at the next heading numbered in the same style, and before 4,000 characters.
    """
    for index, (start, end) in enumerate(lines):
        mark = _MARK.match(folded, start, end)
        if mark and _HEADING.fullmatch(folded[mark.end() : end].strip()):
            found = list(_below(folded, lines[index + 1 :], _style(mark[1])))
            return "\n".join(clean(text, folded, *span) for span in found)[:_LONGEST] or None
    return None


def _below(folded: str, lines: list[Span], style: str):
    """The paragraphs up to the next heading of a style; a line without a number that follows no full stop goes on with the one above."""
    start = stop = None
    for line in lines:
        mark = _MARK.match(folded, *line)
        if mark and _style(mark[1]) == style:
            break
        if start is not None and (mark or folded[:stop].rstrip().endswith(("。", ";"))):
            yield start, stop
            start = None
        start, stop = line[0] if start is None else start, line[1]
    if start is not None:
        yield start, stop


def _style(mark: str) -> str:
    """The kind of number a mark is."""
    return "(" if mark.startswith("(") else "digit" if mark[0].isdigit() else "han"
