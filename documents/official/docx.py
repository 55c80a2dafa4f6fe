"""Writes the same paper as DOCX for Word, WPS and LibreOffice: same page set-up, faces by their official names.

Text flows there, so page breaks are the word processor's own. The 版记 stands at the foot of the last page, whatever its number.
"""

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from .body import INDENT, LEVEL_FACES, stand_apart
from .closing import colophon_lines, colophon_rows, signature
from .docx_head import write_head
from .docx_parts import Squares, add_runs, borders, element, exact, field, frame, indents, set_face, set_property, tab
from .docx_table import write_table
from .figures import BOTTOM, COLOPHON_ROW, LEFT, SMALL_SIZE, SQUARE, WIDTH
from .flow import Row
from .lines import Line, Run, clean
from .model import LETTER, Attachment, Block, Entry, OfficialPaper, Paragraph, Table
from .titles import title_lines


def new_document(paper: OfficialPaper) -> Any:
    """An empty document with the page and the base style of the standard."""
    document = Document()
    section = document.sections[0]
    section.start_type = WD_SECTION.CONTINUOUS
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(24.5)
    style = document.styles["Normal"]
    set_face(style, "fang", 16)
    exact(style)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.widow_control = False
    for name in ("overflowPunct", "autoSpaceDE", "autoSpaceDN", "snapToGrid"):
        set_property(style, element(name, val=0))
    core = document.core_properties
    core.title, core.author, core.language = clean(paper.title.replace("\n", "")), clean("、".join(paper.issuers)), "zh-CN"
    day = paper.dated_on
    core.created = core.modified = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else datetime.now(UTC)
    core.last_modified_by, core.comments = core.author, ""
    return document


def write_folios(document: Any, paper: OfficialPaper) -> None:
    """Page numbers: odd pages right, even pages left, one character in; none on the first page of a letter."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if side == "right" else WD_ALIGN_PARAGRAPH.LEFT
        exact(paragraph, Pt(18))
        indents(paragraph, **{side: SQUARE})
        add_runs(paragraph, (Run("—", "song"),), 14, spacing=0)
        paragraph.add_run(" ")
        field(paragraph, "PAGE", "song", 14)
        paragraph.add_run(" ")
        add_runs(paragraph, (Run("—", "song"),), 14, spacing=0)
        for run in paragraph.runs:
            set_face(run, "song", 14)
    if paper.format == LETTER:
        section.different_first_page_header_footer = True


def write_lines(document: Any, rows: Iterable[Row]) -> None:
    """Composed rows (署名, 日期, 附注) as paragraphs at the same indents; several pieces of one row by tab stops."""
    for row in rows:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = row.keep
        if not row.lines:
            continue
        indents(paragraph, left=row.lines[0].indent)
        add_runs(paragraph, row.lines[0].runs)
        for line in row.lines[1:]:
            tab(paragraph, line.indent)
            paragraph.add_run("\t")
            add_runs(paragraph, line.runs)


def write_text(document: Any, block: Paragraph) -> None:
    """A paragraph of the body; headings have an outline level and stay with what follows."""
    lead, text = clean(block.lead), clean(block.text)
    face = LEVEL_FACES[block.level]
    paragraph = document.add_paragraph()
    indents(paragraph, first=INDENT)
    add_runs(paragraph, [run for run in ((Run(lead, face), Run(text)) if lead else (Run(text, face),)) if run.text])
    if block.level and not lead and len(text) <= 30 and not text.endswith("。"):
        paragraph.paragraph_format.keep_with_next = True
        set_property(paragraph, element("outlineLvl", val=block.level - 1))


def write_entry(document: Any, entry: Entry) -> None:
    """A numbered item with its particulars, on one page."""
    texts = [entry.number + entry.title, *(f"{label}：{value}" for label, value in entry.fields)]
    for index, text in enumerate(texts):
        paragraph = document.add_paragraph()
        indents(paragraph, first=INDENT)
        add_runs(paragraph, (Run(clean(text)),))
        paragraph.paragraph_format.keep_with_next = index < len(texts) - 1


def write_blocks(document: Any, blocks: tuple[Block, ...]) -> None:
    writers = {Paragraph: write_text, Entry: write_entry, Table: write_table}
    for block, apart in zip(blocks, stand_apart(blocks), strict=True):
        if apart:
            document.add_paragraph()
        writers[type(block)](document, block)


def write_title(document: Any, title: str, whole: tuple[str, ...] = ()) -> None:
    """A centred title with the line breaks of the PDF."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    text = "\n".join(line.text for line in title_lines(title, Squares(), whole=whole))
    add_runs(paragraph, (Run(text, "title"),), 22, spacing=0)
    set_property(paragraph, element("outlineLvl", val=0))


def write_attachment_list(document: Any, attachments: tuple[Attachment, ...]) -> None:
    """附件说明 under the body; it stays with the signature."""
    if attachments:
        document.add_paragraph().paragraph_format.keep_with_next = True
    for number, item in enumerate(attachments, 1):
        prefix = f"{number}. " if len(attachments) > 1 else ""
        hang = INDENT + 3 * SQUARE + len(prefix) * SQUARE / 2
        paragraph = document.add_paragraph()
        first = INDENT if number == 1 else INDENT + 3 * SQUARE
        paragraph.paragraph_format.keep_with_next = True
        indents(paragraph, left=hang, first=first - hang)
        tab(paragraph, hang)
        text = clean(item.title.replace("\n", "")).rstrip("。；，、")
        add_runs(paragraph, (Run(f"附件：{prefix.strip()}" if number == 1 else prefix.strip()),))
        paragraph.add_run("\t") if prefix else None
        add_runs(paragraph, (Run(text),))


def write_attachments(document: Any, attachments: tuple[Attachment, ...]) -> None:
    """Attachments on pages of their own."""
    for number, item in enumerate(attachments, 1):
        if not item.body:
            continue
        label = document.add_paragraph()
        label.paragraph_format.page_break_before = True
        add_runs(label, (Run(f"附件{number}" if len(attachments) > 1 else "附件", "hei"),))
        document.add_paragraph()
        write_title(document, item.title)
        document.add_paragraph()
        write_blocks(document, item.body)


def write_colophon(document: Any, paper: OfficialPaper) -> None:
    """The 版记 at the foot of the type area: each part a frame at its place on the page, with its rules."""
    parts = colophon_lines(paper, "", Squares())
    ruled = paper.format != LETTER
    y = BOTTOM - sum(len(colophon_rows(part)) for part in parts) * COLOPHON_ROW
    for index, part in enumerate(parts):
        rows = colophon_rows(part)
        paragraph = document.add_paragraph()
        exact(paragraph, Pt(COLOPHON_ROW))
        height = round(len(rows) * COLOPHON_ROW * 20)
        frame(paragraph, w=round(WIDTH * 20), h=height, hRule="exact", x=round(LEFT * 20), y=round(y * 20))
        indents(paragraph, left=rows[-1][0].indent, first=part[0].indent - rows[-1][0].indent, right=14 if len(rows) > 1 else 0)
        write_colophon_part(paragraph, rows)
        if ruled:
            upper = ("single", 6 if index else 8, 0, "000000")
            borders(paragraph, top=upper, **({"bottom": ("single", 8, 0, "000000")} if index == len(parts) - 1 else {}))
        y += len(rows) * COLOPHON_ROW
    exact(document.add_paragraph(), Pt(1))  # frames need a paragraph to stand before


def write_colophon_part(paragraph: Any, rows: list[list[Line]]) -> None:
    """Text of one part: wrapped lines as one text, 印发机关 and 印发日期 on one line."""
    if len(rows[0]) > 1:
        tab(paragraph, WIDTH - SMALL_SIZE, WD_TAB_ALIGNMENT.RIGHT)
        add_runs(paragraph, rows[0][0].runs, 14, spacing=0)
        paragraph.add_run("\t")
        add_runs(paragraph, rows[0][1].runs, 14, spacing=0)
    else:
        add_runs(paragraph, [Run("".join(row[0].text for row in rows))], 14, spacing=0)


def render_docx(paper: OfficialPaper) -> bytes:
    """The paper as DOCX."""
    document = new_document(paper)
    write_folios(document, paper)
    write_head(document, paper)
    write_title(document, paper.title, tuple(clean(name) for name in paper.issuers))
    document.add_paragraph()
    addressees = clean(paper.addressees).rstrip("：:。")
    if addressees:
        add_runs(document.add_paragraph(), (Run(f"{addressees}："),))
    write_blocks(document, paper.body)
    write_attachment_list(document, paper.attachments)
    write_lines(document, signature(paper, Squares()))
    write_attachments(document, paper.attachments)
    write_colophon(document, paper)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
