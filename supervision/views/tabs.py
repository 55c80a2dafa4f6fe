"""The tabs of this room, those that a person's posts have a use for."""

from django.urls import reverse

from organizations.models import Role
from organizations.models.people import UNIT_ROLES
from organizations.permissions import PEOPLE_KEEPERS
from supervision.permissions import CHASERS, OVERSEERS

SEES_BOARD = frozenset((*OVERSEERS, *UNIT_ROLES, Role.GOVERNMENT_LEADER))
TABS = (
    ("supervision:board", "督办事项", SEES_BOARD),
    ("supervision:grid", "按期情况", SEES_BOARD),
    ("supervision:cards", "牌单", SEES_BOARD),
    ("supervision:keys", "重点提案", None),
    ("supervision:key-tasks", "督办任务", frozenset((*OVERSEERS, *UNIT_ROLES))),
    ("supervision:campaigns", "专项督查", SEES_BOARD),
    ("supervision:appraisals", "民主评议", None),
    ("supervision:awards", "评选", None),
    ("supervision:scores", "年终考核", SEES_BOARD),
    ("supervision:tomorrow", "将发提醒", frozenset(CHASERS)),
    ("supervision:reminders", "提醒台账", None),
    ("supervision:periods", "期限规则", frozenset(PEOPLE_KEEPERS)),
)


def tabs(request):
    """[{"label", "url", "current"}] for `components/tabs.html`."""
    roles = request.user.access.roles
    shown = [(reverse(view), label) for view, label, wanted in TABS if wanted is None or roles & wanted]
    return [{"label": label, "url": url, "current": request.path == url} for url, label in shown]
