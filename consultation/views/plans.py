"""Plans: list, one plan, writing one by hand, and its moves."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

import tables
from consultation import actions
from consultation.actions.items import DRAFT_STATES
from consultation.filters import PlanFilter
from consultation.forms import PLAN_FORMS, AddItemForm
from consultation.history import seen_history
from consultation.models import AnnualPlan, PlanIssuer, PlanState
from consultation.permissions import INSIDERS, is_secretary, sees_inside
from consultation.statistics import with_counts, with_lateness, with_units
from consultation.tables import item_table, plan_table
from consultation.views.forms import HandPlanForm, drafting_places
from consultation.views.lines import parts_of
from documents.models import Paper
from workflow import pages
from workflow.refusals import Forbidden, Refused

ORDER = ("-year", "-pk")
MOST = 50_001  # rows of an export, one more than any format takes, so that a longer list is refused and not cut
GAPS = (
    ("undated", "未定时间"),
    ("no_units", "无责任单位"),
    ("no_form", "未写方式"),
    ("unknown_units", "单位未登记"),
    ("unreached", "群体无单位"),
)
IN_WORDS = {
    PlanState.DRAFTING: "草案正在拟定，只有政协、三办和督查人员看得到。",
    PlanState.CONSULTING: "已送三办会商，等各办公厅（室）填写意见。",
    PlanState.REPORTED: "已报党委，等批准。",
    PlanState.APPROVED: "已批准，等印发。",
    PlanState.ISSUED: "已印发，各责任单位正在办理。",
    PlanState.EVALUATED: "已总结评估，计划结束。",
}


def described(plans):
    """Plans with issuers and numbers in the same query and without their long texts."""
    issuers = PlanIssuer.objects.filter(plan=OuterRef("pk")).order_by("order").values("name")
    plans = plans.select_related("jurisdiction").defer("source_text", "evaluation", "attendance")
    return with_counts(plans.annotate(issuer_names=ArraySubquery(issuers)))


def counted(plan):
    """(numbers by kind, gaps) of a plan in words, without zeros."""
    numbers = plan.numbers or {}
    kinds = [f"{kind['name']} {kind['count']} 项" for kind in plan.kinds]
    return kinds, [f"{label} {numbers[key]} 项" for key, label in GAPS if numbers.get(key)]


def plan_list(request):
    """All plans one may see, newest year first."""
    filters = PlanFilter(request.GET, described(AnnualPlan.objects.visible_to(request.user)), request=request)
    if "format" in request.GET:
        return tables.response(plan_table(filters.qs.order_by(*ORDER)[:MOST]), request.GET["format"])
    page = pages.KeysetPage(filters.qs, request.GET.get("after"), order=ORDER)
    rows = [{"plan": plan, "kinds": kinds, "gaps": gaps} for plan in page.rows for kinds, gaps in [counted(plan)]]
    context = {
        "rows": rows,
        "next": page.next,
        "form": filters.form,
        "formats": tables.FORMATS,
        "several_places": len(request.user.access.jurisdiction_ids) > 1,
        "may_draft": bool(drafting_places(request.user)),
        "watches": bool(request.user.access.where(*INSIDERS)),
    }
    return render(request, "consultation/plan_list.html", context)


def plan_detail(request, public_id):
    """One plan: facts, moves, items in order, opinions, amendments, papers, history."""
    plans = described(AnnualPlan.objects.all()).select_related(
        "adopted_at__term", "adoption_told_at__term", "session__term", "session__ruleset"
    )
    plans = plans.defer(None).defer("source_text")
    plan = pages.own(plans, request.user, public_id)
    if "format" in request.GET:
        return tables.response(item_table(plan.items.order_by("order", "pk"), f"{plan.title} 事项"), request.GET["format"])
    items = with_lateness(with_units(plan.items.order_by("order", "pk")), timezone.localdate())
    kinds, gaps = counted(plan)
    secretary, inside = is_secretary(request.user, plan), sees_inside(request.user, plan)
    context = {
        "plan": plan,
        "formats": tables.FORMATS,
        "state_words": IN_WORDS[plan.state],
        "facts": _facts(plan, kinds),
        "gaps": gaps,
        "parts": parts_of(items),
        "moves": pages.move_links(actions.FLOW, plan, request.user, "consultation:plan-act"),
        "may_edit_items": secretary and plan.state in DRAFT_STATES,
        "may_amend_items": secretary and plan.state == PlanState.ISSUED,
        "opinions": plan.opinions.select_related("office").order_by("-round", "on", "pk") if inside and plan.round else [],
        "amendments": plan.amendments.all() if plan.amendment else [],
        "papers": Paper.objects.of(plan).defer("content") if plan.issued_on else [],
        "history": seen_history(plan, request.user),
    }
    return render(request, "consultation/plan_detail.html", context)


def _facts(plan, kinds):
    """What stands in the head of a plan, as pairs of label and value; what is not there yet is left out."""
    numbers = plan.numbers or {"total": 0, "supervisory": 0}
    facts = [
        ("地区", plan.jurisdiction.name),
        ("年度", f"{plan.year}年"),
        ("文号", plan.document_number),
        ("发文机关", "、".join(plan.issuer_names)),
        ("主送机关", plan.addressees),
        ("所属次会议", _session(plan.session)),
        ("通过会议", str(plan.adopted_at or "")),
        ("事项", f"共 {numbers['total']} 项" + (f"（{'、'.join(kinds)}）" if kinds else "")),
        ("监督性", f"{numbers['supervisory']} 项" if numbers["supervisory"] else ""),
        ("报批日期", day_words(plan.reported_on)),
        ("批准", f"{plan.approved_by}，{day_words(plan.approved_on)}" if plan.approved_on else ""),
        ("印发日期", day_words(plan.issued_on)),
        ("总结评估日期", day_words(plan.evaluated_on)),
        ("采纳落实通报", _told(plan)),
        ("领导出席安排", plan.attendance),
        ("总结评估", plan.evaluation),
    ]
    return [(label, value) for label, value in facts if value]


def _told(plan):
    """Who told the standing committee, at which meeting and when, what became of the plan; "" where nobody has yet."""
    return f"{day_words(plan.adoption_told_on)}，{plan.adoption_told_at}，{plan.adoption_told_by}" if plan.adoption_told_on else ""


def _session(session):
    """The session a plan belongs to and the rules that it pins, in words."""
    if not session:
        return ""
    return session.short_name + (f"（适用规则：{session.ruleset.name}，第{session.ruleset.version}版）" if session.ruleset else "")


def day_words(day):
    """A day as people write it; "" for none."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def plan_create(request):
    """Write a plan by hand: its first fields; items follow one by one."""
    if not drafting_places(request.user):
        raise Forbidden("只有政协秘书可以拟定协商计划。")
    form = HandPlanForm(request.POST if request.method == "POST" else None, by=request.user)
    done, plan = form.try_run() if form.is_bound else (False, None)
    if done:
        return redirect("consultation:plan-detail", plan.public_id)
    status = 200 if not form.is_bound else 409 if form.non_field_errors() else 400
    return render(request, "consultation/plan_create.html", {"form": form, "existing": form.existing()}, status=status)


def plan_act(request, public_id, move):
    """One move on a plan."""
    plan = pages.own(AnnualPlan.objects.select_related("jurisdiction"), request.user, public_id)
    return pages.act_page(
        request,
        plan,
        flow=actions.FLOW,
        forms=PLAN_FORMS,
        move=move,
        back=reverse("consultation:plan-detail", args=[plan.public_id]),
        about=[("计划", plan.title), ("年度", f"{plan.year}年"), ("当前状态", plan.get_state_display())],
        crumbs=plan_crumbs(plan),
    )


def plan_crumbs(plan):
    """The way back from a page below a plan."""
    return [
        (reverse("consultation:plan-list"), "年度计划"),
        (reverse("consultation:plan-detail", args=[plan.public_id]), f"{plan.year}年计划"),
    ]


def item_add(request, public_id):
    """Add an item to a plan being drafted."""
    plan = pages.own(AnnualPlan.objects.select_related("jurisdiction"), request.user, public_id)
    if not is_secretary(request.user, plan):
        raise Forbidden("您没有权限修改这份计划。")
    if plan.state not in DRAFT_STATES:
        raise Refused("计划已经报批或印发，事项只能通过“调整计划”增加。")
    return pages.act(
        request,
        plan,
        AddItemForm,
        label="添加事项",
        back=reverse("consultation:plan-detail", args=[plan.public_id]),
        context={"about": [("计划", plan.title)], "crumbs": plan_crumbs(plan)},
    )
