"""Numbers and lists of plans: one query per function, each taking a queryset."""

from consultation.statistics.items import (
    MISSING,
    Gap,
    gaps_of,
    reaches_nobody,
    with_contacts,
    with_counts,
    with_lateness,
    with_names,
    with_units,
    without_contact,
)
from consultation.statistics.load import clashes_of_hosts, clashes_of_people, clashes_with_plenaries, loads, plenary_days

__all__ = [
    "MISSING",
    "Gap",
    "clashes_of_hosts",
    "clashes_of_people",
    "clashes_with_plenaries",
    "gaps_of",
    "loads",
    "plenary_days",
    "reaches_nobody",
    "with_contacts",
    "with_counts",
    "with_lateness",
    "with_names",
    "with_units",
    "without_contact",
]
