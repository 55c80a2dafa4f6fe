"""Signing in and out, passwords, sessions that end."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from organizations.models import Person, Role
from tests.world import PASSWORD, jurisdiction, person

pytestmark = pytest.mark.django_db
NEW = "Another-2026-pass"
NOON = datetime(2026, 5, 6, 4, tzinfo=UTC)


@pytest.fixture
def someone():
    return person(jurisdiction(), Role.AUDITOR, username="wang")


def sign_in(client, username="wang", password=PASSWORD):
    return client.post(reverse("login"), {"username": username, "password": password})


def test_signing_in_leads_to_the_start_page_with_a_new_session(client, someone):
    client.get(reverse("login"))
    client.session.save()
    old = client.session.session_key
    assert sign_in(client).url == "/"
    assert client.session.session_key != old


def test_signing_in_leads_back_to_the_page_that_was_asked_for_but_never_elsewhere(client, someone):
    asked = client.get("/password/")
    assert asked.url == "/login/?next=/password/" and "请登录后继续" in client.get(asked.url).content.decode()
    assert client.post(asked.url, {"username": "wang", "password": PASSWORD, "next": "/password/"}).url == "/password/"
    client.logout()
    assert client.post("/login/", {"username": "wang", "password": PASSWORD, "next": "https://example.com/"}).url == "/"


@pytest.mark.parametrize(
    "change",
    [{"is_active": False}, {"is_service": True}, {"username": "li"}, {"password": "!"}],
    ids=["inactive", "program", "unknown", "none"],
)
def test_who_may_not_sign_in_reads_the_same_sentence_as_for_a_wrong_password(client, someone, change):
    wrong = sign_in(client, password="wrong").content.decode()
    assert "用户名或密码不正确" in wrong
    Person.objects.filter(pk=someone.pk).update(**change)
    refused = sign_in(client)
    assert refused.status_code == 200
    assert [line for line in refused.content.decode().splitlines() if "csrf" not in line] == [
        line for line in wrong.splitlines() if "csrf" not in line
    ]


def test_repeated_failures_lock_the_account_for_a_while(client, someone, settings, time_machine):
    time_machine.move_to(NOON, tick=False)
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert sign_in(client, password="wrong").status_code == 200
    locked = sign_in(client, password="wrong")
    assert locked.status_code == 429 and "账号暂时锁定" in locked.content.decode()
    assert "15 分钟" in locked.content.decode()
    assert sign_in(client).status_code == 429
    time_machine.shift(timedelta(minutes=16))
    assert sign_in(client).status_code == 302


def test_an_unknown_name_is_locked_like_a_known_one(client, settings):
    codes = [sign_in(client, username="nobody").status_code for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert codes == [200] * (settings.AXES_FAILURE_LIMIT - 1) + [429]


def test_a_header_that_names_another_address_does_not_escape_the_lock(client, settings):
    address, guess = reverse("login"), {"username": "wang", "password": "wrong"}
    for number in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post(address, guess, headers={"X-Forwarded-For": f"203.0.113.{number}"})
    assert answer.status_code == 429


def test_success_forgets_the_failures(client, someone, settings):
    for _ in range(3):
        for _ in range(settings.AXES_FAILURE_LIMIT - 1):
            sign_in(client, password="wrong")
        assert sign_in(client).status_code == 302
        client.logout()


def test_first_sign_in_must_change_the_password_before_anything_else(client, someone):
    Person.objects.filter(pk=someone.pk).update(must_change_password=True)
    sign_in(client)
    assert client.get("/").url == "/password/"
    assert "首次登录" in client.get("/password/").content.decode()
    done = client.post("/password/", {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})
    assert done.url == "/"
    assert "密码已修改" in client.get("/").content.decode()
    someone.refresh_from_db()
    assert not someone.must_change_password and someone.check_password(NEW)


def test_new_password_must_differ_and_be_strong(client, someone):
    Person.objects.filter(pk=someone.pk).update(must_change_password=True)
    sign_in(client)
    same = client.post("/password/", {"old_password": PASSWORD, "new_password1": PASSWORD, "new_password2": PASSWORD})
    assert "新密码不能与原密码相同" in same.content.decode()
    weak = client.post("/password/", {"old_password": PASSWORD, "new_password1": "12345678", "new_password2": "12345678"})
    assert weak.status_code == 200 and "密码" in weak.content.decode()
    someone.refresh_from_db()
    assert someone.must_change_password and someone.check_password(PASSWORD)


def test_changing_the_password_ends_the_other_sessions_and_renews_this_one(client, someone, elsewhere):
    sign_in(client)
    sign_in(elsewhere)
    old = client.session.session_key
    client.post("/password/", {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})
    assert client.session.session_key != old
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").url.startswith("/login/")


@pytest.fixture
def elsewhere(client):
    return type(client)()


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_service": True}])
def test_a_disabled_account_is_out_at_once(client, someone, change):
    sign_in(client)
    assert client.get("/").status_code == 200
    Person.objects.filter(pk=someone.pk).update(**change)
    assert client.get("/").url.startswith("/login/")


def test_idle_session_ends_and_a_used_one_goes_on(client, someone, settings, time_machine):
    time_machine.move_to(NOON, tick=False)
    sign_in(client)
    for _ in range(3):
        time_machine.shift(settings.SESSION_COOKIE_AGE - 60)
        assert client.get("/").status_code == 200
    time_machine.shift(settings.SESSION_COOKIE_AGE + 1)
    assert client.get("/").url.startswith("/login/")


def test_session_ends_after_its_hours_however_busy(client, someone, settings, time_machine):
    time_machine.move_to(NOON, tick=False)
    sign_in(client)
    end = NOON + timedelta(seconds=settings.SESSION_ABSOLUTE_SECONDS)
    while datetime.now(UTC) + timedelta(minutes=20) < end:
        time_machine.shift(timedelta(minutes=20))
        assert client.get("/").status_code == 200
    time_machine.shift(timedelta(minutes=21))
    assert client.get("/").url.startswith("/login/")


def test_signing_out_ends_the_session_and_needs_a_post(client, someone):
    sign_in(client)
    key = client.session.session_key
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/").url == "/login/"
    assert not Session.objects.filter(session_key=key).exists()
    assert client.post("/logout/").url == "/login/"


def test_pages_are_closed_without_signing_in(client):
    assert client.get("/").url == "/login/?next=/"
