"""The only door to change assignments."""

from feedback.actions.assignments import FLOW, acknowledge, assign, conclude, name_team, reopen, withdraw
from feedback.actions.entries import add_entry
from feedback.actions.work_plans import FLOW as WORK_PLAN_FLOW
from feedback.actions.work_plans import accept_work_plan, return_work_plan, submit_work_plan

__all__ = [
    "FLOW",
    "WORK_PLAN_FLOW",
    "accept_work_plan",
    "acknowledge",
    "add_entry",
    "assign",
    "conclude",
    "name_team",
    "reopen",
    "return_work_plan",
    "submit_work_plan",
    "withdraw",
]
