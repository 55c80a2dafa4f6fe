"""The history of rows whose trail is for those who oversee alone."""

from supervision.permissions import OVERSEERS
from workflow.api import HistoryEndpoint
from workflow.models import Event


class InsideHistory(HistoryEndpoint):
    """The trail, for who oversees; empty for all others who see the row."""

    def events(self, subject):
        seen = self.request.user.access.holds(subject.jurisdiction_id, *OVERSEERS)
        return super().events(subject) if seen else Event.objects.none()
