"""Draws composed pages as PDF with WeasyPrint, which is given only what is ready: every line at its place, fonts cut to the paper.

Importing this module costs more than a second (WeasyPrint): it belongs into the process that renders, see worker.py.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from .figures import BODY_SIZE, BODY_SPACING, PAGE_HEIGHT, PAGE_WIDTH, RED, TABLE_SIZE
from .fonts import FontFile, FontStack
from .lines import Run
from .model import OfficialPaper
from .pages import compose_paper
from .placed import Cell, Mark, Page, Rule, TablePart, Text
from .tables import LEADING, PADDING

LINE = 0.5  # pt, of tables
CSS = f"""
@page {{ size: {PAGE_WIDTH}pt {PAGE_HEIGHT}pt; margin: 0 }}
html, body, p, h1, h2, h3, h4, h5, footer {{ margin: 0; padding: 0; font-size: 16pt; font-weight: normal }}
section {{ position: relative; width: {PAGE_WIDTH}pt; height: {PAGE_HEIGHT - 1}pt; overflow: hidden; break-after: page }}
section:last-child {{ break-after: auto }}
.l {{ display: block; white-space: pre; line-height: 1; height: 1em; letter-spacing: {BODY_SPACING:.4f}pt }}
.n {{ transform-origin: 0 0 }}
.o .l, .o hr, .o table {{ position: relative }}
.r {{ color: {RED} }}
hr {{ margin: 0; border: 0; background: #000 }}
hr.r {{ background: {RED} }}
table {{ table-layout: fixed; border-collapse: separate; border-spacing: 0 }}
table {{ border-top: {LINE}pt solid #000; border-left: {LINE}pt solid #000 }}
td, th {{ box-sizing: border-box; padding: 0 {PADDING}pt; border-right: {LINE}pt solid #000; border-bottom: {LINE}pt solid #000;
  font: normal {TABLE_SIZE}pt/{LEADING}pt serif; vertical-align: middle; text-align: left; white-space: pre }}
th, .c {{ text-align: center }}
td > span, th > span {{ display: block }}
"""


class Refuse(URLFetcher):
    """Serves the fonts of one paper from memory and nothing else: no file, no network."""

    def __init__(self, fonts: dict[str, bytes]):
        super().__init__(allowed_protocols=(), fail_on_errors=True)
        self.fonts = fonts

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        name = url.removeprefix("font:")
        if name == url or name not in self.fonts:
            raise PermissionError(f"not an asset of the paper: {url[:80]}")
        return URLFetcherResponse(url, self.fonts[name], {"Content-Type": "font/otf"})


class Sheet:
    """Writes pages as HTML and notes which characters each font file has to show.

    Lines, rules and tables follow each other down the page, each so far below the last as it has to stand; what they look like is said by
    classes, which many share: WeasyPrint works out a style anew for every element with a `style` of its own.
    """

    def __init__(self, fonts: FontStack):
        self.fonts = fonts
        self.used: dict[FontFile, set[str]] = {}
        self.styles: dict[str, str] = {}
        self.y = 0.0

    def classes(self, style: str) -> str:
        """The names of the classes that stand for the declarations of `style`."""
        return " ".join(self.styles.setdefault(part, f"s{len(self.styles)}") for part in style.split(";") if part)

    def below(self, top: float, height: float) -> str:
        """The declaration that puts something of `height` with its upper edge at `top`, below what was written last."""
        gap = round(top - self.y, 3)
        self.y += gap + height
        return f"margin-top:{gap:.3f}pt"

    def pieces(self, runs: tuple[Run, ...]) -> list[tuple[str, str]]:
        """The class of a font file and the escaped text it shows, in order; markup in the text stays text."""
        found: list[tuple[FontFile, list[str]]] = []
        for run in runs:
            for character in run.text:
                file = self.fonts.file(character, run.face)
                self.used.setdefault(file, set()).add(character)
                if found and found[-1][0] is file:
                    found[-1][1].append(character)
                else:
                    found.append((file, [character]))
        order = list(self.used)
        return [(f"f{order.index(file)}", escape("".join(text))) for file, text in found]

    def span(self, runs: tuple[Run, ...], kind: str, style: str) -> str:
        """A line in a span; what other font files show in spans within."""
        pieces = self.pieces(runs) or [("f0", "")]
        inner = pieces[0][1] if len(pieces) == 1 else "".join(f"<span class={name}>{text}</span>" for name, text in pieces)
        return f'<span class="{kind}{pieces[0][0]} {self.classes(style)}">{inner}</span>'

    def text(self, line: Text) -> str:
        kind = "l " + ("r " if line.red else "") + ("n " if line.narrow != 1 else "")
        style = f"{self.below(line.top, line.size)};margin-left:{line.x:.3f}pt"
        if line.size != BODY_SIZE:
            style += f";font-size:{line.size}pt"
        if line.spacing != BODY_SPACING:
            style += f";letter-spacing:{line.spacing:.4f}pt"
        if line.narrow != 1:
            style += f";transform:scaleX({line.narrow:.4f})"
        return self.span(line.runs, kind, style)

    def mark(self, mark: Mark) -> str:
        return f"<{mark.role}>{''.join(self.text(line) for line in mark.lines)}</{mark.role}>"

    def rule(self, rule: Rule) -> str:
        size = f"width:{rule.width:.3f}pt;height:{rule.thickness:.3f}pt"
        style = f"{self.below(rule.top, rule.thickness)};margin-left:{rule.x:.3f}pt;{size}"
        return f'<hr class="{"r " if rule.red else ""}{self.classes(style)}">'

    def cell(self, cell: Cell) -> str:
        tag = "th" if cell.header else "td"
        lines = "".join(self.span(runs, "", f"letter-spacing:{spacing:.4f}pt") for runs, spacing in cell.lines)
        return f"<{tag}{' class=c' if cell.centred else ''}>{lines}</{tag}>"

    def table(self, part: TablePart) -> str:
        columns = "".join(f'<col style="width:{width:.3f}pt">' for width in part.widths)
        rows = "".join(f'<tr style="height:{height:.3f}pt">{"".join(map(self.cell, cells))}</tr>' for height, cells in part.rows)
        height = LINE + sum(height for height, _ in part.rows)
        style = f"{self.below(part.top, height)};margin-left:{part.x:.3f}pt;width:{sum(part.widths):.3f}pt"
        return f'<table class="{self.classes(style)}">{columns}{rows}</table>'

    def page(self, page: Page) -> Iterator[str]:
        writers = {Mark: self.mark, Rule: self.rule, TablePart: self.table}
        self.y = 0.0
        yield f"<section{' class=o' if is_narrowed(page) else ''}>"
        for item in page.items:
            yield writers[type(item)](item)
        yield "</section>"


def is_narrowed(page: Page) -> bool:
    """Whether a line of the page is narrowed. What is transformed is drawn after all that is not, so that there everything has to be
    positioned for the text to keep its order."""
    return any(line.narrow != 1 for item in page.items if isinstance(item, Mark) for line in item.lines)


@dataclass(frozen=True)
class Rendered:
    """A rendered paper."""

    pdf: bytes
    pages: int


def page_html(paper: OfficialPaper, pages: tuple[Page, ...], fonts: FontStack) -> tuple[str, dict[str, bytes]]:
    """The HTML of composed pages and the cut fonts it names."""
    sheet = Sheet(fonts)
    body = "".join(piece for page in pages for piece in sheet.page(page))
    cut = {f"f{index}": file.subset(characters | {" "}) for index, (file, characters) in enumerate(sheet.used.items())}
    families = {name: f"{re.sub('[^A-Za-z0-9-]', '', file.name) or 'Font'}-{name}" for name, file in zip(cut, sheet.used, strict=True)}
    faces = "".join(
        f"@font-face{{font-family:{family};src:url(font:{name})}}.{name}{{font-family:{family}}}" for name, family in families.items()
    )
    title, author = escape(paper.title.replace("\n", "")), escape("、".join(paper.issuers))
    styles = "".join(f".{name}{{{style}}}" for style, name in sheet.styles.items())
    head = f'<meta charset="utf-8"><title>{title}</title><meta name="author" content="{author}"><style>{faces}{CSS}{styles}</style>'
    return f'<!doctype html><html lang="zh-CN"><head>{head}</head><body>{body}</body></html>', cut


def render(paper: OfficialPaper, fonts: FontStack) -> Rendered:
    """The paper as PDF with its number of pages. MissingGlyph, in Chinese, where a character has no glyph."""
    pages = compose_paper(paper, fonts)
    html, cut = page_html(paper, pages, fonts)
    document = HTML(string=html, url_fetcher=Refuse(cut), base_url="font:").render(font_config=FontConfiguration())
    return Rendered(document.write_pdf(pdf_tags=True), len(pages))


def render_pdf(paper: OfficialPaper, *, fonts: FontStack) -> bytes:
    """The paper as PDF. MissingGlyph, in Chinese, where a character has no glyph."""
    return render(paper, fonts).pdf
