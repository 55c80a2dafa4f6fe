"""An item's way: drafted with its plan, then 工作方案已报 → 进行中 → 已举行 → 已办结, or 延期 / 取消."""

from collections import Counter
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from consultation.actions.storing import kind_fields, store_item, store_units
from consultation.models import ItemContact, ItemUnit, PlanItem, PlanState, UnitRole
from consultation.models import ItemState as State
from consultation.permissions import is_secretary
from consultation.rules import rules_of_plan
from feedback.models import Source, WorkPlanState
from feedback.sources import settled_by
from organizations.directory import Directory
from organizations.models import UnitKind
from workflow.flow import Flow, Move
from workflow.refusals import Refused
from workflow.trail import record

DRAFT_STATES = (PlanState.DRAFTING, PlanState.CONSULTING)
RUNNING = (State.PLANNED, State.WORK_PLAN_SUBMITTED, State.UNDER_WAY)


def _drafting(item):
    """所属计划在拟定或会商中。"""
    return "" if item.plan.state in DRAFT_STATES else "计划已经报批或印发，事项只能通过“调整计划”修改。"


def _running(item):
    """所属计划已印发，还没有总结评估。"""
    return "" if item.plan.state == PlanState.ISSUED else "计划尚未印发或已经总结评估。"


def _evaluated(item):
    """所属计划还没有总结评估。"""
    return "计划已经总结评估，不再安排。" if item.plan.state == PlanState.EVALUATED else ""


def _no_group(item):
    """事项里有群体单位，计划还没有总结评估。"""
    if hasattr(item, "unit_rows"):  # a page has read them already, see `consultation.statistics.with_units`
        named = any(row["members"] is not None and row["role"] != UnitRole.HOST for row in item.unit_rows)
    else:
        named = item.units.filter(unit__kind=UnitKind.GROUP).exclude(role=UnitRole.HOST).exists()
    return _evaluated(item) or ("" if named else "这个事项的单位里没有群体。")


def _work_plans_missing(item):
    """各交办单位的工作方案都已接受。"""
    assigned = ItemUnit.reached.filter(item=item, assignment__isnull=False).exclude(assignment__state="withdrawn")
    waiting = assigned.exclude(assignment__work_plans__state=WorkPlanState.ACCEPTED).values_list("name", flat=True)
    return f"还没有接受工作方案的单位：{'、'.join(waiting)}。" if waiting else ""


FLOW = Flow(
    PlanItem,
    [
        Move("edit", "修改事项", (State.PLANNED,), None, is_secretary, unfit=_drafting),
        Move("schedule", "安排会议和人员", RUNNING, None, is_secretary, unfit=_evaluated),
        Move(
            "confirm_work_plans",
            "确认工作方案已报齐",
            (State.PLANNED,),
            State.WORK_PLAN_SUBMITTED,
            is_secretary,
            _work_plans_missing,
            _running,
        ),
        Move("notify", "登记已发通知", RUNNING, None, is_secretary, unfit=_running),
        Move("send_materials", "登记已送材料", RUNNING, None, is_secretary, unfit=_running),
        Move("start", "开始", (State.PLANNED, State.WORK_PLAN_SUBMITTED), State.UNDER_WAY, is_secretary, unfit=_running),
        Move("hold", "登记已举行", RUNNING, State.HELD, is_secretary, unfit=_running),
        Move("conclude", "办结事项", (State.HELD,), State.CONCLUDED, is_secretary, unfit=_running),
        Move("postpone", "延期", RUNNING, State.POSTPONED, is_secretary, unfit=_running, reason=True, danger=True),
        Move("resume", "恢复", (State.POSTPONED,), State.PLANNED, is_secretary, unfit=_running, reason=True),
        Move("cancel", "取消", (*RUNNING, State.POSTPONED), State.CANCELLED, is_secretary, unfit=_running, reason=True, danger=True),
        Move("resolve_group", "指明群体单位", RUNNING, None, is_secretary, unfit=_no_group),
        Move("amend", "按调整修改", (*RUNNING, State.POSTPONED), None, is_secretary, unfit=_running),
    ],
)


@settled_by(Source.PLAN_ITEM)
def _item_is_over(assignment):
    """The sentence on an assignment whose item is cancelled, or whose plan is closed; else ""."""
    item = PlanItem.objects.select_related("plan").filter(units__assignment=assignment).first()
    if item and item.state == State.CANCELLED:
        return "事项已经取消，交办件不能恢复办理。"
    return _running(item) if item else ""


@transaction.atomic
def add_item(plan, draft, *, by, on=None):
    """Add an `ItemDraft` to a plan that is still being drafted, at the end; returns the item."""
    require_draft(plan, by)
    return insert_item(plan, draft, by=by, on=on)


def insert_item(plan, draft, *, by, on=None):
    """Store an item behind the last of its section, whatever the plan's state; a number that is taken there is refused."""
    on = on or timezone.localdate()
    beside = plan.items.filter(kind=draft.kind, section=draft.section)
    order = ((beside if beside.exists() else plan.items).aggregate(last=Max("order"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            plan.items.filter(order__gte=order).update(order=F("order") + 1)
            item = store_item(plan, draft, order, Directory(plan.jurisdiction, on=on), rules_of_plan(plan))
    except IntegrityError:
        raise Refused("同一部分里已有这个序号。") from None
    record(item, "create", "录入事项", by=by, on=on, to_state=item.state)
    return item


def require_draft(plan, by):
    """Raise where `by` may not draft, or the plan is past drafting."""
    plan = type(plan).objects.select_for_update().get(pk=plan.pk)
    if not is_secretary(by, plan):
        raise Refused("您没有权限修改这份计划。")
    if plan.state not in DRAFT_STATES:
        raise Refused("计划已经报批或印发，事项只能通过“调整计划”修改。")


def with_kind(item, fields):
    """`fields` with the name of the kind, where another one than before is among them."""
    changed = fields.get("kind", item.kind) != item.kind
    return fields | kind_fields(fields["kind"], rules_of_plan(item.plan)) if changed else fields


@transaction.atomic
def edit_item(item, *, by, on=None, version=None, units=None, **fields):
    """Change an item of a plan being drafted; `units` = the new list of `UnitDraft`s, where given."""
    item = FLOW.apply(item, "edit", by=by, on=on, version=version, **with_kind(item, fields))
    if units is not None:
        store_units(item, units, Directory(item.plan.jurisdiction, on=on or timezone.localdate()))
    return item


@transaction.atomic
def remove_item(item, *, by, on=None):
    """Take an item out of a plan being drafted; the trail keeps its title."""
    require_draft(item.plan, by)
    record(item, "remove", "删除事项", by=by, on=on, before={"title": item.title, "number": item.number})
    item.delete()


@transaction.atomic
def schedule(item, *, by, on=None, version=None, meetings=None, people=None, contacts=None, **fields):
    """Name the meetings at which it is heard, the people (`[(person, capacity)]`), the contacts on the side of the units
    (`[{"unit", "name", "phone"}]`), the committee's contact and the attendance arrangement (fields of the item)."""
    item = FLOW.apply(item, "schedule", by=by, on=on, version=version, **fields)
    before = _arranged(item)
    if meetings is not None:
        if any(meeting.jurisdiction_id != item.jurisdiction_id for meeting in meetings):
            raise Refused("会议不属于本地区。")
        item.meetings.set(meetings)
    if people is not None:
        _name_people(item, people)
    if contacts is not None:
        _name_contacts(item, contacts)
    after = _arranged(item)
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        record(item, "arrange", "安排变更", by=by, on=on, before=_part(before, changed), after=_part(after, changed))
    return item


def _arranged(item):
    """What is arranged for an item beside its own fields, in words."""
    rows = {"meetings": item.meetings.select_related("term"), "people": item.people.select_related("person"), "contacts": item.contacts}
    return {name: "、".join(str(row) for row in found.all()) for name, found in rows.items()}


def _part(values, names):
    return {name: values[name] for name in names}


def _name_people(item, people):
    twice = [person for person, count in Counter(person for person, _ in people).items() if count > 1]
    if twice:
        raise Refused(f"{twice[0]}只能有一种身份。")
    item.people.all().delete()
    for person, capacity in people:
        item.people.create(person=person, capacity=capacity)


def _name_contacts(item, contacts):
    units = list(item.units.exclude(role=UnitRole.HOST).values_list("name", flat=True))
    wrong = [contact["unit"] for contact in contacts if units and contact["unit"] not in units]
    if wrong:
        raise Refused(f"“{wrong[0]}”不是这个事项的单位，可以填的有：{'、'.join(units)}。")
    item.contacts.all().delete()
    for order, contact in enumerate(contacts, 1):
        row = ItemContact(item=item, unit_name=contact["unit"], name=contact["name"], phone=contact["phone"], order=order)
        row.full_clean()
        row.save()


def confirm_work_plans(item, *, by, on=None, version=None):
    """All units' work plans are in and accepted."""
    return FLOW.apply(item, "confirm_work_plans", by=by, on=on, version=version)


def start(item, *, by, on=None, version=None):
    """Work on the item begins."""
    return FLOW.apply(item, "start", by=by, on=on, version=version)


def notify(item, *, by, on, version=None):
    """The written notice went to those who take part, on the day `on`."""
    return FLOW.apply(item, "notify", by=by, on=_past(on), version=version, notified_on=on)


def send_materials(item, *, by, on, version=None):
    """The materials went to those who take part, on the day `on`."""
    return FLOW.apply(item, "send_materials", by=by, on=_past(on), version=version, materials_on=on)


def _past(day):
    if day > timezone.localdate():
        raise Refused("登记的日期不能晚于今天。")
    return day


def hold(item, *, by, held_on, version=None):
    """It was held on the day `held_on`: not after today, nor before the plan's year or, where that was earlier, its issue."""
    if held_on > timezone.localdate():
        raise Refused("举行日期不能晚于今天。")
    first = date(item.plan.year, 1, 1)
    first = min(first, item.plan.issued_on or first)
    if held_on < first:
        raise Refused(f"举行日期不能早于 {first:%Y-%m-%d}（计划年度之初）。")
    return FLOW.apply(item, "hold", by=by, on=held_on, version=version, held_on=held_on)


@transaction.atomic
def conclude_item(item, *, by, on=None, version=None):
    """办结 the item."""
    return FLOW.apply(item, "conclude", by=by, on=on, version=version)
