"""Plan items: what is consulted on, briefed or inspected, by whom, in which form, when."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest

from consultation.models.plans import PUBLIC_STATES, AnnualPlan, PlanState
from consultation.permissions import INSIDERS, READERS_OF_ISSUED
from feedback.models import Assignment
from feedback.models.assignments import seen_also
from organizations.models import Meeting, Person, Portfolio, Role, Unit
from organizations.models.people import UNIT_ROLES
from workflow.models import MovedModel


class Kind(models.TextChoices):
    """The kinds every place has unless its ruleset says otherwise, and those the notice reader tells apart."""

    CONSULTATION = "consultation", "协商"
    BRIEFING = "briefing", "通报"
    INSPECTION = "inspection", "视察"
    OTHER = "other", "其他"


class Precision(models.TextChoices):
    DAY = "day", "某日"
    MONTH = "month", "某月"
    QUARTER = "quarter", "某季度"
    HALF_YEAR = "half_year", "半年"
    RANGE = "range", "时间段"
    ALL_YEAR = "all_year", "全年"
    NONE = "none", "未定"


class ItemState(models.TextChoices):
    PLANNED = "planned", "已列入计划"
    WORK_PLAN_SUBMITTED = "work_plan_submitted", "工作方案已报"
    UNDER_WAY = "under_way", "进行中"
    HELD = "held", "已举行"
    CONCLUDED = "concluded", "已办结"
    POSTPONED = "postponed", "延期"
    CANCELLED = "cancelled", "取消"


DONE_STATES = (ItemState.HELD, ItemState.CONCLUDED, ItemState.CANCELLED)
OFF_STATES = (ItemState.POSTPONED, ItemState.CANCELLED)  # no day of theirs counts


class UnitRole(models.TextChoices):
    LEAD = "lead", "牵头"
    CO = "co", "配合"
    CONSULTED = "consulted", "协商部门"
    HOST = "host", "政协承办"


RESPONSIBLE = (UnitRole.LEAD, UnitRole.CO)


def hosted_by(committees):
    """The numbers of the items that one of the special committees (ids) hosts, as a subquery."""
    return ItemUnit.objects.filter(unit__in=committees, role=UnitRole.HOST).values("item")


@seen_also
def _of_hosted_items(person):
    """The staff of a special committee see what the units do for the items it hosts."""
    committees = person.access.units(Role.COMMITTEE_STAFF)
    return Q(pk__in=ItemUnit.reached.filter(item__in=hosted_by(committees)).values("assignment")) if committees else None


class PlanItemQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who sees the plan sees its items; a unit's people see only their own items, a government leader those in his charge.

        The staff of a special committee see what it hosts, and what they are the contact of, from the draft on.
        """
        access = person.access
        seen = Q(jurisdiction__in=access.where(*INSIDERS)) | Q(
            jurisdiction__in=access.where(*READERS_OF_ISSUED), plan__state__in=PUBLIC_STATES
        )
        if units := access.units(*UNIT_ROLES):
            own = ItemUnit.reached.filter(unit__in=units).values("item")
            seen |= Q(pk__in=own, plan__state__in=PUBLIC_STATES)
        if Role.GOVERNMENT_LEADER in access.roles:
            charge = Portfolio.objects.units_held_by(person)
            seen |= Q(pk__in=ItemUnit.reached.filter(unit__in=charge).values("item"), plan__state__in=PUBLIC_STATES)
        if committees := access.units(Role.COMMITTEE_STAFF):
            seen |= Q(pk__in=hosted_by(committees)) | Q(contact=person, jurisdiction__in=access.where(Role.COMMITTEE_STAFF))
        return self.filter(seen)

    def open(self):
        """Items of running plans that are still to be held."""
        return self.filter(plan__state=PlanState.ISSUED, plan__is_history=False).exclude(state__in=DONE_STATES)

    def overdue(self, day):
        """Open items whose time was over before `day`; one that was late when the plan was issued counts from then on.

        An item without a time is never overdue, nor is one that is postponed until a new time is set.
        """
        return self.running().filter(late_from__lt=day)

    def unannounced(self, day):
        """Open items whose time was over before `day` and of which no notice, or no materials, to those who take part are on record."""
        whole = (Precision.NONE, Precision.ALL_YEAR)
        missing = Q(notified_on__isnull=True) | Q(materials_on__isnull=True)
        return self.open().exclude(state=ItemState.POSTPONED).exclude(precision__in=whole).filter(missing, window_end__lt=day)

    def running(self):
        """Open items with a time that counts, and `late_from`, its last day: not those without one, nor those that are postponed."""
        dated = self.open().exclude(state=ItemState.POSTPONED).filter(window_end__isnull=False)  # GREATEST passes over what is null
        return dated.alias(late_from=Greatest("window_end", "plan__issued_on"))

    def undated(self):
        """Items whose time is open: none is printed, or they are postponed."""
        return self.filter(Q(precision=Precision.NONE) | Q(state=ItemState.POSTPONED))


class PlanItem(MovedModel):
    """计划事项. Number and section together are its key: some plans count anew in each section.

    `kind` is a code of the jurisdiction's list (`ConsultationRules.kinds`), `kind_name` the name the list gave it when it was written.

    Units, form and time may be missing, as they are in real plans; what is missing stays empty and is shown as a gap.
    """

    coded = {"kind": ("kinds",)}

    plan = models.ForeignKey(AnnualPlan, models.PROTECT, related_name="items", verbose_name="计划")
    kind = models.CharField("类别代码", max_length=20)
    kind_name = models.CharField("类别", max_length=20)
    section = models.CharField("所在部分", max_length=80, blank=True)
    number = models.PositiveSmallIntegerField("序号")
    order = models.PositiveSmallIntegerField("排列", default=0)
    title = models.CharField("题目", max_length=300)
    contents = models.TextField("主要内容", blank=True)
    notes = models.TextField("备注", blank=True)
    form = models.CharField("方式", max_length=60, blank=True)
    is_supervisory = models.BooleanField("监督性", default=False)
    time_text = models.CharField("时间（按文件）", max_length=60, blank=True)
    precision = models.CharField("时间精度", max_length=10, choices=Precision, default=Precision.NONE)
    window_start = models.DateField("最早日期", null=True, blank=True)
    window_end = models.DateField("最晚日期", null=True, blank=True)
    attendance = models.TextField("出席安排", blank=True)
    contact = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="政协方联系人")
    meetings = models.ManyToManyField(Meeting, blank=True, related_name="plan_items", verbose_name="在哪些会议上进行")
    state = models.CharField("状态", max_length=20, choices=ItemState, default=ItemState.PLANNED, editable=False)
    notified_on = models.DateField("书面通知日期", null=True, blank=True, editable=False)
    materials_on = models.DateField("材料送达日期", null=True, blank=True, editable=False)
    held_on = models.DateField("举行日期", null=True, blank=True)
    source_spans = models.JSONField("原文出处", default=dict, blank=True, editable=False)

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "计划事项"
        ordering = ["plan", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "section", "number"],
                name="plan_item_number_once",
                violation_error_message="同一部分里序号重复。",
            ),
            models.CheckConstraint(condition=~Q(kind_name=""), name="plan_item_kind_named", violation_error_message="事项没有类别名称。"),
            models.CheckConstraint(
                condition=Q(precision="none", window_start__isnull=True, window_end__isnull=True)
                | Q(window_start__isnull=False, window_end__gte=F("window_start")) & ~Q(precision="none"),
                name="plan_item_window",
                violation_error_message="时间与起止日期不一致：未定时间的不填起止日期，其余须填，且止不早于起。",
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "order"]),
            models.Index(fields=["jurisdiction", "-id"]),
            models.Index(fields=["window_end"], name="plan_item_window_end"),
        ]

    def __str__(self):
        return f"{self.kind_name}{self.number} {self.title}"

    @property
    def is_undated(self):
        """Whether its time is open, see `PlanItem.objects.undated`."""
        return self.precision == Precision.NONE or self.state == ItemState.POSTPONED

    @property
    def time_words(self):
        """Its time as people should read it: as printed, unless it is postponed."""
        if self.state != ItemState.POSTPONED:
            return self.time_text
        return f"另行安排（原定{self.time_text}）" if self.time_text else "另行安排"


class PrintedUnits(models.Manager):
    """The units of items as the plan prints them: without those named for a group (see `ItemUnit`)."""

    def get_queryset(self):
        return super().get_queryset().filter(group__isnull=True)


class ReachedUnits(models.Manager):
    """All units of items, with those named for a group."""


class ItemUnit(models.Model):
    """A unit of an item: responsible (lead or co), consulted, or the CPPCC body that hosts (承办部门); `name` as printed.

    A group (各承办单位, 驻威高校) reaches nobody by itself: the secretary names the units it stands for, each a row whose `group` is that
    of the group. `objects` and `item.units` are what is printed, `reached` all rows: who has the work and sees it.
    """

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="units", verbose_name="计划事项")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="item_units", verbose_name="单位")
    name = models.CharField("单位（按文件）", max_length=120)
    role = models.CharField("职责", max_length=20, choices=UnitRole)
    group = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="members", verbose_name="属于哪个群体", editable=False
    )
    order = models.PositiveSmallIntegerField("顺序", default=1)
    lead_assumed = models.BooleanField("牵头为推定", default=False, help_text="文件没有写明谁牵头，按排在首位推定。")
    assignment = models.OneToOneField(
        Assignment, models.PROTECT, null=True, blank=True, related_name="item_unit", verbose_name="交办件", editable=False
    )

    objects = PrintedUnits()
    reached = ReachedUnits()

    class Meta:
        verbose_name = verbose_name_plural = "事项单位"
        ordering = ["item", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "name", "role"], name="item_unit_once", violation_error_message="单位重复。")
        ]

    def __str__(self):
        return self.name


class Capacity(models.TextChoices):
    PRESIDES = "presides", "主持"
    ATTENDS = "attends", "出席"
    SITS_IN = "sits_in", "列席"
    ACCOMPANIES = "accompanies", "陪同"


class ItemPerson(models.Model):
    """A person named for an item: who presides, attends 出席, sits in 列席, accompanies 陪同."""

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="people", verbose_name="计划事项")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    capacity = models.CharField("身份", max_length=20, choices=Capacity)

    class Meta:
        verbose_name = verbose_name_plural = "出席人员"
        ordering = ["item", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "person"], name="item_person_once", violation_error_message="这位人员已在名单中。")
        ]

    def __str__(self):
        return f"{self.person} {self.get_capacity_display()}"


class ItemContact(models.Model):
    """A contact on the side of the units, named by the secretary: of a unit of the item, or of any body where it names none."""

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="contacts", verbose_name="计划事项")
    unit_name = models.CharField("单位", max_length=120)
    name = models.CharField("联系人", max_length=40)
    phone = models.CharField("电话", max_length=30, blank=True)
    order = models.PositiveSmallIntegerField("顺序", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "单位方联系人"
        ordering = ["item", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "unit_name", "name"], name="item_contact_once", violation_error_message="这位联系人已在名单中。"
            )
        ]

    def __str__(self):
        return " ".join(filter(None, [self.unit_name, self.name, self.phone]))
