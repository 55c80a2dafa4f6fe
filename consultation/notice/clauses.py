"""Clauses and brackets behind a topic: the time, the form and the names they give, and nothing they are not sure to mean."""

import re
from dataclasses import dataclass, field

from .chars import trim
from .forms import SUPERVISORY, heading_of
from .times import is_time
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


_REMARK = re.compile(
    r"(?:重点|年度)?(?:提案|课题|议题|督办提案|协商|协商课题|协商议题|督办)|(?:党政|党委政府|市委|县委|区委|委员|书记|县长|市长|区长)(?:点题|交办|出题|命题)|"
    r"跟踪(?:监督|协商|问效|督办)?|续办|滚动(?:实施)?|结转|书面(?:协商|通报|形式)?|(?:省市|市县|市区|上下|三级|两级|跨区域|联合)?联动(?:协商|监督|调研)?|委托\S{0,10}|联合\S{0,8}|专项|(?:提案)?第?\d{1,4}号(?:提案)?"
)
_BRANDED = re.compile(r"^[“\"].{2,10}[”\"](?:协商|议政|活动|平台|品牌|专题|议事|监督){0,3}$|商量[”\"]?(?:协商|议政|活动|平台|专题){0,2}$")
_DONE = re.compile(r"(?:(?:组织)?(?:完成|召开|进行|开展|举行|实施)|组织)$")
_BY_WAY_OF = re.compile(
    r"^(?:[该本此](?:项|次)?(?:议题|课题|活动|协商)?)?(?:建议|拟|将|计划)?(?:于|在)?(?P<time>[^,。]{2,14}?)?(?:采取|采用|通过|以)(?P<form>.{2,16}?)"
    r"的?(?:形式|方式)(?:组织|进行|开展|举行|召开|协商|议政|实施)*$"
)
_PLANNED = re.compile(r"(?:拟|计划|初步|暂|预计|原则上)*(?:安排|定)?(?:于|在)?")
# A time that another one behind the topic may tell more closely: `第二季度…(5月)`.
_COARSE = re.compile(r"季|半年|全年|年度")
BORNE = "牵头|承办|负责|主办|组织|准备|提供|通报|汇报|介绍"
_BEARER = re.compile(rf"^\s?由.{{2,60}}?(?:{BORNE})|^\s?(?:会同|牵头单位|责任单位|承办单位)|牵头|承办|负责|主办|配合|参与|参加|协办")
APART = re.compile(r"[,;。]|[ \t]+[/|][ \t]+|\t|[ ]{2,}|[ ](?=\S{2,12}$)")


def strip(folded: str, start: int, end: int) -> Span:
    """The span without the signs that hold pieces of a title apart."""
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


def file_bracket(title: Title, folded: str, inner: Span) -> bool:
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
        if timed := time_in(folded, (start, end)):
            found.time = timed
        elif heading and heading.pure and heading.form:
            found.form = (start, end)
        elif shown and (
            _names_like(shown) or (looks_like_unit(shown) and len(shown) <= 12) or (bears(shown) and _names_told(shown, surely=False))
        ):
            found.names.append((start, end))
        else:
            return False
    title.time, title.form = title.time or found.time, title.form or found.form
    title.names += found.names
    return True


def is_saying(folded: str, piece: Span, *, slashed: bool) -> bool:
    """Whether a piece is nothing but a time, names or (`slashed`: held apart by more than a comma) a form."""
    shown = folded[piece[0] : piece[1]]
    heading = heading_of(shown) if len(shown) <= 24 else None
    if time_in(folded, piece) or by_way_of(folded, piece) or (slashed and heading and heading.pure and heading.form):
        return True
    return _names_told(shown, surely=not bears(shown))


def bears(line: str) -> bool:
    """Whether a clause says that somebody bears or joins something."""
    return bool(_BEARER.search(line))


def _names_told(shown: str, *, surely: bool) -> bool:
    """Whether a clause is a list of names: all of them certain, or with a verb (`由…承办`) most of them known."""
    words = [] if re.search(r"到会|出席|列席", shown) else [shown[n.start : n.end] for n in names_in(shown, 0, len(shown)).names]
    if surely:
        return bool(words) and all(map(sure_name, words))
    known = [looks_like_unit(word) or may_be_person(word) for word in words]
    return bool(words) and (all(known) or ("、" in shown and sum(known) * 2 >= len(known)))


def sure_name(word: str) -> bool:
    """Whether a word can be nothing else than the name of a unit."""
    return looks_like_unit(word) and (is_own_body(word) is True or bool(re.match(f"[{LEVELS}各团]", word)))


def time_in(folded: str, span: Span | None) -> Span | None:
    """The time alone in `拟于5月召开`; None for what is no time."""
    said = _DONE.sub("", folded[slice(*span)]) if span else ""
    lead = _PLANNED.match(said)
    past = lead.end() if lead else 0
    if not span or not is_time(said[past:]):
        return None
    return trim(folded, span[0] + past, span[0] + len(said))


def by_way_of(folded: str, span: Span) -> tuple[Span | None, Span] | None:
    """Time and form of `5月份以主席会议形式协商`; None for any other clause."""
    found = _BY_WAY_OF.match(folded[slice(*span)])
    heading = heading_of(found["form"]) if found else None
    if not found or not heading or not heading.pure or (found["time"] and not is_time(found["time"])):
        return None
    time, form = [(span[0] + a, span[0] + b) for a, b in (found.span("time"), found.span("form"))]
    return (time if found["time"] else None), form


def read_rest(title: Title, folded: str) -> None:
    """Times and names in the clauses behind the topic."""
    if not title.rest:
        return
    at, stop = title.rest[0], min(title.rest[1], title.rest[0] + 600)
    for cut in [*APART.finditer(folded, at, stop), None]:
        end = cut.start() if cut else stop
        span = strip(folded, at, end)
        if way := by_way_of(folded, span):
            title.time, span = title.time or way[0], way[1]
        shown = folded[span[0] : span[1]]
        heading = heading_of(shown) if len(shown) <= 24 else None
        if heading and heading.pure and heading.form and not is_time(shown):
            title.form = title.form or span
        elif at_time := time_in(folded, span):
            coarse = title.time and _COARSE.search(folded[slice(*title.time)]) and not _COARSE.search(folded[slice(*at_time)])
            title.time = at_time if coarse else title.time or at_time
        elif is_saying(folded, span, slashed=False):
            title.names.append(span)
        elif bears(shown):
            title.left.append(span)
        at = cut.end() if cut else end


def read_clauses(folded: str, span: Span) -> Title:
    """What the sentences behind a value say: times, forms and names; nothing that is not understood."""
    said = Title(span, rest=span)
    read_rest(said, folded)
    return said
