"""The public notices the reader was made for: every field as a careful reader takes it."""

import json
import os
from pathlib import Path

import pytest

from consultation.notice import read

SEEDS = Path(os.environ.get("SEEDS_DIR", Path(__file__).parents[4] / "shared" / "seeds"))


def seed(name):
    found = sorted(SEEDS.glob(f"{name}_*.txt"))
    if not found:
        pytest.skip(f"no seed documents in {SEEDS}; set SEEDS_DIR")
    expected = json.loads(found[0].with_name(found[0].name.replace(".txt", ".expected.json")).read_text())
    return found[0].read_text(), expected


@pytest.mark.parametrize("name", ["000", "002"])
def test_seed_plan_is_read_exactly(name):
    text, expected = seed(name)
    got = read(text).to_json()
    shown = [{key: item[key] for key in wanted} for item, wanted in zip(got["items"], expected["items"], strict=True)]
    assert shown == expected["items"]
    assert got["stated_totals"] == expected["stated_totals"]
    assert {key: got["doc"][key] for key in expected["doc"] if key != "url"} == {k: v for k, v in expected["doc"].items() if k != "url"}


@pytest.mark.parametrize("name", ["001", "003", "004"])
def test_seed_that_is_no_plan_gives_no_items(name):
    reading = read(seed(name)[0])
    assert reading.items == ()
    assert [gap.code for gap in reading.gaps] == ["not_a_plan"]


def test_seed_gaps_are_summed_up():
    messages = [gap.message for gap in read(seed("000")[0]).gaps if gap.item is None]
    for sentence in ("19 项未定时间。", "1 项无责任单位。", "协商：文中写 12 项，读到 12 项。", "总数：文中写 35 项，读到 35 项。"):
        assert sentence in messages
