"""Lists that no word introduces: 215件提案中，经济类80件…; classes right behind a total; and 其余15件, which must make the total."""

import re
from collections.abc import Iterator
from decimal import Decimal

from .figures import Figure, Reading
from .findings import Finding, places, said
from .sums import MARK, OVERLAPPING, agrees, parts_of, scheme_of, sentence_end

_AMONG = re.compile(r"(?:政协|委员)?(?:提案|建议|议案|意见)?中,?")
_NEAR = re.compile(r"[^,;:。]{0,12}[,;][^,;:。]{0,12}")
_REST = re.compile(r"(?:其余|其他)的?")
_OPINION = re.compile(r"满意|理解")
SLIP = 20  # a list that is short of its total by more than a twentieth may be a part of it


def check(reading: Reading) -> Iterator[Finding]:
    """The findings on such lists."""
    for total in reading.figures:
        if total.count is None or total.approximate or total.row >= 0 or total.value < 2 or total.share or total.implied or total.letter:
            continue
        parts = _list(reading, total)
        finding = parts and _judge(reading, total, parts)
        if finding:
            yield finding


def _list(reading: Reading, total: Figure) -> list[Figure]:
    """The parts behind a total that nothing but 中 or a comma introduces; none where the list ends otherwise than it must."""
    flat, end = reading.source.flat, sentence_end(reading, total.start)
    first = next(iter(reading.after(total.end, end)), None)
    if first is None or first.count is None or first.count.unit != total.count.unit:
        return []
    gap = flat[total.end : first.start]
    if MARK.search(gap) or "占" in gap:
        return []
    parts = parts_of(reading, total.end, end, total)
    rest = next((place for place, part in enumerate(parts) if _REST.fullmatch(part.label)), None)
    if rest and (_AMONG.match(gap) or _NEAR.fullmatch(gap)) and _opens(reading, total):
        return parts[: rest + 1]
    return parts if rest is None and (_AMONG.match(gap) or first.letter == "A") else []


def _opens(reading: Reading, total: Figure) -> bool:
    """Whether a total is the first count of its kind in its sentence."""
    before = reading.ahead(total.start, reading.sentence_start(total.start))
    return not any(one.count and one.count.unit == total.count.unit for one in before)


def _judge(reading: Reading, total: Figure, parts: list[Figure]) -> Finding | None:
    values = [part.value for part in parts]
    own = sum(values, Decimal(0))
    told = any(part.approximate or OVERLAPPING.search(part.label) or _OPINION.search(part.label) for part in parts)
    if len(parts) < 2 or told or agrees(values, total.value) or not total.value < own * 2 < total.value * 4:
        return None
    severity = _severity(parts, own, total.value)
    if severity is None:
        return None
    unit, less = total.count.unit, "超过" if own > total.value else "少于"
    whole = total.label.removesuffix("中")
    added = "＋".join(said(value) for value in values)
    message = f"{added}＝{said(own)} {unit}，{less}“{whole}” {said(total.value)} {unit}，相差 {said(abs(own - total.value))} {unit}。"
    return Finding("sum", severity, message, total.value, own, places(reading, *parts, total))


def _severity(parts: list[Figure], own: Decimal, total: Decimal) -> str | None:
    """How sure it is that the parts should make the total; None where they need not."""
    if _REST.fullmatch(parts[-1].label):
        return "wrong" if own > total else "doubtful"
    scheme = scheme_of(parts)
    if own > total:
        return "wrong" if scheme else None
    return "wrong" if scheme == "whole" and (total - own) * SLIP <= total else None
