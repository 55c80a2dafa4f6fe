"""Notices through dispatchers that are killed, over a mail server that refuses and falls silent: none is lost, none told twice.

`make rel-reminders` runs the long form with a database that is restarted and a broker that is emptied; the suite runs a short one.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from ops.place import ROOT
from organizations.models import Jurisdiction, Level, Person
from tests.workflow.mailbox import mail_server
from workflow.models import Channel, Delivery, Notice
from workflow.notices import tell

POISON = "poison"
TEMPER = {
    "DELIVERY_LEASE": "10",
    "DELIVERY_TIMEOUT": "3",
    "DELIVERY_FIRST_PAUSE": "0.5",
    "DELIVERY_SECONDS": "5",
    "EMAIL_FROM": "notices@example.com",
}


@dataclass
class Trial:
    """How much is asked: notices, kills, poisoned addresses; `kind` of dispatcher; `limit` seconds; what else happens, as functions."""

    notices: int
    kills: int
    poison: int = 10
    dispatchers: int = 3
    kind: str = "after"
    limit: float = 240
    attempts: int = 8
    moods: tuple = ()  # (share of mails that are through, mood, seconds)
    blows: tuple = ()  # (share, function)
    killed: int = field(default=0, init=False)
    pids: list = field(default_factory=list, init=False)


def place_of(trial, code):
    """A place whose people have been told; five notices for each, the first of them with an address that is refused for ever."""
    place = Jurisdiction.objects.create(name=code, code=code, level=Level.CITY)
    Channel.objects.create(jurisdiction=place, kind="email", per_minute=1_000_000)
    number = trial.notices // 5
    people = [Person(username=f"{code}-{n}", name=f"演示{n}", email=address_of(code, n, trial.poison)) for n in range(number)]
    Person.objects.bulk_create(people)
    for _ in range(2):  # a sweep that runs twice tells once
        for n in range(5):
            tell(people, place, f"due:{n}", f"还有 {n} 天到期", link="/")
    return place


def address_of(code, n, poison):
    return f"{POISON if n < poison // 5 else 'p'}{n}@{code}.example.com"


@contextmanager
def nursery(environment):
    """A function that starts a dispatcher and returns its process id."""
    words = [sys.executable, "-m", "tests.reliability.nursery"]
    with subprocess.Popen(
        words, cwd=ROOT, env=os.environ | environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as mother:
        try:
            mother.stdout.readline()
            yield lambda kind: _born(mother, kind)
        finally:
            mother.kill()


def _born(mother, kind):
    print(kind, file=mother.stdin, flush=True)
    return int(mother.stdout.readline())


def environment(port, attempts=8):
    """The variables of the dispatchers: this very database, the mail server on `port`."""
    base = connection.settings_dict
    at = base["HOST"] or ""
    url = f"postgres://{base['USER']}@/{at}/{base['NAME']}" if at.startswith("/") else _url(base, at)
    return TEMPER | {
        "DATABASE_URL": url,
        "DELIVERY_ATTEMPTS": str(attempts),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DELIVERY_FOLD_SECONDS": "3600",
        "SECRET_KEY": settings.SECRET_KEY,
        "TESTING": "0",
        "DEBUG": "0",
        "LOG_LEVEL": "CRITICAL",
    }


def _url(base, host):
    word = f":{base['PASSWORD']}" if base["PASSWORD"] else ""
    return f"postgres://{base['USER']}{word}@{host}:{base['PORT']}/{base['NAME']}"


def run(trial, place, box, start):
    """Let the dispatchers work and kill them until all is settled or time is up."""
    until, rest = time.monotonic() + trial.limit, list(trial.moods)
    blows = list(trial.blows)
    calm = 0.0
    trial.pids = [start(trial.kind) for _ in range(trial.dispatchers)]
    try:
        while time.monotonic() < until and not (trial.killed >= trial.kills and settled(place)):
            through = len(box.ids) / trial.notices
            if time.monotonic() > calm:
                box.mood = "accept"
                if rest and through >= rest[0][0]:
                    _, box.mood, seconds = rest.pop(0)
                    calm = time.monotonic() + seconds
            if blows and through >= blows[0][0]:
                blows.pop(0)[1]()
            if trial.killed < trial.kills and through >= 0.9 * trial.killed / trial.kills:
                kill_one(trial, start)
            time.sleep(0.03)
    finally:
        for pid in trial.pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def kill_one(trial, start):
    """Kill -9 one dispatcher, whatever it is doing, and start another."""
    time.sleep(random.uniform(0, 0.2))
    victim = random.randrange(len(trial.pids))
    with suppress(ProcessLookupError):
        os.kill(trial.pids[victim], signal.SIGKILL)
    trial.pids[victim] = start(trial.kind)
    trial.killed += 1


def settled(place):
    """Whether nothing is left to send; asked again where the database is just being restarted."""
    try:
        unspread = Notice.objects.filter(jurisdiction=place, spread_at=None).exists()
        return not unspread and not Delivery.objects.waiting().filter(jurisdiction=place).exists()
    except (InterfaceError, OperationalError):
        connection.close()
        return False


def lost(place, box):
    """Message ids that no mail came in for, though their address takes mail and nothing says that they were given up."""
    sound = Delivery.objects.filter(jurisdiction=place).exclude(person__email__startswith=POISON)
    return [each for each in sound.values_list("message_id", flat=True) if f"<{each}@example.com>" not in box.ids]


def claims(trial, place, box):
    """What was promised, what came of it: [(claim, value, limit, kept)]."""
    told = Counter(Notice.objects.filter(jurisdiction=place).values_list("person", "key"))
    poisoned = Delivery.objects.filter(jurisdiction=place, person__email__startswith=POISON)
    repeats = sum(box.ids.values()) - len(box.ids)
    rows = Delivery.objects.filter(jurisdiction=place)
    missing, given_up = len(lost(place, box)), rows.dead().count()
    exact = sum(1 for count in told.values() if count == 1)
    return [
        ("notices lost", missing, 0, missing == 0),
        ("in-app notices told exactly once", exact, trial.notices, exact == trial.notices == len(told)),
        ("e-mail repeats, at most one for each kill", repeats, trial.killed, repeats <= trial.killed),
        ("dispatchers killed", trial.killed, trial.kills, trial.killed >= trial.kills),
        ("poisoned addresses given up with the reason", poisoned.dead().count(), trial.poison, poisoned.dead().count() == trial.poison),
        ("given up besides", given_up - poisoned.dead().count(), 0, given_up == poisoned.dead().count()),
        ("left waiting", rows.waiting().count(), 0, not rows.waiting().exists()),
    ]


def trouble(trial, code="trial", port=0):
    """Run a trial, with the mail server on `port`; its claims."""
    with mail_server(port) as (box, port), nursery(environment(port, trial.attempts)) as start:
        place = place_of(trial, code)
        run(trial, place, box, start)
        connection.close()  # the database may have been restarted under it
        return claims(trial, place, box)


def outage(people, notices, code="outage"):
    """After seven days without mail: how many messages the person with most of them gets; as a claim."""
    with mail_server() as (box, port), nursery(environment(port)) as start:
        trial = Trial(people * notices, 0, poison=0, limit=60)
        place = Jurisdiction.objects.create(name=code, code=code, level=Level.CITY)
        Channel.objects.create(jurisdiction=place, kind="email", per_minute=1_000_000)
        rows = Person.objects.bulk_create(
            [Person(username=f"{code}{n}", name=f"演示{n}", email=f"o{n}@example.com") for n in range(people)]
        )
        for n in range(notices):
            tell(rows, place, f"old:{n}", f"第 {n} 件")
        Notice.objects.filter(jurisdiction=place).update(created_at=timezone.now() - timedelta(days=7))
        run(trial, place, box, start)
        messages = {(to, mail["Message-ID"]) for to, mail in box.mails}  # a repeat bears the same id
        most = max(Counter(to for to, _ in messages).values(), default=0)
        reached = len({to for to, _ in box.mails})
    return [
        ("messages for one person after seven days without mail", most, 1, most == 1),
        ("people reached after it", reached, people, reached == people),
    ]


def control(notices, kills, code="control"):
    """The same with dispatchers that mark before they send: mail must get lost, or this trial proves nothing."""
    trial = Trial(notices, kills, poison=0, kind="first", limit=60, moods=((0.3, "hang up", 0.5),))
    with mail_server() as (box, port), nursery(environment(port)) as start:
        place = place_of(trial, code)
        run(trial, place, box, start)
        missing = len(lost(place, box))
    return [("control: marking first loses mail, at least", missing, 1, missing >= 1)]


def told(found):
    """Print one JSON line for each claim; whether all were kept."""
    for claim, value, limit, kept in found:
        print(json.dumps({"claim": claim, "value": value, "limit": limit, "kept": kept}, ensure_ascii=False), flush=True)
    return all(kept for *_, kept in found)
