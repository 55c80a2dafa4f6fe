"""What ends with a password or an account: sessions, access tokens, the address of the calendar."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organizations import actions
from organizations.models import ApiToken, Person, Role
from tests.admin.conftest import Office
from tests.world import PASSWORD, person

pytestmark = pytest.mark.django_db
NEW = "Another-2026-pass"


class Ways:
    """All ways in under one name: a session, a token, the calendar's address."""

    def __init__(self, someone):
        self.client = Client()
        self.client.force_login(someone)
        _, key = ApiToken.issue(someone, name="统计", scope="read", expires_at=timezone.now() + timedelta(days=9))
        self.program = {"HTTP_AUTHORIZATION": f"Bearer {key}"}
        feed_key = uuid.uuid4()
        Person.objects.filter(pk=someone.pk).update(feed_key=feed_key)
        self.feed = reverse("consultation:feed", args=[feed_key])

    def open(self):
        """The answers of session, token and calendar."""
        stranger = Client()
        token = stranger.get("/api/v1/me/", **self.program).status_code
        return self.client.get("/tokens/").status_code, token, stranger.get(self.feed).status_code


OPEN, SHUT = (200, 200, 200), (302, 401, 404)


@pytest.fixture
def office():
    return Office()


def page_of(someone, act=None):
    place = f"/admin/organizations/person/{someone.pk}/"
    return f"{place}act/{act}/" if act else f"{place}change/"


def test_a_reset_password_shuts_all_ways_in(office):
    ways = Ways(office.world.handler)
    assert ways.open() == OPEN
    office.client("secretary").post(page_of(office.world.handler, "reset_password"))
    assert ways.open() == SHUT


def test_ones_own_new_password_shuts_all_but_this_session(office):
    ways, elsewhere = Ways(office.world.handler), Client()
    elsewhere.force_login(office.world.handler)
    fields = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    page = ways.client.post("/password/", fields, follow=True).content.decode()
    assert "原有的访问令牌和日历订阅地址已经失效" in page
    assert ways.open() == (200, *SHUT[1:]) and elsewhere.get("/").status_code == 302
    someone = Person.objects.get(pk=office.world.handler.pk)
    assert someone.check_password(NEW) and not someone.must_change_password


def test_a_locked_account_that_is_let_in_again_finds_all_old_ways_shut(office):
    ways = Ways(office.world.handler)
    for act in ("deactivate", "activate"):
        office.client("secretary").post(page_of(office.world.handler, act))
        assert ways.open() == SHUT
    assert Client().login(username=office.world.handler.username, password=PASSWORD, request=ways.client.get("/login/").wsgi_request)


def test_who_loses_his_username_is_out_and_any_other_edit_leaves_him_in(office):
    ways, someone = Ways(office.world.handler), office.world.handler
    inline = {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    office.client("secretary").post(page_of(someone), {"name": "改名", "username": someone.username} | inline)
    assert Person.objects.get(pk=someone.pk).name == "改名" and ways.open() == OPEN
    office.client("secretary").post(page_of(someone), {"name": "改名", "username": ""} | inline)
    assert Person.objects.get(pk=someone.pk).username is None and ways.open() == SHUT


def test_the_tokens_of_others_stay(office):
    ways = Ways(office.world.head)
    actions.reset_password(office.world.handler)
    actions.set_active(person(office.world.place, Role.MEMBER), False)
    assert ways.open() == OPEN
