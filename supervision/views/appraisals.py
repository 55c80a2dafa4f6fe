"""Appraisals 民主评议: the list, one round with its draw, its units and one's own sheets, one unit's result with what it puts right."""

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

import tables
from documents.models import Attachment, Paper
from supervision import actions
from supervision.appraisal_forms import APPRAISAL_FORMS, FAULT_FORMS, RATED_FORMS, SHEET_FORMS, NewAppraisalForm
from supervision.appraisal_tables import draw_table, ranked, rated_table
from supervision.drawing import METHOD
from supervision.filters import AppraisalFilter, DrawFilter
from supervision.models import Appraisal, DrawEntry, DrawKind, Fault, RatedUnit, ScoreSheet
from supervision.permissions import CAMPAIGNERS, OVERSEERS
from supervision.views.tabs import tabs
from workflow import pages

APPRAISALS = Appraisal.objects.select_related("session__term__jurisdiction", "session__ruleset", "jurisdiction")
RATED = RatedUnit.objects.select_related("appraisal__session__term__jurisdiction", "appraisal__session__ruleset", "unit", "jurisdiction")
SHEETS = ScoreSheet.objects.select_related("rated__appraisal", "unit", "jurisdiction")
FAULTS = Fault.objects.select_related("rated__appraisal", "unit", "jurisdiction")
LIST = "民主评议"


def appraisal_list(request):
    """The rounds one may see, newest first."""
    filters = AppraisalFilter(request.GET, APPRAISALS.visible_to(request.user), request=request)
    page = pages.KeysetPage(filters.qs.annotate(units_count=Count("units")), request.GET.get("after"))
    context = {"tabs": tabs(request), "rows": page.rows, "next": page.next, "form": filters.form}
    context["may_begin"] = bool(request.user.access.where(*CAMPAIGNERS))
    return render(request, "supervision/appraisals.html", context)


def appraisal_create(request):
    """A new round, drawn up."""
    places = request.user.access.where(*CAMPAIGNERS)
    if not places:
        raise Http404
    back = reverse("supervision:appraisals")
    return pages.act(request, places, NewAppraisalForm, label="拟定民主评议", back=back, context={"crumbs": [(back, LIST)]})


def appraisal_detail(request, public_id):
    """One round: how it is drawn, its units with what came out, the sheets one has to fill in."""
    appraisal = pages.own(APPRAISALS, request.user, public_id)
    inside = request.user.access.holds(appraisal.jurisdiction_id, *OVERSEERS)
    seen = list(RATED.visible_to(request.user).filter(appraisal=appraisal))
    if request.GET.get("format") in tables.FORMATS:
        return tables.response(rated_table(appraisal, seen), request.GET["format"])
    sheets = SHEETS.visible_to(request.user).filter(rated__appraisal=appraisal).order_by("rated__unit__order", "pk")
    context = {
        "appraisal": appraisal,
        "inside": inside,
        "moves": pages.move_links(actions.APPRAISAL_FLOW, appraisal, request.user, "supervision:appraisal-act"),
        "rows": ranked(appraisal, seen),
        "sheets": [_sheet(each, request.user) for each in sheets],
        "counts": _counts(appraisal) if inside and appraisal.seed else [],
        "cases": _drawn_cases(request.user, appraisal),
        "formats": tables.FORMATS,
        "history": pages.history_of(appraisal) if inside else [],
    }
    return render(request, "supervision/appraisal.html", context)


def _sheet(sheet, person):
    return {"sheet": sheet, "moves": pages.move_links(actions.SHEET_FLOW, sheet, person, "supervision:sheet-act")}


def _counts(appraisal):
    """How many were drawn and how many sheets are in; never whose."""
    found = ScoreSheet.objects.filter(rated__appraisal=appraisal).aggregate(all=Count("pk"), given=Count("pk", filter=Q(state="given")))
    drawn = appraisal.entries.filter(is_drawn=True).aggregate(
        cases=Count("pk", filter=Q(kind=DrawKind.CASE)), people=Count("pk", filter=Q(kind=DrawKind.SCORER))
    )
    named = [("抽取提案", drawn["cases"]), ("评分委员", drawn["people"]), ("评分表", found["all"]), ("已提交", found["given"])]
    return [{"label": label, "value": value} for label, value in named]


def _drawn_cases(person, appraisal):
    """The cases that were drawn, for who scores by them and all others who see the round."""
    found = DrawEntry.objects.visible_to(person).filter(appraisal=appraisal, kind=DrawKind.CASE, is_drawn=True)
    return found.select_related("handling__proposal").order_by("group", "layer", "pk")


def sample(request, public_id):
    """The lists from which is drawn and how, so that anybody can do it again; as a file too."""
    appraisal = pages.own(APPRAISALS, request.user, public_id)
    filters = DrawFilter(request.GET, DrawEntry.objects.visible_to(request.user).filter(appraisal=appraisal), request=request)
    if request.GET.get("format") in tables.FORMATS:
        return tables.response(draw_table(filters.qs), request.GET["format"])
    page = pages.KeysetPage(filters.qs, request.GET.get("after"))
    context = {"appraisal": appraisal, "rows": page.rows, "next": page.next, "form": filters.form, "formats": tables.FORMATS}
    return render(request, "supervision/sample.html", context | {"method": METHOD})


def appraisal_act(request, public_id, move):
    """One move on a round."""
    appraisal = pages.own(APPRAISALS, request.user, public_id)
    return pages.act_page(
        request,
        appraisal,
        flow=actions.APPRAISAL_FLOW,
        forms=APPRAISAL_FORMS,
        move=move,
        back=appraisal.get_absolute_url(),
        about=[("名称", appraisal.title), ("届次", str(appraisal.session)), ("状态", appraisal.get_state_display())],
        crumbs=_crumbs(appraisal),
    )


def _crumbs(appraisal, *rest):
    return [(reverse("supervision:appraisals"), LIST), (appraisal.get_absolute_url(), appraisal.title), *rest]


def rated_detail(request, public_id):
    """One unit in a round: its result and what it puts right."""
    rated = pages.own(RATED, request.user, public_id)
    inside = request.user.access.holds(rated.jurisdiction_id, *OVERSEERS)
    faults = FAULTS.visible_to(request.user).filter(rated=rated).order_by("due_on", "pk")
    context = {
        "rated": rated,
        "appraisal": rated.appraisal,
        "inside": inside,
        "aspects": _aspects(rated),
        "moves": pages.move_links(actions.RATED_FLOW, rated, request.user, "supervision:rated-act"),
        "faults": [_fault(each, request.user) for each in Attachment.objects.put_to(faults)],
        "paper": Paper.objects.of(rated).first(),
        "history": pages.history_of(rated, *faults).exclude(move="list") if inside else [],
    }
    return render(request, "supervision/rated.html", context)


def _aspects(rated):
    found = {code: (mean, spread) for code, mean, spread in rated.means}
    return [(label, weight, *found[code]) for code, label, weight in rated.appraisal.aspects if code in found]


def _fault(fault, person):
    return {"fault": fault, "moves": pages.move_links(actions.FAULT_FLOW, fault, person, "supervision:fault-act")}


def rated_act(request, public_id, move):
    """One move on a unit's result."""
    rated = pages.own(RATED, request.user, public_id)
    return pages.act_page(
        request,
        rated,
        flow=actions.RATED_FLOW,
        forms=RATED_FORMS,
        move=move,
        back=rated.get_absolute_url(),
        about=[("承办单位", rated.unit_name), ("得分", rated.total), ("等次", rated.grade)],
        crumbs=_crumbs(rated.appraisal, (rated.get_absolute_url(), rated.unit_name)),
    )


def sheet_act(request, public_id, move):
    """One's own sheet for a unit."""
    sheet = pages.own(SHEETS, request.user, public_id)
    appraisal = sheet.rated.appraisal
    return pages.act_page(
        request,
        sheet,
        flow=actions.SHEET_FLOW,
        forms=SHEET_FORMS,
        move=move,
        back=appraisal.get_absolute_url(),
        about=[("被评议单位", sheet.rated.unit_name), ("评议说明", appraisal.demands)],
        crumbs=_crumbs(appraisal),
    )


def fault_act(request, public_id, move):
    """One move on a row of the rectification list."""
    fault = pages.own(FAULTS, request.user, public_id)
    return pages.act_page(
        request,
        fault,
        flow=actions.FAULT_FLOW,
        forms=FAULT_FORMS,
        move=move,
        back=fault.rated.get_absolute_url(),
        about=[
            ("承办单位", fault.unit_name),
            ("问题", fault.problem),
            ("整改要求", fault.measure),
            ("整改期限", f"{fault.due_on:%Y-%m-%d}"),
        ],
        crumbs=_crumbs(fault.rated.appraisal, (fault.rated.get_absolute_url(), fault.unit_name)),
    )
