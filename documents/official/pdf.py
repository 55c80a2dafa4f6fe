"""Draws composed pages as PDF with WeasyPrint, which is given only what is ready: every line at its place, fonts cut to the paper.

Importing this module costs more than a second (WeasyPrint): it belongs into the process that renders, see worker.py.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from .figures import PAGE_HEIGHT, PAGE_WIDTH, RED, TABLE_SIZE
from .fonts import FontStack
from .lines import Run
from .model import OfficialPaper
from .pages import compose_paper
from .placed import Cell, Mark, Page, Rule, TablePart, Text
from .tables import LEADING, PADDING

CSS = f"""
@page {{ size: {PAGE_WIDTH}pt {PAGE_HEIGHT}pt; margin: 0 }}
html, body, p, h1, h2, h3, h4, h5, footer {{ margin: 0; padding: 0; font-size: 16pt; font-weight: normal }}
section {{ position: relative; width: {PAGE_WIDTH}pt; height: {PAGE_HEIGHT - 1}pt; overflow: hidden; break-after: page }}
section:last-child {{ break-after: auto }}
.l {{ position: absolute; display: block; white-space: pre; line-height: 1; width: {PAGE_WIDTH}pt }}
.n {{ transform-origin: 0 0 }}
.r {{ color: {RED} }}
hr {{ position: absolute; margin: 0; border: 0; background: #000 }}
hr.r {{ background: {RED} }}
table {{ position: absolute; table-layout: fixed; border-collapse: separate; border-spacing: 0; border-top: .5pt solid #000 }}
table {{ border-left: .5pt solid #000 }}
td, th {{ box-sizing: border-box; padding: 0 {PADDING}pt; border-right: .5pt solid #000; border-bottom: .5pt solid #000;
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
    """Writes pages as HTML and notes which characters each font file has to show."""

    def __init__(self, fonts: FontStack):
        self.fonts = fonts
        self.used: dict = defaultdict(set)

    def runs(self, runs: tuple[Run, ...]) -> str:
        """Text in spans of one font file each; markup in it stays text."""
        pieces: list[tuple] = []
        for run in runs:
            for character in run.text:
                file = self.fonts.file(character, run.face)
                self.used[file].add(character)
                if pieces and pieces[-1][0] is file:
                    pieces[-1][1].append(character)
                else:
                    pieces.append((file, [character]))
        return "".join(f"<span style=\"font-family:'{file.name}'\">{escape(''.join(text))}</span>" for file, text in pieces)

    def text(self, line: Text) -> str:
        classes = "l" + (" r" if line.red else "") + (" n" if line.narrow != 1 else "")
        style = f"left:{line.x:.3f}pt;top:{line.top:.3f}pt;font-size:{line.size}pt;letter-spacing:{line.spacing:.4f}pt"
        if line.narrow != 1:
            style += f";transform:scaleX({line.narrow:.4f})"
        family = self.fonts.files[line.runs[0].face][0].name
        return f'<span class="{classes}" style="{style};font-family:\'{family}\'">{self.runs(line.runs)}</span>'

    def mark(self, mark: Mark) -> str:
        return f"<{mark.role}>{''.join(self.text(line) for line in mark.lines)}</{mark.role}>"

    def rule(self, rule: Rule) -> str:
        place = f"left:{rule.x:.3f}pt;top:{rule.top:.3f}pt;width:{rule.width:.3f}pt;height:{rule.thickness:.3f}pt"
        return f'<hr{" class=r" if rule.red else ""} style="{place}">'

    def cell(self, cell: Cell) -> str:
        tag = "th" if cell.header else "td"
        family = self.fonts.files["hei" if cell.header else "fang"][0].name
        style = f"font-family:'{family}'"
        lines = "".join(f'<span style="{style};letter-spacing:{spacing:.4f}pt">{self.runs(runs)}</span>' for runs, spacing in cell.lines)
        return f'<{tag}{" class=c" if cell.centred else ""} style="{style}">{lines}</{tag}>'

    def table(self, part: TablePart) -> str:
        columns = "".join(f'<col style="width:{width:.3f}pt">' for width in part.widths)
        rows = "".join(f'<tr style="height:{height:.3f}pt">{"".join(map(self.cell, cells))}</tr>' for height, cells in part.rows)
        return f'<table style="left:{part.x:.3f}pt;top:{part.top:.3f}pt;width:{sum(part.widths):.3f}pt">{columns}{rows}</table>'

    def page(self, page: Page) -> Iterator[str]:
        writers = {Mark: self.mark, Rule: self.rule, TablePart: self.table}
        yield "<section>"
        for item in page.items:
            yield writers[type(item)](item)
        yield "</section>"


@dataclass(frozen=True)
class Rendered:
    """A rendered paper."""

    pdf: bytes
    pages: int


def page_html(paper: OfficialPaper, pages: tuple[Page, ...], fonts: FontStack) -> tuple[str, dict[str, bytes]]:
    """The HTML of composed pages and the cut fonts it names."""
    sheet = Sheet(fonts)
    body = "".join(piece for page in pages for piece in sheet.page(page))
    cut = {file.name: file.subset(characters | {" "}) for file, characters in sheet.used.items()}
    faces = "".join(f"@font-face{{font-family:'{name}';src:url('font:{name}')}}" for name in cut)
    title, author = escape(paper.title.replace("\n", "")), escape("、".join(paper.issuers))
    head = f'<meta charset="utf-8"><title>{title}</title><meta name="author" content="{author}"><style>{faces}{CSS}</style>'
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
