"""`make run`: database, tasks and pages of this checkout, started together, watched, and stopped together."""

import http.client
import os
import secrets
import signal
import socket
import subprocess
import time
from contextlib import ExitStack
from typing import IO
from urllib.parse import urlsplit

from ops.place import PYTHON, ROOT, VAR, Stop, lock, main, say, store, stored
from ops.postgres import APP, OWNER, Cluster, demo
from ops.processes import MARK, MORTAL, die_with_parent, end_all, leftovers
from ops.services import Service

ACCOUNTS = VAR / "demo_accounts.txt"
STOPPING = "stopping\n"
CELERY = ["-m", "celery", "--app", "config", "--quiet"]


def run() -> int:
    """Start everything, print the address and the demonstration accounts, watch until told to stop. Returns the exit code."""
    die_with_parent()
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # a shell starts background jobs deaf to SIGINT
        signal.signal(ending, signal.default_int_handler)
    with ExitStack() as kept:
        held = hold()
        kept.callback(held.close)
        try:
            return begin(kept)
        except KeyboardInterrupt:
            say("\n正在停止 …")
            return 0
        finally:
            held.write(STOPPING)
            held.flush()


def hold() -> IO:
    """The lock of the one running system of this checkout; one that is stopping is awaited. Raises Stop where one runs."""
    path = VAR / "run.lock"
    until = time.monotonic() + 2
    while True:
        try:
            held = lock(path)
        except BlockingIOError:
            if path.read_text().endswith(STOPPING):
                held = lock(path, wait="等待上一次运行结束 …")
            elif time.monotonic() < until:
                time.sleep(0.1)
                continue
            else:
                raise Stop("本目录的系统已经在运行。请先在原窗口按 Ctrl-C 停止它。") from None
        held.truncate(0)
        return held


def begin(kept: ExitStack) -> int:
    """What `run` does; whatever must be undone at the end is put on `kept`."""
    if not end_all(leftovers, (signal.SIGTERM, signal.SIGKILL), patience=8):
        raise Stop("上次遗留的进程无法结束，请重新启动计算机后再试。")
    door = kept.enter_context(listen(port()))
    settings = {}
    cluster = embedded()
    if cluster:
        kept.callback(cluster.stop)
        say("启动嵌入式数据库 …")
        cluster.start()
        settings = {"DATABASE_URL": cluster.url(APP), "DATABASE_OWNER_URL": cluster.url(OWNER)}
        store(**settings)
    prepare(settings)
    team = services(settings, door)
    kept.callback(stop, team)
    team[0].start()
    address = f"http://127.0.0.1:{door.getsockname()[1]}/"
    door.close()
    await_pages(team[0], address)
    for service in team[1:]:  # after the pages, which somebody waits for
        service.start()
    print(f"\n系统已启动：{address}\n", flush=True)
    if ACCOUNTS.exists():
        print(ACCOUNTS.read_text(), flush=True)
    say(f"按 Ctrl-C 停止。日志在 {VAR / 'log'}")
    return watch(team, cluster)


def port() -> int:
    """The port asked for by PORT, 8000 by default."""
    asked = os.environ.get("PORT") or "8000"
    if not (asked.isdecimal() and 0 < int(asked) < 65536):
        raise Stop(f"PORT={asked} 不是有效的端口号（1—65535）。")
    return int(asked)


def listen(number: int) -> socket.socket:
    """The socket of the web server, bound here and handed on, so that nobody takes the port in between."""
    door = socket.socket()
    try:
        try:
            door.bind(("127.0.0.1", number))
        except OSError:  # taken, or only not yet cooled down after the last run: then it can be listened on
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(("127.0.0.1", number))
            door.listen()
    except PermissionError:
        raise Stop(f"当前用户不能使用端口 {number}，请换一个大于 1023 的端口：make run PORT=8080") from None
    except OSError:
        raise Stop(f"端口 {number} 已被其他程序占用，请换一个端口：make run PORT={number % 65000 + 1}") from None
    return door


def embedded() -> Cluster | None:
    """The cluster of this checkout, unless the environment or var/env names another server."""
    cluster = demo()
    named = os.environ.get("DATABASE_URL") or stored().get("DATABASE_URL")
    return cluster if named in (None, "", cluster.url(APP)) else None


def prepare(settings: dict[str, str]) -> None:
    """Migrations, rights and demonstration data, in a process of their own."""
    words = [str(PYTHON), "-m", "ops.prepare", *([] if os.environ.get("DEMO") == "0" else ["--demo", str(ACCOUNTS)])]
    ACCOUNTS.unlink(missing_ok=True)
    environment = os.environ | settings | dict([MARK])
    if subprocess.run([*MORTAL, *words], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, start_new_session=True).returncode:
        raise Stop("数据库准备失败，原因见上。")


def services(settings: dict[str, str], door: socket.socket) -> list[Service]:
    """Pages first, then the tasks and their clock."""
    for folder in ("queue", "control"):
        (VAR / "broker" / folder).mkdir(parents=True, exist_ok=True)
    node = f"{secrets.token_hex(4)}@%h"
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--pidfile="]
    worker = ["worker", "--concurrency=1", "--loglevel=WARNING", "--hostname", node, *quiet]
    pages = ["-m", "gunicorn", "--config", str(ROOT / "ops" / "gunicorn.py"), "--bind", f"fd://{door.fileno()}"]
    return [
        Service("web", "网页服务", pages, settings, (door.fileno(),)),
        Service("worker", "后台任务", [*CELERY, *worker], settings),
        Service("beat", "定时任务", [*CELERY, "beat", "--loglevel=WARNING", "--pidfile="], settings),
    ]


def await_pages(pages: Service, address: str) -> None:
    """Wait until the web server answers, whatever it says. Raises Stop when it ends or stays silent for two minutes."""
    host = urlsplit(address)
    until = time.monotonic() + 120
    while pages.ended() is None and time.monotonic() < until:
        asked = http.client.HTTPConnection(host.hostname, host.port, timeout=60)
        try:
            asked.request("GET", "/")
            asked.getresponse()
            return
        except OSError:
            time.sleep(0.1)
        finally:
            asked.close()
    raise Stop(f"网页服务没有启动，详见 {pages.log}")


def watch(team: list[Service], cluster: Cluster | None) -> int:
    """Bring back what ends by itself; without pages or database the whole stops. Returns the exit code."""
    pages, due = team[0], {}
    while True:
        time.sleep(0.5)
        if pages.ended() is not None:
            say(f"✗ 网页服务意外退出（代码 {pages.ended()}），系统停止。详见 {pages.log}")
            return 1
        if cluster and cluster.server.poll() is not None:
            say("嵌入式数据库意外退出，正在重新启动 …")
            cluster.restart()
        for service in team[1:]:
            back_again(service, due)


def back_again(service: Service, due: dict[str, float]) -> None:
    """Start a service that ended again, after a pause that grows; `due` holds when, by its name."""
    if service.ended() is None:
        return
    if service.name not in due:
        pause = service.pause()
        due[service.name] = time.monotonic() + pause
        say(f"{service.label}意外退出（代码 {service.ended()}），{pause:.0f} 秒后重新启动。详见 {service.log}")
    elif time.monotonic() >= due[service.name]:
        del due[service.name]
        service.start()


def stop(team: list[Service]) -> None:
    """End all services side by side; who takes longer than twenty seconds is ended."""
    for service in reversed(team):
        service.ask_to_end()
    until = time.monotonic() + 20
    for service in team:
        service.await_end(until - time.monotonic())


if __name__ == "__main__":
    main(run)
