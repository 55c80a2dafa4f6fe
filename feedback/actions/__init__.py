"""The only door to change assignments."""

from feedback.actions.assignments import FLOW, acknowledge, assign, conclude, name_team, reopen, withdraw
from feedback.actions.deadlines import move_due, suspend
from feedback.actions.deadlines import resume as resume_deadlines
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
    "move_due",
    "name_team",
    "reopen",
    "resume_deadlines",
    "return_work_plan",
    "submit_work_plan",
    "suspend",
    "withdraw",
]
