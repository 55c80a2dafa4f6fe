"""What a share is of: the counts that may be its base, the likeliest first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

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
_OF = re.compile(r"(?:中|里|内)[,:]?|其中|(?:按|从|就).{0,20}(?:分|看|来看|来说)")
_PAST = re.compile(r"(?<![比较同与])(?:去年|上年|上一?年度|往年|历年|前年|上届|[上前]一次会议)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A base that may be meant: `rank` is smaller the likelier, `sure` when the text itself leads to it."""

    value: Decimal
    figure: Figure | None
    rank: tuple
    sure: bool


def is_past(reading: Reading, figure: Figure) -> bool:
    """Whether a figure speaks of an earlier year."""
    return bool(_PAST.search(reading.lead(figure)) or _PAST.search(figure.label))


def is_total(figure: Figure) -> bool:
    """Whether a count is one others may be shares of."""
    return figure.count is not None and figure.share is None and bool(TOTAL.search(figure.label))


def alike(one: str, other: str) -> bool:
    """Whether two units may count the same things."""
    return one == other or (one in _LOOSE and other in _LOOSE)


def candidates(reading: Reading, family: list[Figure], near: Iterable[Figure]) -> list[Candidate]:
    """The bases of a family of counts with shares, the likeliest first."""
    first, most = family[0], max(figure.value for figure in family)
    inside = set(map(id, family))
    found: dict[Decimal, Candidate] = {}
    for figure in near:
        if figure.count is None or id(figure) in inside or figure.approximate or figure.value < most or figure.value == 0:
            continue
        if not alike(figure.count.unit, first.count.unit) and figure.row < 0:
            continue
        one = _candidate(reading, figure, first)
        old = found.get(one.value)
        if old is None or one.rank < old.rank:
            found[one.value] = one
    return sorted(found.values(), key=lambda one: one.rank)


def _candidate(reading: Reading, figure: Figure, first: Figure) -> Candidate:
    named = any(key in first.base_words and key in figure.label for key in _KEYS)
    ahead = figure.start < first.start
    same = reading.paragraph(figure.start) == reading.paragraph(first.start)
    between = reading.source.flat[figure.end : first.start] if ahead and first.start - figure.end < 400 else ""
    led = ahead and reading.sentence(figure.start) == reading.sentence(first.start) and bool(_OF.search(between))
    total = is_total(figure)
    past = is_past(reading, figure) != is_past(reading, first)
    sure = ahead and not past and same and (named or (total and figure.share is None))
    place = 0 if led and total else 1 if ahead and same and total else 2 if ahead and same else 3 if ahead and total else 4
    if named and ahead:
        place = 0 if same else 1
    if figure.row >= 0 and figure.row == first.row:
        place = 5
    distance = first.start - figure.start if same or place < 3 else figure.start
    return Candidate(figure.value, figure, (past, place + (figure.share is not None and not named), not ahead, abs(distance)), sure)
