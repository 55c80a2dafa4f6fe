"""What every page shares: finding a row, keyset pages, making a move from a form."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

PAGE_SIZE = 50


def own(queryset, person, public_id):
    """The row with this id that `person` may see; Http404 for one that is missing or not his, which look the same."""
    return get_object_or_404(queryset.visible_to(person), public_id=public_id)


class KeysetPage:
    """One page of a list ordered by falling row number: as fast on page 1,000 as on page 1, and without a count.

    `rows` are the page's rows; `next` is the value of `?after=` for the following page, None on the last one.
    """

    def __init__(self, queryset, after=None, size=PAGE_SIZE):
        if after and str(after).isdigit() and len(str(after)) < 19:
            queryset = queryset.filter(pk__lt=int(after))
        rows = list(queryset.order_by("-pk")[: size + 1])
        self.rows, more = rows[:size], len(rows) > size
        self.next = self.rows[-1].pk if more else None
        self.first = not after


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
    return render(request, template, {"form": form, "obj": obj, "label": label, "back": back, **(context or {})}, status=status)


def form_of(forms, name, flow):
    """(form class, label) of the move `name`; Http404 for a move that has no form."""
    if name not in forms:
        raise Http404
    return forms[name], flow.moves[name].label
