"""Who: jurisdictions, units, people, terms, meetings, rulesets."""

from organizations.models.meetings import Body, Meeting, Session, Term
from organizations.models.people import CounterpartLink, MemberProfile, Membership, Person, Portfolio, Role
from organizations.models.places import Jurisdiction, Level, Sector
from organizations.models.rulesets import Ruleset
from organizations.models.tokens import ApiToken
from organizations.models.units import Unit, UnitKind, UnitName

__all__ = [
    "ApiToken",
    "Body",
    "CounterpartLink",
    "Jurisdiction",
    "Level",
    "Meeting",
    "MemberProfile",
    "Membership",
    "Person",
    "Portfolio",
    "Role",
    "Ruleset",
    "Sector",
    "Session",
    "Term",
    "Unit",
    "UnitKind",
    "UnitName",
]
