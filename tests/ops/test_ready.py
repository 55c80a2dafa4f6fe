"""`/readyz` says what fails, what wants a look, and that all is well."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from config import health
from tests.world import World
from workflow.models import CalendarYear, Channel, Delivery, Heartbeat, Notice
from workflow.tasks import heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def well():
    heartbeat()
    CalendarYear.objects.get_or_create(year=timezone.localdate().year, defaults={"source": "测试"})


def asked(client):
    answer = client.get("/readyz")
    body = answer.json()
    return answer.status_code, body["state"], {each["name"]: each["detail"] for each in body["checks"] if each["state"] != "ok"}


def test_all_is_well_without_signing_in(client, well):
    assert asked(client) == (200, "ok", {})


def test_a_clock_that_stands_still_is_seen(client, well):
    Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=6))
    assert "请检查 worker 和 beat" in asked(client)[2]["clock"]
    Heartbeat.objects.all().delete()
    assert asked(client)[:2] == (200, "warning")


def test_notices_that_do_not_leave_are_seen(client, well):
    world = World()
    channel = Channel.objects.create(jurisdiction=world.place, kind="email")
    notice = Notice.objects.create(jurisdiction=world.place, person=world.handler, key="a", title="提醒")
    long_ago = timezone.now() - timedelta(hours=2)
    facts = {"jurisdiction": world.place, "notice": notice, "channel": channel, "person": world.handler}
    Delivery.objects.create(created_at=long_ago, **facts)
    assert "还没有发出" in asked(client)[2]["deliveries"]
    Channel.objects.update(is_on=False)
    assert asked(client)[1] == "ok"


def test_an_unknown_year_is_seen(client, well):
    CalendarYear.objects.filter(pk=timezone.localdate().year).delete()
    assert "放假安排还没有录入" in asked(client)[2]["calendar"]


def test_what_cannot_serve_answers_503(client, well, monkeypatch):
    monkeypatch.setattr(health, "LEAST_DISK", 10**18)
    assert asked(client)[:2] == (503, "failed")
    monkeypatch.setattr(health, "LEAST_DISK", 0)
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *a: [1, 2])
    status, _, said = asked(client)
    assert status == 503 and "有 2 项数据库变更没有执行" in said["migrations"]


def test_a_database_that_is_away_is_named(client, monkeypatch):
    def away():
        raise DatabaseError

    monkeypatch.setattr(health, "CHECKS", (("clock", "定时任务", away),))
    assert asked(client) == (503, "failed", {"database": "数据库没有应答。"})
