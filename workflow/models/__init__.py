"""Time: the audit trail, the working calendar, notices and their delivery, and what makes moves safe to repeat."""

from workflow.models.absences import Absence, deputies_on
from workflow.models.calendar import CalendarDay, CalendarYear
from workflow.models.calls import ApiCall
from workflow.models.chains import ChainStep
from workflow.models.channels import Channel, ChannelKind, NoticeSetting
from workflow.models.deliveries import Delivery, DeliveryStatus
from workflow.models.events import Event
from workflow.models.heartbeats import Heartbeat
from workflow.models.moved import DueModel, MovedModel
from workflow.models.notices import Notice

__all__ = [
    "Absence",
    "ApiCall",
    "CalendarDay",
    "CalendarYear",
    "ChainStep",
    "Channel",
    "ChannelKind",
    "Delivery",
    "DeliveryStatus",
    "DueModel",
    "Event",
    "Heartbeat",
    "MovedModel",
    "Notice",
    "NoticeSetting",
    "deputies_on",
]
