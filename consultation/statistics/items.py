"""What a query adds to plans and items: numbers, units, lateness; the gaps of an item."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, CharField, Count, Exists, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Concat, JSONObject, Trim

from consultation.models import ItemContact, ItemPerson, ItemUnit, PlanItem, Precision, UnitRole
from feedback.models import Team
from organizations.models import Body, Meeting, UnitKind

MISSING = [("team", "未填责任人"), ("work_plan", "未报工作方案"), ("review", "方案待审核")]  # needs, see `feedback.statistics`


def with_counts(plans):
    """Plans with `numbers`: how many items in all, without time, form or unit,
    that reach nobody, supervisory (absent where there is no item),
    and `kinds`: [{"name", "count"}], in the order in which the plan lists them."""
    unit = ItemUnit.objects.filter(item=OuterRef("pk")).exclude(role=UnitRole.HOST)
    numbers = {
        "total": Count("pk"),
        "undated": Count("pk", filter=Q(precision=Precision.NONE)),
        "no_form": Count("pk", filter=Q(form="")),
        "no_units": Count("pk", filter=~Exists(unit)),
        "unknown_units": Count("pk", filter=Exists(ItemUnit.objects.filter(item=OuterRef("pk"), unit__isnull=True))),
        "unreached": Count("pk", filter=reaches_nobody()),
        "supervisory": Count("pk", filter=Q(is_supervisory=True)),
    }
    items = PlanItem.objects.filter(plan=OuterRef("pk")).order_by().values("plan").annotate(numbers=JSONObject(**numbers))
    kinds = PlanItem.objects.filter(plan=OuterRef("pk")).order_by().values("kind_name").annotate(count=Count("pk"), first=Min("order"))
    rows = kinds.order_by("first").values(row=JSONObject(name="kind_name", count="count"))
    return plans.annotate(numbers=Subquery(items.values("numbers")), kinds=ArraySubquery(rows))


def with_units(items):
    """Items with `unit_rows`, as printed: [{"name", "role", "unit", "assumed", "members"}] in their order; `members`: the names of the
    units a group stands for, None for what is no group."""
    rows = ItemUnit.objects.filter(item=OuterRef("pk")).order_by("order", "pk")
    members = ArraySubquery(ItemUnit.reached.filter(group=OuterRef("pk")).order_by("pk").values("name"))
    named = Case(When(unit__kind=UnitKind.GROUP, then=members), default=None, output_field=ArrayField(CharField()))
    fields = {"name": "name", "role": "role", "unit": "unit_id", "assumed": "lead_assumed", "members": named}
    return items.annotate(unit_rows=ArraySubquery(rows.values(row=JSONObject(**fields))))


def with_names(items):
    """Items with `people_names`, `meeting_names`, `contact_names` and, with telephone, `contact_lines`, in words."""
    capacity = Case(*[When(capacity=value, then=Value(label)) for value, label in ItemPerson._meta.get_field("capacity").choices])
    people = ItemPerson.objects.filter(item=OuterRef("pk")).order_by("pk")
    body = Case(*[When(body=value, then=Value(label)) for value, label in Body.choices])
    meetings = Meeting.objects.filter(plan_items=OuterRef("pk")).order_by("held_on", "pk")
    named = Concat(Value("第"), "term__number", Value("届第"), "number", Value("次"), body, output_field=CharField())
    who = Concat("person__name", Value("（"), capacity, Value("）"), output_field=CharField())
    return with_contacts(items).annotate(
        people_names=ArraySubquery(people.values(words=who)), meeting_names=ArraySubquery(meetings.values(words=named))
    )


def with_contacts(items):
    """Items with `contact_names` and, with telephone, `contact_lines`: the contacts on the side of the units, in words."""
    contacts = ItemContact.objects.filter(item=OuterRef("pk")).order_by("order", "pk")
    contact = Concat("unit_name", Value(" "), "name", output_field=CharField())
    line = Trim(Concat("unit_name", Value(" "), "name", Value(" "), "phone", output_field=CharField()))
    return items.annotate(
        contact_names=ArraySubquery(contacts.values(words=contact)), contact_lines=ArraySubquery(contacts.values(words=line))
    )


def reaches_nobody():
    """The condition on items that all their units are groups for which no unit has been named: nobody would get the work."""
    rows = ItemUnit.reached.filter(item=OuterRef("pk")).exclude(role=UnitRole.HOST)
    return Exists(rows) & ~Exists(rows.filter(Q(unit__isnull=True) | ~Q(unit__kind=UnitKind.GROUP)))


def without_contact():
    """The condition on items that nobody is named on one of the two sides: by the committee, or for the units (a contact or a team)."""
    contacts = ItemContact.objects.filter(item=OuterRef("pk"))
    teams = Team.objects.filter(assignment__item_unit__item=OuterRef("pk"))
    return Q(contact__isnull=True) | ~(Exists(contacts) | Exists(teams))


def with_lateness(items, day):
    """Items with `is_late`: whether they are overdue on `day` (see `PlanItem.objects.overdue`)."""
    return items.annotate(is_late=Exists(PlanItem.objects.overdue(day).filter(pk=OuterRef("pk"))))


@dataclass(frozen=True)
class Gap:
    """What is open in an item: `code` for programs, `label` short, `message` a sentence, `level` warning or info."""

    code: str
    label: str
    message: str
    level: str = "warning"


def _unresolved(rows):
    """The groups among the units (without hosts) that stand for nobody yet: a gap where nobody else has the work, else a remark."""
    groups = [row["name"] for row in rows if row["members"] == []]
    if not groups:
        return []
    words = f"“{'、'.join(groups)}”是群体，没有单位会收到交办件。请点“指明群体单位”，写明由哪些单位承办；文件上的名称不变。"
    reached = any(row["members"] or row["members"] is None for row in rows)
    return [Gap("group_open", "群体未指明单位", words, "info" if reached else "warning")]


def gaps_of(item):
    """The gaps of one item that `with_units` has read; several responsible units without a named lead are a remark only."""
    rows = [row for row in item.unit_rows if row["role"] != UnitRole.HOST]
    gaps = []
    if item.precision == Precision.NONE:
        words = f"时间“{item.time_text}”看不出日期。" if item.time_text else "没有写时间。"
        gaps.append(Gap("no_time", "未定时间", words))
    if not rows:
        gaps.append(Gap("no_units", "无责任单位", "没有写责任单位。"))
    if not item.form:
        gaps.append(Gap("no_form", "未写方式", "没有写方式。"))
    gaps += _unresolved(rows)
    unknown = [row["name"] for row in item.unit_rows if row["unit"] is None]
    if unknown:
        gaps.append(Gap("unknown_unit", "单位未登记", f"单位名录里没有：{'、'.join(unknown)}。"))
    if any(row["assumed"] for row in rows):
        gaps.append(Gap("lead_assumed", "牵头为推定", "文件没有写明牵头单位，按排在首位推定。", "info"))
    return gaps
