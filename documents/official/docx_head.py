"""The head 版头 of the first page in DOCX, in both formats."""

from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Pt

from .docx_parts import Squares, add_runs, borders, element, exact, frame, set_columns, set_face, tab
from .figures import (
    LETTER_BETWEEN,
    LETTER_LOWER_RULE,
    LETTER_RULE_LEFT,
    LETTER_RULE_WIDTH,
    LETTER_THICK,
    LETTER_THIN,
    MARK_SIZE,
    MARK_TOP,
    MM,
    RED_RULE_GAP,
    SQUARE,
    WIDTH,
)
from .lines import Run, clean
from .model import LETTER, OfficialPaper

MARK_LINE = 1.25  # height of a line of the mark, in em
ABOVE_INK = 0.178  # from the upper edge of such a line to the printed upper edge of hanzi, in em
INK = 0.92  # printed height of hanzi of the mark, in em
COLOUR = "D7000F"


def labels(paper: OfficialPaper) -> list[tuple[str, str]]:
    texts = ((clean(paper.copy_no), "fang"), (clean(paper.secrecy), "hei"), (clean(paper.urgency), "hei"))
    return [(text, face) for text, face in texts if text]


def mark_size(text: str, width: float) -> tuple[float, int]:
    """Size in points and horizontal scale in per cent with which a mark fits one line."""
    ems = Squares().width(text, "title")
    if ems * MARK_SIZE <= width:
        return MARK_SIZE, 100
    size = min(MARK_SIZE, round(width / ems / 0.72 * 2) / 2)
    return size, min(100, int(width / ems / size * 100))


def write_mark(paragraph: Any, text: str, size: float, scale: int) -> None:
    """The red words of a mark in a line of exact height."""
    exact(paragraph, Pt(size * MARK_LINE))
    run = paragraph.add_run(text)
    set_face(run, "title", size, red=True)
    if scale < 100:
        properties = run._r.get_or_add_rPr()
        size_element = properties.find(element("sz").tag)
        size_element.addprevious(element("w", val=scale))


def joint_mark(document: Any, names: list[str], suffix: str) -> None:
    """Several issuers under each other, spread to one width, the suffix right of them in the middle."""
    longest = max(names, key=len)
    size, scale = mark_size(longest + ("　" + suffix if suffix else ""), WIDTH)
    tail = (len(suffix) + 0.6) * size * scale / 100 if suffix else 0.0
    table = document.add_table(rows=0, cols=2 if suffix else 1)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for name in names:
        row = table.add_row()
        row.height, row.height_rule = Pt(size * 1.3), WD_ROW_HEIGHT_RULE.EXACTLY
        row.cells[0].width = Pt(WIDTH - tail)
        row.cells[0].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.DISTRIBUTE
        write_mark(row.cells[0].paragraphs[0], name, size, scale)
    set_columns(table, [WIDTH - tail, tail] if suffix else [WIDTH])
    if suffix:
        merged = table.cell(0, 1).merge(table.cell(len(names) - 1, 1))
        merged.width, merged.vertical_alignment = Pt(tail), WD_CELL_VERTICAL_ALIGNMENT.CENTER
        for extra in merged.paragraphs[1:]:
            extra._p.getparent().remove(extra._p)
        merged.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        write_mark(merged.paragraphs[0], suffix, size, scale)


def number_line(document: Any, paper: OfficialPaper) -> Any:
    """发文字号, with 签发人 where the paper goes upward; gives the last paragraph."""
    number, signers = clean(paper.number), [clean(name) for name in paper.signer]
    paragraph = document.add_paragraph()
    if not signers:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        add_runs(paragraph, (Run(number),))
        return paragraph
    tab(paragraph, SQUARE)
    tab(paragraph, WIDTH - SQUARE, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run("\t")
    add_runs(paragraph, (Run(number),))
    paragraph.add_run("\t")
    add_runs(paragraph, (Run("签发人："), Run("　".join(signers), "kai")))
    return paragraph


def document_head(document: Any, paper: OfficialPaper) -> None:
    """文件格式: mark 72 mm from the page top, number, red rule."""
    shown = labels(paper)
    names, suffix = [clean(name) for name in paper.issuers], clean(paper.mark_suffix)
    size, scale = mark_size(names[0] + suffix, WIDTH)
    for text, face in shown:
        add_runs(document.add_paragraph(), (Run(text, face),))
    exact(document.add_paragraph(), Pt(max(1.0, 35 * MM - len(shown) * 28.95 - ABOVE_INK * size)))
    if len(names) == 1:
        mark = document.add_paragraph()
        mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
        write_mark(mark, names[0] + suffix, size, scale)
    else:
        joint_mark(document, names, suffix)
    document.add_paragraph()
    document.add_paragraph()
    number = number_line(document, paper)
    borders(number, bottom=("single", 10, 5, COLOUR))
    document.add_paragraph()
    document.add_paragraph()


def rule_at(document: Any, y: float, eighths: int) -> None:
    """A red rule 170 mm wide at a height of the page: an empty framed paragraph with an upper border."""
    paragraph = document.add_paragraph()
    exact(paragraph, Pt(1))
    frame(paragraph, w=round(LETTER_RULE_WIDTH * 20), h=20, hRule="exact", x=round(LETTER_RULE_LEFT * 20), y=round(y * 20))
    borders(paragraph, top=("single", eighths, 0, COLOUR))


def letter_head(document: Any, paper: OfficialPaper) -> None:
    """信函格式: mark 30 mm from the page top over a red double rule 170 mm wide, number flush right."""
    text = clean(paper.issuers[0])
    size, scale = mark_size(text, WIDTH)
    mark = document.add_paragraph()
    mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write_mark(mark, text, size, scale)
    top = MARK_TOP[LETTER]
    height = INK * size + RED_RULE_GAP
    frame(
        mark,
        w=round(LETTER_RULE_WIDTH * 20),
        h=round(height * 20),
        wrap="notBeside",
        x=round(LETTER_RULE_LEFT * 20),
        y=round((top - ABOVE_INK * size) * 20),
    )
    thick, thin = round(LETTER_THICK * 8), round(LETTER_THIN * 8)
    step = LETTER_THICK + LETTER_BETWEEN
    for y, eighths in ((top + height, thick), (top + height + step, thin)):
        rule_at(document, y, eighths)
    for y, eighths in ((LETTER_LOWER_RULE, thin), (LETTER_LOWER_RULE + LETTER_THIN + LETTER_BETWEEN, thick)):
        rule_at(document, y, eighths)
    shown = labels(paper)
    right = [text for text in (clean(paper.number), clean(paper.class_mark)) if text]
    for index in range(max(len(shown), len(right), 1)):
        paragraph = document.add_paragraph()
        tab(paragraph, WIDTH, WD_TAB_ALIGNMENT.RIGHT)
        if index < len(shown):
            add_runs(paragraph, (Run(*shown[index]),))
        if index < len(right):
            paragraph.add_run("\t")
            add_runs(paragraph, (Run(right[index]),))
        if not index:
            paragraph.paragraph_format.space_before = Pt(16)
    document.add_paragraph()
    document.add_paragraph()


def write_head(document: Any, paper: OfficialPaper) -> None:
    """The head of the paper's format."""
    (letter_head if paper.format == LETTER else document_head)(document, paper)
