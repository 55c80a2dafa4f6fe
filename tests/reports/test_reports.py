"""Reports: drafted, edited, frozen at sign-off, signed, issued; each number leads to its list, narrowed to what the reader may see."""

from datetime import date

import pytest
from django.urls import reverse

from documents.models import Paper
from organizations.models import Role
from reports import actions
from reports.models import Report
from tests.pages import enter, look
from tests.proposals.world import ProposalWorld
from tests.world import person
from workflow.refusals import Forbidden, Refused


@pytest.fixture
def world(db):
    world = ProposalWorld()
    world.issued(case_no="084")
    return world


@pytest.fixture
def report(world):
    return actions.begin(world.session, "handling", by=world.supervisor, occasion="市政协常委会", speaker="演示副市长")


def signed(world, report):
    report = actions.submit(report, by=world.supervisor)
    return actions.sign(report, by=world.leader, opinion="同意")


def test_a_report_is_drafted_with_live_figures(world, report):
    assert report.title == "关于测试市政协九届四次会议提案办理情况的通报" and "${class_A}" in report.text
    assert "A类提案1件，占100.0%" in actions.text_of(report) and report.figures == {}


def test_figures_are_frozen_when_it_is_handed_in_and_live_again_when_sent_back(world, report):
    report = actions.submit(report, by=world.supervisor)
    world.filed(title="关于改善公园厕所的建议")
    assert report.figures["filed"]["part"] == 1 and "立案提案1件" in actions.text_of(report)
    assert report.figures["class_A"]["rows"] and len(report.figures["class_A"]["digest"]) == 64
    report = actions.send_back(report, by=world.leader, reason="补充做法")
    assert report.state == "draft" and report.figures == {} and "立案提案2件" in actions.text_of(report)


def test_only_a_leader_signs_and_only_keepers_write(world, report):
    with pytest.raises(Forbidden):
        actions.begin(world.session, "handling", by=world.handler)
    report = actions.submit(report, by=world.supervisor)
    with pytest.raises(Forbidden):
        actions.sign(report, by=world.supervisor)
    with pytest.raises(Refused):
        actions.edit(report, by=world.supervisor, text="改")


def test_a_text_that_names_no_figure_is_refused(world, report):
    with pytest.raises(Refused, match="没有对应的内容"):
        actions.edit(report, by=world.supervisor, text="共${nothing}件")
    with pytest.raises(Refused, match="还没有到"):
        actions.redraft(report, by=world.supervisor, as_of=date(2099, 1, 1))


def test_contradictory_numbers_need_a_reason(world, report):
    text = "一、总体情况\n办理提案197件，其中A类183件，占92.9%；B类9件，占4.6%；C类6件，占2.5%。"
    report = actions.edit(report, by=world.supervisor, text=text)
    assert actions.contradictions(report)
    with pytest.raises(Refused, match="数字有矛盾"):
        actions.submit(report, by=world.supervisor)
    assert actions.submit(report, by=world.supervisor, waiver="原件如此").waiver == "原件如此"


def test_a_report_of_ours_has_no_contradiction(world, report):
    assert actions.contradictions(report) == []


def test_it_is_issued_with_its_paper_and_never_changes_again(world, report):
    report = actions.issue(signed(world, report), by=world.supervisor, number="测府函〔2026〕28号")
    paper = Paper.objects.of(report).get()
    assert paper.number == "测府函〔2026〕28号" and [each["title"] for each in paper.content["attachments"]][-1] == "指标口径和依据"
    assert "受测试市人民政府委托，由演示副市长向市政协常委会通报如下。" in str(paper.content["body"])
    with pytest.raises(Refused):
        actions.take_back(report, by=world.supervisor, reason="改")


def test_who_sees_a_report(world, report):
    member = person(world.place, Role.MEMBER)
    assert not Report.objects.visible_to(member) and not Report.objects.visible_to(world.leader)
    report = actions.submit(report, by=world.supervisor)
    assert Report.objects.visible_to(world.leader) and not Report.objects.visible_to(member)
    report = actions.issue(actions.sign(report, by=world.leader), by=world.supervisor)
    assert Report.objects.visible_to(member)


def test_each_number_on_the_page_leads_to_its_list(client, world, report):
    enter(client, world.supervisor)
    text, _ = look(client, report.get_absolute_url())
    address = reverse("reports:figure", args=[report.public_id, "class_A"])
    assert address in text and "第084号提案" in look(client, address)[0]
    assert client.get(reverse("reports:figure", args=[report.public_id, "nothing"])).status_code == 404
    assert "关于测试市政协" in look(client, reverse("reports:list"))[0]


def test_a_list_shows_what_its_reader_may_see_and_how_much_more_there_is(client, world, report):
    report = actions.issue(signed(world, report), by=world.supervisor)
    stranger = person(world.place, Role.UNIT_HANDLER, world.education)
    enter(client, stranger)
    text, _ = look(client, reverse("reports:figure", args=[report.public_id, "class_A"]))
    assert "1 项不在您可以查看的范围内" in text and "第084号提案" not in text


def test_a_report_is_begun_and_moved_on_its_pages(client, world):
    enter(client, world.supervisor)
    facts = {"session": world.session.pk, "kind": "handling"}
    answer = client.post(reverse("reports:begin"), facts)
    assert answer.status_code == 302
    report = Report.objects.get()
    assert client.post(reverse("reports:act", args=[report.public_id, "submit"]), {}).status_code == 302
    enter(client, world.leader)
    assert client.post(reverse("reports:act", args=[report.public_id, "sign"]), {}).status_code == 302
    report.refresh_from_db()
    assert report.state == "signed" and report.signer == world.leader.name
    enter(client, world.member)
    assert client.get(reverse("reports:begin")).status_code == 404
