"""Titles: what stands in front of, behind and around the topic in an item's heading."""

import re

from .chars import outside, trim
from .clauses import APART, BORNE, Title, file_bracket, is_saying, read_rest, strip, sure_name, time_in
from .forms import BRIEFING, ORDINAL, heading_of, headline, kind_of, unquoted
from .spoken import spoken
from .times import find, is_time
from .units import is_own_body, names_in
from .words import LEVELS

Span = tuple[int, int]
_BRACKET_END = re.compile(r"\s?[(〔【]([^()〔〕【】]{1,60})[)〕】]\s*[。;,]?\s*$")
_LEAD_TIME = re.compile(
    r"\s*\(?([^,:()。·]{2,16}?)\)?(?:\s?[,:·]\s?|\t|[ ]{2,}|[ ](?![\d底初中末上下份旬前])|"
    r"(?<=[)])|(?=组织|召开|举行|开展|举办|听取|围绕|视察|邀请|赴|就|对|聚焦|协商|通报|拟|将))(?=\S{4})"
)
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
_DASHES = re.compile(r"\s?(?:—{1,2}|\s-\s|\s[/|]\s)\s?")
_GROUP_END = re.compile(r"(?<=[\u4e00-\u9fff”》]{4})(视察|调研|监督|考察|协商)(?:小组|分组|组|分团|团)$")
_DASH_TAIL = re.compile(r"\s?(?:—{1,2}|-)\s?([^—\-]{2,12})$")


def _filed(said: Title, folded: str, piece: Span) -> bool:
    """Files a piece between dashes that is a form, a time or names; False for the topic."""
    shown = folded[slice(*piece)]
    heading = heading_of(shown)
    if shown[:1] in ("“", "《"):
        return False
    if not said.form and heading and heading.pure and heading.form:
        said.form = piece
        return True
    return file_bracket(said, folded, piece)


def _dashed(title: Title, folded: str) -> None:
    """`常委会协商——6月——“题目”——农业委`: pieces between dashes, all but one of them a time, a form or names."""
    edges = [title.span[0], *(end for found in _DASHES.finditer(folded, *title.span) for end in found.span()), title.span[1]]
    pieces = [strip(folded, *edges[at : at + 2]) for at in range(0, len(edges), 2)]
    said = Title(title.span)
    topics = [one for one in pieces if not _filed(said, folded, one)] if len(pieces) > 2 else []
    if len(topics) == 1 and topics[0][1] - topics[0][0] >= 4:
        title.span, title.names, title.notes = topics[0], title.names + said.names, title.notes + said.notes
        title.form, title.time = title.form or said.form, title.time or said.time


def _brackets(title: Title, folded: str) -> None:
    for _ in range(4):
        start, end = title.span
        found = _BRACKET_END.search(folded, max(start, end - 80), end)
        if not found or found.start() <= start or not file_bracket(title, folded, found.span(1)):
            return
        title.span = strip(folded, start, found.start())


def _open_bracket(title: Title, folded: str) -> None:
    """`题目(5月;` before a label inside the same bracket: what the open bracket already says."""
    start, end = title.span
    at = folded.rfind("(", max(start, end - 60), end)
    if at <= start or folded.find(")", at, end) >= 0:
        return
    inner = strip(folded, at + 1, end)
    if inner[1] <= inner[0] or file_bracket(title, folded, inner):
        title.span = strip(folded, start, at)


def _sentence(title: Title, folded: str) -> None:
    """`题目,由甲牵头,乙、丙参与,6月完成。`: the topic ends where somebody is named to bear it."""
    start, end = title.span
    for cut in outside(folded, start, min(end, start + 400)):
        clause = folded[cut + 1 : min(end, cut + 61)]
        borne = folded[cut] in ",;。" and re.match(rf"\s?由.{{2,40}}?(?:{BORNE})", clause)
        if cut >= start + 4 and (borne or (folded[cut] == "。" and clause.strip())):
            title.rest = _bare(folded, *trim(folded, cut + 1, end))
            title.span = strip(folded, start, cut)
            return


def _bare(folded: str, start: int, end: int) -> Span:
    """A span without the one bracket that holds all of it."""
    first, last = strip(folded, start, end)
    whole = folded[first:last].startswith("(") and folded.find(")", first, last) == last - 1
    return (first + 1, last - 1) if whole else (start, end)


def _tail(title: Title, folded: str) -> None:
    """`题目,6月,经济委,区发改局` and `题目 / 6月 / 承办…`: pieces at the end that are nothing but a time, a form or names."""
    start, end = title.span
    free = set(outside(folded, start, min(end, start + 400)))
    cuts = [cut for cut in APART.finditer(folded, start + 4, min(end, start + 400)) if cut.start() in free]
    at = end
    for cut in reversed(cuts):
        piece = strip(folded, cut.end(), at)
        if piece[1] > piece[0] and not is_saying(folded, piece, slashed=cut[0] != ","):
            break
        title.span, at = strip(folded, start, cut.start()), cut.start()
    if at < end:
        title.rest = title.rest or (at, end)


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
    if words and end - colon > 4 and all(sure_name(word) and not kind_of(word) for word in words):
        title.names.append((start, colon))
        title.span = strip(folded, colon + 1, end)


def read_title(folded: str, start: int, end: int, *, form_wanted: bool) -> Title:
    """Takes an item's heading apart. `form_wanted` is False where the form has a label of its own: then only the topic is freed."""
    title = Title(strip(folded, start, end))
    _sentence(title, folded)
    _open_bracket(title, folded)
    _brackets(title, folded)
    _dashed(title, folded)
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
        elif sure_name(tail[1]) and is_own_body(tail[1]):
            title.names, end = [*title.names, said], start + tail.start()
    title.span = strip(folded, start, end)
    if group := _GROUP.match(folded[slice(*title.span)]):
        title.span = strip(folded, title.span[0] + group.end(), title.span[1])
    _led(title, folded)
    if not _spoken(title, folded) and not _headline(title, folded, form_wanted):
        _tail(title, folded)
    read_rest(title, folded)
    if group := _GROUP_END.search(folded[slice(*title.span)]):
        title.span, title.kind = (title.span[0], title.span[0] + group.start()), title.kind or kind_of(group[1])
    title.span = unquoted(folded, *title.span)
    return title


def form_at_end(folded: str, start: int, end: int) -> Span | None:
    """The form a title ends with, `…落实情况专项民主监督`; None for a title that is nothing but a form."""
    found = _FORM_END.search(folded[start:end])
    return (start + found.start(1), end) if found else None


def is_told(folded: str, span: Span) -> bool:
    """Whether a line says when it is to be or who bears it, as an item does: `举办培训班(3月,办公室)`."""
    title = read_title(folded, *span, form_wanted=True)
    planned = is_planned(folded[slice(*title.span)], listed=True)
    return bool(title.time and (title.names or planned)) or bool(title.form and (title.time or title.names))


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
    title.span = unquoted(folded, *strip(folded, *spans["title"]))
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
    if found and names and all(sure_name(folded[name.start : name.end]) for name in names):
        title.names.append((start + found.start(1), end))
        title.span = strip(folded, start, start + found.start())


def _place(title: Title, folded: str, start: int, end: int) -> None:
    """The place between topic and form, `围绕“X”在某街道开展Y`, is a remark."""
    found = _PLACE.search(folded, start, end)
    if found and not is_time(found[1]) and found.span() not in title.notes:
        title.notes.append(strip(folded, *found.span()))


def _headline(title: Title, folded: str, form_wanted: bool) -> bool:
    """Frees the topic of a line worded as `围绕X召开Y`; False where it is not."""
    start, end = title.span
    for cut in [end, *(start + m.start() for m in _CLAUSE.finditer(folded[start:end]))][:8]:
        if found := headline(folded[start:cut]):
            topic, form = found
            title.span = strip(folded, start + topic[0], start + topic[1])
            if form_wanted and form:
                skip = ORDINAL.match(folded[start + form[0] : start + form[1]])
                title.form = title.form or (start + form[0] + (skip.end() if skip else 0), start + form[1])
            if form:
                before = (start + topic[1], start + form[0]) if topic[1] < form[0] else (start, start + form[0])
                title.time = title.time or time_in(folded, find(folded, *before))
                _place(title, folded, *before)
            _place(title, folded, start, start + topic[0])
            if cut < end:
                title.rest = title.rest or (cut + 1, end)
            _partners(title, folded)
            return True
    return False
