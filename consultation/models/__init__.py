"""Annual plans of consultation, briefing and inspection."""

from consultation.models.items import ItemPerson, ItemState, ItemUnit, Kind, PlanItem, Precision, UnitRole
from consultation.models.plans import AnnualPlan, OfficeOpinion, PlanAmendment, PlanIssuer, PlanState

__all__ = [
    "AnnualPlan",
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
