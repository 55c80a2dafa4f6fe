"""Times as notices print them: `2017年6月`, `6月份`, `第二季度`, `上半年`, `从6月开始,至9月底结束`, `全年`."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from .chars import fold, number

_N = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九])"
_YEAR = r"(?:(?:(?:19|20)\d\d|二[〇零○]\S{2})\s?年度?\s?|(?:今|本|当|明|次)年度?\s?)?"
_PART = r"(?:[上中下]旬|月?初|月?中|月?底|月?末|前后|左右|上半月|下半月)?"
_WEEKDAY = r"(?:\(?[周星]期?[一二三四五六日天]\)?)?"
_DAY = rf"(?:{_N}\s?月\s?(?:\d{{1,2}}|[一二三]?十?[一二三四五六七八九十])\s?[日号]\s?{_WEEKDAY}\s?(?:[上下]午|全天|半天)?)"
_MONTH = rf"(?:{_N}\s?月份?\s?{_PART})"
_QUARTER = r"(?:第?[一二三四1-4]季度|[一二三四]季|Q[1-4])"
_HALF = r"(?:[上下]半年)"
_WHOLE = (
    r"(?:全年度?|年内|年度|常年|贯穿全年|每[季月]度?(?:[一1两2]次)?|长期|适时|待定|视情(?:安排|开展)?|另行(?:通知|安排|确定)|经常性|日常)"
)
_ENDS = r"(?:年底|年末|年初|年中|岁末)"
_ONE = rf"(?:{_YEAR}(?:{_DAY}|{_MONTH}|{_QUARTER}|{_HALF}|{_ENDS}|{_WHOLE}|(?:\d{{1,2}}\s?[日号])))"
_JOIN = r"\s?(?:至|到|-|—{1,2}|~|～|、|,|/|和|或|及|与)\s?(?:从|至|到)?\s?"
_TAIL = r"\s?(?:开始|起|启动|结束|完成|之?前|以前|之?后|期间|分别|进行|召开|开展|举行|间|左右|前后|底前|中旬|上旬|下旬)?"
_HEAD = r"(?:自|从|于|在|拟于|拟|约|计划|初定|暂定|预计|每年|原则上)?\s?"
_RANGE = rf"{_HEAD}{_ONE}{_TAIL}(?:{_JOIN}(?:{_ONE}|{_N}(?=\s?[-至到、]|\s?月)){_TAIL}){{0,6}}"
_BARE_RANGE = rf"{_YEAR}{_N}\s?(?:[-—~至到、/]|——)\s?{_N}\s?月份?{_TAIL}"
_TIME = re.compile(rf"(?:{_BARE_RANGE}|{_RANGE})")
_NOISE = re.compile(r"\s|\(.{0,12}\)$")


@lru_cache(maxsize=4096)
def is_time(line: str) -> bool:
    """Whether a folded line is a time and nothing else (a closing `:` or `。` aside)."""
    line = line.strip().rstrip(":。;,")
    return 0 < len(line) <= 40 and bool(_TIME.fullmatch(line) or _TIME.fullmatch(_NOISE.sub("", line)))


def find(folded: str, start: int, end: int) -> tuple[int, int] | None:
    """The span of the first time in a folded text; None where there is none."""
    found = _TIME.search(folded, start, min(end, start + 2000))
    return (found.start(), found.end()) if found else None


Window = tuple[str, date | None, date | None]
_PRINTED_YEAR = re.compile(r"((?:19|20)\d\d)年")
_NONE: Window = ("none", None, None)


def _month_of(word: str) -> int | None:
    value = number(word)
    return value if value and value <= 12 else None


def _months(year: int, first: int, last: int, precision: str) -> Window:
    """From the first of one month to the last of another; a range that ends before it begins runs into the next year."""
    closing = year + (last < first)
    return precision, date(year, first, 1), date(closing, last, monthrange(closing, last)[1])


def _range(shown: str, year: int) -> Window | None:
    first = rf"\D{{0,2}}({_N})(?:月份?)?(?:[上中下]旬|初|中|底|末)?(?:开始|起)?"
    found = re.fullmatch(rf"{first}[-—~至到、,/和或及]+(?:(?:次|明|翌)年)?({_N})月份?\S{{0,6}}", shown)
    if not found:
        return None
    begin, last = _month_of(found[1]), _month_of(found[2])
    return _months(year, begin, last, "range") if begin and last else _NONE


def _day(shown: str, year: int) -> Window | None:
    found = re.fullmatch(rf"\D{{0,2}}({_N})月(\d{{1,2}}|[一二三十]{{1,3}}[一二三四五六七八九]?|[四五六七八九])[日号]\S{{0,8}}", shown)
    if not found:
        return None
    try:
        on = date(year, number(found[1]) or 0, number(found[2]) or 0)
    except ValueError:
        return _NONE
    return "day", on, on


def _month(shown: str, year: int) -> Window | None:
    found = re.fullmatch(rf"\D{{0,2}}?({_N})月份?(上旬|中旬|下旬|初|中|底|末)?(前|以前|之前|底前)?\S{{0,4}}", shown)
    if not found or not (month := _month_of(found[1])):
        return None
    last = monthrange(year, month)[1]
    if found[3]:
        day = {"上旬": 10, "中旬": 20, "中": 15}.get(found[2] or "", last)
        return "range", date(year, 1, 1), date(year, month, day)
    first, end = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, last)}.get(found[2] or "", (1, last))
    return ("range" if found[2] in ("上旬", "中旬", "下旬") else "month"), date(year, month, first), date(year, month, end)


def _quarter(shown: str, year: int) -> Window | None:
    found = re.fullmatch(r"\S{0,2}?第?([一二三四1-4])(?:、([一二三四1-4]))?季度?(前|末|初)?\S{0,3}", shown.replace("Q", "第"))
    if not found or not (quarter := number(found[1])):
        return None
    last = number(found[2]) if found[2] else quarter
    return _months(year, quarter * 3 - 2, (last or quarter) * 3, "quarter" if last == quarter else "range")


def _wide(shown: str, year: int) -> Window | None:
    if re.search("上半年", shown) and not re.search("下半年", shown):
        return _months(year, 1, 6, "half_year")
    if re.search("下半年", shown) and not re.search("上半年", shown):
        return _months(year, 7, 12, "half_year")
    if re.search(r"年底前|年末前|年内|年底|年末|年前", shown):
        return "range", date(year, 1 if "前" in shown or "内" in shown else 12, 1), date(year, 12, 31)
    if "年初" in shown:
        return _months(year, 1, 3, "range")
    if "年中" in shown:
        return _months(year, 6, 7, "range")
    if re.search(r"全年|常年|年度|每[季月]|长期|经常|日常|上半年.*下半年", shown):
        return _months(year, 1, 12, "all_year")
    return None


def window(text: str | None, year: int | None) -> Window:
    """(precision, first day, last day) of a printed time.

    Precision: day, month, quarter, half_year, range, all_year or none. `year` is used where the text prints none; without any year, and
    for text that says no time (待定, 适时), the precision is none and both days are None. Never raises.
    """
    shown = re.sub(r"\s", "", fold(text or "")).strip("。;,:")
    shown = re.sub(
        r"[二](?:[〇零○])([〇零○一二三四五六七八九])([〇零○一二三四五六七八九])年", lambda f: f"{number('二〇' + f[1] + f[2])}年", shown
    )
    if printed := _PRINTED_YEAR.search(shown):
        year, shown = int(printed[1]), _PRINTED_YEAR.sub("", shown)
    elif re.match(r"(?:明|次)年", shown) and year:
        year += 1
    shown = re.sub(r"^(?:今|本|当|明|次)年度?", "", shown)
    shown = re.sub(r"^(?:拟于|拟|约|计划|初定|暂定|预计|原则上|于|在|自|从)", "", shown)
    shown = re.sub(r"\(.{0,12}\)$", "", shown)
    if not shown or not year or not 1900 <= year <= 2200:
        return _NONE
    readers: tuple[Callable[[str, int], Window | None], ...] = (_range, _day, _month, _quarter, _wide)
    return next((found for read in readers if (found := read(shown, year)) is not None), _NONE)
