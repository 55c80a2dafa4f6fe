"""Data health 资料体检: what no constraint can say and yet spoils the figures or keeps work from being seen, with the place to mend it."""

from reports.health import cases, duties, people
from reports.health.checks import CHECKS, Check, look

__all__ = ["CHECKS", "Check", "cases", "duties", "look", "people"]
