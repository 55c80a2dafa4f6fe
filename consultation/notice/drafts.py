"""From the tree to raw items: which nodes are groups, which are items, which numbered lines are only fields or contents."""

import re
from collections.abc import Iterator
from dataclasses import replace

from .chars import sentences, trim
from .forms import CONSULTATION, OTHER, Heading, heading_of
from .naming import said_by
from .outline import Node, Part, is_plan_title
from .plainly import plain_drafts
from .raw import Context, Draft
from .rows import row_drafts
from .several import several, topical
from .times import is_time
from .titles import is_headed, is_planned, is_told, past_time
from .units import is_own_body, looks_like_unit
from .words import COMMITTEE, DUTIES, LEVELS

Span = tuple[int, int]
ITEM_ROLES = frozenset(("units", "host", "either", "form", "time", "when_how", "title"))
_HOLDING = re.compile(r"\s*(?:召开|开展|举行|举办|组织|进行)")
_MEETING = re.compile(r"届\S{1,4}次|第\S{1,3}次")
# What a plenary does, said in a sentence: `会议期间,组织委员讨论…`.
_DURING = re.compile(r"(.{2,24}期间,)?(?:组织(?:全体)?委员)?(?:协商|讨论|听取|审议)")
_CONTAINER = re.compile(
    r"(?:.{0,12}(?:工作安排|计划安排|具体安排|活动安排|主要任务|重点任务|重点工作|任务安排|协商安排|主要内容|协商内容|内容安排|内容及安排|时间安排|议题安排|工作任务|工作计划|工作内容|协商计划))$"
)


class Finder:
    """Walks the tree and yields drafts in the order of the text."""

    def __init__(self, folded: str, *, is_plan: bool, listing: bool = False, title: Span | None = None):
        self.folded, self.is_plan, self.listing = folded, is_plan, listing
        self.titles = [title] if title else []
        self.rich: dict[int, bool] = {}

    def find(self, root: Node) -> list[Draft]:
        """All raw items below the root."""
        self._prepare(root)
        self.titles += [span for part in root.parts if not part.role for span in part.spans if is_plan_title(self.text(span))]
        return list(self._visit(root, Context(listing=self.listing)))

    def text(self, span: Span) -> str:
        """The folded text of a span."""
        return self.folded[span[0] : span[1]]

    def _prepare(self, node: Node) -> bool:
        """Folds numbered fields into their item; says whether the node or one below holds a labelled value of an item."""
        below = [self._prepare(child) for child in node.children]
        self._fold_fields(node)
        self._fold_lines(node)
        self.rich[id(node)] = bool(node.table) or bool(ITEM_ROLES.intersection(node.roles())) or any(below)
        return self.rich[id(node)]

    def _fold_fields(self, node: Node) -> None:
        """`(一)协商形式:…(二)时间安排:…` under `一、题目` are its fields, unless each of them is an item of its own."""
        fields = [child for child in node.children if child.parts and child.parts[0].role]
        roles = [child.parts[0].role for child in fields]
        if not fields or node.style == "" or roles.count("title") > 1:
            return
        if len(fields) > 1 and len({child.parts[0].word for child in fields}) == 1:
            return
        if roles[0] == "title" and len(ITEM_ROLES.intersection(fields[0].roles())) > 1 and len(fields) == 1:
            return
        gone = set()
        for child in fields:
            node.parts += child.parts
            gone.add(id(child))
        node.children = [kid for child in node.children for kid in (child.children if id(child) in gone else [child])]

    def _fold_lines(self, node: Node) -> None:
        """A line like `常委会协商` below a numbered title is the item's form, not a new heading."""
        if node.style in ("", "head", "part") or not node.parts or node.parts[0].role or self._heading(node).pure:
            return
        keep = []
        for child in node.children:
            lines = [span for part in child.parts for span in part.spans]
            bare = child.style == "head" and not child.children and not any(part.role for part in child.parts)
            if bare and all(is_time(self.text(span)) or span == child.head for span in lines):
                node.parts += child.parts
            else:
                keep.append(child)
        node.children = keep

    def _heading(self, node: Node) -> Heading:
        return heading_of(self.text(node.head)) or Heading(False, True, "", None, None, None, False, None)

    def _visit(self, node: Node, context: Context) -> Iterator[Draft]:
        if node.table:
            yield from row_drafts(self.folded, node.table, context)
            return
        context = context if node.style else self._titled(context, node)
        heading = self._heading(node)
        listed = node.parts[-1] if node.parts and node.children and not node.parts[-1].spans else None
        if listed and listed.role == "contents" and self._one_item(node, heading):
            yield from self._with_contents(node, context, heading, listed)
        elif not node.children:
            yield from self._leaf(node, context, heading)
        elif self._is_group(node, heading):
            inner = self._under(node, context, heading)
            yield from self._records(node, inner, container=True)
            for child in node.children:
                yield from self._visit(child, inner if node.style else self._titled(inner, child))
        else:
            yield from self._leaf(node, context, heading)

    def _one_item(self, node: Node, heading: Heading) -> bool:
        """Whether numbered lines after 主要内容: are contents of one item (a plenary, a titled item), not items."""
        if any(self.rich[id(child)] for child in node.children):
            return False
        return not heading.pure or "全体会议" in (heading.form or "") or len(node.children) == 1

    def _is_group(self, node: Node, heading: Heading) -> bool:
        if node.style == "" or any(self.rich[id(child)] for child in node.children):
            return True
        if node.parts and node.parts[-1].role == "title" and not node.parts[-1].spans:
            return True
        return not ITEM_ROLES.intersection(node.roles()) or heading.pure

    def _under(self, node: Node, context: Context, heading: Heading) -> Context:
        """The context below a group's heading."""
        head, shown = node.head, self.text(node.head)
        if node.style == "" or head[0] == head[1]:
            return context
        timed = is_time(shown)
        time_part = next((part.spans[0] for part in node.parts if part.role == "time" and part.spans), None)
        pure = heading.pure
        changed = replace(
            context,
            section=head,
            mark=node.at if node.at[1] > node.at[0] else None,
            duties=(context.duties or bool(DUTIES.search(shown))) and not pure,
            listing=context.listing or pure or (timed and self.is_plan),
            supervisory=context.supervisory or heading.supervisory,
            time=head if timed else time_part or self._inner_time(head, heading) or context.time,
            count=heading.count,
        )
        if pure or heading.kind and not changed.duties and len(shown) <= 24:
            changed = replace(changed, kind=self._kind(heading, context), several=self._several(shown, context))
        if (
            not pure
            and not changed.duties
            and len(shown) <= 30
            and is_own_body(heading.core)
            and re.search(f"{COMMITTEE.pattern}|界别", heading.core)
        ):
            at = self.folded.find(heading.core, *head)
            host = (at, at + len(heading.core)) if at >= 0 else None
            changed = replace(changed, host=host, listing=changed.listing or self.is_plan)
        elif not pure and not changed.duties and len(shown) <= 20 and re.match(f"[{LEVELS}]", shown) and looks_like_unit(shown):
            changed = replace(changed, unit=head, listing=changed.listing or self.is_plan)
        if pure and heading.form and not (context.form and _MEETING.search(heading.core)):
            changed = replace(changed, form=head, form_words=heading.form)
        if timed:
            changed = replace(changed, section=context.section, mark=context.mark, form=context.form, form_words=context.form_words)
        return changed

    def _titled(self, context: Context, child: Node) -> Context:
        """What the last title above says of a piece right below it: a plan may hold several lists, each with a title."""
        above = max((span for span in self.titles if span[0] <= child.at[0] or len(self.titles) == 1), default=None)
        if not above:
            return context
        said = said_by(self.text(above))
        kind = said.kind if said.kind != CONSULTATION else None
        return replace(context, kind=kind, supervisory=said.supervisory, form=above if said.form else None, form_words=said.form)

    def _kind(self, heading: Heading, context: Context) -> str | None:
        if heading.kind == OTHER and context.kind and not heading.pure:
            return context.kind
        return heading.kind or context.kind

    def _several(self, shown: str, context: Context) -> bool:
        """Whether the kind told by the headings is only one of several a heading names: `视察调研`."""
        return said_by(shown).several or (context.several and not said_by(shown).kind)

    def _inner_time(self, head: Span, heading: Heading) -> Span | None:
        at = self.folded.find(heading.time, *head) if heading.time else -1
        return (at, at + len(heading.time or "")) if at >= 0 else None

    def _with_contents(self, node: Node, context: Context, heading: Heading, listed: Part) -> Iterator[Draft]:
        """An item whose 主要内容 is a numbered list."""
        inner = self._under(node, context, heading) if heading.pure else context
        draft = Draft(node.at[0], 1 if heading.pure else node.no, [node.head], inner, node.parts[1:-1], own_heading=heading.pure)
        for child in node.children:
            if child.parts and child.parts[0].spans:
                spans = child.parts[0].spans
                draft.contents.append((listed.word, child.at, (spans[0][0], spans[-1][1])))
        yield draft

    def _leaf(self, node: Node, context: Context, heading: Heading) -> Iterator[Draft]:
        """A node without items below: one item, several unnumbered ones, or none."""
        if (
            heading.pure
            and node.style
            and (self._lines_below(node) or any(part.role in ("", "title", "contents") for part in node.parts[1:]))
        ):
            yield from self._numbered(node, list(self._records(node, self._under(node, context, heading), container=True)))
        elif ITEM_ROLES.intersection(node.roles()):
            container = node.style == "" or self._holds_items(node)
            yield from self._records(node, self._under(node, context, heading) if container else context, container=container)
        elif self._is_title_only(node, context):
            spans = node.parts[0].spans
            said = self._together((spans[0][0], spans[-1][1]), context)
            yield from said or [Draft(node.at[0], node.no, list(spans), context, loose=self._more_lines(node))]
        else:
            inner = self._under(node, context, heading) if is_time(self.text(node.head)) else context
            found = list(self._sentences(node, inner))
            yield from found or (self._plain_lines(node, inner) if inner is not context else ())

    def _numbered(self, node: Node, found: list[Draft]) -> list[Draft]:
        """`2.召开专题协商会。围绕“X”协商议政。`: the number is that of the only item behind it on its line."""
        only = found[0] if len(found) == 1 and found[0].no is None and found[0].title else None
        spoken = node.style == "d" and bool(_HOLDING.match(self.text(node.head)))
        if only and spoken and "\n" not in self.folded[node.at[0] : only.title[0][0]]:
            only.no = node.no
        return found

    def _holds_items(self, node: Node) -> bool:
        """Whether a heading is that of a list, or a time with lines of its own below."""
        shown = self.text(node.head).strip()
        return bool(_CONTAINER.fullmatch(shown)) or (node.style == "head" and is_time(shown) and self._lines_below(node))

    def _lines_below(self, node: Node) -> bool:
        return len(node.parts[0].spans) > 1 if node.parts else False

    def _more_lines(self, node: Node) -> list[Span]:
        return [span for part in node.parts[1:] for span in part.spans]

    def _is_title_only(self, node: Node, context: Context) -> bool:
        """Whether a numbered line without any label is an item: it stands in a list of the plan, or is worded as one."""
        if not node.style or not self.is_plan or node.style == "article" or node.head[0] == node.head[1]:
            return False
        shown = self.text((node.parts[0].spans[0][0], node.parts[0].spans[-1][1])).strip()
        first = re.split(r"[。;]", shown[past_time(shown) :])[0]
        if is_headed(first):
            return True
        if context.duties or "\t" in shown:
            return False
        if not context.listing:
            return is_told(self.folded, node.parts[0].spans[0])
        return 4 <= len(first) <= 120 and not re.match(r"(?:各|要|请|有关部门|市政协各)", first)

    def _records(self, node: Node, context: Context, *, container: bool) -> Iterator[Draft]:
        """The items in a node's own text: one, or several told apart by a new title before new labels."""
        current, after = self._first(node, context, container)
        for index, part in enumerate(after):
            starts = part.role == "title" and any(p.role == "title" for p in current.parts)
            later = not part.role and ITEM_ROLES.intersection(p.role for p in current.parts) and self._labels_follow(after, index)
            if starts or later:
                yield from self._good(current, node)
                current = Draft(part.at[0], None, [] if part.role else list(part.spans[-1:]), context)
                if part.role:
                    current.parts.append(part)
            elif part.role:
                current.parts.append(part)
            elif not ITEM_ROLES.intersection(p.role for p in current.parts) and container and self._labels_follow(after, index):
                current.title, current.own_heading = list(part.spans[-1:]), False
            else:
                current.loose += part.spans
        if node.children and container:
            current.own_heading = False
        if container and not current.parts and not current.title:
            yield from self._sentences(node, context) if node.children or not context.listing else self._plain_lines(node, context)
        else:
            yield from self._good(current, node)

    def _first(self, node: Node, context: Context, container: bool) -> tuple[Draft, list[Part]]:
        """The first draft of a node and the parts still to be told apart."""
        if container:
            titled = any(part.role == "title" for part in node.parts) and not node.children
            several = sum(part.role == "title" for part in node.parts) > 1
            first = Draft(node.at[0], node.no if titled and not several else None, [], context, own_heading=bool(node.style))
            return first, self._below(node) if node.style else node.parts
        has_title = bool(node.parts and not node.parts[0].role)
        if node.parts and node.parts[0].role == "contents" and not any(part.role == "title" for part in node.parts):
            node.parts[0].role = "title"
        return Draft(node.at[0], node.no, list(node.parts[0].spans) if has_title else [], context), node.parts[has_title:]

    def _below(self, node: Node) -> list[Part]:
        """The parts under a heading, its further lines included."""
        if not node.parts or node.parts[0].role:
            return node.parts
        first, rest = node.parts[0], node.parts[1:]
        return [Part("", "", (span[0], span[0]), [span]) for span in first.spans[1:]] + rest

    def _labels_follow(self, parts: list[Part], index: int) -> bool:
        below = [part.role for part in parts[index + 1 : index + 3]]
        return bool(below and below[0]) and bool(
            (ITEM_ROLES | {"contents", "people"}).intersection(below[: 2 if below[0] == "other" else 1])
        )

    def _good(self, draft: Draft, node: Node) -> Iterator[Draft]:
        """The draft, if it says enough to be an item."""
        roles = {part.role for part in draft.parts if part.spans} & ITEM_ROLES
        headed = draft.own_heading and draft.context.section and not draft.title and "title" not in roles
        if headed and roles - {"form"} and draft.context.section:
            draft.title, draft.no = [draft.context.section], 1
        titled = bool(draft.title) or "title" in roles
        told = sum(part.role in ITEM_ROLES and bool(part.spans) for part in draft.parts)
        enough = self._is_planned(draft, roles) if draft.context.duties else told >= 2 if not node.style else bool(roles)
        if titled and enough and (node.style or roles & {"units", "host", "either", "title"}):
            yield draft

    def _is_planned(self, draft: Draft, roles: set[str]) -> bool:
        """Under a heading of duties only what has a form, a topic or a real time is an item; `完成时限:协商前` is a duty."""
        timed = any(is_time(self.text(part.spans[0])) for part in draft.parts if part.role == "time" and part.spans)
        return len(roles) >= 2 and (timed or bool(roles & {"form", "when_how", "title"}))

    def _sentences(self, node: Node, context: Context) -> Iterator[Draft]:
        """Prose without numbers: every sentence worded as `4月,围绕X召开Y` is an item."""
        if not self.is_plan or context.duties:
            return
        spans = [span for part in node.parts if not part.role for span in part.spans]
        plain = plain_drafts(self.folded, spans, context)
        for span in spans:
            if span in plain:
                yield plain[span]
            else:
                yield from self._of_line(span, context)

    def _of_line(self, span: Span, context: Context) -> Iterator[Draft]:
        """The items of the sentences of one line."""
        here = context
        for whole in sentences(self.folded, *span, marks="。"):
            if said := self._together(whole, here):
                yield from said
                continue
            for first, last in sentences(self.folded, *whole):
                said = self.text((first, last)).strip()
                past = past_time(said) if 8 <= len(said) <= 400 else 0
                if past:  # `二季度:召开A;召开B`: the time holds for all sentences of its line
                    at = self.folded.find(said, first)
                    here = replace(context, time=trim(self.folded, at, at + past, " \t():,."), listing=True)
                if 8 <= len(said) <= 400 and is_planned(said[past:].strip(), listed=here.listing):
                    yield Draft(first, None, [(first, last)], here)
                else:
                    yield from (Draft(a, None, [(a, b)], here) for a, b in topical(self.folded, first, last))

    def _together(self, span: Span, context: Context) -> list[Draft]:
        """The items of a sentence that names several topics, [] for any other."""
        found: list[Draft] = []
        for said in several(self.folded, *span):
            form = {"form": said.form, "form_words": said.form_words, "kind": None} if said.form_words else {}
            for index, topic in enumerate(said.topics):
                here = replace(context, **form, time=said.time_of(index) or context.time)
                found.append(Draft(topic[0], None, [topic], here))
        return found

    def _plain_lines(self, node: Node, context: Context) -> list[Draft]:
        """A list without numbers or labels: every line a title, a time alone belongs to the one above."""
        found: list[Draft] = []
        if not (self.is_plan and context.listing and node.style) or context.duties:
            return found
        for span in (span for part in self._below(node) for span in part.spans):
            if found and is_time(self.text(span)):
                found[-1].loose.append(span)
            elif said := self._together(span, context):
                found += said
            elif title := self._plain_title(span):
                found.append(Draft(span[0], None, [title], context))
        return found

    def _plain_title(self, span: Span) -> Span | None:
        """The title in a line without number or label; None for a sentence about something else."""
        line = self.text(span).strip()
        timed = past_time(line)
        line = line[timed:]
        during = _DURING.match(line)
        if not (timed or during or is_headed(line)) and self.folded[span[0] - 1] != "\n":
            return None
        if is_planned(re.split("。", line)[0], listed=True):
            return span
        plain = 6 <= len(line) <= 80 and "\t" not in line and not re.search(r"[。:]", line[:-1]) and not is_time(line)
        if not plain or line.endswith(":" if during else (":", "。")):
            return None
        return (span[1] - len(line) + during.end(1), span[1]) if during and during[1] else span
