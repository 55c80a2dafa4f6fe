"""Proposals 提案 and those who put them forward."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from documents.models import Sensitivity
from organizations.models import Meeting, Person, Portfolio, Role, Sector, Session, Unit
from organizations.models.base import PublicModel
from organizations.models.people import UNIT_ROLES
from proposals.models.pairs import Pairs, pairs_of
from proposals.permissions import AUTHORS, COORDINATORS, INSIDERS
from workflow.models import MovedModel


class ProposalState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审查"
    UNDER_REVIEW = "under_review", "审查中"
    RETURNED = "returned", "退回修改"
    NOT_FILED = "not_filed", "不予立案"
    MERGED = "merged", "已并案"
    FILED = "filed", "已立案"
    ASSIGNED = "assigned", "办理中"
    REPLIED = "replied", "已答复"
    REHANDLING = "rehandling", "重新办理"
    CONCLUDED = "concluded", "已办结"
    WITHDRAWN = "withdrawn", "已撤案"


BEFORE_FILING = ("draft", "submitted", "under_review", "returned", "not_filed", "merged")
RUNNING_STATES = ("assigned", "replied", "rehandling")


class ProposerKind(models.TextChoices):
    INDIVIDUAL = "individual", "委员个人"
    JOINT = "joint", "委员联名"
    COLLECTIVE = "collective", "集体"


class Mode(models.TextChoices):
    SOLE = "sole", "独办"
    LEAD_CO = "lead_co", "主办会办"
    SEPARATE = "separate", "分办"


class Publication(models.TextChoices):
    UNDECIDED = "undecided", "未定"
    FULL = "full", "全文公开"
    SUMMARY = "summary", "摘要公开"
    NONE = "none", "不公开"


PUBLISHABLE = {  # how a proposal may be published, by its label 标识
    Sensitivity.OPEN: (Publication.FULL, Publication.SUMMARY),
    Sensitivity.INTERNAL: (Publication.SUMMARY,),
    Sensitivity.CLOSED: (),
}


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Proposers see their own; the committee, leaders and auditors all that was handed in; who assigns sees what was filed.

        A proposer also sees the case his was merged into, a unit's people the cases they handle, a government leader those of the
        units in his charge.
        """
        access = person.access
        if not access.where(*INSIDERS, *COORDINATORS):
            return self.filter(self._concerning(person))
        wide = Q(jurisdiction__in=access.where(*INSIDERS)) & ~Q(state=ProposalState.DRAFT)
        wide |= Q(jurisdiction__in=access.where(*COORDINATORS)) & ~Q(state__in=BEFORE_FILING)
        return self.filter(wide | Q(pk__in=self._few(person)), jurisdiction__in=access.jurisdiction_ids)

    def _concerning(self, person):
        """The condition that the person wrote, signs, handles or leads a proposal.

        A unit may have a few cases or a tenth of all: where its people have nothing else, the condition lets the database begin with
        whichever is less, the cases of the unit or the newest of all.
        """
        units = person.access.units(*UNIT_ROLES)
        if units and Role.GOVERNMENT_LEADER not in person.access.roles and not self._has_own(person):
            return Exists(self._handled(units).filter(proposal=OuterRef("pk")))
        return Q(pk__in=self._few(person))

    def _has_own(self, person):
        """Whether the person wrote or signs any; asked once for who cannot come to more meanwhile, as he holds no post that proposes."""
        if not person.access.roles.isdisjoint(AUTHORS):
            return True
        if not hasattr(person, "_has_proposals"):
            person._has_proposals = self._written(person).union(self._signed(person)).exists()
        return person._has_proposals

    def _few(self, person):
        """The row numbers of what the person wrote, signs, handles or leads: read first, as they are few of many."""
        parts = [self._signed(person), self._merged(person)]
        if units := person.access.units(*UNIT_ROLES):
            parts.append(self._handled(units))
        if Role.GOVERNMENT_LEADER in person.access.roles:
            parts.append(self._handled(Portfolio.objects.units_held_by(person)))
            parts.append(self._sent_to(person))
        return self._written(person).union(*parts)

    def put_forward_by(self, person):
        """The numbers of the proposals he wrote or signed, as a subquery; None for who holds no post that proposes."""
        if person.access.roles.isdisjoint(AUTHORS):
            return None
        signed = Proposer.objects.filter(person=person, answer=ProposerState.ACCEPTED).order_by().values("proposal")
        return self._written(person).union(signed)

    def _written(self, person):
        return self.model.objects.filter(author=person).order_by().values("pk")

    def _signed(self, person):
        """What he is invited to sign or has signed, from the draft on."""
        return Proposer.objects.filter(person=person).exclude(answer=ProposerState.DECLINED).order_by().values("proposal")

    def _merged(self, person):
        """The cases into which what he signed was merged: their replies are given to him too."""
        own = Proposer.objects.filter(person=person, answer=ProposerState.ACCEPTED, proposal__merged_into__isnull=False)
        return own.order_by().values("proposal__merged_into")

    def _handled(self, units):
        handling = self.model._meta.get_field("handlings").related_model
        return handling.objects.filter(keeper__in=units).order_by().values("proposal")

    def _sent_to(self, leader):
        """Cases with a reply that was sent to this leader to sign, whoever is in charge of the unit."""
        handling = self.model._meta.get_field("handlings").related_model
        return handling.objects.filter(rounds__reply__steps__leader=leader).order_by().values("proposal")

    def named(self, words):
        """Proposals with `words` in the title, or of this case number."""
        found = Q(title_pairs__contains=pairs_of(words), title__contains=words)
        if words.isascii() and len(words) <= 20:
            found |= Q(case_no=words)
        return self.alias(title_pairs=Pairs("title")).filter(found)

    def of_session(self, session):
        return self.filter(session=session)

    def filed(self):
        """Cases: what has been put on file and was neither merged into another nor withdrawn."""
        return self.exclude(state__in=[*BEFORE_FILING, ProposalState.WITHDRAWN])

    def running(self):
        """Cases in the hands of units."""
        return self.filter(state__in=RUNNING_STATES)


class Proposal(MovedModel):
    """提案. `case_no` 案号 is text (084) and given at filing; `suggestions` are the numbered 建议, one text each."""

    coded = {"track": ("tracks",)}

    session = models.ForeignKey(Session, models.PROTECT, related_name="proposals", verbose_name="届次")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="执笔人")
    kind = models.CharField("提案者类别", max_length=12, choices=ProposerKind, default=ProposerKind.INDIVIDUAL)
    body = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name="集体提案者")
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="界别")
    title = models.CharField("案由", max_length=120)
    background = models.TextField("背景", blank=True)
    problems = models.TextField("存在的问题", blank=True)
    suggestions = ArrayField(models.TextField(), verbose_name="建议", default=list, blank=True)
    category = models.CharField("类别", max_length=40, blank=True)
    wished_units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name="建议承办单位")
    may_publish = models.BooleanField("同意公开", default=True)
    sensitivity = models.CharField("标识", max_length=10, choices=Sensitivity, default=Sensitivity.OPEN)
    publish_refusal = models.CharField("不同意公开的理由", max_length=200, blank=True)
    cosign_until = models.DateTimeField("联名截止时间", null=True, blank=True)
    state = models.CharField("状态", max_length=20, choices=ProposalState, default=ProposalState.DRAFT, editable=False)
    submission = models.PositiveSmallIntegerField("第几次提交", default=0, editable=False)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True, editable=False)
    in_session = models.BooleanField("会上提案", null=True, blank=True, editable=False)
    case_no = models.CharField("案号", max_length=20, blank=True, editable=False)
    filed_on = models.DateField("立案日期", null=True, blank=True, editable=False)
    not_filed_reasons = ArrayField(models.CharField(max_length=60), verbose_name="不予立案的理由", default=list, blank=True, editable=False)
    destination = models.CharField("去向", max_length=40, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="并入", editable=False
    )
    track = models.CharField("交办口", max_length=20, blank=True, editable=False)
    mode = models.CharField("办理方式", max_length=10, choices=Mode, blank=True, editable=False)
    assigned_on = models.DateField("交办日期", null=True, blank=True, editable=False)
    is_key = models.BooleanField("重点提案", default=False, editable=False)
    key_approved_by = models.CharField("重点提案批准", max_length=80, blank=True, editable=False)
    key_approved_at = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准会议", editable=False
    )
    withdrawal_reason = models.TextField("撤案理由", blank=True, editable=False)
    concluded_on = models.DateField("办结日期", null=True, blank=True, editable=False)
    publication = models.CharField("公开", max_length=12, choices=Publication, default=Publication.UNDECIDED, editable=False)
    is_history = models.BooleanField("历史资料", default=False, editable=False)
    grams = ArrayField(models.CharField(max_length=2), default=list, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提案"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "case_no"],
                condition=~Q(case_no=""),
                name="proposal_case_no_once",
                violation_error_message="本次会议已有这个案号。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*BEFORE_FILING, "withdrawn"]) | (~Q(case_no="") & Q(filed_on__isnull=False)),
                name="proposal_filed_has_number",
                violation_error_message="立案的提案必须有案号和立案日期。",
            ),
            models.CheckConstraint(
                condition=Q(state="merged") ^ Q(merged_into__isnull=True),
                name="proposal_merged_names_case",
                violation_error_message="并案的提案必须写明并入哪一件。",
            ),
            models.CheckConstraint(
                condition=~Q(kind="collective") | Q(body__isnull=False) | Q(sector__isnull=False),
                name="proposal_collective_names_body",
                violation_error_message="集体提案必须写明以哪个党派、团体、专委会或界别的名义提出。",
            ),
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "-id"]),
            models.Index(fields=["session", "state"]),
            models.Index(fields=["case_no"]),
            GinIndex(fields=["grams"], name="proposal_grams"),
            GinIndex(Pairs("title"), name="proposal_title_pairs"),
        ]

    def __str__(self):
        return f"第{self.case_no}号提案《{self.title}》" if self.case_no else f"《{self.title}》"

    @property
    def signer_names(self):
        """The names of those who put the proposal forward, in order."""
        return [each.name for each in self.proposers.all() if each.answer == ProposerState.ACCEPTED]

    @property
    def answered_names(self):
        """The names of all whom a reply answers, each once: those who put it forward, then those of what was merged into it."""
        merged = sorted(self.merged.all(), key=lambda each: each.pk)
        return list(dict.fromkeys([*self.signer_names, *(name for each in merged for name in each.signer_names)]))

    @property
    def ledger(self):
        """The suggestions of the ledger that came from this case, in order."""
        return [link.suggestion for link in self.ledger_links.all()]

    def get_absolute_url(self):
        return reverse("proposals:detail", args=[self.public_id])

    def publication_refusal(self, publication):
        """The sentence on a way of publication that the label 标识 does not allow; "" for one it does."""
        allowed = PUBLISHABLE[self.sensitivity]
        if publication not in (Publication.FULL, Publication.SUMMARY) or publication in allowed:
            return ""
        ways = "或".join(way.label for way in (*allowed, Publication.NONE))
        return f"标识为“{self.get_sensitivity_display()}”的提案只能{ways}。"


class CaseCounter(models.Model):
    """The last case number 案号 given in a session; the row is locked while one is drawn."""

    session = models.OneToOneField(Session, models.CASCADE, related_name="+", verbose_name="届次")
    last = models.PositiveIntegerField("已用到", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "案号计数"

    def __str__(self):
        return f"{self.session} {self.last}"


class ProposerState(models.TextChoices):
    ACCEPTED = "accepted", "已联名"
    INVITED = "invited", "待联名"
    DECLINED = "declined", "谢绝联名"


class ProposerQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(proposal__in=Proposal.objects.visible_to(person))

    def signed(self):
        """Those who put the proposal forward: first signer and co-signers who accepted, in order."""
        return self.filter(answer=ProposerState.ACCEPTED).order_by("order", "pk")


class Proposer(PublicModel):
    """提案者: `order` 1 is 第一提案人 (or the collective body); the name stays as it was when the proposal was handed in."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="proposers", verbose_name="提案")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="委员")
    name = models.CharField("提案者", max_length=80)
    order = models.PositiveSmallIntegerField("顺序", default=1)
    answer = models.CharField("联名", max_length=10, choices=ProposerState, default=ProposerState.ACCEPTED, editable=False)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True, editable=False)

    objects = ProposerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提案者"
        ordering = ["proposal", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "person"], name="proposer_once", violation_error_message="这位委员已在提案人之列。")
        ]

    def __str__(self):
        return self.name

    @property
    def jurisdiction_id(self):
        return self.proposal.jurisdiction_id

    @property
    def jurisdiction(self):
        return self.proposal.jurisdiction


class Review(models.Model):
    """审查: one pass of the examination, by whom and with what opinion; never altered but for being taken back."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="reviews", verbose_name="提案")
    submission = models.PositiveSmallIntegerField("第几次提交", default=1)
    number = models.PositiveSmallIntegerField("第几审")
    name = models.CharField("环节", max_length=20)
    opinion = models.TextField("审查意见")
    on = models.DateField("日期")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="审查人")
    is_void = models.BooleanField("已撤回", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "审查意见"
        ordering = ["proposal", "submission", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "submission", "number"], condition=Q(is_void=False), name="review_pass_once_unless_void"
            )
        ]

    def __str__(self):
        return f"{self.name} {self.by}"
