"""Supervision 督办: what was told to whom about which duty, and the cards and slips that lateness brought."""

from supervision.models.cards import Card, CardState, Colour
from supervision.models.reminders import DutyKind, Reminder, ReminderRun

__all__ = ["Card", "CardState", "Colour", "DutyKind", "Reminder", "ReminderRun"]
