"""`make setup`: from a bare machine to .venv/bin/python with everything it needs; about a second when nothing changed."""

import argparse
import hashlib
import os
import secrets
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path

from ops.machine import ALWAYS, BROWSER, logged, provide, refreshed_lists
from ops.place import PYTHON, ROOT, VAR, VENV, Stop, lock, main, say, store, stored

LOCKS = (ROOT / "requirements.lock", ROOT / "ops" / "bootstrap.lock")
FONT_COMMAND = "sudo apt-get install -y --no-install-recommends texlive-lang-chinese fonts-noto-cjk"
STAMPS = VAR / "stamps"


def setup() -> None:
    """Bring this checkout up to date; `--browser` adds what the browser tests need."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--browser", action="store_true", help="also install Chromium and Chinese fonts for the browser tests")
    options = parser.parse_args()
    if sys.hexversion < 0x030B0000:
        raise Stop(f"需要 Python 3.11 或更高版本，当前为 {sys.version.split()[0]}。可用 make PYTHON=python3.11 指定。")
    for folder in (ROOT, VAR):
        if folder.exists() and not os.access(folder, os.W_OK):
            raise Stop(f"目录 {folder} 不可写，请用其所有者的身份运行。")
    with lock(VAR / "setup.lock", wait="本目录正在进行另一次安装，等待其完成 …"):
        provide(ALWAYS + BROWSER * options.browser)
        packages()
        fonts()
        if "SECRET_KEY" not in stored():
            store(SECRET_KEY=secrets.token_urlsafe(50))
        static()


def digest(files: Iterable[Path], *words: str) -> str:
    """One hash over words, names and contents: it changes when any of them does."""
    total = hashlib.sha256("\0".join(words).encode())
    for file in sorted(files):
        total.update(f"\0{file}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def fresh(name: str, mark: str) -> bool:
    """Whether the step `name` was finished for exactly these inputs."""
    stamp = STAMPS / name
    return stamp.exists() and stamp.read_text() == mark


def finish(name: str, mark: str) -> None:
    """Remember that the step `name` is finished for these inputs."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(mark)


def packages() -> None:
    """The virtual environment with exactly what requirements.lock names, every file checked against its hash."""
    mark = digest(LOCKS, sys.version, str(VENV))
    if fresh("packages", mark) and PYTHON.exists():
        return
    say("安装 Python 软件包 …")
    if not (fresh("venv", f"{sys.version}\0{VENV}") and PYTHON.exists()):
        shutil.rmtree(VENV, ignore_errors=True)
        venv.create(VENV, symlinks=True, with_pip=True)
        finish("venv", f"{sys.version}\0{VENV}")
    bootstrap = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r"]
    sync = [str(VENV / "bin" / "uv"), "pip", "sync", "--python", str(PYTHON), "--require-hashes", str(LOCKS[0])]
    by_uv = logged([*bootstrap, str(LOCKS[1])]) and logged(sync, **index_settings())
    if not by_uv and not logged([*bootstrap, str(LOCKS[0])]):
        raise Stop(f"Python 软件包安装失败（详见 {VAR / 'log' / 'setup.log'}）。请检查网络和 pip 的配置。")
    finish("packages", mark)


def index_settings() -> dict[str, str]:
    """What pip is configured with on this machine, in the words of uv, which does not read pip's files."""
    names = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "find-links": "UV_FIND_LINKS", "cert": "SSL_CERT_FILE"}
    listing = subprocess.run([PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    found = {"UV_INDEX_STRATEGY": "unsafe-best-match"}  # as pip looks at several indexes; the hashes decide what is taken
    for line in listing.stdout.splitlines():
        key, _, value = line.partition("=")
        name = names.get(key.rpartition(".")[2])
        if name and name not in os.environ:
            found.setdefault(name, value.strip("'\"").replace("\\n", " ").strip())
    return found


def fonts() -> None:
    """The free Chinese faces of the official papers in var/fonts."""
    mark = digest([ROOT / "documents" / "official" / "fetch_fonts.py"])
    if fresh("fonts", mark) and (VAR / "fonts").is_dir():
        return
    say("准备公文字体 …")
    fetch = [str(PYTHON), "-m", "documents.official.fetch_fonts", str(VAR / "fonts")]
    if not (logged(fetch) or logged(fetch, **refreshed_lists())):
        raise Stop(f"公文字体准备失败（详见 {VAR / 'log' / 'setup.log'}）。请检查 Debian 软件源，或由管理员执行：\n  {FONT_COMMAND}")
    shutil.rmtree(VAR / "apt", ignore_errors=True)
    finish("fonts", mark)


def static() -> None:
    """Style sheets, scripts and pictures, compressed and named by content, in var/static."""
    folders = {ROOT / "static", *ROOT.glob("*/static")} - {VAR / "static"}
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    mark = digest([*files, LOCKS[0], ROOT / "config" / "settings.py"])
    if fresh("static", mark) and (VAR / "static").is_dir():
        return
    say("整理页面静态文件 …")
    if not logged([str(PYTHON), str(ROOT / "manage.py"), "collectstatic", "--noinput", "--clear", "-v0"]):
        raise Stop(f"页面静态文件整理失败（详见 {VAR / 'log' / 'setup.log'}）。")
    finish("static", mark)


if __name__ == "__main__":
    main(setup)
