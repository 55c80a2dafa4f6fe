"""Real files in, text or a Chinese sentence out; and the command over them."""

import io
import json
import zipfile

import docx
import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from weasyprint import HTML

from consultation.notice import read
from consultation.notice.files import MAX_FILE, Unreadable, text_of

PLAN = "演示市政协2024年协商计划\n1．推进产业升级。责任单位：市发改委协商方式：常委会协商协商时间：2024年6月\n"


def word(build):
    document, out = docx.Document(), io.BytesIO()
    build(document)
    document.save(out)
    return out.getvalue()


def refusal(data, name):
    with pytest.raises(Unreadable) as caught:
        text_of(data, name)
    assert str(caught.value).endswith("。")
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030"])
def test_text_of_every_encoding_is_read_alike(encoding):
    assert text_of(PLAN.encode(encoding), "通知.TXT") == PLAN


def test_word_paragraphs_and_tables_come_in_order():
    def build(document):
        document.add_paragraph("演示市政协2024年协商计划")
        table = document.add_table(rows=3, cols=3)
        for row, cells in zip(
            table.rows, [("月份", "议题", "责任单位"), ("3月", "推进产业升级", "市发改委"), ("", "发展夜间经济", "市商务局")], strict=True
        ):
            for cell, value in zip(row.cells, cells, strict=True):
                cell.text = value
        table.cell(1, 0).merge(table.cell(2, 0))
        document.add_paragraph("附注")

    text = text_of(word(build), "计划.docx")
    assert text.splitlines()[1] == "月份\t议题\t责任单位"
    assert text.splitlines()[-1] == "附注"
    assert [(item.title, item.time) for item in read(text).items] == [("推进产业升级", "3月"), ("发展夜间经济", "3月")]


def test_cells_merged_over_rows_hold_for_each_of_them():
    rows = [("序号", "议题", "时间", "责任单位"), ("1", "推进产业升级", "3月", "市发改委\n市工信局"), ("2", "发展夜间经济", "", "市商务局")]

    def build(document):
        document.add_paragraph("演示市政协2024年协商计划")
        table = document.add_table(rows=3, cols=4)
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, value in zip(row.cells, cells, strict=True):
                cell.text = value
        table.cell(1, 2).merge(table.cell(2, 2))

    items = read(text_of(word(build), "计划.docx")).items
    assert [(item.title, item.time, item.units) for item in items] == [
        ("推进产业升级", "3月", ("市发改委", "市工信局")),
        ("发展夜间经济", "3月", ("市商务局",)),
    ]


def test_numbers_word_draws_itself_are_read():
    def build(document):
        document.add_paragraph("演示市政协2024年协商计划")
        for title in ("推进产业升级", "发展夜间经济"):
            document.add_paragraph(title, style="List Number")
            document.add_paragraph("责任单位：市发改委")
        document.add_paragraph("备注", style="List Bullet")

    text = text_of(word(build), "计划.docx")
    assert text.splitlines()[1::2] == ["1.推进产业升级", "2.发展夜间经济", "备注"]
    assert [(item.no, item.title) for item in read(text).items] == [(1, "推进产业升级"), (2, "发展夜间经济")]


def test_pdf_is_read():
    pdf = HTML(string="<p>演示市政协2024年协商计划</p><p>1．推进产业升级</p><p>责任单位：市发改委</p>").write_pdf()
    assert [item.units for item in read(text_of(pdf, "计划.pdf")).items] == [("市发改委",)]


def test_pdf_scan_without_text_is_named():
    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    document.new_page(595, 842)
    document.save(out)
    assert "扫描件" in refusal(out.getvalue(), "扫描.pdf")


def bomb(entries, size):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * size)
        for index in range(entries):
            archive.writestr(f"{index}", b"")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.txt", "空"),
        (" \n　\n".encode(), "a.txt", "没有文字"),
        (b"x" * (MAX_FILE + 1), "a.txt", "20 MB"),
        ("字".encode() * 3_500_000, "a.txt", "上限"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "a.txt", "不是文本"),
        (bytes(range(256)) * 9, "a.txt", "编码"),
        (bytes(range(256)) * 9, "a.docx", "Word"),
        (bytes(range(256)) * 9, "a.pdf", "PDF"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 9, "a.pdf", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), "a.doc", ".docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), "a.docx", ".docx"),
        (b"MZ", "a.exe", "只能读取"),
        (b"text", "", "只能读取"),
        (bomb(0, 50_000_000), "a.docx", "炸弹"),
        (bomb(1_001, 10), "a.docx", "炸弹"),
        (bomb(3, 10), "a.docx", "损坏"),
    ],
    ids=lambda value: f"{len(value)} bytes" if isinstance(value, bytes) else None,
)
def test_bad_file_gets_a_sentence(data, name, said):
    assert said in refusal(data, name)


def test_cut_word_file_gets_a_sentence():
    whole = word(lambda document: document.add_paragraph(PLAN))
    for size in (10, len(whole) // 2, len(whole) - 30):
        refusal(whole[:size], "a.docx")


def test_nul_and_lone_surrogates_are_blanked():
    assert text_of(b"a\x00b" + "字".encode(), "a.txt") == "a b字"


def test_command_prints_json_and_a_table(tmp_path, capsys):
    path = tmp_path / "计划.txt"
    path.write_bytes(PLAN.encode("gbk"))
    call_command("read_notice", str(path), "--json")
    got = json.loads(capsys.readouterr().out)
    assert set(got) == {"doc", "items", "gaps", "stated_totals"}
    assert got["items"][0]["units"] == ["市发改委"]
    start, end = got["items"][0]["source"]["time"]
    assert PLAN[start:end] == "2024年6月"
    call_command("read_notice", str(path))
    assert "1. [协商] 推进产业升级" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["missing.txt", "", "bad.docx"])
def test_command_refuses_with_a_sentence(tmp_path, name):
    (tmp_path / "bad.docx").write_bytes(b"no zip")
    with pytest.raises(CommandError, match="。$|："):
        call_command("read_notice", str(tmp_path / name))
