"""What a number is about: the words before it, else behind it, without what only leads to the number."""

import re
import unicodedata

LENGTH = 48
_LEAD = re.compile(
    r"^(?:其中|此外|另外|另|还有|同时|并且?|而|和|与|及|以及|、|等|的|中|截至目前|目前|截至|今年|全年|一年来|共|有(?!关)|[一二三四五六七八九]是|"
    r"\d{1,2}[、.]|\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,2}、|[-*•·])+"
)
_TAIL = re.compile(
    r"(?:共计|合计|总计|总共|共有|共|计|有|为|达到|达|是|约|近|大约|分别|占比|占|的有|已|超过|突破|仅|只有|均|的|高达|由|把|将|对|被|达成|就有|则有|"
    r"总数|总量|比例|比重|\(|“|”|:|即)+$"
)
_AFTER = re.compile(r"(?:的|\()?([^,;。:、\d\n\t()%占]{1,18})")
_GENERIC = re.compile(r"(?:政协|委员|党政|系统)?(?:提案|建议|件|人|单位)?")
_RATED = re.compile(r"(?:表示|为|评价为)?(不满意|基本满意|满意|理解)")
_LETTER = re.compile(r"(?<![A-Za-z])([A-E])(?:类|级|档)|[\(“]([A-E])[\)”]|类别([A-E])|^([A-E])$")
_WORDED = re.compile(r"([甲乙丙丁])类")


def before(flat: str, start: int, floor: int) -> str:
    """The words of the clause that lead to a place, no further back than `floor`."""
    at, depth, low = start, 0, max(floor, start - 90)
    while at > low:
        c = flat[at - 1]
        if c in ",;。:\n\t!?":
            break
        if c == ")":
            depth += 1
        elif c == "(":
            if not depth:
                break
            depth -= 1
        at -= 1
    return clean(flat[at:start])


def clean(words: str) -> str:
    """A label without lead and tail, in half-width characters."""
    words = unicodedata.normalize("NFKC", words).strip(" 、,;:。")
    return _TAIL.sub("", _LEAD.sub("", words))[-LENGTH:]


def after(flat: str, end: int) -> str:
    """The words right behind a number: 12件重点提案, 有1件表示理解."""
    found = _AFTER.match(flat, end)
    return clean(found[1]) if found else ""


def label_of(flat: str, start: int, end: int, floor: int, *, counted: bool) -> str:
    """The label of the number at a place; what stands before it tells more than what stands behind."""
    words = before(flat, start, floor)
    if counted and words in ("其余", "其他") and (rated := _RATED.match(flat, end)):
        return rated[1]
    if counted and _GENERIC.fullmatch(words):
        behind = after(flat, end)
        words = words + behind if behind else words
    if words:
        return words
    for mark in range(start - 1, max(floor, start - 60) - 1, -1):
        if flat[mark] in "。\n":
            break
        if flat[mark] in ",:;(" and (found := before(flat, mark, floor)):
            return found
    return ""


def letter_of(label: str, flat: str, end: int) -> str:
    """A to E where a figure is of that class of results, by its label or the words right behind the number."""
    found = _LETTER.search(label) or re.match(r"(?:为|的|是|\()?([A-E])类", flat[end : end + 6])
    if found:
        return next(group for group in found.groups() if group)
    worded = _WORDED.search(label)
    return "ABCD"["甲乙丙丁".index(worded[1])] if worded else ""


def spread(flat: str, start: int, floor: int, size: int) -> list[str]:
    """The labels of `size` numbers in a row: A、B、C三类提案分别为…, 办理工作满意率和办理结果满意率分别达到…"""
    words = flat[max(floor, start - 90) : start]
    words = re.split(r"[。;\n]", words)[-1]
    words = re.sub(r"(?:分别|均|各)?(?:占[^,]{0,16}|为|有|是|达到?|:|,|的)*$", "", words)
    clause = re.split(r"[,:]", words)[-1]
    for part in (clause, words):
        pieces = [piece for piece in re.split(r"以及|[、,和及与]", part) if piece]
        if len(pieces) >= size:
            return _alike(pieces[-size:])
    return [clean(clause)] * size


def _alike(pieces: list[str]) -> list[str]:
    """What stands behind the last of several names holds for all: A、B、C三类提案."""
    last = re.sub(r"^([A-E])[两三四]?类", r"\1类", pieces[-1])
    tail = re.match(r"[A-E](类.*)", last)
    named = [*pieces[:-1], last]
    if tail:
        named = [piece + tail[1] if re.search(r"(?:^|[^A-Za-z])[A-E]$", piece) else piece for piece in named]
    rate = re.search(r"率$", named[-1])
    return [clean(piece if not rate or piece.endswith("率") else piece) for piece in named]
