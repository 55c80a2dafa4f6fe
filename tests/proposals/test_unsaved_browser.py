"""Writing in a real browser: kept by itself, offered on return, and not lost when the sign-in has run out."""

import pytest
from playwright.sync_api import expect

from proposals.models import Proposal, UnsavedText
from tests.proposals.test_story_browser import visit, world  # noqa: F401

pytestmark = pytest.mark.browser


def test_what_is_typed_outlives_the_page_and_the_sign_in(visit, world):  # noqa: F811
    member = visit()
    member.sign_in(world.member.username)
    member.page.clock.install()
    member.go("/proposals/new/")
    member.fill(title="关于整治背街小巷积水的建议", problems="雨后积水。")
    member.page.clock.run_for(21_000)
    member.sees("已自动保存")
    member.page.on("dialog", lambda dialog: dialog.accept())
    member.go("/proposals/")
    member.go("/proposals/new/")
    expect(member.page.locator("[name=problems]")).to_have_value("雨后积水。")
    member.fill(problems="雨后积水，出行不便。", suggestions="疏通排水管网")
    cookies = member.page.context.cookies()
    member.page.context.clear_cookies()
    member.click("保存草稿")
    member.sees("登录已过期")
    expect(member.page.locator("[name=problems]")).to_have_value("雨后积水，出行不便。")
    assert not Proposal.objects.exists()
    member.page.context.add_cookies([dict(cookie) for cookie in cookies if cookie["name"] == "sessionid"])
    member.click("保存草稿")
    member.sees("基本情况")
    assert Proposal.objects.get().problems == "雨后积水，出行不便。" and not UnsavedText.objects.exists()


def test_a_name_with_a_middle_dot_is_found_as_it_is_written(visit, world):  # noqa: F811
    world.second.name = "阿依古丽·买买提"
    world.second.save()
    member = visit()
    member.sign_in(world.member.username)
    member.go("/proposals/new/")
    member.page.locator("#id_cosigners-ts-control").fill("古丽·买买提")
    expect(member.page.locator("#id_cosigners-ts-dropdown .option")).to_have_text("阿依古丽·买买提")
