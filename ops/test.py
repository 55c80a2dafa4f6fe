"""`make test`: the whole suite on a real PostgreSQL; arguments are handed to pytest."""

import os
import secrets
import subprocess
import sys

from ops.place import PYTHON, ROOT, VAR, font_dir
from ops.place import main as command
from ops.postgres import served
from ops.processes import MORTAL, die_with_parent


def test() -> int:
    """Start a fast cluster of its own unless DATABASE_URL names a server, run pytest, return its exit code.

    Compiled modules are kept even where the machine's environment says otherwise: many tests start programs.
    """
    die_with_parent()
    settings = {"TESTING": "1", "PYTHONDONTWRITEBYTECODE": "", "VAR_DIR": str(VAR / "test"), "FONT_DIR": font_dir()}
    (VAR / "test" / "static").mkdir(parents=True, exist_ok=True)
    settings["SECRET_KEY"] = secrets.token_urlsafe(50)
    with served(VAR / "test" / "postgres", durable=False) as database:
        return pytest(settings | database)


def pytest(settings: dict[str, str]) -> int:
    """Run pytest in as many processes as this machine has cores, four at most; SKIP_BROWSER=1 leaves the browser tests out.

    Tests are dealt out in their order: those that empty the tables, which pytest-django puts last, come last in each process too.
    """
    cores = min(4, len(os.sched_getaffinity(0)))
    words = ["-n", str(cores), "--dist", "load", *(["-m", "not browser"] if os.environ.get("SKIP_BROWSER") else []), *sys.argv[1:]]
    running = subprocess.Popen([*MORTAL, str(PYTHON), "-m", "pytest", *words], cwd=ROOT, env=os.environ | settings)
    while True:
        try:
            return running.wait()
        except KeyboardInterrupt:  # the terminal told pytest as well: let it finish its report
            continue


if __name__ == "__main__":
    command(test)
