"""Programs keep the registers by the forms of the admin: what is stored, what is refused, what leaves a trail."""

from datetime import date

import pytest
from django.apps import apps

from organizations.actions import appoint
from organizations.models import CounterpartLink, Meeting, Membership, Person, Portfolio, Role, Sector, Session, Term, Unit
from tests.api.caller import Caller
from tests.world import World, person
from workflow.models import CalendarDay, CalendarYear

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.fixture
def secretary(world):
    return Caller(world.secretary)


def made(answer):
    assert answer.status_code == 201, answer.content.decode()
    return answer.json()["id"]


def test_somebody_is_entered_with_his_post_and_without_password(world, secretary):
    body = {"name": "演示甲", "username": "jia", "role": "unit_handler", "unit": str(world.finance.public_id), "starts_on": "2026-01-01"}
    someone = Person.objects.get(public_id=made(secretary.post("people/", body)))
    post = someone.memberships.get()
    assert (post.unit, post.role, post.starts_on) == (world.finance, Role.UNIT_HANDLER, date(2026, 1, 1))
    assert not someone.has_usable_password()
    assert secretary.post("people/", body).json() == {"username": ["这个用户名已有人使用。"]}
    assert secretary.post("people/", body | {"username": "yi", "role": "auditor"}).status_code == 400
    assert secretary.post("people/", body | {"username": "yi", "unit": None}).status_code == 400
    assert Person.objects.filter(name="演示甲").count() == 1


def test_facts_and_accounts_of_people_are_changed_by_who_keeps_them(world, secretary):
    base = f"people/{world.handler.public_id}/act/"
    assert secretary.json(f"{base}edit/")["fields"][0] == {
        "name": "name",
        "label": "姓名",
        "required": True,
        "schema": {"type": "string", "description": "姓名", "maxLength": 40},
        "value": world.handler.name,
    }
    assert secretary.post(f"{base}edit/", {"phone": "0571-1"}).status_code == 200
    assert secretary.post(f"{base}deactivate/").status_code == 200
    world.handler.refresh_from_db()
    assert (world.handler.phone, world.handler.is_active, bool(world.handler.username)) == ("0571-1", False, True)
    assert secretary.post(f"{base}edit/", {"is_service": True}).json() == {"is_service": ["没有这个字段。"]}
    auditor = world.somebody(Role.AUDITOR)
    assert secretary.post(f"people/{auditor.public_id}/act/edit/", {"phone": "1"}).status_code == 403
    assert secretary.post(f"people/{world.secretary.public_id}/act/edit/", {"phone": "1"}).status_code == 200
    assert secretary.post(f"people/{world.secretary.public_id}/act/deactivate/").status_code == 403


def test_posts_are_given_and_ended_within_one_s_own_power(world, secretary):
    body = {"person": str(world.handler.public_id), "role": "member", "starts_on": "2026-01-01"}
    number = made(secretary.post("memberships/", body))
    assert secretary.post(f"memberships/{number}/act/edit/", {"ends_on": "2026-06-30"}).status_code == 200
    assert secretary.json(f"memberships/{number}/")["ends_on"] == "2026-06-30"
    assert secretary.post(f"memberships/{number}/act/edit/", {"role": "auditor"}).json() == {"role": ["没有这个字段。"]}
    assert secretary.post(f"memberships/{number}/act/edit/", {"ends_on": "2025-06-30"}).status_code == 400
    assert secretary.post("memberships/", body | {"role": "system_admin"}).status_code == 400
    own = world.secretary.memberships.get()
    assert secretary.post(f"memberships/{own.pk}/act/edit/", {"ends_on": "2030-01-01"}).status_code == 403
    assert Membership.objects.filter(role=Role.SYSTEM_ADMIN).count() == 0


def test_terms_sessions_and_meetings_are_kept(world, secretary):
    term = Term.objects.get(pk=made(secretary.post("terms/", {"number": 9, "starts_on": "2022-01-01"})))
    session = Session.objects.get(pk=made(secretary.post("sessions/", {"term": term.pk, "number": 5})))
    assert secretary.post(f"sessions/{session.pk}/act/edit/", {"cutoff_at": "2026-01-10T17:00:00+08:00"}).status_code == 200
    body = {"body": "plenary", "term": term.pk, "number": 5, "held_on": "2026-01-08"}
    meeting = Meeting.objects.get(public_id=made(secretary.post("meetings/", body)))
    assert secretary.post("meetings/", body).status_code == 400
    assert secretary.post(f"meetings/{meeting.public_id}/act/edit/", {"ends_on": "2026-01-07"}).status_code == 400
    assert secretary.post(f"meetings/{meeting.public_id}/act/edit/", {"place": "市会议中心"}).status_code == 200
    meeting.refresh_from_db()
    assert (meeting.place, meeting.held_on, meeting.jurisdiction) == ("市会议中心", date(2026, 1, 8), world.place)
    assert Session.objects.get().cutoff_at is not None


def test_portfolios_contacts_and_sectors_come_and_go(world, secretary):
    leader = person(world.place, Role.GOVERNMENT_LEADER, name="演示副市长")
    body = {"leader": str(leader.public_id), "units": [str(world.finance.public_id)], "categories": "财政"}
    number = made(secretary.post("portfolios/", body))
    assert list(Portfolio.objects.get(pk=number).units.all()) == [world.finance]
    units = [str(world.finance.public_id), str(world.education.public_id)]
    assert secretary.post(f"portfolios/{number}/act/edit/", {"units": units}).status_code == 200
    assert Portfolio.objects.get(pk=number).units.count() == 2
    assert secretary.post(f"portfolios/{number}/act/remove/").status_code == 204
    sector = made(secretary.post("sectors/", {"name": "教育"}))
    link = made(secretary.post("counterpart-links/", {"committee": str(world.committee.public_id), "sector": sector}))
    assert secretary.post(f"sectors/{sector}/act/remove/").json() == {"detail": "还有别的记录用到它，不能删除。"}
    assert secretary.post(f"counterpart-links/{link}/act/remove/").status_code == 204
    assert secretary.post(f"sectors/{sector}/act/remove/").status_code == 204
    assert (Portfolio.objects.count(), Sector.objects.count(), CounterpartLink.objects.count()) == (0, 0, 0)


def test_facts_of_a_unit_are_edited_but_not_its_name(world, secretary):
    path = f"units/{world.finance.public_id}/act/edit/"
    assert secretary.post(path, {"phone": "0571-2", "parent": str(world.government_office.public_id)}).status_code == 200
    assert Unit.objects.get(pk=world.finance.pk).phone == "0571-2"
    assert secretary.post(path, {"name": "改名"}).json() == {"name": ["没有这个字段。"]}


def test_rows_of_other_places_cannot_be_named(world, secretary):
    other = World("别市", "other")
    leader = person(other.place, Role.GOVERNMENT_LEADER)
    term = Term.objects.create(jurisdiction=other.place, number=5)
    tries = {
        "portfolios/": {"leader": str(leader.public_id)},
        "meetings/": {"body": "plenary", "term": term.pk, "number": 1},
        "memberships/": {"person": str(leader.public_id), "role": "member"},
        "sectors/": {"name": "教育", "jurisdiction": "other"},
        "counterpart-links/": {"committee": str(other.committee.public_id), "unit": str(world.finance.public_id)},
    }
    assert {path: secretary.post(path, body).status_code for path, body in tries.items()} == dict.fromkeys(tries, 400)
    assert secretary.post(f"terms/{term.pk}/act/edit/", {"number": 6}).status_code == 404


def test_who_keeps_several_places_names_the_place(world):
    other = World("别市", "other")
    appoint(world.secretary, Role.SECRETARY, other.place, unit=other.committee)
    secretary = Caller(world.secretary)
    assert "jurisdiction" in secretary.post("sectors/", {"name": "教育"}).json()
    made(secretary.post("sectors/", {"name": "教育", "jurisdiction": "other"}))
    assert Sector.objects.get().jurisdiction == other.place


def test_the_calendar_is_kept_by_the_system_s_administrator(world):
    system = Caller(world.somebody(Role.SYSTEM_ADMIN))
    assert made(system.post("calendar/years/", {"year": 2091, "source": "国办发明电"})) == 2091
    assert made(system.post("calendar/days/", {"day": "2091-03-05", "is_workday": False, "name": "测试假"})) == "2091-03-05"
    assert "本来就是工作日" in system.post("calendar/days/", {"day": "2091-03-06", "is_workday": True}).json()["detail"][0]
    assert system.post("calendar/days/2091-03-05/act/edit/", {"name": "改名"}).status_code == 200
    assert CalendarDay.objects.get(day=date(2091, 3, 5)).name == "改名"
    assert system.post("calendar/days/2091-03-05/act/remove/").status_code == 204
    assert system.post("calendar/days/nonsense/act/remove/").status_code == 404
    assert system.post("calendar/years/2091/act/edit/", {"source": "改"}).status_code == 200
    assert CalendarYear.objects.get(year=2091).source == "改"


def test_a_call_with_a_key_acts_once_and_leaves_who_it_was(world, secretary):
    again = [secretary.post("sectors/", {"name": "教育"}, headers={"Idempotency-Key": "k"}).json() for _ in range(2)]
    assert again[0] == again[1] and Sector.objects.count() == 1
    event = apps.get_model("organizations", "SectorEvent").objects.get(name="教育")
    assert event.pgh_context.metadata["person"] == world.secretary.pk


def test_nonsense_is_refused_in_words(world, secretary):
    for body in ({"name": 1}, {"name": None}, {"name": "甲" * 41}, {"name": "甲", "order": -1}, {"name": "甲", "order": 10**9}, {"x": 1}):
        assert secretary.post("sectors/", body).status_code == 400, body
    for body in ({"number": 10**9}, {"number": "x"}, {"number": 5, "starts_on": "2026-02-30"}):
        assert secretary.post("terms/", body).status_code == 400, body
    assert secretary.post("meetings/", {"body": "x", "term": 10**20, "number": 1}).status_code == 400
