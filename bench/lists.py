"""P1–P5 and P17: lists, pages, queries, weight."""

import gzip
import re
import time
from dataclasses import dataclass

import orjson
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.measure import least, say
from consultation.api.items import ItemList
from consultation.models import PlanItem
from organizations.models import Person

LIST = "/api/v1/plan-items/"


@dataclass
class Asked:
    """What a list endpoint reads of a request."""

    user: Person
    query_params: QueryDict
    path: str = LIST


def signed_in(person):
    client = Client(HTTP_ACCEPT_ENCODING="gzip")
    client.force_login(person)
    return client


def first_page(person, after=None):
    """The API's answer to one page as bytes: its own work from query to bytes, the web around it not."""
    endpoint = ItemList()
    endpoint.request = Asked(person, QueryDict(f"after={after}" if after else ""))
    return orjson.dumps(endpoint.page())


def raw_page(person):
    """The same SQL run bare, with orjson: returns a function without any work of ours in it."""
    with CaptureQueriesContext(connection) as queries:
        person.access  # noqa: B018 - read once, as in a request
        first_page(person)
    sql = queries[-1]["sql"]

    def run():
        with connection.cursor() as cursor:
            cursor.execute(sql)
            names = [column.name for column in cursor.description]
            return orjson.dumps([dict(zip(names, row, strict=True)) for row in cursor.fetchall()])

    return run


def p1_p2(large):
    person = large.secretary
    raw = raw_page(person)
    ours, bare = least(lambda: first_page(person), raw, clock=time.perf_counter, repeat=20)
    say("P1 API list of 50, query to bytes, against raw", ours * 1000, "ms", baseline=bare * 1000, goal=1.5, floor=2)
    client = signed_in(person)
    key = client.session.session_key

    def minimal():
        session = SessionStore(key)
        session.load()
        return HttpResponse(raw(), content_type="application/json")

    ours, bare = least(lambda: client.get(LIST), minimal, repeat=10)
    say("P2 whole signed-in list request against a minimal view, CPU", ours * 1000, "ms", baseline=bare * 1000, goal=1.0, floor=1.5)


def p3_p4(small, large):
    pages = [lambda: first_page(small.secretary), lambda: first_page(large.secretary)]
    few, many = least(*pages, clock=time.perf_counter, repeat=10)
    say(f"P3 first page, 1 k to {large.size} rows", many * 1000, "ms", baseline=few * 1000, goal=1.2, floor=1.5)
    second = large.page_start(2)
    few, many = least(
        lambda: first_page(small.secretary, small.page_start(2)),
        lambda: first_page(large.secretary, second),
        clock=time.perf_counter,
        repeat=5,
    )
    say(f"P3 next page, 1 k to {large.size} rows", many * 1000, "ms", baseline=few * 1000, goal=1.2, floor=1.5)
    deep = min(1000, large.size // 50)
    start = large.page_start(deep)
    near, far = least(lambda: first_page(large.secretary), lambda: first_page(large.secretary, start), clock=time.perf_counter, repeat=10)
    say(f"P4 page {deep} against page 1", far * 1000, "ms", baseline=near * 1000, goal=1.2, floor=1.5)


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")
    return len(captured)


def p5(small, large):
    client = signed_in(large.secretary)
    item = PlanItem.objects.filter(jurisdiction=large.jurisdiction).first()
    for name, address, goal, floor in (
        ("API list", LIST, 4, 6),
        ("list page", "/plans/items/", 4, 6),
        ("case page (item)", f"/plans/items/{item.public_id}/", 8, 12),
    ):
        found = queries(client, address)
        few = queries(signed_in(small.secretary), address) if "item" not in name else found
        note = None if few == found else f"{few} in the small place"
        say(f"P5 SQL of {name}", found, "queries", ratio=None, goal=goal, floor=floor, note=note or "the same in both places")


def p17(large):
    client = signed_in(large.secretary)
    page = client.get("/plans/items/")
    html = page.content if page.headers.get("Content-Encoding") == "gzip" else gzip.compress(page.content)
    text = gzip.decompress(html).decode()
    assets = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', text))
    plain = Client()
    total = len(html)
    for asset in assets:
        response = plain.get(asset)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        total += len(gzip.compress(body))
    say("P17 list page of 50, HTML compressed", len(html) / 1024, "KB", goal=6, floor=10)
    say("P17 list page, whole cold load compressed", total / 1024, "KB", goal=120, floor=200)
    say("P17 list page, requests", 1 + len(assets), "requests", goal=8, floor=14)


def run(small, large):
    """All figures of lists."""
    p1_p2(large)
    p3_p4(small, large)
    p5(small, large)
    p17(large)
