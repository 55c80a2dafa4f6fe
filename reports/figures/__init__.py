"""Figures 指标: named numbers with their definition and base, counted as of any day, each with the list behind it."""

from reports.figures import definitions
from reports.figures.catalogue import Figure, figures_for, registered
from reports.figures.counting import Measured, listed, measure
from reports.figures.dimensions import DIMENSIONS
from reports.figures.ratios import Ratio, half_up, largest_remainder
from reports.figures.rollup import tabulate
from reports.figures.scopes import Scope, over_years, scope_of

__all__ = [
    "DIMENSIONS",
    "Figure",
    "Measured",
    "Ratio",
    "Scope",
    "definitions",
    "figures_for",
    "half_up",
    "largest_remainder",
    "listed",
    "measure",
    "over_years",
    "registered",
    "scope_of",
    "tabulate",
]
