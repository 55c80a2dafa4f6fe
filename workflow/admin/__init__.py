"""The admin of the working calendar, the trail, and the ways out of the house."""

from workflow.admin import absences, calendar, deliveries, events  # noqa: F401
