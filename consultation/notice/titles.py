"""Titles: what stands in front of, behind and around the topic in an item's heading."""

import re
from dataclasses import dataclass, field

from .chars import outside, trim
from .forms import BRIEFING, ORDINAL, SUPERVISORY, heading_of, headline, unquoted
from .spoken import spoken
from .times import find, is_time
from .units import is_own_body, looks_like_unit, may_be_person, names_in
from .words import LEVELS

Span = tuple[int, int]


@dataclass(slots=True)
class Title:
    """The title's span, and what else its line gave: spans of form, time, lists of names and remarks."""

    span: Span
    form: Span | None = None
    time: Span | None = None
    names: list[Span] = field(default_factory=list)
    notes: list[Span] = field(default_factory=list)
    rest: Span | None = None
    left: list[Span] = field(default_factory=list)
    kind: str | None = None
    form_words: str | None = None


_BRACKET_END = re.compile(r"\s?[(〔【]([^()〔〕【】]{1,60})[)〕】]\s*[。;,]?\s*$")
_LEAD_TIME = re.compile(r"\s*\(?([^,:()。·]{2,16})\)?(?:\s?[,:·]\s?|\t|[ ]{2,})(?=\S{4})")
_REMARK = re.compile(
    r"(?:重点|年度)?(?:提案|课题|议题|督办提案|协商|协商课题|协商议题|督办)|(?:党政|党委政府|市委|县委|区委|委员|书记|县长|市长|区长)(?:点题|交办|出题|命题)|"
    r"跟踪(?:监督|协商|问效|督办)?|续办|滚动(?:实施)?|结转|书面(?:协商|通报|形式)?|(?:省市|市县|市区|上下|三级|两级|跨区域|联合)?联动(?:协商|监督|调研)?|委托\S{0,10}|联合\S{0,8}|专项"
)
_BRANDED = re.compile(r"^[“\"].{2,10}[”\"](?:协商|议政|活动|平台|品牌|专题|议事|监督){0,3}$|商量[”\"]?(?:协商|议政|活动|平台|专题){0,2}$")
_DONE = re.compile(r"(?:(?:组织)?(?:完成|召开|进行|开展|举行|实施)|组织)$")
_BY_WAY_OF = re.compile(
    r"^(?:[该本此](?:项|次)?(?:议题|课题|活动|协商)?)?(?:建议|拟|将|计划)?(?:于|在)?(?P<time>[^,。]{2,14}?)?(?:采取|采用|通过|以)(?P<form>.{2,16}?)"
    r"的?(?:形式|方式)(?:组织|进行|开展|举行|召开|协商|议政|实施)*$"
)
_PLANNED = re.compile(r"(?:拟于|计划于|拟|于|在|计划)")
_CLAUSE = re.compile(r"[,;。]")
_ABOUT = re.compile(r"(?:围绕|就|聚焦)")
_QUOTED_LED = re.compile(r"[“《][^“”《》]{4,80}[”》]\s?[,。]")
_LED = re.compile(rf"(?:组织)?[{LEVELS}]?(?:政协)?(?:委员|常委|主席会议成员)?(?:专题|集中|开展)?(?:视察|听取.{{4,60}}(?:通报|汇报))")
# A group of members before its topic: `第一视察组:`.
_GROUP = re.compile(r"第[一二三四五六七八九十\d]{1,3}(?:视察|调研|监督|考察|协商|专题)*(?:小组|组|分团|团)\s?[:、]\s?")
_FORM_END = re.compile(
    r"^.{4,}?(?<!提案)(?<!重点)((?:专题|专项|对口|界别|远程|网络|双[月周]|月度|季度|专家|立法|民主|监督性|协商式|委员|常委|专委会|集中|联动)+"
    r"(?:协商|视察|监督|调研|议政性常委会|议政|考察|评议|座谈)(?:议政|座谈)?(?:会议|会|活动)?)$"
)
_APART = re.compile(r"[,;。]|[ \t]+[/|][ \t]+|\t|[ ]{2,}|[ ](?=\S{2,12}$)")
_DASH_TAIL = re.compile(r"\s?(?:—{1,2}|-)\s?([^—\-]{2,12})$")
_BORNE = "牵头|承办|负责|主办|组织|准备|提供|通报|汇报|介绍"
_BEARER = re.compile(rf"^\s?由.{{2,60}}?(?:{_BORNE})|^\s?(?:会同|牵头单位|责任单位|承办单位)|牵头|承办|负责|主办|配合|参与|参加|协办")


def _strip(folded: str, start: int, end: int) -> Span:
    return trim(folded, start, end, " \t\n。;:,.、/|—")


def _names_like(inner: str) -> bool:
    """Whether a bracket holds names of units rather than a part of the title."""
    found = names_in(inner, 0, len(inner))
    words = [inner[name.start : name.end] for name in found.names]
    if not words or not all(looks_like_unit(word) or is_time(word) for word in words):
        return False
    return (
        len(words) > 1
        or any(name.side for name in found.names)
        or is_own_body(words[0]) is True
        or bool(re.match(f"[{LEVELS}各团]", words[0]))
    )


def _bracket(title: Title, folded: str, inner: Span) -> bool:
    """Files what a bracket at the end of a title says; False when it belongs to the title."""
    shown = folded[inner[0] : inner[1]]
    heading = heading_of(shown)
    if is_time(shown):
        title.time = title.time or inner
    elif SUPERVISORY.search(shown) and len(shown) <= 20:
        title.notes.append(inner)
    elif heading and heading.pure and heading.form and not _REMARK.fullmatch(shown):
        title.form = title.form or inner
    elif _REMARK.fullmatch(shown) or _BRANDED.search(shown):
        title.notes.append(inner)
    elif re.search(r"[,;、\s]", shown) and _mixed(title, folded, inner):
        return True
    elif _names_like(shown):
        title.names.append(inner)
    else:
        return False
    return True


def _mixed(title: Title, folded: str, inner: Span) -> bool:
    """`(6月,提案委)`: each part on its own; nothing is filed unless every part is understood."""
    parts, at = [], inner[0]
    for cut in [*re.finditer(r"[,;\s]+", folded[inner[0] : inner[1]]), None]:
        stop = inner[0] + cut.start() if cut else inner[1]
        parts.append((at, stop))
        at = inner[0] + cut.end() if cut else stop
    found = Title(inner)
    for start, end in parts:
        shown = folded[start:end]
        heading = heading_of(shown)
        if is_time(shown):
            found.time = (start, end)
        elif heading and heading.pure and heading.form:
            found.form = (start, end)
        elif shown and (_names_like(shown) or (looks_like_unit(shown) and len(shown) <= 12)):
            found.names.append((start, end))
        else:
            return False
    title.time, title.form = title.time or found.time, title.form or found.form
    title.names += found.names
    return True


def _brackets(title: Title, folded: str) -> None:
    for _ in range(4):
        start, end = title.span
        found = _BRACKET_END.search(folded, max(start, end - 80), end)
        if not found or found.start() <= start or not _bracket(title, folded, found.span(1)):
            return
        title.span = _strip(folded, start, found.start())


def _open_bracket(title: Title, folded: str) -> None:
    """`题目(5月;` before a label inside the same bracket: what the open bracket already says."""
    start, end = title.span
    at = folded.rfind("(", max(start, end - 60), end)
    if at <= start or folded.find(")", at, end) >= 0:
        return
    inner = _strip(folded, at + 1, end)
    if inner[1] <= inner[0] or _bracket(title, folded, inner):
        title.span = _strip(folded, start, at)


def _sentence(title: Title, folded: str) -> None:
    """`题目,由甲牵头,乙、丙参与,6月完成。`: the topic ends where somebody is named to bear it."""
    start, end = title.span
    for cut in outside(folded, start, min(end, start + 400)):
        clause = folded[cut + 1 : min(end, cut + 61)]
        borne = folded[cut] in ",;。" and re.match(rf"\s?由.{{2,40}}?(?:{_BORNE})", clause)
        if cut >= start + 4 and (borne or (folded[cut] == "。" and clause.strip())):
            title.rest = _bare(folded, *trim(folded, cut + 1, end))
            title.span = _strip(folded, start, cut)
            return


def _bare(folded: str, start: int, end: int) -> Span:
    """A span without the one bracket that holds all of it."""
    first, last = _strip(folded, start, end)
    whole = folded[first:last].startswith("(") and folded.find(")", first, last) == last - 1
    return (first + 1, last - 1) if whole else (start, end)


def _tail(title: Title, folded: str) -> None:
    """`题目,6月,经济委,区发改局` and `题目 / 6月 / 承办…`: pieces at the end that are nothing but a time, a form or names."""
    start, end = title.span
    cuts = list(_APART.finditer(folded, start + 4, min(end, start + 400)))
    at = end
    for cut in reversed(cuts):
        piece = _strip(folded, cut.end(), at)
        if piece[1] > piece[0] and not _told(folded, piece, slashed=cut[0] != ","):
            break
        title.span, at = _strip(folded, start, cut.start()), cut.start()
    if at < end:
        title.rest = title.rest or (at, end)


def _told(folded: str, piece: Span, *, slashed: bool) -> bool:
    shown = folded[piece[0] : piece[1]]
    heading = heading_of(shown) if len(shown) <= 24 else None
    if _time_in(folded, piece) or _by_way_of(folded, piece) or (slashed and heading and heading.pure and heading.form):
        return True
    return _names_told(shown, surely=not bears(shown))


def bears(line: str) -> bool:
    """Whether a clause says that somebody bears or joins something."""
    return bool(_BEARER.search(line))


def _names_told(shown: str, *, surely: bool) -> bool:
    """Whether a clause is a list of names: all of them certain, or with a verb (`由…承办`) most of them known."""
    words = [] if re.search(r"到会|出席|列席", shown) else [shown[n.start : n.end] for n in names_in(shown, 0, len(shown)).names]
    if surely:
        return bool(words) and all(map(_sure_name, words))
    known = [looks_like_unit(word) or may_be_person(word) for word in words]
    return bool(words) and (all(known) or ("、" in shown and sum(known) * 2 >= len(known)))


def _sure_name(word: str) -> bool:
    return looks_like_unit(word) and (is_own_body(word) is True or bool(re.match(f"[{LEVELS}各团]", word)))


def _time_in(folded: str, span: Span | None) -> Span | None:
    """The time alone in `拟于5月召开`; None for what is no time."""
    said = _DONE.sub("", folded[slice(*span)]) if span else ""
    lead = _PLANNED.match(said)
    past = lead.end() if lead else 0
    if not span or not is_time(said[past:]):
        return None
    return trim(folded, span[0] + past, span[0] + len(said))


def _by_way_of(folded: str, span: Span) -> tuple[Span | None, Span] | None:
    """Time and form of `5月份以主席会议形式协商`; None for any other clause."""
    found = _BY_WAY_OF.match(folded[slice(*span)])
    heading = heading_of(found["form"]) if found else None
    if not found or not heading or not heading.pure or (found["time"] and not is_time(found["time"])):
        return None
    time, form = [(span[0] + a, span[0] + b) for a, b in (found.span("time"), found.span("form"))]
    return (time if found["time"] else None), form


def _rest(title: Title, folded: str) -> None:
    """Times and names in the clauses behind the topic."""
    if not title.rest:
        return
    at, stop = title.rest[0], min(title.rest[1], title.rest[0] + 600)
    for cut in [*_APART.finditer(folded, at, stop), None]:
        end = cut.start() if cut else stop
        span = _strip(folded, at, end)
        if way := _by_way_of(folded, span):
            title.time, span = title.time or way[0], way[1]
        shown = folded[span[0] : span[1]]
        heading = heading_of(shown) if len(shown) <= 24 else None
        if heading and heading.pure and heading.form and not is_time(shown):
            title.form = title.form or span
        elif at_time := _time_in(folded, span):
            title.time = title.time or at_time
        elif _told(folded, span, slashed=False):
            title.names.append(span)
        elif bears(shown):
            title.left.append(span)
        at = cut.end() if cut else end


def past_time(line: str) -> int:
    """Where a line goes on behind the time it begins with (`4月,` `3月:` `(5月)·`); 0 where it begins with none."""
    lead = _LEAD_TIME.match(line)
    return lead.end() if lead and is_time(lead[1]) else 0


def _led(title: Title, folded: str) -> None:
    """`区财政局:上半年预算执行情况`: who reports stands before the topic."""
    start, end = title.span
    colon = folded.find(":", start, min(end, start + 60))
    names = names_in(folded, start, colon).names if colon > start else ()
    words = [folded[name.start : name.end] for name in names]
    if words and end - colon > 4 and all(looks_like_unit(word) and re.match(f"[{LEVELS}各团]", word) for word in words):
        title.names.append((start, colon))
        title.span = _strip(folded, colon + 1, end)


def read_title(folded: str, start: int, end: int, *, form_wanted: bool) -> Title:
    """Takes an item's heading apart. `form_wanted` is False where the form has a label of its own: then only the topic is freed."""
    title = Title(_strip(folded, start, end))
    _sentence(title, folded)
    _open_bracket(title, folded)
    _brackets(title, folded)
    start, end = title.span
    if past := past_time(folded[start:end]):
        lead = _LEAD_TIME.match(folded, start, end)
        title.time = title.time or (lead.span(1) if lead else None)
        start += past
    if (tail := _DASH_TAIL.search(folded[start:end])) and tail.start() > 4:
        heading, said = heading_of(tail[1]), (start + tail.start(1), start + tail.end(1))
        if is_time(tail[1]):
            title.time, end = title.time or said, start + tail.start()
        elif form_wanted and heading and heading.pure and heading.form:
            title.form, end = title.form or said, start + tail.start()
    title.span = _strip(folded, start, end)
    if group := _GROUP.match(folded[slice(*title.span)]):
        title.span = _strip(folded, title.span[0] + group.end(), title.span[1])
    _led(title, folded)
    if not _spoken(title, folded) and not _headline(title, folded, form_wanted):
        _tail(title, folded)
    _rest(title, folded)
    title.span = unquoted(folded, *title.span)
    return title


def form_at_end(folded: str, start: int, end: int) -> Span | None:
    """The form a title ends with, `…落实情况专项民主监督`; None for a title that is nothing but a form."""
    found = _FORM_END.search(folded[start:end])
    return (start + found.start(1), end) if found else None


def is_told(folded: str, span: Span) -> bool:
    """Whether a line says when it is to be or who bears it, as an item does: `举办培训班(3月,办公室)`."""
    title = read_title(folded, *span, form_wanted=True)
    return bool(title.time and title.names) or bool(title.form and (title.time or title.names))


def clauses(folded: str, span: Span) -> Title:
    """What the sentences behind a value say: times, forms and names; nothing that is not understood."""
    said = Title(span, rest=span)
    _rest(said, folded)
    return said


def is_headed(line: str) -> bool:
    """Whether a sentence, or its first clauses, is worded as `围绕X召开Y` and its kin."""
    return bool(spoken(line)) or any(headline(line[:cut]) for cut in [len(line), *(found.start() for found in _CLAUSE.finditer(line))][:8])


def is_planned(line: str, *, listed: bool) -> bool:
    """Whether a sentence without number or label is an item: `围绕X召开Y`; in a list also `视察X`, `听取X的通报`, `召开Y,听取X`."""
    heading = heading_of(line)
    if heading and heading.pure:
        return False
    if listed and _QUOTED_LED.match(line):
        return True
    told = is_headed(line[: found.start()] if (found := _BRACKET_END.search(line)) else line)
    return told and (listed or bool(_ABOUT.match(line))) or (listed and bool(_LED.match(line)))


_PLACE = re.compile(r"(?:在|赴|深入)(?P<where>[^,。“”]{2,20}?)(?=,?\s?(?:组织|集中)?(?:开展|召开|举行|举办|进行|组织))")


def _spoken(title: Title, folded: str) -> bool:
    """Takes a sentence apart that asks somebody to something; False for any other."""
    start, end = title.span
    spans = {name: (start + a, start + b) for name, (a, b) in (spoken(folded[start:end]) or {}).items()}
    if not spans:
        return False
    title.span = unquoted(folded, *_strip(folded, *spans["title"]))
    title.names += [spans[name] for name in ("units", "hosts") if name in spans]
    title.form = title.form or spans.get("form") or spans["plenary"]
    title.form_words = "全体会议" if "plenary" in spans else heading_of(folded[slice(*title.form)]).form
    title.kind = BRIEFING if "briefing" in spans else None
    return True


_WITH = re.compile(rf"(?:,\s?(?:与|同|会同|联合)|(?:与|同|会同)(?=[{LEVELS}]))([^,。]{{2,60}})$")


def _partners(title: Title, folded: str) -> None:
    """`围绕X,与甲开展对口协商`: with whom it is talked over stands behind the topic."""
    start, end = title.span
    found = _WITH.search(folded[start:end])
    names = names_in(folded, start + found.start(1), end).names if found and found.start() > 3 else ()
    if found and names and all(_sure_name(folded[name.start : name.end]) for name in names):
        title.names.append((start + found.start(1), end))
        title.span = _strip(folded, start, start + found.start())


def _place(title: Title, folded: str, start: int, end: int) -> None:
    """The place between topic and form, `围绕“X”在某街道开展Y`, is a remark."""
    found = _PLACE.search(folded, start, end)
    if found and not is_time(found[1]) and found.span() not in title.notes:
        title.notes.append(_strip(folded, *found.span()))


def _headline(title: Title, folded: str, form_wanted: bool) -> bool:
    """Frees the topic of a line worded as `围绕X召开Y`; False where it is not."""
    start, end = title.span
    for cut in [end, *(start + m.start() for m in _CLAUSE.finditer(folded[start:end]))][:8]:
        if found := headline(folded[start:cut]):
            topic, form = found
            title.span = _strip(folded, start + topic[0], start + topic[1])
            if form_wanted and form:
                skip = ORDINAL.match(folded[start + form[0] : start + form[1]])
                title.form = title.form or (start + form[0] + (skip.end() if skip else 0), start + form[1])
            if form:
                before = (start + topic[1], start + form[0]) if topic[1] < form[0] else (start, start + form[0])
                title.time = title.time or _time_in(folded, find(folded, *before))
                _place(title, folded, *before)
            _place(title, folded, start, start + topic[0])
            if cut < end:
                title.rest = title.rest or (cut + 1, end)
            _partners(title, folded)
            return True
    return False
