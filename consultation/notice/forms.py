"""Forms and kinds of plan items: what a heading, a label or the wording of a title says about how an item is held."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .chars import number
from .times import is_time
from .words import HEADING_WORDS, LEVELS

CONSULTATION, BRIEFING, INSPECTION, OTHER = "consultation", "briefing", "inspection", "other"

# The longest word first decides; 监督性视察 is a 视察, 民主监督 is neither of the three.
_KINDS = (
    (INSPECTION, re.compile(r"视察")),
    (BRIEFING, re.compile(r"通报(?!批评)|知情明政|知情问政")),
    (CONSULTATION, re.compile(r"督办协商|协商督办|协商式监督|监督性协商|协商式民主监督")),
    (OTHER, re.compile(r"民主监督|专项监督|监督性?(?:调研|议题|活动|课题)|民主评议|评议|调研|调查|考察|督办|学习|培训|联谊|读书|大会发言")),
    (
        CONSULTATION,
        re.compile(
            r"协商|议政|座谈|恳谈|商量|议事|咨政|资政|建言|论证|常委会会?议?|常务委员会|主席会议?|全体会议|全委会|全会|届\S{1,4}次(?:常委会?)?会议|约谈|圆桌|面对面"
        ),
    ),
    (OTHER, re.compile(r"监督")),
)
SUPERVISORY = re.compile(
    r"监督性|民主监督|监督式|协商式监督|专项监督|监督视察|视察监督|协商监督(?!议题|计划|课题|事项|活动|项目|工作)|监督议题|监督计划|监督课题|监督事项|监督活动|监督项目"
)
PLENARY = re.compile(r"(?:第?[一二三四五六七八九十\d]{1,3}届)?(?:委员会)?第?[一二三四五六七八九十\d]{1,3}次(?:全体)?会议")
# `十三届十六次` before the name of a meeting that is not the plenary.
ORDINAL = re.compile(
    r"^(?:第?[一二三四五六七八九十\d]{1,3}届)?(?:委员会)?(?:第?[一二三四五六七八九十\d]{1,4}次)(?=常委|主席|专题|协商|双[月周])"
)
_BRAND = re.compile(
    r"^[“\"]?(?:有事|请你来|一起来|协商在|渝事|码上|好商量|来商量|商量)[^·\-—:]{0,10}[”\"]?\s?(?:·|•|—{1,2}|-|:|(?<=[”\"]))\s?"
)
# A platform's own name in quotes: `“有事好商量”`, `“委员会客厅”`, `“民生议事堂”`.
_PLATFORM = re.compile(
    r"[“\"][^“”\"]{0,8}(?:协商|商量|议事|议政|客厅|工作室|直通车|面对面|圆桌|恳谈|院坝|委员|政协|好说|有话)[^“”\"]{0,4}[”\"](?:平台|品牌)?"
)
_COUNT = re.compile(
    r"\(?\s?(?:共|计|合计)?\s?(\d{1,3}|[一二三四五六七八九十两]{1,4})\s?(?:项|个|次|件|场|期|题|篇)(?:议题|课题|左右|以上)?\s?\)?$"
)
_COUNT_LED = re.compile(r"(\d{1,2}|[一二三四五六七八九十两]{1,2})\s?(?:项|个|次|件|场|期)(?=[\u4e00-\u9fff])")
_BRACKET = re.compile(r"\s?[(〔【]([^()〔〕【】]{1,40})[)〕】]\s?$")
_YEARS = re.compile(r"^(?:20\d\d\s?年度?|今年|本年度?|年度)?\s?的?")
_PLACE = re.compile(rf"^(?:中共|政协)?(?:[\u4e00-\u9fff]{{2,4}}?[{LEVELS}])?[{LEVELS}]?政协(?:机关|党组)?(?:的|与)?")

_TOKENS = frozenset(HEADING_WORDS)
_LONGEST_TOKEN = max(map(len, HEADING_WORDS))
_STRONG = re.compile(
    r"协商|议政|通报|视察|考察|调研|监督|评议|座谈|恳谈|议事|商量|督办|常委会|常务委员会|主席会|全体会议|全委会|全会|议题|课题|面对面|约谈|大会发言|"
    r"(?:任务|事项|项目|活动)(?:清单|一览表|安排|计划)"
)
_GENERIC = re.compile(
    r"^(?:(?:重点|年度|主要|其他|其它|政协|工作|活动|政治|重要|列入|纳入|确定|的|一般|20\d\d|年)*)(协商|通报|视察|调研|监督|民主监督|考察|评议|督办|协商议政|议政|"
    r"参政议政|视察调研|调研视察|视察考察|调查研究|协商监督|协商民主|民主协商|政治协商|协商、?通报|协商、?视察|协商、?监督|议题|)"
    r"(?:(?:议题|计划|安排|事项|课题|项目|内容|任务|题目|清单|一览表|表|活动|工作|类|组织|分组|与|和|及|的|情况)*)$"
)
_LIST_WORDS = re.compile(r"(?:的?(?:议题|计划|安排|事项|课题|项目|任务|题目|清单|一览表|内容|表|类|组织|分组)|的(?:工作|情况))+$")
_LEADING = re.compile(rf"^(?:(?:开展|召开|举行|组织|举办|进行|做好|重点(?!提案)(?=.{{4}})|向[{LEVELS}]?政协|年度|[{LEVELS}]?政协)\s?)+")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says: `pure` when it is nothing but the name of a form or list; `weak` when it might be a title as well."""

    pure: bool
    weak: bool
    core: str
    kind: str | None
    form: str | None
    count: int | None
    supervisory: bool
    time: str | None


def is_generic(words: str) -> bool:
    """Whether words name only a kind (`视察`, `重点协商`), not how an item is held."""
    return bool(_GENERIC.match(re.sub(r"\s", "", words)))


@lru_cache(maxsize=4096)
def kind_of(words: str | None) -> str | None:
    """The kind a form or heading names, None where it names none."""
    return next((kind for kind, pattern in _KINDS if words and pattern.search(words)), None)


def _made_of_tokens(core: str) -> bool:
    """Whether the words of headings, laid end to end in any way, make up the whole (`专题协商会` + `议题`)."""
    if not core or len(core) > 80:
        return False
    reached = [True] + [False] * len(core)
    for at in range(len(core)):
        if not reached[at]:
            continue
        if core[at].isdigit() or core[at].isspace():
            reached[at + 1] = True
        for size in range(1, min(_LONGEST_TOKEN, len(core) - at) + 1):
            if core[at : at + size] in _TOKENS:
                reached[at + size] = True
    return reached[-1]


def _form_of(core: str) -> str | None:
    """The form in the words of a pure heading; None for 重点协商, 协商议题 and the like, which name only a kind."""
    if _GENERIC.match(core):
        return None
    form = _LEADING.sub("", core)
    if _GENERIC.match(form):
        return None
    form = _LIST_WORDS.sub("", form) or form
    if plenary := PLENARY.match(form):
        rest = form[plenary.end() :]
        return f"全体会议{rest}"
    return ORDINAL.sub("", form) or form


def core_of(line: str) -> tuple[str, int | None, str | None, list[str]]:
    """(words without brand, year, count and brackets; count; time; other brackets) of a heading."""
    core, count, time, remarks = line.strip(" \t。;:,.·"), None, None, []
    for _ in range(4):
        if bracket := _BRACKET.search(core):
            inner = bracket[1].strip()
            if found := _COUNT.fullmatch(inner):
                count = number(found[1])
            elif is_time(inner):
                time = inner
            else:
                remarks.append(inner)
            core = core[: bracket.start()].strip(" \t:,")
        elif (found := _COUNT.search(core)) and found.start() > 1 and core[found.start() - 1] not in "第届":
            count = number(found[1])
            core = core[: found.start()].strip(" \t:,")
        elif (found := _COUNT_LED.match(core)) and found.end() < len(core):
            count, core = number(found[1]), core[found.end() :]
        else:
            break
    core = _YEARS.sub("", core)
    plain = _BRAND.sub("", core)
    core = core if _GENERIC.match(plain) else plain
    return re.sub(r"\s", "", core), count, time, remarks


@lru_cache(maxsize=4096)
def heading_of(line: str) -> Heading | None:
    """What a heading (folded, without its number) says of the items below it; None for an empty one or a long sentence."""
    if not line.strip() or len(line) > 80:
        return None
    core, count, time, remarks = core_of(line)
    plain = _PLACE.sub("", core)
    pure = len(core) <= 40 and _is_form(plain) and bool(_STRONG.search(plain)) and all(_made_of_tokens(word) for word in remarks)
    supervisory = bool(SUPERVISORY.search(line))
    form = _form_of(plain) if pure else None
    weak = count is None and not _LIST_WORDS.search(plain) and not _GENERIC.match(plain) and len(plain) > 12
    kind = kind_of(plain) if pure or len(core) <= 24 else None
    return Heading(pure, weak, core, kind, form, count, supervisory, time)


_HOW = (
    r"(?P<form>[\u4e00-\u9fff“”·]{0,14}?(?:常委会会议|常委会|常务委员会会议|全体会议|全委会|主席会议|主席会|专题会|座谈会|双月|双周)?"
    r"(?:专题|对口|界别|提案办理|立法|远程|网络|专家|全体|专项|民主|重点|大会|微)*"
    r"(?:协商议政|专题议政|协商|议政|视察|监督|调研|考察|座谈会|恳谈会|恳谈|座谈|通报会|议事|评议|常委会会议|常委会议|常委会|主席会议|主席会)(?:会议|活动|会)?)"
)
_VERB = r"(?:召开|开展|举行|组织开展|组织|进行|举办|实施)"
_HEADLINES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^{_VERB}?\s?{_HOW}[,:]?\s?(?:围绕|就|聚焦)\s?(?P<title>.{{2,160}}?)\s?(?:(?:进行|开展)?(?:专题)?(?:协商议政|协商|议政|建言献策|建言资政|建言))?[。;]?$",
        rf"^(?:召开|举行|在){_HOW}(?:上|期间)?,?\s?(?P<title>(?:专题)?(?:听取|讨论|通报)[^,。;]{{4,160}})[。;]?$",
        rf"^{_VERB}?\s?(?P<title>[“「『《].{{2,160}}[”」』》])\s?(?:为主题的|的)?(?:[\u4e00-\u9fff]{{2,6}}(?:并|后|、){_VERB}?)?{_HOW}[。;]?$",
        rf"^{_VERB}?\s?{_HOW}\s?(?P<title>[“「『][^“”「」『』]{{2,160}}[”」』])$",
        rf"^.{{0,20}}?{_VERB}{_HOW},?\s?(?:协商|会议)?(?:主题|议题|题目|课题)(?:为|是|:)\s?(?P<title>.{{2,160}}?)[。;]?$",
        rf"^{_HOW}\s?[:—]{{1,2}}\s?(?P<title>[^:]{{4,160}})[。;]?$",
    )
)
# A topic in quotes between 围绕 and a bare 协商议政, or alone behind it: the form is told elsewhere.
_TOPIC = re.compile(
    r"^(?:围绕|就|聚焦)\s?(?P<title>[“「『].{2,160}[”」』])\s?(?:(?:进行|开展)?(?:协商议政|协商|议政|建言献策|建言资政|建言)(?:活动)?)?[。;]?$"
)
_NAMED = re.compile(r"^(?:协商|会议|本次)?(?:主题|议题|题目|课题)(?:为|是)\s?(?P<title>[^。]{4,160}?)[。;]?$")
_QUOTED = re.compile(r"^[“「『\"]([^“”「」『』\"]+|[^“”]*“[^“”]*”[^“”]*)[”」』\"]$")
_FORM_NOISE = re.compile(rf"^(?:一次|1次|[{LEVELS}]?政协|一场|专项性)+")


def _is_form(words: str) -> bool:
    """Whether words are nothing but the name of a form, a platform's name in quotes left aside (`“委员会客厅”微协商`)."""
    plain = _PLATFORM.sub("", re.sub(r"\s", "", words))
    return not plain or _made_of_tokens(plain)


_ABOUT = re.compile(r"^(?:围绕|就|聚焦|以|对)\s?")
_ASKED = re.compile(rf"(?:(?:为(?:主)?题|议题|这一主题),?|,)?\s?(?:拟|计划|适时|分别)?{_VERB}\s?")


def _before_time(line: str, start: int, end: int) -> int:
    """Where a topic ends that has a time between it and the verb: `围绕“X”,6月份召开Y`."""
    comma = line.rfind(",", start, end)
    return comma if comma > start and is_time(line[comma + 1 : end].strip(" ,于拟")) else end


_PLACE_LED = re.compile(r"(?:在|赴)[^,。“”「」《》]{2,20}?(?=召开|举行|开展|举办)")
_PLACED = re.compile(r"(?<=[”」』》])(?:议题|主题|课题|为题|这一主题)?,?(?:(?:在|到|赴|深入)[^,。]{2,20})?$|,(?:在|赴|深入)[^,。]{2,20}$")


def _before_place(line: str, start: int, end: int) -> int:
    """Where a topic ends that has a place between it and the verb: `围绕“X”议题,在某街道开展Y`."""
    found = _PLACED.search(line[start:end])
    return start + found.start() if found and found.start() else end


def _about(line: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """`围绕X召开Y`: the first verb behind which nothing but the name of a form stands."""
    lead = _ABOUT.match(line)
    stop = len(line.rstrip("。;, "))
    for verb in _ASKED.finditer(line, lead.end() + 2, stop) if lead else ():
        noise = _FORM_NOISE.match(line, verb.end(), stop)
        start = noise.end() if noise else verb.end()
        heading = heading_of(line[start:stop]) if 2 <= stop - start <= 30 else None
        if heading and heading.pure and lead and not line.startswith(("情况", "工作"), start):
            topic = _before_time(line, lead.end(), verb.start())
            return (lead.end(), _before_place(line, lead.end(), topic)), (start, stop)
    return None


def headline(line: str) -> tuple[tuple[int, int], tuple[int, int] | None] | None:
    """The spans of title and form in `围绕“X”开展常委会协商`, `专题协商会:X` and their kin; None where a line is not built so.

    The form is None where the line names the topic alone.
    """
    if len(line) > 240:
        return None
    line = line.replace("\n", " ")
    if (placed := _PLACE_LED.match(line)) and (found := headline(line[placed.end() :])):
        return tuple(span and (span[0] + placed.end(), span[1] + placed.end()) for span in found)  # type: ignore[return-value]
    if about := _about(line):
        return unquoted(line, *about[0]), about[1]
    if topic := _TOPIC.match(line) or _NAMED.match(line):
        return unquoted(line, *topic.span("title")), None
    for pattern in _HEADLINES:
        found = pattern.match(line)
        if not found or not _is_form(_FORM_NOISE.sub("", found["form"])):
            continue
        form = found.span("form")
        if noise := _FORM_NOISE.match(found["form"]):
            form = (form[0] + noise.end(), form[1])
        return unquoted(line, *found.span("title")), form
    return None


def unquoted(line: str, start: int, end: int) -> tuple[int, int]:
    """The span without the quotation marks that enclose all of it."""
    quoted = _QUOTED.match(line[start:end])
    return (start + quoted.start(1), start + quoted.end(1)) if quoted else (start, end)
