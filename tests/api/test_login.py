"""Who is let in: sessions with the CSRF token, tokens by scope, day and state."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from organizations.models import ApiToken, Person
from tests.api.caller import Caller
from tests.world import World


def test_nobody_is_told_to_sign_in(db):
    answer = Caller().get("plans/")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json() == {"detail": "身份认证信息未提供。"}


def test_a_session_must_carry_the_csrf_token(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.secretary)
    path = f"/api/v1/plans/{world.plan().public_id}/act/consult/"
    refused = client.post(path, {}, content_type="application/json")
    assert refused.status_code == 403 and "X-CSRFToken" in refused.json()["detail"]
    client.get("/api/v1/docs/?script=")
    token = client.cookies["csrftoken"].value
    assert client.post(path, {}, content_type="application/json", headers={"X-CSRFToken": token}).status_code == 200


def test_a_token_needs_no_csrf_token(world):
    caller = Caller(world.secretary, token="write")
    caller.client = Client(enforce_csrf_checks=True)
    assert caller.post(f"plans/{world.plan().public_id}/act/consult/").status_code == 200


def test_a_read_only_token_cannot_submit(world):
    caller = Caller(world.secretary, token="read")
    assert caller.get("plans/").status_code == 200
    assert caller.post(f"plans/{world.plan().public_id}/act/consult/").json() == {"detail": "这个访问令牌只能读取，不能提交。"}


@pytest.mark.parametrize("end", ["expired", "revoked", "locked out"])
def test_a_token_that_has_ended_opens_nothing(world, end):
    past = {"expires_at": timezone.now() - timedelta(seconds=1)} if end == "expired" else {}
    caller = Caller(world.secretary, token="write", **past)
    if end == "revoked":
        caller.token.revoke()
    if end == "locked out":
        Person.objects.filter(pk=world.secretary.pk).update(is_active=False)
    answer = caller.get("plans/")
    assert (answer.status_code, answer.json()) == (401, {"detail": "访问令牌无效、已过期或已吊销。"})


def test_a_service_account_works_by_token_and_has_no_session(world):
    program = world.somebody("supervisor")
    Person.objects.filter(pk=program.pk).update(is_service=True)
    program.refresh_from_db()
    assert Caller(program, token="read").get("plans/").status_code == 200
    assert Caller(program).get("plans/").status_code == 401


def test_who_must_change_the_password_does_so_first(world):
    caller = Caller(world.secretary)
    Person.objects.filter(pk=world.secretary.pk).update(must_change_password=True)
    answer = caller.get("plans/")
    assert (answer.status_code, answer.json()) == (403, {"detail": "请先在网页上修改初始密码。"})


def test_a_token_is_shown_once_and_revoked(secretary):
    made = secretary.post("tokens/", {"name": "考核系统", "scope": "read", "days": 30})
    key = made.json()["key"]
    assert made.status_code == 201 and key.startswith("zx_")
    assert key not in secretary.get("tokens/").content.decode()
    assert not ApiToken.objects.filter(digest=key).exists()
    program = Caller()
    program.headers = {"Authorization": f"Bearer {key}"}
    assert [post["role"] for post in program.json("me/")["posts"]] == ["secretary"]
    assert program.json("me/")["scope"] == "read"
    assert secretary.post(f"tokens/{made.json()['id']}/", method="delete").status_code == 204
    assert program.get("me/").status_code == 401


def test_no_token_makes_tokens_and_none_is_kept_for_repetition(world, secretary):
    body = {"name": "考核系统", "scope": "write", "days": 30}
    assert Caller(world.secretary, token="write").post("tokens/", body).status_code == 403
    assert secretary.post("tokens/", body, headers={"Idempotency-Key": "k"}).status_code == 400
    assert secretary.post("tokens/", body | {"days": 3650}).status_code == 400


def test_tokens_of_others_are_not_there(world, secretary):
    other = Caller(World("别市", "other").secretary, token="read").token
    assert secretary.get(f"tokens/{other.pk}/").status_code == 404
    assert secretary.post(f"tokens/{other.pk}/", method="delete").status_code == 404
