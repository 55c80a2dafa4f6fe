"""`make rel-reminders`: the proof that no notice is lost, on a cluster and a broker of its own; one JSON line for each claim."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ops.place import PYTHON, ROOT, VAR, Stop, font_dir, say
from ops.place import main as command
from ops.postgres import Cluster
from ops.processes import MORTAL, die_with_parent

HOME = VAR / "rel"


def reminders() -> int:
    """Ten thousand notices, forty kills, two restarts of the database, two losses of the broker's memory; returns the exit code."""
    die_with_parent()
    began = time.monotonic()
    cluster = Cluster(HOME / "postgres", durable=True)
    os.environ.pop("DATABASE_URL", None)
    cluster.start()
    try:
        os.environ |= {
            "DATABASE_URL": cluster.url(),
            "VAR_DIR": str(HOME),
            "FONT_DIR": font_dir(),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        with broker(HOME) as (settings, empty):
            os.environ |= settings
            return prove(cluster, empty, began)
    finally:
        cluster.stop()
        shutil.rmtree(HOME / "postgres", ignore_errors=True)


def prove(cluster: Cluster, empty, began: float) -> int:
    """Migrate and run the trials."""
    if subprocess.run([*MORTAL, str(PYTHON), "manage.py", "migrate", "-v0"], cwd=ROOT, stdin=subprocess.DEVNULL).returncode:
        raise Stop("数据库准备失败，原因见上。")
    import django  # needs the settings made here

    django.setup()
    from tests.reliability import reminders as trials  # the same

    def restart():
        say("数据库立即停止并重新启动 …")
        cluster.server.kill()
        cluster.server.wait()
        cluster.restart()

    number, kills = int(os.environ.get("NOTICES") or 10_000), int(os.environ.get("KILLS") or 40)
    moods = ((0.15, "busy", 2), (0.35, "silent", 4), (0.55, "hang up", 2), (0.75, "refuse", 2))
    blows = ((0.25, empty), (0.45, restart), (0.65, empty), (0.85, restart))
    trial = trials.Trial(number, kills, moods=moods, blows=blows)
    port = free_port()
    with bell(trials.environment(port)):
        kept = trials.told(trials.trouble(trial, port=port))
    kept &= trials.told(trials.outage(200, 10))
    kept &= trials.told(trials.control(1000, 12))
    seconds = round(time.monotonic() - began)
    kept &= trials.told([("seconds in all", seconds, 300, seconds <= 300)])
    return 0 if kept else 1


@contextmanager
def broker(home: Path) -> Iterator[tuple]:
    """(settings, function that empties it) of a Redis of our own, or of the files under `home` where none is installed."""
    program = shutil.which("redis-server")
    queue = home / "broker"
    for folder in ("queue", "control"):
        (queue / folder).mkdir(parents=True, exist_ok=True)
    if program is None:
        say("本机没有 redis-server，改用文件队列。")
        yield {"REDIS_URL": ""}, lambda: [file.unlink(missing_ok=True) for file in (queue / "queue").iterdir()]
        return
    port = free_port()
    words = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(home)]
    server = subprocess.Popen([*MORTAL, *words], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        yield {"REDIS_URL": f"redis://127.0.0.1:{port}/0"}, lambda: _flush(port)
    finally:
        server.kill()
        server.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _flush(port: int) -> None:
    say("清空 Redis …")
    with socket.create_connection(("127.0.0.1", port), 5) as line:
        line.sendall(b"FLUSHALL\r\n")
        line.recv(100)


@contextmanager
def bell(settings: dict[str, str]) -> Iterator[None]:
    """Clock and worker, who dispatch as well, woken through the broker."""
    words = [sys.executable, "-m", "celery", "--app", "config", "--quiet"]
    quiet = {
        "cwd": ROOT,
        "env": os.environ | settings,
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
    worker = ["worker", "--pool=solo", "--without-gossip", "--without-mingle", "--pidfile="]
    beat = ["beat", "--pidfile=", f"--schedule={HOME / 'beat'}"]
    ringing = [subprocess.Popen([*MORTAL, *words, *part], **quiet) for part in (worker, beat)]
    try:
        yield
    finally:
        for process in ringing:
            process.kill()
            process.wait()


if __name__ == "__main__":
    command(reminders)
