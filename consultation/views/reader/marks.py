"""The source text cut at the places the items were read from."""

from dataclasses import dataclass

from documents.marking import cut

FIELDS = {
    "title": ("题目", "title"),
    "units": ("单位", "responsible"),
    "organizer": ("承办部门", "hosts"),
    "form": ("方式", "form"),
    "time": ("时间", "time_text"),
    "contents": ("主要内容", "contents"),
    "notes": ("备注", "notes"),
    "attendance": ("出席安排", "attendance"),
    "section": ("所在部分", "section"),
}


@dataclass(frozen=True)
class Piece:
    """A stretch of the text; `item` (from 1) and `field` say what was read from it, 0 and "" where nothing was."""

    text: str
    item: int = 0
    field: str = ""
    label: str = ""
    first: bool = False


def pieces_of(text, found):
    """The whole text as pieces. `found`: [(number of the item on the page, its `ItemReading`)]; what overlaps is marked once."""
    spans = sorted(
        (start, rank, end, number, name) for number, item in found for rank, (name, start, end) in enumerate(_spans(item)) if start >= 0
    )
    pieces, seen = [], set()
    for words, what in cut(text, [(start, end, (number, name)) for start, _, end, number, name in spans]):
        if what is None:
            pieces.append(Piece(words))
            continue
        number, name = what
        label, field = FIELDS[name]
        pieces.append(Piece(words, number, field, f"第 {number} 项：{label}", number not in seen))
        seen.add(number)
    return pieces


def _spans(item):
    """(field, start, end) of an item, the title first; units one by one where the reader tells them apart."""
    for name in FIELDS:
        if name == "units" and item.unit_spans:
            yield from (("units", *span) for span in item.unit_spans)
        elif name in item.source:
            yield name, *item.source[name]
