"""Time: the audit trail, the working calendar, notices, and what makes moves safe to repeat."""

from workflow.models.calendar import CalendarDay, CalendarYear
from workflow.models.calls import ApiCall
from workflow.models.events import Event
from workflow.models.moved import DueModel, MovedModel
from workflow.models.notices import Notice

__all__ = ["ApiCall", "CalendarDay", "CalendarYear", "DueModel", "Event", "MovedModel", "Notice"]
