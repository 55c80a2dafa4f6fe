"""Numbers typed by hand into the text of a report: each compared with the figure its words name, and marked at its place."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from documents.marking import cut
from reports.checker import check
from reports.material import value_of

SAME, OTHER, UNKNOWN = "same", "other", "unknown"
TONES = {SAME: "good", OTHER: "bad", UNKNOWN: "info"}
WORDS = {SAME: "一致", OTHER: "不符", UNKNOWN: "待核实"}
_STEM = re.compile(r"^已|提案$|的?件数$")
_GENERIC = re.compile(r"提案|政协|委员|区|市|县|本次|全部|今年|目前|会议|大会|承办|系统|共|均|的|已|经|各|总|数|占比?|比例|比重|:|：|“|”")


@dataclass(frozen=True)
class Typed:
    """A number at `start` to `end` of the filled text: `verdict` whether the figure `name` says the same, `told` in words."""

    text: str
    start: int
    end: int
    verdict: str
    told: str
    name: str = ""

    @property
    def tone(self):
        return TONES[self.verdict]

    @property
    def words(self):
        return WORDS[self.verdict]

    def to_json(self):
        return {"text": self.text, "span": [self.start, self.end], "verdict": self.verdict, "figure": self.name, "message": self.told}


def typed_in(lines, figures, verified=()):
    """[Typed] of the numbers that no field has filled in; `lines` as `drafting.keeping.pieces` gives them, joined line by line.
    `verified`: [(number, material)] of what is checked.
    """
    filled, fields = _filled(lines)
    checked, found = check(filled), []
    for one in checked.reading.figures:
        for token in (one.count, one.share):
            if token is None or token.approximate or token.kind == "points":
                continue
            start, end = checked.reading.source.span(token.start, token.end)
            if not any(start < until and since < end for since, until in fields):
                source = _source(filled, start, end, token, verified)
                found.append(source or _judged(filled[start:end], start, end, token, one, figures))
    return sorted({(each.start, each.end): each for each in found}.values(), key=lambda each: each.start)


def _filled(lines):
    """The text of the lines, and the places of what fields have filled in."""
    text, fields = "", []
    for _, parts in lines:
        text += "\n" if text else ""
        for words, name in parts:
            if name:
                fields.append((len(text), len(text) + len(words)))
            text += words
    return text, fields


def _source(filled, start, end, token, verified):
    """The `Typed` of a number that stands in checked material: the same value and measure in a line that has its words; else None."""
    line = _close(filled[filled.rfind("\n", 0, start) + 1 : (filled + "\n").index("\n", end)])
    for number, material in verified:
        is_same = value_of(number) == token.value and number["measure"].endswith(token.unit)
        if is_same and (_close(number["what"]) in line or _close(material.text).rstrip("。") in line):
            text, case = filled[start:end], material.handling.proposal.case_no
            return Typed(
                text, start, end, SAME, f"{text}：与第{case}号提案已核实的成效素材一致（{number['what']}，来源：{number['source']}）。"
            )
    return None


def _close(text):
    return re.sub(r"\s", "", text)


def _judged(text, start, end, token, read, figures):
    """What is to be said of one number."""
    name, is_sure = _named(read, token, figures)
    if not name:
        return Typed(text, start, end, UNKNOWN, f"{text}：没有对应的指标，请自行核实。")
    each, known = figures[name], _value(figures[name], token)
    if known is None:
        return Typed(text, start, end, UNKNOWN, f"{text}：指标“{each['label']}”没有这样的数，请自行核实。", name)
    if _same(token, known):
        return Typed(text, start, end, SAME, f"{text}：与指标“{each['label']}”一致。", name)
    shown = f"{known}%" if token.kind == "share" else str(known)
    if is_sure:
        return Typed(text, start, end, OTHER, f"{text}：与指标“{each['label']}”不符，指标为 {shown}。", name)
    return Typed(text, start, end, UNKNOWN, f"{text}：指标“{each['label']}”为 {shown}，如果说的是同一个数，请改正。", name)


def _named(read, token, figures):
    """(name of the figure that the words before a number name, whether they name nothing else); ("", False) where none."""
    if read.letter and f"class_{read.letter}" in figures:
        return f"class_{read.letter}", True
    label = _close(read.label)
    best, rest = "", label
    for name, each in figures.items():
        stem = _STEM.sub("", each["label"])
        if len(stem) > 1 and stem in label and len(stem) > len(_STEM.sub("", figures[best]["label"]) if best else ""):
            best, rest = name, label.replace(stem, "", 1)
    return best, bool(best) and not _GENERIC.sub("", rest)


def _value(each, token):
    """The number of a figure that a number of this kind stands for; None where it has none."""
    if token.kind != "share":
        return Decimal(each["part"])
    try:
        return Decimal((each["share"] or "").removesuffix("%"))
    except InvalidOperation:
        return None


def _same(token, known):
    """Whether the printed number is the figure's, a share also where it is printed with fewer digits."""
    if token.kind != "share":
        return token.value == known
    return token.value == known or round(known, max(0, -token.value.as_tuple().exponent)) == token.value


def marked(lines, typed):
    """The lines with [(what is printed, name of its figure or "", Typed or None)] for the page."""
    at, shown = 0, []
    for heading, parts in lines:
        row = []
        for words, name in parts:
            here = [(each.start - at, each.end - at, each) for each in typed if at <= each.start < at + len(words)]
            row += [(words, name, None)] if name else [(stretch, "", what) for stretch, what in cut(words, here)]
            at += len(words)
        shown.append((heading, row))
        at += 1
    return shown
