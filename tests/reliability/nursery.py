"""Forks dispatchers from one process that has loaded everything, so that many can be killed in a short time.

Each line on standard input starts one and is answered with its process id; `first` starts the wrong kind, which marks before it sends.
"""

import os
import signal
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402 needs the settings
from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from workflow.delivery import dispatcher  # noqa: E402
from workflow.models import DeliveryStatus  # noqa: E402


def mark_first(send, row, batch):
    """As many systems do it: what is marked and then not sent is lost."""
    message = dispatcher.compose(row)
    dispatcher.settle(row, batch, status=DeliveryStatus.SENT, sent_at=timezone.now())
    send(message)
    return True


def live(kind):
    """A dispatcher, until it is killed."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if kind == "first":
        dispatcher.hand_over = mark_first
    call_command("dispatch")


if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    connections.close_all()
    print("ready", flush=True)
    for line in sys.stdin:
        if not (pid := os.fork()):
            try:
                live(line.strip())
            finally:
                os._exit(1)
        print(pid, flush=True)
