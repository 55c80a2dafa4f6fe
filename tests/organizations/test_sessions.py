"""Whom a session belongs to: read with his posts of the day by statements written once."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from consultation.rules import ConsultationRules
from organizations.access import Access
from organizations.actions import appoint, merge_unit
from organizations.backends import PersonBackend, with_posts
from organizations.models import Person, Role, Ruleset
from tests.world import World

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2026, 3, 4), date(2026, 3, 5)


@pytest.fixture
def world():
    return World()


def test_the_person_comes_with_the_posts_of_the_day(world):
    merge_unit(world.finance, world.education, on=AFTER)
    someone = world.other_handler
    appoint(someone, Role.LIAISON, world.place, unit=world.committee, ends_on=BEFORE)
    then, now = with_posts(someone.pk, BEFORE).access, with_posts(someone.pk, AFTER + timedelta(days=1)).access
    assert then.roles == {Role.UNIT_HANDLER, Role.LIAISON} and now.roles == {Role.UNIT_HANDLER}
    assert then.units(Role.UNIT_HANDLER) == {world.education.pk} and then.units(Role.LIAISON) == {world.committee.pk}
    assert now.units(Role.UNIT_HANDLER) == {world.education.pk, world.finance.pk}


def test_it_is_the_same_as_read_by_itself(world):
    for someone in Person.objects.all():
        read = with_posts(someone.pk, timezone.localdate())
        fields = [field.attname for field in Person._meta.concrete_fields]
        assert [getattr(read, name) for name in fields] == [getattr(someone, name) for name in fields]
        assert set(read.access.grants) == set(Person.objects.get(pk=someone.pk).access.grants)


def test_nobody_and_who_may_not_sign_in_have_no_session(world):
    backend = PersonBackend()
    assert backend.get_user(world.secretary.pk) == world.secretary and backend.get_user(2**40) is None
    Person.objects.filter(pk=world.secretary.pk).update(is_active=False)
    assert backend.get_user(world.secretary.pk) is None


@pytest.mark.parametrize("key", ["\0\0aaaaaaaa", "a' OR '1'='1", pytest.param("a" * 5000, id="long"), ""])
def test_a_cookie_that_is_no_key_is_nobody(client, key):
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get("/").status_code == 302


def test_a_session_that_is_over_is_not_read(client, world):
    client.force_login(world.secretary)
    assert client.get("/").status_code == 200
    Session.objects.update(expire_date=timezone.now())
    assert client.get("/").status_code == 302


def test_the_rules_of_his_places_come_with_the_posts(world, django_assert_num_queries):
    """The newest version in force in each place; another place's, and one of tomorrow, are not his."""
    other, today = World("邻县", "county"), timezone.localdate()
    for place, version, since in (
        (world.place, 1, BEFORE),
        (world.place, 2, AFTER),
        (world.place, 3, today + timedelta(days=1)),
        (other.place, 1, BEFORE),
    ):
        overrides = {"consultation": {"overload": 10 * place.pk + version}}
        Ruleset.objects.create(jurisdiction=place, version=version, name="测试", overrides=overrides, effective_on=since)
    appoint(world.secretary, Role.LIAISON, world.place, unit=world.committee)
    read = with_posts(world.secretary.pk, today)
    with django_assert_num_queries(0):
        assert [rules.overload for rules in read.access.rules(ConsultationRules)] == [10 * world.place.pk + 2]
    appoint(world.secretary, Role.MEMBER, other.place)
    read = with_posts(world.secretary.pk, today)
    assert {rules.overload for rules in read.access.rules(ConsultationRules)} == {10 * world.place.pk + 2, 10 * other.place.pk + 1}
    assert Access([]).rules(ConsultationRules) == [ConsultationRules()]
