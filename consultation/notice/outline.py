"""The tree of a notice: which number stands under which, and what text and labels each one holds."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .anchors import Cutter, Event, numbered
from .chars import sentences, trim
from .forms import heading_of
from .tables import Table
from .times import is_time
from .units import is_own_body, looks_like_unit
from .words import LEVELS, TORN

Span = tuple[int, int]


@dataclass(slots=True)
class Part:
    """A run of text: role "" for plain lines, else a label with its value; `spans` are its lines."""

    role: str
    word: str
    at: Span
    spans: list[Span] = field(default_factory=list)
    fresh: bool = True


@dataclass(slots=True)
class Node:
    """A numbered (or bulleted, or plainly headed) piece of the text."""

    style: str
    no: int | None
    at: Span
    parts: list[Part] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    parent: "Node | None" = None
    table: Table | None = None

    @property
    def head(self) -> Span:
        """The first line of its own text, empty where it has none."""
        first = self.parts[0] if self.parts else None
        return first.spans[0] if first and not first.role and first.spans else (self.at[1], self.at[1])

    def roles(self) -> list[str]:
        """The roles of its own labels, in order."""
        return [part.role for part in self.parts if part.role]


_ATTACHMENT = re.compile(r"\s*附\s?(?:件|表|录)?\s?[\d一二三四五]{0,2}\s?[:.]?\s*$")
_PLAN_TITLE = re.compile(r".{0,40}(?:计划|安排|议题|一览表|安排表|计划表|清单|任务分解表|目录)(?:\(.{0,10}\))?\s*$")
_PERIOD = re.compile(r"(?:20\d\d年)?(?:\d{1,2}月份?|[一二三四五六七八九十]{1,2}月份?|第?[一二三四]季度|[上下]半年):?")
_ENDS = re.compile(r"[。;!:]\s*$")


def is_plan_title(line: str) -> bool:
    """Whether a line is the title of a plan or list: it names a year and ends as such titles do."""
    return len(line) <= 60 and bool(re.search(r"20\d\d", line)) and bool(_PLAN_TITLE.match(line))


class Outline:
    """Builds the tree from the events of the lines, given in order."""

    def __init__(self, folded: str):
        self.folded = folded
        self.root = Node("", None, (0, 0))
        self.stack = [self.root]
        self.cutter = Cutter(folded)
        self.dated = False

    def add_line(self, start: int, end: int, *, blank_before: bool) -> None:
        """One line of running text."""
        if self._is_break(start, end):
            self.stack = [self.root]
            self.cutter.open_label = ""
            self.root.parts.append(Part("", "", (start, start), [(start, end)]))
            return
        if self._is_heading(start, end):
            self._open("head", None, (start, start))
            self.cutter.open_label, self.cutter.mark_end = "", start
            self.stack[-1].parts.append(Part("", "", (start, start), [(start, end)]))
            return
        for event in self.cutter.line(start, end, blank_before=blank_before):
            self.add(event)

    def add_table(self, table: Table) -> None:
        """A table belongs to the heading it stands under."""
        node = Node("table", None, (table.start, table.start), parent=self.stack[-1], table=table)
        self.stack[-1].children.append(node)
        self.cutter.open_label = ""

    def _is_break(self, start: int, end: int) -> bool:
        line = self.folded[start:end]
        return bool(_ATTACHMENT.match(line)) or is_plan_title(line)

    def _is_heading(self, start: int, end: int) -> bool:
        """A line that is nothing but the name of a form, a kind or a list, and is not the value of an open label."""
        line = self.folded[start:end].strip()
        if not 2 <= len(line) <= 40 or self._waiting() or numbered(line) or line.startswith("各") or "\t" in line:
            return False
        if _PERIOD.fullmatch(line) and (self.dated or not self.stack[-1].no):
            self.dated = True
            return True
        if self._is_host(line, end):
            return True
        found = heading_of(line.rstrip(":"))
        return bool(found and found.pure and not found.weak) and (found.count is not None or not self._cut_above(start))

    def _is_host(self, line: str, end: int) -> bool:
        """Whether a line is nothing but a committee or group of the 政协 above a list: `农业界别组`."""
        below = self.folded[end : end + 200].lstrip()
        own = len(line) <= 16 and is_own_body(line) and re.search(r"界别|委员会$|专?委$|[组室]$", line)
        return bool(own and numbered(below) and not re.search("[、:,。【】]", line))

    def _cut_above(self, start: int) -> bool:
        """Whether the line right above is a long one cut by the page's edge, so that this line is its end."""
        parts = self.stack[-1].parts
        if not parts or not parts[-1].spans or self.stack[-1] is self.root:
            return False
        last, end = parts[-1].spans[-1]
        return end == start - 1 and end - last >= 20 and parts[-1].role in ("", "title", "contents") and self.folded[end - 1] not in "。;:!"

    def _waiting(self) -> bool:
        """Whether the last label or number still has no value."""
        node = self.stack[-1]
        if not node.parts:
            return node is not self.root
        last = node.parts[-1]
        return bool(last.role) and not last.spans

    def add(self, event: Event) -> None:
        """Puts one event where it belongs."""
        if event.kind == "mark":
            self._open(event.style, event.no, (event.start, event.end))
        elif event.kind == "label":
            self.stack[-1].parts.append(Part(event.role, event.word, (event.start, event.end), [], event.fresh))
        else:
            self._text(event)

    def _open(self, style: str, no: int | None, at: Span) -> None:
        levels = [node.style for node in self.stack]
        if style in levels:
            del self.stack[levels.index(style) :]
        elif style in ("part",):
            del self.stack[1:]
        node = Node(style, no, at, parent=self.stack[-1])
        self.stack[-1].children.append(node)
        self.stack.append(node)

    def _text(self, event: Event) -> None:
        parts, span = self.stack[-1].parts, (event.start, event.end)
        if not parts:
            parts.append(Part("", "", (event.start, event.start), self._pieces(span)))
        elif not parts[-1].role or not event.fresh or self._runs_on(parts[-1], event):
            parts[-1].spans.append(span)
        else:
            parts.append(Part("", "", (event.start, event.start), [span]))

    def _pieces(self, span: Span) -> list[Span]:
        """`专题协商会2次。5月,…;8月,…`: the heading of a list and its sentences, when they stand on one line."""
        pieces = [trim(self.folded, *piece) for piece in sentences(self.folded, *span)]
        heading = heading_of(self.folded[slice(*pieces[0])]) if len(pieces) > 1 else None
        return [piece for piece in pieces if piece[1] > piece[0]] if heading and heading.pure and not heading.weak else [span]

    def _runs_on(self, part: Part, event: Event) -> bool:
        """Whether a line without number or label continues the value above it."""
        if not part.spans:
            return True
        value = self.folded[part.spans[-1][0] : part.spans[-1][1]].strip()
        line = self.folded[event.start : event.end].strip()
        if value.endswith(("、", ",", "及", "和", "与", "(")) or line.startswith(("、", ",", ";", "。", ")", "和", "等")):
            return True
        if event.blank_before or _ENDS.search(value) or is_time(line):
            return False
        if part.role in ("units", "host", "either"):
            return self._name_broken(value, line)
        if part.role in ("time", "form", "when_how"):
            return False
        return len(value) >= 20

    def _name_broken(self, value: str, line: str) -> bool:
        """Whether a unit's name was cut by the line end: `县发展和⏎改革局`."""
        head, tail = re.split(r"[、,;]", value)[-1].strip(), re.split(r"[、,;。]", line)[0].strip()
        names = [name.strip() for name in re.split(r"[、,;。]", line) if name.strip()]
        if looks_like_unit(head):
            listed = all(re.match(f"[{LEVELS}团]", name) and looks_like_unit(name) and len(name) <= 16 for name in names)
            return listed or (head[-1] in TORN and len(tail) <= 8 and tail[-1:] in ("局", "委", "办", "厅"))
        return len(tail) <= 14 and looks_like_unit(head + tail)


def grow(folded: str, segments: Iterable[tuple[int, int, bool] | Table]) -> Node:
    """The tree of the given lines (start, end, blank line before) and tables."""
    outline = Outline(folded)
    for segment in segments:
        if isinstance(segment, Table):
            outline.add_table(segment)
        else:
            outline.add_line(segment[0], segment[1], blank_before=segment[2])
    return outline.root
