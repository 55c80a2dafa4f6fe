"""数字核对: a report in, its figures and what does not agree out; nothing is stored."""

from django.http import Http404
from django.shortcuts import render

from reports.checker import check
from reports.checking import CHECKERS, CheckForm, shown


def check_report(request):
    """The form, and below it what was found in the text that was sent."""
    if not request.user.access.roles & CHECKERS:
        raise Http404
    if request.method != "POST":
        return render(request, "reports/check.html", {"form": CheckForm()})
    form = CheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "reports/check.html", {"form": form}, status=400)
    checked = check(form.cleaned_data["source"])
    pieces, rows = shown(checked)
    context = {"form": CheckForm(), "pieces": pieces, "rows": rows, "figures": len(checked.reading.figures), "done": True}
    context |= {"tallies": [(name, sum(row.severity == name for row in rows)) for name in ("有误", "存疑", "无碍")]}
    return render(request, "reports/check.html", context)
