"""Campaigns 专项督查, 回头看: drawn up, started with their cases fixed, each case checked, put right and settled, closed with a summary."""

from django.db import transaction
from django.utils import timezone

from documents.uploads import attach
from feedback.notices import unit_people
from organizations.models import Person, Role
from supervision.choosing import chosen, last_class
from supervision.models import Campaign, CampaignCase
from supervision.models import CampaignState as State
from supervision.models import CaseState as Case
from supervision.models.campaigns import GOOD, VERDICTS
from supervision.permissions import CAMPAIGNERS, is_verifier, of_unit
from workflow.flow import Flow, Move
from workflow.models import Event
from workflow.notices import tell
from workflow.refusals import Forbidden, Refused
from workflow.trail import entry, record


def _none_chosen(campaign):
    """按选取条件有符合的提案。"""
    return "" if chosen(campaign).exists() else "按现在的条件没有符合的提案，请修改条件。"


def _unsettled(campaign):
    """督查的提案都已核结。"""
    count = campaign.cases.exclude(state=Case.SETTLED).count()
    return f"还有 {count} 件没有核结。" if count else ""


CAMPAIGN_FLOW = Flow(
    Campaign,
    [
        Move("edit", "修改", (State.DRAFT,), None, is_verifier),
        Move("start", "开始督查", (State.DRAFT,), State.RUNNING, is_verifier, _none_chosen),
        Move("cancel", "作废", (State.DRAFT,), State.CANCELLED, is_verifier, reason=True, danger=True),
        Move("close", "结束督查", (State.RUNNING,), State.CLOSED, is_verifier, _unsettled, closing=True),
    ],
)


def _class_as_before(case):
    """要求改变结果分类的，承办单位已经补充答复，分类已改。"""
    if not case.class_demanded or last_class(case.handling) == case.class_demanded:
        return ""
    return f"请先在提案页面补充答复，把结果分类改为 {case.class_demanded} 类，印发后再报告。"


def _over(case):
    """督查还没有结束。"""
    return "" if case.campaign.state == State.RUNNING else "这次督查已经结束。"


CASE_FLOW = Flow(
    CampaignCase,
    [
        Move("clear", "核查无问题", (Case.PENDING,), Case.SETTLED, is_verifier),
        Move("demand", "要求整改", (Case.PENDING,), Case.RECTIFYING, is_verifier),
        Move("report", "报告整改情况", (Case.RECTIFYING,), Case.REPORTED, of_unit, _class_as_before),
        Move("send_back", "退回重改", (Case.REPORTED,), Case.RECTIFYING, is_verifier, reason=True),
        Move("settle", "核结", (Case.REPORTED,), Case.SETTLED, is_verifier, closing=True),
        Move("recheck", "重新核查", (Case.SETTLED,), Case.PENDING, is_verifier, _over, reason=True, danger=True),
    ],
)


@transaction.atomic
def begin_campaign(session, *, by, kind, title, demands, ends_on, conditions, classes=(), on=None):
    """拟定 a campaign over cases of `session`; its cases are not fixed before it starts. Returns it. Raises Forbidden."""
    place = session.term.jurisdiction
    if not by.access.holds(place.pk, *CAMPAIGNERS):
        raise Forbidden("您没有权限组织督查。")
    campaign = Campaign(jurisdiction=place, session=session, kind=kind, title=title, demands=demands, ends_on=ends_on)
    campaign.conditions, campaign.classes = conditions, list(classes)
    campaign.full_clean()
    campaign.save()
    record(campaign, "begin", "拟定", by=by, on=on, to_state=campaign.state)
    return campaign


def edit_campaign(campaign, *, by, on=None, version=None, **fields):
    """修改 what has not started; returns the campaign."""
    return CAMPAIGN_FLOW.apply(campaign, "edit", by=by, on=on, version=version, **fields)


@transaction.atomic
def start_campaign(campaign, *, by, on=None, version=None):
    """开始: the cases that the conditions choose now are fixed, each unit is told once how many of its own are among them."""
    on = on or timezone.localdate()
    campaign = CAMPAIGN_FLOW.apply(campaign, "start", by=by, on=on, version=version, started_on=on)
    if campaign.ends_on < on:
        raise Refused("核查截止日期已过，请先修改。")
    found = list(chosen(campaign).select_related("unit").order_by("pk"))
    facts = {"jurisdiction_id": campaign.jurisdiction_id, "campaign": campaign}
    rows = [CampaignCase(handling=each, unit=each.unit, unit_name=each.unit_name, result_class=each.last or "", **facts) for each in found]
    rows = CampaignCase.objects.bulk_create(rows, batch_size=1000)
    Event.objects.bulk_create([entry(row, "begin", "列入督查", by=by, on=on, to_state=row.state) for row in rows], batch_size=1000)
    of_units = {}
    for row in rows:
        of_units.setdefault(row.unit, []).append(row)
    for unit, own in of_units.items():
        title = f"{campaign.get_kind_display()}：本单位承办的 {len(own)} 件提案列入“{campaign.title}”"
        _tell(unit_people(unit, on), campaign, f"campaign:{campaign.pk}:{unit.pk}", title, campaign.demands)
    return campaign


def _tell(people, row, key, title, text=""):
    tell(people, row.jurisdiction, key, title, text=text, link=row.get_absolute_url())


def cancel_campaign(campaign, *, by, reason, on=None, version=None):
    """作废 what has not started, with the reason; returns the campaign."""
    return CAMPAIGN_FLOW.apply(campaign, "cancel", by=by, on=on, version=version, reason=reason)


@transaction.atomic
def close_campaign(campaign, *, by, summary, files=(), sensitivity="", on=None, version=None):
    """结束 with a summary and its files, once every case is settled; returns the campaign."""
    on = on or timezone.localdate()
    campaign = CAMPAIGN_FLOW.apply(campaign, "close", by=by, on=on, version=version, summary=summary, closed_on=on)
    _keep(campaign, files, sensitivity, by, "督查情况")
    return campaign


def _keep(row, files, sensitivity, by, purpose):
    for upload in files:
        attach(row, upload, by=by, purpose=purpose, sensitivity=sensitivity)


@transaction.atomic
def clear_case(case, *, by, finding, files=(), sensitivity="", on=None, version=None):
    """核查无问题 (of a look-back: 落实), with what was seen and its evidence; settled at once. Returns the case."""
    on = on or timezone.localdate()
    seen = {"verdict": VERDICTS[case.campaign.kind][0], "finding": finding, "checked_on": on, "checked_by": by}
    now = {"settled_on": on, "class_after": last_class(case.handling)}
    case = CASE_FLOW.apply(case, "clear", by=by, on=on, version=version, **seen, **now)
    _keep(case, files, sensitivity, by, "核查依据")
    return case


@transaction.atomic
def demand(case, *, by, verdict, finding, measure, due_on, class_demanded="", files=(), sensitivity="", on=None, version=None):
    """要求整改: what was found, what the unit is to put right by which day, and, where the class of its reply is wrong, which it should be.

    The unit changes the class itself by a supplementary reply. That all is well goes with a demand only where the class should rise.
    Raises Refused for a verdict of another kind of campaign, a day that is over, or the class that the reply has already.
    """
    on = on or timezone.localdate()
    if verdict not in VERDICTS[case.campaign.kind]:
        raise Refused(f"{case.campaign.get_kind_display()}没有这种结论。")
    if verdict in GOOD and not class_demanded:
        raise Refused("没有问题的，请点“核查无问题”。")
    if due_on < on:
        raise Refused("整改期限不能早于今天。")
    if class_demanded and class_demanded == last_class(case.handling):
        raise Refused(f"现在就是 {class_demanded} 类。")
    seen = {"verdict": verdict, "finding": finding, "checked_on": on, "checked_by": by}
    asked = {"measure": measure, "due_on": due_on, "class_demanded": class_demanded}
    case = CASE_FLOW.apply(case, "demand", by=by, on=on, version=version, **seen, **asked)
    _keep(case, files, sensitivity, by, "核查依据")
    _tell_unit(case, "督查要求整改", on, f"{measure}（期限 {due_on:%Y-%m-%d}）")
    return case


def _tell_unit(case, title, on, text):
    key = f"campaign-case:{case.pk}:{case.version}"
    _tell(unit_people(case.unit, on), case, key, f"{title}：{case.handling.proposal.title}", text)


@transaction.atomic
def report_case(case, *, by, text, files=(), sensitivity="", on=None, version=None):
    """报告整改情况 by the unit, once the class is as demanded; those who check are told. Returns the case."""
    on = on or timezone.localdate()
    case = CASE_FLOW.apply(case, "report", by=by, on=on, version=version, report=text, reported_on=on)
    _keep(case, files, sensitivity, by, "整改情况")
    people = Person.objects.holding(Role.SECRETARY, Role.SUPERVISOR, jurisdiction=case.jurisdiction, on=on)
    _tell(people, case, f"campaign-case:{case.pk}:{case.version}", f"已报告整改情况：{case.unit_name}", case.handling.proposal.title)
    return case


@transaction.atomic
def send_case_back(case, *, by, reason, due_on, on=None, version=None):
    """退回重改, with the reason and a new day; the unit is told. Returns the case."""
    on = on or timezone.localdate()
    if due_on < on:
        raise Refused("整改期限不能早于今天。")
    case = CASE_FLOW.apply(case, "send_back", by=by, on=on, version=version, reason=reason, ruling=reason, due_on=due_on)
    _tell_unit(case, "整改情况被退回", on, reason)
    return case


def settle_case(case, *, by, opinion="", on=None, version=None):
    """核结 what was put right, with the class its reply has now; returns the case."""
    on = on or timezone.localdate()
    now = {"settled_on": on, "class_after": last_class(case.handling)}
    return CASE_FLOW.apply(case, "settle", by=by, on=on, version=version, ruling=opinion, **now)


def recheck_case(case, *, by, reason, on=None, version=None):
    """重新核查 what was settled by mistake or has come back, with the reason; returns the case."""
    empty = dict.fromkeys(("verdict", "finding", "measure", "class_demanded", "report", "ruling", "class_after"), "")
    empty |= dict.fromkeys(("checked_on", "checked_by", "due_on", "reported_on", "settled_on"))
    return CASE_FLOW.apply(case, "recheck", by=by, on=on, version=version, reason=reason, **empty)
