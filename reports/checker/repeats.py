"""The same figure in several places, growth against last year, and shares that no share can be."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from .bases import is_past, is_total
from .figures import WINDOW, Figure, Reading
from .findings import Finding, places, said
from .fitting import rounded, step

_KEY = re.compile(r"重点提案|重点督办|督办提案|回头看|转化|结转|跟踪")
_PROPOSAL, _CONGRESS = re.compile(r"提案"), re.compile(r"(?:代表|人大|议案)[^,。;]{0,6}建议|代表建议|人大议?案?建议|议案建议")
_AGAIN = re.compile(r"(?<!\d)(\d{2,5})件(?:政协|委员|政协委员)?提案(?:已经?全部|全部|均|都)[^,。;\d]{0,12}(?:办复|办结|办理完毕|答复|回复)")
_GROWTH = re.compile(
    r"[比较同](?:去年|上年|上一年|往年)?(?:同期)?[^,。;\d]{0,6}(?P<way>增加|多|增长|减少|少|下降)了?(?P<n>\d+)(?:件|条|份)[,(]?"
    r"(?:同比|上升|增幅|降幅|比例)?[^,。;\d]{0,6}(?P<way2>增长|上升|提高|增幅|下降|减少|降幅|降低)(?:为|达|了)?(?P<p>\d+(?:\.\d+)?)%"
)
_FROM_TO = re.compile(
    r"[由从](?:[^,。;\d]{0,12})(?P<a>\d+(?:\.\d+)?)%[^,。;\d]{0,8}(?P<way>提高|上升|增加|提升|增长|下降|降低|降)(?:到|至|为)(?:今年的|目前的)?(?P<b>\d+(?:\.\d+)?)%"
    r"[,(]?[^,。;\d]{0,8}?(?P<c>\d+(?:\.\d+)?)个百分点"
)
_MAY_EXCEED = re.compile(r"增|超|完成|计划|目标|任务|提高|上升|同比|是|扩大|翻")
_BOUNDED = re.compile(r"占|率$|满意|比例|比重")


def check(reading: Reading) -> Iterator[Finding]:
    """The findings on repeats, growth and impossible shares."""
    yield from _letters(reading)
    yield from _totals(reading)
    yield from _growth(reading)
    yield from _points(reading)
    yield from _over(reading)


def scope(reading: Reading, figure: Figure) -> str | None:
    """Of what a class of results speaks: `proposals`, `congress` or `both`; None where of an earlier year or of key proposals alone."""
    lead = reading.source.flat[max(0, figure.start - 160) : figure.start]
    own = reading.lead(figure) + figure.label
    if is_past(reading, figure) or _KEY.search(own):
        return None
    last_proposal = max((found.start() for found in _PROPOSAL.finditer(lead)), default=-1)
    last_congress = max((found.start() for found in _CONGRESS.finditer(lead)), default=-1)
    return "proposals" if last_congress < 0 else "congress" if last_congress > last_proposal else "both"


def _letters(reading: Reading) -> Iterator[Finding]:
    """A class of results that has one count here and another there."""
    seen: dict[tuple, list[Figure]] = {}
    for figure in reading.figures:
        if figure.letter and figure.count and figure.count.unit == "件" and not figure.approximate and figure.row < 0:
            place = scope(reading, figure)
            if place == "proposals":
                seen.setdefault((figure.letter, place), []).append(figure)
    for figures in seen.values():
        first = figures[0]
        for other in figures[1:]:
            if _meant_alike(reading, first, other):
                yield from _differ(reading, first, other)


def _meant_alike(reading: Reading, first: Figure, other: Figure) -> bool:
    """Whether two mentions of a class mean the same cases: of one base, in different paragraphs."""
    if reading.paragraph(first.start) == reading.paragraph(other.start):
        return False
    if first.base is not None and other.base is not None and first.base != other.base:
        return False
    mine, yours = _total_near(reading, first), _total_near(reading, other)
    if mine is not None and yours is not None and mine != yours:
        return False
    return (first.share is None) == (other.share is None) or first.value != other.value


def _total_near(reading: Reading, figure: Figure) -> Decimal | None:
    """The last total before a figure in its paragraph."""
    found = [one for one in reading.ahead(figure.start) if is_total(one) and one.count.unit == "件" and not one.implied]
    return found[-1].value if found else None


def _differ(reading: Reading, first: Figure, other: Figure) -> Iterator[Finding]:
    if first.value != other.value:
        severity = "wrong" if _same_words(first, other) else "doubtful"
        words = f"{first.letter}类前面写 {said(first.value)} 件，这里写 {said(other.value)} 件。"
        yield Finding("repeat", severity, words, other.value, first.value, places(reading, other, first))
    elif first.share and other.share and first.share.digits == other.share.digits and first.share.value != other.share.value:
        words = f"{first.letter}类占比前面写 {said(first.share.value)}%，这里写 {said(other.share.value)}%。"
        yield Finding("repeat", "wrong", words, other.share.value, first.share.value, places(reading, other, first))


def _same_words(first: Figure, other: Figure) -> bool:
    """Whether the two are near in number or in words, so that one is a slip of the other."""
    if first.share and other.share and first.share.value == other.share.value:
        return True
    mine, yours = set(first.label), set(other.label)
    return len(mine & yours) * 10 >= len(mine | yours) * 6 and abs(first.value - other.value) * 5 <= max(first.value, other.value)


def _totals(reading: Reading) -> Iterator[Finding]:
    """A total that comes again with another number: 197 at first, 196件提案已全部办结 later."""
    values = [one for one in reading.figures if one.count and one.count.unit == "件" and not one.implied]
    counts = Counter(one.value for one in values)
    known = [one for one in values if is_total(one) and not one.approximate]
    for found in _AGAIN.finditer(reading.source.flat):
        again = next((one for one in reading.after(found.start(), found.end()) if one.count and not one.implied), None)
        if again is None or again.approximate or is_past(reading, again) or again.letter:
            continue
        others = [one for one in known[:WINDOW] if one is not again and one.start < again.start]
        if not others or counts[again.value] > 1 or _combined(again.value, [one.value for one in values[:40] if one is not again]):
            continue
        main = min(others, key=lambda one: abs(one.value - again.value))
        if abs(main.value - again.value) * 10 <= main.value:
            words = f"前面“{main.label}” {said(main.value)} 件，这里写 {said(again.value)} 件。"
            yield Finding("repeat", "wrong", words, again.value, main.value, places(reading, again, main))


def _combined(value: Decimal, counts: list[Decimal]) -> bool:
    """Whether a number is the sum or difference of two others of the text."""
    known = set(counts)
    return any(value - one in known or value + one in known for one in known)


def _growth(reading: Reading) -> Iterator[Finding]:
    for found in _GROWTH.finditer(reading.source.flat):
        now = reading.ahead(found.start(), reading.sentence_start(found.start()))
        now = [one for one in now if one.count and not one.approximate and one.share is None]
        more, printed = Decimal(found["n"]), Decimal(found["p"])
        digits = len(found["p"].partition(".")[2])
        grown = found["way"] in ("增加", "多", "增长")
        fits = [one for one in now if (before := one.value - more if grown else one.value + more) > 0]
        if not fits or any(_about(more, one.value - more if grown else one.value + more, printed, digits) for one in fits):
            continue
        before = fits[-1].value - more if grown else fits[-1].value + more
        right = rounded(more, before, digits)
        words = f"由 {said(before)} 到 {said(fits[-1].value)}，变化 {said(more)}，应为 {said(right)}%，文中写 {said(printed)}%。"
        yield Finding("other", "doubtful", words, printed, right, (reading.source.span(*found.span()),))


def _about(part: Decimal, whole: Decimal, printed: Decimal, digits: int) -> bool:
    return whole > 0 and abs(printed - part * 100 / whole) <= step(digits)


def _points(reading: Reading) -> Iterator[Finding]:
    for found in _FROM_TO.finditer(reading.source.flat):
        low, high, points = Decimal(found["a"]), Decimal(found["b"]), Decimal(found["c"])
        if abs(abs(high - low) - points) > Decimal("0.1"):
            words = f"由 {found['a']}% 到 {found['b']}%，相差 {said(abs(high - low))} 个百分点，文中写 {found['c']}。"
            yield Finding("other", "wrong", words, points, abs(high - low), (reading.source.span(*found.span()),))


def _over(reading: Reading) -> Iterator[Finding]:
    """Shares over 100 that are shares of a whole."""
    for figure in reading.figures:
        if figure.share is None or figure.share.value <= 100:
            continue
        lead = reading.source.flat[max(0, figure.share.start - 12) : figure.share.start]
        if not _MAY_EXCEED.search(lead) and (_BOUNDED.search(lead) or _BOUNDED.search(figure.label)):
            words = f"“{figure.label}” {said(figure.share.value)}% 超过 100%。"
            yield Finding("other", "wrong", words, figure.share.value, None, places(reading, figure))
