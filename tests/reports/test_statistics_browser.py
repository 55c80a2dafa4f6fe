"""Charts in a real browser under the policy of the pages: drawn, opened, saved as a picture, printed; the screen keeps itself fresh."""

import re

import pytest
from playwright.sync_api import expect

from tests.proposals.world import ProposalWorld

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def world():
    world = ProposalWorld()
    world.issued(case_no="001", title="关于路灯照明的建议")
    world.assigned(title="关于公园厕所的建议", category="经济建设")
    return world


@pytest.fixture
def signed_in(page, live_server, client, world):
    """(page, [what its console said]) of the supervision office."""
    client.force_login(world.supervisor)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    said = []
    page.on("console", lambda message: message.type in ("error", "warning") and said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return page, said


def test_a_chart_is_drawn_opens_its_list_and_is_saved_as_a_picture(signed_in, live_server):
    page, said = signed_in
    page.goto(f"{live_server.url}/reports/statistics/?what=assigned&by=unit&across=category")
    expect(page.locator(".chart svg text", has_text="市财政局")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载图片").click()
    assert download.value.path().read_bytes()[:4] == b"\x89PNG"
    assert download.value.suggested_filename == "交办，按承办单位和类别.png"
    page.locator(".chart svg text", has_text=re.compile("^1$")).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("交办：1")
    assert said == []


def test_the_screen_fetches_itself_anew_and_keeps_what_it_shows_without_a_server(signed_in, live_server, world):
    page, said = signed_in
    page.clock.install()
    page.goto(f"{live_server.url}/reports/statistics/screen/")
    number = page.locator(".numbers li", has_text="收到提案").locator("b")
    expect(number).to_have_text("2")
    world.submitted(title="关于又一件事情的建议")
    page.clock.fast_forward(61_000)
    expect(number).to_have_text("3")
    expect(page.locator(".chart svg").first).to_be_visible()
    assert said == []
    page.context.set_offline(True)
    page.clock.fast_forward(61_000)
    expect(page.get_by_text("暂时连不上服务器")).to_be_visible()
    expect(number).to_have_text("3")
