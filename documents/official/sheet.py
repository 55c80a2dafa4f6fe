"""A table as PDF, in a process of its own: JSON on standard input, the PDF on standard output, a refusal as “!sentence” on standard error.

WeasyPrint gets the fonts cut to the table from memory and nothing else: no file, no network.
"""

import json
import resource
import sys
from collections import defaultdict
from html import escape
from pathlib import Path

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from . import fonts
from .lines import clean
from .pdf import Refuse

MEMORY = 1536 * 1024 * 1024
CSS = """
@page { size: A4 landscape; margin: 15mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt BODY } }
body { margin: 0; font: 9pt/1.4 BODY }
h1 { margin: 0 0 2mm; font: 15pt/1.4 HEAD; text-align: center }
p { margin: 0 0 2mm }
table { width: 100%; table-layout: fixed; border-collapse: separate; border-spacing: 0; border: solid #000; border-width: .4pt 0 0 .4pt }
th, td { padding: 1mm 1.2mm; border: solid #000; border-width: 0 .4pt .4pt 0; vertical-align: top }
th, td { white-space: pre-line; overflow-wrap: anywhere }
th { font: 9pt/1.4 HEAD; text-align: center; vertical-align: middle; background: #eef1f5 }
tr { break-inside: avoid }
"""


class Face:
    """One face of the sheet: which characters each of its font files has to show, each character in one file alone."""

    def __init__(self, stack, name):
        self.stack, self.name, self.used = stack, name, defaultdict(set)

    def text(self, text):
        """The text as it can be printed, escaped, its characters noted. MissingGlyph where no font has one."""
        shown = "\n".join(map(clean, text.split("\n")))
        for character in set(shown) - {"\n"}:
            self.used[self.stack.file(character, self.name)].add(character)
        return escape(shown)

    def cut(self):
        """{family: font} of the files in use."""
        return {f"{self.name}{n}": file.subset(characters | {" "}) for n, (file, characters) in enumerate(self.used.items())}


def page(table, stack):
    """The table as HTML with the cut fonts that it names."""
    body, head = Face(stack, "song"), Face(stack, "hei")
    body.text("0123456789/ ")
    widths = [width for _, width in table["columns"]]
    columns = "".join(f'<col style="width:{width * 100 / sum(widths):.2f}%">' for width in widths)
    header = "".join(f"<th>{head.text(label)}</th>" for label, _ in table["columns"])
    rows = "".join(f"<tr>{''.join(f'<td>{body.text(text)}</td>' for text in row)}</tr>" for row in table["rows"])
    title, note = head.text(table["title"]), f"<p>{body.text(table['note'])}</p>" if table["note"] else ""
    cut = body.cut() | head.cut()
    faces = "".join(f"@font-face{{font-family:'{family}';src:url('font:{family}')}}" for family in cut)
    style = faces + CSS.replace("BODY", ",".join(body.cut())).replace("HEAD", ",".join(head.cut()))
    meta = f'<meta charset="utf-8"><title>{title}</title><style>{style}</style>'
    table_html = f"<table>{columns}<thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<!doctype html><html lang="zh-CN"><head>{meta}</head><body><h1>{title}</h1>{note}{table_html}</body></html>', cut


def main():
    """Read a table, write its PDF."""
    table = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_CPU, (table["seconds"], table["seconds"]))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        html, cut = page(table, fonts.load(Path(table["fonts"])))
    except (fonts.MissingGlyph, fonts.FontsMissing) as error:
        sys.exit(f"!{error}")
    document = HTML(string=html, url_fetcher=Refuse(cut), base_url="font:").render(font_config=FontConfiguration())
    sys.stdout.buffer.write(document.write_pdf())


if __name__ == "__main__":
    main()
