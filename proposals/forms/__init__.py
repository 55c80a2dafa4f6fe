"""One form per move on proposals, handlings, replies and receipts; used by page, API and admin alike."""

from proposals.forms.allocations import (
    AssignAllForm,
    CirculateForm,
    ConsultForm,
    DropRowForm,
    GatherForm,
    NewAllocationForm,
    OpineForm,
    ReopenForm,
    SetRowForm,
    SettleForm,
)
from proposals.forms.cases import (
    AddUnitForm,
    AssignForm,
    FileForm,
    MarkKeyForm,
    MergeForm,
    RefuseWithdrawalForm,
    RejectForm,
    RelabelForm,
    RequestWithdrawalForm,
    ReviewForm,
    SendBackForm,
    UndoReturnForm,
    UndoReviewForm,
    UnfileForm,
    UnmergeForm,
    WithdrawForm,
)
from proposals.forms.handlings import (
    AcceptForm,
    AgreeReturnForm,
    ContactForm,
    CoordinateForm,
    FollowUpForm,
    GrantExtensionForm,
    OpinionForm,
    RefuseExtensionForm,
    RefuseReturnForm,
    RequestExtensionForm,
    RequestReturnForm,
)
from proposals.forms.publication import ChangePublicationForm, PublicationForm
from proposals.forms.receipts import LinkReceiptForm, MakeLinkForm, ReceiptForm, SlipForm
from proposals.forms.replies import (
    DraftReplyForm,
    DraftSupplementForm,
    EditReplyForm,
    IssueReplyForm,
    RerouteReplyForm,
    SendBackReplyForm,
    SignForm,
    SubmitReplyForm,
)
from proposals.forms.writing import BeginForm, EditForm, InvitationForm, SubmitForm, beginning, current_session

FORMS = {
    "edit": EditForm,
    "submit": SubmitForm,
    "review": ReviewForm,
    "file": FileForm,
    "return": SendBackForm,
    "undo_review": UndoReviewForm,
    "unfile": UnfileForm,
    "undo_return": UndoReturnForm,
    "relabel": RelabelForm,
    "reject": RejectForm,
    "merge": MergeForm,
    "unmerge": UnmergeForm,
    "request_withdrawal": RequestWithdrawalForm,
    "withdraw": WithdrawForm,
    "refuse_withdrawal": RefuseWithdrawalForm,
    "assign": AssignForm,
    "add_unit": AddUnitForm,
    "mark_key": MarkKeyForm,
    "decide_publication": PublicationForm,
    "change_publication": ChangePublicationForm,
}


HANDLING_FORMS = {
    "accept": AcceptForm,
    "request_return": RequestReturnForm,
    "coordinate": CoordinateForm,
    "agree_return": AgreeReturnForm,
    "refuse_return": RefuseReturnForm,
    "add_contact": ContactForm,
    "follow_up": FollowUpForm,
    "give_opinion": OpinionForm,
    "request_extension": RequestExtensionForm,
    "grant_extension": GrantExtensionForm,
    "refuse_extension": RefuseExtensionForm,
    "draft_reply": DraftReplyForm,
    "draft_supplement": DraftSupplementForm,
}


REPLY_FORMS = {
    "edit": EditReplyForm,
    "submit": SubmitReplyForm,
    "sign": SignForm,
    "send_back": SendBackReplyForm,
    "reroute": RerouteReplyForm,
    "issue": IssueReplyForm,
}


ALLOCATION_FORMS = {
    "gather": GatherForm,
    "set_row": SetRowForm,
    "drop_row": DropRowForm,
    "circulate": CirculateForm,
    "opine": OpineForm,
    "consult": ConsultForm,
    "settle": SettleForm,
    "reopen": ReopenForm,
    "assign": AssignAllForm,
}


RECEIPT_FORMS = {"answer": ReceiptForm, "record_slip": SlipForm, "make_link": MakeLinkForm}


__all__ = [
    "ALLOCATION_FORMS",
    "FORMS",
    "HANDLING_FORMS",
    "RECEIPT_FORMS",
    "REPLY_FORMS",
    "BeginForm",
    "EditForm",
    "InvitationForm",
    "LinkReceiptForm",
    "NewAllocationForm",
    "beginning",
    "current_session",
]
