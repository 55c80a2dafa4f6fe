"""Key proposals 重点提案: candidates, what is said of them, who leads their supervision, what was done, and the tasks given on the way."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from consultation.models import PlanItem
from organizations.models import Meeting, Person, Session, Unit
from organizations.models.base import PublicModel
from organizations.models.people import UNIT_ROLES
from proposals.models import Proposal
from supervision.permissions import CONSULTED, OVERSEERS
from workflow.models import MovedModel


class KeyState(models.TextChoices):
    CANDIDATE = "candidate", "候选"
    CONSULTING = "consulting", "征求意见"
    SUPERVISING = "supervising", "督办中"
    CONCLUDED = "concluded", "已办结"
    CARRIED = "carried", "转下一次会议"
    DROPPED = "dropped", "未列入"


UNDECIDED = ("candidate", "consulting", "dropped")
APPROVED = ("supervising", "concluded", "carried")


class KeyQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who oversees sees all of the place; the committees and parties those they are asked about and what was approved.

        Once approved also whoever sees the case, leads its supervision, or was given a task.
        """
        access = person.access
        seen = Q(jurisdiction__in=access.where(*OVERSEERS))
        seen |= Q(jurisdiction__in=access.where(*CONSULTED)) & ~Q(state__in=("candidate", "dropped"))
        tasks = KeyTask.objects.filter(key=OuterRef("pk"), unit__in=access.units(*UNIT_ROLES))
        own = Q(proposal__in=Proposal.objects.visible_to(person).order_by().values("pk")) | Q(leader=person) | Exists(tasks)
        return self.filter(seen | (own & Q(state__in=APPROVED)))

    def with_progress(self):
        """With `activities_count`, `tasks_count` (cancelled ones left out) and `done_count`."""
        given = KeyTask.objects.filter(key=OuterRef("pk")).exclude(state=TaskState.CANCELLED)
        return self.annotate(
            activities_count=_count(KeyActivity.objects.filter(key=OuterRef("pk"))),
            tasks_count=_count(given),
            done_count=_count(given.filter(state=TaskState.DONE)),
        )


def _count(rows):
    """How many `rows` of one key there are, as part of the statement that reads the key."""
    counted = rows.order_by().values("key").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


class KeyProposal(MovedModel):
    """One case in the list of key proposals of a session. `former`: the row of the session before from which it was carried on.

    `mode`: a code of `KeyRules.modes`; `team`: the members of the supervision team, one text each.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="key_proposals", verbose_name="届次")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="key_proposals", verbose_name="提案")
    former = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="later", verbose_name="上一年度", editable=False
    )
    state = models.CharField("状态", max_length=12, choices=KeyState, default=KeyState.CANDIDATE, editable=False)
    reason = models.TextField("推荐理由")
    opinions_until = models.DateField("征求意见截止", null=True, blank=True, editable=False)
    mode = models.CharField("督办方式代码", max_length=20, blank=True, editable=False)
    mode_name = models.CharField("督办方式", max_length=40, blank=True, editable=False)
    leader = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="领衔督办领导", editable=False)
    committee = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="督办部门", editable=False)
    team = ArrayField(models.CharField(max_length=120), verbose_name="督办小组", default=list, blank=True, editable=False)
    plan_item = models.ForeignKey(
        PlanItem, models.PROTECT, null=True, blank=True, related_name="key_proposals", verbose_name="计划事项", editable=False
    )
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准会议", editable=False)
    approved_on = models.DateField("批准日期", null=True, blank=True, editable=False)
    report = models.TextField("督办报告", blank=True, editable=False)
    concluded_on = models.DateField("结束日期", null=True, blank=True, editable=False)

    objects = KeyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "重点提案"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "proposal"], name="key_once_a_session", violation_error_message="这件提案已在本次会议的重点提案名单里。"
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNDECIDED) | (Q(approved_on__isnull=False) & Q(meeting__isnull=False) & ~Q(mode="")),
                name="key_approved_is_complete",
                violation_error_message="列为重点提案的必须有批准会议、日期和督办方式。",
            ),
            models.CheckConstraint(
                condition=~Q(state="concluded") | ~Q(report=""),
                name="key_concluded_has_report",
                violation_error_message="办结重点提案必须有督办报告。",
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "-id"]), models.Index(fields=["session", "state"])]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return str(self.proposal)

    @property
    def is_history(self):
        return self.proposal.is_history

    @property
    def lead(self):
        """Who leads the supervision, in words."""
        return "、".join(each.name for each in (self.leader, self.committee) if each)

    def get_absolute_url(self):
        return reverse("supervision:key", args=[self.public_id])


class OfKeyQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who sees the key proposal."""
        return self.filter(key__in=KeyProposal.objects.visible_to(person))


class KeyOpinionQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who oversees sees all; the people of an office, committee or party what was said in its name."""
        access = person.access
        own = Q(unit__in=access.units(*CONSULTED)) | Q(by=person)
        return self.filter(Q(key__jurisdiction__in=access.where(*OVERSEERS)) | own)


class KeyOpinion(PublicModel):
    """What an office, a committee or a party says of a candidate; never altered."""

    key = models.ForeignKey(KeyProposal, models.PROTECT, related_name="opinions", verbose_name="重点提案")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    agrees = models.BooleanField("同意列为重点提案")
    text = models.TextField("意见", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="填报人")
    on = models.DateField("日期")

    objects = KeyOpinionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "对重点提案候选的意见"
        ordering = ["key", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.unit}：{'同意' if self.agrees else '不同意'}"


class KeyActivity(PublicModel):
    """督办活动: one meeting, visit or inspection for a key proposal, with its record; never altered."""

    key = models.ForeignKey(KeyProposal, models.PROTECT, related_name="activities", verbose_name="重点提案")
    kind = models.CharField("方式代码", max_length=20)
    kind_name = models.CharField("方式", max_length=40)
    on = models.DateField("日期")
    presider = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="主持人")
    participants = models.CharField("参加人员", max_length=500)
    text = models.TextField("活动记录")
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="录入人")

    objects = OfKeyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督办活动"
        ordering = ["key", "on", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.on:%Y-%m-%d} {self.kind_name}"

    @property
    def jurisdiction_id(self):
        return self.key.jurisdiction_id

    @property
    def jurisdiction(self):
        return self.key.jurisdiction


class TaskState(models.TextChoices):
    OPEN = "open", "办理中"
    REPORTED = "reported", "已报告"
    DONE = "done", "已完成"
    CANCELLED = "cancelled", "已取消"


UNFINISHED = ("open", "reported")


class KeyTask(MovedModel):
    """督办任务: what a unit is to do by a day for a key proposal, mostly decided at an activity 调度会."""

    key = models.ForeignKey(KeyProposal, models.PROTECT, related_name="tasks", verbose_name="重点提案")
    activity = models.ForeignKey(KeyActivity, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="在哪次活动上议定")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="key_tasks", verbose_name="责任单位")
    unit_name = models.CharField("责任单位名称", max_length=80)
    text = models.TextField("任务")
    due_on = models.DateField("完成期限")
    state = models.CharField("状态", max_length=10, choices=TaskState, default=TaskState.OPEN, editable=False)
    report = models.TextField("完成情况", blank=True, editable=False)
    reported_on = models.DateField("报告日期", null=True, blank=True, editable=False)
    ruling = models.TextField("处理意见", blank=True, editable=False)
    done_on = models.DateField("完成日期", null=True, blank=True, editable=False)

    objects = OfKeyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "重点提案任务"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "cancelled"]) | ~Q(report=""),
                name="key_task_reported_says_what",
                violation_error_message="报告完成的任务必须写明完成情况。",
            )
        ]
        indexes = [models.Index(fields=["jurisdiction", "state", "due_on"]), models.Index(fields=["unit", "-id"])]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return f"{self.unit_name}：{self.text[:60]}"

    def get_absolute_url(self):
        return self.key.get_absolute_url()
