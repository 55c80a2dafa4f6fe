"""A refusal is a sentence for the person: the page shows it, the API answers 409 (403 where the person may not)."""


class Refused(Exception):
    """The move is not possible now; the text says why and what to do, in Chinese."""
