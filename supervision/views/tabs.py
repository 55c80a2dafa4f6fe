"""The tabs of this room, those that a person's posts have a use for."""

from django.urls import reverse

from organizations.models import Role
from organizations.models.people import UNIT_ROLES
from organizations.permissions import PEOPLE_KEEPERS
from supervision.permissions import CHASERS, OVERSEERS

SEES_BOARD = frozenset((*OVERSEERS, *UNIT_ROLES, Role.GOVERNMENT_LEADER))
GROUPS = {
    "今日": (
        ("supervision:board", "督办事项", SEES_BOARD),
        ("supervision:tomorrow", "将发提醒", frozenset(CHASERS)),
        ("supervision:reminders", "提醒台账", None),
    ),
    "督办手段": (
        ("supervision:cards", "牌单", SEES_BOARD),
        ("supervision:keys", "重点提案", None),
        ("supervision:key-tasks", "督办任务", frozenset((*OVERSEERS, *UNIT_ROLES))),
        ("supervision:campaigns", "专项督查", SEES_BOARD),
    ),
    "考核评议": (
        ("supervision:grid", "按期情况", SEES_BOARD),
        ("supervision:appraisals", "民主评议", None),
        ("supervision:awards", "评选", None),
        ("supervision:scores", "年终考核", SEES_BOARD),
    ),
    "规则": (("supervision:periods", "期限规则", frozenset(PEOPLE_KEEPERS)),),
}
FEW = 4  # so many tabs stand in one row


class Tabs(list):
    """Tabs for `components/tabs.html`, [{"label", "url", "current"}]; `groups`: the row above them, empty where they are few."""

    groups = ()


def tabs(request):
    """The `Tabs` of the group the page belongs to, or all in one row where a person has few."""
    shown = {label: _shown(group, request) for label, group in GROUPS.items()}
    shown = {label: group for label, group in shown.items() if group}
    every = [tab for group in shown.values() for tab in group]
    here = next((label for label, group in shown.items() if any(tab["current"] for tab in group)), None)
    if len(every) <= FEW or here is None:
        return Tabs(every)
    found = Tabs(shown[here])
    found.groups = [{"label": label, "url": group[0]["url"], "current": label == here} for label, group in shown.items()]
    return found


def _shown(group, request):
    """The tabs of a group that a person's posts have a use for."""
    found = [(reverse(view), label) for view, label, wanted in group if wanted is None or request.user.access.roles & wanted]
    return [{"label": label, "url": url, "current": request.path == url} for url, label in found]
