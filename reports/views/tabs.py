"""The tabs of the statistics and of reports, those that a person's posts have a use for."""

from django.urls import reverse

from feedback.permissions import SEES_OF_UNITS
from reports.permissions import COUNTS, SEES_HEALTH, SEES_REPORTS, SEES_STATISTICS
from supervision.views.tabs import SEES_BOARD

TABS = (
    ("reports:statistics", "统计", COUNTS),
    ("reports:screen", "大屏", SEES_STATISTICS),
    ("supervision:scores", "年终考核", SEES_BOARD),
    ("reports:health", "资料体检", SEES_HEALTH),
)
OF_REPORTS = (
    ("reports:list", "通报", SEES_REPORTS),
    ("reports:materials", "成效素材", SEES_OF_UNITS),
)


def tabs(request, offered=TABS):
    """[{"label", "url", "current"}] for `components/tabs.html`."""
    roles = request.user.access.roles
    shown = [(reverse(view), label) for view, label, wanted in offered if roles & wanted]
    return [{"label": label, "url": url, "current": request.path == url} for url, label in shown]
