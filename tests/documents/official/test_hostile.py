"""Texts of users stay text: no markup, no file, no network; what cannot be printed is refused with a sentence."""

from dataclasses import replace

import pytest
from weasyprint.urls import FatalURLFetchingError, fetch

from documents.official.fonts import MissingGlyph
from documents.official.model import Entry, Paragraph, Table
from documents.official.pdf import Refuse, render_pdf

from . import samples
from .conftest import opened

MARKUP = [
    "<img src=file:///etc/passwd>",
    "</p></section><script>alert(1)</script>",
    "<style>@import url(http://127.0.0.1:9/)</style>",
    "<link rel=attachment href=file:///etc/hostname>",
    "&lt;&amp;&#x4e2d;",
    "}} ]]> ' \" ; }",
]


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_printed_as_text(fonts, text):
    table = Table((text, "乙"), ((text, text),), caption=text)
    paper = replace(
        samples.NOTICE,
        title=text,
        body=(Paragraph(text), Entry("1．", text, ((text, text),)), table),
        addressees=text,
        copies_to=text,
        note="",
        attachments=(),
    )
    pdf = render_pdf(paper, fonts=fonts)
    assert b"/EmbeddedFile" not in pdf and b"root:" not in pdf
    page = opened(pdf)
    printed = "".join(char["text"] for number in range(1, len(page.pdf.pages) + 1) for char in page.chars(number))
    assert printed.count(text.replace(" ", "")) >= 3
    assert page.pdf.metadata["Title"] == text


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://127.0.0.1:9/", "font:other", "data:text/css,a{}", "ftp://x/", "font:../../etc/passwd"]
)
def test_fetcher_gives_nothing_but_the_fonts_of_the_paper(url):
    with pytest.raises(FatalURLFetchingError) as refused, fetch(Refuse({"fang": b"x"}), url):
        pass
    assert isinstance(refused.value.__cause__, PermissionError)


def test_fetcher_gives_the_fonts_of_the_paper():
    with fetch(Refuse({"fang": b"x"}), "font:fang") as response:
        assert response.read() == b"x"


@pytest.mark.parametrize("field", ["title", "addressees", "copies_to", "note", "number"])
def test_character_without_glyph_is_refused_wherever_it_stands(fonts, field):
    with pytest.raises(MissingGlyph, match="😀"):
        render_pdf(replace(samples.NOTICE, **{field: "关于😀的通知"}), fonts=fonts)


def test_rare_characters_are_printed_with_a_glyph(fonts):
    page = opened(render_pdf(replace(samples.NOTICE, title=f"关于表扬{samples.RARE}的通报", body=(Paragraph(samples.RARE),)), fonts=fonts))
    assert samples.RARE in "".join(page.texts(1)) and samples.RARE in "".join(page.texts(1, size=22))
    rare = [char for char in page.chars(1, size=16) if char["text"] in samples.RARE]
    assert rare and all("NotoSerifCJKsc-Regular" in char["fontname"] for char in rare)


def test_fallback_glyph_does_not_move_its_line(fonts):
    page = opened(render_pdf(replace(samples.NOTICE, body=(Paragraph("政协" * 14 + samples.RARE * 5),)), fonts=fonts))
    line = page.find(1, "㛃")
    assert len({round(char["top"], 2) for char in line}) == 1


def test_same_paper_gives_the_same_pages(fonts):
    first, second = (opened(render_pdf(samples.LETTER, fonts=fonts)) for _ in range(2))
    assert [page.chars for page in first.pdf.pages] == [page.chars for page in second.pdf.pages]


def test_pdf_names_title_author_language_and_is_tagged(fonts):
    pdf = render_pdf(samples.LETTER, fonts=fonts)
    page = opened(pdf)
    assert (page.pdf.metadata["Title"], page.pdf.metadata["Author"]) == (samples.LETTER.title, samples.OFFICE)
    assert page.pdf.doc.catalog["Lang"] in (b"zh-CN", "zh-CN") and page.pdf.doc.catalog["MarkInfo"]


def test_empty_paper_is_one_page(fonts):
    bare = samples.OfficialPaper(title="通知", issuers=(samples.OFFICE,), body=())
    assert len(opened(render_pdf(bare, fonts=fonts)).pdf.pages) == 1
