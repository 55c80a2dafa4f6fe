"""One's own keys: tokens are shown once, end at once; the calendar feed's address is renewed and withdrawn."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from organizations.models import ApiToken
from tests.pages import enter, look
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def new(client, days=30, **fields):
    day = timezone.localdate() + timedelta(days=days)
    return client.post("/tokens/", {"name": "统计系统", "scope": "read", "expires_on": day.isoformat()} | fields)


def test_a_key_is_shown_once_and_opens_the_door_until_it_is_revoked(client, world):
    enter(client, world.handler)
    answer = new(client)
    key = re.search(r'<code id="key">(zx_[\w-]+)</code>', answer.content.decode()).group(1)
    assert "no-store" in answer["Cache-Control"] and key not in look(client, "/tokens/")[0]
    program = {"HTTP_AUTHORIZATION": f"Bearer {key}"}
    stranger = type(client)()
    assert stranger.get("/api/v1/assignments/", **program).status_code == 200
    assert stranger.post("/api/v1/assignments/", {}, **program).status_code in (403, 405)
    token = ApiToken.objects.get()
    assert client.post(f"/tokens/{token.pk}/revoke/").url == "/tokens/"
    assert stranger.get("/api/v1/assignments/", **program).status_code == 401
    assert "已吊销" in look(client, "/tokens/")[0] and client.post(f"/tokens/{token.pk}/revoke/").status_code == 404


def test_a_token_lives_a_year_at_most_and_has_a_purpose(client, world):
    enter(client, world.handler)
    for days, fields in ((367, {}), (-1, {}), (30, {"name": ""}), (30, {"scope": "all"}), (30, {"expires_on": "x"})):
        assert new(client, days, **fields).status_code == 400
    assert not ApiToken.objects.exists()
    new(client, 366)
    assert ApiToken.objects.get().expires_at > timezone.now() + timedelta(days=365)


def test_there_may_be_twenty_valid_tokens(client, world):
    for n in range(20):
        ApiToken.issue(world.handler, name=f"{n}", scope="read", expires_at=timezone.now() + timedelta(days=1))
    answer = new(enter(client, world.handler))
    assert answer.status_code == 400 and "请先吊销不用的" in answer.content.decode() and ApiToken.objects.count() == 20


def test_tokens_of_others_are_neither_shown_nor_revoked(client, world):
    token, _ = ApiToken.issue(world.head, name="别人的", scope="read", expires_at=timezone.now() + timedelta(days=1))
    page, asked = look(enter(client, world.handler), "/tokens/")
    assert "别人的" not in page and "还没有访问令牌" in page and len(asked) == 4
    assert client.post(f"/tokens/{token.pk}/revoke/").status_code == 404
    assert client.get(f"/tokens/{token.pk}/revoke/").status_code == 405


def test_feed_address_is_made_renewed_and_withdrawn(client, world):
    enter(client, world.handler)
    keys = []
    for _ in range(2):
        client.post("/tokens/feed/")
        world.handler.refresh_from_db()
        keys.append(world.handler.feed_key)
    assert None not in keys and keys[0] != keys[1]
    client.post("/tokens/feed/revoke/")
    world.handler.refresh_from_db()
    assert world.handler.feed_key is None and "还没有生成订阅地址" in look(client, "/tokens/")[0]
    assert client.get("/tokens/feed/").status_code == 405
