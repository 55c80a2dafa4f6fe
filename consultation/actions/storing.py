"""Writing an item with its units as one."""

from consultation.models import ItemUnit, PlanItem, UnitRole
from consultation.models.items import RESPONSIBLE
from workflow.refusals import Refused

ITEM_FIELDS = (
    "kind",
    "section",
    "number",
    "title",
    "contents",
    "notes",
    "form",
    "is_supervisory",
    "time_text",
    "precision",
    "window_start",
    "window_end",
    "attendance",
    "source_spans",
)


def kind_fields(code, rules):
    """The fields that say the kind `code` of an item by a place's rules. Raises Refused for a code that the place does not have."""
    names = dict(rules.kinds)
    if code not in names:
        raise Refused(f"本地区没有“{code[:20]}”这个类别，可用的有：{'、'.join(names.values())}。")
    return {"kind": code, "kind_name": names[code]}


def store_item(plan, draft, order, directory, rules):
    """Store an `ItemDraft` at place `order` of a plan; returns the item. Raises ValidationError or Refused for a wrong value."""
    fields = {name: getattr(draft, name) for name in ITEM_FIELDS} | kind_fields(draft.kind, rules)
    item = PlanItem(plan=plan, jurisdiction_id=plan.jurisdiction_id, order=order, **fields)
    item.full_clean()
    item.save()
    store_units(item, draft.units, directory)
    return item


def store_units(item, drafts, directory):
    """Replace an item's units by `drafts`, each tied to the unit that bore the name on the directory's day.

    A group that stays keeps the units that were named for it.
    """
    named = {row.name: [member.unit for member in row.members(manager="reached").select_related("unit")] for row in item.units.all()}
    item.units.all().delete()
    for order, draft in enumerate(drafts, 1):
        match = directory.find(draft.name)
        row = ItemUnit(
            item=item,
            unit=match.unit if match else None,
            name=draft.name,
            role=draft.role,
            order=order,
            lead_assumed=draft.lead_assumed,
        )
        row.full_clean()
        row.save()
        if named.get(row.name):
            name_members(row, named[row.name])


def name_members(group, units):
    """Name the units that a group of an item stands for; one that the item names already is left out."""
    present = set(ItemUnit.reached.filter(item=group.item).values_list("name", flat=True))
    role = UnitRole.CO if group.role in RESPONSIBLE else group.role
    for unit in units:
        if unit.name not in present:
            row = ItemUnit(item=group.item, unit=unit, name=unit.name, role=role, order=group.order, group=group)
            row.full_clean()
            row.save()
