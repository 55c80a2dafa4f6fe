"""Numerals read as they are written, and generated reports in which a planted error is found and none is found where there is none."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from organizations.numerals import VALUES
from reports.checker import check
from reports.checker.numerals import fraction, number

WORDS = "零一二三四五六七八九"


def written(value):
    """A number up to 99999999 in Chinese, as people write it."""
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        return written(high) + "万" + (("零" if low < 1000 else "") + written(low) if low else "")
    text, gap = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // place % 10
        if digit:
            text += ("零" if gap and text else "") + WORDS[digit] + name
            gap = False
        else:
            gap = True
    return text or "零"


@given(st.integers(0, 99_999_999))
def test_every_numeral_is_read_back(value):
    assert number(written(value)) == value


@pytest.mark.parametrize(
    ("word", "value"),
    [("十", 10), ("十二", 12), ("廿三", 23), ("卅", 30), ("二百零三", 203), ("三百五", 350), ("三万二", 32_000), ("一三一五", 1315)]
    + [("两千", 2000), ("一亿二千万", 120_000_000), ("九十二点九", Decimal("92.9")), ("〇", 0)],
)
def test_odd_numerals(word, value):
    assert number(word) == value


@pytest.mark.parametrize("word", ["", "甲", "十甲", "点五", "三点", "三点十"])
def test_no_numerals(word):
    assert number(word) is None


@given(st.text(alphabet=[*VALUES, *"十百千万亿廿卅点半"], max_size=12))
def test_no_text_makes_it_stumble(word):
    assert number(word) is None or number(word) >= 0


def test_fractions():
    assert fraction("二", "三") == Decimal(200) / 3
    assert fraction("一", "零") is None


def share(part, whole, digits):
    return (Decimal(part) * 100 / whole).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


@st.composite
def divided(draw):
    """(parts, digits of the shares): three or four classes of some cases."""
    parts = draw(st.lists(st.integers(3, 300), min_size=3, max_size=4))
    return parts, draw(st.integers(1, 2))


SHAPES = (
    ("今年共承办提案{total}件。其中，{list}。", "{name}提案{part}件，占{share}%", "；"),
    ("今年共办理政协提案{total}件，已全部办复。从办理结果看，{list}。", "所提问题属{name}的{part}件，占总数的{share}％", "，"),
    ("今年交办提案{total}件。\n{list}", "（{name}）{part}件（{share}%）", "\n"),
    ("全年办理提案{total}件。按结果分，{list}。", "{name}占{share}%（{part}件）", "，"),
)


def report(shape, total, parts, shares):
    frame, item, glue = SHAPES[shape]
    lines = [item.format(name=f"{'ABCD'[n]}类", part=part, share=shares[n]) for n, part in enumerate(parts)]
    return frame.format(total=total, list=glue.join(lines))


@given(divided(), st.integers(0, len(SHAPES) - 1))
def test_reports_that_agree_are_left_alone(made, shape):
    parts, digits = made
    total = sum(parts)
    shares = [share(part, total, digits) for part in parts]
    checked = check(report(shape, total, parts, shares))
    assert [one for one in checked.findings if one.severity != "harmless"] == []
    found = [(one.value, one.share.value, one.base) for one in checked.reading.figures if one.share and not one.implied]
    assert found == [(part, value, total) for part, value in zip(parts, shares, strict=True)]


@given(divided(), st.integers(0, len(SHAPES) - 1), st.integers(0, 2), st.sampled_from([Decimal("1.3"), Decimal("-2.1"), Decimal("10")]))
def test_a_wrong_share_is_found_with_the_right_one(made, shape, place, by):
    parts, digits = made
    total = sum(parts)
    shares = [share(part, total, digits) for part in parts]
    right = shares[place]
    shares[place] += by
    assume(1 < shares[place] < 99 and right > 1)
    found = [one for one in check(report(shape, total, parts, shares)).findings if one.severity == "wrong"]
    assert (shares[place], right) in {(one.printed, one.expected) for one in found}


@given(divided(), st.integers(0, len(SHAPES) - 1), st.integers(0, 2), st.integers(4, 30))
def test_a_wrong_count_is_found_with_the_right_one(made, shape, place, by):
    parts, digits = made
    total = sum(parts)
    assume(by * 100 > total)
    shares = [share(part, total, digits) for part in parts]
    wrong = [part + by if n == place else part for n, part in enumerate(parts)]
    found = [one for one in check(report(shape, total, wrong, shares)).findings if one.severity == "wrong"]
    fits_the_sum = all(share(part, sum(wrong), digits) == value for part, value in zip(wrong, shares, strict=True))
    assert fits_the_sum or any(one.printed == wrong[place] and abs(one.expected - parts[place]) <= 1 for one in found)
    assert (total, sum(wrong)) in {(one.printed, one.expected) for one in found if one.kind == "sum"}


@given(st.text(alphabet="0123456789一二百件份占%，。；：（）其中共A类满意率提案\n\t余近. ", max_size=120))
def test_no_text_makes_the_checker_stumble(text):
    checked = check(text)
    for one in checked.to_json()["figures"]:
        assert text[slice(*one["span"])] == one["text"]
