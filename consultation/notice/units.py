"""Names of units: lists cut into names as printed, and which of them are bodies of the 政协."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .chars import outside, trim
from .words import COMMITTEE, GOVERNMENT, HOLLOW, LEVELS, OWN_BODY, PARTY, SURNAMES, TORN

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a list: its span, its part (`lead`, `co` or ""), and whether it stands for a list left open (等)."""

    start: int
    end: int
    side: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """What a list of names held; `rest` is what could not be taken for a name."""

    names: tuple[Name, ...]
    open_ended: bool
    rest: tuple[Span, ...] = ()


@lru_cache(maxsize=4096)
def is_own_body(name: str) -> bool | None:
    """True for a body of the 政协, False for anybody else, None where the name does not tell."""
    name = re.sub(r"\s|\(.*?\)|“|”", "", name)
    if "政协" in name:
        return not re.search(r"政协(?:委员|系统)?(?:所在|驻)", name)
    if re.match(rf"(?:[{LEVELS}]|自治区)(?:直|级|属|委|政府|人民|人大)|各(?:区|县|市|乡|镇|承办)", name):
        return bool(re.search(r"界别|专委会|专门委员会$", name))
    if re.match(f"[{LEVELS}]", name) and not re.search(r"界别|专委会|专门委员会", name):
        return False
    if OWN_BODY.search(name) or COMMITTEE.match(name):
        return True
    if PARTY.search(name) and name.endswith(("支部", "小组", "总支", "基层委员会")):
        return None
    if HOLLOW.match(name) or GOVERNMENT.search(name) or PARTY.search(name):
        return False
    return None


# Words of a sentence, never of a name.
_SAYING = re.compile(r"将|会前|报[省市县区州]|提前|报送|按时|认真|请|每年")


@lru_cache(maxsize=4096)
def looks_like_unit(name: str) -> bool:
    """Whether a name ends as units do."""
    name = re.sub(r"\s|\(.*?\)$|等$", "", name)
    return (
        2 <= len(name) <= 40
        and not _SAYING.search(name)
        and bool(GOVERNMENT.search(name) or OWN_BODY.search(name) or COMMITTEE.search(name) or PARTY.search(name))
    )


_POSTS = rf"(?:主席|秘书长|主任|[{LEVELS}]长|书记|常委|部长|局长|组长|主委|会长|院长|检察长|同志|领导|委员)"
_POST_BEFORE = re.compile(rf"{_POSTS}\s?([\u4e00-\u9fff]\s?[\u4e00-\u9fff·]{{1,3}})$")
_POST_BEHIND = re.compile(rf"^([\u4e00-\u9fff][\u4e00-\u9fff·\s]{{1,3}}?)\s?(?:[\u4e00-\u9fff]{{0,6}}副?{_POSTS})$")
_BARE_NAME = re.compile(r"([\u4e00-\u9fff]\s{0,2}[\u4e00-\u9fff]{1,2})$")


@lru_cache(maxsize=4096)
def is_person(name: str) -> bool:
    """Whether a name is a person's with a post: `县政协副主席王志强`, `王志强同志`."""
    found = _POST_BEFORE.search(name) or _POST_BEHIND.match(name)
    return bool(found and found[1][0] in SURNAMES)


def may_be_person(name: str) -> bool:
    """Whether a name could be a person's, post or not; `文旅` could be one too, so this decides only where nothing else does."""
    return is_person(name) or (bool(_BARE_NAME.match(name)) and name[0] in SURNAMES and not looks_like_unit(name))


_CUT = re.compile(r"[、,;/]|(?<=[^\s])\s+(?=[^\s])")
_AND = re.compile(r"以及|和|与|及|并")
_LEAD = re.compile(
    r"\s?(?:为主|(?:准备|提供)(?:相关|有关|通报|汇报|书面)?材料|作(?:专题|情况)?(?:通报|汇报|介绍|报告)|牵头(?:负责|组织|承办|实施|办理|开展)?|具体(?:承办|负责|组织|实施|牵头)|负责(?:筹备|牵头|落实|实施|办理|组织)?|主办|主责|承办|筹办|筹备|具体负责|组织实施|(?<!社会)(?<!党)(?<!经济)组织)$"
)
_CO = re.compile(
    r"\s?(?:按(?:照)?职责分工|共同|协同|积极|协助|密切|(?:选)?派(?:员|人|负责同志|有关(?:负责)?同志))?(?:参与|参加|配合|(?<!政)协办|协助|负责|落实|承办|完成)(?:实施|落实|办理|协商|做好|相关工作|组织)?$|\s?按(?:照)?职责分工$"
)
_SIDE_BRACKET = re.compile(r"\s?\((牵头|主办|主责|牵头单位|责任单位|配合|协办|参与|配合单位)\)$")
_MORE = re.compile(
    rf"等(?:\d{{1,3}}|[一二三四五六七八九十]{{1,3}})?(?:个|家)?(?:[{LEVELS}]|政府)?(?:有关|相关|职能|责任|市直|县直|区直|省直|承办|涉及|参与)?"
    r"(?:部门|单位|委办局|部委办局|部门\(单位\)|单位\(部门\)|部门和单位|部门及单位|方面|委室|专委会)?(?:负责(?:人|同志))?$"
)
_PREFIX = re.compile(r"^(?:(?:拟|并|将|还)?(?:由|请|邀请)|会同|联合|包括|及|和|与|以及|并|以及)\s?")
_BEARERS = re.compile(r"(?:主要|分管|有关|相关)?(?:负责(?:人|同志)|领导(?:同志)?)$")


def _pieces(folded: str, start: int, end: int) -> list[Span]:
    """The span cut at 、 , ; / and blanks outside brackets and quotes."""
    pieces, at = [], start
    marks = {found.start(): found.end() for found in _CUT.finditer(folded, start, end)}
    for place in outside(folded, start, end):
        if place in marks and place >= at and (not folded[place].isspace() or _apart(folded, at, place, marks[place], end)):
            pieces.append((at, place))
            at = marks[place]
    return [*pieces, (at, end)]


def _apart(folded: str, start: int, place: int, after: int, end: int) -> bool:
    """Whether a blank or line end stands between two names and not inside one."""
    left = re.sub(r"\s", "", folded[start:place])
    if len(left) < 3 or not looks_like_unit(left):
        return False
    right = re.split(r"[、,;\n]", folded[after:end].lstrip(), maxsplit=1)[0].strip()
    whole = left[-1] not in TORN and len(right) >= 4 and looks_like_unit(right) and not right.startswith("办公")
    return "\n" not in folded[place:after] or bool(re.match(f"[{LEVELS}团各]", right)) or whole


def _whole(word: str) -> bool:
    """Whether a word can stand alone as a unit, so that `和` behind it separates."""
    if re.search(
        r"(?:自然资源|城乡建设|人力资源|住房|文化|广播电视|农业|卫生|经济|发展|工业|民族|港澳|人口|科学|国有资产|教育|应急|旅游|体育|社会|农村)$",
        word,
    ):
        return False
    return bool(
        GOVERNMENT.search(word)
        or COMMITTEE.search(word)
        or re.search(rf"(?:委室|界别|小组|界|专委|各专门委员会)$|^[{LEVELS}]?政协机关$", word)
    )


def _split_and(folded: str, start: int, end: int) -> list[Span]:
    """`市教育局和市财政局` in two, `市自然资源和规划局` in one."""
    for found in _AND.finditer(folded, start + 2, end):
        left, right = folded[start : found.start()], folded[found.end() : end]
        own = re.match(r"(?:各|有关|相关|省|市|区|县|州|驻|团|政协|人行|国网)", right)
        if _whole(left.strip()) and (own or (looks_like_unit(right) and len(right) > 2 and left.strip()[-1] not in "委")):
            return [(start, found.start()), *_split_and(folded, found.end(), end)]
    return [(start, end)]


def _name(folded: str, start: int, end: int, side: str) -> tuple[Span, str, bool]:
    """A name without 由…牵头, 等部门 and the like: its span, its side, whether the list was left open there."""
    more = False
    for _ in range(4):
        start, end = trim(folded, start, end, " \t\n。.;,、:")
        shown, before = folded[start:end], (start, end)
        if found := _PREFIX.match(shown):
            start += found.end()
        elif found := _SIDE_BRACKET.search(shown):
            end, side = start + found.start(), "lead" if found[1].startswith(("牵头", "主", "责任")) else "co"
        elif found := _LEAD.search(shown):
            end, side = start + found.start(), "lead"
        elif found := _CO.search(shown):
            end, side = start + found.start(), "co"
        elif (found := _MORE.search(shown)) and found.start():
            end, more = start + found.start(), True
        elif (found := _BEARERS.search(shown)) and looks_like_unit(shown[: found.start()]) and "领导" not in shown:
            end = start + found.start()
        if before == (start, end):
            break
    return (start, end), side, more


def names_in(folded: str, start: int, end: int, side: str = "") -> Names:
    """The names of a list, each with its span; `side` is what the label says of all of them."""
    names: list[Name] = []
    more = False
    rest: list[Span] = []
    sentence = folded.find("。", start, end)
    stop = sentence if sentence >= 0 else end
    for piece in _pieces(folded, start, stop):
        for first, last in _split_and(folded, *piece):
            (a, b), own_side, left_open = _name(folded, first, last, side)
            more |= left_open or folded[first:last].strip().startswith("等")
            if a == b or re.fullmatch(r"等\S{0,8}|[\W\d_]+", folded[a:b]):
                continue
            if b - a > 40:
                rest.append((a, b))
                continue
            names.append(Name(a, b, own_side))
    if sentence >= 0 and folded[sentence + 1 : end].strip():
        rest.append(trim(folded, sentence + 1, end))
    return Names(tuple(_shared(names, folded)), more, tuple(rest))


def _shared(names: list[Name], folded: str) -> list[Name]:
    """`甲、乙共同参与`: the word at the end speaks for those before it, up to one that says otherwise."""
    out: list[Name] = []
    side = ""
    for name in reversed(names):
        if name.side:
            side = name.side
        elif side == "co":
            name = Name(name.start, name.end, side)
        out.append(name)
    return out[::-1]
