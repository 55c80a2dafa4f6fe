"""What was suggested in the matter of plan items and how it was fed back, for the pages that show it."""

from django.db.models import Q

from documents.models import Attachment
from feedback.models import FeedbackRecord, Suggestion


def matter_of(assignments):
    """{"suggestions", "records"} of assignments (ids, rows or a queryset of those the person sees).

    A suggestion carries its `proofs`; `records` are those of the matters as a whole. Each record carries its `files`.
    """
    suggestions = list(Suggestion.objects.filter(assignment__in=assignments).select_related("unit").order_by("assignment", "number"))
    wanted = Q(assignment__in=assignments) | Q(suggestion__in=suggestions)
    records = Attachment.objects.put_to(FeedbackRecord.objects.filter(wanted).select_related("meeting__term", "assignment", "by"))
    for row in suggestions:
        row.proofs = [record for record in records if record.suggestion_id == row.pk]
    return {"suggestions": suggestions, "records": [record for record in records if record.assignment_id]}
