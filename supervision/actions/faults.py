"""What follows for a unit from its appraisal: the rectification list 整改清单, the letter of the result, what it reports, the end."""

from django.db import transaction
from django.utils import timezone

from documents.models.numbers import draw_number
from documents.templates import template_of
from documents.uploads import attach
from feedback.notices import unit_people
from organizations.models import Person, Role
from supervision.actions.appraisals import appraisal_rules
from supervision.letters import print_result
from supervision.models import Fault
from supervision.models import FaultState as State
from supervision.papers import APPRAISAL_RESULT, DEFAULTS
from supervision.permissions import is_verifier, of_unit
from supervision.rating import RATED_FLOW
from workflow.calendar import WorkCalendar
from workflow.flow import Flow, Move
from workflow.notices import tell
from workflow.refusals import Refused
from workflow.trail import record


def _not_sent(fault):
    """评议结果函已经发出。"""
    return "" if fault.rated.state == "sent" else "评议结果函还没有发出，或者已经销号。"


FAULT_FLOW = Flow(
    Fault,
    [
        Move("report", "报告整改情况", (State.OPEN,), State.REPORTED, of_unit, _not_sent),
        Move("confirm", "核实", (State.REPORTED,), State.DONE, is_verifier, closing=True),
        Move("send_back", "退回重改", (State.REPORTED,), State.OPEN, is_verifier, reason=True),
        Move("cancel", "取消", (State.OPEN, State.REPORTED), State.CANCELLED, is_verifier, reason=True, danger=True),
    ],
)


def rectified_by(rated, on):
    """Until when what is listed on the day `on` should be put right, by the rules."""
    return WorkCalendar().by_rule(appraisal_rules(rated.appraisal.session, on), "rectify_limit", {"issued": on}, name="评议整改").on


@transaction.atomic
def list_fault(rated, *, by, problem, measure, due_on=None, on=None, version=None):
    """列入整改清单: one problem, what is to be done, by which day (default by the rules); returns the `Fault`.

    The unit sees the list with the letter; what is added after that it is told of at once.
    """
    on = on or timezone.localdate()
    due_on = due_on or rectified_by(rated, on)
    if due_on < on:
        raise Refused("整改期限不能早于今天。")
    rated = RATED_FLOW.apply(rated, "list_fault", by=by, on=on, version=version)
    fault = Fault(jurisdiction=rated.jurisdiction, rated=rated, unit=rated.unit, unit_name=rated.unit_name)
    fault.problem, fault.measure, fault.due_on = problem, measure, due_on
    fault.full_clean()
    fault.save()
    record(fault, "list", "列入整改清单", by=by, on=on, to_state=fault.state)
    if rated.state == "sent":
        _tell_unit(fault, "民主评议要求整改", on, measure)
    return fault


def _tell_unit(fault, title, on, text=""):
    key = f"fault:{fault.pk}:{fault.version}"
    tell(unit_people(fault.unit, on), fault.jurisdiction, key, f"{title}：{fault.problem}", text=text, link=fault.get_absolute_url())


@transaction.atomic
def send_result(rated, *, by, opinion, on=None, version=None):
    """发送评议结果函: numbered and printed, with the rectification list as it stands; the unit is told. Returns the rated unit."""
    on = on or timezone.localdate()
    RATED_FLOW.require(rated, "send", by)
    word = template_of(rated.jurisdiction, APPRAISAL_RESULT, DEFAULTS).word or DEFAULTS[APPRAISAL_RESULT]["word"]
    number = draw_number(rated.jurisdiction, word, on.year)
    rated = RATED_FLOW.apply(rated, "send", by=by, on=on, version=version, opinion=opinion, number=number, sent_on=on)
    print_result(rated, by=by)
    people, faults = unit_people(rated.unit, on), rated.faults.filter(state=State.OPEN).count()
    text = f"等次：{rated.grade}，得分 {rated.total}。" + (f"有 {faults} 项整改，请按期报告。" if faults else "")
    tell(
        people,
        rated.jurisdiction,
        f"rated:{rated.pk}",
        f"收到民主评议结果函：{rated.appraisal.title}",
        text=text,
        link=rated.get_absolute_url(),
    )
    return rated


def settle_rated(rated, *, by, on=None, version=None):
    """整改销号, once every row of the list was checked; returns the rated unit."""
    on = on or timezone.localdate()
    return RATED_FLOW.apply(rated, "settle", by=by, on=on, version=version, settled_on=on)


@transaction.atomic
def report_fault(fault, *, by, text, files=(), sensitivity="", on=None, version=None):
    """报告整改情况 by the unit, with files; those who check are told. Returns the row."""
    on = on or timezone.localdate()
    fault = FAULT_FLOW.apply(fault, "report", by=by, on=on, version=version, report=text, reported_on=on)
    for upload in files:
        attach(fault, upload, by=by, purpose="整改情况", sensitivity=sensitivity)
    people = Person.objects.holding(Role.SECRETARY, Role.SUPERVISOR, jurisdiction=fault.jurisdiction, on=on)
    title = f"已报告评议整改情况：{fault.unit_name}"
    tell(people, fault.jurisdiction, f"fault:{fault.pk}:{fault.version}", title, text=fault.problem, link=fault.get_absolute_url())
    return fault


def confirm_fault(fault, *, by, opinion="", on=None, version=None):
    """核实 what was put right; returns the row."""
    on = on or timezone.localdate()
    return FAULT_FLOW.apply(fault, "confirm", by=by, on=on, version=version, ruling=opinion, done_on=on)


@transaction.atomic
def send_fault_back(fault, *, by, reason, due_on, on=None, version=None):
    """退回重改, with the reason and a new day; the unit is told and owes it again. Returns the row."""
    on = on or timezone.localdate()
    if due_on < on:
        raise Refused("整改期限不能早于今天。")
    fault = FAULT_FLOW.apply(fault, "send_back", by=by, on=on, version=version, reason=reason, ruling=reason, due_on=due_on)
    _tell_unit(fault, "评议整改情况被退回", on, reason)
    return fault


@transaction.atomic
def cancel_fault(fault, *, by, reason, on=None, version=None):
    """取消 a row of the list, with the reason; the unit is told where it knew of it. Returns the row."""
    on = on or timezone.localdate()
    fault = FAULT_FLOW.apply(fault, "cancel", by=by, on=on, version=version, reason=reason, ruling=reason)
    if fault.rated.state == "sent":
        _tell_unit(fault, "评议整改事项已取消", on, reason)
    return fault
