"""Moves on pages: the buttons, the page of one move, the history; with what every list and detail page needs."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from organizations.pages import PAGE_SIZE, KeysetPage, own
from workflow.models import Event
from workflow.refusals import Refused

__all__ = ["PAGE_SIZE", "KeysetPage", "act", "act_page", "form_of", "history_of", "move_links", "own"]


def move_links(flow, obj, person, view, *, first=""):
    """What `person` may do with `obj` now, each with its address and what is still missing; `view` names the page of one move.

    The move named `first` stands first, then what leads to the next state, last what is rarely wanted.
    """
    offered = sorted(flow.offered(obj, person), key=lambda found: (found[0].name != first, *_rank(found[0])))
    return [
        {"label": move.label, "url": reverse(view, args=[obj.public_id, move.name]), "blocked": missing, "danger": move.danger}
        for move, missing in offered
    ]


def _rank(move):
    return move.danger, move.closing, move.target is None


def history_of(*subjects):
    """The history of a row, or of several together, newest first; one query, asked when a page shows it."""
    return Event.objects.of(*subjects).select_related("acting_for").order_by("-pk")


def act_page(request, obj, *, flow, forms, move, back, about, crumbs, initial=None, label=""):
    """Show and make the move `move` of `flow` on `obj`; `about` are facts shown beside the form, `crumbs` pairs of address and words,
    `initial` and `label` say otherwise what the form begins with and what it is called.

    Who may not, or comes in the wrong state, gets the sentence at once and not after filling in a form.
    """
    form_class, named = form_of(forms, move, flow)
    row = flow.require(obj, move, request.user)
    if sentence := row.unfit(obj):
        raise Refused(sentence)
    states = dict(obj._meta.get_field("state").flatchoices)
    context = {
        "about": about,
        "crumbs": crumbs,
        "blocked": row.missing(obj),
        "danger": row.danger,
        "next_state": states.get(row.target, "") if row.target != obj.state else "",
        "recent": history_of(obj)[:3],
    }
    form_class = partial(form_class, initial=initial) if initial else form_class
    return act(request, obj, form_class, label=label or named, back=back, context=context)


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
