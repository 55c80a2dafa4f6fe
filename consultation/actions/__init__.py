"""The only door to change plans and items."""

from consultation.actions.amending import amend, cancel, postpone, resume
from consultation.actions.groups import resolve_group
from consultation.actions.issuing import issue
from consultation.actions.items import FLOW as ITEM_FLOW
from consultation.actions.items import (
    add_item,
    conclude_item,
    confirm_work_plans,
    edit_item,
    hold,
    notify,
    remove_item,
    schedule,
    send_materials,
    start,
)
from consultation.actions.plans import (
    FLOW,
    approve,
    consult,
    create_plan,
    edit_plan,
    evaluate,
    give_opinion,
    match_units,
    report,
    send_back,
    tell_adoption,
)

__all__ = [
    "FLOW",
    "ITEM_FLOW",
    "add_item",
    "amend",
    "approve",
    "cancel",
    "conclude_item",
    "confirm_work_plans",
    "consult",
    "create_plan",
    "edit_item",
    "edit_plan",
    "evaluate",
    "give_opinion",
    "hold",
    "issue",
    "match_units",
    "notify",
    "postpone",
    "remove_item",
    "report",
    "resolve_group",
    "resume",
    "schedule",
    "send_back",
    "send_materials",
    "start",
    "tell_adoption",
]
