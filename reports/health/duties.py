"""Checks of duties, the ledger and plans: what will never light up, whom nobody tells, what was promised without a day."""

from django.db.models import Exists, OuterRef, Q

from consultation.models import AnnualPlan, ItemUnit, PlanItem
from consultation.models.items import RESPONSIBLE
from consultation.models.plans import PUBLIC_STATES
from feedback.models import Assignment, Commitment, Suggestion
from feedback.models.assignments import Source
from organizations.models import Membership, Portfolio
from organizations.models.people import UNIT_ROLES
from proposals.models.handling import Part
from reports.health.checks import LONG, check, none_of

DUTIES, LEDGER, PLANS = "办理", "采纳落实台账", "年度计划"


def assignments(look):
    return look.of(Assignment).open()


@check(DUTIES, "承办单位已撤销、没有承接单位而还在办", "没有人能办，答复到期也没有人收到提醒。", "单位页登记承接单位，或改派")
def unit_dissolved(look):
    return assignments(look).filter(unit__ends_on__lt=look.day, unit__successor=None)


@check(DUTIES, "承办单位没有负责人和经办人的账号", "交办、提醒和催办都没有人收到。", "系统管理“人员”里登记任职")
def unit_without_people(look):
    people = Membership.objects.on(look.day).filter(role__in=UNIT_ROLES, person__is_active=True, person__username__isnull=False).order_by()
    standing = Q(unit__ends_on=None) | Q(unit__ends_on__gte=look.day)
    return assignments(look).filter(standing, none_of(people, unit="unit")).exclude(unit__kind="group")


@check(DUTIES, "承办单位没有分管领导", "答复无人审签，按分管领导的统计列为“未标明”。", "系统管理“领导分工”")
def unit_without_leader(look):
    held = Portfolio.objects.on(look.day).order_by()
    standing = Q(unit__ends_on=None) | Q(unit__ends_on__gte=look.day)
    return assignments(look).filter(standing, none_of(held, units="unit"), unit__kind="government")


@check(DUTIES, "期限暂定", "那一年的节假日还没有登记，到期日可能有变。", "系统管理员在“工作日历”里登记节假日安排")
def due_provisional(look):
    return assignments(look).filter(Q(due_provisional=True) | Q(work_plan_due_provisional=True))


@check(DUTIES, "提案在办而没有期限", "不亮灯、不提醒，也不算逾期。", "提案页核对交办；在“期限规则”里补上期限")
def without_due(look):
    owed = assignments(look).filter(source=Source.PROPOSAL, due_on=None)
    return owed.exclude(handling__part=Part.CO)


@check(DUTIES, "逾期而停计已超过三个月", "停计期间不亮灯、不提醒，事项可能被忘了。", "计划事项页定出新的时间，或取消")
def suspended_long(look):
    open_ones = look.of(Assignment).open().filter(due_on__lt=look.day)
    return open_ones.filter(suspended_on__lt=look.day - LONG)


@check(LEDGER, "承诺没有完成日期", "到期不提醒，兑现率算不到。", "采纳落实台账里的承诺")
def promise_undated(look):
    return look.of(Commitment).filter(state="open", due_on=None).select_related("suggestion__proposed__proposal", "suggestion__assignment")


@check(LEDGER, "提案已办结而建议还是“待研究”", "采纳率的分母里有、分子里没有，办结了也没有说法。", "采纳落实台账里答复这条建议")
def suggestion_open(look):
    found = look.of(Suggestion).filter(adoption="open", proposed__proposal__state="concluded", proposed__proposal__is_history=False)
    return found.select_related("proposed__proposal", "assignment")


@check(LEDGER, "已落实而没有依据", "落实率无法核实。", "采纳落实台账“填报落实”")
def done_without_evidence(look):
    return look.of(Suggestion).filter(implementation="done", evidence="").select_related("proposed__proposal", "assignment")


@check(PLANS, "计划已印发而事项没有时间", "不提醒、不算逾期，全年都可能没有开始。", "年度计划“调整”，定出时间")
def item_undated(look):
    return look.of(PlanItem).open().undated()


@check(PLANS, "计划已印发而事项没有责任单位", "没有人接到交办。", "计划事项页或年度计划“调整”")
def item_without_unit(look):
    named = ItemUnit.reached.filter(role__in=RESPONSIBLE).order_by()
    return look.of(PlanItem).open().filter(none_of(named, item="pk"))


@check(PLANS, "计划已印发而责任单位没有对上登记的单位", "文件上有名字，但没有单位接到交办。", "计划事项页登记单位或指定群体包含的单位")
def item_unit_unknown(look):
    named = ItemUnit.objects.filter(item=OuterRef("pk"), role__in=RESPONSIBLE, assignment=None).order_by()
    return look.of(PlanItem).open().filter(Exists(named.filter(none_of(ItemUnit.reached.order_by(), group="pk"))))


@check(
    PLANS,
    "举行的日子已过而没有登记会议通知或材料",
    "不再提醒，也查不到是否按时发出。",
    "计划事项页“登记已发通知”“登记已送材料”，改期的点“延期”",
)
def item_unannounced(look):
    return look.of(PlanItem).unannounced(look.day)


@check(PLANS, "事项已举行而没有举行日期", "按月的完成统计里没有这一项。", "计划事项页“登记已举行”")
def held_undated(look):
    return look.of(PlanItem).filter(state__in=("held", "concluded"), held_on=None, plan__is_history=False)


@check(PLANS, "计划已印发而没有文号", "公文和通报里引用不到。", "年度计划页")
def plan_without_number(look):
    return look.of(AnnualPlan).filter(state__in=PUBLIC_STATES, document_number="", is_history=False)


@check(PLANS, "计划没有所属的次会议", "按届次的计划完成统计里没有这份计划。", "年度计划页选定次会议")
def plan_without_session(look):
    return look.of(AnnualPlan).filter(state__in=PUBLIC_STATES, session=None)
