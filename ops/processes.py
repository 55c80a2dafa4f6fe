"""Processes of this checkout: they end with their parent, and what a killed run left over is found again."""

import ctypes
import os
import signal
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from ops.place import VAR

PR_SET_PDEATHSIG = 1
MORTAL = ["setpriv", "--pdeathsig", "TERM", "--"]  # the words before a command that make it end with its parent
MARK = ("ZHENGXIE_RUN", str(VAR))  # in the environment of everything `make run` starts


def die_with_parent() -> None:
    """From now on this process gets SIGTERM when its parent (make, a shell) ends, however that ends."""
    parent = os.getppid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)


def processes() -> Iterator[Path]:
    """The folder of every process in /proc."""
    return (entry for entry in Path("/proc").iterdir() if entry.name.isdigit())


def link(path: Path) -> str:
    """Where a link in /proc points; empty when the process is gone or not ours to look at."""
    try:
        return str(path.readlink())
    except OSError:
        return ""


def end(pid: int, how: signal.Signals) -> None:
    """Send a signal to a process that may be gone already."""
    try:
        os.kill(pid, how)
    except ProcessLookupError:
        return


def leftovers() -> list[int]:
    """Processes that a `make run` of this checkout started and that are still there."""
    wanted = "=".join(MARK).encode()
    return [int(entry.name) for entry in processes() if wanted in environment(entry).split(b"\0") and int(entry.name) != os.getpid()]


def environment(entry: Path) -> bytes:
    """The variables a process was started with; empty when it is gone or not ours to look at."""
    try:
        return (entry / "environ").read_bytes()
    except OSError:
        return b""


def end_all(find, hows: Iterable[signal.Signals], *, patience: float) -> bool:
    """Send each signal in turn to what `find()` names, waiting `patience` seconds after each; True when none is left."""
    for how in hows:
        for pid in find():
            end(pid, how)
        until = time.monotonic() + patience
        while find():
            if time.monotonic() > until:
                break
            time.sleep(0.1)
        else:
            return True
    return False
