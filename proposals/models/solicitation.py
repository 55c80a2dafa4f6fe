"""Soliciting 征集: the call for proposals, the numbered editions of reference topics 提案参考选题, the log of talks with proposers."""

import pgtrigger
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from organizations.models import Person, Role, Session
from organizations.models.base import PublicModel
from proposals.models.proposals import Proposal, ProposalState
from proposals.permissions import INSIDERS
from workflow.models import MovedModel


class IssueState(models.TextChoices):
    DRAFT = "draft", "拟定"
    PUBLISHED = "published", "已发布"


class IssueQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The committee sees its drafts; what is published is for everybody with a post in the place."""
        access = person.access
        return self.filter(
            Q(jurisdiction__in=access.where(Role.SECRETARY)) | Q(jurisdiction__in=access.jurisdiction_ids, state=IssueState.PUBLISHED)
        )


class Call(MovedModel):
    """征集通知: proposals of a session are asked for from a day to a day."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="calls", verbose_name="届次")
    title = models.CharField("名称", max_length=80)
    text = models.TextField("征集要求")
    opens_on = models.DateField("征集开始")
    closes_on = models.DateField("征集截止")
    state = models.CharField("状态", max_length=10, choices=IssueState, default=IssueState.DRAFT, editable=False)
    published_on = models.DateField("发布日期", null=True, blank=True, editable=False)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提案征集"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=models.F("opens_on")),
                name="call_closes_after_opening",
                violation_error_message="征集截止不能早于开始。",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("proposals:solicitation")


class TopicEdition(MovedModel):
    """One numbered edition 期 of 提案参考选题 of a session; its topics are frozen once it is published."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="topic_editions", verbose_name="届次")
    number = models.PositiveSmallIntegerField("第几期", editable=False)
    title = models.CharField("名称", max_length=80, blank=True)
    state = models.CharField("状态", max_length=10, choices=IssueState, default=IssueState.DRAFT, editable=False)
    published_on = models.DateField("发布日期", null=True, blank=True, editable=False)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提案参考选题"
        ordering = ["-session", "-number"]
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="topic_edition_once")]
        triggers = [
            pgtrigger.Protect(
                name="frozen_when_published",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=IssueState.PUBLISHED.value),
            )
        ]

    def __str__(self):
        return f"{self.session.short_name}提案参考选题第{self.number}期"

    def get_absolute_url(self):
        return reverse("proposals:topics", args=[self.public_id])


OF_PUBLISHED_EDITION = """
    IF EXISTS (SELECT FROM proposals_topicedition WHERE id IN (OLD.edition_id, NEW.edition_id) AND state = 'published') THEN
        RAISE EXCEPTION 'the topics of a published edition stay as they are';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


class TopicQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(edition__in=TopicEdition.objects.visible_to(person))

    def citable(self, session):
        """The published topics of a session, which its drafts may cite."""
        return self.filter(edition__session=session, edition__state=IssueState.PUBLISHED)

    def with_hits(self):
        """Topics with `is_hit`: whether a proposal that was handed in cites it."""
        return self.annotate(is_hit=Exists(Proposal.objects.exclude(state=ProposalState.DRAFT).filter(topics=OuterRef("pk"))))

    def hits(self):
        """{"all": how many topics, "hit": how many of them are taken up}; one query."""
        return self.with_hits().aggregate(all=Count("pk"), hit=Count("pk", filter=Q(is_hit=True)))


class Topic(PublicModel):
    """One reference topic 选题 of an edition."""

    edition = models.ForeignKey(TopicEdition, models.CASCADE, related_name="topics", verbose_name="期次")
    number = models.PositiveSmallIntegerField("序号")
    text = models.CharField("选题", max_length=200)
    proposals = models.ManyToManyField(Proposal, blank=True, related_name="topics", verbose_name="引用的提案")

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "选题"
        ordering = ["edition", "number"]
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="topic_number_once")]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_when_published",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=OF_PUBLISHED_EDITION,
            )
        ]

    def __str__(self):
        return f"第{self.edition.number}期 {self.number}. {self.text}"


class TalkQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The log is the committee's own: secretaries, leaders and auditors."""
        return self.filter(jurisdiction__in=person.access.where(*INSIDERS))


class Talk(PublicModel):
    """征集协商: when and with whom the committee talked over topics before they were written; never altered."""

    jurisdiction = models.ForeignKey("organizations.Jurisdiction", models.PROTECT, related_name="+", verbose_name="地区")
    session = models.ForeignKey(Session, models.PROTECT, related_name="talks", verbose_name="届次")
    on = models.DateField("日期")
    participants = models.CharField("参加人员", max_length=300)
    subject = models.CharField("选题或线索", max_length=200)
    result = models.TextField("协商情况")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="录入人")

    objects = TalkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "征集协商记录"
        ordering = ["-on", "-pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.on:%Y-%m-%d} {self.subject}"
