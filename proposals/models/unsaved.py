"""What somebody has typed into a draft and not saved yet."""

from django.db import models
from django.utils import timezone

from organizations.models import Person, Session
from proposals.models.proposals import Proposal


class UnsavedTextQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Nobody reads what another has not saved."""
        return self.filter(person=person)

    def of(self, target, person):
        """The unsaved text of a person for a proposal, or for a new one of a session; None where there is none."""
        return self.filter(person=person, **{type(target)._meta.model_name: target}).first()


class UnsavedText(models.Model):
    """Kept by the page while a proposal is written, one for each person and draft (or new proposal of a session); gone with the real save.

    It is no business record: no event tells of it and nobody else sees it. `fields` = {field: [values as typed]}; `version`: of the draft
    that stood under it.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="填写人")
    proposal = models.ForeignKey(Proposal, models.CASCADE, null=True, related_name="+", verbose_name="提案")
    session = models.ForeignKey(Session, models.CASCADE, null=True, related_name="+", verbose_name="届次")
    fields = models.JSONField("内容")
    version = models.PositiveIntegerField("版本", null=True)
    saved_at = models.DateTimeField("自动保存时间", default=timezone.now)

    objects = UnsavedTextQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "未保存的文本"
        constraints = [
            models.UniqueConstraint(fields=["person", "proposal"], name="unsaved_once_per_draft"),
            models.UniqueConstraint(fields=["person", "session"], name="unsaved_once_per_session"),
            models.CheckConstraint(
                condition=models.Q(proposal__isnull=True) ^ models.Q(session__isnull=True), name="unsaved_of_draft_or_session"
            ),
        ]

    def __str__(self):
        return f"{self.person} {self.saved_at:%Y-%m-%d %H:%M}"
