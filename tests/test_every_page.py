"""Every page that anybody can come to by following links: it answers, fits a telephone, and nothing in it fails.

Pages are found by walking, so a new one that a link leads to is looked at by itself.
"""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

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
PHONES = [Role.SECRETARY, Role.UNIT_HANDLER]  # who between them see nearly every page
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
def test_every_link_leads_to_a_page_that_answers(people):
    walked = {role: walk(person) for role, person in people.items()}
    wrong = [(role, *each) for role, pages in walked.items() for each in pages.values() if each[1] != 200]
    assert wrong == []
    assert len({page for pages in walked.values() for page in pages}) > 100


@pytest.mark.browser
@pytest.mark.parametrize("role", PHONES)
def test_every_page_fits_a_telephone(live_server, people, context, role):
    """At 390 px: nothing sticks out to the right, the console stays silent, the page answers."""
    pages = walk(people[role])
    client = signed_in(people[role])
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page, wrong, said = context.new_page(), [], []
    page.set_viewport_size({"width": 390, "height": 844})
    page.on("console", lambda message: message.type in ("error", "warning") and said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for address in filter(None, (address for address, _ in pages.values())):
        status = page.goto(live_server.url + address).status
        width = page.evaluate("document.documentElement.scrollWidth")
        if status != 200 or width > 390 or said:
            wrong.append((address, status, width, [*said]))
        said.clear()
    assert len(pages) > 3 and wrong == []
