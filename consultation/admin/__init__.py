"""The admin of annual plans and their items: read here, changed by the buttons of their move tables."""

from consultation.admin import items, plans  # noqa: F401
