"""The page of GB/T 9704-2012, measured in the finished PDF: 版心, 22 lines × 28 characters, positions of every element."""

from dataclasses import replace

import pytest

from documents.official.lines import NO_END, NO_START
from documents.official.model import Paragraph
from documents.official.pdf import render_pdf

from . import samples
from .conftest import MM, opened

RED_HEAD = 36.0


def test_page_is_a4(notice):
    assert [(round(page.width / MM), round(page.height / MM)) for page in notice.pdf.pages] == [(210, 297)] * len(notice.pdf.pages)


@pytest.mark.parametrize("paper", ["notice", "letter", "joint"])
def test_text_stays_within_the_type_area(paper, request):
    paper = request.getfixturevalue(paper)
    for number in range(1, len(paper.pdf.pages) + 1):
        for char in paper.chars(number, size=16):
            assert char["x0"] >= 27.9
            assert char["x1"] <= 184.2 and char["bottom"] <= 262


def test_full_page_has_22_lines_of_28_characters(fonts):
    paper = replace(samples.NOTICE, body=(Paragraph("协商议政凝聚共识" * 300),), attachments=())
    page = opened(render_pdf(paper, fonts=fonts))
    lines = page.lines(2)
    assert [len(line) for line in lines] == [28] * 22
    tops = [line[0]["top"] for line in lines]
    assert tops[0] - (tops[1] - tops[0] - 16 / MM) / 2 == pytest.approx(37, abs=0.1)
    assert (tops[-1] - tops[0]) / 21 * 22 == pytest.approx(225, abs=0.1)
    for line in lines:
        assert line[0]["x0"] == pytest.approx(28, abs=0.1)
        assert line[-1]["x1"] == pytest.approx(184, abs=0.15)


def test_red_head_is_72_mm_from_the_page_top(notice):
    mark = [char for char in notice.chars(1) if "Bold" in char["fontname"] and char["size"] > 24]
    assert "".join(char["text"] for char in mark) == f"{samples.OFFICE}文件"
    assert mark[0]["top"] == pytest.approx(72, abs=0.7)
    assert mark[0]["x0"] - 28 == pytest.approx(184 - mark[-1]["x1"], abs=0.5)


def test_number_is_centred_two_lines_below_the_head(notice):
    number = notice.find(1, "演府办〔2026〕7号")
    mark = notice.find(1, "文件")
    assert (number[0]["x0"] + number[-1]["x1"]) / 2 == pytest.approx(106, abs=0.5)
    assert 2 <= (number[0]["top"] - mark[0]["bottom"]) / (225 / 22) <= 2.5


def test_red_rule_is_4_mm_below_the_number(notice):
    number = notice.find(1, "演府办〔2026〕7号")
    (rule,) = notice.rules(1, red=True)
    assert rule["top"] - number[0]["bottom"] == pytest.approx(4, abs=0.1)
    assert (rule["x0"], rule["x1"]) == (pytest.approx(28, abs=0.1), pytest.approx(184, abs=0.1))


def test_title_is_22_pt_centred_two_lines_below_the_rule(notice):
    lines = notice.lines(1, size=22)
    assert "".join(char["text"] for line in lines for char in line) == samples.NOTICE.title
    assert 1.6 <= (lines[0][0]["top"] - notice.rules(1, red=True)[0]["bottom"]) / (225 / 22) <= 2.4
    for line in lines:
        assert (line[0]["x0"] + line[-1]["x1"]) / 2 == pytest.approx(106, abs=0.3)


def test_first_page_shows_body(notice, joint, letter):
    for paper in (notice, joint, letter):
        assert any("市政协研究确定了" in text for text in paper.texts(1))


def test_levels_have_their_faces(notice):
    def face(page: int, text: str, index: int) -> str:
        return notice.find(page, text, size=16)[index]["fontname"]

    assert "Hei" in face(1, "一、提高认识", 2) and "Fang" in face(1, "市政协研究", 3)
    assert "Kai" in face(2, "（一）明确责任", 3) and "Fang" in face(2, "（一）明确责任", 10)
    assert "Fang" in face(2, "建立台账", 5) and "Fang" in face(2, "及时反馈", 5)


def test_no_line_breaks_the_rules_of_punctuation(notice, letter, joint):
    for paper in (notice, letter, joint):
        for page in range(1, len(paper.pdf.pages) + 1):
            for text in paper.texts(page):
                assert text[0] not in NO_START and text[-1] not in NO_END


def test_page_numbers_stand_outside_and_alternate(notice):
    for page in range(1, len(notice.pdf.pages) + 1):
        folio = notice.find(page, f"—{page}—", size=14)
        dash = folio[0]["top"] + (folio[0]["bottom"] - folio[0]["top"]) * 0.62
        assert dash == pytest.approx(269, abs=1)
        if page % 2:
            assert folio[-1]["x1"] == pytest.approx(184 - 156 / 28, abs=0.5)
        else:
            assert folio[0]["x0"] == pytest.approx(28 + 156 / 28, abs=0.5)


def test_colophon_stands_at_the_foot_of_the_last_even_page(notice):
    last = len(notice.pdf.pages)
    rules = notice.rules(last, red=False)
    assert last % 2 == 0
    assert [round(rule["height"], 2) for rule in rules] == [0.35, 0.25, 0.35]
    assert rules[-1]["bottom"] == pytest.approx(262, abs=0.1)
    assert all((rule["x0"], rule["x1"]) == (pytest.approx(28, abs=0.1), pytest.approx(184, abs=0.1)) for rule in rules)
    issued = notice.find(last, "2026年4月8日印发", size=14)
    assert issued[0]["x0"] == pytest.approx(28 + 14 / MM, abs=0.2) and issued[-1]["x1"] == pytest.approx(184 - 14 / MM, abs=0.2)
    copies = [line for line in notice.lines(last, size=14) if "抄送" in "".join(char["text"] for char in line)][0]
    assert copies[0]["x0"] == pytest.approx(28 + 14 / MM, abs=0.2)


def test_colophon_alone_on_its_page_has_no_page_number(fonts):
    paper = replace(samples.NOTICE, body=(Paragraph("正文。"),), attachments=(), note="")
    page = opened(render_pdf(paper, fonts=fonts))
    assert len(page.pdf.pages) == 2
    assert page.find(1, "—1—", size=14)
    assert not any("—" in text for text in page.texts(2, size=14)) and len(page.rules(2, red=False)) == 3
