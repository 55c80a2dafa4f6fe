"""From raw items to items: every label's value read, roles decided, kinds told."""

import re
from dataclasses import dataclass, field

from .chars import clean, fold, trim
from .clauses import bears, read_clauses
from .coverage import is_closing
from .drafts import Context, Draft
from .forms import CONSULTATION, ORDINAL, OTHER, PLENARY, SUPERVISORY, heading_of, is_generic, kind_of
from .naming import Said
from .outline import Part
from .reading import Gap, ItemReading
from .times import find, is_time
from .titles import form_at_end, read_title
from .units import Name, is_own_body, is_person, looks_like_unit, may_be_person, names_in
from .words import LEVELS, ROLE, SIDES

Span = tuple[int, int]
_CALLED = re.compile(r"协商|议政|通报|视察|监督|评议|调研|考察|督办|座谈|议事")
_LONGEST = 3000
# What no word calls a 协商, 通报 or 视察 in a plan of all the work of a year is other work.
NOT_PLANNED = ("not_planned", "没有一处说这一项是协商、通报或视察。", "info")
_SIGNED_ON = re.compile(r"20\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日")
_TALKING = re.compile(r"协商|议政|座谈|恳谈|商量|议事|咨政|资政|建言|论证|约谈|面对面")
_VERBS = (
    ("briefing", re.compile(r"^听取.{2,60}通报|^通报|情况通报(?:会)?$")),
    (
        "inspection",
        re.compile(rf"^(?:组织)?[{LEVELS}]?(?:政协)?(?:委员|常委)?(?:集中|专题|开展)?视察|(?:专题|监督性|委员|常委|集中)视察$"),
    ),
    (OTHER, re.compile(r"(?:专题调研|民主监督|专项监督)$")),
)
_PEOPLE = re.compile(r"(?:委员|常委|组成人员|成员|代表|代表人士|专家|学者|群众|居民|村民|领导|同志|领导干部|企业家|有关人士)$")
# Who is asked to a meeting, in a bracket behind its form.
_INVITED = re.compile(r"\s?\(([^()]*(?:邀请|到会|出席|列席|参加)[^()]*)\)$")
_BARE = re.compile(r"(?:协商|议政|协商议政|监督|调研)")
_LABEL_KINDS = (("通报", "briefing"), ("视察", "inspection"))


@dataclass(slots=True)
class _Values:
    """The values of one item while they are gathered: spans into the text."""

    units: list[Name] = field(default_factory=list)
    hosts: list[Name] = field(default_factory=list)
    form: Span | None = None
    form_words: str | None = None
    time: Span | None = None
    notes: list[tuple[str, Span]] = field(default_factory=list)
    contents: list[tuple[str, Span]] = field(default_factory=list)
    people: list[tuple[str, Span]] = field(default_factory=list)
    label_kind: str | None = None
    form_label: str = ""
    problems: list[tuple[str, str, str]] = field(default_factory=list)


class Builder:
    """Reads the drafts of one text; `said` is what its title says of them, `general` that it plans other work beside them as well."""

    def __init__(self, text: str, folded: str, said: Said, *, labelled_forms: bool, general: bool = False):
        self.text, self.folded, self.said = text, folded, said
        self.labelled_forms, self.general = labelled_forms, general

    def value(self, span: Span) -> str:
        """The printed value of a span."""
        return clean(self.text, self.folded, *span)

    def build(self, draft: Draft, index: int) -> tuple[ItemReading, list[Gap]]:
        """The item of a draft and its own gaps; `index` counts items from 1."""
        values = _Values()
        if draft.doubtful:
            values.problems.append(("row_unclear", "表格中这一行与栏目对不上，只读了能确定的格，请逐栏核对。", "warning"))
        for part in draft.parts:
            self._label(values, part)
        self._loose(values, draft)
        title = self._title(draft, values)
        for word, mark, span in draft.contents:
            values.contents.append((f"{word}:{self.folded[mark[0] : mark[1]].strip()} ", trim(self.folded, *span)))
        self._inherit(values, draft.context)
        item = self._item(draft, values, title)
        gaps = [Gap(code, index, message, level) for code, message, level in values.problems]
        return item, gaps

    def _loose(self, values: _Values, draft: Draft) -> None:
        """The lines without a label: those before the first label say something, or are named as left over, as are all the others."""
        ends = self._heading_region(draft.title)[1]
        lines = [span for span in draft.title if span[0] >= ends and draft.title[0] != span] + draft.loose
        lines = lines[: next((at for at in range(len(lines)) if self._signed(lines[at : at + 2])), len(lines))]
        first = min((part.at[0] for part in draft.parts), default=len(self.folded))
        at = 0
        while at < len(lines) and lines[at][0] < first and (self._line(values, lines[at]) or self._clauses(values, lines[at])):
            at += 1
        for span in [span for span in lines[at:] if span[1] - span[0] >= 8][:3]:
            self._left_over(values, span)

    def _left_over(self, values: _Values, span: Span) -> None:
        values.problems.append(("loose_text", f"“{self.value(span)[:40]}”没有归入任何一栏。", "info"))

    def _signed(self, lines: list[Span]) -> bool:
        """Whether the signature begins here: a line like one, with another or nothing below."""
        return all(is_closing(self.folded[start:end]) for start, end in lines)

    def _region(self, part: Part, *, sentence: bool) -> Span | None:
        """The value's span, up to the first full stop where only one sentence is meant."""
        if not part.spans:
            return None
        start, end = part.spans[0][0], part.spans[-1][1]
        if sentence and (stop := self.folded.find("。", start, end)) > start:
            end = stop
        start, end = trim(self.folded, start, end, " \t\n。;,.:—")
        shown = self.folded[start:end]
        if shown.endswith(")") and shown.count(")") > shown.count("("):
            end -= 1
        return trim(self.folded, start, end, " \t\n。;,.") if end > start else None

    def _label(self, values: _Values, part: Part) -> None:
        if part.role in ("time", "form") and not values.label_kind:
            values.label_kind = next((kind for word, kind in _LABEL_KINDS if word in part.word), None)
        region = self._region(part, sentence=part.role in ("time", "form", "when_how", "title"))
        if not region:
            return
        if part.role in ("units", "host", "either"):
            self._names(values, part.role, SIDES.get(part.word, ""), region, part.word)
        elif part.role == "time":
            if values.time is None or (values.time and "调研" not in part.word and not values.form_label.startswith("!")):
                values.time = values.time if values.time and "调研" in part.word else region
        elif part.role == "form":
            if part.word.endswith(("类别", "类型")) and is_generic(self.folded[slice(*region)]):
                values.label_kind = kind_of(self.folded[slice(*region)])
            elif values.form is None or part.word.endswith(("形式", "方式")) and not values.form_label.endswith(("形式", "方式")):
                values.form, values.form_label = self._invited(values, region, part.word), part.word
        elif part.role == "when_how":
            self._when_how(values, region)
        elif part.role == "notes":
            values.notes.append(("", region))
        elif part.role == "contents":
            values.contents.append((f"{part.word}:", region))
        elif part.role == "people":
            values.people.append((part.word, region))
        elif part.word not in ROLE:
            values.problems.append(("label_unclear", f"栏目“{part.word}”不认得，其中“{self.value(region)[:40]}”没有读。", "warning"))

    def _invited(self, values: _Values, region: Span, label: str) -> Span:
        """`常委会议协商(邀请县委领导到会)`: the form alone; who is to come is kept with the people."""
        found = _INVITED.search(self.folded, *region)
        if not found:
            return region
        values.people.append((label, found.span(1)))
        return trim(self.folded, region[0], found.start())

    def _when_how(self, values: _Values, region: Span) -> None:
        """`6月份,专题协商`: the time, and what is left of the value as the form."""
        start, end = region
        if found := find(self.folded, start, end):
            values.time = values.time or trim(self.folded, *found, " \t\n,;。")
            before = trim(self.folded, start, found[0], " \t\n,;。、在于以采取")
            after = trim(self.folded, found[1], end, " \t\n,;。、以采取")
            start, end = after if after[1] > after[0] else before
        if end > start:
            values.form, values.form_label = values.form or (start, end), values.form_label or "协商形式"

    def _names(self, values: _Values, role: str, side: str, region: Span, label: str = "参加人员") -> None:
        start, end = region[0], min(region[1], region[0] + _LONGEST)
        found = names_in(self.folded, start, end, side)
        for name in found.names:
            word = self.folded[name.start : name.end]
            own = is_own_body(word)
            if len(word) > 20:
                values.problems.append(("unit_unclear", f"单位名称“{self.value((name.start, name.end))}”过长，请核对。", "info"))
            if _PEOPLE.search(word) or is_person(word):
                values.people.append((label, (name.start, name.end)))
            elif own or (role == "host" and (own is None or not re.match(f"[{LEVELS}]", word))):
                values.hosts.append(name)
            elif own is False or role == "units" or name.side == "co":
                values.units.append(name)
                if own is None and not looks_like_unit(word):
                    values.problems.append(("unit_unclear", f"“{self.value((name.start, name.end))}”不像单位名称，请核对。", "info"))
            elif may_be_person(word):
                values.people.append((label, (name.start, name.end)))
            else:
                values.problems.append(
                    ("role_unclear", f"“{self.value((name.start, name.end))}”是责任单位还是政协承办部门，文中看不出，请确认。", "warning")
                )
        if found.open_ended:
            values.problems.append(("open_list", "单位名单以“等”结尾，没有列全。", "info"))
        for span in [*found.rest, *([(end, region[1])] if end < region[1] else [])]:
            if self._clauses(values, span):
                continue
            shown = self.value((span[0], min(span[1], span[0] + 40)))
            values.problems.append(("unit_unclear", f"单位一栏中“{shown}”未能识别为单位名称。", "warning"))

    def _clauses(self, values: _Values, span: Span) -> bool:
        """`承办:甲。邀请乙、丙参加`: what the sentences behind a list of names say; False where they say nothing known."""
        said = read_clauses(self.folded, span)
        values.time, values.form = values.time or said.time, values.form or said.form
        for names in said.names:
            self._names(values, "either", "", names)
        return bool(said.time or said.form or said.names)

    def _line(self, values: _Values, span: Span) -> bool:
        """A line without a label inside an item: a time, a form or names, when it is nothing else; whether it was."""
        start, end = trim(self.folded, *span, " \t\n。;,")
        shown = self.folded[start:end]
        if is_time(shown) and not _SIGNED_ON.fullmatch(shown):
            values.time = values.time or (start, end)
            return True
        heading = heading_of(shown)
        if heading and heading.pure and heading.form:
            values.form = values.form or (start, end)
            return True
        found = names_in(self.folded, start, end) if len(shown) <= 200 else None
        named = bool(found and found.names) and all(looks_like_unit(self.folded[n.start : n.end]) for n in found.names)
        if found and named and (len(found.names) > 1 or len(shown) <= 14):
            self._names(values, "either", "", (start, end))
            return True
        return False

    def _title(self, draft: Draft, values: _Values) -> Span:
        """The title's span; what else its line says goes to the values."""
        labelled = next((part for part in draft.parts if part.role == "title" and part.spans), None)
        region = self._region(labelled, sentence=False) if labelled else None
        if not region and len(draft.title) >= 1:
            region = self._heading_region(draft.title)
        if not region or (
            draft.own_heading and not labelled and len(values.contents) == 1 and not PLENARY.search(self.folded[slice(*region)])
        ):
            only = values.contents.pop(0)[1] if values.contents else None
            region = only or region or (draft.at, draft.at)
        if labelled and draft.title:
            self._heading_says(draft, values)
        if draft.own_heading and not labelled and region == self._heading_region(draft.title):
            return trim(self.folded, *region, " \t\n。:;,")
        title = read_title(self.folded, *region, form_wanted=values.form is None)
        if draft.context.form and title.form and _BARE.fullmatch(self.folded[slice(*title.form)]):
            title.form = None
        free = not (self.labelled_forms or values.form or draft.context.form)
        heading = heading_of(self.folded[slice(*title.span)]) if free else None
        if heading and heading.pure and heading.form and not heading.weak:
            values.form, values.form_words = title.span, heading.form
        inherited = draft.context.form and draft.context.section  # a form the title of the plan names is less than the item's own
        ending = form_at_end(self.folded, *title.span) if not inherited else None
        if not values.form and title.form_words:
            values.form_words = title.form_words
        values.form, values.time = values.form or title.form or ending, values.time or title.time
        values.label_kind = values.label_kind or title.kind
        for span in title.names:
            self._names(values, "either", "", span)
        values.notes += [("", span) for span in title.notes]
        for span in title.left:
            self._left_over(values, span)
        return title.span

    def _heading_region(self, spans: list[Span]) -> Span:
        """The lines of a heading that belong to the title: a cut line goes on, a paragraph below does not."""
        if not spans:
            return (0, 0)
        start, end = spans[0]
        for span in spans[1:]:
            if not self._goes_on(start, end, span):
                break
            end = span[1]
        return start, end

    def _goes_on(self, start: int, end: int, span: Span) -> bool:
        """Whether a line is the end of the title cut above it, not a paragraph, a sentence that names bearers or the signature."""
        line = self.folded[span[0] : span[1]]
        if span[1] - start > 160 or "。" in line.rstrip(" 。") or is_closing(line):
            return False
        if self.folded[start:end].rstrip().endswith(("。", ";", ")")):
            return False
        return not (bears(line) and read_clauses(self.folded, span).names)

    def _heading_says(self, draft: Draft, values: _Values) -> None:
        """A meeting slot with the topic under 协商议题: its heading gives form and time."""
        region = trim(self.folded, *self._heading_region(draft.title), " \t\n。:;,")
        heading = heading_of(self.folded[region[0] : region[1]])
        if heading and heading.time and not values.time:
            at = self.folded.find(heading.time, *region)
            values.time = (at, at + len(heading.time)) if at >= 0 else None
        if heading and not heading.pure and (ending := form_at_end(self.folded, *region)):
            self._bearers(values, region[0], ending)
        elif heading and (heading.form or heading.kind) and not values.form and not draft.context.form:
            core = ORDINAL.sub("", heading.core) or heading.core
            at = self.folded.find(core, *region)
            values.form = (at, at + len(core)) if at >= 0 else region

    def _bearers(self, values: _Values, start: int, form: Span) -> None:
        """`提案委与县政府办对口协商`: who meets whom, and the form."""
        names = names_in(self.folded, start, form[0]).names
        if names and all(looks_like_unit(self.folded[name.start : name.end]) for name in names):
            self._names(values, "either", "", (start, form[0]))
        values.form = values.form or form

    def _inherit(self, values: _Values, context: Context) -> None:
        if values.form is None and context.form:
            values.form, values.form_words = context.form, context.form_words
        values.time = values.time or context.time
        if context.unit and not values.units:
            values.units = [Name(*trim(self.folded, *context.unit, " \t。:;,"))]
        if context.host and not values.hosts:
            values.hosts = [Name(*context.host)]

    def _kind(self, values: _Values, context: Context, form: str | None, title: str) -> str:
        """Section first when it says more than 协商, then the form, the label, the title's verb, the document."""
        if context.kind and context.kind != CONSULTATION and not context.several:
            return context.kind
        told = kind_of(form)
        if told and (told != CONSULTATION or _TALKING.search(form or "")):
            return told
        verb = next((kind for kind, pattern in _VERBS if pattern.search(title)), None)
        if context.several:
            return values.label_kind or verb or told or kind_of(title) or self._unsaid(values, context.kind)
        ending = kind_of(title[-8:]) if not self.general or _CALLED.search(title) else None
        return values.label_kind or verb or told or context.kind or ending or self.said.kind or self._unsaid(values)

    def _unsaid(self, values: _Values, first: str | None = None) -> str:
        """The first kind named, else 协商; doubtful where the heading or the title speaks of others too."""
        if first or self.said.several:
            values.problems.append(("kind_unclear", "这一项是协商、通报、视察还是其他，文中看不出，先取一类，请确认。", "warning"))
        if self.general and not first:
            values.problems.append(NOT_PLANNED)
        return first or CONSULTATION

    def _section(self, context: Context) -> str | None:
        if not context.section:
            return None
        if context.form and context.form == context.section and context.mark:
            return self.value(context.mark).rstrip("、.:,")
        heading = heading_of(self.folded[context.section[0] : context.section[1]])
        core = heading.core if heading else ""
        start = self.folded.find(core, *context.section) if core else -1
        return self.value((start, start + len(core))) if start >= 0 else self.value(context.section)

    def _item(self, draft: Draft, values: _Values, title: Span) -> ItemReading:
        context = draft.context
        printed = self.value(values.form) if values.form else None
        form = printed if fold(printed or "") == values.form_words else values.form_words or printed
        shown = self.value(title)
        notes = [f"{word}{self.value(span)}" for word, span in [*values.contents, *values.notes]]
        source: dict[str, Span] = {"title": title}
        for name, spans in (("units", values.units), ("organizer", values.hosts)):
            if spans:
                source[name] = (min(one.start for one in spans), max(one.end for one in spans))
        for name, span in (("form", values.form), ("time", values.time), ("section", context.section)):
            if span:
                source[name] = span
        if values.contents or values.notes:
            source["notes"] = (min(s[0] for _, s in values.contents + values.notes), max(s[1] for _, s in values.contents + values.notes))
        words = fold(shown), fold(form or "")
        kind = self._kind(values, context, words[1] or None, words[0])
        self._mismatch(values, kind)
        supervisory = context.supervisory or bool(SUPERVISORY.search(" ".join([words[1], *(self.value(s) for _, s in values.notes)])))
        return ItemReading(
            kind=kind,
            no=draft.no,
            title=shown,
            units=tuple(self.value((one.start, one.end)) for one in values.units),
            organizer=tuple(self.value((one.start, one.end)) for one in values.hosts),
            form=form,
            time=self.value(trim(self.folded, *values.time, " :。;,")) if values.time else None,
            supervisory=supervisory or bool(re.search(r"监督性|民主监督|协商式监督|协商监督$|\(监督\)", words[0])),
            notes=tuple(notes),
            section=self._section(context),
            source=source,
            unit_spans=tuple((one.start, one.end) for one in values.units),
            unit_sides=tuple(one.side for one in values.units),
            attendance=tuple((word, self.value(span)) for word, span in values.people),
            contents=tuple(self.value(span) for _, span in values.contents),
        )

    def _mismatch(self, values: _Values, kind: str) -> None:
        if kind in ("briefing", "inspection") and values.form_label in ("协商形式", "协商方式"):
            word = "通报" if kind == "briefing" else "视察"
            values.problems.append(("label_mismatch", f"{word}事项的方式写在“{values.form_label}”名下，已按{word}方式读取。", "info"))
