"""The line composer: no forbidden mark at a line's edge, no broken number, even lines, no text lost."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.official.figures import BODY_SPACING, COLUMNS, SQUARE, WIDTH
from documents.official.lines import NO_END, NO_START, SQUEEZE, STRETCH, Run, clean, compose

HAN = st.text("政协商议提案办理落实责任单位", min_size=1, max_size=12)
MARKED = st.one_of(
    HAN,
    HAN.map(lambda text: f"{text}，"),
    HAN.map(lambda text: f"“{text}”。"),
    HAN.map(lambda text: f"（{text}）；"),
    HAN.map(lambda text: f"《{text}》、"),
    HAN.map(lambda text: f"{text}……"),
    st.integers(1, 99999).map(str),
    st.integers(1949, 2100).map(lambda year: f"{year}年"),
    st.decimals(0, 100, places=1).map(lambda share: f"{share}%"),
    st.sampled_from(["GB/T 9704", "www.example.gov.cn", "A4", "——"]),
)
MM_TENTH = 0.28  # pt by which rounding may let a line end beyond the edge
TEXTS = st.lists(MARKED, min_size=1, max_size=60).map("".join)


def width(line, fonts) -> float:
    """Printed width of a composed line, without the space after its last character."""
    return sum(fonts.advance(character, "fang") * 16 + line.spacing for character in line.text) - line.spacing


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_lines_keep_the_rules_of_punctuation_and_lose_nothing(fonts, text):
    lines = compose((Run(clean(text)),), fonts, WIDTH, first=2 * SQUARE)
    assert "".join(line.text for line in lines).replace(" ", "") == clean(text).replace(" ", "")
    for line in lines:
        assert line.text[0] not in NO_START - set("-") or line is lines[0]
        assert line.text[-1] not in NO_END or line is lines[-1]
        assert width(line, fonts) <= WIDTH - line.indent + MM_TENTH


@settings(max_examples=80, deadline=None)
@given(text=TEXTS)
def test_lines_never_break_a_number(fonts, text):
    lines = compose((Run(clean(text)),), fonts, WIDTH)
    for before, after in zip(lines, lines[1:], strict=False):
        cut = re.search(r"[0-9.]+$", before.text), re.match(r"[0-9.]+[%年]?|[%年]", after.text)
        assert not all(cut) or sum(fonts.advance(character, "fang") * 16 for part in cut for character in part[0]) > WIDTH / 2


def test_number_behind_a_long_address_stays_whole(fonts):
    lines = compose((Run("任任任“任任任”。www.example.gov.cnwww.example.gov.cn100"),), fonts, WIDTH)
    assert lines[-1].text.endswith("100") and "".join(line.text for line in lines).endswith("cn100")


@settings(max_examples=80, deadline=None)
@given(text=TEXTS)
def test_spacing_stays_within_what_the_eye_accepts(fonts, text):
    for line in compose((Run(clean(text)),), fonts, WIDTH):
        assert -SQUEEZE - 0.01 <= line.spacing <= STRETCH


def test_full_line_holds_28_characters(fonts):
    lines = compose((Run("政" * 61),), fonts, WIDTH)
    assert [len(line.text) for line in lines] == [COLUMNS, COLUMNS, 5]
    assert lines[0].spacing == BODY_SPACING


def test_closing_mark_is_squeezed_into_the_line(fonts):
    lines = compose((Run("政" * 28 + "，" + "协" * 9),), fonts, WIDTH)
    assert lines[0].text == "政" * 28 + "，" and -SQUEEZE <= lines[0].spacing < BODY_SPACING


def test_two_closing_marks_take_their_character_to_the_next_line(fonts):
    lines = compose((Run("政" * 28 + "”。" + "协" * 9),), fonts, WIDTH)
    assert lines[1].text.startswith("政”。") and lines[0].spacing > BODY_SPACING


def test_opening_mark_goes_to_the_next_line(fonts):
    lines = compose((Run("政" * 27 + "《" + "协" * 9),), fonts, WIDTH)
    assert (len(lines[0].text), lines[1].text[0]) == (27, "《")


def test_web_address_longer_than_a_line_is_cut(fonts):
    lines = compose((Run("见www." + "a" * 200 + ".cn"),), fonts, WIDTH)
    assert len(lines) > 2 and all(width(line, fonts) <= WIDTH + MM_TENTH for line in lines)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  政协\t工作\n计划 ", "政协 工作 计划"),
        ("政\u200b协\u202e\x00\ufeff", "政协"),
        ("e\u0301", "é"),
        ("葛\U000e0100城", "葛城"),
        ("政协 。", "政协。"),
        ("\ud800政", "政"),
    ],
)
def test_clean_keeps_what_can_be_printed(text, expected):
    assert clean(text) == expected
