"""What a share is of: the counts that may be its base, the likeliest first."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from .figures import Figure, Reading

TOTAL = re.compile(
    r"收到|提交|提出|征集|立案|承办|办理|交办|受理|答复|回复|办复|办结|回收|收回|发放|反馈|回执|接收|转办|总数|总计|合计|共(?!同|商|产|识|建|享)|确定"
)
RECEIPT = re.compile(r"回执|反馈(?:意见)?[表函]|意见反馈|意见表|征询|测评|评价表|评议表|回收|收回")
_KEYS = (
    "立案",
    "主办",
    "承办",
    "交办",
    "办理",
    "办复",
    "答复",
    "回复",
    "办结",
    "收到",
    "提交",
    "提出",
    "回收",
    "收回",
    "反馈",
    "回执",
    "委员",
    "并案",
    "会办",
)
_LOOSE = {"件", "份", "条", "项", "个", "篇"}
_ELSEWHERE = re.compile(r"全[市县区省州国院系社年]|计划|目标|任务|同类|同期|预算|投资")
_WHOLE_WORDS = re.compile(r"总|全部|提案")
_AMONG = re.compile(r"[^,。;(\d]{0,14}(?:当)?中(?:[,:]|[^心期小])")
_OF = re.compile(r"(?:中|里|内)[,:]?|其中|(?:按|从|就).{0,20}(?:分|看|来看|来说)")
_SUM = re.compile(r"(?:合计|总计|共计|总数|小计|全[市县区省州]?(?:合计|总计))")
LISTED = 160  # so near above the lines of a list stands the total they divide
STEP = 100_000  # rows of a table are counted from a multiple of this
_PART = re.compile(r"满意|理解|解决|采纳|落实|参考")
_SCOPE = re.compile(r"([^,。;:]{1,18}?)(?:当?中|里|内)[,:，]")
_OFFICES = re.compile(r"(?:单位|部门|系统|街道|乡镇|委员)$")
_PAST = re.compile(r"(?<![比较同与])(?:去年|上年|上一?年度|往年|历年|前年|上届|[上前]一次会议)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A base that may be meant: `rank` is smaller the likelier, `sure` when the text leads to it, `told` when it says so in words."""

    value: Decimal
    figure: Figure | None
    rank: tuple
    sure: bool
    told: bool = False


def is_past(reading: Reading, figure: Figure) -> bool:
    """Whether a figure speaks of an earlier year."""
    if figure.past is None:
        figure.past = bool(_PAST.search(reading.lead(figure)) or _PAST.search(figure.label))
    return figure.past


def is_sum(figure: Figure) -> bool:
    """Whether a figure of a table stands in its row of totals."""
    return figure.row >= 0 and bool(_SUM.match(figure.label))


def is_total(figure: Figure) -> bool:
    """Whether a count without a share is one others may be shares of."""
    return figure.share is None and is_whole(figure)


def is_whole(figure: Figure) -> bool:
    """Whether a count, with or without a share, is one others may be shares of: received, filed, assigned, handled."""
    if figure.count is None:
        return False
    if figure.whole is None:
        figure.whole = bool(TOTAL.search(figure.label)) and not figure.letter and not _PART.search(figure.label)
    return figure.whole


def alike(one: str, other: str) -> bool:
    """Whether two units may count the same things."""
    return one == other or (one in _LOOSE and other in _LOOSE)


def candidates(reading: Reading, family: list[Figure], near: Iterable[Figure]) -> list[Candidate]:
    """The bases of a family of counts with shares, the likeliest first."""
    values = sorted(figure.value for figure in family)
    first, most = family[0], values[-2] if len(values) > 2 else values[-1]  # one of several may be a slip larger than the whole
    inside = {id(figure.count) for figure in family}
    opinion = any(re.search("满意|理解|同意|评价|回执|反馈", figure.label + figure.base_words) for figure in family)
    words = first.base_words + "".join(found[1] for found in _SCOPE.finditer(reading.lead(first)) if found[1] != "其")
    keys = [key for key in _KEYS if key in words]
    found: dict[Decimal, Candidate] = {}
    for figure in sorted(near, key=lambda one: abs(one.start - first.start)):
        if figure.value in found and (found[figure.value].rank[1] <= 1 or not is_whole(figure)):
            continue  # a nearer mention of the same number is as good
        if figure.count is None or id(figure.count) in inside or figure.approximate or figure.value < most or figure.value == 0:
            continue
        if RECEIPT.search(figure.label) and not opinion:
            continue
        if not alike(figure.count.unit, first.count.unit) and figure.row < 0:
            continue
        if figure.count.unit != first.count.unit and _OFFICES.search(figure.label):
            continue
        one = _candidate(reading, figure, first, words, keys)
        old = found.get(one.value)
        if old is None or one.rank < old.rank:
            found[one.value] = one
    for whole in _joined(reading, first):
        if whole not in found and whole >= most:
            found[whole] = Candidate(whole, None, (False, 5), False)
    return sorted(found.values(), key=lambda one: one.rank)


def _joined(reading: Reading, first: Figure) -> Iterator[Decimal]:
    """Totals that stand in two parts: 大会提案950件，平时提案24件。经审查，立案…"""
    ahead = [one for one in reading.ahead(first.start)[-6:] if one.count and not one.approximate and one.count.unit == first.count.unit]
    for one, other in pairwise(ahead):
        if one.share is None and other.share is None:
            yield one.value + other.value


def _candidate(reading: Reading, figure: Figure, first: Figure, words: str, keys: list[str]) -> Candidate:
    named = any(key in figure.label for key in keys)
    ahead = figure.start < first.start
    apart = reading.paragraph(first.start) - reading.paragraph(figure.start)
    same = apart == 0 or (apart == 1 and first.start - figure.end < LISTED and figure.row < 0)
    between = reading.source.flat[figure.end : first.start] if ahead and first.start - figure.end < 160 else ""
    led = ahead and reading.sentence(figure.start) == reading.sentence(first.start) and bool(_OF.search(between))
    total = is_whole(figure)
    past = is_past(reading, figure) != is_past(reading, first)
    sure = ahead and not past and same and (named or total) and not _ELSEWHERE.search(words)
    told = sure and (named or led or bool(_WHOLE_WORDS.search(words)))
    place = 0 if led and total else 1 if ahead and same and total else 2 if ahead and same else 3 if ahead and total else 4
    if named and ahead:
        place = 0 if same else 1
    if ahead and not past and _AMONG.match(between):
        place, sure, told = -1, True, True
    if figure.row >= 0 and first.row >= 0 and is_sum(figure) and figure.row // STEP == first.row // STEP:
        place, sure, told, past = 0, True, True, False
    distance = first.start - figure.start if same or place < 3 else figure.start
    weight = place + (figure.share is not None and not named and not total)
    return Candidate(figure.value, figure, (past, weight, not ahead, abs(distance)), sure, told)
