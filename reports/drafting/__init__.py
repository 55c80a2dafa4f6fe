"""Drafts of reports: chapters and tables written from the figures, for a clerk to go on from."""

from reports.drafting import adoption, assigned, handling, plans, progress, proposals, supervision, units
from reports.drafting.drafts import Draft, draft, filled

__all__ = ["Draft", "adoption", "assigned", "draft", "filled", "handling", "plans", "progress", "proposals", "supervision", "units"]
