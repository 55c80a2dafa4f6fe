"""The kinds of reports: each drafts a text whose fields are figures, without a contradiction, and tables; also where there is nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consultation import actions as plans
from documents.models import Sensitivity
from documents.official.model import to_dict
from feedback.actions import answer_suggestion, enter_suggestions
from proposals.actions import give_receipt
from proposals.models import Proposal
from reports.checker import check
from reports.drafting import draft
from reports.drafting.drafts import paper
from reports.drafting.grids import listed
from reports.drafting.keeping import counted, pieces
from reports.figures import scope_of
from reports.kinds import labels
from reports.typed import typed_in
from supervision import actions as supervision
from tests.proposals.world import DAY, ProposalWorld

KINDS = ["handling", "progress", "proposals", "plan", "adoption", "supervision", "assigned"]


@pytest.fixture
def world(db):
    return ProposalWorld()


def made(world, kind, **fields):
    return draft(kind, scope_of(world.session, **fields))


def table(report, title):
    return next(body for name, body, _ in report.tables if name == title)


def test_the_kinds_are_those_offices_write():
    assert set(KINDS) <= set(labels()) and list(labels())[0] == "handling"


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_to_tell_is_told_in_one_sentence(world, kind):
    report = made(world, kind)
    assert len(report.chapters) == 1 and report.text.endswith("。") and "${" not in report.text
    assert to_dict(paper(report))["attachments"][-1]["title"] == "指标口径和依据"


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_fills_its_fields_and_does_not_contradict_itself(world, kind):
    world.issued(case_no="084")
    world.assigned(mode="lead_co", title="关于改善公园厕所的建议")
    world.issued_plan()
    report = made(world, kind)
    assert "${" not in report.text and [each.message for each in check(report.text).findings if each.severity == "wrong"] == []
    figures = {name: counted(found) for name, found in report.figures.items()}
    typed = typed_in(pieces("\n".join(chapter.text for chapter in report.chapters), figures), figures)
    assert [each.told for each in typed if each.verdict == "other"] == []
    assert set(report.kind.tabled(report.scope)) <= set(report.figures)


def test_progress_has_a_row_for_each_unit_and_names_who_is_late(world):
    world.issued(case_no="084")
    world.assigned(title="关于改善公园厕所的建议", units=[world.education])
    early = made(world, "progress", as_of=timezone.localdate())
    rows = {row[0]: row[1:] for row in table(early, "各承办单位办理进展").rows}
    assert rows["市财政局"][:4] == ("1", "1", "1", "100.0%") and rows["市教育局"][:4] == ("1", "0", "0", "0.0%")
    assert "提案已全部答复的单位：市财政局。" in early.text and "有逾期未答复提案的单位：市教育局。" in early.text
    before = made(world, "progress", as_of=DAY + timedelta(1))
    assert "有逾期未答复提案的单位：无。" in before.text and "2026年3月3日" in before.title


def test_the_yearly_report_tells_the_base_of_each_rate(world):
    reply = world.issued(case_no="084")
    world.submitted(title="关于改善公园厕所的建议")
    give_receipt(reply.receipts.get(), by=world.member, overall="satisfied", on=DAY + timedelta(9))
    report = made(world, "proposals")
    assert "共提出提案2件，立案1件，立案率50.0%" in report.text and "以回执为基数，满意1件、占100.0%" in report.text
    assert table(report, "各类别提案情况").rows == (("社会建设", "2", "1", "1", "1", "0"),)
    assert to_dict(paper(report))["issuers"] == ["中国人民政治协商会议测试市委员会"]


def test_the_evaluation_of_a_plan_lists_all_items_and_names_what_is_not_done(world):
    plan = world.issued_plan()
    first = plan.items.order_by("order").first()
    plans.hold(plans.start(first, by=world.secretary), by=world.secretary, held_on=DAY)
    report = made(world, "plan")
    done = {row[2]: row[6] for row in table(report, "年度协商计划事项完成情况").rows}
    assert done[first.title].startswith("已完成") and set(done.values()) - {done[first.title]} <= {"未完成"}
    left = plan.items.exclude(pk=first.pk).first()
    assert left is None or left.title in report.text


def test_suggestions_of_items_are_counted_by_item_with_those_carried_out(world):
    plan = world.issued_plan()
    assignment = next(unit.assignment for item in plan.items.all() for unit in item.units.all() if unit.assignment)
    row = enter_suggestions(assignment, by=world.secretary, texts=["加快建设"], raised_on=DAY)[0]
    answer_suggestion(row, by=world.handler, adoption="rejected", measure="条件不具备")
    report = made(world, "adoption")
    assert table(report, "各协商事项意见建议采纳落实情况").rows[0][1:] == ("1", "0", "0")
    assert table(report, "未采纳的建议和理由").rows[0][3:] == ("不采纳", "条件不具备")


def test_cards_are_listed_and_a_closed_case_is_not_named(world):
    case = world.assigned(case_no="007")
    Proposal.objects.update(sensitivity=Sensitivity.CLOSED)
    supervision.draw(case.handlings.get(), by=world.supervisor, colour="yellow", reason="逾期未答复")
    report = made(world, "supervision")
    (row,) = table(report, "牌单一览").rows
    assert row[0] == "黄牌" and row[3] == "第007号提案（不公开）" and "发出黄牌1张" in report.text
    (listed,) = table(made(world, "assigned"), "提案交办清单").rows
    assert listed[:2] == ("007", "（不公开）")


def test_a_single_point_has_no_number():
    assert (listed(["甲"]), listed(["甲", "乙"])) == ("甲。", "一是甲；二是乙。")
