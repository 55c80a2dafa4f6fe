"""Any text at all: no exception, spans inside the text, values where the spans say."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultation.notice import read
from consultation.notice.chars import fold

PIECES = [
    "一、", "二、", "(一)", "（二）", "1．", "2. ", "3、", "①", "● ", "一是", "二是", "第一条 ", "议题一：", "附件", "附件1",
    "\n", "\n\n", "\t", "\u3000", " ", "|", "<BR/>", "责任单位：", "协商方式:", "协商时间：", "时间", "承办部门：", "主要内容:",
    "协商议题：", "协商时间与协商方式:", "备注：", "参加人员：",
    "\u5e8f\u53f7\t\u8bae\u9898\t\u65f6\u95f4\t\u8d23\u4efb\u5355\u4f4d", "市发改委", "、", "，", "和", "等部门", "市政协提案委",
    "各承办单位", "牵头", "2017年6月", "第二季度", "全年", "常委会协商", "对口协商（5项）", "重点通报", "专题视察",
    "加快产业发展", "推进《条例》落实", "（监督性协商）", "（重庆）", "围绕“乡村振兴”开展常委会协商", "。", "；", "“", "”",
    "（", "）", "?", "😀", "\u0000", "\ud800", "\u2028", "演示市政协2024年度协商计划", "〔2024〕5号", "2024年3月5日",
    "演示市人民政府办公室", "共安排协商议题11项", "工作要求", "9．2017年上半年经济运行",
]  # fmt: skip
notices = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=60).map("".join)


def plain(value):
    return re.sub(r"\s", "", fold(value))


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(notices)
def test_any_mixture_is_read_and_every_value_stands_where_its_span_says(text):
    reading = read(text)
    for item in reading.items:
        for start, end in (*item.source.values(), *item.unit_spans):
            assert 0 <= start <= end <= len(text)
        for unit, (start, end) in zip(item.units, item.unit_spans, strict=True):
            assert plain(unit) == plain(text[start:end])
        title, time = item.source["title"], item.source.get("time")
        assert plain(item.title) == plain(text[slice(*title)])
        if item.time:
            assert plain(item.time) == plain(text[slice(*time)])
    assert all(gap.item is None or 1 <= gap.item <= len(reading.items) for gap in reading.gaps)
    assert all(gap.message.endswith("。") for gap in reading.gaps)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_folding_keeps_every_position(text):
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    "piece",
    [
        " ",
        "\t",
        "\n",
        "1",
        "（",
        "）",
        "(",
        "“",
        "一",
        "、",
        "6月",
        "1.",
        "一、",
        "● ",
        "围绕“",
        "责任单位：",
        "市发改委、",
        "等",
        "<br ",
        "|",
        "😀",
        "\x00",
        "\ud800",
    ]
    + [
        "序号\n议题\n时间\n",
        "序号\n议题\n时间\n1\n推进建设\n5月\n2\n推\n",
        "甲\t乙\t丙\n",
        "3月\n",
        "常委会协商\n",
        "1.推进\n",
        "一、(一)1.(1)①",
        "责任单位：市发改委协商方式：对口协商 ",
    ],
)
def test_long_runs_of_one_piece_are_read_to_the_end(piece):
    text = piece * (40_000 // len(piece))
    assert read(text).text == text
    assert read("演示市政协2024年协商计划\n1.推进建设\n责任单位:" + text).text


def test_two_hundred_thousand_characters_are_read():
    text = (
        "演示市政协2024年协商计划\n一、对口协商\n1.推进产业建设\n责任单位:市发改委\n时间:6月\n二、要求\n"
        + ("认真组织落实各项工作" * 50 + "。\n") * 398
    )
    assert 198_000 < len(text) < 200_000
    assert [item.title for item in read(text).items] == ["推进产业建设"]


def test_text_beyond_the_limit_is_said_to_be_cut():
    assert read("字" * 200_001).gaps[0].code == "unread_text"
