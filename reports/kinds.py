"""The kinds of reports 通报: what each is called, and what drafts its chapters and its tables."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Chapter:
    """A chapter as the clerk edits it: a heading, and a text in which ${name} stands for a figure and ${name_share} for its share."""

    heading: str
    text: str


def government(place):
    return f"{place}人民政府"


def committee(place):
    return f"中国人民政治协商会议{place}委员会"


def to_committee(place):
    return f"{place}政协"


def to_units(place):
    return "各承办单位"


@dataclass(frozen=True)
class Kind:
    """`title(scope)`; `chapters(scope, figures)` → Chapters drafted from the figures; `tables(scope, figures)` → (title, Table, note)s,
    of the figures that `tabled(scope)` names. Where all figures of `about` are nothing, one sentence is all there is: there is no `thing`.

    `issuer(place)`, `addressees(place)`: whose paper it is and to whom, where the template of the place names nobody else; `verb`: what its
    speaker does; `of_unit`: whether it is a unit's own.
    """

    code: str
    label: str
    title: Callable
    chapters: Callable
    tables: Callable
    tabled: Callable
    about: tuple[str, ...] = ("assigned",)
    thing: str = "交办的提案"
    issuer: Callable = government
    addressees: Callable = to_committee
    verb: str = "通报"
    of_unit: bool = False
    tells_examples: bool = False

    def issued_by(self, place, unit=None):
        """The full name of who issues it: the unit whose own it is, else as the kind says."""
        return (unit.full_name or unit.name) if unit else self.issuer(place)


ORDER = ("handling", "progress", "supervision", "assigned", "proposals", "plan", "adoption", "unit")
_kinds = {}


def register(kind):
    """Enter a kind of report."""
    _kinds[kind.code] = kind


def kind_of(code):
    """The kind of this code; KeyError where there is none."""
    return _kinds[code]


def own_kinds():
    """The codes of the kinds that are a unit's own."""
    return [code for code, kind in _kinds.items() if kind.of_unit]


def labels():
    """{code: label} of all kinds, those that are written most first."""
    ranked = sorted(_kinds.values(), key=lambda kind: ORDER.index(kind.code) if kind.code in ORDER else len(ORDER))
    return {kind.code: kind.label for kind in ranked}
