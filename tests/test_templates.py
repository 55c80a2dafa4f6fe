"""The base pages, the components and the way forms look, each rendered without a database."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template import engines
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.urls import include, path

from dashboard.templatetags import ui
from organizations.models import Role
from tests import world
from workflow.models import Notice
from workflow.notices import tell

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted((ROOT / "templates").rglob("*.html"))
AT = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)


def blank(request):
    return HttpResponse()


urlpatterns = [
    path(
        "",
        include(
            ([path("", blank, name="home"), path("notices/", blank, name="notices"), path("audit/", blank, name="audit")], "dashboard")
        ),
    ),
    path("plans/", include(([path("", blank, name="plan-list")], "consultation"))),
    path("logout/", blank, name="logout"),
]


@pytest.fixture(autouse=True)
def own_addresses(settings):
    settings.ROOT_URLCONF = __name__


def request(address="/", roles=(), cookies=None, **extra):
    made = RequestFactory().get(address)
    made.COOKIES.update(cookies or {})
    made.user = SimpleNamespace(is_authenticated=True, access=SimpleNamespace(roles=frozenset(roles)))
    vars(made).update({"unread_notices": 0} | extra)
    return made


def render(source, context=None, made=None):
    return engines["django"].from_string("{% load ui %}" + source).render(context or {}, made or request())


class Filters(forms.Form):
    q = forms.CharField(label="关键词", required=False)
    kind = forms.MultipleChoiceField(label="类别", required=False, choices=[("a", "协商"), ("组", [("b", "视察")])])
    late = forms.BooleanField(label="只看逾期", required=False)


class Entry(forms.Form):
    title = forms.CharField(label="议题", help_text="不超过 60 个字")
    due = forms.DateField(label="期限", initial=date(2026, 6, 30))
    at = forms.DateTimeField(label="开会时间", initial=datetime(2026, 6, 30, 9, 5), required=False)
    kind = forms.ChoiceField(label="类别", choices=[("a", "协商")], widget=forms.RadioSelect)
    unit = forms.ChoiceField(label="单位", choices=[("a", "市教委")])
    done = forms.BooleanField(label="已列入")
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        raise forms.ValidationError("计划已经印发。")


COMPONENTS = {  # component -> (context, what must show)
    "alert": ({"tone": "danger", "text": "<b>"}, ['role="alert"', "&lt;b&gt;"]),
    "attachments": (
        {"attachments": [{"name": "方案.docx", "get_absolute_url": "/f", "size": 2048, "uploaded_by": "王", "uploaded_at": AT}]},
        ["方案.docx", "2026年3月4日"],
    ),
    "clashes": (
        {"clashes": [{"label": "正文", "into": "id_text", "now": "<甲>", "pieces": [("in", "<甲>"), ("out", "乙")]}]},
        ["<ins>&lt;甲&gt;</ins>", "<del>乙</del>", 'data-fill="#id_text"'],
    ),
    "counts": ({"counts": [{"label": "已逾期", "value": 3, "url": "/late", "late": True}]}, ['class="late"', 'href="/late"']),
    "empty": ({"text": "还没有计划", "hint": "请录入", "url": "/new", "button": "录入通知"}, ["还没有计划", 'href="/new"', "录入通知"]),
    "export": ({"formats": {"xlsx": "Excel"}}, ["format=xlsx", "Excel"]),
    "facts": ({"facts": [("时间", "6月"), ("备注", None)]}, ["<dt>时间</dt><dd>6月</dd>", "（未填）"]),
    "field": ({"field": Entry()["title"]}, ['for="id_title"', "不超过 60 个字"]),
    "filters": ({"form": Filters({"q": "水"})}, ["关键词", "查询"]),
    "form": ({"form": Entry(), "submit": "报送", "cancel_url": "/back"}, ["报送", 'href="/back"', 'method="post"']),
    "gaps": ({"gaps": [{"message": "未定时间", "url": "/fix"}]}, ["未定时间", "去补充"]),
    "import_progress": ({"ticket": "t1"}, ['name="ticket" value="t1"', "progress=t1"]),
    "messages": ({"messages": [SimpleNamespace(level_tag="error")]}, ["alert-danger", 'role="alert"']),
    "months": (
        {
            "months": [{"number": 1, "count": 2}],
            "rows": [{"title": "水环境", "url": "/1", "time": "", "cells": [{"month": 1, "on": True}]}],
        },
        ["2 项", "未定时间", "tone-info"],
    ),
    "moves": (
        {"moves": [{"label": "报送", "url": "/m"}, {"label": "办结", "url": "/n", "blocked": "还有 2 个单位未办结。"}]},
        ['href="/m"', "还有 2 个单位未办结。", 'aria-disabled="true"'],
    ),
    "pager": ({"next": "x9", "shown": 50}, ["after=x9", "本页 50 条"]),
    "progress": ({"url": "/p", "part": 3, "total": 10}, ['hx-get="/p"', "every 2s", "3 / 10"]),
    "search_assets": ({}, ["tom-select"]),
    "tabs": ({"tabs": [{"label": "概况", "url": "/a", "current": True}]}, ['aria-current="page"']),
    "timeline": (
        {"entries": [{"label": "退回", "by_name": "李", "acting_for": "张", "on": AT.date(), "recorded_at": AT, "reason": "请补充"}]},
        ["退回", "（代 张）", "2026年3月4日", "2026-03-04 10:30 记录", "理由：请补充"],
    ),
}


def test_every_component_has_a_sample():
    assert {page.stem for page in (ROOT / "templates/components").glob("*.html")} == set(COMPONENTS)


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_shows_what_it_is_given(name):
    context, wanted = COMPONENTS[name]
    page = render_to_string(f"components/{name}.html", context, request())
    assert [text for text in wanted if text not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_template_compiles_and_names_existing_files_and_icons(page):
    get_template(page.relative_to(ROOT / "templates").as_posix())
    text = page.read_text()
    icons = set(re.findall(r'id="([\w-]+)"', (ROOT / "static/vendor/icons/icons.svg").read_text()))
    assert [name for name in re.findall(r"{% static '([^']+)' %}", text) if not finders.find(name)] == []
    assert set(re.findall(r'{% icon "([\w-]+)"', text)) <= icons


def test_icons_of_tags_exist():
    sprite = (ROOT / "static/vendor/icons/icons.svg").read_text()
    names = {section.icon for section in ui.SECTIONS} | set(ui.TONE_ICONS.values()) | {"arrow-up", "arrow-down", "arrows-sort"}
    assert [name for name in names if f'id="{name}"' not in sprite] == []


def test_error_pages_need_nothing():
    assert "系统出了问题" in get_template("500.html").render()
    assert "没有找到" in get_template("404.html").render()


def test_base_page_has_landmarks_and_the_count_of_unread_notices():
    page = render_to_string("base.html", {}, request("/plans/3/", unread_notices=7))
    assert page.count("<main") == page.count("<h1") == 1
    assert 'href="#main"' in page and 'lang="zh-Hans"' in page
    assert re.search(r'href="/plans/" aria-current="page"', page)
    assert 'class="count">7<' in page


def test_sections_follow_the_roles_and_the_existing_addresses():
    labels = "{% sections as all %}{% for each in all %}{{ each.label }}{% if each.current %}*{% endif %} {% endfor %}"
    assert render(labels, made=request("/plans/1/")) == "首页待办 年度计划* 通知 "
    assert render(labels, made=request("/", roles={"auditor"})) == "首页待办* 年度计划 通知 审计 "


def test_text_size_is_a_choice_of_this_browser():
    assert render("{% text_size %}", made=request()) == ""
    assert render("{% text_size %}", made=request(cookies={"bigtext": "1"})) == "big"
    assert render("{% text_size %}", made=request(cookies={"bigtext": "0"})) == ""


def test_badge_says_the_state_in_words_and_tone():
    assert "tone-bad" in render('{% badge "overdue" "已逾期" %}')
    assert render('{% badge "unheard-of" label %}', {"label": "<i>"}) == '<span class="tag tone-plain">&lt;i&gt;</span>'


def test_sort_header_turns_round_and_starts_at_the_first_page():
    source = '{% sort_header "时间" "time" %}'
    first = render(source, made=request("/plans/?q=水&after=x"))
    assert 'aria-sort="none"' in first and "sort=time" in first and "after" not in first
    again = render(source, made=request("/plans/?sort=time"))
    assert 'aria-sort="ascending"' in again and "sort=-time" in again


def test_active_filters_speak_in_words_and_can_be_taken_off():
    made = request("/plans/?q=水&kind=a&kind=b&late=on&after=x&sort=no")
    form = Filters(made.GET)
    assert form.is_valid()
    shown = render(
        "{% active_filters form as chips %}{% for each in chips %}{{ each.label }}={{ each.value }} {{ each.url|safe }}|{% endfor %}",
        {"form": form},
        made,
    )
    assert shown.split("|")[:-1] == [
        "关键词=水 ?kind=a&kind=b&late=on&sort=no",
        "类别=协商、视察 ?q=%E6%B0%B4&late=on&sort=no",
        "只看逾期=是 ?q=%E6%B0%B4&kind=a&kind=b&sort=no",
    ]


def test_lock_out_names_the_minutes():
    page = render_to_string("registration/locked.html", {"cooloff_timedelta": timedelta(minutes=14, seconds=10)})
    assert "15 分钟" in page


def test_form_shows_each_error_at_its_field_and_at_the_top():
    page = str(Entry({"due": "昨天"}))
    assert "计划已经印发。" in page
    assert 'href="#id_title"' in page
    title = re.search(r'<input[^>]*name="title"[^>]*>', page).group()
    described = re.search(r'aria-describedby="([^"]+)"', title).group(1).split()
    assert 'aria-invalid="true"' in title
    assert described == ["id_title_helptext", "id_title_error"]
    assert all(f'id="{name}"' in page for name in described)


def test_form_uses_the_pickers_of_the_browser_with_iso_values():
    page = str(Entry())
    assert re.search(r'<input type="date"[^>]*value="2026-06-30"', page)
    assert re.search(r'<input type="datetime-local"[^>]*value="2026-06-30T09:05"', page)
    bound = Entry({"title": "水", "due": "2026-06-30", "at": "2026-06-30T09:05", "kind": "a", "unit": "a", "done": "on"})
    assert not bound.is_valid() and set(bound.errors) == {"__all__"}


def test_form_groups_radios_and_puts_a_tick_before_its_label():
    page = str(Entry())
    assert re.search(r"<fieldset[^>]*><legend>类别", page)
    assert re.search(r'<div class="tick"><input[^>]*name="done"[^>]*><label for="id_done">', page)
    assert re.search(r'<select[^>]*class="form-select"', page)


def test_form_lets_long_lists_be_searched():
    class Choosing(forms.Form):
        few = forms.ChoiceField(choices=[(str(number), number) for number in range(15)])
        many = forms.ChoiceField(choices=[(str(number), number) for number in range(16)])
        several = forms.MultipleChoiceField(choices=[("a", "a")])

    assert re.findall(r'<select name="(\w+)"[^>]*data-search', str(Choosing())) == ["many", "several"]


@pytest.mark.django_db
def test_unread_notices_are_counted_once_and_only_ones_own(django_assert_num_queries):
    place = world.jurisdiction()
    mine, other = world.person(place, Role.AUDITOR), world.person(place, Role.SECRETARY)
    tell([mine, other], place, "a", "一")
    tell([mine], place, "b", "二")
    Notice.objects.filter(person=mine, key="b").update(read_at=AT)
    made = request()
    del made.unread_notices
    made.user = mine
    with django_assert_num_queries(2):  # the posts, the notices
        page = render_to_string("base.html", {}, made)
    assert page.count('class="count">1<') == 3


def test_form_escapes_what_was_typed():
    assert "<script>" not in str(Entry({"title": "<script>"}))


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, two):
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        ("ink", "ground", 7),
        ("ink-soft", "ground", 4.5),
        ("accent", "ground", 4.5),
        ("accent-dark", "accent-soft", 4.5),
        ("good", "good-soft", 4.5),
        ("warn", "warn-soft", 4.5),
        ("bad", "bad-soft", 4.5),
        ("white", "brand", 7),
        ("white", "accent", 7),
        ("line-strong", "white", 3),
    ],
)
def test_colours_can_be_told_apart(ink, ground, least):
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (ROOT / "static/app.css").read_text())) | {"white": "#ffffff"}
    assert contrast(colours[ink], colours[ground]) >= least
