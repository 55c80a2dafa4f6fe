import pytest

from organizations.numerals import numeral


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (9, "九"), (10, "十"), (12, "十二"), (20, "二十"), (22, "二十二"), (99, "九十九"), (100, "100")]
)
def test_numerals(number, text):
    assert numeral(number) == text
