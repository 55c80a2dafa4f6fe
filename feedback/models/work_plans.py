"""Work plans 工作方案: goals, tasks with owner and day, materials, contact; accepted or returned with a reason."""

from django.db import models

from feedback.models.assignments import Assignment
from organizations.models import Person
from workflow.models import MovedModel


class WorkPlanState(models.TextChoices):
    SUBMITTED = "submitted", "待审核"
    ACCEPTED = "accepted", "已接受"
    RETURNED = "returned", "已退回"


LIVE = (WorkPlanState.SUBMITTED, WorkPlanState.ACCEPTED)


class WorkPlanQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(assignment__in=Assignment.objects.visible_to(person))

    def live(self):
        """Those that await their answer or have been accepted."""
        return self.filter(state__in=LIVE)


class WorkPlan(MovedModel):
    """One submission; a returned one is followed by the next number, never changed."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="work_plans", verbose_name="交办件")
    number = models.PositiveSmallIntegerField("第几稿")
    goals = models.TextField("工作目标")
    materials = models.TextField("准备的材料", blank=True)
    contact = models.CharField("联系人", max_length=40)
    phone = models.CharField("联系电话", max_length=30)
    state = models.CharField("状态", max_length=20, choices=WorkPlanState, default=WorkPlanState.SUBMITTED, editable=False)
    submitted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="提交人")
    submitted_on = models.DateField("提交日期")
    answered_on = models.DateField("审核日期", null=True, blank=True)
    answer = models.TextField("审核意见", blank=True)

    objects = WorkPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工作方案"
        ordering = ["assignment", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "number"], name="work_plan_number_once"),
            models.UniqueConstraint(
                fields=["assignment"],
                condition=models.Q(state__in=["submitted", "accepted"]),
                name="work_plan_one_open",
                violation_error_message="已有一份待审核或已接受的工作方案。",
            ),
        ]

    def __str__(self):
        return f"{self.assignment.unit_name}工作方案第{self.number}稿"


class WorkPlanTask(models.Model):
    """One task of a work plan with who does it and by which day."""

    work_plan = models.ForeignKey(WorkPlan, models.PROTECT, related_name="tasks", verbose_name="工作方案")
    order = models.PositiveSmallIntegerField("顺序")
    text = models.CharField("任务", max_length=200)
    owner = models.CharField("责任人", max_length=40)
    due_on = models.DateField("完成日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作任务"
        ordering = ["work_plan", "order"]

    def __str__(self):
        return self.text
