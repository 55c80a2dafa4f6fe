"""Assignments 交办件: one unit's duty from whatever source, so that a unit has one list of all it owes."""

from django.db import models
from django.db.models import Q

from feedback.permissions import WATCHERS
from organizations.models import Portfolio, Role, Unit
from organizations.models.people import UNIT_ROLES
from workflow.models import DueModel, MovedModel


class Source(models.TextChoices):
    PLAN_ITEM = "plan_item", "年度计划"


class AssignmentState(models.TextChoices):
    ASSIGNED = "assigned", "已交办"
    ACKNOWLEDGED = "acknowledged", "已签收"
    UNDER_WAY = "under_way", "办理中"
    CONCLUDED = "concluded", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"


OPEN_STATES = (AssignmentState.ASSIGNED, AssignmentState.ACKNOWLEDGED, AssignmentState.UNDER_WAY)
RUNNING = Q(state__in=OPEN_STATES, is_history=False)


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, person):
        """A unit's people see their unit's, a government leader those of the units in his charge, CPPCC and supervision staff all."""
        access = person.access
        seen = Q(jurisdiction__in=access.where(*WATCHERS)) | Q(unit__in=access.units(*UNIT_ROLES))
        if Role.GOVERNMENT_LEADER in access.roles:
            seen |= Q(unit__in=Portfolio.objects.units_held_by(person))
        return self.filter(seen)

    def open(self):
        """Assignments still to be done."""
        return self.filter(state__in=OPEN_STATES)

    def running(self):
        """Open ones but those of closed years, of which nothing is expected any more."""
        return self.filter(RUNNING)

    def overdue(self, day):
        """Open ones whose deadline lies before `day`; papers of closed years are never late."""
        return self.running().filter(due_on__lt=day)


class Assignment(MovedModel, DueModel):
    """交办件. `unit_name` is the name as printed in the paper that assigned it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments", verbose_name="承办单位")
    unit_name = models.CharField("单位（按文件）", max_length=120)
    role = models.CharField("职责", max_length=20)
    source = models.CharField("来源", max_length=20, choices=Source)
    source_label = models.CharField("来源说明", max_length=120)
    subject = models.CharField("事项", max_length=300)
    assigned_on = models.DateField("交办日期")
    work_plan_due_on = models.DateField("工作方案截止日期", null=True, blank=True, editable=False)
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

    def __str__(self):
        return f"{self.unit_name}：{self.subject}"

    @property
    def team(self):
        """The people named for it now, or None."""
        return next((team for team in self.teams.all() if team.ends_on is None), None)
