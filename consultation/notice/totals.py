"""The totals a notice states about itself: `重点协商议题11项,包括:…常委会会议2次、对口协商5次`."""

import re
from collections.abc import Sequence

from .chars import number
from .forms import BRIEFING, CONSULTATION, INSPECTION, Heading, heading_of, is_generic
from .reading import ItemReading, Span

_N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_UNIT = r"(?:项|个|次|件|场|期|题)"
_BOUND = r"(?:以上|左右|以内|上下|余)?"
_BEHIND = re.compile(rf"^(?P<name>.{{2,60}}?)\s?(?:共|各|计)?\s?(?P<n>{_N})\s?(?P<more>多|余)?\s?{_UNIT}(?P<bound>{_BOUND})$")
_BEFORE = re.compile(
    rf"^(?P<lead>.{{0,14}}?)(?<![第\d])(?P<n>{_N})\s?(?P<more>多|余)?\s?{_UNIT}(?P<bound>{_BOUND})(?:的)?(?P<name>[\u4e00-\u9fff“”·]{{2,20}})$"
)
_LOOSE = re.compile(r"约|至少|不少于|近|超过|不低于|每[年季月]|以上|左右|以内|上下|[项个次件场期题][多余]|[多余]\s?[项个次件场期题]")
_ORDINAL = re.compile(rf"届第?{_N}次|第{_N}次")
_CUTS = re.compile(r"[,、;。:\n()]|其中|包括")
_JUNK = re.compile(
    r"^(?:20\d\d年度?|全年|年度|今年|共|拟|计划|一共|总共|合计|安排|确定|列入|开展|召开|举行|组织|研究|了|其中|包括|分别|为|和|及|各|选取|选定|提出|形成|拟定|"
    r"中共|市政协|县政协|区政协|省政协|政协|市政府与|县政府与|区政府与|市委|市政府|与|“[^”]{2,10}”(?=.{2})|的)+"
)
_VERBS = re.compile(r"政协|政府|安排|确定|研究|开展|召开|举办|组织|了|共|的")
_KIND_ONLY = (
    (CONSULTATION, re.compile(r"^(?:重点|年度|政治)?协商(?:议题|计划|事项|课题|项目|活动)?$")),
    (BRIEFING, re.compile(r"^(?:重点|年度|情况)?通报(?:议题|计划|事项|项目)?$")),
    (INSPECTION, re.compile(r"^(?:重点|年度|委员)?视察(?:议题|计划|事项|项目|活动)?$")),
)
_TOTAL = re.compile(
    r"^(?:重点|年度|主要)?(?:协商|履职|议政)?(?:议题|计划|事项|课题|项目|选题|工作|任务|协商活动|活动)$|^(?:重点|年度)?协商(?:议题|计划|事项|课题|项目)?$"
)


def _named(segment: str) -> tuple[str, int, bool] | None:
    """(name, number, whether exact) of a segment of a sentence."""
    segment = _ORDINAL.sub("", re.sub(r"\s", "", segment))
    found = _BEHIND.match(segment) or _BEFORE.match(segment)
    if not found or not (n := number(found["n"])):
        return None
    name = _JUNK.sub("", found["name"])
    exact = not (found["more"] or found["bound"]) and not re.search(r"约|至少|不少于|近|超过|不低于|每[年季月]", segment)
    return (name, n, exact) if name else None


def _sentences(folded: str) -> list[str]:
    return [s for s in re.split(r"[。\n]", folded) if len(s) < 600 and re.search(rf"{_N}\s?[多余]?\s?{_UNIT}", s)]


def _key(name: str) -> str | None:
    """The kind a name stands for, a form as printed, `total`, or None for anything else."""
    kinds = [kind for kind, pattern in _KIND_ONLY if pattern.match(name)]
    if kinds:
        return kinds[0]
    if _TOTAL.match(name):
        return "total"
    heading = heading_of(name)
    return re.sub(r"(?:议题|课题|事项|计划|项目)$", "", name) if heading and heading.pure and heading.form else None


def _of_sentence(sentence: str, year: int | None) -> dict[str, int | str]:
    found: dict[str, int | str] = {}
    for segment in _CUTS.split(sentence):
        if not segment or re.search(r"去年|上年|上一年", segment):
            continue
        printed = re.search(r"(20\d\d)\s?年", segment)
        if printed and year and int(printed[1]) < year:
            continue
        if (named := _named(segment)) and (key := _key(named[0]) or _key(_VERBS.split(named[0])[-1])):
            found.setdefault(key, named[1] if named[2] else re.sub(r"\s", "", segment)[-8:])
    return found


def stated(folded: str, year: int | None, before: int, *, mixed: bool = False) -> dict[str, int | str]:
    """The totals stated before the first item: keys `total`, a kind, or the form as printed; approximate ones keep their words.

    `mixed`: items of several kinds were read, so that a number of consultations alone is not that of all items.
    """
    totals: dict[str, int | str] = {}
    for sentence in _sentences(folded[:before])[:200]:
        for key, value in _of_sentence(sentence, year).items():
            totals.setdefault(key, value)
    kinds = [key for key in (CONSULTATION, BRIEFING, INSPECTION) if key in totals]
    if kinds == [CONSULTATION] and "total" not in totals and not mixed:
        totals["total"] = totals.pop(CONSULTATION)
    elif len(kinds) > 1 and set(totals) == set(kinds) and all(isinstance(totals[key], int) for key in kinds):
        totals["total"] = sum(int(totals[key]) for key in kinds)
    return totals


def headed(folded: str, items: Sequence[ItemReading]) -> dict[str, int]:
    """The numbers that headings state of the items right below (`三、对口协商（3项）`), by form, or by kind where they name no more.

    Not where other items are of the same form or kind, nor where a heading's items differ: then the number is not that of any of both.
    """
    under: dict[Span | None, list[ItemReading]] = {}
    for item in items:
        under.setdefault(item.source.get("section"), []).append(item)
    found: dict[str, int] = {}
    counted: dict[str, int] = {}
    for span, group in under.items():
        shown = folded[span[0] : span[1]] if span else ""
        heading = heading_of(shown) if shown and not _LOOSE.search(shown) else None
        key = _shared(heading, group) if heading and heading.count else None
        if key and heading and heading.count:
            found[key] = found.get(key, 0) + heading.count
            counted[key] = counted.get(key, 0) + len(group)
    return {key: stated for key, stated in found.items() if counted[key] == sum(key in (item.form, item.kind) for item in items)}


def _shared(heading: Heading, group: list[ItemReading]) -> str | None:
    """The form, else the kind, that a heading names and all its items have."""
    if heading.form:
        return heading.form if all(item.form == heading.form for item in group) else None
    kinds = {item.kind for item in group}
    return kinds.pop() if len(kinds) == 1 and is_generic(heading.core) else None
