"""Signing in a chain by the rules, a unit's own summary, the item of the plan a report fulfils, progress drafted by the beat."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from documents.models import Paper
from feedback.models import FeedbackRecord
from organizations.models import Role, Ruleset
from reports import actions
from reports.figures import measure, scope_of
from reports.models import Report
from reports.progress import draft_due, period_end
from reports.rules import ReportRules
from tests.pages import enter, look
from tests.proposals.world import DAY, ProposalWorld
from tests.world import person
from workflow.models import Event, Notice
from workflow.refusals import Forbidden, Refused


@pytest.fixture
def world(db):
    world = ProposalWorld()
    world.issued(case_no="084")
    return world


def ruled(world, **rules):
    world.session.ruleset = Ruleset.objects.create(
        jurisdiction=world.place, version=1, name="办法", overrides={"reports": rules}, effective_on=DAY
    )
    world.session.save()


def handed_in(world):
    return actions.submit(actions.begin(world.session, "handling", by=world.supervisor), by=world.supervisor)


def test_each_step_of_the_chain_signs_in_its_turn(world):
    ruled(world, sign_chain=["supervisor", "government_leader", "cppcc_leader"])
    report, chair = handed_in(world), person(world.place, Role.CPPCC_LEADER)
    with pytest.raises(Forbidden):
        actions.sign(report, by=world.leader)
    report = actions.sign(report, by=world.supervisor, opinion="已核对")
    assert report.state == "signing" and Notice.objects.filter(person=world.leader, title__contains="政府领导签批").exists()
    report = actions.sign(actions.sign(report, by=world.leader), by=chair)
    assert report.state == "signed" and report.signer == chair.name
    assert [str(step.signed_by) for step in report.steps.all()] == [str(each) for each in (world.supervisor, world.leader, chair)]


def test_a_text_taken_back_voids_the_signatures_and_the_chain_begins_anew(world):
    ruled(world, sign_chain=["government_leader", "cppcc_leader"])
    report, chair = actions.sign(handed_in(world), by=world.leader), person(world.place, Role.CPPCC_LEADER)
    report = actions.send_back(report, by=chair, reason="补充做法")
    assert report.signer == "" and set(report.steps.values_list("is_void", flat=True)) == {True}
    report = actions.submit(actions.edit(report, by=world.supervisor, text="一、情况\n改过。"), by=world.supervisor)
    with pytest.raises(Forbidden):
        actions.sign(report, by=chair)
    assert report.steps.filter(is_void=False).count() == 2


@pytest.mark.parametrize(
    "rules", [{"sign_chain": ()}, {"sign_chain": ("mayor",)}, {"sign_chain": ("leader", "leader")}, {"progress": "daily"}]
)
def test_rules_that_make_no_sense_are_refused(rules):
    with pytest.raises(ValueError, match="。$"):
        ReportRules(**rules)


def test_a_summary_counts_the_work_of_its_unit_alone(world):
    world.assigned(title="关于改善公园厕所的建议", units=[world.education])
    figures = measure(scope_of(world.session, unit=world.finance))
    assert (figures["assigned"].part, figures["replied"].part, figures["suggestions"].part) == (1, 1, 2) and "topics" not in figures
    day = timezone.localdate() - timedelta(1)
    assert measure(scope_of(world.session, unit=world.education, as_of=day), ["assigned", "replied"])["replied"].part == 0


def test_a_unit_writes_its_own_summary_and_its_head_signs(world):
    report = actions.begin(world.session, "unit", by=world.handler, unit=world.finance)
    assert report.title == "市财政局九届四次会议提案办理工作总结" and "承办九届四次会议提案1件" in actions.text_of(report)
    others = (world.supervisor, world.leader, person(world.place, Role.UNIT_HEAD, world.education), person(world.place, Role.MEMBER))
    assert not any(Report.objects.visible_to(each).exists() for each in others)
    with pytest.raises(Forbidden):
        actions.edit(report, by=world.supervisor, text="改")
    report = actions.submit(report, by=world.handler)
    with pytest.raises(Forbidden):
        actions.sign(report, by=world.leader)
    report = actions.issue(actions.sign(report, by=world.head), by=world.handler)
    assert Paper.objects.of(report).get().content["issuers"] == [world.finance.full_name or world.finance.name]
    seen = [Report.objects.visible_to(each).exists() for each in others]
    assert seen == [True, True, False, False]


@pytest.mark.parametrize(("kind", "unit", "who"), [("unit", "", "handler"), ("handling", "finance", "supervisor")])
def test_a_unit_is_named_for_its_summary_alone(world, kind, unit, who):
    with pytest.raises(Refused, match="单位"):
        actions.begin(world.session, kind, by=getattr(world, who), unit=getattr(world, unit) if unit else None)


def test_nobody_writes_the_summary_of_another_unit_nor_an_office_report(world):
    for kind, unit in (("unit", world.education), ("handling", None)):
        with pytest.raises(Forbidden):
            actions.begin(world.session, kind, by=world.handler, unit=unit)


def test_the_page_offers_a_unit_its_own_kind_alone(client, world):
    enter(client, world.handler)
    text, _ = look(client, reverse("reports:begin"))
    assert "单位提案办理工作总结" in text and "督查通报" not in text
    answer = client.post(reverse("reports:begin"), {"session": world.session.pk, "kind": "unit", "unit": world.finance.pk})
    assert answer.status_code == 302
    enter(client, world.supervisor)
    assert client.get(Report.objects.get().get_absolute_url()).status_code == 404


def test_the_item_of_the_plan_gets_its_record_when_the_report_is_issued(client, world):
    item = world.issued_plan().items.order_by("order").first()
    report = actions.begin(world.session, "handling", by=world.supervisor, item=item, occasion="市政协常委会")
    report = actions.sign(actions.submit(report, by=world.supervisor), by=world.leader)
    actions.issue(report, by=world.supervisor, number="测府函〔2026〕28号")
    (event,) = Event.objects.of(item).filter(move="fulfil")
    assert "测府函〔2026〕28号" in event.reason and "向市政协常委会通报" in event.reason
    assert set(FeedbackRecord.objects.filter(assignment__isnull=False).values_list("document_number", flat=True)) == {"测府函〔2026〕28号"}
    enter(client, world.supervisor)
    page, address = look(client, report.get_absolute_url())[0], reverse("consultation:item-detail", args=[item.public_id])
    assert item.title in page and f'href="{address}"' in page and 'href=""' not in page


def test_an_item_of_a_plan_that_is_not_issued_or_of_another_place_is_refused(world):
    item = world.plan().items.first()
    with pytest.raises(Refused, match="计划事项"):
        actions.begin(world.session, "handling", by=world.supervisor, item=item)
    strange = ProposalWorld("别市", "other").issued_plan().items.first()
    with pytest.raises(Refused, match="计划事项"):
        actions.edit(actions.begin(world.session, "handling", by=world.supervisor), by=world.supervisor, item=strange)


def test_periods_end_on_sunday_or_with_the_month():
    assert period_end("weekly", date(2026, 11, 22)) == date(2026, 11, 15)  # a Sunday is not over yet
    assert period_end("weekly", date(2026, 11, 23)) == date(2026, 11, 22)
    assert period_end("monthly", date(2026, 3, 1)) == date(2026, 2, 28)


def test_progress_is_drafted_once_a_period_where_the_rules_ask_and_cases_are_in_hand(world):
    today = timezone.localdate()
    assert draft_due(today) == []
    ruled(world, progress="weekly")
    (report,) = draft_due(today)
    assert report.kind == "progress" and report.as_of == period_end("weekly", today) and draft_due(today) == []
    assert Event.objects.of(report).get().by_name == "系统"
    assert Notice.objects.filter(person=world.supervisor, title__startswith="已自动起草").exists()


def test_the_command_makes_a_units_summary(world):
    out = StringIO()
    call_command("report", "unit", session="test-9-4", unit="市财政局", stdout=out)
    assert "市财政局九届四次会议提案办理工作总结" in out.getvalue()
    for options, sentence in (({}, "请用 --unit"), ({"unit": "无此局"}, "没有名为")):
        with pytest.raises(CommandError, match=sentence):
            call_command("report", "unit", session="test-9-4", **options)
    with pytest.raises(CommandError, match="不用 --unit"):
        call_command("report", "handling", session="test-9-4", unit="市财政局")
