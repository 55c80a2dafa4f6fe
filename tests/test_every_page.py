"""Every page that anybody can come to by following links: it answers, fits a telephone, and nothing in it fails.

Pages are found by walking, so a new one that a link leads to is looked at by itself.
"""

import os
import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from consultation.models import AnnualPlan, PlanItem
from feedback.models import Assignment
from organizations.models import Role, Unit
from tests.api.test_matrix import rows_of_world  # noqa: F401 a fixture
from tests.world import World

ROLES = [
    Role.SECRETARY,
    Role.UNIT_HANDLER,
    Role.UNIT_HEAD,
    Role.MEMBER,
    Role.SUPERVISOR,
    Role.GOVERNMENT_LEADER,
    Role.AUDITOR,
    Role.SYSTEM_ADMIN,
]
FILES = {"documents:paper-pdf", "documents:paper-docx", "documents:attachment", "consultation:feed", "proposals:catalogue"}
POSTED = {"dashboard:notice-open", "dashboard:notices-read", "dashboard:token-revoke", "dashboard:feed-renew", "dashboard:feed-revoke"}
POSTED |= {"documents:paper-retry", "logout", "admin:logout", "admin:password_change", "proposals:unsaved"}
WIDTHS = {1280: 900, 390: 844}
PARTS = [(role, "/") for role in ROLES] + [(Role.SECRETARY, "/admin/")]  # the secretary's pages are most, so that they are walked in two
# Each element that reaches beyond the window, or cuts off what stands in it, unless one can scroll there or it is meant to be hidden.
STICKS_OUT = """() => {
  const wide = innerWidth, whole = document.documentElement.scrollWidth, bad = whole > wide ? [`${wide}: page of ${whole}`] : [];
  const scrolling = each => /auto|scroll/.test(getComputedStyle(each).overflowX);
  const scrolls = each => each && each !== document.body && (scrolling(each) || scrolls(each.parentElement));
  for (const each of document.body.querySelectorAll("*:not(input, textarea, select, option)")) {
    const style = getComputedStyle(each), box = each.getBoundingClientRect();
    if (box.width <= 1 || !box.height || style.visibility === "hidden" || style.clipPath !== "none") continue;
    const cut = /hidden|clip/.test(style.overflowX) && style.textOverflow !== "ellipsis" && each.scrollWidth > each.clientWidth + 1;
    const out = box.right > wide + 1 && !scrolls(each.parentElement);
    if (cut || out) bad.push(`${wide}: ${cut ? "cut" : "out"} ${each.tagName}.${each.className} ${each.textContent.trim().slice(0, 30)}`);
  }
  return bad.slice(0, 3);
}"""
LONG = "关于进一步优化营商环境、推动民营经济高质量发展和完善社会化服务体系建设有关情况的协商议题" * 2


@pytest.fixture
def world(settings, tmp_path):
    settings.STORE_ROOT = tmp_path
    return World()


@pytest.fixture
def people(world, rows_of_world):  # noqa: F811 the fixture
    """One person per role, in a place with a row of every kind, each with a long name."""
    AnnualPlan.objects.filter(pk=rows_of_world["draft"].pk).update(title=LONG)
    PlanItem.objects.filter(number=2).update(title=LONG)
    Assignment.objects.filter(unit=world.education).update(subject=LONG)
    Unit.objects.filter(pk=world.education.pk).update(full_name=LONG[:110])
    mine = {Role.SECRETARY: world.secretary, Role.UNIT_HANDLER: world.handler, Role.UNIT_HEAD: world.head}
    mine[Role.MEMBER] = rows_of_world["case"].proposers.first().person
    return {role: mine.get(role) or world.somebody(role) for role in ROLES}


def signed_in(person):
    client = Client(raise_request_exception=True)
    client.force_login(person)
    return client


def page_of(address):
    """What page an address is, so that each is looked at once: (name, its move); None for a file, an API call or nothing of ours."""
    parts = urlsplit(address)
    if parts.netloc or parts.scheme not in ("", "http") or "format=" in parts.query or parts.path.startswith(("/api/", "/static/")):
        return None
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    if match.view_name in FILES | POSTED or match.view_name.endswith(("_export", "autocomplete", "jsi18n")):
        return None
    return match.view_name, match.kwargs.get("move") or match.kwargs.get("name", "")


def walk(person):
    """{page: (address, status)} of every page the person comes to from the start page by links alone; no address for a file."""
    client, found, waiting = signed_in(person), {}, ["/"]
    while waiting:
        address = waiting.pop(0)
        page = page_of(address)
        if page is None or page in found:
            continue
        answer = client.get(address, follow=False)
        if answer.status_code == 200 and not answer.headers["Content-Type"].startswith("text/html"):
            found[page] = "", 200  # a file
            continue
        found[page] = address, answer.status_code
        if answer.status_code == 200:
            links = re.findall(r'<a\b[^>]*?\bhref="([^"#]+)', answer.content.decode())
            waiting += [urljoin(address, unescape(link)) for link in links]
    return found


@pytest.mark.django_db
@pytest.mark.skipif(not os.environ.get("SKIP_BROWSER"), reason="the browser walks the same links")
def test_every_link_leads_to_a_page_that_answers(people):
    walked = {role: walk(person) for role, person in people.items()}
    wrong = [(role, *each) for role, pages in walked.items() for each in pages.values() if each[1] != 200]
    assert wrong == []
    assert len({page for pages in walked.values() for page in pages}) > 100


def part_of(address, starts):
    """The longest of `starts` that an address begins with."""
    return max((start for start in starts if urlsplit(address).path.startswith(start)), key=len, default="")


def opened(page, address):
    """The status of the page at an address; 0 where it is a file."""
    try:
        return page.goto(address).status
    except Error as error:
        if "ERR_ABORTED" not in str(error) and "Download" not in str(error):
            raise
        return 0


def measured(page):
    """What sticks out or is cut off on the page at each width; it is left at the other width than it was loaded at."""
    found = []
    for width in sorted(WIDTHS, key=lambda width: width != page.viewport_size["width"]):
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        found += page.evaluate(STICKS_OUT)
    return found


def looked_at(page, origin, start, others):
    """Every page of a part of the site that links lead to, opened once: ({page}, [(address, status, what is wrong)]).

    The part is what begins with `start` more closely than with any of the `others`.
    """
    found, wrong, said, waiting = set(), [], [], [start]
    page.on("console", lambda message: message.type in ("error", "warning") and said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    while waiting:
        address = waiting.pop(0)
        name = page_of(address)
        if name is None or name in found or part_of(address, [start, *others]) != start:
            continue
        found.add(name)
        if not (status := opened(page, origin + address)):
            continue
        astray = page.eval_on_selector_all('a[href=""]', "all => all.map(link => `leads nowhere: ${link.textContent}`)")
        if (bad := measured(page) + said + astray) or status != 200:
            wrong.append((address, status, bad))
        said.clear()
        links = page.eval_on_selector_all("a[href]", "all => all.map(link => link.getAttribute('href').split('#')[0])")
        waiting += [urljoin(address, link) for link in links if link]
    return found, wrong


@pytest.mark.browser
@pytest.mark.parametrize(("role", "start"), PARTS)
def test_every_page_fits_screen_and_telephone(live_server, people, context, role, start):
    """At 1280 and at 390 px: nothing sticks out or is cut off, the console stays silent, the page answers."""
    client, parts = signed_in(people[role]), [other for who, other in PARTS if who == role and other != start]
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    found, wrong = looked_at(context.new_page(), live_server.url, start, parts)
    assert len(found) > (50 if parts else 3) and wrong == []
