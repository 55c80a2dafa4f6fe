"""The figures themselves, by subject; importing them enters them in the catalogue."""

from reports.figures.definitions import cases, handling, ledger, opinions, plans

__all__ = ["cases", "handling", "ledger", "opinions", "plans"]
