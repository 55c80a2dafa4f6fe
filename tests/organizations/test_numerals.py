import pytest

from organizations.numerals import numeral, value


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (9, "九"), (10, "十"), (12, "十二"), (20, "二十"), (22, "二十二"), (99, "九十九"), (100, "100")]
)
def test_numerals(number, text):
    assert numeral(number) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [("十", 10), ("二十三", 23), ("一百零五", 105), ("三百五", 350), ("二〇一七", 2017), ("二○一七", 2017), ("两", 2), ("三万二", 32_000)],
)
def test_values(text, number):
    assert value(text) == number


@pytest.mark.parametrize("text", ["", "甲", "十甲", "3", "三点五"])
def test_no_values(text):
    assert value(text) is None


@pytest.mark.parametrize("number", range(1, 100))
def test_what_is_written_is_read_back(number):
    assert value(numeral(number)) == number
