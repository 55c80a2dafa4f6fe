"""Reminders 提醒 and 催办: who was told of which duty, at which tier, on which day; held ones are rows of the same kind."""

import pgtrigger
from django.db import models
from django.db.models import Q

from organizations.models import Jurisdiction, Person, Role, Unit
from organizations.models.base import PublicModel
from supervision.permissions import OVERSEERS
from workflow.models import Notice


class DutyKind(models.TextChoices):
    """The kinds of duties of this room and those to its left; what each is and who bears it stands in `supervision.duties.KINDS`."""

    REPLY = "reply", "提案答复"
    CO_OPINION = "co_opinion", "会办意见"
    CONTACT = "contact", "办前沟通"
    COUNTERSIGN = "countersign", "答复送审"
    PLAN_ITEM = "plan_item", "计划事项"
    WORK_PLAN = "work_plan", "工作方案"
    COMMITMENT = "commitment", "承诺兑现"
    REVIEW = "review", "台账核查"
    SIGN = "sign", "领导审签"
    RECEIPT = "receipt", "征询意见"
    FILING = "filing", "审查立案"
    ASSIGNMENT = "assignment", "提案交办"
    RULING = "ruling", "退回裁定"
    EXTENSION = "extension", "延期裁定"
    DISCLOSURE = "disclosure", "决定公开"
    TEAM = "team", "确定承办人员"
    PROGRESS = "progress", "季度进展"
    FEEDBACK = "feedback", "采纳落实反馈"
    NOTICE = "notice", "会议通知"
    MATERIALS = "materials", "会议材料"
    UNDATED = "undated", "确定事项时间"
    OUTCOME = "outcome", "成果报送"
    EVALUATION = "evaluation", "计划总结评估"
    ADOPTION = "adoption", "采纳落实通报"
    LOOK_BACK = "look_back", "组织回头看"
    ASSESS = "assess", "组织民主评议"
    KEY_TASK = "key_task", "重点提案任务"
    RECTIFY = "rectify", "督查整改"
    CAMPAIGN = "campaign", "督查核查"
    FAULT = "fault", "评议整改"
    SCORE = "score", "评议评分"
    VOTE = "vote", "评选投票"


_labels = dict(DutyKind.choices)


def name_duty(code, label):
    """Enter what a kind of duty of a room further right is called."""
    _labels[code] = label


def duty_labels():
    """{code: label} of the kinds of duties of all rooms."""
    return dict(_labels)


def occasion(tier):
    """In words: why somebody is told at a tier, None being by hand."""
    if tier is None:
        return "人工催办"
    return "到期当天" if tier == 0 else f"提前 {tier} 日" if tier > 0 else f"逾期 {-tier} 日"


class ReminderQuerySet(models.QuerySet):
    def visible_to(self, person):
        """One's own, those of the units one heads, and for who oversees all of the place."""
        access = person.access
        seen = Q(person=person) | Q(jurisdiction__in=access.where(*OVERSEERS))
        if units := access.units(Role.UNIT_HEAD):
            seen |= Q(unit__in=units)
        return self.filter(seen)

    def sent(self):
        return self.filter(is_held=False)

    def about(self, link):
        """The ledger of one case or item: all that was told of it, newest first."""
        return self.filter(link=link).order_by("-on", "-pk").with_results()

    def with_results(self):
        """With who was told by whom, and what became of it in each channel."""
        return self.select_related("person", "by", "unit", "notice").prefetch_related("notice__deliveries__channel")


class Reminder(PublicModel):
    """One person told of one duty: by the clock at a `tier` (days before the day it is due; below 0: after it), or chased by hand 催办.

    `kind`, `row` and `due_on` name the duty (`supervision.duties`); an extension makes it another, so it is reminded of anew. A held one
    was kept back by `by` for the reason in `text`: the same row, so that the tier is not told later.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    person = models.ForeignKey(Person, models.PROTECT, related_name="reminders", verbose_name="收件人")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办单位")
    kind = models.CharField("事项类别", max_length=20, choices=duty_labels)
    row = models.BigIntegerField("事项编号", editable=False)
    subject = models.CharField("事项", max_length=300)
    link = models.CharField("链接", max_length=200)
    due_on = models.DateField("截止日期")
    tier = models.SmallIntegerField("提前几日", null=True, blank=True, help_text="负数为逾期几日；空为人工催办。")
    on = models.DateField("提醒日期")
    is_held = models.BooleanField("暂缓", default=False)
    text = models.TextField("催办内容或暂缓理由", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="催办人或暂缓人")
    notice = models.ForeignKey(Notice, models.SET_NULL, null=True, blank=True, related_name="reminders", verbose_name="通知")
    created_at = models.DateTimeField("记录时间", auto_now_add=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提醒和催办"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "row", "due_on", "tier"],
                name="reminder_once",
                violation_error_message="这一条已经提醒或暂缓过。",
            ),
            models.CheckConstraint(
                condition=Q(is_held=False) | ~Q(text=""), name="reminder_held_with_reason", violation_error_message="暂缓须写明理由。"
            ),
        ]
        indexes = [
            models.Index(fields=["link", "-id"], name="reminder_ledger"),
            models.Index(fields=["jurisdiction", "-id"], name="reminder_place"),
        ]
        triggers = [pgtrigger.Protect(name="sent_stays", operation=pgtrigger.Delete, condition=pgtrigger.Q(old__is_held=False))]

    def __str__(self):
        return f"{self.person} {self.subject}"

    @property
    def occasion(self):
        return occasion(self.tier)


class ReminderRun(models.Model):
    """That the reminders of a place were sent on a day; there is one for each, so that nothing is sent twice."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    on = models.DateField("日期")
    sent = models.PositiveIntegerField("提醒条数", default=0)
    people = models.PositiveIntegerField("收件人数", default=0)
    finished_at = models.DateTimeField("完成时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "每日提醒"
        ordering = ["-on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "on"], name="reminder_run_once")]

    def __str__(self):
        return f"{self.jurisdiction} {self.on:%Y-%m-%d}"
