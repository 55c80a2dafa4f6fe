"""What a plan owes before and after its items are held, and at the end of the year."""

from datetime import date, timedelta

import pytest
import time_machine

from consultation import actions
from consultation.models import AnnualPlan, PlanItem
from feedback import actions as feedback
from feedback.models import Assignment, Suggestion
from organizations.models import Body, Meeting
from proposals.models import Handling, Proposal
from supervision import actions as supervising
from supervision.duties import FAR, duties
from supervision.models.appraisals import Appraisal
from tests.pages import browser
from tests.proposals.world import DAY
from workflow.calendar import WorkCalendar, add_months
from workflow.refusals import Refused


def owed(world, kind):
    return [(each.row, each.due_on, each.provisional) for each in duties([world.place.pk], DAY + FAR, kinds=[kind])]


def dated(world):
    """The item of the plan that has a month: June."""
    return world.issued_plan().items.get(number=1)


@time_machine.travel("2026-03-05")
@pytest.mark.parametrize(("kind", "days", "act"), [("notice", 15, actions.notify), ("materials", 10, actions.send_materials)])
def test_notice_and_materials_are_owed_some_working_days_before(world, kind, days, act):
    item, calendar = dated(world), WorkCalendar()
    assert owed(world, kind) == [(item.pk, calendar.subtract_workdays(date(2026, 6, 30), days), True)]
    meeting = Meeting.objects.create(
        jurisdiction=world.place, body=Body.STANDING_COMMITTEE, term=world.term, number=20, held_on=date(2026, 6, 10)
    )
    item = actions.schedule(item, by=world.secretary, meetings=[meeting])
    [duty] = duties([world.place.pk], DAY + FAR, kinds=[kind])
    assert duty.due_on == calendar.subtract_workdays(date(2026, 6, 10), days) and "2026-06-10 举行 − " in duty.steps[1]
    with pytest.raises(Refused, match="不能晚于今天"):
        act(item, by=world.secretary, on=date(2999, 1, 1))
    item = act(item, by=world.secretary, on=DAY)
    assert owed(world, kind) == []
    item = actions.postpone(item, by=world.secretary, reason="另定", approved_by="市委", on=DAY)
    assert owed(world, kind) == []
    time = {"time_text": "2027年9月", "precision": "month", "window_start": date(2027, 9, 1), "window_end": date(2027, 9, 30)}
    actions.resume(item, by=world.secretary, reason="已定", approved_by="市委", on=DAY, **time)
    assert [row for row, _, _ in owed(world, kind)] == [item.pk]


@pytest.mark.parametrize("kind", ["notice", "materials"])
@pytest.mark.parametrize("named", [False, True])
def test_notice_and_materials_are_owed_until_the_day_they_precede_is_over(world, kind, named):
    item = dated(world)
    if named:
        facts = {"jurisdiction": world.place, "body": Body.STANDING_COMMITTEE, "term": world.term}
        meetings = [Meeting.objects.create(number=n, held_on=day, **facts) for n, day in ((20, date(2026, 6, 10)), (21, date(2026, 6, 30)))]
        actions.schedule(item, by=world.secretary, meetings=meetings)
        with time_machine.travel("2026-06-10"):
            assert "2026-06-10 举行 − " in duties([world.place.pk], DAY + FAR, kinds=[kind])[0].steps[1]
        with time_machine.travel("2026-06-11"):
            assert "2026-06-30 举行 − " in duties([world.place.pk], DAY + FAR, kinds=[kind])[0].steps[1]
    with time_machine.travel("2026-06-30"):
        assert len(owed(world, kind)) == 1
        assert not PlanItem.objects.unannounced(date(2026, 6, 30)).filter(pk=item.pk).exists()
    with time_machine.travel("2026-07-01"):
        assert owed(world, kind) == []
        assert PlanItem.objects.unannounced(date(2026, 7, 1)).filter(pk=item.pk).exists()


def test_what_goes_on_all_year_is_reported_on_every_quarter(world):
    item = dated(world)
    PlanItem.objects.filter(pk=item.pk).update(precision="all_year", window_start=date(2026, 1, 1), window_end=date(2026, 12, 31))
    assert owed(world, "notice") == []
    duty = Assignment.objects.get(item_unit__item=item, unit=world.finance)
    assert (duty.pk, add_months(duty.assigned_on, 3), False) in [(row, day, False) for row, day, _ in owed(world, "progress")]
    duty = feedback.acknowledge(duty, by=world.handler, on=DAY)
    feedback.add_entry(duty, by=world.handler, kind="progress", on=date(2026, 5, 8), text="已开展调研")
    assert {row: day for row, day, _ in owed(world, "progress")}[duty.pk] == WorkCalendar().roll(date(2026, 8, 8))


def test_suggestions_of_an_item_are_fed_back_on_until_they_are_carried_out(world):
    item = dated(world)
    duty = Assignment.objects.get(item_unit__item=item, unit=world.finance)
    duty = feedback.acknowledge(duty, by=world.handler, on=DAY)
    [row] = feedback.enter_suggestions(duty, by=world.secretary, texts=["加快建设"], raised_on=DAY)
    assert owed(world, "feedback") == [(row.pk, WorkCalendar().roll(DAY + timedelta(60)), False)]
    Suggestion.objects.filter(pk=row.pk).update(adoption="adopted", answered_on=date(2026, 4, 1), adoption_on=date(2026, 4, 1))
    assert owed(world, "feedback") == [(row.pk, date(2026, 7, 1), False)]
    feedback.report_implementation(row, by=world.handler, implementation="under_way", evidence="已开工", on=date(2026, 6, 1))
    assert owed(world, "feedback") == [(row.pk, date(2026, 9, 1), False)]
    feedback.feed_back(row, by=world.handler, channel="letter", on=date(2026, 7, 1), document_number="测财函〔2026〕1号")
    assert owed(world, "feedback") == [(row.pk, WorkCalendar().roll(date(2026, 10, 1)), False)]
    feedback.report_implementation(row, by=world.handler, implementation="done", evidence="已建成", on=date(2026, 7, 2))
    assert owed(world, "feedback") == []


def test_what_became_of_a_plan_is_told_to_the_standing_committee(world):
    plan = world.issued_plan()
    assert owed(world, "adoption") == [(plan.pk, date(2027, 3, 31), False)]
    facts = {"jurisdiction": world.place, "term": world.term}
    early = Meeting.objects.create(body=Body.STANDING_COMMITTEE, number=20, held_on=date(2026, 9, 1), **facts)
    council = Meeting.objects.create(body=Body.CHAIRPERSONS_COUNCIL, number=30, held_on=date(2027, 3, 1), **facts)
    meeting = Meeting.objects.create(body=Body.STANDING_COMMITTEE, number=23, held_on=date(2027, 3, 3), **facts)
    with time_machine.travel("2026-12-01"), pytest.raises(Refused, match="还没有召开"):
        actions.tell_adoption(plan, by=world.secretary, meeting=meeting, leader="演示副市长")
    with time_machine.travel("2027-03-05"):
        for wrong, sentence in ((early, "2027 年以后"), (council, "常委会会议上通报")):
            with pytest.raises(Refused, match=sentence):
                actions.tell_adoption(plan, by=world.secretary, meeting=wrong, leader="演示副市长")
        with pytest.raises(Refused, match="政府领导"):
            actions.tell_adoption(plan, by=world.secretary, meeting=meeting, leader=" ")
        client, page = browser(world.secretary), f"/plans/{plan.public_id}/"
        answer = client.post(f"{page}act/tell_adoption/", {"meeting": meeting.pk, "leader": "演示副市长", "version": plan.version})
        assert answer.status_code == 302 and "2027年3月3日，" in client.get(page).content.decode()
    assert owed(world, "adoption") == []
    told = AnnualPlan.objects.get(pk=plan.pk)
    assert (told.adoption_told_on, told.adoption_told_at, told.state) == (date(2027, 3, 3), meeting, "issued")


def test_a_look_back_is_owed_once_cases_are_concluded_until_one_is_begun(world):
    assert owed(world, "look_back") == []
    Assignment.objects.filter(pk=world.handling.pk).update(state="concluded")
    assert owed(world, "look_back") == [(world.session.pk, date(2026, 11, 20), False)]
    facts = {"kind": "look_back", "title": "提案回头看", "demands": "逐件核查", "ends_on": DAY + timedelta(20), "conditions": {}}
    campaign = supervising.begin_campaign(world.session, by=world.secretary, on=DAY, **facts)
    assert owed(world, "look_back") == []
    supervising.cancel_campaign(campaign, by=world.secretary, reason="另行组织", on=DAY)
    assert len(owed(world, "look_back")) == 1
    Assignment.objects.filter(pk=world.handling.pk).update(is_history=True)
    assert owed(world, "look_back") == [] and Handling.objects.count() == 1


def test_an_appraisal_is_owed_once_all_cases_are_concluded_until_one_is_closed(world):
    assert owed(world, "assess") == []
    Proposal.objects.update(state="concluded", concluded_on=DAY)
    due = WorkCalendar().roll(DAY + timedelta(30))
    assert owed(world, "assess") == [(world.session.pk, due, False)]
    other = world.filed(title="关于另一件事情的建议")
    assert owed(world, "assess") == []
    Proposal.objects.filter(pk=other.pk).update(state="withdrawn")
    facts = {"title": "民主评议", "demands": "评议", "ends_on": DAY + timedelta(20), "case_count": 1, "scorer_count": 1}
    appraisal = Appraisal.objects.create(session=world.session, jurisdiction=world.place, **facts)
    assert len(owed(world, "assess")) == 1
    Proposal.objects.update(is_history=True)
    assert owed(world, "assess") == []
    Proposal.objects.update(is_history=False)
    Appraisal.objects.filter(pk=appraisal.pk).update(state="closed", seed="7", drawn_on=DAY, closed_on=DAY)
    assert owed(world, "assess") == []
