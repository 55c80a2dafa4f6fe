"""信函格式 and joint heads, measured; signatures with and without seals; tables over several pages."""

from dataclasses import replace

import pytest

from documents.official.body import stand_apart
from documents.official.model import Paragraph, Table
from documents.official.pdf import render_pdf

from . import samples
from .conftest import MM, opened

LINE = 225 / 22


def test_letter_mark_is_30_mm_from_the_page_top_without_suffix(letter):
    mark = [char for char in letter.chars(1) if char["size"] > 24]
    assert "".join(char["text"] for char in mark) == samples.OFFICE
    assert mark[0]["top"] == pytest.approx(30, abs=0.7)


def test_letter_has_red_double_rules_of_170_mm_on_its_first_page_alone(letter):
    upper_thick, upper_thin, lower_thin, lower_thick = letter.rules(1, red=True)
    assert upper_thick["height"] > upper_thin["height"] and lower_thin["height"] < lower_thick["height"]
    assert all((rule["x0"], rule["x1"]) == (pytest.approx(20, abs=0.1), pytest.approx(190, abs=0.1)) for rule in letter.rules(1, red=True))
    mark = [char for char in letter.chars(1) if char["size"] > 24]
    assert upper_thick["top"] - mark[0]["bottom"] == pytest.approx(4, abs=1)
    assert lower_thin["top"] == pytest.approx(297 - 20, abs=0.1)
    assert letter.rules(2, red=True) == []


def test_letter_number_is_flush_right_seven_eighths_below_the_rule(letter):
    line = letter.find(1, "演府函〔2026〕280号", size=16)
    assert line[-1]["x1"] == pytest.approx(184, abs=0.2) and line[0]["x0"] == pytest.approx(28, abs=0.2)
    assert line[0]["top"] - letter.rules(1, red=True)[1]["bottom"] == pytest.approx(14 / MM, abs=0.1)
    assert "".join(char["text"] for char in line).startswith("机密★1年")


def test_letter_has_no_number_on_its_first_page_and_no_rules_in_its_colophon(letter):
    assert not any("—" in text for text in letter.texts(1, size=14))
    assert letter.find(2, "—2—", size=14)
    last = len(letter.pdf.pages)
    assert letter.rules(last, red=False) == []
    assert any("抄送" in text for text in letter.texts(last, size=14))
    assert not any("印发" in text for text in letter.texts(last, size=14))


def test_joint_head_names_the_lead_first_with_the_suffix_in_the_middle(joint):
    mark = [char for char in joint.chars(1) if char["size"] > 24]
    tops = sorted({round(char["top"], 1) for char in mark if char["text"] not in "文件"})
    rows = ["".join(char["text"] for char in mark if round(char["top"], 1) == top and char["x0"] < 150) for top in tops]
    assert rows == list(samples.ISSUERS)
    names, suffix = [char for char in mark if char["x0"] < 150], [char for char in mark if char["x0"] >= 150]
    assert "".join(char["text"] for char in suffix) == "文件"
    middle = (min(char["top"] for char in names) + max(char["bottom"] for char in names)) / 2
    assert (suffix[0]["top"] + suffix[0]["bottom"]) / 2 == pytest.approx(middle, abs=0.2)
    assert min(char["top"] for char in names) == pytest.approx(72, abs=0.7)
    assert all(char["x0"] >= 27.9 and char["x1"] <= 184.2 for char in mark)


def test_joint_title_keeps_each_issuer_on_one_line(joint):
    titles = joint.texts(1, size=22)
    assert all(any(name in line for line in titles) for name in samples.ISSUERS)


def test_many_issuers_and_a_long_title_leave_text_on_the_first_page(fonts):
    issuers = tuple(f"演示市第{number}工作委员会办公室" for number in "一二三四五六七八九")
    paper = replace(
        samples.JOINT, issuers=issuers, title="关于" + "进一步加强和改进全市政协协商议政工作" * 4 + "的通知", addressees="各单位，" * 90
    )
    page = opened(render_pdf(paper, fonts=fonts))
    assert any("市政协研究确定了" in text for text in page.texts(1))
    last = len(page.pdf.pages)
    assert any("主送：各单位" in text for text in page.texts(last, size=14))


def test_sealed_signature_is_centred_on_a_date_four_characters_in(fonts):
    page = opened(render_pdf(replace(samples.NOTICE, attachments=(), body=(Paragraph("正文。"),)), fonts=fonts))
    day, organ = page.find(1, "2026年4月7日", size=16), page.lines(1)[-3]
    assert "".join(char["text"] for char in organ) == samples.OFFICE
    assert day[-1]["x1"] == pytest.approx(184 - 4 * 156 / 28, abs=0.3)
    assert organ[0]["x0"] + organ[-1]["x1"] == pytest.approx(day[0]["x0"] + day[-1]["x1"], abs=0.5)
    assert day[0]["top"] - organ[0]["top"] == pytest.approx(LINE, abs=0.1)


def test_unsealed_signature_is_two_characters_in(fonts):
    page = opened(render_pdf(replace(samples.NOTICE, seal=False, attachments=(), body=(Paragraph("正文。"),)), fonts=fonts))
    day, organ = page.find(1, "2026年4月7日", size=16), page.lines(1)[-3]
    assert organ[-1]["x1"] == pytest.approx(184 - 2 * 156 / 28, abs=0.3)
    assert day[0]["x0"] - organ[0]["x0"] == pytest.approx(2 * 156 / 28, abs=0.2)


@pytest.mark.parametrize("rows", range(1, 24))
def test_signature_never_stands_on_a_page_without_text(fonts, rows):
    body = tuple(Paragraph(f"正文第{number}段。") for number in range(rows))
    page = opened(render_pdf(replace(samples.NOTICE, body=body, attachments=()), fonts=fonts))
    for number in range(1, len(page.pdf.pages) + 1):
        texts = page.texts(number)
        if any("2026年4月7日" in text for text in texts):
            assert any("正文第" in text for text in texts)


def test_attachment_begins_a_page_with_its_title_on_the_third_row(notice):
    page = next(number for number in range(2, 9) if notice.texts(number)[:1] == ["附件1"])
    label, title = notice.lines(page)[0], notice.lines(page, size=22)
    assert "Hei" in label[0]["fontname"] and label[0]["x0"] == pytest.approx(28, abs=0.1)
    middle = (title[0][0]["top"] + title[0][0]["bottom"]) / 2
    assert middle == pytest.approx(37 + 2.5 * LINE, abs=0.2)


def test_wrapped_attachment_name_aligns_with_its_first_character(fonts):
    long = replace(samples.PLAN, title="2026年演示市人民政府与政协演示市委员会重点协商、通报、视察计划安排一览表（第一批）")
    page = opened(render_pdf(replace(samples.NOTICE, body=(Paragraph("正文。"),), attachments=(long, samples.TABLE)), fonts=fonts))
    assert "正文。" in page.texts(1)
    lines = page.lines(2)
    first = next(index for index, line in enumerate(lines) if "附件：1.2026" in "".join(char["text"] for char in line))
    name = next(char for char in lines[first][5:] if char["text"] == "2")
    assert lines[first][0]["x0"] == pytest.approx(28 + 2 * 156 / 28, abs=0.1)
    assert lines[first + 1][0]["x0"] == pytest.approx(name["x0"], abs=0.3)
    assert not "".join(char["text"] for char in lines[first + 1]).endswith("。")


def test_table_repeats_its_header_and_loses_no_row(notice):
    pages = [number for number in range(1, len(notice.pdf.pages) + 1) if "序号任务责任单位时间" in notice.texts(number, size=12)]
    assert len(pages) >= 3
    numbers = [line[0] for page in pages for line in notice.lines(page, size=12) if line[0]["x0"] < 40 and line[0]["text"].isdigit()]
    assert len(numbers) == 40
    assert all(char["bottom"] <= 262 and char["x1"] <= 184 for page in pages for char in notice.chars(page, size=12))


def test_row_higher_than_a_page_is_cut(fonts):
    table = Table(("序号", "内容"), (("1", "甲乙丙丁戊" * 600), ("2", "末行")), (1, 3))
    page = opened(render_pdf(replace(samples.NOTICE, body=(table,), attachments=()), fonts=fonts))
    text = "".join(char["text"] for number in range(1, len(page.pdf.pages) + 1) for char in page.chars(number, size=12))
    assert text.count("甲") == 600 and "末行" in text
    assert all(char["bottom"] <= 262 for number in range(1, len(page.pdf.pages) + 1) for char in page.chars(number, size=12))


def test_table_under_text_stands_a_row_apart_and_narrow_cells_are_not_stretched(fonts):
    table = Table(("指标", "口径"), (("协商建议采纳情况", "甲" * 60),), (15, 85))
    page = opened(render_pdf(replace(samples.NOTICE, body=(Paragraph("本表列出各数。"), table), attachments=()), fonts=fonts))
    (number,) = [each for each in range(1, len(page.pdf.pages) + 1) if "指标口径" in page.texts(each, size=12)]
    text, head = page.find(number, "本表列出各数。", size=16), page.find(number, "指标口径", size=12)
    assert head[0]["top"] - text[0]["bottom"] > 225 / 22
    narrow = [char for line in page.lines(number, size=12) for char in line if char["text"] in "协商建议采纳情况"]
    gaps = [after["x0"] - before["x1"] for before, after in zip(narrow, narrow[1:], strict=False) if after["top"] == before["top"]]
    assert gaps and max(gaps) < 0.2


def test_tables_stand_apart_from_text_alone():
    text, table = Paragraph("文字。"), Table(("甲",), (("1",),))
    assert stand_apart((table, text, table, table, replace(table, caption="表"))) == [False, False, True, False, False]
    assert stand_apart((text, replace(table, caption="表"))) == [False, False]
