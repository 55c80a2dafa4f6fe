"""评选 of excellent proposals and advanced units: candidates with their one-veto grounds, rounds of secret votes, notice, decision."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from organizations.models import Jurisdiction, Meeting, Person, Session, Unit
from organizations.models.base import PublicModel
from proposals.models import Proposal, Publication
from supervision.permissions import OVERSEERS
from workflow.models import MovedModel


class AwardKind(models.TextChoices):
    PROPOSAL = "proposal", "优秀提案"
    UNIT = "unit", "先进承办单位"


class AwardState(models.TextChoices):
    DRAFT = "draft", "拟定"
    NOMINATED = "nominated", "待投票"
    VOTING = "voting", "投票中"
    ELECTED = "elected", "待公示"
    NOTICED = "noticed", "公示中"
    DECIDED = "decided", "已表彰"
    CANCELLED = "cancelled", "已作废"


SHOWN = ("noticed", "decided")  # seen by everybody in the place


class AwardQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who oversees sees all of the place; who votes what he votes on; everybody in the place what is on notice or decided."""
        votes = Vote.objects.filter(round__award=OuterRef("pk"), person=person)
        seen = Q(jurisdiction__in=person.access.where(*OVERSEERS)) | Q(state__in=SHOWN) | (Exists(votes) & Q(state=AwardState.VOTING))
        return self.filter(seen, jurisdiction__in=person.access.jurisdiction_ids)


class Award(MovedModel):
    """One choice of a session. `quota`: how many places; `rounds` = [[label, roles, percent kept]], kept from the rules when candidates are
    brought, as are `turnout` and `majority`."""

    kind = models.CharField("类别", max_length=10, choices=AwardKind)
    session = models.ForeignKey(Session, models.PROTECT, related_name="awards", verbose_name="届次")
    title = models.CharField("名称", max_length=80)
    quota = models.PositiveSmallIntegerField("名额", validators=[MinValueValidator(1)])
    state = models.CharField("状态", max_length=10, choices=AwardState, default=AwardState.DRAFT, editable=False)
    rounds = models.JSONField("投票轮次", default=list, blank=True, editable=False)
    turnout = models.PositiveSmallIntegerField("参加比例", default=0, editable=False)
    majority = models.PositiveSmallIntegerField("得票比例", default=0, editable=False)
    notice_from = models.DateField("公示自", null=True, blank=True, editable=False)
    notice_to = models.DateField("公示至", null=True, blank=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审定会议", editable=False)
    text = models.TextField("决定内容", blank=True, editable=False)
    number = models.CharField("文号", max_length=60, blank=True, editable=False)
    decided_on = models.DateField("决定日期", null=True, blank=True, editable=False)
    publication = models.CharField("公开", max_length=12, choices=Publication, default=Publication.UNDECIDED, editable=False)
    public_text = models.TextField("公开文本", blank=True, editable=False)
    published_on = models.DateField("公开日期", null=True, blank=True, editable=False)

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评选"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="decided") | (~Q(number="") & Q(decided_on__isnull=False)),
                name="award_decided_has_number",
                violation_error_message="表彰决定必须有文号和日期。",
            ),
            models.CheckConstraint(
                condition=~Q(publication__in=["full", "summary"]) | (Q(state="decided") & ~Q(public_text="")),
                name="award_public_has_text",
                violation_error_message="公开的评选必须已经表彰，并有公开文本。",
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "-id"])]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("supervision:award", args=[self.public_id])


class CandidateState(models.TextChoices):
    STANDING = "standing", "候选"
    VETOED = "vetoed", "一票否决"
    OUT = "out", "落选"
    CHOSEN = "chosen", "入选"
    STRUCK = "struck", "异议成立取消"
    AWARDED = "awarded", "已表彰"


class CandidateQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who oversees sees all of the place; who votes those that stand; everybody in the place who is on notice or decided on."""
        votes = Vote.objects.filter(round__award=OuterRef("award"), person=person)
        seen = Q(jurisdiction__in=person.access.where(*OVERSEERS))
        seen |= Q(award__state__in=SHOWN, state__in=("chosen", "awarded"))
        seen |= Exists(votes) & Q(award__state=AwardState.VOTING, state=CandidateState.STANDING)
        return self.filter(seen, jurisdiction__in=person.access.jurisdiction_ids)


class Candidate(MovedModel):
    """A case or a unit. `merit`: by which the rule brought it (points, or the unit's score); `grounds`: why it is out of the question;
    `votes`: what it had in each round, in their order, once counted."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="candidates", verbose_name="评选")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提案")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办单位")
    label = models.CharField("名称", max_length=160)
    merit = models.DecimalField("候选依据分", max_digits=6, decimal_places=1, default=0)
    reason = models.CharField("推荐理由", max_length=500, blank=True)
    grounds = ArrayField(models.CharField(max_length=200), verbose_name="一票否决的情形", default=list, blank=True)
    state = models.CharField("状态", max_length=10, choices=CandidateState, default=CandidateState.STANDING, editable=False)
    votes = ArrayField(models.PositiveIntegerField(), verbose_name="各轮得票", default=list, blank=True, editable=False)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评选候选"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(proposal__isnull=True) ^ Q(unit__isnull=True), name="candidate_is_case_or_unit"),
            models.UniqueConstraint(fields=["award", "proposal"], name="candidate_case_once", violation_error_message="这件提案已是候选。"),
            models.UniqueConstraint(fields=["award", "unit"], name="candidate_unit_once", violation_error_message="这个单位已是候选。"),
        ]
        indexes = [models.Index(fields=["award", "-id"])]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return self.award.get_absolute_url()


class VotingRound(models.Model):
    """One round of votes. `ballots`: [[candidate numbers]], sorted whenever one is added, so that neither their order nor any row tells
    whose each is."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    award = models.ForeignKey(Award, models.PROTECT, related_name="voting", verbose_name="评选")
    number = models.PositiveSmallIntegerField("第几轮")
    label = models.CharField("名称", max_length=20)
    keeps = models.PositiveSmallIntegerField("保留")
    ends_on = models.DateField("投票截止")
    closed_on = models.DateField("计票日期", null=True, blank=True)
    ballots = models.JSONField("选票", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "投票轮次"
        ordering = ["award", "number"]
        constraints = [models.UniqueConstraint(fields=["award", "number"], name="voting_round_once")]

    def __str__(self):
        return f"{self.award}{self.label}"


class VoteState(models.TextChoices):
    WAITING = "waiting", "待投票"
    CAST = "cast", "已投票"


class VoteQuerySet(models.QuerySet):
    def visible_to(self, person):
        """One's own and nobody else's, while the round is open."""
        shown = Q(person=person, round__closed_on__isnull=True, round__award__state=AwardState.VOTING)
        return self.filter(shown, jurisdiction__in=person.access.jurisdiction_ids)


class Vote(MovedModel):
    """That somebody may vote in a round and whether he has: never for whom."""

    round = models.ForeignKey(VotingRound, models.PROTECT, related_name="votes", verbose_name="轮次")
    person = models.ForeignKey(Person, models.PROTECT, related_name="award_votes", verbose_name="投票人", editable=False)
    state = models.CharField("状态", max_length=10, choices=VoteState, default=VoteState.WAITING, editable=False)

    objects = VoteQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "投票"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="vote_once")]
        indexes = [models.Index(fields=["person", "-id"])]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return f"{self.round}投票"

    def get_absolute_url(self):
        return reverse("supervision:vote-act", args=[self.public_id, "cast"])


class ObjectionState(models.TextChoices):
    OPEN = "open", "待处理"
    UPHELD = "upheld", "异议成立"
    REJECTED = "rejected", "异议不成立"


class ObjectionQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who oversees sees all of the place, all others their own."""
        seen = Q(jurisdiction__in=person.access.where(*OVERSEERS)) | Q(entered_by=person)
        return self.filter(seen, jurisdiction__in=person.access.jurisdiction_ids)


class Objection(MovedModel):
    """What somebody says against a candidate on notice; `by_name`: who said it, where another entered it for him."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="objections", verbose_name="候选")
    text = models.TextField("异议")
    by_name = models.CharField("提出人", max_length=80)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="录入人")
    received_on = models.DateField("收到日期")
    state = models.CharField("状态", max_length=10, choices=ObjectionState, default=ObjectionState.OPEN, editable=False)
    ruling = models.TextField("处理意见", blank=True, editable=False)
    ruled_on = models.DateField("处理日期", null=True, blank=True, editable=False)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示异议"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["jurisdiction", "-id"])]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return f"对{self.candidate}的异议"[:200]

    def get_absolute_url(self):
        return self.candidate.get_absolute_url()


class PointQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who oversees sees all of the place, everybody his own."""
        seen = Q(jurisdiction__in=person.access.where(*OVERSEERS)) | Q(person=person)
        return self.filter(seen, jurisdiction__in=person.access.jurisdiction_ids)


class AwardPoint(PublicModel):
    """履职积分 that a member has of an excellent proposal; never altered."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="points", verbose_name="优秀提案")
    person = models.ForeignKey(Person, models.PROTECT, related_name="award_points", verbose_name="委员")
    points = models.PositiveSmallIntegerField("积分")
    reason = models.CharField("事由", max_length=60)
    on = models.DateField("日期")

    objects = PointQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评选积分"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["candidate", "person"], name="award_point_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.person} {self.points}"
