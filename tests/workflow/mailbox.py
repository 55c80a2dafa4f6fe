"""A mail server of our own that takes, refuses, hangs up or says nothing."""

import asyncio
from collections import Counter
from contextlib import contextmanager
from email import message_from_bytes

from aiosmtpd.controller import Controller


class Mailbox:
    """What came in: `ids` counts the message ids, `mails` holds (to, message).

    `mood`: accept, refuse (550), busy (451), hang up or silent.
    """

    def __init__(self):
        self.ids, self.mails, self.mood, self.tried = Counter(), [], "accept", 0
        self.poison = "poison"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 the library's name
        if address.startswith(self.poison):
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.tried += 1
        if self.mood == "silent":
            await asyncio.sleep(60)
            return "451 4.4.2 too late"
        if self.mood in ("refuse", "busy"):
            return {"refuse": "550 5.7.1 refused", "busy": "451 4.3.0 later"}[self.mood]
        if self.mood == "hang up":
            server.transport.close()
            return "421 bye"
        mail = message_from_bytes(envelope.content)
        self.ids[mail["Message-ID"]] += 1
        self.mails.append((envelope.rcpt_tos[0], mail))
        return "250 OK"


@contextmanager
def mail_server(port=0):
    """A `Mailbox` and the port it listens on."""
    box = Mailbox()
    controller = Opened(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, controller.server.sockets[0].getsockname()[1]
    finally:
        controller.stop(no_assert=True)


class Opened(Controller):
    """A controller on a port the system chose."""

    def _trigger_server(self):
        """The library asks the fixed port; ours is known only now."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
