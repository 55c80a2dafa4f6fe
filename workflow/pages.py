"""Making a move from a form; with what every list and detail page needs (see `organizations.pages`)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from organizations.pages import PAGE_SIZE, KeysetPage, own

__all__ = ["PAGE_SIZE", "KeysetPage", "act", "form_of", "own"]


def act(request, obj, form_class, *, label, back, done=None, template="act.html", context=None):
    """Show the form of a move and make it: GET shows it, POST acts and goes to `back` with a message.

    A refusal or wrong input shows the same page with the sentence (status 409 or 400) and all that was typed.
    """
    if request.method != "POST":
        form = form_class(obj=obj, by=request.user)
        return render(request, template, {"form": form, "obj": obj, "label": label, "back": back, **(context or {})})
    form = form_class(request.POST, request.FILES, obj=obj, by=request.user)
    ok, _ = form.try_run()
    if ok:
        messages.success(request, done or f"已完成：{label}。")
        return redirect(back)
    status = 409 if form.non_field_errors() else 400
    context = {"form": form, "obj": obj, "label": label, "back": back, "outdated": _renew(form, obj), **(context or {})}
    return render(request, template, context, status=status)


def _renew(form, obj):
    """Whether the row had moved on since the person saw it. Then the form takes the new version along with all that was typed."""
    seen, now = form.data.get("version", ""), getattr(obj, "version", None)
    if not seen or now is None or seen == str(now):
        return False
    form.data = form.data.copy()
    form.data["version"] = now
    return True


def form_of(forms, name, flow):
    """(form class, label) of the move `name`; Http404 for a move that has no form."""
    if name not in forms:
        raise Http404
    return forms[name], flow.moves[name].label
