"""What reports owe: each unit its summary of the year, the signature that a report waits for."""

from datetime import date, timedelta

import pytest
import time_machine

from feedback.models import Assignment
from organizations.actions import merge_unit
from organizations.models import Role, Ruleset, Session
from reports import actions
from supervision import actions as supervising
from supervision.audience import Audience
from supervision.duties import FAR, duties, duties_of
from tests.pages import browser
from tests.proposals.world import DAY, ProposalWorld
from tests.reports.test_chain import ruled
from tests.world import person
from workflow.calendar import WorkCalendar
from workflow.models import Notice

LAST = date(2026, 9, 30)


@pytest.fixture
def world(db):
    world = ProposalWorld()
    world.issued(case_no="084")
    return world


def owed(world, kind):
    return [(each.unit_id, each.due_on) for each in duties([world.place.pk], DAY + FAR, kinds=[kind])]


def page(person, address):
    answer = browser(person).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def summary_of(world, **fields):
    with time_machine.travel("2026-09-10"):
        return actions.begin(world.session, "unit", by=world.handler, unit=world.finance, **fields)


def test_a_unit_owes_its_summary_until_it_is_issued(world):
    assert owed(world, "summary") == [(world.finance.pk, LAST)]
    report = summary_of(world)
    with time_machine.travel("2026-09-11"):
        report = actions.sign(actions.submit(report, by=world.handler), by=world.head)
        assert owed(world, "summary") == [(world.finance.pk, LAST)]
        actions.issue(report, by=world.handler)
    assert owed(world, "summary") == []


def test_who_has_no_cases_or_had_none_yet_owes_no_summary(world):
    Assignment.objects.update(assigned_on=LAST + timedelta(1))
    assert owed(world, "summary") == []
    Assignment.objects.update(assigned_on=LAST)
    assert len(owed(world, "summary")) == 1
    for change in ({"is_history": True}, {"is_history": False, "state": "withdrawn"}):
        Assignment.objects.update(**change)
        assert owed(world, "summary") == []


def test_what_is_missing_when_the_next_session_opens_is_owed_no_more(world):
    Session.objects.create(term=world.term, number=5, starts_on=date(2027, 1, 12))
    with time_machine.travel("2027-01-11 12:00+08:00"):
        assert len(owed(world, "summary")) == 1
    with time_machine.travel("2027-01-12 12:00+08:00"):
        assert owed(world, "summary") == []


def test_a_place_sets_another_day_or_asks_for_none(world):
    ruled(world, summary={"fixed": "10-10"})
    assert owed(world, "summary") == [(world.finance.pk, date(2026, 10, 10))]
    Ruleset.objects.update(overrides={"reports": {"unit_summaries": False}})
    assert owed(world, "summary") == []


def test_the_summary_of_the_successor_is_that_of_the_merged_unit_too(world):
    merge_unit(world.finance, world.education, on=date(2026, 6, 1))
    with time_machine.travel("2026-09-10"):
        head = person(world.place, Role.UNIT_HEAD, world.education)
        [duty] = duties_of(head, LAST, kinds=["summary"])
        assert duty.unit_id == world.finance.pk and head.pk in Audience(world.place).heads(duty)
        report = actions.begin(world.session, "unit", by=head, unit=world.education)
        actions.issue(actions.sign(actions.submit(report, by=head), by=head), by=head)
        assert owed(world, "summary") == []


def test_a_unit_that_is_gone_without_a_successor_owes_none(world):
    type(world.finance).objects.filter(pk=world.finance.pk).update(ends_on=date(2026, 6, 1))
    with time_machine.travel("2026-09-10"):
        assert owed(world, "summary") == []


def test_its_people_are_reminded_of_the_summary_and_find_it_on_their_start_page(world):
    with time_machine.travel("2026-09-15 12:00+08:00"):
        assert "本单位应报的年度总结" in page(world.handler, "/")
        Notice.objects.all().delete()
        supervising.send(world.place, date(2026, 9, 15))
        assert "单位年度总结" in Notice.objects.get(person=world.handler).text
        assert "/reports/begin/" in page(world.handler, "/")
        written = actions.begin(world.session, "unit", by=world.handler, unit=world.finance)
        home = page(world.handler, "/")
        assert written.get_absolute_url() in home and "/reports/begin/" not in home, "what is begun is not begun again"
    with time_machine.travel("2026-08-01 12:00+08:00"):
        assert "本单位应报的年度总结" not in page(world.handler, "/")


def signed_for(world):
    """{(kind, due): ids of who is to sign} of all that waits for a signature."""
    audience = Audience(world.place)
    found = duties([world.place.pk], DAY + FAR, kinds=["report_sign", "summary_sign"])
    return {(each.kind, each.due_on): audience.bearers(each) for each in found}


def test_a_report_is_owed_a_signature_by_whose_turn_it_is(world):
    ruled(world, sign_chain=["government_leader", "cppcc_leader"])
    chair, calendar = person(world.place, Role.CPPCC_LEADER), WorkCalendar()
    with time_machine.travel("2026-04-01 12:00+08:00"):
        report = actions.submit(actions.begin(world.session, "handling", by=world.supervisor), by=world.supervisor)
        assert signed_for(world) == {("report_sign", calendar.add_workdays(date(2026, 4, 1), 3)): [world.leader.pk]}
        [duty] = duties_of(world.supervisor, DAY + FAR, kinds=["report_sign"])
        assert "领导签批" in duty.subject and duty.link == report.get_absolute_url()
        assert "等您签批的通报" in page(world.leader, "/") and "等您签批的通报" not in page(chair, "/")
    with time_machine.travel("2026-04-02 12:00+08:00"):
        report = actions.sign(report, by=world.leader)
        assert signed_for(world) == {("report_sign", calendar.add_workdays(date(2026, 4, 2), 3)): [chair.pk]}
        report = actions.take_back(report, by=world.supervisor, reason="补充数据")
        assert signed_for(world) == {}
    with time_machine.travel("2026-04-20 12:00+08:00"):
        actions.submit(report, by=world.supervisor)
        assert list(signed_for(world)) == [("report_sign", calendar.add_workdays(date(2026, 4, 20), 3))]


def test_a_summary_waits_for_the_head_of_its_unit_alone(world):
    report = summary_of(world)
    with time_machine.travel("2026-09-11 12:00+08:00"):
        actions.submit(report, by=world.handler)
        assert signed_for(world) == {("summary_sign", WorkCalendar().add_workdays(date(2026, 9, 11), 3)): [world.head.pk]}
        assert [each.kind for each in duties_of(world.handler, LAST, kinds=["summary_sign", "report_sign"])] == ["summary_sign"]
        outsider = person(world.place, Role.UNIT_HEAD, world.education)
        assert duties_of(outsider, LAST, kinds=["summary", "summary_sign", "report_sign"]) == []
        [duty] = duties_of(world.supervisor, LAST, kinds=["summary_sign"])
        assert "单位提案办理工作总结" in page(world.supervisor, duty.link)


def test_the_board_narrows_to_duties_of_reports(world):
    with time_machine.travel("2026-09-15 12:00+08:00"):
        found = page(world.supervisor, "/supervision/?kind=summary")
    assert f"{world.finance.name}九届四次会议提案办理工作总结" in found
