"""`make bench`: the figures, on a cluster of their own unless DATABASE_URL names a server."""

import os
import secrets
import subprocess

from ops.place import PYTHON, ROOT, VAR, font_dir
from ops.place import main as command
from ops.postgres import served
from ops.processes import MORTAL, die_with_parent


def bench() -> int:
    """Start a fast cluster, run the figures, return the exit code."""
    die_with_parent()
    settings = {"VAR_DIR": str(VAR / "bench"), "FONT_DIR": font_dir()}
    settings |= {"SECRET_KEY": secrets.token_urlsafe(50), "TESTING": "1"}
    with served(VAR / "bench" / "postgres", durable=False) as database:
        return subprocess.call([*MORTAL, str(PYTHON), "-m", "bench"], cwd=ROOT, env=os.environ | settings | database)


if __name__ == "__main__":
    command(bench)
