"""Moves and history as the page components want them."""

from django.urls import reverse

from workflow.models import Event

DANGEROUS = {"send_back", "cancel", "postpone"}
CLOSING = {"evaluate"}


def move_links(flow, obj, person, view):
    """What `person` may do with `obj` now, each with its address and what is still missing; `view` names the page of one move.

    What leads to the next state stands first, what is rarely wanted last.
    """
    offered = sorted(flow.offered(obj, person), key=lambda found: _rank(found[0]))
    return [
        {"label": move.label, "url": reverse(view, args=[obj.public_id, move.name]), "blocked": missing, "danger": move.name in DANGEROUS}
        for move, missing in offered
    ]


def _rank(move):
    return move.name in DANGEROUS, move.name in CLOSING, move.target is None


def history_of(subject):
    """The history of a row, newest first; one query, asked when a page shows it."""
    return Event.objects.of(subject).select_related("acting_for").order_by("-pk")
