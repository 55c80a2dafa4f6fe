"""Figures: counts and shares brought together (183件，占92.9% · 分别占…), each with its label; and those that are only said in words."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from . import labels
from .source import Source
from .tokens import Token, tokens_of

_BASE = r"(?P<base>[^,;。%\n\t]{0,30}?)"
_JOIN = r"(?:的|约|近|为|达到?|到|是|:|超过?|分别|高达|比例?|比重|\t)*"
_PAIR = re.compile(rf"[^,;:。%\n()]{{0,24}}[,;:、(]?[^,;:。%\n()]{{0,5}}?占{_BASE}{_JOIN}\t?")
_FAR = re.compile(rf"[^;。%\n\d]{{0,48}},(?:约|共|仅)?占{_BASE}{_JOIN}")
_BRACKET = re.compile(r"[^,;:。%\n\t()]{0,10}\((?P<base>约?)")
_RATE = re.compile(r"[^;。%\n]{0,18}?[,(]?(?P<rate>[\u4e00-\u9fff]{0,6}率)(?:为|达到?|是|约|:|均|也|高达)*")
_REVERSED = re.compile(r"的?[,(]?(?:共|计|共计|即|有|为|合计|约)?")
_OF_COUNT = re.compile(r"[^,;:。%\n]{0,10}[,(]?占[^,;。%\n\d]{0,16}")
_SEPARATOR = re.compile(r"(?:提案)?(?:、|,|和|及|与|以及|,?和)")
_ACROSS = re.compile(r"[^。\n\d]{0,30}?(?:占|比|率|分别)[^。;\n\d]{0,24}")
WINDOW = 120  # figures that are looked at around one, so that no text takes forever
_BREAKS = re.compile(r"[。!?\n]")


@dataclass(slots=True, eq=False)
class Figure:
    """A count, a share of something, or both; `start` and `end` are places of the flat text, `base` is what the share is of."""

    start: int
    end: int
    count: Token | None
    share: Token | None
    label: str
    base_words: str = ""
    letter: str = ""
    base: Decimal | None = None
    part: Decimal | None = None  # the count a rate is made of, where it is printed elsewhere
    implied: bool = False
    row: int = -1
    column: int = -1
    past: bool | None = None
    whole: bool | None = None

    @property
    def value(self) -> Decimal | None:
        """The count, None where only a share is printed."""
        return self.count.value if self.count else None

    @property
    def approximate(self) -> bool:
        """Whether count or share is only said about: such a figure contradicts nothing."""
        return bool((self.count and self.count.approximate) or (self.share and self.share.approximate))


@dataclass(slots=True)
class Reading:
    """The text with its figures in order, and where sentences and paragraphs end."""

    source: Source
    figures: list[Figure]
    ends: list[int] = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.add(())

    def add(self, figures: Iterable[Figure]) -> None:
        """Puts more figures in their order."""
        self.figures = sorted([*self.figures, *figures], key=lambda one: (one.start, one.end))
        self.starts = [one.start for one in self.figures]

    def ahead(self, place: int, begin: int | None = None) -> list[Figure]:
        """The figures before a place, from `begin` or the beginning of its paragraph on, at most the last `WINDOW`."""
        if begin is None:
            number = bisect_right(self.paragraphs, place)
            begin = self.paragraphs[number - 1] if number else 0
        last = bisect_left(self.starts, place)
        first = bisect_left(self.starts, begin, 0, last)
        return self.figures[max(first, last - WINDOW) : last]

    def after(self, place: int, end: int) -> list[Figure]:
        """The figures from a place on that begin before `end`, at most `WINDOW`."""
        first = bisect_left(self.starts, place)
        last = bisect_left(self.starts, end, first)
        return self.figures[first : min(last, first + WINDOW)]

    def around(self, figure: Figure, size: int) -> list[Figure]:
        """The figures next to one, and the first of the text."""
        at = bisect_left(self.starts, figure.start)
        return [*self.figures[:20], *self.figures[max(0, at - size) : at + size]]

    def sentence(self, place: int) -> int:
        """The number of the sentence a place stands in."""
        return bisect_right(self.ends, place)

    def paragraph(self, place: int) -> int:
        """The number of the paragraph a place stands in."""
        return bisect_right(self.paragraphs, place)

    def sentence_start(self, place: int) -> int:
        """Where the sentence of a place begins."""
        number = bisect_right(self.ends, place)
        return self.ends[number - 1] + 1 if number else 0

    def lead(self, figure: Figure) -> str:
        """The words of the sentence before a figure."""
        return self.source.flat[max(self.sentence_start(figure.start), figure.start - 200) : figure.start]


def read(source: Source, apart: list[tuple[int, int]] = ()) -> Reading:
    """The figures of a text but for the stretches `apart`, which are tables."""
    flat = source.flat
    tokens = [token for token in tokens_of(flat) if not _inside(token.start, apart)]
    ends = [found.start() for found in _BREAKS.finditer(flat)]
    paragraphs = [place for place in ends if flat[place] == "\n"]
    return Reading(source, list(_figures(flat, tokens)), ends, paragraphs)


def _inside(place: int, apart: list[tuple[int, int]]) -> bool:
    number = bisect_right(apart, (place, len(apart) and apart[-1][1] + 1)) - 1
    return number >= 0 and apart[number][0] <= place < apart[number][1]


def _figures(flat: str, tokens: list[Token]) -> Iterator[Figure]:
    """Figures in order. Points of a percentage are no figures."""
    at = 0
    while at < len(tokens):
        floor = tokens[at - 1].end if at else 0
        if tokens[at].kind == "points":
            at += 1
            continue
        size = _run(flat, tokens, at)
        if size > 1:
            paired = _paired_runs(flat, tokens, at, size)
            yield from _run_figures(flat, tokens, at, size, floor, paired=paired)
            at += size * 2 if paired else size
            continue
        if whole := _of_counted(flat, tokens, at, floor):
            yield from whole
            at += 3
            continue
        figure, used = _single(flat, tokens, at, floor)
        yield figure
        at += used


def _of_counted(flat: str, tokens: list[Token], at: int, floor: int) -> list[Figure]:
    """174件，占反馈总数180件的96.7%: a count, its base and its share in one."""
    three = tokens[at : at + 3]
    if [one.kind for one in three] != ["count", "count", "share"]:
        return []
    part, whole, share = three
    if not _OF_COUNT.fullmatch(flat, part.end, whole.start) or not re.fullmatch("[^,;。]{0,6}的(?:比例为)?", flat[whole.end : share.start]):
        return []
    label = labels.label_of(flat, part.start, part.end, floor, counted=True)
    base = labels.clean(flat[part.end : whole.start].partition("占")[2])
    total = Figure(whole.start, whole.end, whole, None, base)
    letter = labels.letter_of(label, flat, part.end)
    return [Figure(part.start, share.end, part, share, label, base, letter, base=whole.value), total]


def _run(flat: str, tokens: list[Token], at: int) -> int:
    """How many numbers of one kind follow each other with nothing but separators between."""
    size = 1
    while at + size < len(tokens):
        last, here = tokens[at + size - 1], tokens[at + size]
        alike = last.kind == here.kind and last.unit == here.unit
        if not alike or not _SEPARATOR.fullmatch(flat, last.end, here.start):
            break
        size += 1
    return size


def _paired_runs(flat: str, tokens: list[Token], at: int, size: int) -> bool:
    """Whether a row of counts is followed by a row of as many shares."""
    rest = at + size
    if tokens[at].kind != "count" or rest >= len(tokens) or tokens[rest].kind != "share" or _run(flat, tokens, rest) != size:
        return False
    return bool(_ACROSS.fullmatch(flat, tokens[rest - 1].end, tokens[rest].start))


def _run_figures(flat: str, tokens: list[Token], at: int, size: int, floor: int, *, paired: bool) -> Iterator[Figure]:
    names = labels.spread(flat, tokens[at].start, floor, size)
    base = ""
    if paired and (found := re.search(r"占([^,。;%]{0,20}?)的?$", flat[tokens[at + size - 1].end : tokens[at + size].start])):
        base = found[1]
    for step in range(size):
        first = tokens[at + step]
        share = tokens[at + size + step] if paired else first if first.kind == "share" else None
        count = first if first.kind == "count" else None
        letter = labels.letter_of(names[step], flat, first.end)
        yield Figure(first.start, first.end, count, share, names[step], base, letter)


def _single(flat: str, tokens: list[Token], at: int, floor: int) -> tuple[Figure, int]:
    """The figure that begins with a number, and how many numbers it takes."""
    first = tokens[at]
    second = tokens[at + 1] if at + 1 < len(tokens) and tokens[at + 1].kind in ("count", "share") else None
    counted = first.kind == "count"
    label = labels.label_of(flat, first.start, first.end, floor, counted=counted)
    letter = labels.letter_of(label, flat, first.end)
    if second is not None and {first.kind, second.kind} == {"count", "share"} and second.start - first.end < 70:
        alone = _run(flat, tokens, at + 1) == 1 and not _takes_next(flat, tokens, at + 1)
        base = _base_between(flat, first, second, label) if alone else None
        if base is not None:
            count, share = (first, second) if counted else (second, first)
            if not counted:
                base = _base_before(flat, first.start, floor)
                label = label or labels.after(flat, second.end)
            return Figure(first.start, second.end, count, share, label, base, letter), 2
    base = "" if counted else _base_before(flat, first.start, floor)
    return Figure(first.start, first.end, first if counted else None, None if counted else first, label, base, letter), 1


def _takes_next(flat: str, tokens: list[Token], at: int) -> bool:
    """Whether a share has its own count behind it in brackets: 占57.7%(75件)."""
    if tokens[at].kind != "share" or at + 1 >= len(tokens) or tokens[at + 1].kind != "count":
        return False
    return (
        tokens[at + 1].start == tokens[at].end + 1
        and flat[tokens[at].end] == "("
        and flat[tokens[at + 1].end : tokens[at + 1].end + 1] == ")"
    )


def _base_between(flat: str, first: Token, second: Token, label: str) -> str | None:
    """What stands as base between a count and its share, None where the two do not belong together."""
    gap = flat[first.end : second.start]
    if first.kind == "share":
        return "" if _REVERSED.fullmatch(gap) and not (gap.endswith("(") and flat[second.end : second.end + 1] != ")") else None
    if re.search("中[,:](?!约?占)|[得到予]以?[解采落](?!.*,(?:约|共|仅)?占)", gap) and "(" not in gap[:3]:
        return None
    for pattern in (_PAIR, _BRACKET, _FAR):
        if found := pattern.fullmatch(gap):
            return found["base"]
    found = _RATE.fullmatch(gap)
    if (
        found
        and not re.search("满意|[和及或]", found["rate"])
        and (stem := found["rate"].removesuffix("率")[-2:])
        and says(label + gap[: found.start("rate")], stem)
    ):
        return ""
    return None


def says(label: str, stem: str) -> bool:
    """Whether a label counts what a rate is named after (立案 for 立案率), and not what was not."""
    return stem in label and not re.search(f"[不未](?:予|能|被)?{stem}|总", label)


def _base_before(flat: str, start: int, floor: int) -> str:
    found = re.search(r"占([^,;。%\n]{0,24}?)(?:的|约|近|为|达到?|比)*$", flat[max(floor, start - 30) : start])
    return found[1] if found else ""
