"""A database that is away or held up: a sentence at once with 503, nothing stored, and all well again when it is back."""

import os
import subprocess
import sys
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client

from config.settings import BASE_DIR
from feedback.models import Assignment
from tests.api.caller import Caller
from tests.world import World
from workflow.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def duty(settings, tmp_path):
    """A duty that its unit's handler has to acknowledge, and the handler."""
    settings.STORE_ROOT = tmp_path
    world = World()
    world.issued_plan()
    return Assignment.objects.get(unit=world.finance), world.handler


def signed_in(person):
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


@contextmanager
def away():
    """The database is not to be had."""
    connection.close()
    port = connection.settings_dict["PORT"]
    connection.settings_dict["PORT"] = "1"
    try:
        yield
    finally:
        connection.settings_dict["PORT"] = port


@contextmanager
def held(row):
    """Another session holds the row; who asks for it waits a moment alone."""
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute(f"SELECT FROM {row._meta.db_table} WHERE {row._meta.pk.column} = %s FOR UPDATE", [row.pk])
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        yield
    finally:
        other.close()
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


def test_pages_and_calls_say_that_the_database_is_away_and_are_back_with_it(duty):
    client, caller = signed_in(duty[1]), Caller(duty[1])
    caller.client.raise_request_exception = False
    for _ in range(2):
        with away():
            page, call = client.get("/assignments/"), caller.get("me/")
        assert (page.status_code, page.headers["Retry-After"]) == (503, "5") and "系统正忙" in page.content.decode()
        assert call.status_code == 503 and "数据库暂时没有应答" in call.json()["detail"]
        assert client.get("/assignments/").status_code == caller.get("me/").status_code == 200


def test_who_waits_for_a_row_too_long_is_told_and_keeps_what_he_typed(duty):
    row, handler = duty
    act = f"{row.get_absolute_url()}act/name_team/"
    typed = {"head": "甲局长", "deputy": "乙", "office": "办公室", "handler": "丙", "phone": "0571-12345678"}
    client, caller = signed_in(handler), Caller(handler)
    client.post(f"{row.get_absolute_url()}act/acknowledge/", {})
    before = Event.objects.count()
    with held(row):
        page = client.post(act, typed)
        call = caller.post(f"assignments/{row.public_id}/act/name_team/", typed)
    assert page.status_code == 409 and "别人正在办理这一件" in page.content.decode() and "甲局长" in page.content.decode()
    assert call.status_code == 409 and "别人正在办理这一件" in call.json()["detail"]
    assert Event.objects.count() == before
    assert client.post(act, typed).status_code == 302


def test_any_other_fault_is_a_500_with_its_sentence(duty, monkeypatch):
    client, caller = signed_in(duty[1]), Caller(duty[1])
    caller.client.raise_request_exception = False
    monkeypatch.setattr(Assignment.objects, "visible_to", None)
    page, call = client.get("/assignments/"), caller.get("assignments/")
    assert page.status_code == 500 and "Retry-After" not in page.headers and "系统出了问题" in page.content.decode()
    assert call.status_code == 500 and "系统管理员" in call.json()["detail"]


def test_pages_wait_three_seconds_for_a_row_and_tasks_as_long_as_it_takes():
    show = "from django.db import connection; print(connection.get_connection_params()['options'])"
    told = []
    for begin in ("import config.wsgi", "import django; django.setup()"):
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "TESTING": ""}
        run = subprocess.run([sys.executable, "-c", f"{begin}; {show}"], cwd=BASE_DIR, env=environment, capture_output=True, text=True)
        told.append(run.stdout.strip() or run.stderr[-400:])
    assert told == ["-c jit=off -c lock_timeout=3s -c statement_timeout=60s", "-c jit=off"]


def test_a_test_does_not_wait_for_minutes(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout'), current_setting('jit')")
        assert cursor.fetchone() == ("2min", "off")
