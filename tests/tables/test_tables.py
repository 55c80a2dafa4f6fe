"""Tables out and in: the same values in every format, nothing that a spreadsheet would run, every refusal a sentence."""

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pdfplumber
import pytest
import xlsxwriter
from django.http import Http404
from django.utils.timezone import make_naive
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from tables import FORMATS, Column, Table, export, read_rows, response
from tables.model import guarded, is_dangerous, unguarded
from tables.writing import LIMITS
from workflow.refusals import Refused

COLUMNS = (Column("title", "题目", 30), Column("number", "序号", 6, "number"), Column("on", "日期", 12, "date"), Column("note", "备注", 20))
ROWS = [
    {"title": '=HYPERLINK("http://x")', "number": 1, "on": date(2026, 5, 1), "note": "第一行\n第二行"},
    {"title": "＝1+1", "number": 2, "on": None, "note": "<b>粗</b> & “引号”"},
    {"title": "@甲", "number": -3, "on": date(2026, 12, 31), "note": ""},
]


def table(rows=ROWS, **fields):
    return Table("演示表", COLUMNS, iter(rows), **fields)


def values(rows):
    return [row.values for row in rows]


@pytest.mark.parametrize("fmt", ["xlsx", "csv"])
def test_what_goes_out_comes_in_again(fmt):
    rows = read_rows(export(table(), fmt)[0], f"演示.{fmt}", COLUMNS)
    assert values(rows) == ROWS
    assert [row.number for row in rows] == [2, 3, 4]
    assert not any(row.errors for row in rows)


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(str.strip)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=5), st.sampled_from(["xlsx", "csv"]))
def test_any_text_comes_in_as_it_went_out(texts, fmt):
    rows = [{"title": text, "number": n, "on": None, "note": ""} for n, text in enumerate(texts, 1)]
    assert values(read_rows(export(table(rows), fmt)[0], f"a.{fmt}", COLUMNS)) == rows


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@x", "\tx", "\r=x", "＝1", "＋1", "－1", "＠x", "  =1", "　=1", "\u00a0@x", "\u200b=1", "'=1"]
)
def test_a_dangerous_csv_cell_is_guarded(text):
    assert is_dangerous(text)
    assert guarded(text) == "'" + text
    assert unguarded(guarded(text)) == text


def test_csv_of_strangers_is_not_run_by_a_spreadsheet():
    data, content_type, extension = export(table(), "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    cells = [cell for row in list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1:] for cell in row]
    assert [cell for cell in cells if cell[:1] in "=+@＝" and cell] == []
    assert cells[9] == "-3"  # a number is one
    assert (content_type, extension) == ("text/csv; charset=utf-8", "csv")


def test_xlsx_says_the_same_as_a_book_written_cell_by_cell():
    """Every value and format that a cell may have, against what XlsxWriter itself writes."""
    columns = tuple(Column(f"c{kind}", f"{kind}列", 9, kind) for kind in ("text", "number", "date"))
    values = [
        "",
        None,
        "文",
        " 前后 ",
        "a\nb",
        "<r>x</r>",
        "&lt;",
        "_x0041_",
        "\x01\x1f",
        "\uffff",
        True,
        False,
        0,
        -3,
        2.5,
        1 / 3,
        Decimal("0.10"),
    ]
    values += [10**14, date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(2026, 5, 1), datetime(2026, 5, 1, 7, 30, 15)]
    values += [datetime(2026, 5, 1, 20, tzinfo=ZoneInfo("UTC"))]
    ours = export(Table("表", columns, [{column.key: value for column in columns} for value in values]), "xlsx")[0]
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet, formats = book.add_worksheet(), {"date": book.add_format({"num_format": "yyyy-mm-dd"})}
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for number, value in enumerate(values, 1):
            if isinstance(value, datetime):
                sheet.write_datetime(number, 0, value if value.tzinfo is None else make_naive(value), moment)
            elif isinstance(value, date):
                sheet.write_datetime(number, 0, value, formats["date"])
            elif isinstance(value, str | bool):
                sheet.write_string(number, 0, {True: "是", False: "否"}.get(value, value) if value != "<r>x</r>" else "<r>x")
            elif value is not None:
                sheet.write_number(number, 0, value)
    theirs = openpyxl.load_workbook(file).active
    for row in openpyxl.load_workbook(io.BytesIO(ours)).active.iter_rows(min_row=2):
        expected = theirs.cell(row[0].row, 1)
        for cell in row:
            value = "<r>x</r>" if expected.value == "<r>x" else expected.value
            assert (cell.value or None, cell.number_format if value else "") == (value or None, expected.number_format if value else ""), (
                cell
            )
    assert openpyxl.load_workbook(io.BytesIO(ours), read_only=True).active.calculate_dimension() == f"A1:C{len(values) + 1}"


def test_xlsx_holds_text_as_text_and_dates_as_dates():
    sheet = openpyxl.load_workbook(io.BytesIO(export(table(note="截至今天"), "xlsx")[0])).active
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "d", "s"]
    assert sheet["A2"].value == ROWS[0]["title"]
    assert sheet["C2"].number_format == "yyyy-mm-dd"
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["C"].width
    assert sheet["A1"].font.name == "黑体"
    assert sheet["A2"].font.name == "宋体"


def test_docx_is_a_landscape_table_with_a_repeated_header():
    document = Document(io.BytesIO(export(table(note="截至今天"), "docx")[0]))
    grid = document.tables[0]
    assert [cell.text for cell in grid.rows[0].cells] == ["题目", "序号", "日期", "备注"]
    assert grid.rows[1].cells[3].text == "第一行\n第二行"
    assert grid.rows[2].cells[3].text == "<b>粗</b> & “引号”"
    assert grid.rows[0]._tr.trPr.xpath("w:tblHeader")
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert document.paragraphs[0].text == "演示表"


def test_pdf_is_a_landscape_table_whose_header_is_on_each_page():
    data = export(table(ROWS * 15, note="截至今天"), "pdf")[0]
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) > 1
        assert (round(pdf.pages[0].width), round(pdf.pages[0].height)) == (842, 595)
        texts = [page.extract_text() for page in pdf.pages]
    assert all("题目" in text for text in texts)
    assert "<b>粗</b> & “引号”" in texts[0]
    assert "截至今天" in texts[0]


def test_paper_leaves_out_empty_columns_and_breaks_no_day():
    columns = (*COLUMNS, *(Column(f"more{n}", f"另{n}", 12) for n in range(8)), Column("empty", "空列", 12))
    rows = [ROWS[0] | {f"more{n}": "有" for n in range(8)}]
    with pdfplumber.open(io.BytesIO(export(Table("演示表", columns, rows), "pdf")[0])) as pdf:
        text = pdf.pages[0].extract_text()
    assert "2026-05-01" in text
    assert "空列" not in text
    header = Document(io.BytesIO(export(Table("演示表", columns, rows), "docx")[0])).tables[0].rows[0]
    assert [cell.text for cell in header.cells][-1] == "另7"


def test_pdf_refuses_a_character_without_a_glyph():
    with pytest.raises(Refused, match="字体中没有“😀”"):
        export(table([{"title": "😀"}]), "pdf")


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_table_too_long_is_refused_and_not_cut(fmt):
    with pytest.raises(Refused, match="行，不能导出为"):
        export(table({} for _ in range(LIMITS[fmt] + 1)), fmt)


@pytest.mark.parametrize("fmt", ["xlsx", "csv", "docx"])
def test_an_empty_table_is_a_file(fmt):
    assert export(table([]), fmt)[0]


def test_a_cell_too_long_for_excel_is_refused():
    with pytest.raises(Refused, match="第 2 行“备注”"):
        export(table([{"note": "长" * 40_000}]), "xlsx")


def test_response_is_a_download_with_a_chinese_name():
    answer = response(table(), "csv", "台账")
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E5%8F%B0%E8%B4%A6.csv"
    assert answer["X-Content-Type-Options"] == "nosniff"
    with pytest.raises(Http404):
        response(table(), "exe")


def test_headers_in_any_order_below_a_title():
    text = "某市演示表,,,\n备注,日期,序号,题目\n甲,2026年5月1日,１２,乙\n,,,\n"
    (row,) = read_rows(text.encode(), "a.csv", COLUMNS)
    assert (row.number, row.values) == (3, {"title": "乙", "number": 12, "on": date(2026, 5, 1), "note": "甲"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_csv_in_any_encoding_of_an_office(encoding):
    text = "题目,序号,日期,备注\n镕基,1,2026/5/1,\n"
    assert read_rows(text.encode(encoding), "a.csv", COLUMNS)[0].values["title"] == "镕基"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("题目,序号,日期\n甲,1,\n", "缺少列“备注”"),
        ("题目,序号,日期,备注,颜色\n甲,1,,,红\n", "不认识列“颜色”"),
        ("题目,题目,序号,日期,备注\n甲,乙,1,,\n", "重复了列“题目”"),
        ("甲,乙\n1,2\n", "没有找到表头"),
        ("题目,序号,日期,备注\n", "没有数据"),
        ("", "空文件"),
        ('题目,序号,日期,备注\n"甲,1,,\n', "引号"),
        ("a\x00b", "不是文本文件"),
        ("题目,序号,日期,备注\n" + "甲,1,,\n" * 5_001, "超过 5,000 行"),
        ("题目,序号,日期,备注\n" + "甲,1,,\n" * 100_000, "超过 5,000 行"),
        ("题目,序号,日期,备注\n" + "," * 300, "超过 200 列"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused(text, sentence):
    with pytest.raises(Refused, match=sentence):
        read_rows(text.encode(), "表.csv", COLUMNS)


def test_what_is_wrong_in_a_cell_is_said_of_it():
    text = "题目,序号,日期,备注,\n甲,一,2026-02-30,,\n乙,2,26-5-1,,多\n"
    first, second = read_rows(text.encode(), "a.csv", COLUMNS)
    assert first.errors == {"序号": "“一”不是数字。", "日期": "“2026-02-30”不是日期，请写成 2026-05-01。"}
    assert second.errors == {"日期": "“26-5-1”不是日期，请写成 2026-05-01。", "E列": "这一列没有表头，却填了内容。"}
    assert first.values["number"] is None


def workbook(fill):
    """The bytes of a workbook with the header and what `fill(sheet)` adds."""
    book = openpyxl.Workbook()
    book.active.append([column.label for column in COLUMNS])
    fill(book.active)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_formula_is_named_by_row_and_column():
    rows = read_rows(workbook(lambda sheet: sheet.append(["甲", "=1+1", None, None])), "a.xlsx", COLUMNS)
    assert rows[0].errors == {"序号": "B2 是公式，请改成固定的内容（复制后选择性粘贴为数值）。"}


def test_an_excel_serial_is_a_date():
    (row,) = read_rows(workbook(lambda sheet: sheet.append(["甲", 1, 46143, None])), "a.xlsx", COLUMNS)
    assert row.values["on"] == date(2026, 5, 1)


def hide_row(sheet):
    sheet.append(["甲", 1])
    sheet.row_dimensions[2].hidden = True


def hide_column(sheet):
    sheet.append(["甲", 1])
    sheet.column_dimensions["B"].hidden = True


def merge(sheet):
    sheet.append(["甲", 1])
    sheet.merge_cells("A2:A3")


@pytest.mark.parametrize(
    ("fill", "sentence"),
    [
        (hide_row, "第 2 行被隐藏"),
        (hide_column, "B 列起有隐藏的列"),
        (merge, "A2:A3 是合并单元格"),
        (lambda sheet: sheet.cell(1_048_576, 1, "甲"), "超过 5,000 行"),
        (lambda sheet: sheet.cell(2, 16_384, "甲"), "超过 200 列"),
    ],
)
def test_a_workbook_that_hides_something_is_refused(fill, sentence):
    with pytest.raises(Refused, match=sentence):
        read_rows(workbook(fill), "表.xlsx", COLUMNS)


def test_a_hundred_thousand_rows_are_refused():
    def fill(sheet):
        for n in range(100_000):
            sheet.append(["甲", n])

    with pytest.raises(Refused, match="超过 5,000 行"):
        read_rows(workbook(fill), "表.xlsx", COLUMNS)


def repacked(data, **parts):
    """A workbook with some of its parts replaced (None: left out); / in names is written as __."""
    parts = {name.replace("__", "/"): text for name, text in parts.items()}
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            text = parts.get(name.rpartition(".")[0], old.read(name))
            if text is not None:
                new.writestr(name, text)
    return file.getvalue()


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'


@pytest.mark.parametrize(
    "parts",
    [
        {"xl__worksheets__sheet1": BOMB},
        {"xl__worksheets__sheet1": None},
        {"xl__worksheets__sheet1": "<broken"},
        {"xl__worksheets__sheet1": '<?xml version="1.0" encoding="UTF-88"?><worksheet/>'},
        {"xl__workbook": "<workbook><sheets><sheet name='a'/></sheets></workbook>"},
        {"xl__workbook": None},
        {"xl__worksheets__sheet1": SHEET.format('<row r="2"/><row r="1"><c r="A1"><v>1</v></c></row>')},
        {"xl__worksheets__sheet1": SHEET.format('<row r="1"><c r="A9"><v>1</v></c></row>')},
        {"xl__worksheets__sheet1": SHEET.format('<row r="x"/>')},
        {"xl__worksheets__sheet1": SHEET.format('<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>')},
    ],
)
def test_a_broken_or_hostile_workbook_is_refused(parts):
    good = workbook(lambda sheet: sheet.append(["甲", 1]))
    assert read_rows(repacked(good), "a.xlsx", COLUMNS)
    with pytest.raises(Refused):
        read_rows(repacked(good, **parts), "a.xlsx", COLUMNS)


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xlsx", "密码"),
        (b"PK\x03\x04", "a.xlsx", "已损坏"),
        (b"hello", "a.xlsx", "不是 .xlsx 格式"),
        (b"hello", "a.xls", "另存为 .xlsx"),
    ],
)
def test_a_file_of_another_kind_is_refused(data, name, sentence):
    with pytest.raises(Refused, match=sentence):
        read_rows(data, name, COLUMNS)
