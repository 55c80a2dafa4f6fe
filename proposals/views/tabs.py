"""The tabs of this room's lists, those that a person's posts have a use for."""

from django.urls import reverse

from organizations.models.people import UNIT_ROLES
from proposals.models.allocations import WATCHERS

EVERYBODY = ()
TABS = (
    ("proposals:list", "提案", EVERYBODY),
    ("proposals:solicitation", "征集", EVERYBODY),
    ("proposals:allocations", "分办", (*WATCHERS, *UNIT_ROLES)),
    ("proposals:returns", "退回情况", WATCHERS),
    ("supervision:keys", "重点提案", EVERYBODY),
)


def tabs(request):
    """[{"label", "url", "current"}] for `components/tabs.html`."""
    roles = request.user.access.roles
    shown = [(reverse(view), label) for view, label, wanted in TABS if not wanted or not roles.isdisjoint(wanted)]
    return [{"label": label, "url": url, "current": request.path == url} for url, label in shown]
