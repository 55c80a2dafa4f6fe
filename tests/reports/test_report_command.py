"""`manage.py report`: the text, the figures as JSON, the paper as PDF and DOCX; refusals as sentences."""

import io
import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from organizations.models import Ruleset
from proposals import actions
from proposals.models import Proposal
from reports.drafting import draft
from reports.drafting.drafts import paper
from reports.figures import scope_of
from tests.proposals.world import DAY, ProposalWorld


@pytest.fixture
def world(db):
    return ProposalWorld()


def told(*args, **options):
    out = io.StringIO()
    call_command("report", *args, stdout=out, **options)
    return out.getvalue()


def test_kinds_and_sessions_are_listed(world):
    listed = told(list=True)
    assert "handling  提案办理情况通报" in listed and "test-9-4  测试市九届四次会议" in listed


def test_the_figures_are_written_with_the_cases_behind_them(world, tmp_path):
    world.issued(case_no="084")
    target = tmp_path / "figures.json"
    text = told("handling", session="test-9-4", json=target)
    figures = json.loads(target.read_text(encoding="utf-8"))["figures"]
    case = str(Proposal.objects.get().public_id)
    wanted = {"value": 1, "part": 1, "whole": 1, "share": 100.0, "basis": "已答复的提案", "cases": [case], "numbers": ["084"]}
    assert figures["class_A"]["label"] == "A类" and wanted.items() <= figures["class_A"].items()
    assert figures["reply_rate"]["value"] == 100.0 and figures["handling_units"]["cases"] == [str(world.finance.public_id)]
    assert figures["satisfaction"]["value"] is None and "A类提案1件，占100.0%" in text


def test_the_paper_is_printed(world, tmp_path):
    world.issued()
    pdf, docx = tmp_path / "out.pdf", tmp_path / "out.docx"
    told("handling", session="测试市九届四次会议", as_of=f"{timezone.localdate()}", pdf=pdf, docx=docx)
    assert pdf.read_bytes().startswith(b"%PDF") and docx.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("args", "options", "sentence"),
    [
        (("nothing",), {"session": "test-9-4"}, "没有“nothing”这种通报"),
        (("handling",), {}, "请用 --session 指明届次"),
        (("handling",), {"session": "test-9-5"}, "没有名为“test-9-5”的届次"),
        (("handling",), {"session": "test-9-4", "as_of": date(2026, 1, 14)}, "早于九届四次会议开始的"),
        (("handling",), {"session": "test-9-4", "as_of": date(2099, 1, 1)}, "还没有到"),
        (("handling",), {"session": "test-9-4", "as_of": "十月"}, "“十月”不是日期"),
        (("handling",), {"session": "test-9-4", "json": "/nowhere/at/all.json"}, "文件夹不存在"),
    ],
)
def test_what_cannot_be_reported_is_said(world, args, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        told(*args, **options)


def test_a_session_without_a_case_has_one_sentence_and_no_division(world):
    report = draft("handling", scope_of(world.session))
    assert len(report.chapters) == 1 and report.text.endswith("九届四次会议没有交办的提案。")
    assert [str(report.figures[name]) for name in ("submitted", "reply_rate", "satisfaction", "class_A")] == ["0", "无", "无", "无"]
    assert len(paper(report).attachments) == 4


def test_a_case_that_was_handled_again_is_told_from_its_rounds(world):
    first = world.issued(case_no="084")
    actions.give_receipt(first.receipts.get(), by=world.member, overall="dissatisfied", text="没有解决", on=DAY + timedelta(9))
    second = world.again(first)
    actions.give_receipt(second.receipts.get(), by=world.member, overall="basically", on=DAY + timedelta(20))
    text = draft("handling", scope_of(world.session)).text
    assert "第084号提案的办理情况：市财政局于2026年3月2日首次答复，提案者表示不满意" in text
    assert "市财政局于2026年3月2日第二次答复，提案者表示基本满意" in text and "首次答复时，提案者表示不满意的1件" in text
    before = draft("handling", scope_of(world.session, as_of=DAY + timedelta(10))).text
    assert "第二次答复，正在征询提案者意见" in before and "基本满意1件" not in before


def test_a_class_that_is_none_of_the_scheme_any_more_shows_as_unclassified(world):
    world.issued()
    scheme = {"proposals": {"classes": [["X", "已经解决"], ["Y", "正在解决"]]}, "reports": {"solved": ["X"], "followed": ["Y"]}}
    rules = Ruleset.objects.create(jurisdiction=world.place, version=1, name="新办法", overrides=scheme, effective_on=DAY)
    world.session.ruleset = rules
    world.session.save()
    report = draft("handling", scope_of(world.session))
    found = {name: report.figures[name].part for name in ("replied", "class_X", "class_Y", "class_other")}
    assert found == {"replied": 1, "class_X": 0, "class_Y": 0, "class_other": 1}
    assert "未分类的1件，占100.0%" in report.text
