"""Assignments 交办件: one unit's duty from whatever source, so that a unit has one list of all it owes."""

from functools import reduce
from operator import or_

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from feedback.permissions import WATCHERS
from organizations.models import Portfolio, Role, Session, Unit
from organizations.models.people import UNIT_ROLES
from workflow.models import DueModel, MovedModel


class Source(models.TextChoices):
    PLAN_ITEM = "plan_item", "年度计划"
    PROPOSAL = "proposal", "提案"


class AssignmentState(models.TextChoices):
    ASSIGNED = "assigned", "已交办"
    ACKNOWLEDGED = "acknowledged", "已签收"
    RETURN_REQUESTED = "return_requested", "申请退回"
    UNDER_WAY = "under_way", "办理中"
    REPLIED = "replied", "已答复"
    CONCLUDED = "concluded", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"


OPEN_STATES = (AssignmentState.ASSIGNED, AssignmentState.ACKNOWLEDGED, AssignmentState.RETURN_REQUESTED, AssignmentState.UNDER_WAY)


def open_ones(path=""):
    """The condition that an assignment is still to be done; of closed years nothing is expected. `path` leads to it ("assignment__")."""
    return Q(**{f"{path}state__in": OPEN_STATES, f"{path}is_history": False})


def late(day, field="due_on", path=""):
    """The condition that `field` of an open assignment lies before `day`; while its matter is postponed nothing is late."""
    return open_ones(path) & Q(**{f"{path}suspended_on__isnull": True, f"{path}{field}__lt": day})


class OfUnitsQuerySet(models.QuerySet):
    """Rows that a place gave to a unit."""

    def visible_to(self, person):
        """A unit's people see their unit's, a government leader those of the units in his charge, CPPCC and supervision staff all."""
        return self.filter(self.seen_by(person))

    def seen_by(self, person):
        """The condition of `visible_to`."""
        access = person.access
        seen = Q(jurisdiction__in=access.where(*WATCHERS)) | Q(unit__in=access.units(*UNIT_ROLES))
        if Role.GOVERNMENT_LEADER in access.roles:
            seen |= Q(unit__in=Portfolio.objects.units_held_by(person))
        return seen


_seen_also = []


def seen_also(function):
    """Decorator: registers `function(person) -> Q or None` of a room that assigns: which of its assignments others see too."""
    _seen_also.append(function)
    return function


def shown_also(person):
    """The conditions on assignments under which other rooms show them to the person, beside those of `OfUnitsQuerySet`."""
    return [found for found in (condition(person) for condition in _seen_also) if found]


class AssignmentQuerySet(OfUnitsQuerySet):
    def seen_by(self, person):
        """As of all rows given to units, and what the room that assigned shows to others."""
        return reduce(or_, shown_also(person), super().seen_by(person))

    def open(self):
        """Assignments still to be done, but those of closed years."""
        return self.filter(open_ones())

    def overdue(self, day):
        """Open ones whose deadline lies before `day` (see `late`)."""
        return self.filter(late(day))


class Assignment(MovedModel, DueModel):
    """交办件. `unit_name` is the name as printed in the paper that assigned it; `session` the 次会议 whose pinned rules it goes by.

    `suspended_on`: since when its matter is postponed and no deadline counts; `work_plan_from`: the day from which the work plan's
    deadline is counted.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments", verbose_name="承办单位")
    unit_name = models.CharField("单位（按文件）", max_length=120)
    role = models.CharField("职责", max_length=20)
    source = models.CharField("来源", max_length=20, choices=Source)
    source_label = models.CharField("来源说明", max_length=120)
    subject = models.CharField("事项", max_length=300)
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属次会议", editable=False)
    assigned_on = models.DateField("交办日期")
    work_plan_from = models.DateField("工作方案起算日期", null=True, blank=True, editable=False)
    work_plan_due_on = models.DateField("工作方案截止日期", null=True, blank=True, editable=False)
    work_plan_due_rule = models.CharField("工作方案期限规则", max_length=60, blank=True, editable=False)
    work_plan_due_steps = models.JSONField("工作方案期限计算", default=list, blank=True, editable=False)
    work_plan_due_provisional = models.BooleanField("工作方案截止日期暂定", default=False, editable=False)
    suspended_on = models.DateField("延期停计自", null=True, blank=True, editable=False)
    state = models.CharField("状态", max_length=20, choices=AssignmentState, default=AssignmentState.ASSIGNED, editable=False)
    concluded_on = models.DateField("办结日期", null=True, blank=True)
    is_history = models.BooleanField("历史资料", default=False, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "交办件"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["unit", "-id"]),
            models.Index(fields=["jurisdiction", "-id"]),
            models.Index(
                fields=["due_on", "jurisdiction"],
                condition=Q(state__in=[str(state) for state in OPEN_STATES]),
                name="assignment_open_due",
            ),
        ]
        triggers = [pgtrigger.Protect(name="unit_stays", operation=pgtrigger.Update, condition=pgtrigger.AnyChange("unit"))]

    def __str__(self):
        return f"{self.unit_name}：{self.subject}"

    def get_absolute_url(self):
        return reverse("feedback:detail", args=[self.public_id])

    @property
    def team(self):
        """The people named last, or None; they may take over only on a day to come (see `team_on`)."""
        return next((team for team in self.teams.all() if team.ends_on is None), None)

    def team_on(self, day):
        """The people who answer for it on `day`, or None."""
        return next((team for team in self.teams.all() if team.starts_on <= day and (team.ends_on is None or day <= team.ends_on)), None)
