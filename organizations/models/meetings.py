"""Terms 届, sessions 次会议 and meetings. The numbers of plenaries and of standing committee meetings are separate series."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import models

from organizations.models.base import DatedModel, DatedQuerySet, PlacedModel, PublicModel
from organizations.models.places import Jurisdiction
from organizations.models.rulesets import Ruleset
from organizations.numerals import numeral


@pghistory.track()
class Term(DatedModel):
    """届: five years of one committee."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="terms", verbose_name="地区")
    number = models.PositiveSmallIntegerField("届")

    class Meta:
        verbose_name = verbose_name_plural = "届"
        ordering = ["jurisdiction", "-number"]
        constraints = [
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(fields=["jurisdiction", "number"], name="term_once", violation_error_message="这一届已经登记。"),
        ]

    def __str__(self):
        return f"{self.jurisdiction}政协第{self.number}届"


class SessionQuerySet(DatedQuerySet):
    def of_year(self, jurisdiction, year):
        """The session whose plenary opened in `year`, with its ruleset: that of the year's plan; None where none is known."""
        opened = self.filter(term__jurisdiction=jurisdiction, starts_on__year=year)
        return opened.select_related("ruleset").order_by("starts_on", "pk").first()

    def after(self, session):
        """The sessions of the same place that follow `session`, also those of later terms."""
        later = models.Q(term__number__gt=session.term.number) | models.Q(term=session.term, number__gt=session.number)
        return self.filter(later, term__jurisdiction=session.term.jurisdiction_id)


@pghistory.track()
class Session(PlacedModel, DatedModel):
    """次会议: a plenary session and the working year that follows it; it pins the ruleset that its work goes by."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="sessions", verbose_name="届")
    number = models.PositiveSmallIntegerField("次")
    cutoff_at = models.DateTimeField("大会提案截止时间", null=True, blank=True, help_text="此后收到的提案作为平时提案，不退回。")
    ruleset = models.ForeignKey(
        Ruleset,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="适用规则",
        help_text="本次会议的提案和当年协商计划按这一版规则办理；留空则按办理当日本地区有效的版本。",
    )

    objects = SessionQuerySet.as_manager()

    belongs_to = "term"

    class Meta:
        verbose_name = verbose_name_plural = "次会议"
        ordering = ["term", "-number"]
        constraints = [
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(fields=["term", "number"], name="session_once", violation_error_message="这次会议已经登记。"),
        ]

    def __str__(self):
        return f"{self.term}第{self.number}次会议"

    @property
    def short_name(self):
        """As papers call it: 九届四次会议."""
        return f"{numeral(self.term.number)}届{numeral(self.number)}次会议"


class Body(models.TextChoices):
    PLENARY = "plenary", "全体会议"
    STANDING_COMMITTEE = "standing_committee", "常务委员会会议"
    CHAIRPERSONS_COUNCIL = "chairpersons_council", "主席会议"
    PARTY_GROUP = "party_group", "党组会议"
    SPECIAL_COMMITTEE = "special_committee", "专门委员会会议"


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(jurisdiction__in=person.access.jurisdiction_ids)


@pghistory.track()
class Meeting(PlacedModel, PublicModel):
    """A meeting of one body; several plan items may be heard at it, and one item at several."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="meetings", verbose_name="地区")
    body = models.CharField("会议类别", max_length=20, choices=Body)
    term = models.ForeignKey(Term, models.PROTECT, related_name="meetings", verbose_name="届")
    number = models.PositiveSmallIntegerField("次")
    committee = models.ForeignKey(
        "organizations.Unit", models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name="专门委员会"
    )
    held_on = models.DateField("召开日期", null=True, blank=True)
    ends_on = models.DateField("结束日期", null=True, blank=True, help_text="一天的会议可不填。")
    place = models.CharField("地点", max_length=100, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会议"
        ordering = ["jurisdiction", "-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "body", "committee", "number"],
                name="meeting_once",
                violation_error_message="同一届同类会议的次数已经登记过。",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("held_on")),
                name="meeting_dates_in_order",
                violation_error_message="结束日期不能早于召开日期。",
            ),
        ]

    def clean(self):
        super().clean()
        for name in ("held_on", "ends_on"):
            day = getattr(self, name)
            if day and not 1949 <= day.year <= 2100:
                raise ValidationError({name: "日期应在 1949 至 2100 年之间。"})

    def __str__(self):
        return f"第{self.term.number}届第{self.number}次{self.get_body_display()}"

    @property
    def short_name(self):
        """As papers call it: 九届四次主席会议."""
        return f"{numeral(self.term.number)}届{numeral(self.number)}次{self.get_body_display()}"
