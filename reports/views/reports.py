"""Reports 通报: the list, one with every number leading to its list, its moves, the list behind a number."""

from django.apps import apps
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

import tables
from consultation.models import PlanItem
from documents.models import Paper
from reports import actions
from reports.drafting.keeping import counted, pieces
from reports.figures import figures_for, measure
from reports.filters import ReportFilter
from reports.forms import REPORT_FORMS, BeginForm
from reports.letters import opening
from reports.models import Report
from reports.permissions import SEES_REPORTS, WRITERS, sees_inside
from reports.statistics.lists import link_of, readable
from reports.tables import report_table
from reports.typed import marked
from reports.views.tabs import OF_REPORTS, tabs
from workflow import pages

REPORTS = Report.objects.select_related(
    "session__term__jurisdiction", "session__ruleset", "jurisdiction", "signed_by", "unit", "item__plan"
)
MOST = 500  # rows of a list on one page


def report_list(request):
    """The reports one may see, newest first."""
    if not request.user.access.roles & SEES_REPORTS:
        raise Http404
    filters = ReportFilter(request.GET, REPORTS.visible_to(request.user), request=request)
    if request.GET.get("format") in tables.FORMATS:
        return tables.response(report_table(filters.qs), request.GET["format"])
    page = pages.KeysetPage(filters.qs, request.GET.get("after"))
    context = {"rows": page.rows, "next": page.next, "form": filters.form, "formats": tables.FORMATS}
    context["tabs"] = tabs(request, OF_REPORTS)
    return render(request, "reports/reports.html", context | {"may_begin": bool(request.user.access.where(*WRITERS))})


def begin(request):
    """起草 a report."""
    places = request.user.access.where(*WRITERS)
    if not places:
        raise Http404
    back = reverse("reports:list")
    return pages.act(request, places, BeginForm, label="起草通报", back=back, context={"crumbs": [(back, "通报")]})


def detail(request, public_id):
    """One report: its text with each number as a link to the list behind it, the figures it uses, its moves."""
    report = pages.own(REPORTS, request.user, public_id)
    inside = sees_inside(request.user, report)
    figures = actions.figures_of(report)
    is_open = inside and report.state == "draft"
    typed = actions.typed_numbers(report, figures) if is_open else []
    context = {
        "report": report,
        "opening": opening(report),
        "lines": marked(pieces(report.text, figures), typed),
        "typed": typed,
        "figures": [(name, each) for name, each in figures.items()],
        "frozen": bool(report.figures),
        "examples": report.examples if inside else {},
        "steps": report.steps.filter(is_void=False).select_related("signed_by") if inside else [],
        "item": PlanItem.objects.visible_to(request.user).filter(pk=report.item_id).first() if report.item_id else None,
        "findings": actions.contradictions(report, figures) if is_open else [],
        "moves": pages.move_links(actions.REPORT_FLOW, report, request.user, "reports:act"),
        "paper": Paper.objects.of(report).first(),
        "history": pages.history_of(report) if inside else [],
    }
    return render(request, "reports/report.html", context)


def act(request, public_id, move):
    """One move on a report."""
    report = pages.own(REPORTS, request.user, public_id)
    about = [("种类", report.get_kind_display()), ("届次", str(report.session)), ("数据截至", f"{report.as_of:%Y-%m-%d}")]
    crumbs = [(reverse("reports:list"), "通报"), (report.get_absolute_url(), report.title)]
    named = {"flow": actions.REPORT_FLOW, "forms": REPORT_FORMS, "move": move, "back": report.get_absolute_url()}
    return pages.act_page(request, report, about=about, crumbs=crumbs, **named)


def figure(request, public_id, name):
    """The list behind a number of a report: what of it the person may see, and how much there is."""
    report = pages.own(REPORTS, request.user, public_id)
    kept, rows = _kept(report, name, request.user) if report.figures else _counted(report, name, request.user)
    listed = [(row, link_of(row)) for row in rows.order_by("pk")[:MOST]]
    hidden = kept["part"] - (len(listed) if len(listed) < MOST else rows.count())
    return render(request, "reports/figure.html", {"report": report, "figure": kept, "rows": listed, "hidden": hidden})


def _kept(report, name, person):
    """A figure as it was frozen, and those rows behind it that the person may see. Raises Http404 for one there is none of."""
    if name not in report.figures:
        raise Http404
    kept = report.figures[name]
    return kept, readable(apps.get_model(kept["model"]), person).filter(public_id__in=kept["rows"])


def _counted(report, name, person):
    """The same of a figure that is counted now."""
    over = actions.scope(report)
    if name not in figures_for(over):
        raise Http404
    found = measure(over, [name])[name]
    return counted(found), readable(found.model, person).filter(pk__in=found.rows)
