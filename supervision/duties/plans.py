"""What is owed for annual plans: by the units of their items, and by the secretary who arranges, reports and evaluates."""

from datetime import date, timedelta

from django.db.models import Max, Min, Q
from django.urls import reverse
from django.utils import timezone

from consultation.models import AnnualPlan, ItemState, PlanItem, PlanState, Precision
from consultation.models.plans import PUBLIC_STATES
from feedback.models import NOT_ADOPTED, Assignment, AssignmentState, Implementation, Source, Suggestion
from feedback.models.assignments import open_ones
from feedback.statistics import need
from supervision.duties.owed import Counting, Duty, counted, of_assignments, of_plans, pages

ITEM, PLAN, ASSIGNMENT = "consultation:item-detail", "consultation:plan-detail", "feedback:detail"
UNHELD = (Precision.NONE, Precision.ALL_YEAR)  # nothing is held on a day, unless a meeting is named
CARRIED_OUT = (Implementation.DONE, Implementation.ONGOING, Implementation.IMPOSSIBLE)


def _of_assignments(kind, seen, until, condition, due, provisional):
    rows = Assignment.objects.filter(condition, seen, **{f"{due}__lte": until}, suspended_on__isnull=True).order_by(due, "pk")
    shown = ("pk", "jurisdiction_id", "subject", due, "public_id", "unit_id", "unit_name", provisional)
    page = pages(ASSIGNMENT)
    for pk, place, subject, day, public_id, unit, name, unsure in rows.values_list(*shown):
        yield Duty(kind, pk, place, subject, day, page(public_id), unit, name, provisional=unsure)


def plan_items(seen, until):
    """年度计划事项: what a plan gave to a unit, by the end of its window (K8–K10)."""
    return _of_assignments("plan_item", seen, until, open_ones() & Q(source=Source.PLAN_ITEM), "due_on", "due_provisional")


def work_plans(seen, until):
    """工作方案 not handed in, or sent back."""
    return _of_assignments("work_plan", seen, until, need("work_plan", until), "work_plan_due_on", "work_plan_due_provisional")


def teams(seen, until):
    """承办人员 of a plan item that the unit has not named (D7)."""
    rows = Assignment.objects.filter(need("team", until), seen, source=Source.PLAN_ITEM, suspended_on=None).order_by("assigned_on", "pk")
    return _of_rules("team", _with_rules(rows), lambda row: row.assigned_on, Counting("team_due", "确定承办人员", "assigned"), until)


def progress(seen, until):
    """季度进展 of an item that goes on all year: some time after the last entry, or the assignment (K9)."""
    going = Q(source=Source.PLAN_ITEM, suspended_on=None, item_unit__item__precision=Precision.ALL_YEAR)
    rows = Assignment.objects.filter(open_ones(), going, seen).annotate(last_on=Max("entries__on")).order_by("pk")
    counting = Counting("progress_due", "季度进展", "reported")
    return _of_rules("progress", _with_rules(rows), lambda row: row.last_on or row.assigned_on, counting, until)


def undated(seen, until):
    """确定时间 of items of an issued plan that has none for them (K10)."""
    rows = PlanItem.objects.open().filter(seen, precision=Precision.NONE).exclude(state=ItemState.POSTPONED)
    for row, rules in _of_items(rows):
        due = date.fromisoformat(f"{row.plan.year}-{rules.undated_nag}")
        if due <= until:
            yield Duty("undated", row.pk, row.jurisdiction_id, row.title, due, reverse(ITEM, args=[row.public_id]))


def _of_items(rows):
    return of_plans(rows.select_related("plan__session__ruleset", "plan__jurisdiction").defer("plan__source_text").order_by("pk"), _plan)


def _plan(item):
    return item.plan


def notices(seen, until):
    """书面通知 of those who take part, some working days before it is held (K1)."""
    return _before("notice", seen, until, "notified_on", Counting("notice_due", "会议通知", "held"))


def materials(seen, until):
    """会议材料 to those who take part, some working days before it is held (K2)."""
    return _before("materials", seen, until, "materials_on", Counting("materials_due", "会议材料", "held"))


def _before(kind, seen, until, done, counting):
    """What comes before an item is held: on the day of its next meeting, else on the last day of its window, which is not certain yet.

    Once that day is over nobody can be told before any more: the duty ends, and the check of data (`item_unannounced`) says so.
    """
    today = timezone.localdate()
    waiting = PlanItem.objects.open().filter(seen, **{f"{done}__isnull": True}).exclude(state=ItemState.POSTPONED)
    plans = AnnualPlan.objects.filter(seen, state=PlanState.ISSUED, is_history=False).select_related("session__ruleset", "jurisdiction")
    plans = of_plans(plans.defer("source_text"), lambda row: row)
    reach = until + max((getattr(rules, counting.key).longest for _, rules in plans), default=timedelta())
    named = list(waiting.filter(meetings__held_on__range=(today, reach)).values_list("pk", flat=True))
    unnamed = Q(window_end__range=(today, reach), meetings__held_on__isnull=True) & ~Q(precision__in=UNHELD)
    rows = waiting.filter(Q(pk__in=named) | unnamed)
    for row, rules in _of_items(rows.annotate(meets_on=Min("meetings__held_on", filter=Q(meetings__held_on__gte=today)))):
        due = counting.due(row.plan_id, rules, row.meets_on or row.window_end)
        if due.on <= until:
            unsure = due.provisional or (row.meets_on is None and row.precision != Precision.DAY)
            link = reverse(ITEM, args=[row.public_id])
            yield Duty(kind, row.pk, row.jurisdiction_id, row.title, due.on, link, provisional=unsure, steps=due.steps)


def outcomes(seen, until):
    """成果报送 of an item that was held, until it is concluded (K3)."""
    rows = PlanItem.objects.filter(seen, plan__state=PlanState.ISSUED, plan__is_history=False, state=ItemState.HELD, held_on__isnull=False)
    counting = Counting("outcome", "成果报送", "held")
    for row, rules in _of_items(rows):
        due = counting.due(row.plan_id, rules, row.held_on)
        if due.on <= until:
            yield counted("outcome", row, due, reverse(ITEM, args=[row.public_id]), subject=row.title)


def evaluations(seen, until):
    """总结评估 of an issued plan after its year (K6)."""
    rows = AnnualPlan.objects.filter(seen, state=PlanState.ISSUED, is_history=False)
    return _of_years("evaluation", rows, Counting("evaluation", "总结评估", "year_end"), until)


def adoptions(seen, until):
    """采纳落实通报 by a government leader at a standing committee meeting after the plan's year (K5)."""
    rows = AnnualPlan.objects.filter(seen, state__in=PUBLIC_STATES, is_history=False, adoption_told_on__isnull=True)
    return _of_years("adoption", rows, Counting("adoption_report", "采纳落实通报", "year_end"), until)


def _of_years(kind, rows, counting, until):
    rows = rows.select_related("session__ruleset", "jurisdiction").defer("source_text").order_by("pk")
    for row, rules in of_plans(rows, lambda row: row):
        due = counting.due(row.pk, rules, date(row.year, 12, 31))
        if due.on <= until:
            yield counted(kind, row, due, reverse(PLAN, args=[row.public_id]))


def feedbacks(seen, until):
    """采纳落实反馈 on what was suggested in the matter of a plan item: first after it was raised, then again until it is done (K4)."""
    rows = Suggestion.objects.filter(seen, assignment__source=Source.PLAN_ITEM, assignment__is_history=False).order_by("pk")
    rows = rows.exclude(implementation__in=CARRIED_OUT).exclude(adoption__in=NOT_ADOPTED)
    rows = rows.exclude(assignment__state=AssignmentState.WITHDRAWN).exclude(assignment__suspended_on__isnull=False)
    rows = rows.annotate(told=Max("records__on"), whole=Max("assignment__records__on"))
    rows = rows.select_related("assignment__jurisdiction", "assignment__session__ruleset")
    first, next_one = Counting("first_feedback", "首次反馈", "raised"), Counting("next_feedback", "继续反馈", "reported")
    for row, mine, owner, rules in of_assignments(rows, lambda row: row.assignment):
        last = max(filter(None, (row.answered_on, row.implementation_on, row.told, row.whole)), default=None)
        due = next_one.due(owner, rules, last) if last else first.due(owner, rules, row.raised_on)
        if due.on <= until:
            link, subject = reverse("feedback:suggestion", args=[row.public_id]), f"{row}：{row.text}"
            yield counted("feedback", row, due, link, subject=subject, unit=(mine.unit_id, mine.unit_name))


def _with_rules(rows):
    """(assignment, what its rules are told apart by, its rules)."""
    rows = rows.select_related("jurisdiction", "session__ruleset")
    return [(row, owner, rules) for row, _, owner, rules in of_assignments(rows, lambda row: row)]


def _of_rules(kind, rows, start, counting, until):
    """Duties of assignments whose day is counted from `start(row)`."""
    for row, owner, rules in rows:
        due = counting.due(owner, rules, start(row))
        if due.on <= until:
            link, unit = reverse(ASSIGNMENT, args=[row.public_id]), (row.unit_id, row.unit_name)
            yield counted(kind, row, due, link, subject=row.subject, unit=unit)
