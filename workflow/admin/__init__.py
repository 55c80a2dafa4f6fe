"""The admin of the working calendar and the trail."""

from workflow.admin import calendar, events  # noqa: F401
