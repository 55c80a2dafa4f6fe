"""Days, numbers and people that must not pass."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from consultation import actions
from consultation.drafts import UnitDraft
from consultation.forms import ITEM_FORMS, PLAN_FORMS
from consultation.models import PlanItem, UnitRole
from feedback import actions as feedback
from feedback.models import Assignment
from organizations.actions import appoint
from organizations.models import Body, Meeting, Role, Term
from organizations.rules import check_overrides
from tests.pages import browser
from tests.world import DAY, World
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db
LAST = date(9999, 12, 31)


@pytest.fixture
def world():
    return World()


@pytest.mark.parametrize("day", [LAST, None])
def test_a_plan_is_not_issued_in_the_future(world, day):
    plan = world.approved_plan()
    day = day or timezone.localdate() + timedelta(days=1)
    with pytest.raises(Refused, match="不能晚于今天"):
        actions.issue(plan, by=world.secretary, issued_on=day, document_number="测〔2026〕1号")
    address = reverse("consultation:plan-act", args=[plan.public_id, "issue"])
    assert browser(world.secretary).post(address, {"issued_on": day, "version": plan.version}).status_code == 409
    assert not Assignment.objects.exists()


def test_an_opinion_is_not_given_in_the_future(world):
    plan = actions.consult(world.plan(), by=world.secretary, on=DAY)
    with pytest.raises(Refused, match="不能晚于今天"):
        actions.give_opinion(plan, by=world.secretary, office=world.party_office, agrees=True, on=LAST)
    assert not plan.opinions.exists()


def test_a_secretary_of_another_place_speaks_for_his_own_office_only(world):
    guest = World("别市", "other").secretary
    appoint(guest, Role.OFFICE_STAFF, world.place, unit=world.party_office)
    plan = actions.consult(world.plan(), by=world.secretary, on=DAY)
    assert list(PLAN_FORMS["give_opinion"](obj=plan, by=guest).fields["office"].queryset) == [world.party_office]


def test_who_leads_elsewhere_is_not_named_as_a_leader_here(world):
    appoint(world.handler, Role.CPPCC_LEADER, World("别市", "other").place)
    form = ITEM_FORMS["schedule"](obj=world.issued_plan().items.first(), by=world.secretary)
    assert world.handler not in form.fields["presides"].queryset
    assert world.secretary in form.fields["presides"].queryset


@pytest.mark.parametrize("days", [("0001-01-01", "2026-06-30"), ("2026-06-01", "9999-12-31")])
def test_a_window_lies_in_our_times(world, days):
    item = world.plan().items.first()
    form = ITEM_FORMS["edit"]({"window_start": days[0], "window_end": days[1]}, obj=item, by=world.secretary)
    assert "日期应在 1949 至 2100 年之间。" in [*form.errors.get("window_start", []), *form.errors.get("window_end", [])]


@pytest.mark.parametrize("day", ["13-45", "02-29", "1-1", "x"])
def test_a_rule_names_a_day_of_every_year(day):
    with pytest.raises(ValueError, match="每年都有这一天"):
        check_overrides({"consultation": {"undated_last": day}})


def test_an_amendment_does_not_overwrite_what_somebody_else_changed(world):
    item = world.issued_plan().items.first()
    seen = item.version
    actions.schedule(item, by=world.secretary, attendance="演示领导出席")
    address = reverse("consultation:item-act", args=[item.public_id, "amend"])
    data = {"kind": "consultation", "number": 1, "title": "改过的题目", "reason": "测试", "approved_by": "市委", "version": seen}
    answer = browser(world.secretary).post(address, data)
    assert answer.status_code == 409
    assert "刚被别人修改过" in answer.content.decode()
    assert PlanItem.objects.get(pk=item.pk).attendance == "演示领导出席"


def test_an_amendment_tells_what_was_stored_before(world):
    item = world.issued_plan().items.first()
    actions.schedule(item, by=world.secretary, attendance="演示领导出席")
    amendment = actions.amend(item.plan, by=world.secretary, reason="测试", approved_by="市委", edits=[(item, {"attendance": "另定"})])
    assert [(change["before"], change["after"]) for change in amendment.changes] == [("演示领导出席", "另定")]


def test_a_unit_named_twice_keeps_both_duties_through_an_amendment(world):
    draft = world.draft()
    units = (UnitDraft("市财政局"), UnitDraft("市财政局", UnitRole.CONSULTED))
    items = (type(draft.items[0])("测试议题", units=units),)
    item = world.issued_plan(items=items).items.get()
    duties = dict(item.units.values_list("role", "assignment"))
    actions.amend(item.plan, by=world.secretary, reason="测试", approved_by="市委", edits=[(item, {"notes": "改", "units": units})])
    assert dict(item.units.values_list("role", "assignment")) == duties
    assert None not in duties.values()


def test_a_meeting_lies_in_our_times(world):
    term = Term.objects.create(jurisdiction=world.place, number=5)
    meeting = Meeting(jurisdiction=world.place, body=Body.PLENARY, term=term, number=1, held_on=date(2026, 1, 8), ends_on=LAST)
    with pytest.raises(ValidationError, match="1949 至 2100"):
        meeting.full_clean()


def test_a_plan_is_not_approved_before_it_was_reported_nor_reported_before_the_opinions(world):
    plan = actions.consult(world.plan(), by=world.secretary, on=DAY)
    for office in world.offices:
        actions.give_opinion(plan, by=world.secretary, office=office, agrees=True, on=DAY)
    with pytest.raises(Refused, match="不能早于会商意见的日期 2026-03-02"):
        actions.report(plan, by=world.secretary, on=DAY - timedelta(days=1))
    with pytest.raises(Refused, match="报批日期不能晚于今天"):
        actions.report(plan, by=world.secretary, on=LAST)
    actions.report(plan, by=world.secretary, on=DAY)
    with pytest.raises(Refused, match="不能早于报批日期 2026-03-02"):
        actions.approve(plan, by=world.secretary, approved_by="市委", approved_on=DAY - timedelta(days=1))
    assert actions.approve(plan, by=world.secretary, approved_by="市委", approved_on=DAY).state == "approved"


def test_nothing_is_held_before_the_year_of_its_plan(world):
    item = world.issued_plan().items.get(number=1)
    with pytest.raises(Refused, match="不能早于 2026-01-01"):
        actions.hold(item, by=world.secretary, held_on=date(2025, 12, 31))
    assert actions.hold(item, by=world.secretary, held_on=date(2026, 1, 10)).held_on == date(2026, 1, 10)


def test_nothing_is_arranged_once_the_plan_is_evaluated(world):
    plan = world.issued_plan()
    actions.evaluate(plan, by=world.secretary, evaluation="完成")
    item = PlanItem.objects.get(number=1)
    with pytest.raises(Refused, match="已经总结评估，不再安排"):
        actions.schedule(item, by=world.secretary, contact=world.secretary)
    assert "schedule" not in {move.name for move, _ in actions.ITEM_FLOW.offered(item, world.secretary)}
    address = reverse("consultation:item-act", args=[item.public_id, "schedule"])
    assert browser(world.secretary).get(address).status_code == 409


def concluded_duty(world):
    duty = Assignment.objects.get(unit=world.finance)
    feedback.acknowledge(duty, by=world.handler)
    return feedback.conclude(duty, by=world.secretary)


def test_a_duty_of_a_cancelled_item_is_not_taken_up_again(world):
    item = world.issued_plan().items.get(number=1)
    duty = concluded_duty(world)
    actions.cancel(item, by=world.secretary, reason="不办了", approved_by="市委")
    with pytest.raises(Refused, match="事项已经取消，交办件不能恢复办理"):
        feedback.reopen(duty, by=world.secretary, reason="再办")
    address = reverse("feedback:act", args=[duty.public_id, "reopen"])
    assert browser(world.secretary).post(address, {"reason": "再办", "version": duty.version}).status_code == 409
    duty.refresh_from_db()
    assert duty.state == "concluded"


def test_a_duty_of_a_running_item_is_taken_up_again(world):
    world.issued_plan()
    assert feedback.reopen(concluded_duty(world), by=world.secretary, reason="办早了").state == "under_way"


def test_an_entry_is_not_dated_before_the_assignment(world):
    world.issued_plan()
    duty = feedback.acknowledge(Assignment.objects.get(unit=world.finance), by=world.handler)
    with pytest.raises(ValidationError, match="不能早于交办日期 2026-03-02"):
        feedback.add_entry(duty, by=world.handler, kind="progress", text="已开会", on=DAY - timedelta(days=1))
    assert not duty.entries.exists()
