"""Items of several plans from the table of the list of all items: those of plans being drafted are changed and added, others only read."""

from dataclasses import dataclass

from django.db import transaction

from consultation.actions.items import DRAFT_STATES
from consultation.drafts import ItemDraft
from consultation.importing import PlanRows, store
from consultation.models import AnnualPlan
from consultation.permissions import is_secretary
from consultation.tables import LIST_COLUMNS, list_facts
from tables import ImportPlan, PlannedRow, read_rows
from tables.importing import SAME

LABELS = {column.key: column.label for column in LIST_COLUMNS}


@dataclass(frozen=True)
class Planned:
    """A row as understood: the plan it belongs to and what the item will be."""

    plan: AnnualPlan
    draft: ItemDraft


class _Plans:
    """The plans that rows name, each looked up once."""

    def __init__(self, by, on):
        self.by, self.on, self.found = by, on, {}

    def of(self, values):
        """(`PlanRows`, "") of the plan a row names, or (None, why there is none)."""
        place, year = values["jurisdiction"] or "", values["year"]
        if (place, year) not in self.found:
            self.found[place, year] = self._look_up(place, year)
        return self.found[place, year]

    def _look_up(self, place, year):
        if not isinstance(year, int) or not 1949 <= year <= 2100:
            return None, "请填写计划的年度。"
        plans = AnnualPlan.objects.visible_to(self.by).filter(year=year).select_related("jurisdiction")
        found = list((plans.filter(jurisdiction__name=place) if place else plans)[:2])
        if len(found) > 1:
            return None, "请填写地区。"
        return (PlanRows(found[0], self.on), "") if found else (None, f"没有找到{place}{year}年的计划。")


def check(data, name, *, by, on=None):
    """What importing a file (bytes) of the list of items would do; stores nothing. Returns an `ImportPlan` of `Planned` rows.

    A row is found by place, year, kind, section and number. Contacts, state and day are read only. Raises Refused where the file as
    a whole cannot be taken.
    """
    plans = _Plans(by, on)
    return ImportPlan(tuple(_planned(row, plans, by) for row in read_rows(data, name, LIST_COLUMNS)))


def _planned(row, plans, by):
    rows, sentence = plans.of(row.values)
    if rows is None:
        return PlannedRow(row.number, row.values["title"] or "", "", row.errors | {LABELS["year"]: sentence})
    planned = rows.planned(row)
    errors = planned.errors or _refusals(rows, planned, row.values, by)
    draft = None if errors else Planned(rows.plan, planned.draft)
    return PlannedRow(planned.number, planned.name, "" if errors else planned.change, errors, planned.warnings, draft)


def _refusals(rows, planned, values, by):
    """Why a row that reads well may not be stored, by column labels."""
    item = rows.stored_item(planned.draft)
    shown = list_facts(item) if item else dict.fromkeys(("contact", "contacts", "state", "held_on"))
    other = [key for key, value in shown.items() if (values[key] or "") != (value or "")]
    errors = {LABELS[key]: f"由办理产生，导入不改：现为“{shown[key] or '空'}”。" for key in other}
    if planned.change != SAME and not is_secretary(by, rows.plan):
        errors["整行"] = "您没有权限修改这份计划。"
    elif planned.change != SAME and rows.plan.state not in DRAFT_STATES:
        errors["整行"] = f"{rows.plan.year}年的计划已经报批或印发，事项只能通过“调整计划”修改。"
    return errors


@transaction.atomic
def apply(imported, *, by, on=None):
    """Store a checked `ImportPlan` of `Planned` rows; returns it. Raises Refused, and stores nothing, where a row has an error."""
    imported.refuse_errors()
    changing = [row.draft for row in imported.rows if row.change != SAME]
    for plan in dict.fromkeys(each.plan for each in changing):
        store(plan, [each.draft for each in changing if each.plan == plan], by=by, on=on)
    return imported
