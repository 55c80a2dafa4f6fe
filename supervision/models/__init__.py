"""Supervision 督办: what was told to whom about which duty, the cards and slips that lateness brought, the key proposals."""

from supervision.models.cards import Card, CardState, Colour
from supervision.models.key import KeyActivity, KeyOpinion, KeyProposal, KeyState, KeyTask, TaskState
from supervision.models.reminders import DutyKind, Reminder, ReminderRun

__all__ = [
    "Card",
    "CardState",
    "Colour",
    "DutyKind",
    "KeyActivity",
    "KeyOpinion",
    "KeyProposal",
    "KeyState",
    "KeyTask",
    "Reminder",
    "ReminderRun",
    "TaskState",
]
