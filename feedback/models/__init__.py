"""What a unit must do by when, and what it sends back."""

from feedback.models.assignments import Assignment, AssignmentState, Source
from feedback.models.progress import EntryKind, ProgressEntry
from feedback.models.teams import Team
from feedback.models.work_plans import WorkPlan, WorkPlanState, WorkPlanTask

__all__ = [
    "Assignment",
    "AssignmentState",
    "EntryKind",
    "ProgressEntry",
    "Source",
    "Team",
    "WorkPlan",
    "WorkPlanState",
    "WorkPlanTask",
]
