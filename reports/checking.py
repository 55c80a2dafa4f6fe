"""Checking a report by hand: who may, the forms, and the text cut at its figures. Nothing is stored."""

from dataclasses import dataclass
from operator import itemgetter

from django import forms

from consultation.api.reading import NoticeForm
from consultation.views.reader.forms import PasteForm
from documents.marking import cut
from reports.checker import KINDS, SEVERITIES, Checked, Finding
from supervision.permissions import CHASERS

CHECKERS = frozenset(CHASERS)  # 政协秘书, 三办工作人员, 政府督查室
TONES = {"wrong": "bad", "doubtful": "warn", "harmless": "info"}


class CheckForm(PasteForm):
    """The text of a report, pasted or from a file."""

    missing = "请粘贴报告全文，或选择一个文件。"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "报告全文"
        self.fields["text"].help_text = "从文档或网页里全选、复制，粘贴到这里；表格也可以粘贴。"


class ReportForm(NoticeForm):
    """The same for programs; cleans to `text`."""

    jurisdiction = None
    text = forms.CharField(label="报告全文", max_length=NoticeForm.base_fields["text"].max_length, required=False, strip=False)
    file = forms.FileField(label="报告文件（.txt、.docx、.pdf）", required=False, allow_empty_file=True)


@dataclass(frozen=True)
class Row:
    """A finding as the page shows it; `number` counts from 1."""

    number: int
    finding: Finding
    places: tuple

    @property
    def tone(self):
        return TONES[self.finding.severity]

    @property
    def severity(self):
        return SEVERITIES[self.finding.severity]

    @property
    def told(self):
        """The printed and the probable value, in words."""
        printed, expected = self.finding.printed, self.finding.expected
        if printed is None:
            return ""
        if expected is None:
            return f"文中 {printed:f}。"
        if self.finding.kind in ("sum", "receipt"):
            return f"文中 {printed:f}，算出来是 {expected:f}。"
        return f"文中 {printed:f}，可能应为 {expected:f}。"

    @property
    def kind(self):
        return KINDS[self.finding.kind]


@dataclass(frozen=True)
class Piece:
    """A stretch of the text, or a figure with its `title` and the `rows` of findings that name it; `mark` numbers its place, 0 for none."""

    text: str
    mark: int = 0
    title: str = ""
    rows: tuple = ()

    @property
    def tone(self):
        """The gravest of what is said of the place, "" for nothing."""
        return min((row.tone for row in self.rows), key=list(TONES.values()).index, default="")


def shown(checked: Checked):
    """(pieces of the text, rows of the findings) of a checked text."""
    spans = {checked.span(figure): _title(figure) for figure in checked.reading.figures}
    for finding in checked.findings:
        for span in finding.spans:
            spans.setdefault(span, "")
    found = cut(checked.text, [(*span, (span, title)) for span, title in sorted(spans.items(), key=itemgetter(0))])
    marks = {what[0]: number for number, what in enumerate((what for _, what in found if what), 1)}
    rows = [
        Row(number, finding, tuple(dict.fromkeys(marks[span] for span in finding.spans if span in marks)))
        for number, finding in enumerate(checked.findings, 1)
    ]
    of_place = {}
    for row in rows:
        for mark in row.places:
            of_place.setdefault(mark, []).append(row)
    pieces = [
        Piece(words, marks[what[0]], what[1], tuple(of_place.get(marks[what[0]], ()))) if what else Piece(words) for words, what in found
    ]
    return pieces, rows


def _title(figure):
    """What is known of a figure, in a few words."""
    words = [figure.label]
    if figure.share and figure.base:
        words.append(f"基数 {figure.base:f}")
    if figure.approximate:
        words.append("约数，不核对")
    return "；".join(word for word in words if word)
