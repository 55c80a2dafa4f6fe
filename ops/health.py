"""Health checks of the containers: `python -m ops.health web|beat`; exit code 0 when well. The worker answers `celery inspect ping`."""

import http.client
import os
import sys
import time

from ops.place import VAR

OLDEST_MARK = 600  # seconds; beat writes its schedule every three minutes


def web() -> bool:
    """The pages answer under the name they are reached by."""
    names = os.environ.get("ALLOWED_HOSTS", "").split(",")
    host = names[0].strip().lstrip(".*") or "localhost"
    asked = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT") or 8000), timeout=5)
    asked.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
    return asked.getresponse().status == 200


def beat() -> bool:
    """The clock wrote its schedule not long ago."""
    marks = [file.stat().st_mtime for file in VAR.glob("celerybeat-schedule*")]
    return bool(marks) and time.time() - max(marks) < OLDEST_MARK


if __name__ == "__main__":
    sys.exit(0 if {"web": web, "beat": beat}[sys.argv[1]]() else 1)
