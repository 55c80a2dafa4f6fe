"""Existing cases from the table that `proposals.catalogue` exports: looked through first, then stored wholly or not at all."""

from proposals.importing.checking import CaseImport, apply, check, enter, look

__all__ = ["CaseImport", "apply", "check", "enter", "look"]
