"""Appraisals 民主评议: a round over units, what was drawn for it, the sheets of those who score, what a unit has to put right."""

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from organizations.models import Person, Session, Unit
from proposals.models import Handling, Publication
from supervision.models.campaigns import units_seen
from supervision.permissions import OVERSEERS
from workflow.models import MovedModel


class AppraisalState(models.TextChoices):
    DRAFT = "draft", "拟定"
    ANNOUNCED = "announced", "待抽样"
    SCORING = "scoring", "评分中"
    CLOSED = "closed", "已结束"
    CANCELLED = "cancelled", "已作废"


KNOWN = ("announced", "scoring", "closed")  # seen by the units that are appraised
DRAWN = ("scoring", "closed")  # seen by those who were drawn to score


class AppraisalQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who oversees sees all of the place; a unit and its leader what it is appraised in, who scores what he scores."""
        own = RatedUnit.objects.filter(appraisal=OuterRef("pk"), unit__in=units_seen(person))
        drawn = ScoreSheet.objects.filter(rated__appraisal=OuterRef("pk"), person=person)
        seen = Q(jurisdiction__in=person.access.where(*OVERSEERS)) | (Exists(own) & Q(state__in=KNOWN))
        return self.filter(seen | (Exists(drawn) & Q(state__in=DRAWN)), jurisdiction__in=person.access.jurisdiction_ids)


class Appraisal(MovedModel):
    """One round of appraisal. When it is announced the lists from which is drawn are fixed (`frame_digest`) and `seed_source` says which
    number of the future will be the seed; `aspects` and `grades` are kept from the rules as the sample is drawn."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="appraisals", verbose_name="届次")
    title = models.CharField("名称", max_length=80)
    demands = models.TextField("评议说明")
    ends_on = models.DateField("评分截止")
    case_count = models.PositiveSmallIntegerField("每个单位抽取件数", validators=[MinValueValidator(1), MaxValueValidator(100)])
    scorer_count = models.PositiveSmallIntegerField("抽取评分委员人数", validators=[MinValueValidator(1), MaxValueValidator(1000)])
    state = models.CharField("状态", max_length=10, choices=AppraisalState, default=AppraisalState.DRAFT, editable=False)
    announced_on = models.DateField("公布抽样范围日期", null=True, blank=True, editable=False)
    seed_source = models.CharField("种子来源", max_length=200, blank=True, editable=False)
    frame_digest = models.CharField("抽样范围校验值", max_length=64, blank=True, editable=False)
    seed = models.CharField("抽样种子", max_length=100, blank=True, editable=False)
    drawn_on = models.DateField("抽样日期", null=True, blank=True, editable=False)
    aspects = models.JSONField("评分项目", default=list, blank=True, editable=False)
    grades = models.JSONField("评议等次", default=list, blank=True, editable=False)
    least_sheets = models.PositiveSmallIntegerField("最少评分表份数", default=0, editable=False)
    summary = models.TextField("评议情况", blank=True, editable=False)
    closed_on = models.DateField("结束日期", null=True, blank=True, editable=False)
    publication = models.CharField("公开", max_length=12, choices=Publication, default=Publication.UNDECIDED, editable=False)
    public_text = models.TextField("公开文本", blank=True, editable=False)
    published_on = models.DateField("公开日期", null=True, blank=True, editable=False)

    objects = AppraisalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "民主评议"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "announced", "cancelled"]) | (~Q(seed="") & Q(drawn_on__isnull=False)),
                name="appraisal_drawn_has_seed",
                violation_error_message="抽样以后的评议必须有种子和日期。",
            ),
            models.CheckConstraint(
                condition=~Q(publication__in=["full", "summary"]) | (Q(state="closed") & ~Q(public_text="")),
                name="appraisal_public_has_text",
                violation_error_message="公开的评议必须已经结束，并有公开文本。",
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "-id"])]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("supervision:appraisal", args=[self.public_id])


class RatedState(models.TextChoices):
    LISTED = "listed", "待评定"
    RATED = "rated", "已评定"
    UNRATED = "unrated", "份数不足未评定"
    SENT = "sent", "已发结果函"
    SETTLED = "settled", "整改已销号"


class RatedQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who oversees sees all of the place; a unit and the leader in charge of it its own, once announced."""
        own = Q(unit__in=units_seen(person), appraisal__state__in=KNOWN)
        return self.filter(Q(jurisdiction__in=person.access.where(*OVERSEERS)) | own)


class RatedUnit(MovedModel):
    """One unit in a round, and after its end what came out: `total` with its `spread` (standard deviation), `means` = [code, mean, spread].

    `marks`: all sheets without a name, in the order of their values, so that the sums can be done again and nobody be found.
    """

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="units", verbose_name="评议")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="承办单位")
    unit_name = models.CharField("承办单位名称", max_length=80)
    state = models.CharField("状态", max_length=10, choices=RatedState, default=RatedState.LISTED, editable=False)
    sheets_count = models.PositiveSmallIntegerField("评分表份数", default=0, editable=False)
    marks = models.JSONField("评分", default=list, blank=True, editable=False)
    remarks = models.JSONField("意见", default=list, blank=True, editable=False)
    total = models.DecimalField("得分", max_digits=5, decimal_places=2, null=True, blank=True, editable=False)
    spread = models.DecimalField("离散度", max_digits=5, decimal_places=2, null=True, blank=True, editable=False)
    means = models.JSONField("各项得分", default=list, blank=True, editable=False)
    grade = models.CharField("等次", max_length=20, blank=True, editable=False)
    opinion = models.TextField("评议意见", blank=True, editable=False)
    number = models.CharField("文号", max_length=60, blank=True, editable=False)
    sent_on = models.DateField("发函日期", null=True, blank=True, editable=False)
    settled_on = models.DateField("销号日期", null=True, blank=True, editable=False)

    objects = RatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "被评议单位"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "unit"], name="rated_unit_once"),
            models.CheckConstraint(
                condition=Q(state__in=["listed", "unrated"]) | Q(total__isnull=False),
                name="rated_unit_has_total",
                violation_error_message="评定的单位必须有得分。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "settled"]) | (~Q(number="") & Q(sent_on__isnull=False)),
                name="rated_unit_sent_has_number",
                violation_error_message="发出的结果函必须有文号和日期。",
            ),
        ]
        indexes = [models.Index(fields=["appraisal", "-id"]), models.Index(fields=["unit", "-id"])]

    def __str__(self):
        return f"{self.unit_name}（{self.appraisal.title}）"

    def get_absolute_url(self):
        return reverse("supervision:rated", args=[self.public_id])


class DrawKind(models.TextChoices):
    CASE = "case", "提案"
    SCORER = "scorer", "评分委员"


class DrawQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The lists of the rounds one sees; the members in them are hidden from the units until the round is closed."""
        seen = self.filter(appraisal__in=Appraisal.objects.visible_to(person).order_by().values("pk"))
        inside = Q(jurisdiction__in=person.access.where(*OVERSEERS)) | Q(appraisal__units__sheets__person=person)
        return seen.filter(Q(kind=DrawKind.CASE) | Q(appraisal__state=AppraisalState.CLOSED) | inside).distinct()


class DrawEntry(models.Model):
    """One row of the lists from which is drawn: a unit's case (layers: classes of its reply) or a member (layers: sectors)."""

    jurisdiction = models.ForeignKey("organizations.Jurisdiction", models.PROTECT, related_name="+", verbose_name="地区")
    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="entries", verbose_name="评议")
    kind = models.CharField("类别", max_length=8, choices=DrawKind)
    group = models.CharField("组", max_length=80, blank=True)
    layer = models.CharField("层", max_length=60)
    key = models.CharField("标识", max_length=60)
    label = models.CharField("名称", max_length=160)
    handling = models.ForeignKey(Handling, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提案办理")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="委员")
    ticket = models.CharField("签号", max_length=64, blank=True)
    is_drawn = models.BooleanField("抽中", default=False)

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "抽样范围"
        ordering = ["kind", "group", "layer", "ticket", "key"]
        constraints = [models.UniqueConstraint(fields=["appraisal", "kind", "group", "key"], name="draw_entry_once")]

    def __str__(self):
        return self.label

    @property
    def row(self):
        """What enters the draw."""
        return self.kind, self.group, self.layer, self.key


class SheetState(models.TextChoices):
    OPEN = "open", "待评分"
    GIVEN = "given", "已提交"


class SheetQuerySet(models.QuerySet):
    def visible_to(self, person):
        """One's own and nobody else's, whatever one's post."""
        shown = Q(person=person, rated__appraisal__state__in=DRAWN)
        return self.filter(shown, jurisdiction__in=person.access.jurisdiction_ids)


class ScoreSheet(MovedModel):
    """评分表: what one member gives one unit. `marks` {aspect: points} are his own to see and go over into `RatedUnit.marks` without his
    name when the round is closed; from then on this row only tells that he gave some."""

    rated = models.ForeignKey(RatedUnit, models.PROTECT, related_name="sheets", verbose_name="被评议单位")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="承办单位")
    person = models.ForeignKey(Person, models.PROTECT, related_name="score_sheets", verbose_name="评分人", editable=False)
    state = models.CharField("状态", max_length=10, choices=SheetState, default=SheetState.OPEN, editable=False)
    marks = models.JSONField("评分", default=dict, blank=True, editable=False)
    remark = models.TextField("意见", blank=True, editable=False)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评分表"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["rated", "person"], name="score_sheet_once")]
        indexes = [models.Index(fields=["person", "-id"])]

    def __str__(self):
        return f"{self.rated.unit_name}评分表"

    def get_absolute_url(self):
        return reverse("supervision:sheet-act", args=[self.public_id, "score"])


class FaultState(models.TextChoices):
    OPEN = "open", "整改中"
    REPORTED = "reported", "已报整改"
    DONE = "done", "已核实"
    CANCELLED = "cancelled", "已取消"


class FaultQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who oversees sees all of the place; a unit and the leader in charge of it its own, once the letter is out."""
        own = Q(unit__in=units_seen(person), rated__state__in=("sent", "settled"))
        return self.filter(Q(jurisdiction__in=person.access.where(*OVERSEERS)) | own)


class Fault(MovedModel):
    """One row of the rectification list 整改清单 of a unit."""

    rated = models.ForeignKey(RatedUnit, models.PROTECT, related_name="faults", verbose_name="被评议单位")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="承办单位")
    unit_name = models.CharField("承办单位名称", max_length=80)
    problem = models.TextField("问题")
    measure = models.TextField("整改要求")
    due_on = models.DateField("整改期限")
    state = models.CharField("状态", max_length=10, choices=FaultState, default=FaultState.OPEN, editable=False)
    report = models.TextField("整改情况", blank=True, editable=False)
    reported_on = models.DateField("报告日期", null=True, blank=True, editable=False)
    ruling = models.TextField("核实意见", blank=True, editable=False)
    done_on = models.DateField("核实日期", null=True, blank=True, editable=False)

    objects = FaultQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评议整改事项"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["rated", "-id"]), models.Index(fields=["unit", "-id"])]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return f"{self.unit_name}：{self.problem}"[:200]

    def get_absolute_url(self):
        return f"{self.rated.get_absolute_url()}#fault-{self.public_id}"
