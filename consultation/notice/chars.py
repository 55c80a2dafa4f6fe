"""Characters: one folded copy of the text, position by position, so that offsets stay those of the text as given."""

import re
import unicodedata
from collections.abc import Iterator

from organizations.numerals import value

CIRCLED = {chr(0x2460 + i): i + 1 for i in range(20)} | {chr(0x2776 + i): i + 1 for i in range(10)}
BRACKETED = {chr(0x2474 + i): i + 1 for i in range(20)} | {chr(0x3220 + i): i + 1 for i in range(10)}
DOTTED = {chr(0x2488 + i): i + 1 for i in range(20)}

_TAG = re.compile(r"</?(?:br|p|div|span|strong|b|i|u|font|tr|td|th|table|tbody|h[1-6]|li|ul|ol|a|o:p)\b[^<>]{0,300}>", re.I)
_ENTITY = re.compile(r"&(?:nbsp|ensp|emsp|ldquo|rdquo|middot);")
_MARKUP = re.compile(r"\*\*|__|^[ \t]*(?:#{1,6}|>)(?= )", re.M)


def _table() -> dict[int, str]:
    """Full width to half width, every kind of blank to a blank, controls and lone surrogates to a blank."""
    table = dict.fromkeys(range(32), " ") | dict.fromkeys(range(127, 161), " ")
    table |= dict.fromkeys((*range(8192, 8208), 8239, 8287, 8288, 12288, 65279, 65533, 65532, 65529, 173), " ")
    table |= dict.fromkeys((*range(8232, 8239), *range(55296, 57344), *range(57344, 63744), *range(65024, 65040)), " ")
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for code in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), *range(0xFE10, 0xFE70)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1:
            table[code] = plain
    table |= {ord(a): b for a, b in zip("∶ː︰﹒﹑﹐﹔｡､‒–―─━－", "::" + ":.、,;。、" + "—————-", strict=False)}
    table |= {ord("\n"): "\n", ord("\t"): "\t", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
    return table


# Traditional characters of the words of notices, each before the simple one it is read as.
_TRADITIONAL = (
    "協协議议題题開开視视務务員员會会辦办單单與与對对團团專专門门監监審审調调時时間间點点論论請请聽听報报計计劃划項项總总級级縣县區区鄉乡鎮镇黨党組组"
    "織织機机構构關关經经濟济農农業业衛卫環环資资財财廳厅設设規规發发電电醫医應应稅税統统戰战聯联婦妇殘残僑侨臺台灣湾貿贸圍围繞绕舉举講讲個个場场號号"
    "於于從从線线網网絡络進进實实際际據据體体種种類类領领導导長长書书記记劉刘張张陳陈楊杨趙赵黃黄吳吴孫孙馬马羅罗鄭郑謝谢韓韩馮冯許许鄧邓蕭萧呂吕"
    "蘇苏盧卢蔣蒋賈贾葉叶學学習习處处觀观試试驗验園园參参責责牽牵頭头當当將将還还為为國国問问質质見见檢检動动態态諮咨溝沟獻献認认確确擬拟紀纪編编寫写"
    "執执標标準准補补節节約约談谈懇恳週周雙双遠远優优創创護护連连屆届條条則则細细歲岁歷历內内選选範范圖图館馆隊队後后過过結结東东廣广鐵铁漁渔漢汉兩两"
    "縱纵訂订製制擴扩變变術术產产傳传達达隨随額额歸归檔档轉转遞递寧宁慶庆別别並并況况貫贯徹彻義义數数績绩評评庫库備备註注證证訪访詢询覽览強强養养難难險险鄰邻營营"
)


_FOLD = _table() | {ord(a): b for a, b in zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)}


def _blank(match: re.Match) -> str:
    """A tag becomes blanks of its own length: a row or line end becomes a line end, a cell end a tab."""
    tag = match[0].lower()
    if re.match(r"<br|</(?:p|div|tr|li|h)", tag):
        return "\n".ljust(len(tag))
    return ("\t" if re.match(r"</t[dh]", tag) else " ").ljust(len(tag))


def fold(text: str) -> str:
    """The same text with half-width punctuation, plain blanks and no markup; always as long as the text given."""
    folded = text.translate(_FOLD)
    if "\n" not in folded and "\r" in text:
        folded = text.replace("\r", "\n").translate(_FOLD)
    if "<" in folded:
        folded = _TAG.sub(_blank, folded)
    if "&" in folded:
        folded = _ENTITY.sub(lambda found: " " * len(found[0]), folded)
    return _MARKUP.sub(lambda found: " " * len(found[0]), folded)


_INNER_BLANK = re.compile(r"[ \t\n]+")
_LATIN = re.compile(r"[A-Za-z]")


def clean(text: str, folded: str, start: int, end: int) -> str:
    """The value at a span as printed, without hard wraps and stray blanks; one blank stays between two latin words."""
    shown = folded[start:end]
    if not _INNER_BLANK.search(shown):
        return text[start:end]
    drawn = "".join(" " if f in " \t\n" else c for c, f in zip(text[start:end], shown, strict=True)).strip()

    def gap(found: re.Match) -> str:
        before, after = drawn[found.start() - 1], drawn[found.end()]
        return " " if _LATIN.match(before) and _LATIN.match(after) else ""

    return re.sub(r" +", gap, drawn)


def trim(folded: str, start: int, end: int, edges: str = " \t\n") -> tuple[int, int]:
    """The span without the given characters at its edges (blanks always)."""
    part = folded[start:end]
    left = len(part) - len(part.lstrip(edges))
    right = len(part.rstrip(edges))
    return (start + left, start + right) if right > left else (start, start)


def outside(folded: str, start: int, end: int) -> Iterator[int]:
    """The places of a span that stand outside brackets and quotes."""
    depth = 0
    for place in range(start, end):
        c = folded[place]
        if c in "(《“〔【":
            depth += 1
        elif c in ")》”〕】":
            depth = max(0, depth - 1)
        elif depth == 0:
            yield place


def sentences(folded: str, start: int, end: int, marks: str = "。;!") -> Iterator[tuple[int, int]]:
    """The spans of the sentences of a text, cut at the given marks outside brackets and quotes."""
    at = start
    for place in outside(folded, start, end):
        if folded[place] in marks:
            yield at, place
            at = place + 1
    if at < end:
        yield at, end


def number(word: str) -> int | None:
    """The value of a Chinese or Arabic number up to 9999 (`十二`, `二十`, `12`, `①`); None where it is none."""
    if word.isascii() and word.isdigit():
        return int(word) if len(word) < 5 else None
    for table in (CIRCLED, BRACKETED, DOTTED):
        if word in table:
            return table[word]
    found = value(word) if len(word) < 8 else None
    return found if found is not None and found < 10_000 else None
