"""What is owed for appraisals and awards: sheets to fill in, votes to cast, and what units put right."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from supervision.duties.owed import Duty
from supervision.models.appraisals import AppraisalState, Fault, FaultState, ScoreSheet, SheetState
from supervision.models.awards import Vote, VoteState


def sheets(seen, until):
    """评议评分: one duty for all sheets of a round that one has still to give, while one can."""
    rows = ScoreSheet.objects.filter(seen, state=SheetState.OPEN, rated__appraisal__state=AppraisalState.SCORING)
    rows = rows.filter(rated__appraisal__ends_on__range=(timezone.localdate(), until)).order_by("rated__appraisal__ends_on", "person")
    named = [f"rated__appraisal__{name}" for name in ("public_id", "title", "ends_on")]
    for place, person, public_id, title, day, first, count in rows.values_list("jurisdiction_id", "person_id", *named).annotate(
        Min("pk"), Count("pk")
    ):
        link = reverse("supervision:appraisal", args=[public_id])
        yield Duty("score", first, place, f"{title}，待评分 {count} 个单位", day, link, person_id=person)


def votes(seen, until):
    """评选投票, while one can."""
    rows = Vote.objects.filter(seen, state=VoteState.WAITING, round__closed_on__isnull=True, round__award__state="voting")
    rows = rows.filter(round__ends_on__range=(timezone.localdate(), until)).select_related("round__award")
    for row in rows.order_by("round__ends_on", "pk"):
        award = row.round.award
        subject = f"{award.title}（{row.round.label}）"
        yield Duty("vote", row.pk, row.jurisdiction_id, subject, row.round.ends_on, award.get_absolute_url(), person_id=row.person_id)


def faults(seen, until):
    """评议整改: what the letter of an appraisal told a unit to put right, until it has reported on it."""
    rows = Fault.objects.filter(seen, state=FaultState.OPEN, rated__state="sent", due_on__lte=until)
    for row in rows.select_related("rated").order_by("due_on", "pk"):
        link = reverse("supervision:rated", args=[row.rated.public_id])
        yield Duty("fault", row.pk, row.jurisdiction_id, f"{row.problem}：{row.measure}", row.due_on, link, row.unit_id, row.unit_name)
