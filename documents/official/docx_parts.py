"""Small pieces of WordprocessingML that python-docx has no word for: exact lines, East Asian faces, frames, borders, fields."""

from collections.abc import Iterable
from typing import Any

from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from .lines import Run, clean

NAMES = {"fang": "仿宋_GB2312", "hei": "黑体", "kai": "楷体_GB2312", "title": "方正小标宋简体", "song": "宋体"}
LEADING = Pt(28.95)  # 22 lines in 225 mm in Word, WPS and LibreOffice; 29.0 overshoots
SPACING = -5  # twentieths of a point: 28 characters of 16 pt in 156 mm
RED = RGBColor(0xD7, 0x00, 0x0F)
# order of the children of w:pPr that are set here, as the schema demands it
PROPERTIES = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers", "pBdr")
PROPERTIES += ("shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN")
PROPERTIES += ("bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc")
PROPERTIES += ("textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange")


class Squares:
    """Stands in for a font where the reader's machine has the fonts: hanzi one em wide, ASCII half an em."""

    def advance(self, character: str, face: str) -> float:
        return 0.5 if character.isascii() else 1.0

    def width(self, text: str, face: str) -> float:
        return sum(self.advance(character, face) for character in text)


def element(name: str, **attributes: object) -> Any:
    """An element of the main namespace with attributes of the same."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def set_property(paragraph: Any, made: Any) -> None:
    """Puts an element at its place in a paragraph's properties, instead of one of the same name."""
    properties = paragraph._p.get_or_add_pPr() if hasattr(paragraph, "_p") else paragraph.element.get_or_add_pPr()
    name = made.tag.split("}")[1]
    for old in properties.findall(qn(f"w:{name}")):
        properties.remove(old)
    later = {qn(f"w:{other}") for other in PROPERTIES[PROPERTIES.index(name) + 1 :]}
    successor = next((child for child in properties if child.tag in later), None)
    properties.append(made) if successor is None else successor.addprevious(made)


def set_face(run: Any, face: str, size: float, *, spacing: int = 0, red: bool = False) -> None:
    """Face, size, spacing and colour of a run, for hanzi and Latin alike."""
    run.font.size, run.font.name = Pt(size), NAMES[face]
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts() if hasattr(run, "_r") else run.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("eastAsia", "ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{attribute}"), NAMES[face])
    if red:
        run.font.color.rgb = RED
    if spacing:
        properties = fonts.getparent()
        properties.append(element("spacing", val=spacing))
        for later in ("sz", "szCs"):
            properties.extend(properties.findall(qn(f"w:{later}")))


def add_runs(paragraph: Any, runs: Iterable[Run], size: float = 16, *, spacing: int = SPACING, red: bool = False) -> None:
    """Adds text; a line break in it becomes one."""
    for run in runs:
        for index, piece in enumerate(run.text.split("\n")):
            made = paragraph.add_run()
            if index:
                made.add_break()
            made.add_text(clean_inside(piece))
            set_face(made, run.face, size, spacing=spacing, red=red)


def clean_inside(text: str) -> str:
    """Printable text with the blanks at its ends kept (tabs of ours are added apart)."""
    cleaned = clean(text)
    return cleaned or (" " if text else "")


def exact(paragraph: Any, leading: Any = LEADING) -> None:
    """Lines of exactly this height."""
    paragraph.paragraph_format.line_spacing_rule, paragraph.paragraph_format.line_spacing = WD_LINE_SPACING.EXACTLY, leading


def indents(paragraph: Any, *, left: float = 0.0, first: float = 0.0, right: float = 0.0) -> None:
    """Indents in points; `first` counts from `left`."""
    shape = paragraph.paragraph_format
    shape.left_indent, shape.first_line_indent, shape.right_indent = Pt(left), Pt(first), Pt(right)


def borders(paragraph: Any, **sides: tuple[str, int, int, str]) -> None:
    """Rules beside a paragraph: side=(kind, eighths of a point, distance in points, colour)."""
    made = element("pBdr")
    for side in ("top", "left", "bottom", "right", "between"):
        if side in sides:
            kind, size, space, colour = sides[side]
            made.append(element(side, val=kind, sz=size, space=space, color=colour))
    set_property(paragraph, made)


def frame(paragraph: Any, **attributes: object) -> None:
    """Puts a paragraph at a fixed place of the page (text frame); attributes as of w:framePr, lengths in twentieths of a point."""
    common = {"hSpace": 0, "wrap": "around", "vAnchor": "page", "hAnchor": "page"}
    set_property(paragraph, element("framePr", **common | attributes))


def tab(paragraph: Any, at: float, alignment: Any = WD_TAB_ALIGNMENT.LEFT) -> None:
    paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(at), alignment)


def field(paragraph: Any, code: str, face: str, size: float) -> None:
    """A field such as PAGE."""
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        set_face(run, face, size)
        if kind:
            run._r.append(element("fldChar", fldCharType=kind))
        else:
            instruction = element("instrText")
            instruction.text = code
            run._r.append(instruction)


def set_columns(table: Any, widths: list[float]) -> None:
    """Column widths of a table in points, where word processors look for them."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
