"""A plan belongs to the session of its year, and goes by the rules that this session pins."""

from datetime import date

import pytest

from consultation import actions
from consultation.drafts import ItemDraft
from consultation.forms import PLAN_FORMS, AddItemForm
from consultation.models import AnnualPlan
from feedback import actions as duties
from feedback.models import Assignment
from organizations.models import Jurisdiction, Level, Ruleset, Session, Term
from tests.world import DAY, World
from workflow.refusals import Refused

PINNED = {
    "consultation": {
        "offices_required": 1,
        "undated_last": "10-15",
        "overload": 7,
        "kinds": [["consultation", "协商"], ["hearing", "听证"], ["other", "其他"]],
    },
    "feedback": {"work_plan_due": {"amount": 3, "unit": "workday", "source": "会议规则第三条"}},
}


def ruleset(place, version, overrides, day=date(2020, 1, 1)):
    return Ruleset.objects.create(jurisdiction=place, version=version, name="测试规则", overrides=overrides, effective_on=day)


pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.fixture
def session(world):
    """The session of 2026, which pins a version that a later one has replaced for all other work."""
    pinned = ruleset(world.place, 1, PINNED)
    ruleset(world.place, 2, {})
    term = Term.objects.create(jurisdiction=world.place, number=6)
    Session.objects.create(term=term, number=2, starts_on=date(2025, 1, 9))
    return Session.objects.create(term=term, number=3, starts_on=date(2026, 1, 8), ruleset=pinned)


def test_a_plan_belongs_to_the_session_of_its_year(world, session):
    assert world.plan().session == session
    assert world.plan(year=2025).session.number == 2
    assert world.plan(year=2027).session is None


def test_the_session_that_was_registered_since_is_taken_when_the_plan_goes_on(world):
    plan = world.plan()
    later = Session.objects.create(term=Term.objects.create(jurisdiction=world.place, number=6), number=3, starts_on=date(2026, 1, 8))
    assert actions.consult(plan, by=world.secretary, on=DAY).session == later


def test_drafting_and_reporting_go_by_the_pinned_rules(world, session):
    plan = actions.consult(world.plan(), by=world.secretary, on=DAY)
    actions.give_opinion(plan, by=world.secretary, office=world.party_office, agrees=True, on=DAY)
    added = actions.add_item(plan, ItemDraft("听证一项", kind="hearing", number=1), by=world.secretary)
    assert added.kind_name == "听证"
    assert ("hearing", "听证") in AddItemForm(obj=plan, by=world.secretary).fields["kind"].choices
    with pytest.raises(Refused, match="没有“briefing”"):
        actions.add_item(plan, ItemDraft("通报一项", kind="briefing", number=1), by=world.secretary)
    assert actions.report(plan, by=world.secretary, on=DAY).state == "reported"


def test_without_a_pinned_version_the_rules_in_force_hold(world, session):
    Session.objects.update(ruleset=None)
    plan = actions.consult(world.plan(), by=world.secretary, on=DAY)
    actions.give_opinion(plan, by=world.secretary, office=world.party_office, agrees=True, on=DAY)
    with pytest.raises(Refused, match="应有 3 家"):
        actions.report(plan, by=world.secretary, on=DAY)


def test_assignments_go_by_the_pinned_rules_now_and_when_counted_anew(world, session):
    plan = world.issued_plan(year=2026)
    duty = Assignment.objects.get(unit=world.finance)
    assert (duty.session, duty.work_plan_due_on) == (session, date(2026, 3, 5))
    undated = plan.items.get(number=1)
    actions.amend(plan, by=world.secretary, on=DAY, reason="时间未定", approved_by="市委",
                  edits=[(undated, {"time_text": "", "precision": "none", "window_start": None, "window_end": None})])  # fmt: skip
    duty.refresh_from_db()
    assert duty.due_on == date(2026, 10, 15)
    duties.suspend(duty, by=world.secretary, on=DAY, reason="延期")
    duty.refresh_from_db()
    resumed = duties.resume_deadlines(duty, {"due_on": duty.due_on}, by=world.secretary, on=date(2026, 3, 9))
    assert resumed.work_plan_due_on == date(2026, 3, 12)


def test_the_pages_and_the_api_show_the_session_and_its_rules(world, session, client):
    plan = world.plan()
    client.force_login(world.secretary)
    assert "六届三次会议（适用规则：测试规则，第1版）" in client.get(f"/plans/{plan.public_id}/").content.decode()
    found = client.get(f"/api/v1/plans/{plan.public_id}/").json()
    assert (found["term"], found["session"]) == (6, 3)
    assert client.get(f"/api/v1/plans/{plan.public_id}/load/").json()["limit"] == 7
    assert "超过 7 项" in client.get(f"/plans/{plan.public_id}/load/").content.decode()


def test_the_secretary_chooses_another_session_of_the_place_only(world, session):
    elsewhere = Jurisdiction.objects.create(name="别处", code="elsewhere", level=Level.CITY)
    foreign = Session.objects.create(term=Term.objects.create(jurisdiction=elsewhere, number=1), number=1)
    plan, other = world.plan(), Session.objects.get(number=2)
    fields = {"title": plan.title, "version": plan.version}
    form = PLAN_FORMS["edit"](fields | {"session": other.pk}, obj=plan, by=world.secretary)
    assert form.try_run()[0] and AnnualPlan.objects.get(pk=plan.pk).session == other
    form = PLAN_FORMS["edit"](fields | {"version": "", "session": foreign.pk}, obj=plan, by=world.secretary)
    assert not form.try_run()[0] and "session" in form.errors
