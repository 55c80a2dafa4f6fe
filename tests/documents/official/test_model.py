"""Descriptions of papers: refused when they cannot be one, unchanged through JSON."""

import json
from dataclasses import replace
from datetime import date

import pytest

from documents.official.model import PaperError, Paragraph, Table, chinese_date, from_dict, to_dict

from . import samples


@pytest.mark.parametrize("paper", [samples.NOTICE, samples.LETTER, samples.JOINT], ids=["notice", "letter", "joint"])
def test_paper_survives_json(paper):
    assert from_dict(json.loads(json.dumps(to_dict(paper)))) == paper


@pytest.mark.parametrize(
    "data", [{}, {"title": "通知"}, {"body": [{"kind": "picture"}]}, {"body": 3}, to_dict(samples.NOTICE) | {"extra": 1}, []]
)
def test_incomplete_snapshot_is_refused(data):
    with pytest.raises(PaperError, match="公文"):
        from_dict(data)


@pytest.mark.parametrize("change", [{"title": " "}, {"issuers": ()}, {"issuers": (" ",)}, {"format": "poster"}])
def test_paper_without_title_or_issuer_is_refused(change):
    with pytest.raises(PaperError):
        replace(samples.NOTICE, **change)


def test_fifth_level_is_refused():
    with pytest.raises(PaperError, match="四级"):
        Paragraph("文字", 5)


@pytest.mark.parametrize("table", [((), ()), (("甲", "乙"), (("一",),)), (("甲",), (("一",),), (0,))])
def test_crooked_table_is_refused(table):
    with pytest.raises(PaperError, match="表格"):
        Table(*table)


def test_date_has_no_leading_zeros():
    assert chinese_date(date(2020, 9, 7)) == "2020年9月7日"
