"""Amendments 调整: what changes after the plan was issued, with reason and approval, each a version beside the issued text."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from consultation.actions import plans
from consultation.actions.issuing import assign_units, item_due
from consultation.actions.items import FLOW, insert_item, with_kind
from consultation.actions.storing import store_units
from consultation.letters import print_amendment
from consultation.models import AnnualPlan, ItemUnit, PlanAmendment, PlanItem
from consultation.papers import AMENDMENT_NOTICE, PLAN_NOTICE
from consultation.rules import rules_of_plan
from documents.templates import next_number
from feedback import actions as duties
from feedback.models import Assignment
from feedback.models.assignments import OPEN_STATES
from organizations.directory import Directory
from workflow.refusals import Refused


@dataclass(frozen=True)
class Change:
    """One line of an amendment: which item, what was, what is now."""

    item: str
    what: str
    before: str
    after: str


@transaction.atomic
def amend(
    plan, *, by, reason, approved_by, on=None, version=None, edits=(), additions=(), postponed=(), resumed=(), cancelled=()
):  # fmt: skip
    """Change any number of items of an issued plan at once; returns the amendment, one version with one paper that prints them all.

    `edits`: [(item, {field: value, "units": [UnitDraft, …], "version": the version seen})]; `additions`: [ItemDraft];
    `postponed`, `cancelled`: [item]; `resumed`: [(item, fields of its new time)], see `resume`.
    Raises Refused where nothing changes or no approval is named.
    """
    on = on or timezone.localdate()
    changes = []
    for item, fields in edits:
        changes += _edit(item, dict(fields), by=by, on=on)
    changes += [_postpone(item, by=by, on=on, reason=reason)[1] for item in postponed]
    changes += [_resume(item, by=by, on=on, reason=reason, **time)[1] for item, time in resumed]
    changes += [_cancel(item, by=by, on=on, reason=reason)[1] for item in cancelled]
    for draft in additions:
        item = insert_item(plan, draft, by=by, on=on)
        changes.append(Change(str(item), "增加", "", item.title))
    assign_units(ItemUnit.reached.filter(item__plan=plan, unit__isnull=False), plan, by=by, on=on)
    return _amendment(plan, changes, by=by, on=on, reason=reason, approved_by=approved_by, version=version)


def _edit(item, fields, *, by, on):
    units, version = fields.pop("units", None), fields.pop("version", None)
    item = PlanItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    fields = with_kind(item, fields)
    before = {name: str(getattr(item, name) or "") for name in fields}
    item = FLOW.apply(item, "amend", by=by, on=on, version=version, **fields)
    changes = [
        Change(str(item), PlanItem._meta.get_field(name).verbose_name, before[name], str(getattr(item, name) or ""))
        for name in fields
        if name != "kind" and before[name] != str(getattr(item, name) or "")
    ]
    if units is not None:
        changes += _replace_units(item, units, by=by, on=on)
    if not {"precision", "window_end"}.isdisjoint(fields):
        move_due(item, by=by, on=on)
    return changes


def _replace_units(item, drafts, *, by, on):
    directory = Directory(item.plan.jurisdiction, on=on)
    unknown = [draft.name for draft in drafts if directory.find(draft.name) is None]
    if unknown:
        raise Refused(f"没有找到名为“{'、'.join(unknown)}”的单位。")
    rows = list(ItemUnit.reached.filter(item=item).select_related("assignment", "group"))
    names = [draft.name for draft in drafts]
    for row in rows:
        if (row.group or row).name not in names and row.assignment and row.assignment.state in OPEN_STATES:
            duties.withdraw(row.assignment, by=by, on=on, reason="计划调整，不再承担此事项。")
    store_units(item, drafts, directory)
    _hand_over(rows, list(ItemUnit.reached.filter(item=item)))
    present = list(ItemUnit.reached.filter(item=item))
    _follow_roles(present, by=by, on=on)
    before, now = _listed(rows), _listed(present)
    return [Change(str(item), "单位", before, now)] if before != now else []


def _listed(rows):
    return "、".join(f"{row.name}（{row.get_role_display()}）" for row in rows if not row.group_id)


def _follow_roles(rows, *, by, on):
    """Each duty is called what its unit now is in the item."""
    for row in rows:
        if row.assignment and row.assignment.role != row.get_role_display():
            duties.change_role(row.assignment, row.get_role_display(), by=by, on=on)


def _hand_over(former, rows):
    """Each row takes over the duty of the unit of its name, that of its own role first; no duty goes to two rows."""
    held = {(row.name, row.role): row.assignment for row in former if row.assignment}
    for same_role in (True, False):
        for row in rows:
            keys = [key for key in held if key[0] == row.name and (key[1] == row.role or not same_role)]
            if keys and row.assignment is None:
                row.assignment = held.pop(keys[0])
                row.save(update_fields=["assignment"])


def move_due(item, *, by, on):
    """Count the deadline of an item's open assignments anew; the former date stays in the trail."""
    due = _due(item, on)
    for assignment in _duties(item):
        duties.move_due(assignment, due, by=by, on=on)


def _due(item, on):
    return item_due(item, item.plan, rules_of_plan(item.plan, on=on))


def _duties(item):
    """The item's assignments that are still to be done."""
    return Assignment.objects.filter(item_unit__item=item, state__in=OPEN_STATES).order_by("pk")


def _amendment(plan, changes, *, by, on, reason, approved_by, version=None):
    if not changes:
        raise Refused("没有任何变化，无需调整。")
    if not approved_by.strip():
        raise Refused("请填写调整经谁批准。")
    last = AnnualPlan.objects.select_for_update().values_list("amendment", flat=True).get(pk=plan.pk)
    plan = plans.FLOW.apply(plan, "amend", by=by, on=on, version=version, reason=reason, amendment=last + 1)
    amendment = PlanAmendment(
        plan=plan,
        number=plan.amendment,
        document_number=next_number(plan.jurisdiction, on, AMENDMENT_NOTICE, PLAN_NOTICE),
        on=on,
        reason=reason,
        approved_by=approved_by,
        changes=[asdict(change) for change in changes],
        by=by,
    )
    amendment.full_clean()
    amendment.save()
    print_amendment(plan, amendment, by=by)
    return amendment


@transaction.atomic
def postpone(item, *, by, reason, approved_by, on=None, version=None):
    """延期 an item of an issued plan, as an amendment; its units' deadlines stop until it is resumed. Returns the item."""
    on = on or timezone.localdate()
    item, change = _postpone(item, by=by, on=on, reason=reason, version=version)
    _amendment(item.plan, [change], by=by, on=on, reason=reason, approved_by=approved_by)
    return item


def _postpone(item, *, by, on, reason, version=None):
    item = FLOW.apply(item, "postpone", by=by, on=on, version=version, reason=reason)
    for assignment in _duties(item):
        duties.suspend(assignment, by=by, on=on, reason=reason)
    return item, Change(str(item), "延期", item.time_text, "另行安排")


@transaction.atomic
def resume(item, *, by, reason, approved_by, window_end, on=None, version=None, **time):
    """恢复 a postponed item at a new time, as an amendment; its units' deadlines run again, towards the new time. Returns the item.

    `time`: time_text, precision, window_start. Raises Refused where no time is given, or one that is over.
    """
    on = on or timezone.localdate()
    item, change = _resume(item, by=by, on=on, reason=reason, version=version, window_end=window_end, **time)
    _amendment(item.plan, [change], by=by, on=on, reason=reason, approved_by=approved_by)
    return item


def _resume(item, *, by, on, reason, window_end, version=None, **time):
    if window_end is None:
        raise Refused("恢复要定下新的时间，如“9月”，或填写起止日期。")
    if window_end < on:
        raise Refused(f"新的时间已经过去：最晚日期是 {window_end:%Y-%m-%d}。")
    before, anew = item.time_text, {"notified_on": None, "materials_on": None}
    item = FLOW.apply(item, "resume", by=by, on=on, version=version, reason=reason, window_end=window_end, **time, **anew)
    for assignment in _duties(item):
        duties.resume_deadlines(assignment, _due(item, on), by=by, on=on)
    return item, Change(str(item), "恢复", f"延期（原定{before or '未定'}）", item.time_text)


@transaction.atomic
def cancel(item, *, by, reason, approved_by, on=None, version=None):
    """取消 an item of an issued plan, as an amendment; its units' open duties are withdrawn. Returns the item."""
    on = on or timezone.localdate()
    item, change = _cancel(item, by=by, on=on, reason=reason, version=version)
    _amendment(item.plan, [change], by=by, on=on, reason=reason, approved_by=approved_by)
    return item


def _cancel(item, *, by, on, reason, version=None):
    item = FLOW.apply(item, "cancel", by=by, on=on, version=version, reason=reason)
    for assignment in _duties(item):
        duties.withdraw(assignment, by=by, on=on, reason=reason)
    return item, Change(str(item), "取消", item.title, "")
