"""The start page: my work."""

from django.shortcuts import render
from django.utils import timezone

from consultation.permissions import PLAN_READERS
from dashboard import work
from organizations.models import Membership, Role
from reports.permissions import SEES_HEALTH
from workflow.models import Notice

RECENT = 5


def home(request):
    """What waits for this person, by his posts."""
    person, today = request.user, timezone.localdate()
    roles = person.access.roles
    context = {
        "today": today,
        "posts": _posts(person, today),
        "items": work.items(person, today) if roles & work.OVERSEERS else [],
        "duties": work.duties(person, today),
        "opinions": work.opinions_awaited(person, today) if Role.OFFICE_STAFF in roles else [],
        "proposals": work.proposals(person),
        "signatures": work.signatures(person),
        "reports": work.reports_to_sign(person),
        "summaries": work.summaries(person, today),
        "receipts": work.receipts(person),
        "ratings": work.ratings(person, today),
        "plans": work.plans_under_way(person) if roles & PLAN_READERS else None,
        "may_draft": Role.SECRETARY in roles,
        "may_audit": Role.AUDITOR in roles,
        "sees_health": bool(roles & SEES_HEALTH),
        "notices": Notice.objects.visible_to(person).unread()[:RECENT],
    }
    return render(request, "dashboard/home.html", context)


def _posts(person, today):
    """The person's posts today in words; the unit first."""
    posts = Membership.objects.on(today).filter(person=person).select_related("unit", "jurisdiction").order_by("pk")
    return list(dict.fromkeys(f"{post.unit or post.jurisdiction} {post.get_role_display()}" for post in posts))
