"""Processes of this checkout: they end with their parent, and what a killed run left over is found again."""

import ctypes
import os
import signal
from collections.abc import Iterator
from pathlib import Path

PR_SET_PDEATHSIG = 1


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
