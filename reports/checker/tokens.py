"""Numbers that count something or say a share, with what makes them approximate; not years, dates, numbers of papers, money or measures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .numerals import NUMERALS, fraction, number

_N = r"(?:\d{1,3}(?:,\d{3})+(?![\d,.])|\d+(?:\.\d+)?)"
_C = rf"[{NUMERALS}]+"
UNITS = "件次|人次|场次|件|条|项|份|个|家|人|名|次|篇|期|场|户|所|批|张|封|起|位|处|套|宗|例|只|部|座|辆|台"
_TOKEN = re.compile(
    rf"(?<![\d.])(?P<pct>{_N})(?:%+|‰)"
    rf"|百分之(?P<hundredths>{_C}(?:点{_C})?|{_N})"
    rf"|(?P<of>{_C})分之(?P<parts>{_C})"
    r"|(?P<tenths>[一二三四五六七八九])成(?P<half>[半一二三四五六七八九])?(?=[以左多,。;、的)\n])"
    rf"|(?<![\d.A-Za-z])(?P<n>{_N})(?P<odd>[余多来]?)(?P<big>[万千百亿]?)(?P<odder>[余多]?)(?P<unit>{UNITS})"
    rf"|(?P<cn>{_C})(?P<codd>[余多来]?)(?P<cunit>件次|人次|件|份|条|项|篇|名|家|人|个)"
)
_BIG = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_NEARLY = re.compile(
    r"(?:近|约|大约|大概|超|超过|超出|逾|过|不少于|至少|不低于|突破|高于|将近|接近|不到|不足|多达|起码|上下|数)(?:为|达|占|到)?$"
)
_OR_SO = re.compile(r"(?:[\u4e00-\u9fff]{0,4}?)(?:以上|左右|以内|以下|上下|之多)|[余多强弱](?![于数])|几")
_RANGE = re.compile(r"\d(?:%|件|条|项|个)?[-—~至到]+$")
_NOT_BEFORE = re.compile(r"(?:第|[每各逐同某哪任]|届|〔|\[|No\.?|[A-Za-z][-—]?|\d[-/.:])$")
_NOT_AFTER = {
    "个": "百分点|多?月|工作日|小时|季度|自然日|星期|学期|五年|[一二三四五六七八九]年|维护|确立|自信|意识|坚持|全面|务必|必由|“",
    "人": "大(?!代)|民|均|口|才|力|事|士|员|文",
    "次": "会议|全会|全体|常委|主席|党代|大会|党组|修订",
    "条": "例|款|第",
    "项": "目",
    "家": "庭|园|乡|长|具|居",
    "名": "单|录|称|优",
    "部": "门|分|委|署|长|队|级",
    "位": "一体|数|于|居",
    "期": "间|限|待",
    "所": "有|提|在|得|属|以|谓",
    "件": "件",
    "批": "准|示|次|复",
    "处": "理|置|级|于|长|室",
    "起": "来|步|草",
    "场": "所|地|馆",
    "例": "如",
    "台": "湾|账",
    "只": "有|要|是",
    "份": "额",
    "张": "家",
}
_AFTER = {unit: re.compile(pattern) for unit, pattern in _NOT_AFTER.items()}


@dataclass(frozen=True, slots=True)
class Token:
    """One number: kind `count`, `share` (per cent) or `points` (percentage points); `digits` are printed behind the point."""

    kind: str
    value: Decimal
    start: int
    end: int
    unit: str = ""
    digits: int = 0
    approximate: bool = False
    whole_words: bool = False


def tokens_of(flat: str) -> Iterator[Token]:
    """The numbers of a text in their order."""
    for found in _TOKEN.finditer(flat):
        token = _share(flat, found) if not found["unit"] and not found["cunit"] else _count(flat, found)
        if token is not None:
            yield token


def _share(flat: str, found: re.Match) -> Token | None:
    words = False
    if found["pct"] or (found["hundredths"] and found["hundredths"][0].isdigit()):
        printed = (found["pct"] or found["hundredths"]).replace(",", "")
        value, digits = Decimal(printed), len(printed.partition(".")[2])
        if found[0].endswith("‰"):
            value, digits = value / 10, digits + 1
    elif found["hundredths"]:
        value, digits = number(found["hundredths"]), len(found["hundredths"].partition("点")[2])
    elif found["of"]:
        value, digits, words = fraction(found["parts"], found["of"]), 0, True
    else:
        half = {"半": 5, None: 0}.get(found["half"]) if found["half"] in ("半", None) else number(found["half"])
        value, digits, words = number(found["tenths"]) * 10 + half, 0, True
    if value is None:
        return None
    return Token("share", value, found.start(), found.end(), "%", digits, words or _is_approximate(flat, *found.span()), words)


def _count(flat: str, found: re.Match) -> Token | None:
    start, end, unit = found.start(), found.end(), found["unit"] or found["cunit"]
    before, after = flat[max(0, start - 6) : start], flat[end : end + 5]
    if unit == "个" and after.startswith("百分点") and found["n"]:
        printed = found["n"]
        return Token("points", Decimal(printed), start, end + 3, "个百分点", len(printed.partition(".")[2]))
    if _NOT_BEFORE.search(before) and not _RANGE.search(before):
        return None
    if unit in _AFTER and _AFTER[unit].match(after):
        return None
    if found["cn"]:
        return _written(flat, found, before)
    value = Decimal(found["n"].replace(",", "")) * _BIG[found["big"]]
    loose = bool(found["odd"] or found["odder"] or found["big"]) or value != int(value) or _is_approximate(flat, start, end)
    return Token("count", value, start, end, unit, 0, loose)


def _written(flat: str, found: re.Match, before: str) -> Token | None:
    """A count in Chinese numerals, where it is one and no word (一个, 三项建设, 两个维护)."""
    value, unit = number(found["cn"]), found["cunit"]
    small = {"件": 1, "份": 2, "条": 2, "篇": 2, "名": 3, "人次": 1, "件次": 1}.get(unit, 10)
    if value is None or value < small or before.endswith(("这", "那", "唯", "统", "专", "头", "之")):
        return None
    if value == 1 and not re.search(r"(?:有|共|仅|只|其中|另)$", before):
        return None
    loose = bool(found["codd"]) or _is_approximate(flat, *found.span())
    return Token("count", value, found.start(), found.end(), unit, 0, loose)


def _is_approximate(flat: str, start: int, end: int) -> bool:
    before = flat[max(0, start - 5) : start]
    return bool(
        _NEARLY.search(before) or _OR_SO.match(flat, end, end + 6) or _RANGE.search(before) or re.match(r"[-—~至]\d", flat[end : end + 2])
    )
