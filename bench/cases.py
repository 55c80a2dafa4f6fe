"""Proposals: lists, pages, moves, search, import, similar titles (P1–P7, P10, P11)."""

import io
import time
from datetime import date

import orjson
import python_calamine
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import QueryDict

from bench import lists as of_items
from bench import requests
from bench.lists import Asked, asked
from bench.measure import least, say, undone
from proposals import actions, importing
from proposals.api import ProposalList
from proposals.catalogue import CASE_COLUMNS
from proposals.filters import ProposalFilter
from proposals.models import Handling, Proposal
from proposals.similar import similar
from tables import Table, export

PAGE, LIST = "/proposals/", "/api/v1/proposals/"
WORDS = {"common, 1 character": "电", "common": "养老", "of a few": "专利融资", "absent, 2": "乢龘", "absent, 4": "乢龘齉爩"}
IMPORTED = 1_500


def first_page(person, after=None):
    """One page of the API's list, from query to rows."""
    endpoint = ProposalList()
    endpoint.request = Asked(person, QueryDict(f"after={after}" if after else ""), LIST)
    return endpoint.page()


def answer(person):
    """The API's answer to the first page as bytes."""
    return orjson.dumps(first_page(person))


def against_raw(large):
    """P1, P2: the list against the same SQL read bare, alone and as a whole signed-in request."""
    of_items.p1(large, answer, "proposals, ")
    of_items.p2(large, answer, LIST, "proposals, ")


def start_of(place, page):
    """The row number from which page `page` goes on."""
    return Proposal.objects.filter(jurisdiction=place.jurisdiction).order_by("-pk").values_list("pk", flat=True)[(page - 1) * 50 - 1]


def wall(name, few, many, *, goal, floor, rounds=15, repeat=3, note=None):
    """Print the least wall time of `many` against `few`."""
    small, large = least(few, many, clock=time.perf_counter, rounds=rounds, repeat=repeat)
    say(name, large * 1000, "ms", baseline=small * 1000, goal=goal, floor=floor, note=note)


def lists(small, large):
    """P3, P4: first, next and deep pages for who sees all, for a unit's handler, for a member who sees hardly any."""
    sizes = f"{small.size} to {large.size} proposals"
    for who in ("secretary", "handler", "member"):
        few, many = getattr(small, who), getattr(large, who)
        few.access, many.access  # noqa: B018 - read once, as in a request
        wall(f"P3 proposals, first page, {who}, {sizes}", lambda p=few: first_page(p), lambda p=many: first_page(p), goal=1.2, floor=1.5)
    ours = large.secretary
    near, deep = start_of(small, 2), start_of(large, min(1000, large.size // 50))
    wall(
        f"P3 proposals, next page, {sizes}", lambda: first_page(small.secretary, near), lambda: first_page(ours, deep), goal=1.2, floor=1.5
    )
    wall("P4 proposals, deep page against the first", lambda: first_page(ours), lambda: first_page(ours, deep), goal=1.2, floor=1.5)


def opened(place):
    """The newest case, which is still open."""
    return Proposal.objects.filter(jurisdiction=place.jurisdiction).select_related("session__term").order_by("-pk").first()


def queries(small, large):
    """P5: statements of each kind of request."""

    def each(place):
        case = opened(place)
        return (
            ("list, API", 4, 6, asked(place.secretary, LIST)),
            ("list, page", 4, 6, asked(place.secretary, PAGE)),
            ("case, page", 8, 12, asked(place.secretary, case.get_absolute_url())),
            ("case, API", 8, 12, asked(place.secretary, f"{LIST}{case.public_id}/")),
            ("export", 3, 5, asked(place.secretary, f"{PAGE}?format=csv&session={case.session_id}")),
        )

    for (name, goal, floor, few), (*_, many) in zip(each(small), each(large), strict=True):
        note = "the same in both places" if few == many else f"{few} in the small place"
        say(f"P5 SQL of proposals: {name}", many, "queries", goal=goal, floor=floor, note=note)


def pages(small, large):
    """P6, P7: the list and a case as whole requests, one move; similar titles against the list."""
    app = WSGIHandler()
    asks = []
    for place in (small, large):
        cookie, address = requests.session_of(place.secretary), opened(place).get_absolute_url()
        asks.append((lambda c=cookie: requests.ask(app, PAGE, c), lambda c=cookie, a=address: requests.ask(app, a, c)))
    (few_list, few_case), (many_list, many_case) = asks
    sizes = f"{small.size} to {large.size}"
    wall(f"P6 list page of 50 as HTML, {sizes}", few_list, many_list, goal=1.2, floor=1.5, note="baseline: the small place")
    wall(f"P7 case page, {sizes}", few_case, many_case, goal=1.1, floor=1.3)
    moves = [undone(lambda p=place: accept(p)) for place in (small, large)]
    wall(f"P7 one move (签收), {sizes}", *moves, goal=1.1, floor=1.3)
    title = f"关于{opened(large).title[2:8]}专项整治和监管的提案"
    look = lambda: similar(large.jurisdiction, title, by=large.secretary)  # noqa: E731
    if not look().rows:
        raise RuntimeError("nothing similar was found")
    wall(f"F7 similar titles among {large.size}, against the list page", many_list, look, goal=1, floor=3)


def accept(place):
    """A unit's handler signs for an open handling of his unit."""
    handling = Handling.objects.filter(unit__in=place.handler.access.units("unit_handler"), state="assigned").order_by("-pk").first()
    return actions.accept(handling, by=place.handler)


def search(large):
    """P10: words of titles against a scan, and within a session against its plain list."""
    person, session = large.secretary, large.sessions[-1]

    def found(**given):
        rows = Proposal.objects.visible_to(person)
        return list(ProposalFilter(given, rows, request=Asked(person, QueryDict())).qs.order_by("-pk").values_list("pk", flat=True)[:51])

    def scan():
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM proposals_proposal WHERE title LIKE '%%乢龘%%'")
            return cursor.fetchall()

    for name, word in WORDS.items():
        wall(f"P10 search, {name}, against a scan", scan, lambda q=word: found(q=q), goal=0.1, floor=1, rounds=7, repeat=1)
    plain = lambda: found(session=session.pk)  # noqa: E731
    for name, word in WORDS.items():
        within = lambda q=word: found(q=q, session=session.pk)  # noqa: E731
        wall(f"P10 search within a session, {name}, against its plain list", plain, within, goal=2, floor=4, rounds=7)


def catalogue(place):
    """A table of cases that a secretary might import."""
    units = list(place.jurisdiction.units.filter(kind="government").values_list("name", flat=True))
    row = {"filed_on": date(2021, 1, 10), "assigned_on": date(2021, 2, 10), "issued_on": date(2021, 4, 1), "result_class": "A"}
    row |= {"opinions": "满意", "opinion_dates": "2021-04-20", "category": "社会建设"}
    rows = [
        row
        | {
            "case_no": f"{n:05d}",
            "title": f"关于第{n}项工作的建议",
            "proposers": f"委员{n}",
            "units": units[n % len(units)],
            "number": f"函{n}",
        }
        for n in range(90_000, 90_000 + IMPORTED)
    ]
    return export(Table("目录", CASE_COLUMNS, rows), "xlsx")[0]


def imports(place):
    """P11: 1,500 rows looked through and stored, against calamine and COPY of as many rows into the same tables."""
    data, session = catalogue(place), place.sessions[0]

    def ours():
        importing.apply(session, importing.check(session, data, "目录.xlsx"), by=place.secretary)

    tables = ("proposals_proposal", "proposals_proposer", "feedback_assignment", "proposals_handling", "proposals_round", "proposals_reply")
    copies = copied(ours, (*tables, "proposals_receipt", "workflow_event"))

    def bare():
        python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()
        with connection.cursor() as cursor:
            for table, text in copies.items():
                cursor.copy_expert(f"COPY {table} FROM STDIN", io.StringIO(text))

    spent, floor = least(undone(ours), undone(bare), clock=time.perf_counter, rounds=3)
    say(f"P11 import of {IMPORTED} rows against calamine and COPY", spent, "s", baseline=floor, goal=4, floor=10)


def copied(act, tables):
    """{table: the rows that `act` adds to it, as COPY writes them}; what it did is taken back."""
    found = {}

    def run():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint")
            own = cursor.fetchone()[0] % 2**32
            act()
            for table in tables:
                text = io.StringIO()
                cursor.copy_expert(f"COPY (SELECT * FROM {table} WHERE xmin::text::bigint >= {own}) TO STDOUT", text)
                found[table] = text.getvalue()

    undone(run)()
    return {table: text for table, text in found.items() if text}


def run(small, large):
    """All figures of proposals."""
    against_raw(large)
    lists(small, large)
    queries(small, large)
    pages(small, large)
    search(large)
    imports(small)
