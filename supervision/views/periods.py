"""期限规则: all deadlines of a session in one table; a change shows what it moves before it is saved."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from organizations.permissions import PEOPLE_KEEPERS
from supervision import actions
from supervision.forms import PeriodsForm
from supervision.permissions import sessions_kept_by
from supervision.views.tabs import tabs
from workflow.refusals import Refused

MOST = 300


def period_rules(request):
    """GET: the deadlines of `?session=` (the newest); POST: what would move; POST with `confirm`: it is done."""
    sessions = list(sessions_kept_by(request.user))
    wanted = request.GET.get("session")
    session = next((each for each in sessions if wanted is None or str(each.pk) == wanted), None)
    if session is None:
        if wanted is None and request.user.access.where(*PEOPLE_KEEPERS):
            return render(request, "supervision/periods.html", {"tabs": tabs(request), "sessions": []})
        raise Http404
    form = PeriodsForm(request.POST if request.method == "POST" else None, periods=actions.periods(session))
    hindrance = actions.hindrance(session, timezone.localdate())
    context = {"tabs": tabs(request), "form": form, "session": session, "sessions": sessions, "hindrance": hindrance}
    if request.method != "POST":
        return render(request, "supervision/periods.html", context)
    if not form.is_valid():
        return render(request, "supervision/periods.html", context, status=400)
    act = actions.change_periods if "confirm" in request.POST else actions.preview_periods
    more = {"note": form.cleaned_data["note"]} if "confirm" in request.POST else {}
    try:
        shifts = act(session, form.cleaned_data["changes"], by=request.user, **more)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return render(request, "supervision/periods.html", context, status=409)
    if more:
        messages.success(request, f"期限规则已保存为新的版本，有 {len(shifts)} 个期限改变，承办单位已收到通知。")
        return redirect(f"{reverse('supervision:periods')}?session={session.pk}")
    context |= {"shifts": shifts[:MOST], "total": len(shifts), "tried": True}
    return render(request, "supervision/periods.html", context)
