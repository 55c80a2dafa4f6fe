"""Lists of parts behind a total (其中…, 包括…, in brackets): whether they make it, where they must."""

import re
from collections.abc import Iterator
from decimal import Decimal

from .figures import Figure, Reading
from .findings import Finding, places, said

MARK = re.compile(r"其中|分别(?:为|是|有)?|分为|包括|含(?!义)|(?:^|[,;:])(?:按|从)[^,;。]{1,24}[,:]?|:")
_NEXT = re.compile(r"(?:其中|按|从[^,。]{1,24}看|分别)")
_OPEN = re.compile(r"等|主要|重点|特别|例如|比如|大部分|多数|涉及|包括|以及其他|尤其|仅")
OVERLAPPING = re.compile(r"重点|联名|优秀|督办|领办|平均|最多")
_BEHIND = re.compile(r"(?:合计|总计|共计|[两三四五]年共|累计)[^,。;\d]{0,12}$")
_AFTER = re.compile(r"[\u4e00-\u9fff“”]{0,14}\(")
_YEAR = re.compile(r"20\d\d年")
_HALVES = (
    (re.compile(r"建议|议案"), re.compile(r"提案")),
    (re.compile(r"主办|承办|独办"), re.compile(r"会办|协办|分办|合办")),
    (re.compile(r"集体|党派|团体|专委会|界别"), re.compile(r"委员|个人|联名")),
    (re.compile(r"会议期间|大会|会上|全会"), re.compile(r"闭会|平时|会后|休会")),
    (re.compile(r"^(?:予以|经审查|审查)?立案"), re.compile(r"不予?立案|未立案|未予立案|转为|转作|作为|并案|撤")),
)


def check(reading: Reading) -> Iterator[Finding]:
    """The findings on lists of counts without shares."""
    for total in reading.figures:
        if total.count is None or total.count.approximate or total.row >= 0 or total.value < 2:
            continue
        for parts, words in _lists(reading, total):
            finding = _judge(reading, total, parts, words)
            if finding:
                yield finding
                break
        yield from _behind(reading, total)


def _behind(reading: Reading, total: Figure) -> Iterator[Finding]:
    """A total that stands behind its parts: 建议150件、提案210件，合计360件."""
    lead = reading.source.flat[max(0, total.start - 18) : total.start]
    if total.share is not None or not _BEHIND.search(lead):
        return
    ahead = reading.ahead(total.start, reading.sentence_start(total.start))
    parts = [one for one in ahead if one.count and one.count.unit == total.count.unit and one.share is None]
    values = [one.value for one in parts]
    own = sum(values, Decimal(0))
    if len(parts) < 2 or any(one.approximate for one in parts) or agrees([*values], total.value) or own in (0, total.value):
        return
    if abs(own - total.value) * 10 <= total.value and not any(OVERLAPPING.search(one.label) for one in parts):
        added = "＋".join(said(value) for value in values)
        message = f"{added}＝{said(own)} {total.count.unit}，文中合计写 {said(total.value)} {total.count.unit}。"
        severity = "wrong" if re.search("合计|总计", lead) else "doubtful"
        yield Finding("sum", severity, message, total.value, own, places(reading, total, *parts))


def _lists(reading: Reading, total: Figure) -> Iterator[tuple[list[Figure], str]]:
    """The lists of parts that may belong to a total, with the words from the total to their end."""
    flat = reading.source.flat
    end = sentence_end(reading, total.end)
    if _AFTER.match(flat, total.end):
        start = flat.index("(", total.end)
        close = _closing(flat, start)
        yield parts_of(reading, start, close, total), flat[total.end : close]
    following = next(iter(reading.after(total.end, end)), None)
    mark = MARK.search(flat, total.end, following.start if following else end)
    if mark and mark.start() - total.end < 30 and not _AFTER.match(flat, total.end):
        yield parts_of(reading, mark.start(), end, total), flat[total.end : end]
    elif not following and _NEXT.match(flat, end + 1):
        stop = sentence_end(reading, end + 1)
        yield parts_of(reading, end + 1, stop, total), flat[total.end : stop]


def sentence_end(reading: Reading, place: int) -> int:
    """Where the sentence of a place ends."""
    number = reading.sentence(place)
    return reading.ends[number] if number < len(reading.ends) else len(reading.source.flat)


def _closing(flat: str, start: int) -> int:
    if flat.find(")", start, start + 400) < 0:
        return start
    depth = 0
    for place in range(start, min(len(flat), start + 400)):
        depth += {"(": 1, ")": -1}.get(flat[place], 0)
        if depth == 0:
            return place
    return min(len(flat), start + 400)


def parts_of(reading: Reading, start: int, end: int, total: Figure) -> list[Figure]:
    """The counts of a list at its own level: not those in brackets or behind another 其中."""
    flat, parts, last = reading.source.flat, [], start
    for figure in reading.after(start, end):
        between = flat[last : figure.start]
        nested = (parts and "其中" in between) or between.count("(") > between.count(")") + (flat[start] == "(" and last == start)
        if figure.count is None or figure.count.unit != total.count.unit:
            continue
        if nested:
            continue
        if parts and "立案" in figure.label and not _HALVES[4][1].search(figure.label) and not _YEAR.match(figure.label):
            break
        parts.append(figure)
        last = figure.end
    return parts


def _judge(reading: Reading, total: Figure, parts: list[Figure], words: str) -> Finding | None:
    if len(parts) < 2 or any(part.approximate or "满意" in part.label for part in parts):
        return None
    if sum(part.share is not None for part in parts) * 2 > len(parts):
        return None
    values = [part.value for part in parts]
    own = sum(values, Decimal(0))
    whole = {one.value for one in reading.ahead(total.start) if one.count is not None}
    if agrees(values, total.value) or own in whole:
        return None
    severity = _severity(parts, own, total.value, words)
    if severity is None:
        return None
    added = "＋".join(said(value) for value in values)
    unit = total.count.unit
    less = "超过" if own > total.value else "少于"
    message = f"{added}＝{said(own)} {unit}，{less}“{total.label}” {said(total.value)} {unit}，相差 {said(abs(own - total.value))} {unit}。"
    return Finding("sum", severity, message, total.value, own, places(reading, *parts, total))


def agrees(values: list[Decimal], total: Decimal) -> bool:
    """Whether the parts, or some of them in a row, make the total: what stands behind may divide it in another way."""
    for start in range(len(values)):
        own = Decimal(0)
        for value in values[start:]:
            own += value
            if own == total:
                return True
    return False


def _severity(parts: list[Figure], own: Decimal, total: Decimal, words: str) -> str | None:
    """How sure it is that the parts should make the total; None where they need not."""
    scheme = scheme_of(parts)
    if own > total:
        return "wrong" if scheme and own < total * 2 else "doubtful" if own < total * 2 else None
    if scheme == "whole":
        return "wrong"
    if scheme is None or _OPEN.search(words) or (total - own) * 10 > total:
        return None
    return "doubtful"


def scheme_of(parts: list[Figure]) -> str | None:
    """`whole`: classes A to C; `halves` and `alike`: names that divide a whole; None for loose ones."""
    if any(OVERLAPPING.search(part.label) for part in parts):
        return None
    letters = [part.letter for part in parts]
    names = [part.label for part in parts]
    if len(parts) >= 3 and "".join(letters) in ("ABC", "ABCD"):
        return "whole"
    if all(letters) and len(set(letters)) == len(letters):
        return "halves"
    if len(parts) == 2 and any(
        (one.search(names[0]) and other.search(names[1])) or (one.search(names[1]) and other.search(names[0])) for one, other in _HALVES
    ):
        return "halves"
    ends = {name[-2:] for name in names}
    same = len(ends) == 1 or any(all(word in name for name in names) for word in ("方面", "类", "建设", "领域", "部门"))
    same = same or all(re.search("提案|建议|议案|系统|单位|件", name) for name in names)
    return "alike" if len(parts) >= 3 and same and all(names) else None
