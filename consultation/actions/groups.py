"""指明群体单位: the units that a group of an item (各承办单位, 驻威高校) stands for; the plan goes on printing the group."""

from django.db import transaction
from django.utils import timezone

from consultation.actions.issuing import assign_units
from consultation.actions.items import FLOW
from consultation.actions.storing import name_members
from consultation.models import ItemUnit, PlanState
from feedback import actions as duties
from feedback.models.assignments import OPEN_STATES
from organizations.directory import unfit
from workflow.refusals import Refused


@transaction.atomic
def resolve_group(item, *, by, group, units, on=None, version=None):
    """Say that `group`, a row of the item, stands for `units`: all of them, those left out no longer belong to it. Returns the item.

    In an issued plan each gets its assignment, and who is left out has his open one withdrawn. Raises Refused for a unit that cannot
    work on it, that the item names already, or that is left out although it has finished.
    """
    on = on or timezone.localdate()
    if group.item_id != item.pk or not (group.unit and group.unit.is_group):
        raise Refused("所选的群体不在这个事项里。")
    others = set(ItemUnit.reached.filter(item=item).exclude(group=group).values_list("unit", flat=True))
    for unit in units:
        if sentence := unfit(unit, item.jurisdiction, on) or (f"{unit}已经是这个事项的单位，不必再列。" if unit.pk in others else ""):
            raise Refused(sentence)
    before = list(ItemUnit.reached.filter(item=item, group=group).select_related("assignment"))
    noted = [{f"{group.name}包括": "、".join(str(each) for each in rows)} for rows in (before, units)]
    item = FLOW.apply(item, "resolve_group", by=by, on=on, version=version, noted=noted)
    chosen = {unit.pk for unit in units}
    for row in before:
        if row.unit_id not in chosen:
            _leave_out(row, group, by=by, on=on)
    kept = {row.unit_id for row in before}
    name_members(group, [unit for unit in units if unit.pk not in kept])
    if item.plan.state == PlanState.ISSUED:
        assign_units(ItemUnit.reached.filter(group=group), item.plan, by=by, on=on)
    return item


def _leave_out(row, group, *, by, on):
    if row.assignment and row.assignment.state in OPEN_STATES:
        duties.withdraw(row.assignment, by=by, on=on, reason=f"不再列入“{group.name}”。")
    elif row.assignment and row.assignment.state == "concluded":
        raise Refused(f"{row.name}的交办件已经办结，不能去掉。")
    row.delete()
