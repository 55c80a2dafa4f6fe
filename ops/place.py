"""Where things lie in this checkout, what stands in var/env, and how the commands speak."""

import fcntl
import os
import sys
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var")
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def font_dir() -> str:
    """Where the faces of official papers lie, for commands that keep the rest of their files in a folder of their own."""
    return os.environ.get("FONT_DIR") or str(VAR / "fonts")


class Stop(Exception):
    """The command cannot go on; its text is a Chinese sentence for the person at the terminal."""


def say(text: str) -> None:
    """Tell the person at the terminal how it goes; results alone go to the standard output."""
    print(text, file=sys.stderr, flush=True)


def main(command) -> None:
    """Run `command()` and exit with what it returns; a `Stop` or a missing right becomes a sentence and exit code 1."""
    try:
        sys.exit(command())
    except Stop as stop:
        print(f"✗ {stop}", file=sys.stderr, flush=True)
        sys.exit(1)
    except PermissionError as refused:
        print(f"✗ 没有权限使用 {refused.filename}，请用本目录所有者的身份运行。", file=sys.stderr, flush=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def stored() -> dict[str, str]:
    """The variables kept in var/env (secrets and the address of the embedded database)."""
    try:
        lines = (VAR / "env").read_text().splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def store(**values: str) -> None:
    """Set variables in var/env, which only its user may read; written whole or not at all."""
    before = stored()
    after = before | values
    if after == before:
        return
    draft = VAR / "env.new"
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{name}={value}\n" for name, value in after.items())
    draft.replace(VAR / "env")


def lock(path: Path, *, wait: str = "") -> IO:
    """Hold `path` for as long as the returned file lives; children do not inherit it, so a killed holder frees it.

    With `wait` that sentence is said and the other holder awaited; without, `BlockingIOError` is raised.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        if not wait:
            file.close()
            raise
        say(wait)
        fcntl.flock(file, fcntl.LOCK_EX)
    return file
