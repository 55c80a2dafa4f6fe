"""The ledger 采纳落实台账: its list, one suggestion with its promises and proofs, and what is reported of it."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

import tables
from documents.models import Attachment
from feedback import actions
from feedback.filters import SuggestionFilter
from feedback.ledger_forms import COMMITMENT_FORMS, SUGGESTION_FORMS
from feedback.models import Commitment, Implementation, Suggestion
from feedback.permissions import may_report
from feedback.tables import suggestion_table
from workflow import pages
from workflow.refusals import Forbidden


def suggestion_list(request):
    """All suggestions one may see, newest first; with `?format=` as a file."""
    rows = Suggestion.objects.visible_to(request.user).select_related("unit")
    filters = SuggestionFilter(request.GET, rows, request=request)
    if request.GET.get("format") in tables.FORMATS:
        table = suggestion_table(filters.qs.order_by("-pk"), note=tables.as_of())
        return tables.response(table, request.GET["format"])
    page = pages.KeysetPage(filters.qs, request.GET.get("after"))
    context = {"rows": page.rows, "next": page.next, "form": filters.form, "formats": tables.FORMATS}
    return render(request, "feedback/suggestions.html", context)


def suggestion_detail(request, public_id):
    """One suggestion: what was answered, how far it is carried out, promises, feedback, history."""
    row = pages.own(Suggestion.objects.select_related("unit", "assignment"), request.user, public_id)
    commitments = list(row.commitments.select_related("unit"))
    context = {
        "row": row,
        "moves": _links(row) if may_report(request.user, row) else [],
        "commitments": [
            {"row": each, "moves": pages.move_links(actions.COMMITMENT_FLOW, each, request.user, "feedback:commitment-act")}
            for each in commitments
        ],
        "records": Attachment.objects.put_to(row.records.select_related("meeting__term", "by")),
        "history": _history(row),
    }
    return render(request, "feedback/suggestion.html", context)


def _history(row):
    """The history, with how far the suggestion was said to be carried out each time."""
    for event in pages.history_of(row):
        if event.move == "implement":
            said = event.after
            due = f"，下次核查 {said['next_review_on']}" if said.get("next_review_on") else ""
            event.about = "：".join(filter(None, (Implementation(said["implementation"]).label, said["evidence"]))) + due
        yield event


def _links(row):
    return [
        {
            "label": SUGGESTION_FORMS[name][0],
            "url": reverse("feedback:suggestion-act", args=[row.public_id, name]),
            "blocked": "",
            "danger": name == "remove",
        }
        for name in actions.reports_on(row)
    ]


def suggestion_act(request, public_id, move):
    """Report how far a suggestion is carried out, or how it was fed back."""
    row = pages.own(Suggestion.objects.select_related("jurisdiction", "assignment"), request.user, public_id)
    if move not in SUGGESTION_FORMS:
        raise Http404
    label, form = SUGGESTION_FORMS[move]
    if not may_report(request.user, row):
        raise Forbidden(f"您没有权限进行“{label}”。")
    around = _around(row, reverse("feedback:suggestion", args=[row.public_id]))
    if move == "remove" and row.assignment:
        back = reverse("feedback:detail", args=[row.assignment.public_id])
        return pages.act(request, row, form, label=label, back=back, context=around | {"danger": True})
    return pages.act(request, row, form, label=label, back=around["crumbs"][-1][0], context=around)


def commitment_act(request, public_id, move):
    """Verify whether a promise was kept."""
    row = pages.own(Commitment.objects.select_related("suggestion"), request.user, public_id)
    back = reverse("feedback:suggestion", args=[row.suggestion.public_id])
    around = _around(row.suggestion, back)
    around["about"] += [("承诺", row.text)]
    return pages.act_page(request, row, flow=actions.COMMITMENT_FLOW, forms=COMMITMENT_FORMS, move=move, back=back, **around)


def _around(row, back):
    return {
        "about": [("建议", row.text), ("来源", row.source_label), ("措施或理由", row.measure)],
        "crumbs": [(reverse("feedback:suggestions"), "采纳落实台账"), (back, str(row))],
    }
