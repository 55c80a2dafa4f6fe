"""A report on the way: its figures at the cut-off, its chapters with live fields, its tables; and as an official paper."""

from dataclasses import dataclass
from functools import partial

from documents.official.model import OfficialPaper, Paragraph, Table, chinese_date
from documents.wording import fill, paragraphs
from reports.drafting.keeping import counted, kept, named, proof, tables_as_data, tables_of, values_of
from reports.figures import Measured, Scope, measure
from reports.kinds import Chapter, Kind, kind_of


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
        wanted = named("\n".join(chapter.text for chapter in self.chapters)) | set(self.kind.tabled(self.scope))
        return {name: found for name, found in self.figures.items() if name in wanted}

    @property
    def values(self):
        """What its text may name: {figure: number as printed, figure_share: its share}."""
        return values_of({name: counted(found) for name, found in self.figures.items()})

    @property
    def text(self):
        """The chapters with their fields filled, as plain text."""
        values = self.values
        return "\n".join(f"{chapter.heading}\n{filled(chapter.text, values)}" for chapter in self.chapters)


def draft(code, scope):
    """The report of a kind over a scope, drafted from its figures."""
    kind, figures = kind_of(code), measure(scope)
    chapters = kind.chapters if any(figures[name].part for name in kind.about) else partial(_nothing, kind)
    return Draft(kind, scope, figures, tuple(chapters(scope, figures)), tuple(kind.tables(scope, figures)))


def _nothing(kind, scope, figures):
    yield Chapter("一、总体情况", f"截至{chinese_date(scope.as_of)}，{scope.session.short_name}没有{kind.thing}。")


def filled(text, values):
    """A chapter's text with its fields filled. Raises Refused for a name that is no figure."""
    return fill(text, values, noun="报告正文")


def paper(report, **fields):
    """The report as an official paper: chapters, then the tables and the proof of its figures as attachments."""
    place, values = report.scope.place, report.values
    body = []
    for chapter in report.chapters:
        body += [Paragraph(chapter.heading, 1)] if chapter.heading else []
        body += paragraphs(filled(chapter.text, values))
    figures = {name: kept(found) for name, found in report.used.items()}
    attachments = (*tables_of(tables_as_data(report.tables)), proof(figures, report.scope.as_of))
    kind = report.kind
    facts = {
        "issuers": (kind.issued_by(place, report.scope.unit),),
        "addressees": kind.addressees(place),
        "dated_on": report.scope.as_of,
    } | fields
    return OfficialPaper(title=report.title, body=tuple(body), attachments=attachments, mark_suffix="", **facts)
