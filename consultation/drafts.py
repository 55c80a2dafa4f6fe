"""A plan before it is stored: what the reader found or a person typed, checked as a whole and then kept or refused."""

from dataclasses import dataclass, field
from datetime import date

from consultation.models import Kind, Precision, UnitRole


@dataclass(frozen=True)
class UnitDraft:
    """A unit by its printed name and its role."""

    name: str
    role: str = UnitRole.LEAD
    lead_assumed: bool = False


@dataclass(frozen=True)
class ItemDraft:
    """An item; empty values are gaps that stay open."""

    title: str
    kind: str = Kind.CONSULTATION
    section: str = ""
    number: int = 1
    contents: str = ""
    notes: str = ""
    form: str = ""
    is_supervisory: bool = False
    time_text: str = ""
    precision: str = Precision.NONE
    window_start: date | None = None
    window_end: date | None = None
    attendance: str = ""
    units: tuple[UnitDraft, ...] = ()
    source_spans: dict = field(default_factory=dict)


@dataclass(frozen=True)
class PlanDraft:
    """A plan with its issuers (names in the order of the head) and items."""

    year: int
    title: str
    document_number: str = ""
    addressees: str = ""
    attendance: str = ""
    source_text: str = ""
    issuers: tuple[str, ...] = ()
    items: tuple[ItemDraft, ...] = ()


def units_of(names, role, *, lead_known=False):
    """Unit drafts for a printed list of responsible units: the first leads, assumed so where the text does not say it."""
    if role != UnitRole.LEAD:
        return tuple(UnitDraft(name, role) for name in names)
    several = len(names) > 1
    return tuple(
        UnitDraft(name, UnitRole.LEAD if n == 0 else UnitRole.CO, several and n == 0 and not lead_known) for n, name in enumerate(names)
    )
