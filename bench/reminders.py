"""The morning's reminders (P13): what is due among few cases and among many, and sending against the bare INSERT of the same rows."""

import time
from datetime import date

from django.db import connection, transaction

from bench.measure import least, say, undone
from organizations.actions import appoint
from organizations.models import Person, Role
from supervision import actions
from supervision.planning import planned

MORNING = date(2021, 3, 1)  # a Monday; all open cases of the measured places are late
HANDLERS = 3
COLUMNS = 'jurisdiction_id, person_id, unit_id, kind, "row", subject, link, due_on, tier, "on", is_held, text, by_id, notice_id, created_at'


def staff(place):
    """Give every unit of a measured place handlers who can be told."""
    for unit in place.jurisdiction.units.filter(kind="government").order_by("pk"):
        for number in range(HANDLERS):
            name = f"bench-{place.jurisdiction.code}-{unit.pk}-{number}"
            person = Person.objects.create_user(name, "bench", name="测量", must_change_password=False)
            appoint(person, Role.UNIT_HANDLER, place.jurisdiction, unit=unit)


def sweep(small, large):
    """Finding what is due, for each reminder."""
    found = [len(planned(place.jurisdiction, MORNING)) for place in (small, large)]
    acts = [lambda place=place: planned(place.jurisdiction, MORNING) for place in (small, large)]
    spent = [seconds / many for seconds, many in zip(least(*acts, clock=time.perf_counter, rounds=3), found, strict=True)]
    note = f"{found[0]} reminders among {small.size} proposals, {found[1]} among {large.size}"
    say("P13 due sweep, for each reminder", spent[1] * 1e6, "us", baseline=spent[0] * 1e6, goal=1.2, floor=1.5, note=note)


def sending(place):
    """Finding, telling and recording against one INSERT of the rows that come of it; and how many a second run sends."""
    counts = []

    def send():
        counts.append(actions.send(place.jurisdiction, MORNING))

    def plain():
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO supervision_reminder (public_id, {COLUMNS}) SELECT gen_random_uuid(), {COLUMNS} FROM told")

    with connection.cursor() as cursor, transaction.atomic():
        send()
        send()
        cursor.execute("CREATE TEMP TABLE told AS SELECT * FROM supervision_reminder")
        cursor.execute("UPDATE told SET notice_id = NULL")
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE supervision_reminder, supervision_reminderrun")
        cursor.execute("DELETE FROM workflow_notice WHERE key LIKE 'digest:%'")
    spent = least(undone(plain), undone(send), clock=time.perf_counter, rounds=3)
    note = f"{counts[0]} reminders, {counts[1]} by a second run"
    say("P13 sending against the bare INSERT", spent[1], "s", baseline=spent[0], goal=2, floor=5, note=note)


def run(small, large):
    """All figures of reminders."""
    for place in (small, large):
        staff(place)
    sweep(small, large)
    sending(large)
