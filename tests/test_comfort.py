"""What `app.js` adds and what the base page does without it, in a real browser under the real content policy."""

import re

import pytest
from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path

from organizations.models import Role
from tests import world

SOURCE = """{% extends "base.html" %}{% block heading %}试验页{% endblock %}{% block content %}
{% include "components/filters.html" %}
<form method="post" id="risky" data-confirm="真的取消这一项？">{% csrf_token %}<button>取消该项</button></form>
<form method="post" id="long" data-guard>{% csrf_token %}<input name="a" aria-label="内容"><button>保存</button></form>
<code id="address">abc</code><button type="button" data-copy="#address" hidden>复制</button>{% endblock %}"""


class Filters(forms.Form):
    q = forms.CharField(label="关键词", required=False)
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), ("a", "协商")])


def trial(request):
    if request.method == "POST":
        return render(request, "confirm.html", {"question": "已提交", "form": forms.Form()})
    form = Filters(request.GET)
    form.is_valid()
    return HttpResponse(engines["django"].from_string(SOURCE).render({"form": form}, request))


def other(request):
    return render(request, "base.html")


urlpatterns = [
    path("", include(([path("", trial, name="home"), path("notices/", other, name="notices")], "dashboard"))),
    path("logout/", other, name="logout"),
]


@pytest.fixture
def walk(page, live_server, client, settings):
    """The trial page, signed in; at the end nothing may have been said in the console and nobody outside been asked."""
    settings.ROOT_URLCONF = __name__
    client.force_login(world.person(world.jurisdiction(), Role.SECRETARY))
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(live_server.url + "/")
    yield page
    assert said == []
    assert [address for address in asked if not address.startswith((live_server.url, "data:"))] == []


def test_page_takes_few_requests_and_large_letters_stay(walk):
    names = walk.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
    assert len(set(names)) + 1 <= 8
    walk.get_by_role("button", name="大字").click()
    walk.get_by_role("link", name="通知").first.click()
    assert walk.locator("html").get_attribute("class") == "big"
    walk.get_by_role("button", name="大字").click()
    walk.reload()
    assert not walk.locator("html").get_attribute("class")


def test_question_comes_before_what_cannot_be_undone(walk):
    walk.get_by_role("button", name="取消该项").click()
    dialog = walk.get_by_role("dialog", name="真的取消这一项？")
    dialog.get_by_role("button", name="取消").click()
    assert walk.get_by_role("heading", name="试验页").is_visible()
    walk.get_by_role("button", name="取消该项").click()
    dialog.get_by_role("button", name="确定").click()
    walk.get_by_role("heading", name="已提交").wait_for()


def test_leaving_a_changed_form_asks_and_saving_it_does_not(walk):
    asked = []
    walk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    walk.get_by_label("内容").fill("新")
    walk.reload()
    assert asked == ["beforeunload"]
    walk.get_by_label("内容").fill("新")
    walk.get_by_role("button", name="保存").click()
    walk.get_by_role("heading", name="已提交").wait_for()
    assert asked == ["beforeunload"]


def test_choosing_a_filter_shows_it_at_once(walk):
    walk.get_by_label("类别").select_option("a")
    walk.get_by_role("link", name="类别：协商").wait_for()
    assert walk.url.endswith("/?kind=a")


def test_copy_button_says_that_it_copied(walk):
    walk.get_by_role("button", name="复制").click()
    walk.get_by_role("button", name="已复制").wait_for()


def test_narrow_screen_has_a_menu_and_nothing_cut_off(walk):
    walk.set_viewport_size({"width": 390, "height": 800})
    walk.reload()
    assert walk.evaluate("document.documentElement.scrollWidth") <= 390
    assert not walk.get_by_label("关键词").is_visible()
    walk.get_by_role("link", name="菜单", exact=True).click()
    menu = walk.get_by_role("navigation", name="主导航")
    assert menu.get_by_role("link", name="首页待办").is_visible()
    menu.get_by_role("link", name="关闭菜单").click()
    assert not menu.is_visible()


def test_keyboard_reaches_the_text_first(walk):
    walk.keyboard.press("Tab")
    walk.keyboard.press("Enter")
    walk.wait_for_url(re.compile("#main$"))
    assert walk.evaluate("document.activeElement.id") == "main"
