"""The documentation page in a real browser: Chinese, without an outside request, under the strict content policy."""

import pytest

from tests.world import World


@pytest.fixture
def walk(page, live_server, client):
    """A browser signed in as secretary; at the end nothing may have been said in the console and nobody outside been asked."""
    client.force_login(World().secretary)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    assert said == []
    assert [address for address in asked if not address.startswith((live_server.url, "data:"))] == []


def test_the_documentation_shows_every_part_and_tries_a_call(walk, live_server):
    policy = walk.goto(f"{live_server.url}/api/v1/docs/").headers["content-security-policy"]
    assert "unsafe" not in policy and "default-src 'self'" in policy
    assert walk.title() == "接口文档"
    walk.get_by_role("heading", name="政协协商与提案管理系统 API").wait_for()
    for part in ("年度计划", "计划事项", "提案", "交办件", "访问令牌"):
        walk.locator(".opblock-tag", has_text=part).first.wait_for()
    walk.locator(".opblock-tag", has_text="年度计划").first.click()
    walk.get_by_text("年度计划列表", exact=True).click()
    walk.get_by_role("button", name="Try it out").click()
    with walk.expect_response(lambda response: response.url.endswith("/api/v1/plans/")) as answered:
        walk.get_by_role("button", name="Execute").click()
    assert answered.value.status == 200


def test_the_documentation_asks_to_sign_in_first(client, db):
    answer = client.get("/api/v1/docs/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/login/?next=/api/v1/docs/")
