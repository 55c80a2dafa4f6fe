"""Tables on paper: DOCX here, PDF by the program that `settings.TABLE_TYPESETTER` names, in a process of its own."""

import io
import json
import logging
import subprocess
import sys
from dataclasses import replace

from django.conf import settings
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from tables.model import printable
from tables.refusals import Refused

logger = logging.getLogger(__name__)
SECONDS = 90
DAY_WIDTH = 15  # of a column of days, so that none is broken
LINE = 267  # mm between the margins of a landscape A4


def _for_paper(table):
    """The table as paper has room for it: without columns that are empty in all rows, days on one line."""
    filled = [column for column in table.columns if any(printable(row.get(column.key)) for row in table.rows)] or table.columns
    columns = [replace(column, width=max(column.width, DAY_WIDTH)) if column.kind == "date" else column for column in filled]
    return replace(table, columns=tuple(columns))


def docx(table):
    """The table as DOCX: A4 landscape, the header row repeated on every page. Columns that are empty in all rows are left out."""
    table = _for_paper(table)
    document = Document()
    _page(document.sections[0])
    document.core_properties.title = printable(table.title)[:250]
    _paragraph(document, table.title, "黑体", 16, WD_ALIGN_PARAGRAPH.CENTER)
    if table.note:
        _paragraph(document, table.note, "宋体", 10, WD_ALIGN_PARAGRAPH.LEFT)
    document.element.body.insert(-1, parse_xml(_grid(table)))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _page(section):
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(15)


def _paragraph(document, text, font, size, alignment):
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    run = paragraph.add_run(printable(text))
    run.font.size, run.font.name = Pt(size), font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)


def _grid(table):
    """The table as WordprocessingML, written at once: python-docx takes quadratic time to reach the cells of a long table."""
    shares = [column.width * LINE / sum(column.width for column in table.columns) for column in table.columns]
    widths = [round(share * 1440 / 25.4) for share in shares]
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )
    first = _row([column.label for column in table.columns], widths, "黑体", "<w:tblHeader/>")
    rows = "".join(_row([row.get(column.key) for column in table.columns], widths, "宋体") for row in table.rows)
    return f"<w:tbl {nsdecls('w')}>{head}{first}{rows}</w:tbl>"


def _row(values, widths, font, properties=""):
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{w}" w:type="dxa"/></w:tcPr>{_cell(v, font)}</w:tc>' for v, w in zip(values, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{cells}</w:tr>"


def _cell(value, font):
    style = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/><w:sz w:val="18"/></w:rPr>'
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{_escaped(line)}</w:t>' for line in printable(value).split("\n"))
    return f'<w:p><w:pPr><w:spacing w:before="20" w:after="20"/></w:pPr><w:r>{style}{lines}</w:r></w:p>'


def _escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def pdf(table):
    """The table as PDF, A4 landscape, set by a process of its own whose time and memory are limited (WeasyPrint needs 2 s to start).

    Columns that are empty in all rows are left out.
    """
    table = _for_paper(table)
    content = {
        "title": printable(table.title),
        "note": printable(table.note),
        "columns": [[printable(column.label), column.width] for column in table.columns],
        "rows": [[printable(row.get(column.key)) for column in table.columns] for row in table.rows],
        "fonts": str(settings.FONT_DIR),
        "seconds": SECONDS,
    }
    command = [sys.executable, "-m", settings.TABLE_TYPESETTER]
    try:
        done = subprocess.run(  # noqa: S603 our own module, no part of the command comes from outside
            command, input=json.dumps(content).encode(), capture_output=True, timeout=SECONDS, cwd=settings.BASE_DIR, check=False
        )
    except subprocess.TimeoutExpired:
        raise Refused("表太大，PDF 排版超时。请先筛选，或导出为 Excel、CSV。") from None
    if done.returncode == 0:
        return done.stdout
    sentence = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
    if sentence.startswith("!"):
        raise Refused(sentence[1:])
    logger.error("setting a table as PDF failed with %s: %s", done.returncode, done.stderr.decode(errors="replace")[-2000:])
    raise Refused("PDF 排版没有成功，可能是表太大。请先筛选，或导出为 Excel、CSV。")
