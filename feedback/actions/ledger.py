"""The ledger 采纳落实台账: what became of a suggestion, how it was fed back, whether promises were kept."""

from django.db import transaction
from django.utils import timezone

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
    """填报落实: how far a suggestion has been carried out, by its unit or by those who verify; returns the suggestion."""
    on = on or timezone.localdate()
    row = Suggestion.objects.select_for_update(of=("self",)).get(pk=suggestion.pk)
    _require(by, row)
    if implementation not in Implementation.values:
        raise Refused("请选择落实情况。")
    if row.answered_on is None:
        raise Refused("这条建议还没有答复，不能填报落实。")
    if on > timezone.localdate():
        raise Refused("日期不能晚于今天。")
    if implementation in (Implementation.DONE, Implementation.IMPOSSIBLE) and not evidence.strip():
        raise Refused("已落实或无法落实的，请写明依据或原因。")
    changes = {"implementation": implementation, "implementation_on": on, "evidence": evidence, "next_review_on": next_review_on}
    before = image(row, changes)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    record(row, "implement", "填报落实", by=by, on=on, before=before, after=image(row, changes))
    return row


@transaction.atomic
def feed_back(suggestion, *, by, channel, on, document_number="", visitors="", meeting=None, agenda="", text=""):
    """Record a 反馈 with its proof: 书面函复 (number), 上门走访 (who), 会议通报 (meeting and agenda point); returns the record.

    The first proof is the day the proposer was told (`told_on`).
    """
    _require(by, suggestion)
    if on > timezone.localdate():
        raise Refused("日期不能晚于今天。")
    if channel not in Channel.values:
        raise Refused("请选择反馈方式。")
    entry = FeedbackRecord(suggestion=suggestion, jurisdiction=suggestion.jurisdiction, channel=channel, on=on, by=by, text=text)
    entry.document_number, entry.visitors, entry.meeting, entry.agenda = document_number, visitors, meeting, agenda
    entry.full_clean()
    entry.save()
    if suggestion.told_on is None or on < suggestion.told_on:
        suggestion.told_on = on
        suggestion.save(update_fields=["told_on"])
    record(entry, "feed_back", entry.get_channel_display(), by=by, on=on, after={"text": text})
    return entry


def _require(person, suggestion):
    """Raise Forbidden for who neither works on the suggestion for its unit nor verifies it."""
    if not may_report(person, suggestion):
        raise Forbidden("您没有权限填报这条建议的落实和反馈情况。")
