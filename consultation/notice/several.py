"""Sentences that name several topics at once: `围绕“A”“B”2个议题,分别于6月、10月召开X`, `专题协商会议题3项:A;B;C`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .chars import outside, sentences, trim
from .forms import heading_of, headline
from .times import find, is_time

Span = tuple[int, int]
_LONGEST = 1_200
_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_UNITS = "个项件场次期"
_QUOTED = re.compile(r"[“「『](?P<topic>[^“”「」『』]*(?:[“『][^“”『』]*[”』][^“”「」『』]*)*)[”」』]|《[^《》]{4,60}》")
_JOIN = re.compile(r"\s?(?:、|,|;|以及|和|及|与)?\s?")
_LEAD = re.compile(r"(?:围绕|就|聚焦|对|以|包括|分别是|分别为|即|(?:议题|课题|主题|题目)为|:)\s?$")
_COUNTED = re.compile(
    rf"^\s?等?\s?(?:{_N}\s?[{_UNITS}])?(?:方面)?(?:的)?(?:重点|协商|监督|年度)?(?:议题|课题|主题|专题|题目|内容|工作|问题|议案|选题)?,?\s?"
)
_ASIDE = re.compile(r"^(?:(?:其中|此外|同时|另外|按照计划|今年|全年|年内|还|计划|将|拟)[,]?\s?)+")
_THAT_IS = re.compile(r",?\s?(?:即|分别是|分别为|包括|具体为|具体是|主要是|主要有|主要包括|如下)$")
_THERE_ARE = re.compile(rf"(?:共有|共计|共|有|计)(?=\s?{_N}\s?[{_UNITS}])")
_TO_BE_HELD = re.compile(
    rf"^(?:安排(?:了)?|确定(?:了)?)?(?P<n>{_N})\s?[{_UNITS}](?:重点)?(?:议题|课题)?(?:,|拟|将|计划)*(?:通过|以)?(?:实施|开展|进行|召开|举行|组织)(?P<form>.{{2,20}}?)(?:的?(?:形式|方式).{{0,8}})?$"
)


# Where a clause asks for a topic in quotes: right behind the beginning, a comma or a word of intent.
_ASKING = re.compile(r"(?:(?<=计划)|(?<=[将拟还并,;]))(?:围绕|就|聚焦|对)\s?(?=[“「《])")


# The meeting named before its topics: `召开2次专题协商会,分别围绕“A”“B”协商议政`.
_LED_BY = re.compile(rf"(?:召开|举行|开展|举办)\s?(?:{_N}\s?[{_UNITS}])?(?P<form>[^,。;:“”]{{2,20}}),?\s?(?:分别)?(?:围绕|就|聚焦)\s?$")


@dataclass(frozen=True, slots=True)
class Several:
    """The topics of one sentence, the span and words of their form, and a time for all of them or one for each."""

    topics: list[Span]
    form: Span | None = None
    form_words: str | None = None
    times: list[Span] = field(default_factory=list)

    def time_of(self, index: int) -> Span | None:
        """The time of one topic; None where the sentence gives none, or others than one for all or one for each."""
        if len(self.times) == len(self.topics):
            return self.times[index]
        return self.times[0] if len(self.times) == 1 else None


def _form(folded: str, start: int, end: int) -> tuple[Span, str] | None:
    """The form a part of a sentence ends or begins with, told by putting one topic into it."""
    said = folded[start:end]
    made = f"围绕“某某某某”{said}" if said else ""
    found = headline(made) if 2 <= len(said) <= 80 else None
    if not found or not found[1]:
        return None
    shift = start - (len(made) - len(said))
    span = (found[1][0] + shift, found[1][1] + shift)
    heading = heading_of(folded[slice(*span)])
    return (span, heading.form) if heading and heading.pure and heading.form and span[0] >= start else None


def _bare(folded: str, start: int, end: int) -> Span:
    """A time without the words around it: `于6月`, `10月召开`."""
    lead = re.match(r"\s*(?:拟|计划)?[于在]?", folded[start:end])
    tail = re.search(r"(?:分别|召开|进行|开展|举行|举办)+\s*$", folded[start:end])
    return trim(folded, start + (lead.end() if lead else 0), start + tail.start() if tail else end)


def _times(folded: str, start: int, end: int) -> list[Span]:
    """The times of a part of a sentence: `分别于6月、10月` holds two."""
    if not (found := find(folded, start, end)):
        return []
    cuts, at = [], found[0]
    for place in range(*found):
        if folded[place] in "、,和及":
            cuts.append((at, place))
            at = place + 1
    pieces = [_bare(folded, *piece) for piece in [*cuts, (at, found[1])]]
    return pieces if all(is_time(folded[slice(*piece)]) for piece in pieces) and "分别" in folded[start:end] else [found]


def _runs(folded: str, start: int, end: int) -> Iterator[list[re.Match[str]]]:
    """The runs of quoted topics that stand side by side."""
    run: list[re.Match[str]] = []
    for found in _QUOTED.finditer(folded, start, end):
        if run and not _JOIN.fullmatch(folded, run[-1].end(), found.start()):
            yield run
            run = []
        run.append(found)
    yield run


def _quoted(folded: str, start: int, end: int) -> Several | None:
    """`围绕“A”“B”2个议题召开Y`, `Y:“A”“B”`."""
    for run in _runs(folded, start, end):
        topics = [found.span("topic") if found["topic"] else found.span() for found in run]
        if len(run) < 2 or any(b - a < 4 for a, b in topics):
            continue
        lead, after = _LEAD.search(folded[start : run[0].start()]), run[-1].end()
        rest = after + (_COUNTED.match(folded[after:end]) or re.match("", "")).end()  # type: ignore[union-attr]
        rest = rest if rest > after and folded[rest - 1] != "," or folded[after:rest].strip(", ") else after
        stop = trim(folded, rest, end, " \t\n。;,.")[1] if rest < end else rest
        held = _held(folded, rest, stop)
        before = heading_of(folded[start : run[0].start()].strip(" :,")) if run[0].start() - start <= 40 else None
        if not held and (led := _LED_BY.search(folded[start : run[0].start()])):
            heading = heading_of(led["form"])
            if heading and heading.pure and heading.form:
                span = (start + led.start("form"), start + led.end("form"))
                return Several(topics, span, heading.form, _times(folded, rest, stop) or _times(folded, start, span[0]))
        if not held and before and before.pure and before.form:
            at = folded.find(before.core, start)
            return Several(topics, (at, at + len(before.core)) if at >= 0 else None, before.form, _times(folded, rest, stop))
        if lead and (held or re.fullmatch(r"(?:(?:进行|开展)?(?:专题)?(?:协商议政|协商|议政|建言|建言献策))?", folded[rest:stop])):
            times = _times(folded, rest, held[0][0] if held else stop) or _times(folded, start, run[0].start())
            return Several(topics, held[0] if held else None, held[1] if held else None, times)
    return None


def _held(folded: str, start: int, end: int) -> tuple[Span, str] | None:
    """The form behind the topics: `,分别于6月、10月召开Y`, a time before the verb left aside."""
    verb = re.search(r"(?:召开|开展|举行|举办|进行|组织)", folded[start:end])
    return _form(folded, start + verb.start(), end) if verb else None


def _listed(folded: str, start: int, end: int) -> Several | None:
    """`专题协商会议题3项:A;B;C`."""
    colon = next((place for place in outside(folded, start, min(end, start + 80)) if folded[place] == ":"), -1)
    if colon < 0:
        return None
    cuts = [place for place in outside(folded, colon + 1, end) if folded[place] == ";"]
    edges = [colon, *cuts, end]
    topics = [trim(folded, a + 1, b, " \t\n。;,.") for a, b in zip(edges, edges[1:], strict=False)]
    topics = [topic for topic in topics if topic[1] > topic[0]]
    if len(topics) < 2 or any(not 4 <= b - a <= 80 or ":" in folded[a:b] or "。" in folded[a:b] for a, b in topics):
        return None
    lead = _THERE_ARE.sub("", _THAT_IS.sub("", _ASIDE.sub("", folded[start:colon].strip())))
    asked = _TO_BE_HELD.match(lead)
    heading = heading_of(asked["form"] if asked else lead)
    if not heading or not heading.pure or not heading.form or (not asked and heading.count is None and "题" not in lead):
        return None
    at = folded.find(heading.form, start, colon)
    return Several(topics, (at, at + len(heading.form)) if at >= 0 else None, heading.form)


def _shifted(said: Several, by: int) -> Several:
    def moved(span: Span) -> Span:
        return span[0] + by, span[1] + by

    return Several([moved(one) for one in said.topics], said.form and moved(said.form), said.form_words, [moved(one) for one in said.times])


def several(folded: str, start: int, end: int) -> list[Several]:
    """What a sentence says of several topics, its parts between semicolons each on their own; [] where it names one or none."""
    if not 12 <= end - start <= _LONGEST:
        return []
    line = folded[start:end].replace("\n", " ")
    if listed := _listed(line, 0, len(line)):
        return [_shifted(listed, start)]
    return [_shifted(said, start) for piece in sentences(line, 0, len(line)) if (said := _quoted(line, *piece))]


def topical(folded: str, start: int, end: int) -> Iterator[Span]:
    """The clauses of a longer sentence that ask for one topic in quotes each: `还计划围绕“A”开展X,对《B》落实情况开展Y`."""
    if not 20 <= end - start <= 400:
        return
    leads = list(_ASKING.finditer(folded, start, end))
    for found, after in zip(leads, [*(lead.start() for lead in leads[1:]), end], strict=False):
        clause = trim(folded, found.start(), after, " \t\n,;。并")
        held = folded.find("开展", *clause)
        cut = folded.find(",", held, clause[1]) if held > 0 else -1
        clause = (clause[0], cut) if cut > 0 else clause
        if headline(folded[slice(*clause)]) and not re.search(rf"[”」》]等?\s?{_N}\s?[{_UNITS}]", folded[slice(*clause)]):
            yield clause
