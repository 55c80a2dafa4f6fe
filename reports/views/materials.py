"""成效素材: the list, one piece with its numbers and moves, handing one in."""

from functools import partial
from uuid import UUID

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

import tables
from documents.models import Attachment
from feedback.permissions import SEES_OF_UNITS
from organizations.models.people import UNIT_ROLES
from proposals.models import Handling, Proposal
from reports import actions
from reports.filters import MaterialFilter
from reports.material_forms import MATERIAL_FORMS, SubmitMaterialForm
from reports.models import Material
from reports.tables import material_table
from reports.views.tabs import OF_REPORTS, tabs
from workflow import pages

MATERIALS = Material.objects.select_related("handling__proposal", "unit", "jurisdiction", "verified_by")


def material_list(request):
    """What units handed in and one may see, newest first."""
    if not request.user.access.roles & SEES_OF_UNITS:
        raise Http404
    filters = MaterialFilter(request.GET, MATERIALS.visible_to(request.user), request=request)
    if request.GET.get("format") in tables.FORMATS:
        return tables.response(material_table(filters.qs), request.GET["format"])
    page = pages.KeysetPage(filters.qs, request.GET.get("after"))
    context = {"rows": page.rows, "next": page.next, "form": filters.form, "formats": tables.FORMATS, "tabs": tabs(request, OF_REPORTS)}
    if request.user.access.where(*UNIT_ROLES):
        handling = filters.form.cleaned_data.get("handling") if filters.form.is_valid() else None
        context["submit"] = reverse("reports:material-submit") + (f"?handling={handling}" if handling else "")
    return render(request, "reports/materials.html", context)


def submit(request):
    """报送 about a case of one's unit, named by `?handling=`."""
    if not request.user.access.where(*UNIT_ROLES):
        raise Http404
    back, form = reverse("reports:materials"), SubmitMaterialForm
    if named := request.GET.get("handling"):
        form = partial(form, initial={"handling": _own(request.user, named).public_id})
    return pages.act(request, None, form, label="报送成效素材", back=back, context={"crumbs": [(back, "成效素材")]})


def _own(person, named):
    """The handling that an address names. Raises Http404 where it is none of the person's units."""
    try:
        public_id = UUID(named)
    except ValueError:
        raise Http404 from None
    return pages.own(Handling.objects.filter(unit__in=person.access.units(*UNIT_ROLES)), person, public_id)


def detail(request, public_id):
    """One piece of material, with each number marked that is not verified."""
    material = pages.own(MATERIALS, request.user, public_id)
    context = {
        "material": material,
        "case": Proposal.objects.visible_to(request.user).filter(pk=material.handling.proposal_id).first(),
        "moves": pages.move_links(actions.MATERIAL_FLOW, material, request.user, "reports:material-act"),
        "files": Attachment.objects.of(material).select_related("uploaded_by"),
        "history": pages.history_of(material),
    }
    return render(request, "reports/material.html", context)


def act(request, public_id, move):
    """One move on a piece of material."""
    material = pages.own(MATERIALS, request.user, public_id)
    about = [("提案", str(material.handling.proposal)), ("报送单位", material.handling.unit_name), ("成效", material.text)]
    crumbs = [(reverse("reports:materials"), "成效素材"), (material.get_absolute_url(), str(material))]
    named = {"flow": actions.MATERIAL_FLOW, "forms": MATERIAL_FORMS, "move": move, "back": material.get_absolute_url()}
    return pages.act_page(request, material, about=about, crumbs=crumbs, **named)
