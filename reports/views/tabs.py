"""The tabs of the statistics, those that a person's posts have a use for."""

from django.urls import reverse

from reports.permissions import SEES_HEALTH, SEES_STATISTICS
from supervision.views.tabs import SEES_BOARD

TABS = (
    ("reports:statistics", "统计", SEES_STATISTICS),
    ("reports:screen", "大屏", SEES_STATISTICS),
    ("supervision:scores", "年终考核", SEES_BOARD),
    ("reports:health", "资料体检", SEES_HEALTH),
)


def tabs(request):
    """[{"label", "url", "current"}] for `components/tabs.html`."""
    roles = request.user.access.roles
    shown = [(reverse(view), label) for view, label, wanted in TABS if roles & wanted]
    return [{"label": label, "url": url, "current": request.path == url} for url, label in shown]
