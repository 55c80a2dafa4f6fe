"""Supervision 督办: what was told to whom about which duty, the cards and slips that lateness brought, the key proposals."""

from supervision.models.appraisals import (
    Appraisal,
    AppraisalState,
    DrawEntry,
    DrawKind,
    Fault,
    FaultState,
    RatedState,
    RatedUnit,
    ScoreSheet,
    SheetState,
)
from supervision.models.campaigns import Campaign, CampaignCase, CampaignKind, CampaignState, CaseState, Verdict
from supervision.models.cards import Card, CardState, Colour
from supervision.models.key import KeyActivity, KeyOpinion, KeyProposal, KeyState, KeyTask, TaskState
from supervision.models.reminders import DutyKind, Reminder, ReminderRun

__all__ = [
    "Appraisal",
    "AppraisalState",
    "Campaign",
    "CampaignCase",
    "CampaignKind",
    "CampaignState",
    "Card",
    "CardState",
    "CaseState",
    "Colour",
    "DrawEntry",
    "DrawKind",
    "DutyKind",
    "Fault",
    "FaultState",
    "KeyActivity",
    "KeyOpinion",
    "KeyProposal",
    "KeyState",
    "KeyTask",
    "RatedState",
    "RatedUnit",
    "Reminder",
    "ReminderRun",
    "ScoreSheet",
    "SheetState",
    "TaskState",
    "Verdict",
]
