"""What must not go into service is named by `manage.py check`."""

import pytest
from django.conf import settings as configured
from django.db import DatabaseError, connection

from config import checks, health


def identities(found):
    return [problem.id for problem in found]


def test_fonts_of_this_checkout_are_complete():
    assert checks.chinese_fonts(None) == []


def test_missing_chinese_fonts_are_an_error(settings, tmp_path):
    settings.FONT_DIR = tmp_path
    found = checks.chinese_fonts(None)
    assert identities(found) == ["config.E001"]
    assert "字体" in found[0].msg


@pytest.mark.parametrize(("debug", "expected"), [(True, ["config.E002"]), (False, [])])
def test_debugging_is_an_error_in_service(settings, debug, expected):
    settings.DEBUG = debug
    assert identities(checks.no_debugging(None)) == expected


@pytest.mark.parametrize("secret", ["", "short", "django-insecure-" + "x9k2" * 20, "a" * 60])
def test_weak_secret_is_an_error_in_service(settings, secret):
    settings.SECRET_KEY = secret
    assert identities(checks.own_secret(None)) == ["config.E003"]


def test_secret_made_by_setup_is_strong_enough(settings):
    settings.SECRET_KEY = "Zt1-" + "q8Lw_Xr5" * 8
    assert checks.own_secret(None) == []


@pytest.mark.django_db
def test_role_that_owns_the_tables_is_warned_of():
    assert identities(checks.role_without_power(None, databases=["default"])) in (["config.W001"], ["config.W002"])
    assert checks.role_without_power(None, databases=None) == []


def test_configuration_is_installed():
    assert "config" in configured.INSTALLED_APPS


@pytest.mark.django_db
def test_health_answers_without_login(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert "no-store" in answer["Cache-Control"]
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_health_says_that_the_database_is_away(client, monkeypatch):
    def gone():
        raise DatabaseError("server closed the connection")

    monkeypatch.setattr(health, "connection", type("Gone", (), {"cursor": staticmethod(gone)}))
    assert client.get("/healthz").status_code == 503
    assert connection.is_usable()
