"""`make run`: started, killed and started again for real; its parts with small stand-ins."""

import http.client
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest
from django.conf import settings as configured

from ops import place, processes, run, services
from ops.place import ROOT, Stop
from ops.postgres import Cluster
from ops.services import Service


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def logs(tmp_path, monkeypatch):
    monkeypatch.setattr(services, "LOGS", tmp_path)
    return tmp_path


def service(code, logs):
    """A service that runs a line of Python."""
    return Service("small", "小服务", ["-c", code], {})


def until(true, seconds=30):
    """Wait until `true()` says so; returns what it said last."""
    end = time.monotonic() + seconds
    while not (said := true()) and time.monotonic() < end:
        time.sleep(0.05)
    return said


@pytest.mark.parametrize("asked", ["0", "65536", "http", "-1", "８０００x"])
def test_port_that_is_none_is_refused(monkeypatch, asked):
    monkeypatch.setenv("PORT", asked)
    with pytest.raises(Stop, match="不是有效的端口号"):
        run.port()


def test_port_is_8000_by_default(monkeypatch):
    monkeypatch.setenv("PORT", "")
    assert run.port() == 8000


def test_taken_port_is_named_with_a_way_out(free_port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_port))
        other.listen()
        with pytest.raises(Stop, match=f"端口 {free_port} 已被其他程序占用，请换一个端口：make run PORT="):
            run.listen(free_port)


def test_port_is_taken_by_a_system_that_is_still_starting(free_port):
    with run.listen(free_port), pytest.raises(Stop, match="已被其他程序占用"):
        run.listen(free_port)


def test_port_is_free_again_right_after_a_run(free_port):
    with run.listen(free_port) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as gunicorn does before it listens
        door.listen()
        with socket.create_connection(("127.0.0.1", free_port)) as visitor:
            served, _ = door.accept()
            served.close()  # the side that closes first keeps the port warm
            assert visitor.recv(1) == b""
    run.listen(free_port).close()


def test_server_of_the_environment_goes_before_the_embedded_one(monkeypatch):
    monkeypatch.setattr(run, "stored", dict)
    monkeypatch.setenv("DATABASE_URL", "postgres://app@server/zhengxie")
    assert run.embedded() is None
    monkeypatch.delenv("DATABASE_URL")
    assert run.embedded().home == (place.VAR / "postgres").resolve()


def test_service_writes_its_log_and_ends_when_asked(logs):
    small = service("import time; print('begun', flush=True); time.sleep(600)", logs)
    small.start()
    assert until(lambda: "begun" in small.log.read_text())
    assert small.ended() is None
    run.stop([small])
    assert small.process.returncode == -signal.SIGTERM


def test_service_that_is_deaf_is_ended_with_all_it_started(logs, monkeypatch):
    deaf = (
        "import signal, subprocess, time; signal.signal(15, signal.SIG_IGN); "
        "print(subprocess.Popen(['sleep', '600']).pid, flush=True); time.sleep(600)"
    )
    small = service(deaf, logs)
    small.start()
    assert until(lambda: small.log.read_text().endswith("\n"))
    child = int(small.log.read_text())
    small.ask_to_end()
    small.await_end(0.2)
    assert small.process.returncode == -signal.SIGKILL
    assert until(lambda: not processes.environment(processes.Path(f"/proc/{child}")))


def test_service_that_ends_is_started_again_after_a_growing_pause(logs, capsys, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(services.time, "monotonic", lambda: clock[0])
    small, due = service("raise SystemExit(7)", logs), {}
    pauses = []
    for _ in range(7):
        small.start()
        small.process.wait()
        run.back_again(small, due)
        pauses.append(due["small"] - clock[0])
        clock[0] = due["small"] - 0.01
        first = small.process
        run.back_again(small, due)
        assert small.process is first
        clock[0] += 0.02
        run.back_again(small, due)
        assert small.process is not first
        small.process.wait()
    assert pauses == [2, 4, 8, 16, 32, 60, 60]
    assert "小服务意外退出（代码 7），2 秒后重新启动" in capsys.readouterr().err


def test_large_log_is_turned_over(logs, monkeypatch):
    monkeypatch.setattr(services, "LARGEST_LOG", 3)
    (logs / "web.log").write_text("long")
    services.turn_over(logs / "web.log")
    assert (logs / "web.log.1").read_text() == "long"
    assert not (logs / "web.log").exists()


class Running:
    """`make run` of this checkout with a var folder and a port of its own."""

    def __init__(self, var, port):
        self.var, self.port = var, port
        hidden = (
            "DATABASE_URL",
            "DATABASE_OWNER_URL",
            "REDIS_URL",
            "TESTING",
            "DEBUG",
            "TEST_DATABASE",
            "STORE_ROOT",
            "DJANGO_ALLOW_ASYNC_UNSAFE",
        )
        kept = {name: value for name, value in os.environ.items() if name not in hidden}
        self.environment = kept | {
            "VAR_DIR": str(var),
            "FONT_DIR": str(configured.FONT_DIR),
            "PORT": str(port),
            "DEMO": "0",
            "SECRET_KEY": secrets.token_urlsafe(50),
        }

    def start(self):
        words = [sys.executable, "-m", "ops.run"]
        self.process = subprocess.Popen(words, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.said = []
        for line in self.process.stdout:
            self.said.append(line)
            if "按 Ctrl-C 停止" in line:
                return self
        pytest.fail("".join(self.said))

    def health(self):
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        asked.request("GET", "/healthz")
        return asked.getresponse().read()

    def left(self):
        """Numbers of the processes it started that still live."""
        mark = f"ZHENGXIE_RUN={self.var}".encode()
        return [entry.name for entry in processes.processes() if mark in processes.environment(entry).split(b"\0")]


@pytest.fixture
def running(tmp_path, free_port):
    system = Running(tmp_path / "var", free_port)
    yield system
    system.process.kill()
    system.process.wait()
    until(lambda: not system.left())
    cluster = Cluster(tmp_path / "var" / "postgres")
    cluster.end_orphans()
    for folder in (cluster.base, cluster.socket):
        shutil.rmtree(folder, ignore_errors=True)


def test_system_survives_the_death_of_its_parts_and_of_itself(running):
    running.start()
    assert running.health() == b"ok"
    assert any(f"http://127.0.0.1:{running.port}/" in line for line in running.said)
    second = subprocess.run(
        [sys.executable, "-m", "ops.run"], cwd=ROOT, env=running.environment | {"PORT": "1"}, capture_output=True, text=True
    )
    assert second.returncode == 1
    assert "已经在运行" in second.stderr
    running.process.kill()
    running.process.wait()
    running.start()
    assert running.health() == b"ok"
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(60) == 0
    assert running.left() == []
    assert not (Cluster(running.var / "postgres").data / "postmaster.pid").exists()
