"""Cards 红黄牌 and three-coloured slips 督查单: proposed by a rule or drawn by hand, issued with number and paper, answered."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from feedback.models import Assignment
from organizations.models import Person, Portfolio, Role, Unit
from organizations.models.people import UNIT_ROLES
from supervision.permissions import OVERSEERS
from workflow.models import DueModel, MovedModel


class Colour(models.TextChoices):
    YELLOW = "yellow", "黄牌"
    RED = "red", "红牌"
    BLUE = "blue", "蓝色督查单"
    ORANGE = "orange", "橙色督查单"
    RED_SLIP = "red_slip", "红色督查单"


class CardState(models.TextChoices):
    PROPOSED = "proposed", "待审定"
    ISSUED = "issued", "已发出"
    ANSWERED = "answered", "已答复"
    APPEALED = "appealed", "申诉中"
    CLOSED = "closed", "已销号"
    REVOKED = "revoked", "已撤销"
    DISMISSED = "dismissed", "不予发出"


SEEN_BY_UNIT = ("issued", "answered", "appealed", "closed", "revoked")
STANDING = ("issued", "answered", "appealed", "closed")  # counts in the unit's score


class CardQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who oversees sees all of the place; a unit's people, and the leader in charge, its own once they are issued."""
        access = person.access
        own = Q(unit__in=access.units(*UNIT_ROLES))
        if Role.GOVERNMENT_LEADER in access.roles:
            own |= Q(unit__in=Portfolio.objects.units_held_by(person))
        return self.filter(Q(jurisdiction__in=access.where(*OVERSEERS)) | (own & Q(state__in=SEEN_BY_UNIT)))

    def standing(self):
        """Those that count: issued and not revoked."""
        return self.filter(state__in=STANDING)

    def unfinished(self):
        return self.filter(state__in=("proposed", "issued", "answered", "appealed"))


class Card(MovedModel, DueModel):
    """One card or slip about one assignment. `rule`: the code of the rule that fired, "" where it was drawn by hand; `reason`: in words.

    Its deadline (`due_on`) is that of the unit's answer; `points` is what it costs in the score, kept as at the time of issue.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="cards", verbose_name="交办件")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="cards", verbose_name="承办单位")
    colour = models.CharField("种类", max_length=10, choices=Colour)
    rule = models.CharField("触发规则", max_length=40, blank=True, editable=False)
    occasion = models.CharField("触发事由标识", max_length=60, blank=True, editable=False)
    reason = models.TextField("事由")
    demands = models.TextField("督办要求", blank=True)
    fired_on = models.DateField("触发日期")
    state = models.CharField("状态", max_length=10, choices=CardState, default=CardState.PROPOSED, editable=False)
    number = models.CharField("编号", max_length=60, blank=True, editable=False)
    issued_on = models.DateField("发出日期", null=True, blank=True, editable=False)
    appeal_by = models.DateField("可申诉至", null=True, blank=True, editable=False)
    points = models.PositiveSmallIntegerField("扣分", default=0, editable=False)
    answer = models.TextField("整改情况", blank=True, editable=False)
    answered_on = models.DateField("答复日期", null=True, blank=True, editable=False)
    appeal = models.TextField("申诉理由", blank=True, editable=False)
    appealed_on = models.DateField("申诉日期", null=True, blank=True, editable=False)
    ruling = models.TextField("处理意见", blank=True, editable=False)
    closed_on = models.DateField("办结日期", null=True, blank=True, editable=False)
    former = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="later", verbose_name="上一张督查单")
    issued_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发出人", editable=False)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督办牌单"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "rule", "occasion"],
                condition=~Q(rule=""),
                name="card_once_per_occasion",
                violation_error_message="这件事由已经有一张牌。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "dismissed"]) | (~Q(number="") & Q(issued_on__isnull=False)),
                name="card_issued_has_number",
                violation_error_message="发出的牌、单必须有编号和日期。",
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "-id"]), models.Index(fields=["unit", "-id"])]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return f"{self.get_colour_display()}{self.number} {self.assignment.unit_name}".replace("  ", " ")

    def get_absolute_url(self):
        return reverse("supervision:card", args=[self.public_id])
