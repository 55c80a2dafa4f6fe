"""A plan's way: 拟定 → 会商 → 报批 → 批准 → 印发 → 总结评估."""

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.urls import reverse
from django.utils import timezone

from consultation.actions.storing import store_item
from consultation.models import AnnualPlan, ItemUnit, OfficeOpinion, PlanIssuer
from consultation.models import PlanState as State
from consultation.permissions import OFFICES, is_secretary, may_draft, may_give_opinion
from consultation.rules import rules_of_plan
from organizations.directory import Directory
from organizations.models import Body, Person, Role, Session
from workflow.flow import Flow, Move
from workflow.notices import tell
from workflow.refusals import Forbidden, Refused
from workflow.trail import record


def _empty(plan):
    """计划里至少有一个事项。"""
    return "" if plan.items.exists() else "计划里还没有事项，请先录入。"


def _not_reportable(plan):
    """规则要求的各家办公厅（室）都已填本轮会商意见，监督性事项达到规则的占比。"""
    rules = rules_of_plan(plan, on=timezone.localdate(plan.created_at))
    kinds = list(plan.items.values_list("is_supervisory", flat=True))
    if sum(kinds) * 100 < len(kinds) * rules.supervisory_share:
        return f"监督性事项应不少于 {rules.supervisory_share}%：现有 {len(kinds)} 项，其中监督性 {sum(kinds)} 项。"
    given = set(plan.opinions.filter(round=plan.round).values_list("office__kind", flat=True))
    if len(given) < rules.offices_required:
        waiting = "、".join(label for kind, label in OFFICES.items() if kind not in given)
        return f"三办会商尚缺意见：应有 {rules.offices_required} 家，已有 {len(given)} 家，还差{waiting}。"
    return ""


def _unresolved(plan):
    """事项里的单位都已对应到单位名录，并填写了发文机关。"""
    if names := _unknown(plan)[:5]:
        return f"以下单位还没有对应到单位名录：{'、'.join(names)}。请先在单位名录中登记，再点“对应单位名录”；名称有误的，退回修改。"
    return "" if plan.issuers.exists() else "请先填写发文机关。"


def _unknown(plan):
    """The printed names of the plan's units that nobody knew when they were written."""
    return list(ItemUnit.objects.filter(item__plan=plan, unit__isnull=True).values_list("name", flat=True).distinct())


def _year_runs(plan):
    """计划年度已经结束，不是历史资料。"""
    if plan.is_history:
        return "历史资料不再登记。"
    return "" if plan.year < timezone.localdate().year else "计划年度还没有结束。"


def _all_known(plan):
    """还有没对应到单位名录的单位。"""
    return "" if _unknown(plan) else "单位都已对应到单位名录。"


BEFORE_ISSUE = (State.DRAFTING, State.CONSULTING, State.REPORTED, State.APPROVED)
FLOW = Flow(
    AnnualPlan,
    [
        Move("edit", "修改计划", (State.DRAFTING, State.CONSULTING), None, is_secretary),
        Move("consult", "送会商", (State.DRAFTING,), State.CONSULTING, is_secretary, _empty),
        Move("give_opinion", "填会商意见", (State.CONSULTING,), None, may_give_opinion),
        Move("report", "报批", (State.CONSULTING,), State.REPORTED, is_secretary, _not_reportable),
        Move(
            "send_back",
            "退回修改",
            (State.CONSULTING, State.REPORTED, State.APPROVED),
            State.DRAFTING,
            is_secretary,
            reason=True,
            danger=True,
        ),
        Move("approve", "登记批准", (State.REPORTED,), State.APPROVED, is_secretary),
        Move("match_units", "对应单位名录", BEFORE_ISSUE, None, is_secretary, unfit=_all_known),
        Move("issue", "印发", (State.APPROVED,), State.ISSUED, is_secretary, _unresolved),
        Move("amend", "调整计划", (State.ISSUED,), None, is_secretary, reason=True),
        Move("tell_adoption", "登记采纳落实通报", (State.ISSUED, State.EVALUATED), None, is_secretary, unfit=_year_runs),
        Move("evaluate", "总结评估", (State.ISSUED,), State.EVALUATED, is_secretary, closing=True),
    ],
)


@transaction.atomic
def create_plan(jurisdiction, draft, *, by, on=None, is_history=False):
    """Store a whole `PlanDraft` as a plan being drafted, or nothing; returns the plan.

    Raises Forbidden, Refused (the year has a plan already) or ValidationError (a value is wrong).
    """
    if not may_draft(by, jurisdiction):
        raise Forbidden("您没有权限拟定本地区的协商计划。")
    if AnnualPlan.objects.filter(jurisdiction=jurisdiction, year=draft.year).exists():
        raise Refused(f"{jurisdiction}{draft.year}年度已有协商计划，不能再建一份。请打开原计划修改或调整。")
    plan = AnnualPlan(
        jurisdiction=jurisdiction,
        session=Session.objects.of_year(jurisdiction, draft.year),
        is_history=is_history,
        **{name: getattr(draft, name) for name in ("year", "title", "document_number", "addressees", "attendance", "source_text")},
    )
    plan.full_clean()
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError:
        raise Refused(f"{jurisdiction}{draft.year}年度已有协商计划，不能再建一份。") from None
    on = on or timezone.localdate()
    directory, rules = Directory(jurisdiction, on=on), rules_of_plan(plan)
    _store_issuers(plan, draft.issuers, directory)
    for order, item in enumerate(draft.items, 1):
        store_item(plan, item, order, directory, rules)
    record(plan, "create", "拟定计划", by=by, on=on, to_state=plan.state, after={"items": len(draft.items)})
    return plan


def _store_issuers(plan, names, directory):
    plan.issuers.all().delete()
    for order, name in enumerate(dict.fromkeys(names), 1):
        match = directory.find(name)
        PlanIssuer.objects.create(plan=plan, name=name, order=order, unit=match.unit if match else None)


@transaction.atomic
def edit_plan(plan, *, by, on=None, version=None, issuers=None, **fields):
    """Change the plan's own fields before it is reported; `issuers` = names in the order of the head."""
    plan = FLOW.apply(plan, "edit", by=by, on=on, version=version, **fields)
    if issuers is not None:
        _store_issuers(plan, issuers, Directory(plan.jurisdiction, on=on or timezone.localdate()))
    return plan


@transaction.atomic
def match_units(plan, *, by, on=None, version=None):
    """Tie the units that nobody knew to those registered since, under the names they are printed with. Refused where none is known yet."""
    directory = Directory(plan.jurisdiction, on=on or timezone.localdate())
    rows = ItemUnit.objects.filter(item__plan=plan, unit__isnull=True)
    found = {name: match.unit for name in _unknown(plan) if (match := directory.find(name))}
    if rows and not found:
        raise Refused(f"单位名录里仍没有：{'、'.join(_unknown(plan)[:5])}。请先登记单位，名称（简称、全称、曾用名之一）与文件一致。")
    noted = [dict.fromkeys(found, ""), {name: str(unit) for name, unit in found.items()}]
    plan = FLOW.apply(plan, "match_units", by=by, on=on, version=version, noted=noted)
    for name, unit in found.items():
        rows.filter(name=name).update(unit=unit)
    return plan


@transaction.atomic
def consult(plan, *, by, on=None, version=None):
    """送会商 to the three offices; a plan that was sent back begins a new round, in which all give their opinion again.

    Their staff are told.
    """
    last = AnnualPlan.objects.select_for_update().values_list("round", flat=True).get(pk=plan.pk)
    plan = FLOW.apply(plan, "consult", by=by, on=on, version=version, round=last + 1, **session_fields(plan))
    _tell_offices(plan, on or timezone.localdate())
    return plan


def _tell_offices(plan, on):
    """The staff of the three offices are asked for their opinion, unless the plan is closed history."""
    if plan.is_history:
        return
    staff = Person.objects.holding(Role.OFFICE_STAFF, jurisdiction=plan.jurisdiction, on=on)
    again = f"（第{plan.round}轮）" if plan.round > 1 else ""
    title, link = f"待会商{again}：{plan.title}", reverse("consultation:plan-detail", args=[plan.public_id])
    facts = {"text": "请填写本办公厅（室）的会商意见。", "link": link, "about": plan}
    tell(staff, plan.jurisdiction, f"consult:{plan.pk}:{plan.round}", title, **facts)


def session_fields(plan):
    """The session of a plan that names none yet, where it has been registered since, as fields of the plan."""
    session = None if plan.session_id else Session.objects.of_year(plan.jurisdiction, plan.year)
    return {"session": session} if session else {}


@transaction.atomic
def give_opinion(plan, *, by, office, agrees, text="", on=None, version=None):
    """Enter one office's opinion; an office's staff can speak for their own office only. Returns the opinion."""
    on = on or timezone.localdate()
    if not is_secretary(by, plan) and office.pk not in by.access.units("office_staff"):
        raise Forbidden("您只能填写本办公厅（室）的意见。")
    if office.jurisdiction_id != plan.jurisdiction_id or office.kind not in OFFICES:
        raise Refused("会商意见只能由本地区党委、政府、政协的办公厅（室）提出。")
    if on > timezone.localdate():
        raise Refused("意见的日期不能晚于今天。")
    if not agrees and not text.strip():
        raise Refused("不同意的，请写明意见。")
    plan = FLOW.apply(plan, "give_opinion", by=by, on=on, version=version)
    opinion = OfficeOpinion(plan=plan, round=plan.round, office=office, agrees=agrees, text=text, on=on, by=by)
    opinion.full_clean()
    opinion.save()
    return opinion


def report(plan, *, by, on=None, version=None):
    """报批 to the Party committee, on a day that is neither to come nor before the last opinion of the three offices."""
    on = on or timezone.localdate()
    if on > timezone.localdate():
        raise Refused("报批日期不能晚于今天。")
    last = plan.opinions.filter(round=F("plan__round")).aggregate(last=Max("on"))["last"]
    if last and on < last:
        raise Refused(f"报批日期不能早于会商意见的日期 {last:%Y-%m-%d}。")
    return FLOW.apply(plan, "report", by=by, on=on, version=version, reported_on=on)


def send_back(plan, *, by, reason, on=None, version=None):
    """退回修改: back to drafting, with what to change."""
    return FLOW.apply(plan, "send_back", by=by, on=on, version=version, reason=reason)


def approve(plan, *, by, approved_by, approved_on, version=None):
    """登记批准: who approved it and on which day, neither to come nor before the report."""
    if approved_on > timezone.localdate():
        raise Refused("批准日期不能晚于今天。")
    reported_on = AnnualPlan.objects.values_list("reported_on", flat=True).get(pk=plan.pk)
    if reported_on and approved_on < reported_on:
        raise Refused(f"批准日期不能早于报批日期 {reported_on:%Y-%m-%d}。")
    if not approved_by.strip():
        raise Refused("请填写批准机关。")
    return FLOW.apply(plan, "approve", by=by, on=approved_on, version=version, approved_by=approved_by, approved_on=approved_on)


def evaluate(plan, *, by, evaluation, on=None, version=None):
    """总结评估 at the first standing committee meeting of the next year (Art. 23 of the rules on consultation); closes the plan."""
    if not evaluation.strip():
        raise Refused("请填写总结评估。")
    on = on or timezone.localdate()
    return FLOW.apply(plan, "evaluate", by=by, on=on, version=version, evaluation=evaluation, evaluated_on=on)


def tell_adoption(plan, *, by, meeting, leader, version=None):
    """A government leader told the standing committee at `meeting`, after the plan's year, what became of it (Art. 22)."""
    if not leader.strip():
        raise Refused("请填写作通报的政府领导。")
    if meeting.jurisdiction_id != plan.jurisdiction_id or meeting.body != Body.STANDING_COMMITTEE:
        raise Refused("采纳落实情况在本地区的常委会会议上通报。")
    if meeting.held_on is None or meeting.held_on > timezone.localdate():
        raise Refused("这次会议还没有召开。")
    if meeting.held_on.year <= plan.year:
        raise Refused(f"应是 {plan.year + 1} 年以后召开的会议。")
    facts = {"adoption_told_on": meeting.held_on, "adoption_told_at": meeting, "adoption_told_by": leader.strip()}
    return FLOW.apply(plan, "tell_adoption", by=by, on=meeting.held_on, version=version, **facts)
