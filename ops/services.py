"""The processes behind a running system, each with its log, its end and its way to come back."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ops.place import PYTHON, ROOT, VAR
from ops.processes import MARK, MORTAL

LOGS = VAR / "log"
LARGEST_LOG = 10_000_000
LONGEST_PAUSE = 60


@dataclass
class Service:
    """One long-running command; `handed` are file descriptors it inherits."""

    name: str
    label: str
    words: list[str]
    settings: dict[str, str]
    handed: tuple[int, ...] = ()
    process: subprocess.Popen | None = field(default=None, init=False)
    failures: int = field(default=0, init=False)
    started: float = field(default=0.0, init=False)

    @property
    def log(self) -> Path:
        """Where it writes."""
        return LOGS / f"{self.name}.log"

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches it through the supervisor alone."""
        turn_over(self.log)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*MORTAL, str(PYTHON), *self.words],
                cwd=ROOT,
                env=os.environ | self.settings | dict([MARK]),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=self.handed,
            )
        self.started = time.monotonic()

    def ended(self) -> int | None:
        """Its exit code when it ended by itself; what it left in its session is swept away then."""
        code = self.process.poll() if self.process else None
        if code is not None:
            self.sweep()
        return code

    def pause(self) -> float:
        """Seconds to wait before it is started again: longer each time it fails soon."""
        self.failures = self.failures + 1 if time.monotonic() - self.started < LONGEST_PAUSE else 1
        return min(2.0**self.failures, LONGEST_PAUSE)

    def ask_to_end(self) -> None:
        """Tell it to finish what it does and end."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def await_end(self, seconds: float) -> None:
        """Wait for its end, then end it and all it started."""
        if self.process:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(max(0.0, seconds))
            self.sweep()
            self.process.wait()

    def sweep(self) -> None:
        """End whatever is left in its session."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


def turn_over(log: Path) -> None:
    """Keep one earlier log beside a log that has grown large."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
