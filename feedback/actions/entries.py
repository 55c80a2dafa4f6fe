"""Progress entries: added or corrected, never altered."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from documents.uploads import attach
from feedback.actions import assignments
from feedback.models import EntryKind, ProgressEntry
from workflow.trail import record


@transaction.atomic
def add_entry(assignment, *, by, kind, text, on=None, person_name="", evidence="", files=(), sensitivity="", corrects=None, version=None):
    """Record progress, a report heard (听取汇报, with who heard it) or the listing among the unit's key work; returns the entry.

    `on`: the day it happened, between the assignment and today; `corrects`: the entry of the same assignment that this one
    replaces; `evidence`: what proves it, in words, `files`: uploads that do, with their `sensitivity`;
    a listing needs one of them. Raises ValidationError by field.
    """
    today = timezone.localdate()
    on = on or today
    if on > today:
        raise ValidationError({"on": "日期不能晚于今天。"})
    if on < assignment.assigned_on:
        raise ValidationError({"on": f"日期不能早于交办日期 {assignment.assigned_on:%Y-%m-%d}。"})
    if corrects and (corrects.assignment_id != assignment.pk or hasattr(corrects, "correction")):
        raise ValidationError({"corrects": "要更正的记录不属于这个交办件，或已经更正过。"})
    if kind == EntryKind.REPORT_HEARD and not person_name.strip():
        raise ValidationError({"person_name": "请填写谁听取了汇报。"})
    if kind == EntryKind.LISTED and not (evidence.strip() or files):
        raise ValidationError({"evidence": "列入本单位重点工作计划的，请写明依据（计划名称、文号和所在条目），或者上传佐证材料。"})
    assignment = assignments.FLOW.apply(assignment, "add_entry", by=by, on=on, version=version)
    entry = ProgressEntry(
        assignment=assignment,
        jurisdiction=assignment.jurisdiction,
        kind=kind,
        on=on,
        person_name=person_name,
        text=text,
        evidence=evidence,
        corrects=corrects,
        entered_by=by,
    )
    entry.full_clean()
    entry.save()
    label = f"更正{entry.get_kind_display()}" if corrects else entry.get_kind_display()
    record(entry, "correct" if corrects else "add", label, by=by, on=on, after={"text": text, "evidence": evidence})
    for upload in files:
        attach(entry, upload, by=by, purpose=entry.get_kind_display(), sensitivity=sensitivity)
    return entry
