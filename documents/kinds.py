"""The kinds of paper that the rooms print: what each is called, and who may have one printed."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of paper.

    `by(person, subject) -> bool`: who may ask for one on the row `subject`; `names(jurisdiction)`: what a template of the place may name.
    """

    label: str
    by: Callable
    names: Callable


_kinds = {}


def register(code, label, by, names):
    """Enter a kind of paper; each room does so where it names its papers, when it is made ready."""
    _kinds[code] = Kind(label, by, names)


def labels():
    """{code: label} of all kinds."""
    return {code: kind.label for code, kind in _kinds.items()}


def names_of(code, jurisdiction):
    """The ${names} that a template of this kind may use in a jurisdiction."""
    return tuple(_kinds[code].names(jurisdiction)) if code in _kinds else ()


def may_request(person, code, subject):
    """Whether the person may have a paper of this kind printed on `subject`."""
    return code in _kinds and _kinds[code].by(person, subject)
