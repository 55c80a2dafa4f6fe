"""From where a change comes: page, API, admin, task or command; the address and the number of the request."""

import uuid
from contextvars import ContextVar
from dataclasses import dataclass, field

CHANNELS = {"page": "网页", "api": "接口", "admin": "后台", "command": "系统命令"}


@dataclass(frozen=True)
class Origin:
    channel: str = "command"
    remote_addr: str = ""
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))


NOWHERE = Origin(request_id="")
current = ContextVar("origin", default=NOWHERE)


def of_request(request):
    """The `Origin` of a web request."""
    path = request.path
    channel = "api" if path.startswith("/api/") else "admin" if path.startswith("/admin/") else "page"
    return Origin(channel, request.META.get("REMOTE_ADDR", ""))
