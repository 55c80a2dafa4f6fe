"""Figures that are only said in words: 其余全部表示满意, 全部办结, 未收到不满意回执."""

import re
from collections.abc import Iterator
from decimal import Decimal

from .bases import RECEIPT, is_total, is_whole
from .figures import Figure, Reading
from .tokens import Token

_REST = re.compile(
    r"其余(?:的)?(?:\d+件)?(?:提案|回执|委员|提案者)?(?:全部|均|都|皆)?(?:对[^,。;]{0,12}?)?(?:表示|为|评价为|反馈)?(?P<what>满意|基本满意|理解)"
)
_ALL = re.compile(
    r"(?:已?全部|均已?|都已|已)(?:在规定时[限间]内|按[期时要求规定]{1,4}|如期|书面)*(?P<what>办结|办复|办理完毕|办理办结|办理答复|答复完毕|答复|办理回复)(?!率|函|\d)"
)
_WHOLE = re.compile(r"全部|均|都已|所有|件件")
_NONE = re.compile(r"(?:未收到|没有|无|未出现|未有)(?P<what>不满意)(?:的)?(?:回执|件|情况|意见|反馈|评价)?(?!率)")


def said_in_words(reading: Reading) -> Iterator[Figure]:
    """The figures of the text that have no number of their own."""
    flat = reading.source.flat
    for found in _REST.finditer(flat):
        total, others = _of_sentence(reading, found.start())
        if total is None:
            continue
        rest = total.value - sum((one.value for one in others), Decimal(0))
        if rest >= 0:
            yield _figure(found, Token("count", rest, *found.span(), total.count.unit), None, found["what"], total.value)
    for found in _ALL.finditer(flat):
        if not _WHOLE.search(flat[max(reading.sentence_start(found.start()), found.start() - 40) : found.end()]):
            continue
        total = _total_before(reading, found.start())
        if total is not None:
            hundred = Token("share", Decimal(100), *found.span(), "%")
            yield _figure(found, Token("count", total.value, *found.span(), total.count.unit), hundred, found["what"], total.value)
    for found in _NONE.finditer(flat):
        yield _figure(found, Token("count", Decimal(0), *found.span(), "件"), None, found["what"], None)


def _figure(found: re.Match, count: Token, share: Token | None, label: str, base: Decimal | None) -> Figure:
    return Figure(found.start(), found.end(), count, share, label, base=base, implied=True)


def _of_sentence(reading: Reading, place: int) -> tuple[Figure | None, list[Figure]]:
    """The total of receipts or cases a sentence begins with, and the counts between it and a place."""
    start = reading.sentence_start(place)
    inside = [one for one in reading.ahead(place, start) if one.count is not None]
    totals = [one for one in inside if is_total(one) or RECEIPT.search(one.label)]
    if not totals:
        return None, []
    total = max(totals, key=lambda one: one.value)
    others = [one for one in inside if one.start > total.start and one.value < total.value]
    return (None, []) if total.approximate or any(one.approximate for one in others) else (total, others)


def _total_before(reading: Reading, place: int) -> Figure | None:
    """The last total of cases before a place in its paragraph."""
    cases = [one for one in reading.ahead(place) if one.count is not None and one.count.unit == "件"]
    named = [one for one in cases if is_whole(one) and not one.approximate]
    return named[-1] if named else None
