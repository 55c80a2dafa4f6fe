"""What the operating system must bring: found by trying it, installed by apt where that is allowed."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ops.place import VAR, Stop, say

APT = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Need:
    """A Debian package and the question whether what it brings is there already."""

    package: str
    present: Callable[[], bool]


def library(name: str) -> bool:
    """Whether the dynamic linker finds the shared library `name`."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def chinese_font() -> bool:
    """Whether a Noto CJK font is installed for the browser."""
    return any(Path("/usr/share/fonts").rglob("Noto*CJK*"))


def browser() -> str | None:
    """Path of the Chromium on this machine, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


ALWAYS = (
    Need("python3-venv", lambda: importlib.util.find_spec("ensurepip") is not None),
    Need("libpango-1.0-0", lambda: library("libpango-1.0.so.0")),
    Need("libpangoft2-1.0-0", lambda: library("libpangoft2-1.0.so.0")),
    Need("libharfbuzz-subset0", lambda: library("libharfbuzz-subset.so.0")),
)
BROWSER = (
    Need("chromium", lambda: browser() is not None),
    Need("fonts-noto-cjk", chinese_font),
    Need("libatomic1", lambda: library("libatomic.so.1")),  # for the driver that playwright brings
)


def provide(needs: tuple[Need, ...]) -> None:
    """Install the packages of `needs` that are missing; raises Stop with the command where this user may not install."""
    missing = [need.package for need in needs if not need.present()]
    if not missing:
        return
    command = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(missing)}"
    rights = right_to_install()
    if rights is None:
        raise Stop(f"缺少系统软件包：{'、'.join(missing)}。请先由管理员执行：\n  sudo sh -c '{command}'")
    say(f"安装系统软件包：{'、'.join(missing)} …")
    if not install(rights, missing):
        raise Stop(f"系统软件包安装失败（详见 {VAR / 'log' / 'setup.log'}）。请检查软件源后手工执行：\n  {command}")


def right_to_install() -> list[str] | None:
    """The words before apt-get that let this user install: none for root, `sudo -n` where it asks no password; else None."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], **quiet).returncode == 0:
        return ["sudo", "-n"]
    return None


def install(rights: list[str], packages: list[str]) -> bool:
    """Install by apt; the package lists are fetched when the first try fails (none on a bare machine, or too old)."""
    wanted = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", *APT, "install", "-y", "--no-install-recommends", *packages]
    return logged(wanted) or (logged([*rights, *APT, "update"]) and logged(wanted))


def refreshed_lists() -> dict[str, str]:
    """Fetch the package lists of the configured sources; who may not write the machine's own gets a set in var/apt.

    Returns the variables under which apt-get finds them.
    """
    rights = right_to_install()
    if rights is not None:
        logged([*rights, *APT, "update"])
        return {}
    own = VAR / "apt"
    for folder in ("state/lists/partial", "cache/archives/partial"):
        (own / folder).mkdir(parents=True, exist_ok=True)
    places = {"State": own / "state", "State::status": "/var/lib/dpkg/status", "Cache": own / "cache"}
    (own / "apt.conf").write_text("".join(f'Dir::{name} "{place}";\n' for name, place in places.items()))
    settings = {"APT_CONFIG": str(own / "apt.conf")}
    logged([*APT, "update"], **settings)
    return settings


def logged(command: list[str], **environment: str) -> bool:
    """Run a command with its output in var/log/setup.log; True when it succeeded."""
    log = VAR / "log" / "setup.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    path = os.environ.get("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin"
    with log.open("a") as out:
        print("$", *command, file=out, flush=True)
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, env=os.environ | {"PATH": path} | environment
        )
    return done.returncode == 0
