"""Lists that no word introduces: what must make its total, and what need not."""

import pytest

from reports.checker import check


def found(text):
    return [(each.severity, each.expected) for each in check(text).findings if each.kind == "sum" and each.severity != "harmless"]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("办复提案一百九十七件，A类一百八十三件，B类九件，C类六件。", 198),
        ("65件提案中，采纳或部分采纳52件，采纳率80%；其余15件留作参考。", 67),
        ("215件提案中，经济建设类80件；政治建设类20件；文化建设类31件；社会建设类66件；生态文明类20件。", 217),
        ("五年来，立案1310件。其中，2022年立案260件，2023年立案255件，2024年立案270件，2025年立案265件，2026年立案270件。", 1320),
    ],
)
def test_parts_that_make_more_than_their_total_are_wrong(text, own):
    assert found(text) == [("wrong", own)]


def test_a_rest_that_leaves_something_out_is_doubtful():
    assert found("共收到提案325件，立案286件，其余30件转为意见建议。") == [("doubtful", 316)]


@pytest.mark.parametrize(
    "text",
    [
        "65件提案中，采纳或部分采纳52件；其余13件留作参考。",
        "近65件提案中，采纳52件；其余15件留作参考。",
        "215件提案中，集体提案45件，委员联名提案30件，重点提案12件，涉及民生的200件。",
        "共立案265件，A类150件，B类80件，C类20件，另有15件转为社情民意。",
        "在265件提案中，经济类100件，民生类150件，其中教育类30件、医疗类40件、养老类80件，其余15件为文化类。",
        "12件重点提案中，由党政主要领导领衔督办2件，分管领导督办6件，各专委会督办12件。",
        "政协提案215件，省政协提案7件，A类150件，B类60件，C类12件。",
        "市政府系统承办提案200件，市委系统8件，其余7件由法院、检察院和人民团体承办，合计215件。",
        "收到反馈意见表150份，其中满意142份，基本满意7份，其余1份不满意。",
        "共立案1310件，2022年立案260件，2023年立案255件。",
    ],
)
def test_what_may_well_be_so_is_let_be(text):
    assert found(text) == []


def test_a_rest_takes_the_opinion_that_stands_behind_it():
    (finding,) = check("收到反馈意见表150份，其中满意142份，基本满意6份，其余1份不满意。").findings
    assert finding.kind == "receipt" and "142＋6＋1＝149" in finding.message
