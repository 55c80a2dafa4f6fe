"""What each unit of an item does, as far as the person may see it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from consultation.models import ItemUnit
from feedback.models import Assignment, EntryKind, ProgressEntry, Team, WorkPlan, WorkPlanState


@dataclass(frozen=True)
class Duty:
    """One unit of an item; everything after `members` (whether units are named for a group) is None where its assignment is not seen."""

    row: object
    members: bool
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
    rows = (
        ItemUnit.reached.filter(item=item)
        .select_related("unit", "assignment", "group")
        .annotate(
            has_members=Exists(ItemUnit.reached.filter(group=OuterRef("pk"))),
            seen=Exists(Assignment.objects.visible_to(person).filter(pk=OuterRef("assignment"))),
            team_now=Subquery(
                teams.values(found=JSONObject(**{name: name for name in ("head", "deputy", "office", "handler", "phone")}))[:1]
            ),
            last_plan=Subquery(plans.values(found=JSONObject(number="number", state="state", on="submitted_on"))[:1]),
            last_entry=Subquery(entries.values(found=JSONObject(on=F("on"), kind="kind", text="text"))[:1]),
        )
    )
    return [_duty(row) for row in rows]


def _duty(row):
    if not row.seen:
        return Duty(row, row.has_members, False, None, None, None)
    plan, entry = row.last_plan, row.last_entry
    return Duty(
        row,
        row.has_members,
        True,
        row.team_now,
        plan and plan | {"label": WorkPlanState(plan["state"]).label, "on": date.fromisoformat(plan["on"])},
        entry and entry | {"label": EntryKind(entry["kind"]).label, "on": date.fromisoformat(entry["on"])},
    )
