"""What a unit must do by when, and what it sends back."""

from feedback.models.assignments import Assignment, AssignmentState, Source
from feedback.models.progress import EntryKind, ProgressEntry
from feedback.models.suggestions import (
    NOT_ADOPTED,
    Adoption,
    Channel,
    Commitment,
    CommitmentState,
    FeedbackRecord,
    Implementation,
    Suggestion,
)
from feedback.models.teams import Team
from feedback.models.work_plans import WorkPlan, WorkPlanState, WorkPlanTask

__all__ = [
    "NOT_ADOPTED",
    "Adoption",
    "Assignment",
    "AssignmentState",
    "Channel",
    "Commitment",
    "CommitmentState",
    "EntryKind",
    "FeedbackRecord",
    "Implementation",
    "ProgressEntry",
    "Source",
    "Suggestion",
    "Team",
    "WorkPlan",
    "WorkPlanState",
    "WorkPlanTask",
]
