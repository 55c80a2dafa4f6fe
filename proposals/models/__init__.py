"""Proposals 提案: from the draft to the receipt, round by round."""

from proposals.models.allocations import Allocation, AllocationOpinion, AllocationRow, AllocationState
from proposals.models.handling import LEFT, REPLYING, Contact, ContactPhase, Extension, Handling, Part, ReturnRequest
from proposals.models.proposals import (
    PUBLISHABLE,
    CaseCounter,
    Mode,
    Proposal,
    ProposalState,
    Proposer,
    ProposerKind,
    ProposerState,
    Publication,
    Review,
)
from proposals.models.publication import PublishedText
from proposals.models.replies import (
    ProposedSuggestion,
    Receipt,
    ReceiptChannel,
    ReceiptState,
    Reply,
    ReplyState,
    Round,
    SignStep,
)
from proposals.models.solicitation import Call, IssueState, Talk, Topic, TopicEdition
from proposals.models.unsaved import UnsavedText

__all__ = [
    "PUBLISHABLE",
    "Call",
    "IssueState",
    "Talk",
    "Topic",
    "TopicEdition",
    "Allocation",
    "AllocationOpinion",
    "AllocationRow",
    "AllocationState",
    "CaseCounter",
    "LEFT",
    "REPLYING",
    "Contact",
    "ContactPhase",
    "Extension",
    "Handling",
    "Mode",
    "Part",
    "ProposedSuggestion",
    "Proposal",
    "ProposalState",
    "Proposer",
    "ProposerKind",
    "ProposerState",
    "Publication",
    "PublishedText",
    "Receipt",
    "ReceiptChannel",
    "ReceiptState",
    "Reply",
    "ReplyState",
    "ReturnRequest",
    "Review",
    "Round",
    "SignStep",
    "UnsavedText",
]
