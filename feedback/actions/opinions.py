"""What was suggested in the matter of a plan item's assignment: entered, answered, fed back on.

The suggestions of a proposal stand in its text and are answered by its letters; those of a consultation are entered by hand.
"""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from feedback.actions.assignments import FLOW
from feedback.actions.ledger import allowed, feed_back
from feedback.models import NOT_ADOPTED, Adoption, Commitment, Suggestion
from workflow.refusals import Refused
from workflow.trail import image, record

MOST = 200  # suggestions in one go


@transaction.atomic
def enter_suggestions(assignment, *, by, texts, raised_on=None, version=None):
    """录入建议: one row of the ledger for each text, numbered on; returns them."""
    raised_on = raised_on or timezone.localdate()
    if raised_on > timezone.localdate():
        raise Refused("日期不能晚于今天。")
    if not 0 < len(texts) <= MOST:
        raise Refused(f"一次录入 1 至 {MOST} 条建议，每行一条。")
    assignment = FLOW.apply(assignment, "enter_suggestions", by=by, version=version, noted=({}, {"建议": "\n".join(texts)}))
    last = assignment.suggestions.aggregate(last=Max("number"))["last"] or 0
    return Suggestion.objects.bulk_create(
        Suggestion(
            jurisdiction=assignment.jurisdiction,
            source=assignment.source,
            source_label=f"{assignment.source_label} {assignment.unit_name}"[:120],
            assignment=assignment,
            unit=assignment.unit,
            number=last + number,
            text=text,
            raised_on=raised_on,
        )
        for number, text in enumerate(texts, 1)
    )


@transaction.atomic
def remove_suggestion(suggestion, *, by, reason):
    """删除: a row entered by mistake, before anybody answered it or fed back on it; the assignment's history keeps its text."""
    row = _entered(suggestion, by)
    if row.answered_on or row.records.exists():
        raise Refused("这条建议已经答复或者反馈，不能删除。")
    record(row.assignment, "remove_suggestion", f"删除第{row.number}条建议", by=by, before={"text": row.text}, reason=reason)
    row.delete()
    return row


@transaction.atomic
def answer_suggestion(suggestion, *, by, adoption, measure, on=None, promise="", promise_due_on=None):
    """答复 a suggestion that was entered: 采纳情况 with measure or reason, and what the unit promises for it; returns the suggestion.

    Answered anew where it comes to more later; the history keeps both.
    """
    on = on or timezone.localdate()
    row = _entered(suggestion, by)
    if on > timezone.localdate() or on < row.raised_on:
        raise Refused(f"答复日期应在提出日期 {row.raised_on:%Y-%m-%d} 和今天之间。")
    if adoption not in Adoption.values or adoption == Adoption.OPEN:
        raise Refused("请选择采纳情况。")
    if adoption in NOT_ADOPTED and not measure.strip():
        raise Refused("没有采纳的，须写明理由。")
    if promise_due_on and not promise.strip():
        raise Refused("请写明承诺的内容。")
    names = ("answered_on", "adoption", "measure")
    before = image(row, names)
    enter_answer(row, unit=row.unit, adoption=adoption, measure=measure, on=on)
    record(row, "answer", "答复建议", by=by, on=on, before=before, after=image(row, names))
    if promise.strip():
        enter_promise(row, unit=row.unit, text=promise, due_on=promise_due_on)
    return row


def reports_on(suggestion):
    """What can be reported of a suggestion as it stands, the next thing first; the names of its forms."""
    entered, answered = suggestion.assignment_id is not None, suggestion.answered_on is not None
    names = {"implement": answered, "answer": entered, "feed_back": True}
    names["remove"] = entered and not answered and not suggestion.records.exists()
    return [name for name, fits in names.items() if fits]


def enter_answer(row, *, unit, adoption, measure, on):
    """Write into the ledger what a unit answered to a suggestion (办理 and 采纳)."""
    row.unit, row.answered_on = unit, on
    row.adoption, row.adoption_on, row.measure = adoption, on, measure
    row.save()


def enter_promise(row, *, unit, text, due_on=None):
    """Write a promise for a suggestion into the ledger; returns the commitment."""
    return Commitment.objects.create(jurisdiction=row.jurisdiction, suggestion=row, unit=unit, text=text, due_on=due_on)


@transaction.atomic
def feed_back_on(assignment, *, by, suggestions=(), on, version=None, **proof):
    """登记反馈 of a plan item's assignment: of the suggestions named, or of the matter as a whole; returns the records.

    `proof`: as for `feedback.actions.ledger.feed_back`.
    """
    if any(each.assignment_id != assignment.pk for each in suggestions):
        raise Refused("所选的建议不属于这个交办件。")
    assignment = FLOW.apply(assignment, "feed_back", by=by, on=on, version=version)
    return [feed_back(each, by=by, on=on, **proof) for each in suggestions or [assignment]]


def _entered(suggestion, by):
    """The locked row, where `by` may report on it and its source has no letter of reply; else Refused."""
    row = allowed(suggestion, by)
    if row.assignment_id is None:
        raise Refused("提案的建议由答复函答复，请在提案页面办理。")
    return row
