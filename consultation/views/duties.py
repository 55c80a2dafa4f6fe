"""What each unit of an item does, as far as the person may see it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from feedback.models import Assignment, EntryKind, ProgressEntry, Team, WorkPlan, WorkPlanState


@dataclass(frozen=True)
class Duty:
    """One unit of an item; everything after `unit` is None for whoever may not see its assignment."""

    row: object
    seen: bool
    team: dict | None
    work_plan: dict | None
    entry: dict | None


def duties_of(item, person, today):
    """The units of an item with the team of `today`, last work plan and last entry; one query."""
    here = {"assignment": OuterRef("assignment")}
    teams = Team.objects.on(today).filter(**here).order_by("-pk")
    plans = WorkPlan.objects.filter(**here).order_by("-number")
    entries = ProgressEntry.objects.standing().filter(**here).order_by("-on", "-pk")
    rows = item.units.select_related("unit", "assignment").annotate(
        seen=Exists(Assignment.objects.visible_to(person).filter(pk=OuterRef("assignment"))),
        team_now=Subquery(teams.values(found=JSONObject(**{name: name for name in ("head", "deputy", "office", "handler", "phone")}))[:1]),
        last_plan=Subquery(plans.values(found=JSONObject(number="number", state="state", on="submitted_on"))[:1]),
        last_entry=Subquery(entries.values(found=JSONObject(on=F("on"), kind="kind", text="text"))[:1]),
    )
    return [_duty(row) for row in rows]


def _duty(row):
    if not row.seen:
        return Duty(row, False, None, None, None)
    plan, entry = row.last_plan, row.last_entry
    return Duty(
        row,
        True,
        row.team_now,
        plan and plan | {"label": WorkPlanState(plan["state"]).label, "on": date.fromisoformat(plan["on"])},
        entry and entry | {"label": EntryKind(entry["kind"]).label, "on": date.fromisoformat(entry["on"])},
    )
