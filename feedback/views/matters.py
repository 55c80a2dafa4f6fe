"""What was suggested in the matter of plan items and how it was fed back, for the pages that show it."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from documents.models import Attachment
from feedback.models import FeedbackRecord, Suggestion


def matter_of(assignments):
    """{"suggestions", "records"} of assignments (ids, rows or a queryset of those the person sees).

    A suggestion carries its `proofs`; `records` are those of the matters as a whole. Each record carries its `files`.
    """
    suggestions = list(Suggestion.objects.filter(assignment__in=assignments).select_related("unit").order_by("assignment", "number"))
    wanted = Q(assignment__in=assignments) | Q(suggestion__in=suggestions)
    records = with_files(FeedbackRecord.objects.filter(wanted).select_related("meeting__term", "assignment", "by"))
    for row in suggestions:
        row.proofs = [record for record in records if record.suggestion_id == row.pk]
    return {"suggestions": suggestions, "records": [record for record in records if record.assignment_id]}


def with_files(records):
    """The records as a list, each with its attachments as `files`; no query more where there is no record."""
    records = list(records)
    if not records:
        return records
    found = Attachment.objects.filter(
        owner_type=ContentType.objects.get_for_model(FeedbackRecord), owner_id__in=[record.pk for record in records]
    )
    files = list(found.select_related("uploaded_by").order_by("pk"))
    for record in records:
        record.files = [each for each in files if each.owner_id == record.pk]
    return records
