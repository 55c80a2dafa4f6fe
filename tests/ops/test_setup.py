"""Set-up: what it finds missing, what it may install, when it does nothing."""

import os
import re
import stat
import subprocess
import sys
import tomllib

import pytest

from ops import machine, place, setup
from ops.machine import Need
from ops.place import ROOT, Stop

MISSING = (Need("there", lambda: True), Need("libmissing0", lambda: False), Need("fonts-missing", lambda: False))


@pytest.fixture
def var(tmp_path, monkeypatch):
    """A var folder of its own for the modules under test."""
    for module in (place, machine, setup):
        monkeypatch.setattr(module, "VAR", tmp_path)
    monkeypatch.setattr(setup, "STAMPS", tmp_path / "stamps")
    return tmp_path


def test_nothing_is_asked_where_nothing_is_missing(monkeypatch):
    monkeypatch.setattr(machine, "right_to_install", lambda: pytest.fail("asked"))
    machine.provide((Need("there", lambda: True),))


def test_who_may_not_install_is_told_the_command_with_all_packages(monkeypatch):
    monkeypatch.setattr(machine, "right_to_install", lambda: None)
    with pytest.raises(Stop, match="apt-get install -y --no-install-recommends libmissing0 fonts-missing'"):
        machine.provide(MISSING)


def test_package_lists_are_fetched_when_the_first_try_fails(monkeypatch, var):
    asked = []

    def logged(command, **settings):
        asked.append(next(word for word in command if word in ("install", "update")))
        return len(asked) > 1

    monkeypatch.setattr(machine, "logged", logged)
    assert machine.install([], ["libmissing0"])
    assert asked == ["install", "update", "install"]


def test_failed_installation_names_log_and_command(monkeypatch, var):
    monkeypatch.setattr(machine, "right_to_install", list)
    monkeypatch.setattr(machine, "install", lambda rights, packages: False)
    with pytest.raises(Stop, match=r"(?s)setup\.log.*apt-get update && apt-get install"):
        machine.provide(MISSING)


def test_ordinary_user_without_sudo_may_not_install(monkeypatch):
    monkeypatch.setattr(machine.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(machine.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "apt-get" else None)
    assert machine.right_to_install() is None


def test_what_the_machine_has_is_found_by_trying():
    assert machine.library("libc.so.6")
    assert not machine.library("libnonsense.so.1")


def test_command_output_goes_to_the_log(var):
    assert machine.logged([sys.executable, "-c", "print('加载')"])
    assert not machine.logged([sys.executable, "-c", "raise SystemExit(3)"])
    assert "加载" in (var / "log" / "setup.log").read_text()


def test_private_package_lists_need_no_rights(monkeypatch, var):
    monkeypatch.setattr(machine, "right_to_install", lambda: None)
    monkeypatch.setattr(machine, "logged", lambda command, **settings: True)
    settings = machine.refreshed_lists()
    text = subprocess.run(["apt-config", "dump"], env=os.environ | settings, capture_output=True, text=True).stdout
    assert f'Dir::State "{var}/apt/state";' in text
    assert 'Dir::State::status "/var/lib/dpkg/status";' in text


def test_secrets_are_kept_and_closed_to_others(var):
    place.store(SECRET_KEY="a=b", DATABASE_URL="postgres://x")
    place.store(DATABASE_URL="postgres://y")
    assert place.stored() == {"SECRET_KEY": "a=b", "DATABASE_URL": "postgres://y"}
    assert stat.S_IMODE((var / "env").stat().st_mode) == 0o600


def test_step_is_repeated_only_when_its_inputs_change(var):
    source = var / "input"
    source.write_text("one")
    mark = setup.digest([source], "3.11")
    setup.finish("step", mark)
    assert setup.fresh("step", setup.digest([source], "3.11"))
    assert not setup.fresh("step", setup.digest([source], "3.12"))
    source.write_text("two")
    assert not setup.fresh("step", setup.digest([source], "3.11"))


def test_pip_configuration_is_handed_on(monkeypatch):
    listing = (
        ":env:.find-links='/first'\nglobal.find-links='/second'\nglobal.index-url='https://mirror.invalid/simple'\n"
        "global.extra-index-url='file:///one file:///two'\nglobal.timeout='60'\n"
    )
    monkeypatch.setattr(setup.subprocess, "run", lambda *words, **options: subprocess.CompletedProcess(words, 0, stdout=listing))
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX", "UV_FIND_LINKS"):
        monkeypatch.delenv(name, raising=False)
    found = setup.index_settings()
    assert found["UV_DEFAULT_INDEX"] == "https://mirror.invalid/simple"
    assert found["UV_INDEX"] == "file:///one file:///two"
    assert found["UV_FIND_LINKS"] == "/first"


def test_old_python_is_refused(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["setup"])
    monkeypatch.setattr(setup.sys, "hexversion", 0x030A0000)
    with pytest.raises(Stop, match=r"Python 3\.11"):
        setup.setup()


def test_set_up_needs_nothing_that_it_installs():
    """Every module that runs before the packages are there imports the standard library alone."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import ops.setup; print([name for name in sys.modules if 'django' in name])"
    bare = subprocess.run([sys.executable, "-S", "-I", "-c", code], capture_output=True, text=True)
    assert bare.stdout.strip() == "[]", bare.stderr


def test_no_registry_is_named_in_the_repository():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True).stdout.split("\0")
    hosts = [part + ".org" for part in ("pypi", "pythonhosted", "npmjs")] + ["registry." + "yarnpkg", "deb.debian" + ".org"]
    named = [name for name in listed if name and (ROOT / name).is_file() and name_in(ROOT / name, hosts)]
    assert not named


def name_in(file, hosts):
    text = file.read_bytes()
    return any(host.encode() in text for host in hosts)


def test_lock_names_every_dependency_with_hashes():
    toml = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = toml["project"]["dependencies"] + [name for group in toml["project"]["optional-dependencies"].values() for name in group]
    locked = (ROOT / "requirements.lock").read_text()
    names = {line.split("==")[0] for line in locked.splitlines() if "==" in line and not line.startswith((" ", "#"))}
    assert {re.split(r"[\[<>=]", name)[0].lower().replace("_", "-") for name in asked} <= names
    assert locked.count("--hash=sha256:") > len(names)
