"""A report on the way: its figures at the cut-off, its chapters with live fields, its tables; and as an official paper."""

import re
from dataclasses import dataclass

from documents.official.model import Attachment, OfficialPaper, Paragraph, Table, chinese_date
from documents.wording import fill, paragraphs
from reports.figures import Measured, Scope, measure
from reports.kinds import Chapter, Kind, kind_of

FIELD = re.compile(r"\$\{(\w+)\}")
PROOF = (
    "本表列出正文和附表各数的名称、口径和依据。"
    "清单指纹是该数所含各件编号（一行一个，按录入先后）的SHA-256值前12位，清单有任何变化，指纹即不同。"
)


@dataclass(frozen=True)
class Draft:
    """A report of one kind over a scope."""

    kind: Kind
    scope: Scope
    figures: dict[str, Measured]
    chapters: tuple[Chapter, ...]
    tables: tuple[tuple[str, Table, str], ...]

    @property
    def title(self):
        return self.kind.title(self.scope)

    @property
    def used(self):
        """The figures that its chapters name, and those of its tables, in the order of the catalogue."""
        named = {name for chapter in self.chapters for name in FIELD.findall(chapter.text)}
        named |= {name.removesuffix("_share") for name in named} | set(self.kind.tabled(self.scope))
        return {name: found for name, found in self.figures.items() if name in named}

    @property
    def text(self):
        """The chapters with their fields filled, as plain text."""
        values = values_of(self.figures)
        return "\n".join(f"{chapter.heading}\n{filled(chapter.text, values)}" for chapter in self.chapters)


def draft(code, scope):
    """The report of a kind over a scope, drafted from its figures."""
    kind, figures = kind_of(code), measure(scope)
    return Draft(kind, scope, figures, tuple(kind.chapters(scope, figures)), tuple(kind.tables(scope, figures)))


def values_of(figures):
    """What a text may name: {figure: number as printed, figure_share: its share}; a rate without a base is 无."""
    values = {}
    for name, found in figures.items():
        values[name] = str(found) if found.figure.rate else str(found.part)
        if found.ratio:
            values[f"{name}_share"] = str(found.ratio)
    return values


def filled(text, values):
    """A chapter's text with its fields filled. Raises Refused for a name that is no figure."""
    return fill(text, values, noun="报告正文")


def paper(report, **fields):
    """The report as an official paper: chapters, then the tables and the proof of its figures as attachments."""
    place, values = report.scope.place, values_of(report.figures)
    body = []
    for chapter in report.chapters:
        body += [Paragraph(chapter.heading, 1)] if chapter.heading else []
        body += paragraphs(filled(chapter.text, values))
    tables = [Attachment(title, (table, *((Paragraph(note),) if note else ()))) for title, table, note in report.tables]
    facts = {"issuers": (f"{place}人民政府",), "addressees": f"{place}政协", "dated_on": report.scope.as_of} | fields
    return OfficialPaper(title=report.title, body=tuple(body), attachments=(*tables, proof(report)), mark_suffix="", **facts)


def proof(report):
    """The appendix that proves the figures a report may use: name, definition, part and whole, the hash of the list behind."""
    rows = tuple((found.figure.label, _defined(found.figure), _counted(found), found.digest[:12]) for found in report.used.values())
    header = ("指标", "口径", "数值", "清单指纹")
    note = Paragraph(f"{PROOF}数据截至{chinese_date(report.scope.as_of)}。")
    return Attachment("指标口径和依据", (note, Table(header, rows, (17, 40, 24, 19))))


def _defined(figure):
    return figure.definition + (f"分母：{figure.basis}。" if figure.whole else "")


def _counted(found):
    return f"{found.part}/{found.whole}（{found.ratio}）" if found.ratio else str(found.part)
