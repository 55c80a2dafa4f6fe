"""What the tests of pages share: who signs in, how much a page asks the database, and that looking changes nothing."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from workflow.models import Event

WRITES = ("INSERT", "UPDATE", "DELETE")


def enter(client, person):
    """The client signed in as `person`, past the first request that begins the session."""
    client.force_login(person)
    client.get("/login/")
    return client


def look(client, address, status=200):
    """(the page as text, the SQL it took); a GET that writes fails the test."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    queries = [each["sql"] for each in asked.captured_queries]
    assert [sql for sql in queries if sql.lstrip().upper().startswith(WRITES)] == []
    return response.content.decode(), queries


def browser(person):
    """A new client signed in as `person`."""
    client = Client()
    client.force_login(person)
    return client


def quiet(django_assert_num_queries, number, person, url):
    """The page asks the database `number` times, and looking at it leaves no event."""
    client = browser(person)
    client.get(url)
    events = Event.objects.count()
    with django_assert_num_queries(number):
        assert client.get(url).status_code == 200
    assert Event.objects.count() == events
