"""What a unit reports as it goes: 进展, 听取汇报, 列入重点工作计划; entries are never altered, only corrected by a later one."""

import pgtrigger
from django.db import models

from feedback.models.assignments import Assignment
from organizations.models import Person
from organizations.models.base import PublicModel


class EntryKind(models.TextChoices):
    PROGRESS = "progress", "工作进展"
    REPORT_HEARD = "report_heard", "听取汇报"
    LISTED = "listed", "列入本单位重点工作计划"


class ProgressEntryQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(assignment__in=Assignment.objects.visible_to(person))

    def standing(self):
        """Entries that no later one corrects."""
        return self.filter(correction__isnull=True)


class ProgressEntry(PublicModel):
    """One entry; `corrects` names the entry it replaces, which stays readable.

    `evidence`: the paper that proves it, in words; that of a listing 列入重点工作计划 is this or an attachment.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="entries", verbose_name="交办件")
    jurisdiction = models.ForeignKey("organizations.Jurisdiction", models.PROTECT, related_name="+", verbose_name="地区")
    kind = models.CharField("类别", max_length=20, choices=EntryKind, default=EntryKind.PROGRESS)
    on = models.DateField("日期")
    person_name = models.CharField("谁听取汇报", max_length=40, blank=True)
    text = models.TextField("内容")
    evidence = models.CharField("依据", max_length=200, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="correction", verbose_name="更正哪一条")
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="填报人")
    entered_at = models.DateTimeField("填报时间", auto_now_add=True)

    objects = ProgressEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "进展记录"
        ordering = ["-on", "-pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.on:%Y-%m-%d} {self.get_kind_display()}"
