"""P1–P5: lists, pages, queries."""

import time
from dataclasses import dataclass

import orjson
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import requests
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


def first_page(person, after=None):
    """The API's answer to one page as bytes: its own work from query to bytes, the web around it not."""
    endpoint = ItemList()
    endpoint.request = Asked(person, QueryDict(f"after={after}" if after else ""))
    return orjson.dumps(endpoint.page())


def raw_page(person, page=first_page):
    """The same SQL as that of `page` run bare, with orjson: returns a function without any work of ours in it."""
    with CaptureQueriesContext(connection) as queries:
        person.access  # noqa: B018 - read once, as in a request
        page(person)
    sql = queries[-1]["sql"]

    def run():
        with connection.cursor() as cursor:
            cursor.execute(sql)
            names = [column.name for column in cursor.description]
            return orjson.dumps([dict(zip(names, row, strict=True)) for row in cursor.fetchall()])

    return run


def p1(large, page=first_page, what=""):
    raw = raw_page(large.secretary, page)
    ours, bare = least(lambda: page(large.secretary), raw, clock=time.perf_counter, rounds=20, repeat=10)
    say(f"P1 {what}API list of 50, query to bytes, against raw", ours * 1000, "ms", baseline=bare * 1000, goal=1.5, floor=2)


def p2(large, page=first_page, address=LIST, what=""):
    requests.answered = raw_page(large.secretary, page)
    bare, app = requests.minimal_app(), WSGIHandler()
    stock, session = requests.session_of(large.secretary, requests.STOCK), requests.session_of(large.secretary)
    ours, minimal = least(lambda: requests.ask(app, address, session), lambda: requests.ask(bare, "/rows/", stock), rounds=20, repeat=10)
    note = "the minimal view: Django's own session and user, the rows read raw; both as whole requests"
    say(f"P2 {what}whole signed-in API list request, CPU", ours * 1000, "ms", baseline=minimal * 1000, goal=1.0, floor=1.5, note=note)


def p3(small, large):
    pages = (("first", None, None), ("next", small.page_start(2), large.page_start(2)))
    for name, *starts in pages:
        few, many = least(
            lambda after=starts[0]: first_page(small.secretary, after),
            lambda after=starts[1]: first_page(large.secretary, after),
            clock=time.perf_counter,
            rounds=20,
            repeat=5,
        )
        say(f"P3 {name} page, {small.size} to {large.size} rows", many * 1000, "ms", baseline=few * 1000, goal=1.2, floor=1.5)


def p4(large):
    deep = min(1000, large.size // 50)
    start = large.page_start(deep)
    near, far = least(
        lambda: first_page(large.secretary),
        lambda: first_page(large.secretary, start),
        clock=time.perf_counter,
        rounds=20,
        repeat=5,
    )
    say(f"P4 page {deep} against page 1", far * 1000, "ms", baseline=near * 1000, goal=1.2, floor=1.5)


def asked(person, address, ask=Client.get):
    """How many SQL statements a request takes; pages are looked at once before, as what they remember is not what they ask."""
    client = Client()
    client.force_login(person)
    client.get(address if ask is Client.get else LIST)
    with CaptureQueriesContext(connection) as captured:
        response = ask(client, address)
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")
    return len(captured)


def p5(small, large):
    def each(place):
        item = PlanItem.objects.filter(jurisdiction=place.jurisdiction).order_by("pk").first()
        return (
            ("list, API", 4, 6, asked(place.secretary, LIST)),
            ("list, page", 4, 6, asked(place.secretary, "/plans/items/")),
            ("case page (item)", 8, 12, asked(place.secretary, f"/plans/items/{item.public_id}/")),
            ("case, API", 8, 12, asked(place.secretary, f"{LIST}{item.public_id}/")),
            ("export", 3, 5, asked(place.secretary, f"/plans/items/?format=csv&year={place.plan.year}&kind=consultation")),
            ("move (start an item), API", 12, 16, asked(place.secretary, f"{LIST}{item.public_id}/act/start/", Client.post)),
        )

    for (name, goal, floor, few), (*_, many) in zip(each(small), each(large), strict=True):
        note = "the same in both places" if few == many else f"{few} in the small place"
        say(f"P5 SQL of {name}", many, "queries", goal=goal, floor=floor, note=note)


def run(small, large):
    """All figures of lists."""
    p1(large)
    p2(large)
    p3(small, large)
    p4(large)
    p5(small, large)
