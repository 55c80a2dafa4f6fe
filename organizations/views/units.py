"""Units: the list and one unit with its names through time and the people in post."""

from django.shortcuts import render
from django.utils import timezone
from django_filters import ChoiceFilter

import tables
from organizations.filters import UnitFilter
from organizations.models import CounterpartLink, Membership, Portfolio, Unit
from organizations.pages import KeysetPage, own
from organizations.permissions import SECRETARIES
from organizations.tables import unit_table
from organizations.views.people import keeps, sees_contacts


class UnitPageFilter(UnitFilter):
    """As the API's, with the day as a choice."""

    jurisdiction = on = None
    standing = ChoiceFilter(label="状态", method="by_standing", choices=[("now", "在用"), ("former", "已撤并或改组")], empty_label="全部")

    class Meta(UnitFilter.Meta):
        fields = ("q", "kind", "standing")

    def by_standing(self, queryset, name, value):
        now = queryset.on(timezone.localdate())
        return now if value == "now" else queryset.exclude(pk__in=now.values("pk"))


def unit_list(request):
    """All units one may see, in their order."""
    seen = Unit.objects.visible_to(request.user).select_related("jurisdiction", "parent", "successor")
    filters = UnitPageFilter(request.GET, seen, request=request)
    if "format" in request.GET:
        return tables.response(unit_table(filters.qs.order_by("order", "pk")), request.GET["format"])
    page = KeysetPage(filters.qs, request.GET.get("after"), order=("order", "pk"))
    context = {
        "rows": page.rows,
        "next": page.next,
        "form": filters.form,
        "formats": tables.FORMATS,
        "several_places": len(request.user.access.jurisdiction_ids) > 1,
        "may_keep": keeps(request.user),
        "may_import": bool(request.user.access.where(*SECRETARIES)),
    }
    return render(request, "organizations/unit_list.html", context)


def unit_detail(request, public_id):
    """One unit: facts, names, people in post, who is in charge of it, who keeps contact with it."""
    units = Unit.objects.select_related("jurisdiction", "parent", "successor").prefetch_related("names", "predecessors")
    unit = own(units, request.user, public_id)
    today = timezone.localdate()
    context = {
        "unit": unit,
        "in_force": (not unit.starts_on or unit.starts_on <= today) and (not unit.ends_on or today <= unit.ends_on),
        "posts": Membership.objects.on(today).filter(unit=unit).select_related("person").order_by("role", "pk"),
        "portfolios": Portfolio.objects.on(today).filter(units=unit).select_related("leader", "alternate"),
        "links": _links(unit, today),
        "sees_contacts": sees_contacts(request.user, unit.jurisdiction_id),
        "may_keep": keeps(request.user, unit.jurisdiction_id),
    }
    return render(request, "organizations/unit_detail.html", context)


def _links(unit, today):
    """Standing contacts of a committee, or with a department."""
    links = CounterpartLink.objects.on(today).select_related("committee", "unit", "sector")
    return links.filter(committee=unit) if unit.is_cppcc else links.filter(unit=unit)
