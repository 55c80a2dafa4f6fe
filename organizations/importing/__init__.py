"""Units and people from the tables that `organizations.tables` exports: looked through first, then stored wholly or not at all."""

from organizations.importing.people import People
from organizations.importing.register import apply, check
from organizations.importing.units import Units

__all__ = ["People", "Units", "apply", "check"]
