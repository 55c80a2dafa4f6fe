"""Existing cases from the table that `proposals.catalogue` exports: looked through first, then stored wholly or not at all."""

from proposals.importing.checking import CaseImport, PlannedRow, apply, check

__all__ = ["CaseImport", "PlannedRow", "apply", "check"]
