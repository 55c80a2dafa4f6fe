"""What can be done in supervision."""

from supervision.actions.calendar import moved_by, publish
from supervision.actions.cards import (
    CARD_FLOW,
    answer,
    appeal,
    close,
    dismiss,
    draw,
    issue,
    next_colour,
    propose,
    revoke,
    send_back,
    uphold,
)
from supervision.actions.reminders import chase, hold, preview_chase, release, send, send_due

__all__ = [
    "CARD_FLOW",
    "answer",
    "appeal",
    "chase",
    "close",
    "dismiss",
    "draw",
    "hold",
    "issue",
    "moved_by",
    "next_colour",
    "preview_chase",
    "propose",
    "publish",
    "release",
    "revoke",
    "send",
    "send_back",
    "send_due",
    "uphold",
]
