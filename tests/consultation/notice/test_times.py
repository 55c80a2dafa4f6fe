"""Printed times and the days they cover."""

from datetime import date

import pytest

from consultation.notice.times import is_time, window


@pytest.mark.parametrize(
    ("text", "precision", "start", "end"),
    [
        ("2017年6月", "month", (2017, 6, 1), (2017, 6, 30)),
        ("6月", "month", (2024, 6, 1), (2024, 6, 30)),
        ("６月份", "month", (2024, 6, 1), (2024, 6, 30)),
        ("十二月", "month", (2024, 12, 1), (2024, 12, 31)),
        ("2月底", "month", (2024, 2, 1), (2024, 2, 29)),
        ("第二季度", "quarter", (2024, 4, 1), (2024, 6, 30)),
        ("二季度", "quarter", (2024, 4, 1), (2024, 6, 30)),
        ("2023年第四季度", "quarter", (2023, 10, 1), (2023, 12, 31)),
        ("上半年", "half_year", (2024, 1, 1), (2024, 6, 30)),
        ("下半年", "half_year", (2024, 7, 1), (2024, 12, 31)),
        ("全年", "all_year", (2024, 1, 1), (2024, 12, 31)),
        ("从6月开始,至9月底结束", "range", (2024, 6, 1), (2024, 9, 30)),
        ("6月-9月", "range", (2024, 6, 1), (2024, 9, 30)),
        ("6—9月", "range", (2024, 6, 1), (2024, 9, 30)),
        ("11月至次年2月", "range", (2024, 11, 1), (2025, 2, 28)),
        ("3月15日上午", "day", (2024, 3, 15), (2024, 3, 15)),
        ("2024年3月15日", "day", (2024, 3, 15), (2024, 3, 15)),
        ("6月上旬", "range", (2024, 6, 1), (2024, 6, 10)),
        ("6月下旬", "range", (2024, 6, 21), (2024, 6, 30)),
        ("年底前", "range", (2024, 1, 1), (2024, 12, 31)),
        ("10月底前", "range", (2024, 1, 1), (2024, 10, 31)),
    ],
)
def test_time_becomes_days(text, precision, start, end):
    assert window(text, 2024) == (precision, date(*start), date(*end))


@pytest.mark.parametrize("text", [None, "", "待定", "适时", "13月", "2月30日", "领导确定", "6" * 500, "月" * 500, "\x00", "\ud800"])
def test_text_without_a_time_gives_none(text):
    assert window(text, 2024) == ("none", None, None)


def test_month_without_any_year_gives_none():
    assert window("6月", None) == ("none", None, None)
    assert window("2021年6月", None)[0] == "month"


@pytest.mark.parametrize("text", ["6月", "第三季度", "2017年 6月", "3月15日上午", "从6月开始,至9月底结束", "全年", "6月上旬和12月上旬"])
def test_times_are_told_from_titles(text):
    assert is_time(text)
    assert not is_time(text + "经济运行情况")
