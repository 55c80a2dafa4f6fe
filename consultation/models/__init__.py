"""Annual plans of consultation, briefing and inspection."""

from consultation.models.items import Capacity, ItemContact, ItemPerson, ItemState, ItemUnit, Kind, PlanItem, Precision, UnitRole
from consultation.models.plans import AnnualPlan, OfficeOpinion, PlanAmendment, PlanIssuer, PlanState

__all__ = [
    "AnnualPlan",
    "Capacity",
    "ItemContact",
    "ItemPerson",
    "ItemState",
    "ItemUnit",
    "Kind",
    "OfficeOpinion",
    "PlanAmendment",
    "PlanIssuer",
    "PlanItem",
    "PlanState",
    "Precision",
    "UnitRole",
]
