"""Every list leaves as a file, as it is filtered; the page says that a file is being made and goes on when it is there."""

import csv
import io

import pytest
from playwright.sync_api import expect

from organizations.models import Role
from tests.pages import enter, look
from tests.world import World
from workflow.notices import tell

pytestmark = pytest.mark.django_db
LISTS = {
    "/plans/": ("标题", "2026年度协商计划"),
    "/plans/items/": ("题目", "测试议题一"),
    "/plans/items/missing/": ("事项", "测试议题一"),
    "/assignments/": ("事项", "测试议题一"),
    "/assignments/ledger/": ("事项", "测试议题一"),
    "/notices/": ("通知", "演示提醒"),
    "/units/": ("规范简称", "市财政局"),
    "/people/": ("角色", "责任单位经办人"),
}


@pytest.fixture
def world():
    world = World()
    world.issued_plan()
    tell([world.secretary], world.place, "test", "演示提醒")
    return world


def rows(client, address, query=""):
    answer = client.get(f"{address}?format=csv{query}")
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("address", LISTS)
def test_every_list_is_exported_and_says_so(client, world, address):
    enter(client, world.secretary)
    column, value = LISTS[address]
    assert any(value in row[column] for row in rows(client, address))
    assert "format=pdf" in look(client, address)[0]
    assert client.get(f"{address}?format=docx").content.startswith(b"PK")


def test_an_export_is_narrowed_like_its_list(client, world):
    enter(client, world.secretary)
    assert len(rows(client, "/assignments/")) == 2
    assert rows(client, "/assignments/", "&q=没有这样的事项") == []
    assert len(rows(client, "/plans/items/missing/", "&what=review")) == 0
    assert len(rows(client, "/plans/items/missing/", "&what=team")) == 2
    enter(client, world.other_handler)
    assert len(rows(client, "/notices/")) == world.other_handler.notices.count()
    assert {row["单位"] for row in rows(client, "/assignments/")} == {"市教育局"}


def test_nobody_else_s_rows_are_exported(client, world):
    other = World("别市", "other")
    enter(client, other.secretary)
    assert [rows(client, address) for address in ("/assignments/", "/plans/items/missing/", "/notices/")] == [[], [], []]
    assert enter(client, world.somebody(Role.MEMBER)).get("/plans/items/missing/?format=csv").status_code == 403


@pytest.mark.parametrize("address", LISTS)
def test_another_format_is_not_found(client, world, address):
    if address != "/assignments/ledger/":
        assert enter(client, world.secretary).get(f"{address}?format=exe").status_code == 404


@pytest.mark.browser
def test_the_page_says_that_a_file_is_being_made(page, live_server, client, world):
    client.force_login(world.secretary)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page.goto(live_server.url + "/plans/items/")
    waiting = []

    def slowly(route):
        waiting.append(page.locator(".busy").inner_text())
        route.continue_()

    page.route("**/plans/items/?format=xlsx*", slowly)
    page.locator("details.menu summary", has_text="导出").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    assert download.value.suggested_filename == "协商计划事项.xlsx"
    assert waiting == ["正在生成文件，请稍候…"]
    expect(page.locator(".busy")).to_have_count(0)
    page.locator("details.menu summary", has_text="导出").click()
    page.evaluate("document.querySelector('a[data-busy]').href = '/plans/items/?format=exe'")
    page.locator("a[data-busy]").first.click()
    expect(page.get_by_role("heading", name="没有找到")).to_be_visible()
