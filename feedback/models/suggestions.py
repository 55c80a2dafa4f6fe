"""Suggestions 建议: one numbered suggestion of a proposal or a meeting, what became of it, and the promises given for it."""

from functools import reduce
from operator import or_

import pgtrigger
from django.db import models
from django.db.models import Q

from feedback.models.assignments import Assignment, OfUnitsQuerySet, Source, shown_also
from organizations.models import Jurisdiction, Meeting, Person, Unit
from organizations.models.base import PublicModel
from workflow.models import MovedModel


class Adoption(models.TextChoices):
    OPEN = "open", "待研究"
    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    PLANNED = "planned", "列入计划"
    REFERENCE = "reference", "留作参考"
    REJECTED = "rejected", "不采纳"


NOT_ADOPTED = (Adoption.REFERENCE, Adoption.REJECTED)  # they need a reason


class Implementation(models.TextChoices):
    NOT_STARTED = "not_started", "未启动"
    UNDER_WAY = "under_way", "推进中"
    DONE = "done", "已落实"
    ONGOING = "ongoing", "长期坚持"
    IMPOSSIBLE = "impossible", "无法落实"


_told_also = []


def told_also(function):
    """Decorator: registers `function(person) -> Q or None` of a room suggestions come from: which of them he himself put forward."""
    _told_also.append(function)
    return function


class SuggestionQuerySet(OfUnitsQuerySet):
    def seen_by(self, person):
        """As of all rows given to units; who put one forward sees it, who else sees an assignment the suggestions entered for it."""
        seen = reduce(or_, filter(None, (condition(person) for condition in _told_also)), super().seen_by(person))
        more = shown_also(person)
        return seen | Q(assignment__in=Assignment.objects.filter(reduce(or_, more))) if more else seen


class Suggestion(PublicModel):
    """One row of the ledger 采纳落实台账: 办理 (`answered_on`), 采纳 (`adoption`) and 落实 (`implementation`) stand apart.

    `assignment`: the duty it was entered for, where its source has no text of its own that tells the suggestions (a plan item).
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    source = models.CharField("来源", max_length=20, choices=Source)
    source_label = models.CharField("来源说明", max_length=120)
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, blank=True, related_name="suggestions", verbose_name="交办件", editable=False
    )
    number = models.PositiveSmallIntegerField("第几条")
    text = models.TextField("建议内容")
    raised_on = models.DateField("提出日期")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="suggestions", verbose_name="承办单位")
    answered_on = models.DateField("答复日期", null=True, blank=True, editable=False)
    adoption = models.CharField("采纳情况", max_length=12, choices=Adoption, default=Adoption.OPEN, editable=False)
    adoption_on = models.DateField("采纳日期", null=True, blank=True, editable=False)
    measure = models.TextField("措施或理由", blank=True, editable=False)
    implementation = models.CharField("落实情况", max_length=12, choices=Implementation, default=Implementation.NOT_STARTED, editable=False)
    implementation_on = models.DateField("落实日期", null=True, blank=True, editable=False)
    evidence = models.TextField("落实依据", blank=True, editable=False)
    told_on = models.DateField("告知提出人日期", null=True, blank=True, editable=False)
    next_review_on = models.DateField("下次核查日期", null=True, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = "建议"
        verbose_name_plural = "采纳落实台账"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["jurisdiction", "-id"]), models.Index(fields=["unit", "-id"])]

    def __str__(self):
        return f"{self.source_label}第{self.number}条建议"

    def set_told(self, on):
        """There is proof that the proposer was told on the day `on`; the first such day counts. Not saved here."""
        self.told_on = min(filter(None, (self.told_on, on)))


class CommitmentState(models.TextChoices):
    OPEN = "open", "未到期"
    KEPT = "kept", "已兑现"
    BROKEN = "broken", "未兑现"


class OfSuggestionQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(suggestion__in=Suggestion.objects.visible_to(person))


class Commitment(MovedModel):
    """承诺: what a unit promised for a suggestion and by which day; it outlives the case it was given in."""

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="commitments", verbose_name="建议")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="承诺单位")
    text = models.TextField("承诺内容")
    due_on = models.DateField("承诺完成日期", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=CommitmentState, default=CommitmentState.OPEN, editable=False)
    settled_on = models.DateField("核实日期", null=True, blank=True, editable=False)
    evidence = models.TextField("核实依据", blank=True, editable=False)

    objects = OfSuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "承诺"
        ordering = ["due_on", "pk"]

    def __str__(self):
        return f"{self.suggestion}的承诺"


class Channel(models.TextChoices):
    LETTER = "letter", "书面函复"
    VISIT = "visit", "上门走访"
    MEETING = "meeting", "会议通报"


class FeedbackRecordQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who sees the suggestion, or the assignment, sees how it was fed back."""
        return self.filter(
            Q(suggestion__in=Suggestion.objects.visible_to(person)) | Q(assignment__in=Assignment.objects.visible_to(person))
        )


class FeedbackRecord(PublicModel):
    """How the handling was fed back: the issued letter, a visit with who and when, or a meeting with its agenda point.

    Of one suggestion, or of a plan item's assignment as a whole: one of the two, never both.
    """

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, null=True, blank=True, related_name="records", verbose_name="建议")
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, blank=True, related_name="records", verbose_name="交办件")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    channel = models.CharField("反馈方式", max_length=10, choices=Channel)
    on = models.DateField("日期")
    document_number = models.CharField("函复文号", max_length=60, blank=True)
    visitors = models.CharField("走访人员", max_length=120, blank=True)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="会议")
    agenda = models.CharField("议程", max_length=120, blank=True)
    text = models.TextField("反馈内容", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="录入人")

    objects = FeedbackRecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "反馈记录"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(channel="letter") & ~Q(document_number=""))
                | (Q(channel="visit") & ~Q(visitors=""))
                | (Q(channel="meeting") & Q(meeting__isnull=False) & ~Q(agenda="")),
                name="feedback_record_has_proof",
                violation_error_message="书面函复须有文号，上门走访须写明走访人员，会议通报须写明会议和议程。",
            ),
            models.CheckConstraint(
                condition=Q(suggestion__isnull=False, assignment__isnull=True) | Q(suggestion__isnull=True, assignment__isnull=False),
                name="feedback_record_of_one",
                violation_error_message="一条反馈记录只属于一条建议，或者一个交办件。",
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    @property
    def proof(self):
        """The proof in words: the letter's number, who visited, the meeting and its agenda point."""
        told = {"letter": self.document_number, "visit": self.visitors, "meeting": f"{self.meeting or ''} {self.agenda}"}[self.channel]
        return f"{self.get_channel_display()} {told}"

    def __str__(self):
        return f"{self.on:%Y-%m-%d} {self.get_channel_display()}"
