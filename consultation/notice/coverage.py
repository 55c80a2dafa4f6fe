"""What stands among the items of a plan and was read as none of them."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from .chars import sentences
from .forms import heading_of
from .outline import Node, is_plan_title
from .raw import Draft
from .times import is_time
from .titles import is_headed, past_time
from .words import DUTIES

Span = tuple[int, int]
_CLOSING = re.compile(
    r".{0,60}(?:办公[室厅]|委员会|人民政府|政协|[委府室厅协]办)$|.{0,40}20\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日.{0,8}$|(?:抄送|主送|注|附件?|联系人|联系电话|印发)\s?\d?\s?:|附件\s?\d{0,2}$|"
    r"\(.{0,60}\)$|特此|[\W\d_]*$"
)


def _lines(node: Node) -> Iterator[Span]:
    for part in node.parts:
        yield from part.spans


def _nodes(node: Node, folded: str, listed: bool = False) -> Iterator[tuple[Node, bool]]:
    """The nodes below one that are no duties, each with whether a heading of the plan stands above it."""
    for child in node.children:
        shown = folded[child.head[0] : child.head[1]]
        heading = heading_of(shown)
        pure = bool(heading and heading.pure) or is_time(shown)
        if not (DUTIES.search(shown) and not pure):
            yield child, listed or pure
            yield from _nodes(child, folded, listed or pure)


def is_closing(line: str) -> bool:
    """Whether a line is the signature, the date, a remark below the list or nothing but signs."""
    return bool(_CLOSING.match(line.strip()))


def unread(root: Node, drafts: list[Draft], folded: str) -> list[Span]:
    """The lines that stand between the first and the last item, or under a heading of the plan, and belong to no item."""
    if not drafts:
        return []
    taken = sorted(span for draft in drafts for span in _spans(draft))
    titles = {span for draft in drafts for span in draft.title}
    first, last = taken[0][0], max(end for _, end in taken)
    found = []
    for node, listed in [(root, False), *_nodes(root, folded)]:
        for span in _lines(node):
            shown = folded[span[0] : span[1]].strip()
            if is_plan_title(shown) or not (listed or first <= span[0] < last or past_time(shown)) or is_closing(shown):
                continue
            if _touches(taken, span):
                found += [piece for piece in sentences(folded, *span) if not _touches(taken, piece) and is_headed(folded[slice(*piece)])]
            elif span != node.head or not (node.children or span in titles or _is_heading(node, shown)):
                found.append(span)
    return sorted(found)


def _spans(draft: Draft) -> Iterator[Span]:
    yield from draft.title
    yield from draft.loose
    if draft.context.unit:
        yield draft.context.unit
    for part in draft.parts:
        yield from part.spans
    for _, _, span in draft.contents:
        yield span


def _is_heading(node: Node, shown: str) -> bool:
    heading = heading_of(shown)
    return bool(heading and heading.pure) or (node.style == "head" and is_time(shown))


def _touches(taken: list[Span], span: Span) -> bool:
    """Whether any of the spans, sorted and hardly overlapping, shares text with one."""
    at = bisect_left(taken, (span[0], 0))
    return any(start < span[1] and span[0] < end for start, end in taken[max(0, at - 3) : at + 2])
