"""A plan over the year: months × items, and what it asks of units and people."""

from datetime import date

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

import tables
from consultation.models import AnnualPlan, ItemState, Precision
from consultation.rules import rules_of_plan
from consultation.statistics import clashes_of_hosts, clashes_of_people, clashes_with_plenaries, loads, plenary_days, with_lateness
from consultation.views.lines import short_label
from consultation.views.plans import plan_crumbs
from workflow import pages

MONTHS = range(1, 13)
TONES = {ItemState.HELD: "good", ItemState.CONCLUDED: "good", ItemState.POSTPONED: "warn", ItemState.CANCELLED: "plain"}


def _own(request, public_id):
    return pages.own(AnnualPlan.objects.select_related("jurisdiction", "session__ruleset").defer("source_text"), request.user, public_id)


def plan_year(request, public_id):
    """The items of a plan along the months; those that go on all year and those without a time apart."""
    plan = _own(request, public_id)
    items = list(with_lateness(plan.items.defer("contents", "source_spans"), timezone.localdate()).order_by("order", "pk"))
    dated = [item for item in items if not item.is_undated and item.precision != Precision.ALL_YEAR]
    dated.sort(key=lambda item: (item.window_start, item.window_end, item.order))
    rows = [_row(item, plan.year) for item in dated]
    context = {
        "plan": plan,
        "crumbs": plan_crumbs(plan),
        "rows": rows,
        "months": [{"number": month, "count": sum(row["cells"][month - 1]["on"] for row in rows)} for month in MONTHS],
        "all_year": [_row(item, plan.year) for item in items if item.precision == Precision.ALL_YEAR and not item.is_undated],
        "undated": [_row(item, plan.year) for item in items if item.is_undated],
        "rules": _days_of(rules_of_plan(plan, on=date(plan.year, 1, 1))),
        "late": sum(item.is_late for item in items),
    }
    return render(request, "consultation/plan_year.html", context)


def _days_of(rules):
    """The days by which an undated item should, and must, have a date, in words."""
    return {name: "{}月{}日".format(*map(int, getattr(rules, name).split("-"))) for name in ("undated_nag", "undated_last")}


def _row(item, year):
    first, last = item.window_start, item.window_end
    begin = 1 if not first or first.year < year else first.month if first.year == year else 13
    end = 12 if not last or last.year > year else last.month if last.year == year else 0
    return {
        "title": item.title,
        "url": reverse("consultation:item-detail", args=[item.public_id]),
        "label": short_label(item),
        "time": item.time_words,
        "overdue": item.is_late,
        "tone": TONES.get(item.state, "info"),
        "state": item.state,
        "state_label": item.get_state_display(),
        "cells": [{"month": month, "on": not item.is_undated and begin <= month <= end} for month in MONTHS],
    }


def plan_load(request, public_id):
    """Units × months with overloads, and what collides; `?format=` exports the matrix."""
    plan = _own(request, public_id)
    items = plan.items.all()
    found = loads(items)
    if "format" in request.GET:
        return tables.response(load_table(plan, found), request.GET["format"])
    rules = rules_of_plan(plan, on=date(plan.year, 1, 1))
    weeks = plenary_days(plan.jurisdiction, plan.year)
    months = {week[0].month for week in weeks} | {week[1].month for week in weeks} or set(rules.plenary_months)
    context = {
        "plan": plan,
        "crumbs": plan_crumbs(plan),
        "limit": rules.overload,
        "blocks": [(title, rows) for title, hosts in BLOCKS if (rows := _matrix(found, hosts, rules.overload))],
        "overloads": [(load.name, month, entries) for load in found for month, entries in load.over(rules.overload)],
        "collisions": clashes_of_people(items) + clashes_of_hosts(items) + clashes_with_plenaries(items, weeks, months),
        "months": MONTHS,
        "formats": tables.FORMATS,
    }
    return render(request, "consultation/plan_load.html", context)


BLOCKS = (("责任单位和协商部门", False), ("政协承办部门", True))


def _matrix(found, hosts, limit):
    """The rows of one table of the page: each unit with twelve cells."""
    return [{"load": load, "cells": [_cell(load, month, limit) for month in MONTHS]} for load in found if load.hosts == hosts]


def _cell(load, month, limit):
    entries = load.months.get(month, [])
    return {"month": month, "entries": entries, "over": len(entries) > limit}


def load_table(plan, found):
    """The matrix as a table for export."""
    columns = (
        tables.Column("name", "单位", 24),
        tables.Column("side", "方面", 12),
        *(tables.Column(f"m{month}", f"{month}月", 5, "number") for month in MONTHS),
        tables.Column("spread", "跨月或全年", 9, "number"),
        tables.Column("undated", "未定时间", 9, "number"),
        tables.Column("total", "合计", 6, "number"),
    )
    rows = (
        {"name": load.name, "side": "政协承办" if load.hosts else "责任或协商", "spread": len(load.spread), "undated": len(load.undated)}
        | {f"m{month}": len(load.months[month]) for month in MONTHS if month in load.months}
        | {"total": load.total}
        for load in found
    )
    return tables.Table(f"{plan.title} 各单位负荷", columns, rows, note="已取消的事项不计，延期的计入未定时间。")
