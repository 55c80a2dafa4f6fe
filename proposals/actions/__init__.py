"""The only door to change proposals, their handlings, replies and receipts."""

from proposals.actions.allocating import (
    ALLOCATION_FLOW,
    assign_all,
    begin_allocation,
    circulate,
    consult,
    drop_row,
    gather,
    opine,
    reopen,
    set_row,
    settle,
)
from proposals.actions.assigning import add_unit, assign, mark_key, rule_return, withdraw
from proposals.actions.examining import file, merge, refuse_withdrawal, reject, review, send_back, unmerge
from proposals.actions.handlings import (
    HANDLING_FLOW,
    accept,
    add_contact,
    give_opinion,
    request_extension,
    request_return,
    rule_extension,
)
from proposals.actions.moves import FLOW
from proposals.actions.publishing import change_publication, decide_publication
from proposals.actions.receipts import RECEIPT_FLOW, close_window, close_windows, give_receipt, make_link
from proposals.actions.recounting import recount_handlings
from proposals.actions.replies import (
    REPLY_FLOW,
    draft_reply,
    draft_supplement,
    edit_reply,
    issue_reply,
    send_back_reply,
    sign,
    submit_reply,
)
from proposals.actions.unsaved import drop_text, keep_text
from proposals.actions.writing import answer_invitation, begin, edit, request_withdrawal, submit

__all__ = [
    "ALLOCATION_FLOW",
    "assign_all",
    "begin_allocation",
    "circulate",
    "consult",
    "drop_row",
    "gather",
    "opine",
    "reopen",
    "set_row",
    "settle",
    "FLOW",
    "HANDLING_FLOW",
    "RECEIPT_FLOW",
    "REPLY_FLOW",
    "accept",
    "add_contact",
    "add_unit",
    "answer_invitation",
    "assign",
    "begin",
    "change_publication",
    "close_window",
    "close_windows",
    "decide_publication",
    "draft_reply",
    "draft_supplement",
    "make_link",
    "drop_text",
    "edit",
    "edit_reply",
    "file",
    "give_opinion",
    "give_receipt",
    "issue_reply",
    "keep_text",
    "mark_key",
    "merge",
    "recount_handlings",
    "refuse_withdrawal",
    "reject",
    "request_extension",
    "request_return",
    "request_withdrawal",
    "review",
    "rule_extension",
    "rule_return",
    "send_back",
    "send_back_reply",
    "sign",
    "submit",
    "submit_reply",
    "unmerge",
    "withdraw",
]
