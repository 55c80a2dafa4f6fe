"""What one person may see and do today: his posts in force, read once per request."""

from dataclasses import dataclass, field
from functools import cached_property

from organizations.rules import build


@dataclass(frozen=True)
class Grant:
    """One post: a role in a jurisdiction, with the unit it is held in and those whose duties that one carries.

    `overrides`: how the rules in force in the jurisdiction differ from the defaults.
    """

    role: str
    jurisdiction_id: int
    unit_ids: frozenset
    overrides: dict = field(default_factory=dict, compare=False)


class Access:
    """The posts of one person, asked in the words of the permission rules."""

    def __init__(self, grants):
        self.grants = tuple(grants)

    @classmethod
    def of(cls, rows):
        """From dicts with the fields of a `Grant`, as `Membership.objects.grants(day)` gives them."""
        return cls(Grant(row["role"], row["jurisdiction_id"], frozenset(row["unit_ids"]), row["overrides"] or {}) for row in rows)

    @cached_property
    def jurisdiction_ids(self):
        """Ids of all jurisdictions in which the person holds any post."""
        return frozenset(grant.jurisdiction_id for grant in self.grants)

    @cached_property
    def roles(self):
        return frozenset(grant.role for grant in self.grants)

    def where(self, *roles):
        """Ids of the jurisdictions in which the person holds one of `roles`."""
        return frozenset(grant.jurisdiction_id for grant in self.grants if grant.role in roles)

    def units(self, *roles):
        """Ids of the units for which the person holds one of `roles`; a merged unit's work has passed to its successor's people."""
        return frozenset().union(*(grant.unit_ids for grant in self.grants if grant.role in roles))

    def holds(self, jurisdiction_id, *roles):
        """Whether the person holds one of `roles` in the jurisdiction."""
        return jurisdiction_id in self.where(*roles)

    def rules(self, section):
        """The rules of one section in force in each place in which the person holds a post; the defaults for who holds none."""
        return list(self.rules_by_place(section).values()) or [section()]

    def rules_by_place(self, section):
        """{id of a jurisdiction: the rules of one section in force there} where the person holds a post."""
        return {grant.jurisdiction_id: build(section, grant.overrides) for grant in self.grants}
