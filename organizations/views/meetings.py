"""Meetings: the list, and one meeting with what was heard at it."""

from django.shortcuts import render

import tables
from organizations.filters import MeetingFilter
from organizations.models import Meeting
from organizations.pages import KeysetPage, own
from organizations.permissions import SECRETARIES
from organizations.tables import meeting_table
from organizations.views.people import keeps


class MeetingPageFilter(MeetingFilter):
    """As the API's, for people who know where they are."""

    jurisdiction = None

    class Meta(MeetingFilter.Meta):
        fields = ("body", "since", "until")


def meeting_list(request):
    """Meetings one may see, those entered last first."""
    seen = Meeting.objects.visible_to(request.user).select_related("jurisdiction", "term", "committee")
    filters = MeetingPageFilter(request.GET, seen, request=request)
    if "format" in request.GET:
        return tables.response(meeting_table(filters.qs.order_by("-pk")), request.GET["format"])
    page = KeysetPage(filters.qs, request.GET.get("after"))
    context = {
        "rows": page.rows,
        "next": page.next,
        "form": filters.form,
        "formats": tables.FORMATS,
        "several_places": len(request.user.access.jurisdiction_ids) > 1,
        "may_keep": keeps(request.user, roles=SECRETARIES),
    }
    return render(request, "organizations/meeting_list.html", context)


def meeting_detail(request, public_id):
    """One meeting."""
    meeting = own(Meeting.objects.select_related("jurisdiction", "term", "committee"), request.user, public_id)
    context = {"meeting": meeting, "may_keep": keeps(request.user, meeting.jurisdiction_id, roles=SECRETARIES)}
    return render(request, "organizations/meeting_detail.html", context)
