"""How far a long piece of work in a request has come, for the page that waits for it. Kept beside the database, for some minutes."""

from time import monotonic

from django.core.cache import cache

KEPT = 900  # seconds
PAUSE = 0.3  # seconds between two notes


class Progress:
    """Notes of one piece of work of a person; `ticket` is what his page knows it by, "" for a page that does not ask."""

    def __init__(self, person, ticket):
        self.key = f"progress:{person.pk}:{ticket}" if ticket.isalnum() and len(ticket) <= 40 else ""
        self.last = None

    def __call__(self, label, part, total):
        """Note that `part` of `total` is done of what `label` says; most calls in quick succession are passed over."""
        now = monotonic()
        if self.key and (part == 0 or part >= total or self.last is None or now - self.last >= PAUSE):
            self.last = now
            cache.set(self.key, (label, part, total), KEPT)

    def told(self):
        """(label, part, total) as noted last; None where nothing is known."""
        return cache.get(self.key) if self.key else None


def unheard(label, part, total):
    """Progress that nobody waits to see."""
