"""Moves on pages: the buttons, the page of one move, the history; with what every list and detail page needs."""

from functools import partial

from django.contrib import messages
from django.db.models import Model
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from organizations.pages import PAGE_SIZE, KeysetPage, own
from workflow.collisions import changes_since, collisions, rewritten, take
from workflow.models import Event
from workflow.refusals import Forbidden

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


def act_page(request, obj, *, flow, forms, move, back, about, crumbs, initial=None, label="", more=None):
    """Show and make the move `move` of `flow` on `obj`; `about` are facts shown beside the form, `crumbs` pairs of address and words,
    `initial` and `label` say otherwise what the form begins with and what it is called; `more`: what else the page shows.

    Who may not, or comes in the wrong state, gets the sentence at once and not after filling in a form; where it came to that while he
    filled it in, it stands above what he typed.
    """
    form_class, named = form_of(forms, move, flow)
    row, sentence = flow.moves[move], flow.refusal(obj, move, request.user)
    if sentence and not _overtaken(request, obj, sentence, form_class):
        raise sentence
    states = dict(obj._meta.get_field("state").flatchoices)
    context = {
        "about": about,
        "crumbs": crumbs,
        "blocked": "" if sentence else row.missing(obj),
        "danger": row.danger,
        "next_state": states.get(row.target, "") if row.target != obj.state else "",
    }
    form_class = partial(form_class, initial=initial) if initial else form_class
    return act(request, obj, form_class, label=label or named, back=back, context=context | (more or {}), too_late=sentence)


def act(request, obj, form_class, *, label, back, done=None, template="act.html", context=None, too_late=None):
    """Show the form of a move and make it: GET shows it, POST acts and goes to `back` with a message, or to the row that was begun.

    A refusal or wrong input shows the same page with the sentence (status 409 or 400) and all that was typed. Where somebody else was
    quicker the page tells what stands in the row now, how it differs, and who changed it; `too_late`: the refusal, where the move can
    no longer be made at all.
    """
    context = {"obj": obj, "label": label, "back": back, **(context or {})}
    if request.method != "POST":
        return render(request, template, context | {"form": form_class(obj=obj, by=request.user)})
    form = form_class(request.POST, request.FILES, obj=obj, by=request.user)
    tried, result = _tried(form, too_late)
    if tried:
        messages.success(request, done or f"已完成：{label}。")
        begun = isinstance(result, Model) and not isinstance(obj, Model) and hasattr(result, "get_absolute_url")
        return redirect(result if begun else back)
    status = 409 if form.non_field_errors() else 400
    return render(
        request, template, context | {"form": form, "too_late": too_late} | _outdated(form, obj, form_class, too_late), status=status
    )


def _tried(form, too_late):
    """(whether the move was made, its result); where it is `too_late` for it, that stands above the form with all that was typed."""
    if too_late is None:
        return form.try_run()
    form.is_valid()
    form.add_error(None, str(too_late))
    return False, None


def _overtaken(request, obj, refusal, form_class):
    """Whether the move was still open when the person began, so that what he typed is worth keeping.

    Who may not make it at all is turned away, unless the form tells anew what it is about (the right to sign ends with the text).
    """
    began = request.method == "POST" and _seen(request.POST, obj)
    return bool(began) and (bool(form_class.subjects) or not isinstance(refusal, Forbidden))


def _seen(data, obj):
    """The older version of the row that the person saw when he began; 0 where he saw this one or says nothing of it."""
    seen, now = data.get("version", ""), getattr(obj, "version", 0)
    return int(seen) if seen.isdecimal() and 0 < int(seen[:9]) < now else 0


def _outdated(form, obj, form_class, too_late):
    """What the page shows to who came second: who changed the row and how.

    The form takes the new version along with what was typed; what he had not changed himself becomes what it is now (`taken`), so that
    he does not undo it unawares.
    """
    if hasattr(obj, "version"):
        obj.refresh_from_db()
    if not (seen := _seen(form.data, obj)):
        return {}
    form.data = form.data.copy()
    form.data["version"] = obj.version
    events = changes_since(obj, seen)
    fresh = form_class(obj=obj, by=form.by)
    fields = [] if isinstance(too_late, Forbidden) else list(collisions(form, fresh, events))
    taken = [each for each in fields if not (each["own"] or too_late)]
    for each in taken:
        take(form, fresh, each["name"])
    clashes = [*(each for each in fields if each not in taken), *rewritten(form, events)]
    return {"outdated": True, "recent": events[:5], "clashes": clashes, "taken": [each["label"] for each in taken]}


def form_of(forms, name, flow):
    """(form class, label) of the move `name`; Http404 for a move that has no form."""
    if name not in forms:
        raise Http404
    return forms[name], flow.moves[name].label
