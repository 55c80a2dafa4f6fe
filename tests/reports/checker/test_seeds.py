"""The two public reports of the specification: what must be found in them, and that nothing else is called wrong."""

import os
from pathlib import Path

import pytest

from reports.checker import check

SEEDS = Path(os.environ.get("SEEDS_DIR", Path(__file__).resolve().parents[4] / "shared/seeds"))


def seed(number):
    found = sorted(SEEDS.glob(f"{number}_*.txt"))
    if not found:
        pytest.skip(f"no seeds in {SEEDS}")
    return check(found[0].read_text())


def test_the_classes_of_004_make_198_and_the_last_share_fits_five():
    checked = seed("004")
    wrong = [one for one in checked.findings if one.severity == "wrong"]
    assert {(one.kind, one.printed, one.expected) for one in wrong} == {("sum", 197, 198), ("share", 6, 5)}
    assert all(one.severity == "wrong" for one in checked.findings)
    assert "183＋9＋6＝198" in wrong[0].message
    assert "2.5% 相当于 5 件" in next(one.message for one in wrong if one.kind == "share")
    figures = {(one["count"], one["share"], one["base"]) for one in checked.to_json()["figures"]}
    assert {(183, 92.9, 197), (9, 4.6, 197), (6, 2.5, 197), (12, None, None), (196, None, 197), (1, None, None), (197, 100, 197)} <= figures


def test_the_rates_of_001_fit_neither_of_the_totals_beside_them():
    checked = seed("001")
    wrong = [one for one in checked.findings if one.severity == "wrong"]
    assert {(one.kind, one.printed, one.expected) for one in wrong} == {("base", one.printed, 1181) for one in wrong}
    assert [float(one.printed) for one in wrong] == [97.46, 1.78]
    assert all("1480 件、1315 件" in one.message for one in wrong)
    assert {(one.kind, one.severity) for one in checked.findings} - {("base", "wrong")} == {("receipt", "doubtful")}


@pytest.mark.parametrize("number", ["000", "002", "003"])
def test_the_other_seeds_hold_no_contradiction(number):
    assert seed(number).findings == ()
