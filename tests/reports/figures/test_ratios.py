"""Shares: half up to the printed digits, or so that a list makes a hundred."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reports.figures import Ratio, half_up, largest_remainder

counts = st.integers(0, 10**6)


def test_shares_are_rounded_half_up():
    assert [str(half_up(part, 197)) for part in (183, 9, 5, 6)] == ["92.9", "4.6", "2.5", "3.0"]
    assert str(half_up(1, 16, 1)) == "6.3" and str(half_up(1, 8, 0)) == "13" and str(half_up(1151, 1181, 2)) == "97.46"
    assert half_up(0, 0) is None and str(Ratio(0, 0, "提案")) == "无" and str(Ratio(1, 3, "提案", 2)) == "33.33%"


def test_a_list_that_must_make_a_hundred_gives_what_is_missing_to_the_largest_remainders():
    assert list(map(str, largest_remainder([1, 1, 1], 3))) == ["33.4", "33.3", "33.3"]
    assert list(map(str, largest_remainder([183, 9, 5], 197))) == ["92.9", "4.6", "2.5"]
    assert largest_remainder([0, 0], 0) == [None, None]


@given(st.lists(counts, min_size=1, max_size=12), st.integers(0, 4))
def test_such_a_list_makes_exactly_a_hundred_and_is_never_further_off_than_one_unit(parts, digits):
    whole = sum(parts)
    shares = largest_remainder(parts, whole, digits)
    if whole:
        assert sum(shares) == 100
        unit = Decimal(1).scaleb(-digits)
        assert all(abs(share - half_up(part, whole, digits)) <= unit for part, share in zip(parts, shares, strict=True))


@given(counts, st.integers(1, 10**6), st.integers(0, 4))
def test_half_up_is_the_nearest_and_upwards_when_in_the_middle(part, whole, digits):
    error = half_up(part, whole, digits) * whole - 100 * part
    half = Decimal(whole).scaleb(-digits) / 2
    assert -half < error <= half
