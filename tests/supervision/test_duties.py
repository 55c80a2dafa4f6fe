"""Duties: what is owed stands here while it is owed, and only then."""

from datetime import date, timedelta

import pytest

from feedback import actions as feedback
from feedback.models import Assignment, Commitment, Suggestion
from organizations.models import Role
from proposals import actions
from proposals.models import Handling
from supervision.board import board
from supervision.duties import FAR, KINDS, duties, duties_of
from supervision.models import duty_labels
from tests.proposals.world import DAY
from tests.supervision.world import DUE
from tests.world import World, person
from workflow.calendar import WorkCalendar


def kinds(world, until=DAY + FAR):
    return [(each.kind, each.due_on) for each in duties([world.place.pk], until)]


def test_every_kind_has_a_label_and_a_finder():
    assert set(KINDS) == set(duty_labels())


def test_a_case_owes_its_reply_and_the_draft_before(world):
    found = dict(kinds(world))
    assert found["reply"] == DUE and found["countersign"] < DUE and "contact" not in found
    assert "reply" not in dict(kinds(world, DUE - timedelta(1)))
    reply = world.signed_reply(world.reply_to(Handling.objects.get(pk=world.handling.pk)))
    assert "countersign" not in dict(kinds(world)) and "reply" in dict(kinds(world))
    actions.issue_reply(reply, by=world.handler, on=DAY)
    assert sorted(kind for kind, _ in kinds(world)) == ["disclosure", "receipt", "summary"]


@pytest.mark.parametrize("change", [{"suspended_on": DAY}, {"state": "return_requested"}, {"is_history": True}, {"state": "withdrawn"}])
def test_what_is_paused_returned_or_closed_owes_nothing(world, change):
    Assignment.objects.filter(pk=world.handling.pk).update(**change)
    assert not {"reply", "countersign"} & set(dict(kinds(world)))


def test_the_first_contact_is_owed_until_it_is_made(world):
    proposal = world.assigned(title="关于改善公园厕所的建议")
    handling = proposal.handlings.get()
    owed = duties([world.place.pk], DAY + FAR, kinds=["contact"])
    assert [(each.row, each.due_on) for each in owed] == [(handling.pk, handling.contact_due_on)]
    handling = actions.accept(handling, by=world.handler, on=DAY)
    actions.add_contact(handling, by=world.handler, kind="phone", on=DAY, participants="演示委员", text="说明", phase="before")
    assert not duties([world.place.pk], DAY + FAR, kinds=["contact"])


def test_offices_owe_examination_assignment_and_rulings(world):
    filed = world.filed(title="关于增设候车亭的建议")
    assert [(each.kind, each.due_on) for each in duties([world.place.pk], DAY + FAR, kinds=["assignment", "filing"])] == [
        ("assignment", filed.filed_on + timedelta(30))
    ]
    other = world.assigned(title="关于疏通下水道的建议").handlings.get()
    actions.request_return(other, by=world.head, reason="不属本单位职责", suggested_unit=world.education, on=DAY)
    ruling = duties([world.place.pk], DAY + FAR, kinds=["ruling"])
    assert [(each.due_on, each.unit_id) for each in ruling] == [(DAY + timedelta(7), None)]


def test_a_promise_is_owed_beyond_its_case_but_not_from_history(world):
    row = Suggestion.objects.filter(proposed__proposal=world.proposal).first()
    Commitment.objects.create(jurisdiction=world.place, suggestion=row, unit=world.finance, text="年底前装完", due_on=DUE)
    assert [each.unit_name for each in duties([world.place.pk], DUE, kinds=["commitment"])] == [world.finance.name]
    type(world.proposal).objects.filter(pk=world.proposal.pk).update(is_history=True)
    assert not duties([world.place.pk], DUE, kinds=["commitment"])


def test_each_sees_his_own(world):
    other = World("邻市", "other")
    stranger = person(other.place, Role.SUPERVISOR)
    outsider = person(world.place, Role.UNIT_HANDLER, world.education)
    seen = {who: {each.kind for each in duties_of(who, DUE)} for who in (world.supervisor, world.handler, world.leader, outsider, stranger)}
    assert {"reply", "countersign"} <= seen[world.supervisor] & seen[world.handler] & seen[world.leader]
    assert not seen[outsider] and not seen[stranger] and not duties_of(world.member, DUE)


def test_the_board_narrows_by_light_kind_unit_and_words(world):
    world.due(DAY + timedelta(10))
    day = DAY
    assert [(each.light, each.left, each.late) for each in board(world.supervisor, kind="reply", day=day)] == [
        ("yellow", "还有 10 天", False)
    ]
    late = board(world.supervisor, light="overdue", day=DAY + timedelta(12))
    assert {(each.words, each.left) for each in late if each.duty.kind == "reply"} == {("已逾期", "已逾期 2 天")}
    assert not board(world.supervisor, unit="不存在", day=day) and not board(world.supervisor, words="不存在", day=day)


def owed(world, kind):
    return [(each.row, each.due_on) for each in duties([world.place.pk], DAY + FAR, kinds=[kind])]


def test_whether_an_answer_is_published_is_owed_until_it_is_decided(world):
    actions.issue_reply(world.signed_reply(world.reply_to(Handling.objects.get(pk=world.handling.pk))), by=world.handler, on=DAY)
    assert owed(world, "disclosure") == [(world.proposal.pk, WorkCalendar().add_workdays(DAY, 20))]
    proposal = type(world.proposal).objects.get(pk=world.proposal.pk)
    actions.decide_publication(proposal, by=world.secretary, publication="none", reason="涉及未公开的规划", on=DAY)
    assert owed(world, "disclosure") == []


def test_people_of_items_are_asked_for_in_so_many_queries(world, django_assert_num_queries):
    world.issued_plan()
    with django_assert_num_queries(4):  # the assignments with their session, the rules in force, a year of the calendar and its days
        assert len(duties([world.place.pk], DAY + FAR, kinds=["team"])) > 1


def test_a_plan_owes_dates_people_outcomes_and_its_evaluation(world):
    plan = world.issued_plan()
    last = plan.items.order_by("-pk").first()
    type(last).objects.filter(pk=last.pk).update(precision="none", window_start=None, window_end=None)
    assert owed(world, "undated") == [(last.pk, date(plan.year, 3, 31))]
    assert owed(world, "evaluation") == [(plan.pk, date(plan.year + 1, 3, 31))]
    duty = Assignment.objects.filter(source="plan_item", unit=world.finance).first()
    assert (duty.pk, duty.assigned_on + timedelta(10)) in owed(world, "team")
    team = {"head": "甲", "deputy": "乙", "office": "办公室", "handler": "丙", "phone": "0571-12345678"}
    feedback.name_team(duty, by=world.handler, on=DAY, **team)
    assert duty.pk not in dict(owed(world, "team"))
    type(last).objects.filter(pk=last.pk).update(state="held", held_on=DAY)
    assert owed(world, "undated") == [] and owed(world, "outcome") == [(last.pk, WorkCalendar().add_workdays(DAY, 7))]
    type(plan).objects.filter(pk=plan.pk).update(state="evaluated")
    assert owed(world, "evaluation") == owed(world, "outcome") == []
