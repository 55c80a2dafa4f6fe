"""The progress of a long piece of work, as another process of the web server tells it."""

import os
from types import SimpleNamespace

from organizations.progress import Progress

SOMEBODY = SimpleNamespace(pk=7)


def test_one_process_notes_and_another_tells():
    """A child process notes; the parent, which has a memory of its own, tells."""
    ticket = f"fork{os.getpid()}"
    child = os.fork()
    if not child:
        Progress(SOMEBODY, ticket)("正在检查", 3, 8)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert Progress(SOMEBODY, ticket).told() == ("正在检查", 3, 8)
    assert Progress(SimpleNamespace(pk=8), ticket).told() is None, "each asks after his own alone"


def test_a_ticket_that_is_none_notes_nothing():
    Progress(SOMEBODY, "../../etc")("正在检查", 3, 8)
    assert Progress(SOMEBODY, "../../etc").told() is None
