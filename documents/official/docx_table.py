"""Tables of a paper in DOCX: grid, repeated header row, exact lines."""

from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from .docx_parts import add_runs, element, exact, set_columns
from .figures import TABLE_SIZE, WIDTH
from .lines import Run, clean
from .model import Table
from .tables import LEADING

CENTRED_UP_TO = 8  # characters; columns of short values are centred


def fill(cell: Any, text: str, width: float, face: str, *, centred: bool) -> None:
    """Text of one cell."""
    cell.width, cell.vertical_alignment = Pt(width), WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    exact(paragraph, Pt(LEADING))
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_runs(paragraph, (Run(clean(text), face),), TABLE_SIZE, spacing=0)


def write_table(document: Any, table: Table) -> None:
    """Caption, table with its header on every page, blank row."""
    if clean(table.caption):
        caption = document.add_paragraph()
        caption.alignment, caption.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
        add_runs(caption, (Run(clean(table.caption), "hei"),))
    shares = table.widths or (1.0,) * len(table.header)
    widths = [WIDTH * share / sum(shares) for share in shares]
    short = [all(len(clean(row[index])) <= CENTRED_UP_TO for row in table.rows) for index in range(len(widths))]
    made = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    set_columns(made, widths)
    for index, texts in enumerate((table.header, *table.rows)):
        row = made.add_row()
        for cell, text, width, centred in zip(row.cells, texts, widths, short, strict=True):
            fill(cell, text, width, "fang" if index else "hei", centred=centred or not index)
        row._tr.get_or_add_trPr().append(element("cantSplit") if index else element("tblHeader"))
    document.add_paragraph()
