"""The reader page in a real browser, under the real content policy, wide and narrow."""

import pytest
from playwright.sync_api import expect

from consultation.models import AnnualPlan, ItemUnit
from tests.consultation.test_pages_reader import NOTICE
from tests.world import World

MANY = NOTICE + "".join(f"{n}．议题之{n}\n责任单位：市财政局\n协商方式：主席会通报\n" for n in range(2, 20))


@pytest.fixture
def walk(page, live_server, client):
    """The reader page, signed in as secretary; at the end nothing may have been said in the console."""
    client.force_login(World().secretary)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    said = []
    page.on("console", lambda message: "status of 400" in message.text or said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(live_server.url + "/plans/read/")
    page.get_by_label("通知全文").fill(MANY)
    page.get_by_role("button", name="读取").click()
    expect(page.get_by_role("heading", name="核对读到的计划")).to_be_visible()
    yield page
    assert said == []


def test_secretary_checks_corrects_and_confirms(walk):
    gap = walk.locator(".gaplist a", has_text="协商2").first
    gap.click()
    expect(walk.locator("#item-2")).to_have_attribute("open", "")
    walk.locator("#id_item-2-time_text").fill("9月")
    walk.get_by_role("link", name="去登记").click()
    walk.get_by_role("button", name="全部勾选").click()
    expect(walk.get_by_role("checkbox", name="市数据局")).to_be_checked()
    walk.get_by_role("button", name="确认，建立草案").click()
    expect(walk.get_by_text("已建立计划草案，共 21 项，登记新单位 1 个")).to_be_visible()
    plan = AnnualPlan.objects.get()
    assert plan.items.get(title="改善营商环境").time_text == "9月"
    assert not ItemUnit.objects.filter(unit=None).exists()


def test_source_and_items_point_at_each_other(walk):
    walk.locator('.source mark[data-item="3"] a').first.click()
    expect(walk.locator("#id_item-3-title")).to_be_focused()
    expect(walk.locator('.source mark[data-item="3"].hot').first).to_be_visible()
    walk.locator("#id_item-3-time_text").focus()
    expect(walk.locator(".source mark.hot")).to_have_text(["2026年7月"])


def test_wrong_item_is_opened_though_it_was_closed(walk):
    walk.locator("#item-2 summary").click()
    walk.locator("#id_item-2-title").fill("")
    walk.locator("#item-2 summary").click()
    walk.get_by_role("button", name="确认，建立草案").click()
    expect(walk.get_by_text("还不能建立草案，请先改正：")).to_be_visible()
    expect(walk.locator("#item-2")).to_have_attribute("open", "")
    assert not AnnualPlan.objects.exists()


def test_items_move_and_the_page_stays_with_them(walk):
    walk.locator("#item-1 summary").click()
    walk.locator("#item-1").get_by_role("button", name="下移").click()
    expect(walk.locator("#item-2 summary")).to_contain_text("推进社区养老")
    expect(walk.locator("#item-2")).to_have_attribute("open", "")


def test_only_items_with_gaps_are_shown_on_wish(walk):
    expect(walk.locator("details.item:visible")).to_have_count(21)
    walk.get_by_label("只看有缺项的").check()
    expect(walk.locator("#item-1")).to_be_hidden()
    expect(walk.locator("#item-2")).to_be_visible()


def test_narrow_page_stacks_and_folds_the_source(walk):
    walk.set_viewport_size({"width": 390, "height": 844})
    walk.get_by_role("button", name="重新核对").last.click()
    expect(walk.locator(".source")).to_be_hidden()
    assert walk.evaluate("document.documentElement.scrollWidth") <= 390
    walk.locator("#item-1 summary").click()
    walk.locator("#item-1").get_by_role("link", name="看原文").click()
    expect(walk.locator('.source mark[data-item="1"]').first).to_be_visible()
