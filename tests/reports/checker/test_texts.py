"""Report texts in the styles of many places: what contradicts is found, what agrees is left alone."""

import pytest

from reports.checker import check
from tests.reports.checker.cases import cases

CASES = list(cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_contradictions_are_found_and_nothing_else_is_called_wrong(case):
    found = check(case.text).to_json()["findings"]
    wrong = [one for one in found if one["severity"] == "wrong"]
    for kind, *values in case.wrong:
        assert any(one["kind"] == kind and set(values) <= {one["printed"], one["expected"]} for one in wrong), (kind, values, found)
    if not case.wrong:
        assert not wrong
    assert set(case.doubts) <= {one["kind"] for one in found if one["severity"] != "wrong"}


@pytest.mark.parametrize("case", [case for case in CASES if case.figures], ids=lambda case: case.name)
def test_figures_are_read_with_share_and_base(case):
    read = check(case.text).to_json()["figures"]
    for count, share, base in case.figures:
        assert any(
            (count is None or one["count"] == count) and (share is None or one["share"] == share) and (base is None or one["base"] == base)
            for one in read
        ), (count, share, base, read)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_spans_are_places_of_the_text(case):
    checked = check(case.text)
    for one in checked.to_json()["figures"]:
        start, end = one["span"]
        assert case.text[start:end] == one["text"]
        assert one["text"].strip() == one["text"] != ""
    for finding in checked.findings:
        assert finding.spans
        assert all(0 <= start < end <= len(case.text) for start, end in finding.spans)
        assert finding.message.endswith("。")
