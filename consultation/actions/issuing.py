"""印发: the plan gets its number, every unit its duty."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from consultation.actions.plans import FLOW, session_fields
from consultation.letters import print_plan
from consultation.models import ItemState, ItemUnit, Precision, UnitRole
from consultation.papers import PLAN_NOTICE
from consultation.rules import rules_of_plan
from documents.templates import next_number
from feedback.actions import assign
from feedback.models import Source
from organizations.models import UnitKind
from workflow.calendar import WorkCalendar
from workflow.refusals import Refused


@transaction.atomic
def issue(plan, *, by, issued_on, document_number="", version=None):
    """Issue an approved plan on a day; each named unit gets its assignment. Returns the plan.

    `document_number`: the number it already bears; without one the next of the series named in the paper template is drawn
    (a closed year has none to draw). Groups (各承办单位) and the CPPCC's own hosts get none, the units named for a group do;
    the notice is left to be printed.
    Nobody is told, nothing is due and nothing printed for a closed year.
    """
    if issued_on > timezone.localdate():
        raise Refused("印发日期不能晚于今天。")
    if plan.approved_on and issued_on < plan.approved_on:
        raise Refused("印发日期不能早于批准日期。")
    document_number = document_number.strip() or ("" if plan.is_history else _draw(plan, issued_on))
    fields = {"issued_on": issued_on, "document_number": document_number} | session_fields(plan)
    plan = FLOW.apply(plan, "issue", by=by, on=issued_on, version=version, **fields)
    assign_units(ItemUnit.reached.filter(item__plan=plan), plan, by=by, on=issued_on)
    if not plan.is_history:
        print_plan(plan, by=by)
    return plan


def _draw(plan, issued_on):
    number = next_number(plan.jurisdiction, issued_on, PLAN_NOTICE)
    if not number:
        raise Refused("请填写文号，或先在公文模板里设置发文机关代字。")
    return number


def assign_units(units, plan, *, by, on):
    """Hand each of `units` (a queryset of item units) its duty, unless it has one, is a host or a group."""
    rules = rules_of_plan(plan, on=on)
    calendar = WorkCalendar()
    rows = units.filter(assignment__isnull=True).exclude(role=UnitRole.HOST).exclude(unit__kind=UnitKind.GROUP)
    for row in rows.select_related("unit", "item"):
        row.assignment = assign(
            row.unit,
            by=by,
            on=on,
            due=item_due(row.item, plan, rules),
            calendar=calendar,
            quiet=plan.is_history,
            jurisdiction=plan.jurisdiction,
            session=plan.session,
            unit_name=row.name,
            role=row.get_role_display(),
            source=Source.PLAN_ITEM,
            suspended_on=on if row.item.state == ItemState.POSTPONED else None,
            source_label=f"{plan.year}年度协商计划 {row.item.kind_name}{row.item.number}",
            subject=row.item.title,
        )
        row.save(update_fields=["assignment"])


def item_due(item, plan, rules):
    """The deadline of an item as fields of a `DueModel`: the last day of its window; undated items have the year's last day by rule."""
    if item.precision == Precision.NONE:
        month, day = map(int, rules.undated_last.split("-"))
        last = date(plan.year, month, day)
        return {
            "due_on": last,
            "due_rule": "未定时间事项",
            "due_steps": [f"计划未定时间，按规则最迟 {last:%Y-%m-%d}"],
            "due_provisional": True,
        }
    step = f"计划时间“{item.time_text or item.get_precision_display()}”，最后一日为 {item.window_end:%Y-%m-%d}"
    return {"due_on": item.window_end, "due_rule": "计划时间", "due_steps": [step], "due_provisional": False}
