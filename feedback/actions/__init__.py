"""The only door to change assignments."""

from feedback.actions.assignments import FLOW, acknowledge, assign, conclude, name_team, reopen, withdraw
from feedback.actions.changes import change_role, count_anew, move_due, recount, recounted, suspend
from feedback.actions.changes import resume as resume_deadlines
from feedback.actions.entries import add_entry
from feedback.actions.ledger import COMMITMENT_FLOW, break_commitment, feed_back, keep, report_implementation
from feedback.actions.opinions import (
    answer_suggestion,
    enter_answer,
    enter_promise,
    enter_suggestions,
    feed_back_on,
    remove_suggestion,
    reports_on,
)
from feedback.actions.work_plans import FLOW as WORK_PLAN_FLOW
from feedback.actions.work_plans import accept_work_plan, return_work_plan, submit_work_plan

__all__ = [
    "COMMITMENT_FLOW",
    "answer_suggestion",
    "enter_answer",
    "enter_promise",
    "enter_suggestions",
    "feed_back_on",
    "remove_suggestion",
    "break_commitment",
    "feed_back",
    "keep",
    "report_implementation",
    "reports_on",
    "FLOW",
    "WORK_PLAN_FLOW",
    "accept_work_plan",
    "acknowledge",
    "add_entry",
    "assign",
    "change_role",
    "conclude",
    "count_anew",
    "move_due",
    "name_team",
    "recount",
    "recounted",
    "reopen",
    "resume_deadlines",
    "return_work_plan",
    "submit_work_plan",
    "suspend",
    "withdraw",
]
