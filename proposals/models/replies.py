"""Rounds of handling, each with its reply, signatures and receipts. A later round never touches an earlier one."""

import pgtrigger
from django.db import models
from django.utils import timezone

from feedback.models import Adoption, Suggestion
from feedback.models.suggestions import told_also
from organizations.models import Person, Portfolio, Role, Unit
from organizations.models.people import UNIT_ROLES
from proposals.models.handling import Handling
from proposals.models.proposals import Proposal, Proposer
from proposals.permissions import INSIDERS
from workflow.models import ChainStep, DueModel, MovedModel
from workflow.models.chains import pending


class Round(DueModel):
    """办理轮次: the first from the day of assignment, each further one from a receipt that was not satisfied.

    A supplementary one 补充答复 comes after the case was concluded: it has no deadline, and reopens nothing.
    """

    handling = models.ForeignKey(Handling, models.PROTECT, related_name="rounds", verbose_name="办理")
    number = models.PositiveSmallIntegerField("第几轮")
    opened_on = models.DateField("开始日期")
    closed_on = models.DateField("结束日期", null=True, blank=True)
    is_dissatisfied = models.BooleanField("本轮有不满意", null=True, blank=True)
    is_supplementary = models.BooleanField("办结后的补充答复", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "办理轮次"
        ordering = ["handling", "number"]
        constraints = [models.UniqueConstraint(fields=["handling", "number"], name="round_number_once")]
        triggers = [
            pgtrigger.Protect(
                name="frozen_when_closed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__closed_on__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.handling}第{self.number}轮"

    @property
    def name(self):
        """第几轮, or 补充答复 for what came after the closing."""
        return "补充答复" if self.is_supplementary else f"第{self.number}轮"

    @property
    def is_quiet(self):
        """Whether nobody is told of it: it belongs to closed history, and is not a supplementary reply, which is the work of today."""
        return self.handling.is_history and not self.is_supplementary

    def shows_opinions(self, unsealed):
        """Whether its opinions show: once it is closed; before that to those who see sealed ones (`permissions.sees_sealed`)."""
        return unsealed or self.closed_on is not None


class ReplyState(models.TextChoices):
    DRAFTING = "drafting", "起草中"
    SIGNING = "signing", "签批中"
    ISSUED = "issued", "已印发"


class ReplyQuerySet(models.QuerySet):
    def visible_to(self, person):
        """A reply on its way is seen by those who handle, countersign or supervise it; once issued by all who see the case."""
        own = models.Q(unit__in=person.access.units(*UNIT_ROLES))
        if Role.GOVERNMENT_LEADER in person.access.roles:
            own |= models.Q(leader=person)
        signs = SignStep.objects.filter(own, reply=models.OuterRef("pk"))
        handles = Handling.objects.visible_to(person).filter(pk=models.OuterRef("round__handling"))
        seen = self.filter(round__handling__proposal__in=Proposal.objects.visible_to(person))
        return seen.filter(models.Q(state=ReplyState.ISSUED) | models.Exists(handles) | models.Exists(signs))


class Reply(MovedModel):
    """答复: one per round; `answers` = [{"number", "verdict", "text"}] by the number of the suggestion. Frozen once issued."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="reply", verbose_name="轮次")
    result_class = models.CharField("结果分类", max_length=2, blank=True)
    text = models.TextField("答复正文", blank=True)
    evidence = models.TextField("新的成效和依据", blank=True)
    answers = models.JSONField("逐条答复", default=list, blank=True)
    number_word = models.CharField("发文代字", max_length=30, blank=True)
    number = models.CharField("文号", max_length=60, blank=True, editable=False)
    contact = models.CharField("联系人", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    signer = models.CharField("签发人", max_length=40, blank=True, editable=False)
    state = models.CharField("状态", max_length=10, choices=ReplyState, default=ReplyState.DRAFTING, editable=False)
    issued_on = models.DateField("答复日期", null=True, blank=True, editable=False)
    opinions_until = models.DateField("征询意见截止", null=True, blank=True, editable=False)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "答复"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="issued")
                | (~models.Q(number="") & ~models.Q(result_class="") & models.Q(issued_on__isnull=False)),
                name="reply_issued_is_complete",
                violation_error_message="印发的答复必须有文号、结果分类和日期。",
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen_when_issued", operation=pgtrigger.Update | pgtrigger.Delete, condition=pgtrigger.Q(old__state="issued")
            )
        ]

    def __str__(self):
        return f"{self.round.handling.unit_name}对{self.round.handling.proposal}的答复（{self.round.name}）"

    @property
    def unit_id(self):
        return self.round.handling.unit_id

    @property
    def answered(self):
        """The answer to each suggestion as it is read, one per line."""
        return told_answers(self.answers)


def told_answers(rows):
    """Answers to suggestions ([{"number", "verdict", "text"}]) as they are read, one per line; "" for none."""
    labels = dict(Adoption.choices) | {"": "未答复"}
    rows = sorted(rows or [], key=lambda row: row["number"])
    return "\n".join(f"第{row['number']}条：{labels[row.get('verdict') or '']}。{row.get('text') or ''}".rstrip("。") for row in rows)


class SignStepQuerySet(models.QuerySet):
    def pending(self):
        """The steps whose turn it is: unsigned ones before which no other waits. Only a reply in the chain has any that are not void."""
        return pending(self, "reply")

    def awaiting(self, person):
        """The steps that `person` may sign now: as head of the unit, in the supervision office, as leader in charge or alternate."""
        access, leads = person.access, person.access.where(Role.GOVERNMENT_LEADER)
        stands_in = Portfolio.objects.on(timezone.localdate()).filter(alternate=person).values("leader")
        led = models.Q(leader__isnull=True) | models.Q(leader=person) | models.Q(leader__in=stands_in)
        return self.pending().filter(
            models.Q(kind__in=("co_units", "unit_head"), unit__in=access.units(Role.UNIT_HEAD))
            | models.Q(kind="supervision", reply__jurisdiction__in=access.where(Role.SUPERVISOR))
            | (models.Q(kind="leader", reply__jurisdiction__in=leads) & led)
        )


class SignStep(ChainStep):
    """签批: one signature of a reply's chain. A text that is changed voids those given: they stay, marked void."""

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="steps", verbose_name="答复")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    leader = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="分管领导")

    objects = SignStepQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "签批"
        ordering = ["reply", "pk"]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def stood_in_for(self, person):
        """The leader whose turn it is or was, where it is another who signs; else None."""
        return self.leader if self.leader_id != person.pk else None

    @property
    def signed_for(self):
        """The leader for whom his alternate has signed, or None."""
        return self.stood_in_for(self.signed_by) if self.signed_by else None


class ReceiptState(models.TextChoices):
    WAITING = "waiting", "待评价"
    ANSWERED = "answered", "已评价"
    SILENT = "silent", "未反馈"


class ReceiptChannel(models.TextChoices):
    OWN = "own", "本人在线"
    PAPER = "paper", "纸质意见表"
    LINK = "link", "意见表链接"
    IMPORT = "import", "据已有资料导入"


class ReceiptQuerySet(models.QuerySet):
    def visible_to(self, person):
        """A proposer sees his own; the committee, leaders and auditors all. The unit never sees one: it sees counts, then sums."""
        from_inside = models.Q(jurisdiction__in=person.access.where(*INSIDERS))
        return self.filter(from_inside | models.Q(proposer__person=person))

    def open(self):
        return self.filter(state=ReceiptState.WAITING)


class Receipt(MovedModel):
    """征询意见表: one proposer's opinion of one reply. Only he, or the committee from his paper slip, can give it."""

    coded = {"overall": ("scale",), "ratings": ("dimensions", "scale")}

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="receipts", verbose_name="答复")
    proposer = models.ForeignKey(Proposer, models.PROTECT, related_name="receipts", verbose_name="提案者")
    state = models.CharField("状态", max_length=10, choices=ReceiptState, default=ReceiptState.WAITING, editable=False)
    overall = models.CharField("总体评价", max_length=20, blank=True, editable=False)
    ratings = models.JSONField("分项评价", default=dict, blank=True, editable=False)
    text = models.TextField("意见和建议", blank=True, editable=False)
    channel = models.CharField("方式", max_length=10, choices=ReceiptChannel, blank=True, editable=False)
    answered_on = models.DateField("评价日期", null=True, blank=True, editable=False)
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="录入人", editable=False)
    link_serial = models.PositiveSmallIntegerField("第几个评价链接", default=0, editable=False)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "征询意见表"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "proposer"], name="receipt_once"),
            models.CheckConstraint(
                condition=~models.Q(state="answered") | (~models.Q(overall="") & ~models.Q(channel="")),
                name="receipt_answered_is_complete",
                violation_error_message="评价必须有等次和方式。",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen_when_answered", operation=pgtrigger.Update | pgtrigger.Delete, condition=~pgtrigger.Q(old__state="waiting")
            )
        ]

    def __str__(self):
        return f"{self.proposer}对{self.reply}的意见"


class ProposedSuggestionQuerySet(models.QuerySet):
    def untouched(self):
        """Rows that were neither answered nor fed back."""
        return self.filter(suggestion__answered_on__isnull=True, suggestion__records__isnull=True)

    def delete_with_suggestions(self):
        """Take rows back out of the ledger, before anybody has handled them."""
        rows = list(self.values_list("suggestion", flat=True))
        self.delete()
        Suggestion.objects.filter(pk__in=rows).delete()

    def renumber(self):
        """Number the suggestions from 1 on again, in their order, before anybody has answered them."""
        rows = [link.suggestion for link in self.order_by("pk")]
        for number, row in enumerate(rows, 1):
            row.number = number
        Suggestion.objects.bulk_update(rows, ["number"])


class ProposedSuggestionManager(models.Manager.from_queryset(ProposedSuggestionQuerySet)):
    def get_queryset(self):
        """Links are read for what they lead to."""
        return super().get_queryset().select_related("suggestion")


class ProposedSuggestion(models.Model):
    """Which suggestion of the ledger came from which case; `origin` is the proposal it stood in (one merged into the case, or itself)."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="ledger_links", verbose_name="提案")
    origin = models.ForeignKey(Proposal, models.PROTECT, related_name="+", verbose_name="出自")
    suggestion = models.OneToOneField(Suggestion, models.PROTECT, related_name="proposed", verbose_name="建议")

    objects = ProposedSuggestionManager()

    class Meta:
        verbose_name = verbose_name_plural = "提案建议"
        ordering = ["proposal", "pk"]

    def __str__(self):
        return str(self.suggestion)


@told_also
def _of_own_proposals(person):
    """Who put a proposal forward sees what becomes of its suggestions, wherever it was merged into."""
    own = Proposal.objects.put_forward_by(person)
    return None if own is None else models.Q(pk__in=ProposedSuggestion.objects.filter(origin__in=own).order_by().values("suggestion"))
