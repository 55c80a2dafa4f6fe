"""A plan over the year, and what it asks of units and people."""

from datetime import date

from django.utils import timezone

from consultation.api.plans import OfPlan
from consultation.models import ItemState, PlanItem, Precision
from consultation.rules import rules_of_plan
from consultation.statistics import clashes_of_hosts, clashes_of_people, clashes_with_plenaries, loads, plenary_days
from organizations.endpoints import answer, plain
from organizations.schema import Operation
from organizations.shapes import Shape

IN_TIME = Shape(PlanItem, "id=public_id kind kind_label=kind_name section number title state time_text precision window_start window_end")
NUMBER, TEXT = {"type": "integer"}, {"type": "string"}
ENTRY = {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}, "label": TEXT, "title": TEXT}}
ENTRIES = {"type": "array", "items": ENTRY}
LOAD = {
    "unit": TEXT,
    "hosts": {"type": "boolean", "description": "政协承办"},
    "months": {"type": "object", "additionalProperties": NUMBER, "description": "各月事项数"},
    "spread": {"type": "integer", "description": "跨月或全年"},
    "undated": {"type": "integer", "description": "未定时间"},
    "total": NUMBER,
}
OVERLOAD = {"unit": TEXT, "month": NUMBER, "items": ENTRIES}
COLLISION = {"who": TEXT, "when": TEXT, "items": ENTRIES}


def several(fields):
    return {"type": "array", "items": {"type": "object", "properties": fields, "required": list(fields)}}


def named(entries):
    """Entries of a load or a collision as plain data."""
    return [{"id": entry.public_id, "label": entry.label, "title": entry.title} for entry in entries]


class PlanYear(OfPlan):
    """The items by time: dated ones in order, those that go on all year, those whose time is open; each says whether it is late."""

    def get(self, request, public_id):
        self.query()
        plan = self.find(public_id)
        items = PlanItem.objects.filter(plan=plan)
        rows = plain(IN_TIME.rows(items.order_by("window_start", "window_end", "order", "pk")))
        late = {str(each) for each in items.overdue(timezone.localdate()).values_list("public_id", flat=True)}
        parts = {"dated": [], "all_year": [], "undated": []}
        for row in rows:
            row["overdue"] = row["id"] in late
            undated = row["precision"] == Precision.NONE or row["state"] == ItemState.POSTPONED
            parts["undated" if undated else "all_year" if row["precision"] == Precision.ALL_YEAR else "dated"].append(row)
        return answer({"year": plan.year} | parts)

    def operation(self, method):
        row = IN_TIME.document | {"properties": IN_TIME.document["properties"] | {"overdue": {"type": "boolean"}}}
        parts = {name: {"type": "array", "items": row} for name in ("dated", "all_year", "undated")}
        document = {"type": "object", "properties": {"year": NUMBER} | parts, "required": ["year", *parts]}
        return Operation("一份计划的全年安排", {200: document}, refusals=(400, 401, 404))


class PlanLoad(OfPlan):
    """How many items each unit has in each month, overloads by rule, and what collides."""

    def get(self, request, public_id):
        self.query()
        plan = self.find(public_id)
        items, found = plan.items.all(), loads(plan.items.all())
        rules = rules_of_plan(plan, on=date(plan.year, 1, 1))
        weeks = plenary_days(plan.jurisdiction, plan.year)
        months = {day.month for week in weeks for day in week} or set(rules.plenary_months)
        clashes = clashes_of_people(items) + clashes_of_hosts(items) + clashes_with_plenaries(items, weeks, months)
        over = [(load.name, month, entries) for load in found for month, entries in load.over(rules.overload)]
        return answer(
            {
                "limit": rules.overload,
                "loads": [self.row(load) for load in found],
                "overloads": [{"unit": name, "month": month, "items": named(entries)} for name, month, entries in over],
                "collisions": [{"who": each.who, "when": each.when, "items": named(each.entries)} for each in clashes],
            }
        )

    @staticmethod
    def row(load):
        months = {str(month): len(entries) for month, entries in sorted(load.months.items())}
        numbers = {"spread": len(load.spread), "undated": len(load.undated), "total": load.total}
        return {"unit": load.name, "hosts": load.hosts, "months": months} | numbers

    def operation(self, method):
        parts = {"limit": NUMBER, "loads": several(LOAD), "overloads": several(OVERLOAD), "collisions": several(COLLISION)}
        document = {"type": "object", "properties": parts, "required": list(parts)}
        return Operation("一份计划的负荷和冲突", {200: document}, refusals=(400, 401, 404))
