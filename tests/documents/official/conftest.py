"""Fonts from FONT_DIR (fetched by `make setup`) and the sample papers rendered once."""

import io
from dataclasses import dataclass

import pdfplumber
import pytest
from django.conf import settings

from documents.official import fonts as font_files
from documents.official.pdf import render_pdf

from . import samples

MM = 72 / 25.4


@dataclass
class Opened:
    """A rendered paper opened by pdfplumber: its pages, and their lines in millimetres."""

    pdf: object

    def chars(self, page: int, *, size: float | None = None) -> list[dict]:
        """Printed characters of a page (1 = first) with x0, x1, top, bottom in mm."""
        found = [char for char in self.pdf.pages[page - 1].chars if char["text"].strip()]
        found = [char for char in found if size is None or abs(char["size"] - size) < 0.1]
        return [{**char, **{key: char[key] / MM for key in ("x0", "x1", "top", "bottom")}} for char in found]

    def lines(self, page: int, *, size: float | None = 16) -> list[list[dict]]:
        """Characters of a page by line, from top to bottom."""
        result: dict[int, list[dict]] = {}
        for char in self.chars(page, size=size):
            key = next((key for key in result if abs(key - char["top"]) < 2), char["top"])
            result.setdefault(key, []).append(char)
        return [sorted(result[key], key=lambda char: char["x0"]) for key in sorted(result)]

    def texts(self, page: int, *, size: float | None = 16) -> list[str]:
        return ["".join(char["text"] for char in line) for line in self.lines(page, size=size)]

    def find(self, page: int, text: str, *, size: float | None = None) -> list[dict]:
        """The line of a page that contains a text."""
        return next(line for line in self.lines(page, size=size) if text in "".join(char["text"] for char in line))

    def rules(self, page: int, *, red: bool) -> list[dict]:
        """Horizontal rules of a page, top down, in mm."""
        found = []
        for rect in self.pdf.pages[page - 1].rects:
            colour = tuple(rect["non_stroking_color"] or ())
            is_red = len(colour) == 3 and colour[0] > 0.5 and colour[1] < 0.3
            if rect["width"] > 100 * MM and rect["height"] < 2 and is_red == red:
                found.append({key: rect[key] / MM for key in ("x0", "x1", "top", "bottom", "height")})
        return sorted(found, key=lambda rule: rule["top"])


def opened(pdf: bytes) -> Opened:
    return Opened(pdfplumber.open(io.BytesIO(pdf)))


@pytest.fixture(scope="session")
def fonts():
    """The configured fonts; `make setup` fetches them."""
    return font_files.load(settings.FONT_DIR)


@pytest.fixture(scope="session")
def notice(fonts):
    return opened(render_pdf(samples.NOTICE, fonts=fonts))


@pytest.fixture(scope="session")
def letter(fonts):
    return opened(render_pdf(samples.LETTER, fonts=fonts))


@pytest.fixture(scope="session")
def joint(fonts):
    return opened(render_pdf(samples.JOINT, fonts=fonts))
