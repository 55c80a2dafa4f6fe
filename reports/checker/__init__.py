"""The figure checker: the counts and shares of a report, and where they contradict each other. Rules, no database."""

from .check import Checked, check
from .findings import KINDS, SEVERITIES, Finding

__all__ = ["KINDS", "MAX_TEXT", "SEVERITIES", "Checked", "Finding", "check"]

# The longest text that is checked, in characters.
MAX_TEXT = 6_000_000
