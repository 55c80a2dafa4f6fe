"""What can go wrong with a message on its way."""


class Undelivered(Exception):
    """This message was not taken; others may be. The text says why, in Chinese."""


class Unreachable(Exception):
    """The person cannot be reached by this channel at all; the text says why. Nothing is tried again."""


class ChannelDown(Exception):
    """The way itself is blocked. `blamed`: it happened while a message was being handed over, which may be the cause."""

    def __init__(self, sentence, *, blamed=False):
        super().__init__(sentence)
        self.blamed = blamed
