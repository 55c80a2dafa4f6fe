"""The DOCX of a paper: page set-up, faces, heads, tables, page numbers; opened by python-docx and, where it is there, LibreOffice."""

import io
import shutil
import subprocess
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn

from documents.official.docx import render_docx
from documents.official.model import Paragraph

from . import samples
from .conftest import opened

PAPERS = {"notice": samples.NOTICE, "letter": samples.LETTER, "joint": samples.JOINT}
soffice = shutil.which("soffice")


@pytest.fixture(params=PAPERS)
def written(request):
    return Document(io.BytesIO(render_docx(PAPERS[request.param])))


@pytest.fixture
def notice_document():
    return Document(io.BytesIO(render_docx(samples.NOTICE)))


def all_text(document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_page_has_the_margins_of_the_standard(written):
    section = written.sections[0]
    lengths = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    assert [round(length.mm) for length in lengths] == [210, 297, 37, 35, 28, 26]


def test_body_is_16_pt_in_exact_lines_of_28_95_pt(written):
    style = written.styles["Normal"]
    assert style.font.size.pt == 16 and style.paragraph_format.line_spacing.pt == pytest.approx(28.95)
    assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert style.paragraph_format.widow_control is False


def test_page_numbers_differ_on_odd_and_even_pages(written):
    assert written.settings.odd_and_even_pages_header_footer
    section = written.sections[0]
    for footer in (section.footer, section.even_page_footer):
        assert "PAGE" in footer._element.xml and footer.paragraphs[0].text == "—  —"


def test_letter_has_a_first_page_without_number():
    section = Document(io.BytesIO(render_docx(samples.LETTER))).sections[0]
    assert section.different_first_page_header_footer and "PAGE" not in section.first_page_footer._element.xml


def test_document_holds_every_part_of_the_paper(notice_document):
    text = all_text(notice_document)
    for part in (
        samples.NOTICE.number,
        "附件1",
        "三、重点视察",
        "2026年4月7日",
        "（此件公开发布）",
        "抄送：市委办公室",
        "2026年4月8日印发",
    ):
        assert part in text
    assert f"{samples.NOTICE.addressees}：" in text and samples.NOTICE.title in text.replace("\n", "")


def test_faces_have_their_official_names(notice_document):
    runs = [run for paragraph in notice_document.paragraphs for run in paragraph.runs if run.text.strip()]
    faces = {run.text[:3]: run._r.rPr.rFonts.get(qn("w:eastAsia")) for run in runs}
    assert (faces["一、提"], faces["（一）"], faces["1．建"]) == ("黑体", "楷体_GB2312", "仿宋_GB2312")
    assert {run._r.rPr.rFonts.get(qn("w:eastAsia")) for run in runs if run.font.size.pt in (22, 36)} == {"方正小标宋简体"}


def test_table_repeats_its_header(notice_document):
    table = notice_document.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["序号", "任务", "责任单位", "时间"]
    assert len(table.rows) == 41 and table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_joint_head_lists_the_issuers():
    table = Document(io.BytesIO(render_docx(samples.JOINT))).tables[0]
    assert [row.cells[0].text for row in table.rows] == list(samples.ISSUERS) and table.cell(1, 1).text == "文件"


def test_markup_and_control_characters_stay_text():
    text = "<w:p/>&amp;\x00\x0b<script>"
    document = Document(io.BytesIO(render_docx(replace(samples.NOTICE, title=text, body=(Paragraph(text),)))))
    assert all_text(document).count("<w:p/>&amp; <script>") == 2 or all_text(document).count("<w:p/>&amp;<script>") >= 1


def test_paragraph_properties_stand_in_the_order_of_the_schema(written):
    order = ["keepNext", "pageBreakBefore", "framePr", "pBdr", "tabs", "spacing", "ind", "jc", "outlineLvl"]
    for properties in written.element.body.iter(qn("w:pPr")):
        names = [child.tag.split("}")[1] for child in properties if child.tag.split("}")[1] in order]
        assert names == sorted(names, key=order.index)


@pytest.mark.skipif(soffice is None, reason="LibreOffice (soffice) is not installed on this machine")
def test_libreoffice_lays_out_22_lines_of_28_characters(tmp_path):
    paper = replace(samples.NOTICE, body=(Paragraph("协商议政凝聚共识" * 300),), attachments=())
    (tmp_path / "paper.docx").write_bytes(render_docx(paper))
    command = [soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf", "paper.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    page = opened((tmp_path / "paper.pdf").read_bytes())
    assert [len(line) for line in page.lines(2)] == [28] * 22
    assert page.find(1, "演府办〔2026〕7号", size=16)
