"""Raw items: pieces of the tree or rows of a table that will be read as items, with what the headings above say."""

from dataclasses import dataclass, field

from .outline import Part

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Context:
    """What the headings above say of the items below."""

    section: Span | None = None
    mark: Span | None = None
    kind: str | None = None
    several: bool = False
    form: Span | None = None
    form_words: str | None = None
    time: Span | None = None
    host: Span | None = None
    unit: Span | None = None
    supervisory: bool = False
    listing: bool = False
    duties: bool = False
    count: int | None = None


@dataclass(slots=True)
class Draft:
    """A raw item: where its title stands, its labelled values, and the headings above it."""

    at: int
    no: int | None
    title: list[Span]
    context: Context
    parts: list[Part] = field(default_factory=list)
    loose: list[Span] = field(default_factory=list)
    contents: list[tuple[str, Span, Span]] = field(default_factory=list)
    own_heading: bool = False
    doubtful: bool = False
