"""Standing relations: who is in charge of which units 领导分工, which committee keeps contact with which department 对口联系."""

from itertools import groupby

from django.shortcuts import render
from django.utils import timezone

import tables
from organizations.models import CounterpartLink, Portfolio
from organizations.pages import KeysetPage
from organizations.permissions import SECRETARIES
from organizations.tables import counterpart_table, portfolio_table
from organizations.views.people import keeps


def portfolio_list(request):
    """Leaders with their units and matters in force today."""
    portfolios = Portfolio.objects.visible_to(request.user).on(timezone.localdate())
    portfolios = portfolios.select_related("jurisdiction", "leader", "alternate").prefetch_related("units")
    if "format" in request.GET:
        return tables.response(portfolio_table(portfolios.order_by("pk")), request.GET["format"])
    page = KeysetPage(portfolios, request.GET.get("after"), order=("pk",))
    context = {"rows": page.rows, "next": page.next, "formats": tables.FORMATS, "may_keep": keeps(request.user, roles=SECRETARIES)}
    return render(request, "organizations/portfolio_list.html", context)


def counterpart_list(request):
    """Committees with the departments and sectors they keep contact with today."""
    links = CounterpartLink.objects.visible_to(request.user).on(timezone.localdate())
    links = links.select_related("jurisdiction", "committee", "unit", "sector")
    if "format" in request.GET:
        return tables.response(counterpart_table(links.order_by("committee_id", "pk")), request.GET["format"])
    page = KeysetPage(links, request.GET.get("after"), size=200, order=("committee_id", "pk"))
    rows = [(committee, list(group)) for committee, group in groupby(page.rows, key=lambda link: link.committee)]
    context = {"rows": rows, "next": page.next, "formats": tables.FORMATS, "may_keep": keeps(request.user, roles=SECRETARIES)}
    return render(request, "organizations/counterpart_list.html", context)
