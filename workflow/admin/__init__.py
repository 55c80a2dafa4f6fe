"""The admin of the working calendar, the trail, and the ways out of the house."""

from workflow.admin import calendar, deliveries, events  # noqa: F401
