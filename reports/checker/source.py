"""The text as it is read: without blanks, line wraps and markup, every character knowing its place in the text as given."""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from consultation.notice.chars import fold

_TRADITIONAL = (
    "佔滿辦復覆條項個類總數達億萬餘約兩別為與於農業經濟會議縣區協黨團體聯專門員參結過時見間場題決計劃劃實現網應環態"
    "設文電話單別費報開該請辭書產強質領導點線總歸併轉處納採聽訪問評價審號歲僅從對應並節組織關"
)
_SIMPLE = (
    "占满办复复条项个类总数达亿万余约两别为与于农业经济会议县区协党团体联专门员参结过时见间场题决计划划实现网应环态"
    "设文电话单别费报开该请辞书产强质领导点线总归并转处纳采听访问评价审号岁仅从对应并节组织关"
)
_PLAIN = str.maketrans(_TRADITIONAL, _SIMPLE)
# Readings in brackets that web pages put behind a character: 提(ti)案, 會(huì)議.
_READING = re.compile(r"(?<=[\u4e00-\u9fff])(?:\([a-z\u00e0-\u01dc]{1,7}\))+")
_CHUNK = re.compile(r"[^ \t]+")
_BETWEEN = re.compile(r"(?<=[\d%])[ ]+(?=\d)")
_NUMBERS = re.compile(r"\d+(?:\.\d+)?%?")
_MARKED = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.](?!\d)|[-*•·●■◆○▪]|[①-⑳]|第[一二三四五六七八九十]+[章节条]"
)
_CLOSED = "。!?;:！？"
_OPEN = ",、(《“"
WRAP = 18


@dataclass(frozen=True, slots=True)
class Source:
    """`flat` is read; `span` leads back to `text`. Lines of `flat` are paragraphs; cells of a table row stand apart by tabs."""

    text: str
    flat: str
    at: array

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place of a stretch of `flat` in the text as given."""
        return self.at[start], self.at[end - 1] + 1


def source_of(text: str) -> Source:
    """The text made ready for reading; linear in its length."""
    folded = _READING.sub(lambda found: " " * len(found[0]), fold(text).translate(_PLAIN))
    flat, at = [], array("L")
    previous, offset = "", 0
    for line in folded.split("\n"):
        pieces = list(_pieces(line))
        if pieces:
            shown = "".join(piece for _, piece in pieces)
            if previous and not _goes_on(previous, shown):
                flat.append("\n")
                at.append(max(0, offset - 1))
            for start, piece in pieces:
                flat.append(piece)
                at.extend(range(offset + start, offset + start + len(piece)))
            previous = shown
        offset += len(line) + 1
    return Source(text, "".join(flat), at)


def _pieces(line: str) -> Iterator[tuple[int, str]]:
    """The written parts of a line with their places; between the cells of a table row a tab."""
    row = is_row(line)
    if row and line.count("|") > 1:
        line = line.replace("|", "\t")
    elif not row:
        line = _BETWEEN.sub(lambda found: "\t" * len(found[0]), line)
    last = None
    for found in _CHUNK.finditer(line):
        gap = line[last : found.start()] if last is not None else ""
        if gap and (row or "\t" in gap):
            yield last, "\t"
        yield found.start(), found[0]
        last = found.end()


def is_row(line: str) -> bool:
    """Whether a line is a row of a table: cells apart by tabs or bars, or blanks between numbers and no punctuation."""
    bare = line.strip()
    if "\t" in bare or bare.count("|") > 1:
        return len(bare) < 400
    if " " not in bare or len(bare) > 120 or re.search(r"[。;,]", bare):
        return False
    cells = bare.split()
    numbers = sum(1 for cell in cells if _NUMBERS.fullmatch(cell))
    return numbers >= 2 or (numbers == 1 and len(cells) == 2 and len(bare) < 20) or (len(cells) > 2 and len(bare) < 40 and "%" not in bare)


def _goes_on(above: str, line: str) -> bool:
    """Whether a line is the wrapped rest of the one above and no paragraph of its own."""
    if "\t" in above or "\t" in line or above[-1] in _CLOSED or _MARKED.match(line):
        return False
    return above[-1] in _OPEN or len(above) >= WRAP
