"""Drafts of reports: chapters and tables written from the figures, for a clerk to go on from."""

from reports.drafting import handling
from reports.drafting.drafts import Draft, draft, filled

__all__ = ["Draft", "draft", "filled", "handling"]
