"""P15 and P17: what a browser gets from the real server, with collected, compressed files."""

import gzip
import http.client
import os
import re
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from bench.measure import children, cpu_of, say
from bench.papers import ready_paper
from bench.requests import session_of
from documents import store
from ops.place import ROOT
from ops.processes import MORTAL

STATIC_PAPER = "bench-paper.pdf"
AS_SERVED = {"default": settings.STORAGES["default"], "staticfiles": {"BACKEND": "config.storage.CompressedStaticFilesStorage"}}
ROUNDS, REPEAT = 7, 50


def environment():
    """What the server is told: this run's database and folders, nothing of tests."""
    told = {name: value for name, value in os.environ.items() if name not in ("TESTING", "DEBUG", "REDIS_URL", "WEB_CONCURRENCY")}
    address, _, options = told["DATABASE_URL"].partition("?")
    told["DATABASE_URL"] = f"{address.rpartition('/')[0]}/{connection.settings_dict['NAME']}?{options}"
    return told | {
        "WEB_CONCURRENCY": "1",
        "VAR_DIR": str(settings.VAR_DIR),
        "STORE_ROOT": str(settings.STORE_ROOT),
        "SECRET_KEY": settings.SECRET_KEY,
    }


@contextmanager
def server():
    """The real web server with one worker; yields a `Browser` of it."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(64)
        words = ["-m", "gunicorn", "--config", str(ROOT / "ops" / "gunicorn.py"), "--bind", f"fd://{door.fileno()}"]
        log = (Path(settings.VAR_DIR) / "bench-server.log").open("wb")
        process = subprocess.Popen(
            [*MORTAL, sys.executable, *words], cwd=ROOT, env=environment(), stdout=log, stderr=log, pass_fds=(door.fileno(),)
        )
        try:
            yield Browser(process.pid, door.getsockname()[1])
        finally:
            process.terminate()
            process.wait()
            log.close()


class Browser:
    """One kept connection to the server; `pid`: the server's process."""

    def __init__(self, pid, port):
        self.pid = pid
        self.door = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, address, cookie="", encoding="identity"):
        """(headers, body as sent). Raises RuntimeError for any status but 200."""
        self.door.request("GET", address, headers={"Cookie": cookie, "Accept-Encoding": encoding})
        answer = self.door.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{address}: {answer.status}")
        return answer.headers, body

    def spent(self):
        """CPU seconds of the server and its worker until now."""
        return cpu_of(self.pid, *children(self.pid))


def cpu_of_requests(browser, *asks):
    """The least CPU of the server for each of `asks`, run in turns."""
    best = [float("inf")] * len(asks)
    for _ in range(ROUNDS):
        for place, ask in enumerate(asks):
            before = browser.spent()
            for _ in range(REPEAT):
                ask()
            best[place] = min(best[place], (browser.spent() - before) / REPEAT)
    return best


def p15(browser, cookie, row):
    address = f"/documents/papers/{row.public_id}/paper.pdf"
    first, again = browser.get(address, cookie)[1], browser.get(address, cookie)[1]
    plain = browser.get(f"/static/{STATIC_PAPER}")[1]
    ours, static = cpu_of_requests(browser, lambda: browser.get(address, cookie), lambda: browser.get(f"/static/{STATIC_PAPER}", cookie))
    note = "the same bytes" if first == again == plain == store.load(row.pdf_digest) else "THE BYTES DIFFER"
    say("P15 issued paper served again against a static file, server CPU", ours * 1000, "ms", baseline=static * 1000, goal=3, note=note)


def p17(browser, cookie):
    headers, html = browser.get("/plans/items/", cookie, "gzip")
    text = (gzip.decompress(html) if headers["Content-Encoding"] == "gzip" else html).decode()
    waiting, sizes = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', text)), {}
    while waiting:
        address = waiting.pop()
        headers, body = browser.get(address, "", "gzip")
        sizes[address] = len(body)
        if headers["Content-Type"].startswith("text/css"):
            sheet = gzip.decompress(body) if headers["Content-Encoding"] == "gzip" else body
            named = (urljoin(address, each.decode()) for each in re.findall(rb'url\(["\']?([^"\')]+)', sheet))
            waiting |= {each for each in named if each.startswith("/static/")} - set(sizes)
    say("P17 list page of 50, HTML compressed", len(html) / 1024, "KB", goal=6, floor=10)
    say("P17 list page, whole cold load compressed", (len(html) + sum(sizes.values())) / 1024, "KB", goal=120, floor=200)
    say("P17 list page, requests", 1 + len(sizes), "requests", goal=8, floor=14)


def run(large):
    """The figures that need the real server."""
    row = ready_paper(large)
    with override_settings(STORAGES=AS_SERVED):
        call_command("collectstatic", interactive=False, verbosity=0)
    (settings.STATIC_ROOT / STATIC_PAPER).write_bytes(store.load(row.pdf_digest))
    cookie = session_of(large.secretary)
    with server() as browser:
        p15(browser, cookie, row)
        p17(browser, cookie)
