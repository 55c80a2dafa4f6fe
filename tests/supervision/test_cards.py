"""Cards and slips: what the rules bring, once; issued with number and paper; answered, appealed, revoked; slips rise by colour."""

from datetime import timedelta

import pytest
from django.db import transaction

from documents.models import Paper
from documents.rendering import render_pending
from feedback.models import Assignment
from organizations.models import Role, Ruleset
from proposals import actions as cases
from supervision import actions
from supervision.firing import firings
from supervision.models import Card
from supervision.models import CardState as State
from tests.moves import check_rights
from tests.proposals.world import DAY
from tests.supervision.world import DUE
from workflow.calendar import WorkCalendar
from workflow.models import Event, Notice
from workflow.refusals import Forbidden, Refused

LATE = DUE + timedelta(2)


def fired(world, day):
    return [(each.colour, each.rule) for each in firings(world.place, day)]


@pytest.fixture
def card(world):
    world.due(DAY - timedelta(3))
    (found,) = actions.propose(world.place, DAY)
    return found


@pytest.fixture
def issued(world, card):
    return actions.issue(card, by=world.supervisor, on=DAY)


def test_lateness_brings_yellow_then_red_and_nothing_before(world):
    world.due(DUE)
    assert fired(world, DUE) == []
    assert fired(world, DUE + timedelta(1)) == [("yellow", "late")]
    assert fired(world, DUE + timedelta(7)) == [("yellow", "late")]
    assert fired(world, DUE + timedelta(8)) == [("red", "late")]


@pytest.mark.parametrize("change", [{"suspended_on": DAY}, {"state": "return_requested"}, {"is_history": True}])
def test_what_is_paused_or_history_brings_none(world, change):
    world.due(DUE, **change)
    assert fired(world, DUE + timedelta(30)) == []


def test_an_extension_ends_it_and_a_proposed_card_can_no_longer_be_issued(world, card):
    world.due(DAY + timedelta(3660))
    assert fired(world, DAY) == []
    with pytest.raises(Refused, match="已延期至"):
        actions.issue(card, by=world.supervisor, on=DAY)
    assert not Card.objects.exclude(number="").exists()


def test_cards_are_proposed_once_and_only_the_office_is_told(world, card):
    assert actions.propose(world.place, DAY) == [] and card.state == "proposed" and card.colour == "yellow"
    assert Notice.objects.filter(person=world.supervisor, title="有 1 张牌待审定").exists()
    assert not Notice.objects.filter(person=world.handler, key__startswith="card").exists()
    assert not Card.objects.visible_to(world.head).exists() and Card.objects.visible_to(world.supervisor).get() == card


def test_a_red_card_takes_the_place_of_the_yellow_one_that_waits_for_the_same_lateness(world, card):
    late = DAY + timedelta(6)
    (red,) = actions.propose(world.place, late)
    card.refresh_from_db()
    assert (red.colour, red.state, card.state) == ("red", State.PROPOSED, State.DISMISSED) and "已改提红牌" in card.ruling
    assert Event.objects.of(card).filter(move="raise_to_red", to_state="dismissed", on=late).exists()
    assert actions.propose(world.place, late + timedelta(1)) == []


def test_a_yellow_card_that_was_issued_stays_when_a_red_one_follows(world, issued):
    (red,) = actions.propose(world.place, DAY + timedelta(6))
    issued.refresh_from_db()
    assert (red.colour, issued.state) == ("red", State.ISSUED)


def test_one_lateness_brings_one_red_card_also_where_its_yellow_one_was_raised(world, card):
    second = world.assigned(title="关于改善公园厕所的建议").handlings.get()
    Assignment.objects.filter(pk=second.pk).update(due_on=DAY - timedelta(1))
    (raised,) = actions.propose(world.place, DAY)
    assert raised.colour == "red"
    assert second.pk not in {each.assignment_id for each in firings(world.place, DAY + timedelta(10))}
    actions.revoke(actions.issue(raised, by=world.supervisor, on=DAY), by=world.supervisor, reason="期限有误", on=DAY)
    assert second.pk in {each.assignment_id for each in firings(world.place, DAY + timedelta(10))}


def test_no_card_is_drawn_by_hand_beside_one_that_waits(world, card):
    with pytest.raises(Refused, match="已有一张待审定的黄牌"):
        actions.draw(card.assignment, by=world.supervisor, reason="逾期", colour="red", on=DAY)
    assert actions.draw(card.assignment, by=world.supervisor, reason="逾期", on=DAY).colour == "blue"


def test_a_second_yellow_of_the_year_is_raised_to_red(world, card):
    second = world.assigned(title="关于改善公园厕所的建议").handlings.get()
    Assignment.objects.filter(pk=second.pk).update(due_on=DAY - timedelta(1))
    (firing,) = firings(world.place, DAY)
    assert firing.colour == "red" and "第2张黄牌" in firing.reason
    actions.dismiss(card, by=world.supervisor, reason="系统故障所致", on=DAY)
    assert [each.colour for each in firings(world.place, DAY)] == ["yellow"]


def test_dissatisfaction_brings_yellow_then_red(world):
    reply = cases.issue_reply(world.signed_reply(world.reply_to(world.handling)), by=world.handler, on=DAY)
    cases.give_receipt(reply.receipts.get(), by=world.member, overall="dissatisfied", text="没有解决", on=DAY)
    assert fired(world, DAY) == [("yellow", "dissatisfied")]
    actions.propose(world.place, DAY)
    again = world.again(reply)
    cases.give_receipt(again.receipts.get(), by=world.member, overall="dissatisfied", text="没有解决", on=DAY)
    assert fired(world, DAY) == [("red", "dissatisfied")]
    assert fired(world, DAY + timedelta(31)) == []
    rules = {"supervision": {"card_for_dissatisfied": False}}
    Ruleset.objects.create(jurisdiction=world.place, version=1, name="不因不满意发牌", overrides=rules, effective_on=DAY)
    assert fired(world, DAY) == []


def test_an_issued_card_has_number_deadline_points_and_paper_and_reaches_the_unit(world, issued):
    assert issued.number == f"督办〔{DAY.year}〕1号" and issued.points == 1
    assert issued.due_on == WorkCalendar().add_workdays(DAY, 5) and "发出 + 5 个工作日" in issued.due_steps[0]
    assert Notice.objects.filter(person=world.head, title__startswith="收到黄牌").exists()
    assert Card.objects.visible_to(world.head).get() == issued and Card.objects.visible_to(world.leader).get() == issued
    paper = Paper.objects.of(issued).get()
    assert paper.title == "督办通知书" and render_pending() == 1
    assert Event.objects.of(issued).filter(move="issue", by=world.supervisor).exists()


def test_answer_is_sent_back_then_closed(world, issued):
    card = actions.answer(issued, by=world.handler, text="已明确专人，本周答复", on=DAY)
    card = actions.send_back(card, by=world.supervisor, reason="没有完成时间", on=DAY + timedelta(7))
    assert card.state == State.ISSUED and card.due_on > issued.due_on
    card = actions.answer(card, by=world.handler, text="3月20日前完成", on=DAY + timedelta(8))
    card = actions.close(card, by=world.supervisor, opinion="同意销号", on=DAY + timedelta(9))
    assert card.state == State.CLOSED and card in Card.objects.standing()


def test_an_appeal_is_upheld_or_the_card_revoked(world, issued):
    with pytest.raises(Forbidden):
        actions.appeal(issued, by=world.handler, reason="不服", on=DAY)
    with pytest.raises(Refused, match="申诉期限已于"):
        actions.appeal(issued, by=world.head, reason="不服", on=issued.appeal_by + timedelta(1))
    card = actions.appeal(issued, by=world.head, reason="期限计算有误", on=issued.appeal_by)
    card = actions.uphold(card, by=world.supervisor, reason="期限无误", on=DAY + timedelta(8))
    assert card.state == State.ISSUED
    card = actions.revoke(actions.appeal(card, by=world.head, reason="再申诉", on=DAY), by=world.supervisor, reason="核实属实", on=DAY)
    assert card.state == State.REVOKED and card.points == 0 and not Card.objects.standing().exists()


def test_slips_rise_only_after_the_former_expired(world):
    handling = world.due(DUE)
    assignment = Assignment.objects.get(pk=handling.pk)
    blue = actions.draw(assignment, by=world.supervisor, reason="进展缓慢", on=DAY)
    assert (blue.colour, blue.state) == ("blue", State.ISSUED)
    with pytest.raises(Refused, match="还没有到期"):
        actions.draw(assignment, by=world.supervisor, reason="仍无进展", on=blue.due_on)
    orange = actions.draw(assignment, by=world.supervisor, reason="仍无进展", on=blue.due_on + timedelta(1))
    red = actions.draw(assignment, by=world.supervisor, reason="仍无进展", on=orange.due_on + timedelta(1))
    assert [orange.colour, red.colour, orange.former, red.former] == ["orange", "red_slip", blue, orange]
    with pytest.raises(Refused, match="不能再升级"):
        actions.draw(assignment, by=world.supervisor, reason="仍无进展", on=red.due_on + timedelta(1))
    actions.close(actions.answer(red, by=world.handler, text="已办", on=DAY), by=world.supervisor, on=DAY)
    assert actions.draw(assignment, by=world.supervisor, reason="另一件事", on=DAY).colour == "blue"


def test_nothing_is_drawn_about_what_is_paused_concluded_or_elsewhere(world):
    handling = world.due(DUE, suspended_on=DAY)
    assignment = Assignment.objects.get(pk=handling.pk)
    with pytest.raises(Refused, match="延期停计"):
        actions.draw(assignment, by=world.supervisor, reason="催", on=DAY)
    Assignment.objects.filter(pk=handling.pk).update(suspended_on=None, state="concluded", concluded_on=DAY)
    with pytest.raises(Refused, match="已办结"):
        actions.draw(assignment, by=world.supervisor, reason="催", on=DAY)
    with pytest.raises(Forbidden):
        actions.draw(assignment, by=world.secretary, reason="催", on=DAY)
    assert not Card.objects.exists()


def test_every_move_by_every_role_in_every_state(world, issued):
    people = {role: world.somebody(role) for role in Role.values}
    office, unit = {Role.SUPERVISOR}, {Role.UNIT_HEAD, Role.UNIT_HANDLER}
    table = {
        "issue": ({"proposed"}, "issued", office),
        "dismiss": ({"proposed"}, "dismissed", office),
        "raise_to_red": ({"proposed"}, "dismissed", "driven"),
        "answer": ({"issued"}, "answered", unit),
        "send_back": ({"answered"}, "issued", office),
        "close": ({"answered"}, "closed", office),
        "appeal": ({"issued"}, "appealed", {Role.UNIT_HEAD}),
        "uphold": ({"appealed"}, "issued", office),
        "revoke": ({"issued", "answered", "appealed", "closed"}, "revoked", office),
    }
    check_rights(actions.CARD_FLOW, issued, people, table)


def test_a_number_that_failed_is_not_lost(world, card):
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.issue(card, by=world.supervisor, on=DAY)
        raise RuntimeError
    assert actions.issue(card, by=world.supervisor, on=DAY).number.endswith("1号")
