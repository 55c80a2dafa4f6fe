"""Supervision 督办: what was told to whom about which duty, the cards and slips that lateness brought, the key proposals."""

from supervision.models.campaigns import Campaign, CampaignCase, CampaignKind, CampaignState, CaseState, Verdict
from supervision.models.cards import Card, CardState, Colour
from supervision.models.key import KeyActivity, KeyOpinion, KeyProposal, KeyState, KeyTask, TaskState
from supervision.models.reminders import DutyKind, Reminder, ReminderRun

__all__ = [
    "Campaign",
    "CampaignCase",
    "CampaignKind",
    "CampaignState",
    "Card",
    "CardState",
    "CaseState",
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
    "Verdict",
]
