"""The reader: from text to reading."""

from collections.abc import Callable

from .anchors import numbered
from .chars import fold
from .coverage import unread
from .document import Document
from .drafts import Draft, Finder
from .furniture import quiet, rebroken, undated
from .gaps import all_gaps
from .items import NOT_PLANNED, Builder
from .naming import said_by
from .outline import grow
from .presence import attendance_of
from .reading import MAX_TEXT, Gap, ItemReading, Reading
from .tables import Tables
from .titles import is_planned, is_told, past_time
from .totals import headed, stated

MOST_ITEMS = 2_000
Span = tuple[int, int]


def lines_of(folded: str) -> list[tuple[int, int, bool]]:
    """(start, end, blank line before) of every line that holds something."""
    lines, at, blank = [], 0, False
    for line in folded.split("\n"):
        if line.strip():
            lines.append((at, at + len(line), blank))
            blank = False
        else:
            blank = True
        at += len(line) + 1
    return lines


def _evident(folded: str, lines: list[tuple[int, int, bool]]) -> bool:
    """Whether a text whose title does not tell is a plan: two numbered or dated lines at least are worded as its items are."""
    found = 0
    for start, end, _ in lines:
        if 12 <= end - start <= 300:
            line = folded[start:end].strip()
            past = numbered(line)
            past += past_time(line[past:])
            found += past > 0 and (is_planned(line[past:].strip(), listed=True) or is_told(line, (past, len(line))))
    return found > 1


def _once(drafts: list[ItemReading]) -> tuple[list[int], list[int]]:
    """Indexes of the items to keep and of those printed a second time: same title, and no other form, time or unit."""
    seen: dict[str, int] = {}
    keep: list[int] = []
    repeated: list[int] = []
    for index, item in enumerate(drafts):
        first = seen.get(item.title)
        if (
            first is not None
            and (item.form or drafts[first].form) == (drafts[first].form or item.form)
            and item.time in (None, drafts[first].time)
            and not (item.units and drafts[first].units and item.units != drafts[first].units)
            and not (item.organizer and drafts[first].organizer and item.organizer != drafts[first].organizer)
        ):
            repeated.append(index)
        elif first is not None and not (drafts[first].units or drafts[first].time or drafts[first].organizer) and (item.units or item.time):
            repeated.append(first)
            keep[keep.index(first)] = index
            seen[item.title] = index
        else:
            seen.setdefault(item.title, index)
            keep.append(index)
    return sorted(keep), repeated


def _unread(text: str, spans: list[Span]) -> list[Gap]:
    """Lines that stand where items stand and gave none, the first twenty."""
    lines = [" ".join(text[start:end].split())[:40] for start, end in spans if end > start][:20]
    return [Gap("unread_text", None, f"“{line}”没有读成事项，请核对。") for line in lines if line]


def _labelled(drafts: list[Draft]) -> bool:
    """Whether any item has a label for its form."""
    return any(part.role == "form" for draft in drafts for part in draft.parts)


def _built(builder: Builder, drafts: list[Draft]) -> tuple[list[tuple[ItemReading, list[Gap]]], list[Span]]:
    """The items with their own gaps, and where the titles of other work stand that is no item of the plan."""
    built, other = [], []
    for draft in drafts:
        item, gaps = builder.build(draft, 0)
        if any(gap.code == NOT_PLANNED[0] for gap in gaps):
            other.append(item.source["title"])
        else:
            built.append((item, gaps))
    return built, other


def read(text: str, known_units: Callable[[str], str | None] | None = None) -> Reading:
    """Reads a notice. Never raises on any text; what it cannot read stays None or empty and is named in `gaps`.

    `known_units` maps a printed unit name to the name it bears today, or None where nobody knows it; it yields the gaps unknown_unit
    and renamed_unit. Text beyond 200,000 characters is refused by `files.text_of`; here it is cut with a gap.
    """
    folded = rebroken(quiet(fold(text[:MAX_TEXT])))
    document = Document(text, folded, [(start, end) for start, end, _ in lines_of(folded)])
    plan = document.plan_like()
    facts = document.facts()
    folded = undated(folded)
    lines = lines_of(folded)
    facts["attendance"] = attendance_of(text, folded, [(start, end) for start, end, _ in lines])
    planned = plan is True or (plan is None and _evident(folded, lines))
    finder = Finder(folded, is_plan=planned, listing=document.is_list(), title=document.title_span)
    root = grow(folded, Tables(folded, lines).segments() if plan is not False else ())
    drafts: list[Draft] = finder.find(root)
    missed = unread(root, drafts, folded)
    drafts, dropped = drafts[:MOST_ITEMS], len(drafts[MOST_ITEMS:])
    built, other = _built(
        Builder(text, folded, said_by(document.title), labelled_forms=_labelled(drafts), general=document.is_general()), drafts
    )
    missed = sorted([*missed, *other])
    keep, repeated = _once([item for item, _ in built])
    items = [built[index][0] for index in keep]
    own = [Gap(gap.code, place, gap.message, gap.level) for place, index in enumerate(keep, 1) for gap in built[index][1]]
    first = min((item.source["title"][0] for item in items), default=0)
    totals = stated(folded, facts["year"], first, mixed=len({item.kind for item in items}) > 1) if items else {}
    totals = {**headed(folded, items), **totals}
    gaps = all_gaps(facts, items, own, totals, len(repeated), known_units)
    gaps += _unread(text, missed) if items else []
    if document.place_inferred:
        gaps.insert(0, Gap("place_inferred", None, f"地区“{facts['place']}”是从正文提到的地名推出来的，请核对。", "info"))
    if dropped:
        gaps.insert(0, Gap("unread_text", None, f"事项超过 {MOST_ITEMS} 项，后面 {dropped} 项没有读。"))
    if len(text) > MAX_TEXT:
        gaps.insert(0, Gap("unread_text", None, f"文字超过 {MAX_TEXT} 字，后面的没有读。"))
    return Reading(facts, tuple(items), tuple(gaps), totals, text)
