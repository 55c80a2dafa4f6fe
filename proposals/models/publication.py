"""What of a case is published: texts of their own beside the originals, which stay as they are."""

from django.db import models

from organizations.models.base import PublicModel
from proposals.models.proposals import Proposal
from proposals.models.replies import Reply


class PublishedText(PublicModel):
    """The text of a proposal (`reply` empty) or of one of its issued replies as it is published: whole, or what the secretary sums up."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="published", verbose_name="提案")
    reply = models.ForeignKey(Reply, models.PROTECT, null=True, blank=True, related_name="published", verbose_name="答复")
    title = models.CharField("公开标题", max_length=120)
    text = models.TextField("公开文本")

    class Meta:
        verbose_name = verbose_name_plural = "公开文本"
        ordering = ["proposal", models.F("reply").asc(nulls_first=True)]
        constraints = [models.UniqueConstraint(fields=["proposal", "reply"], nulls_distinct=False, name="published_text_once")]

    def __str__(self):
        return self.title
