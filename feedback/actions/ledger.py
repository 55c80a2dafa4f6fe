"""The ledger 采纳落实台账: what became of a suggestion, how it was fed back, whether promises were kept."""

from django.db import transaction
from django.utils import timezone

from documents.uploads import attach
from feedback.models import Channel, Commitment, FeedbackRecord, Implementation, Suggestion
from feedback.models import CommitmentState as State
from feedback.permissions import is_verifier, may_report
from workflow.flow import Flow, Move
from workflow.refusals import Forbidden, Refused
from workflow.trail import image, record

COMMITMENT_FLOW = Flow(
    Commitment,
    [
        Move("keep", "核实已兑现", (State.OPEN, State.BROKEN), State.KEPT, is_verifier),
        Move("break", "核实未兑现", (State.OPEN, State.KEPT), State.BROKEN, is_verifier, reason=True, danger=True),
    ],
)


def keep(commitment, *, by, evidence, on=None, version=None):
    """核实已兑现, with what proves it."""
    on = on or timezone.localdate()
    if not evidence.strip():
        raise Refused("请填写核实依据。")
    return COMMITMENT_FLOW.apply(commitment, "keep", by=by, on=on, version=version, evidence=evidence, settled_on=on)


def break_commitment(commitment, *, by, reason, on=None, version=None):
    """核实未兑现, with the reason; it can still be kept later."""
    on = on or timezone.localdate()
    return COMMITMENT_FLOW.apply(commitment, "break", by=by, on=on, version=version, reason=reason, evidence=reason, settled_on=on)


@transaction.atomic
def report_implementation(suggestion, *, by, implementation, evidence, on=None, next_review_on=None):
    """填报落实: how far a suggestion has been carried out, by its unit or by those who verify; returns the suggestion.

    `next_review_on`: when it is to be looked at again; what has been carried out is not.
    """
    on = on or timezone.localdate()
    row = allowed(suggestion, by)
    if implementation not in Implementation.values:
        raise Refused("请选择落实情况。")
    if row.answered_on is None:
        raise Refused("这条建议还没有答复，不能填报落实。")
    if on > timezone.localdate():
        raise Refused("日期不能晚于今天。")
    if implementation in (Implementation.DONE, Implementation.IMPOSSIBLE) and not evidence.strip():
        raise Refused("已落实或无法落实的，请写明依据或原因。")
    if implementation == Implementation.DONE:
        next_review_on = None
    elif next_review_on and next_review_on < on:
        raise Refused("下次核查日期不能早于填报的日期。")
    changes = {"implementation": implementation, "implementation_on": on, "evidence": evidence, "next_review_on": next_review_on}
    before = image(row, changes)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    record(row, "implement", "填报落实", by=by, on=on, before=before, after=image(row, changes))
    return row


@transaction.atomic
def feed_back(subject, *, by, channel, on, files=(), sensitivity="", **proof):
    """Record a 反馈 on `subject`, a suggestion or a plan item's assignment, with its proof; returns the record.

    `proof`: 书面函复 `document_number`, 上门走访 `visitors`, 会议通报 `meeting` and `agenda`; `text`; `files` are uploads that show it.
    The first proof on a suggestion is the day the proposer was told (`told_on`).
    """
    of_suggestion = isinstance(subject, Suggestion)
    if of_suggestion:
        subject = allowed(subject, by)
    if on > timezone.localdate():
        raise Refused("日期不能晚于今天。")
    if on < (subject.raised_on if of_suggestion else subject.assigned_on):
        raise Refused("反馈日期不能早于提出或交办的日期。")
    if channel not in Channel.values:
        raise Refused("请选择反馈方式。")
    of = {"suggestion" if of_suggestion else "assignment": subject}
    entry = FeedbackRecord(jurisdiction=subject.jurisdiction, channel=channel, on=on, by=by, **of, **proof)
    entry.full_clean()
    entry.save()
    if of_suggestion:
        subject.set_told(on)
        subject.save(update_fields=["told_on"])
    record(entry, "feed_back", entry.get_channel_display(), by=by, on=on, after={"text": entry.text})
    for upload in files:
        upload.seek(0)  # the same file may prove several records
        attach(entry, upload, by=by, purpose="反馈凭据", sensitivity=sensitivity)
    return entry


def allowed(suggestion, person):
    """The locked row; raises Forbidden for who neither works on it for its unit nor verifies it."""
    row = Suggestion.objects.select_for_update(of=("self",)).get(pk=suggestion.pk)
    if not may_report(person, row):
        raise Forbidden("您没有权限填报这条建议的落实和反馈情况。")
    return row
