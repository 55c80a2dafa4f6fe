"""What is owed for reports: by units their own summary of the year, by whose turn it is the signature that a report waits for."""

from collections import defaultdict
from dataclasses import replace
from urllib.parse import urlencode

from django.db.models import Exists, Min, OuterRef, Prefetch, Subquery
from django.urls import reverse
from django.utils import timezone

from organizations.models import Role, Session
from organizations.models.rulesets import rules_by_session
from organizations.models.units import Carried
from proposals.models import Handling
from proposals.models.handling import LEFT, REPLYING
from reports.kinds import own_kinds
from reports.models import Report, ReportState, ReportStep
from reports.permissions import STEPS
from reports.rules import ReportRules
from supervision.duties import OFFICE, UNIT, Duty, Kind, register
from supervision.duties.owed import Counting, counted, rules_of
from workflow.models import Event


def summaries(seen, until):
    """单位年度总结 (D17) by each unit that had cases of a session to reply to when its day came, until its summary is issued.

    Once the next session has opened there is nobody left to tell of that year: what is still missing is owed no more.
    """
    due = {session.pk: (session, due) for session, due in _years(until)}
    held = Handling.objects.filter(seen, proposal__session__in=due, part__in=REPLYING, is_history=False).exclude(state=LEFT)
    held = held.exclude(unit__ends_on__lt=timezone.localdate(), unit__successor=None).order_by("proposal__session", "unit")
    held = held.values_list("proposal__session", "jurisdiction", "unit", "unit__name")
    given = _given(due)
    for key, place, unit, name, first, since in held.annotate(Min("pk"), Min("assigned_on")) if due else ():
        session, last = due[key]
        if since <= last.on and unit not in given[key]:
            row = (first, place, f"{name}{session.short_name}提案办理工作总结", last.on, own_list(session), unit, name)
            yield Duty("summary", *row, provisional=last.provisional, steps=last.steps)


def _years(until):
    """(session, the `Due` of its summaries) of the last session of each place that asks for them by the day `until`."""
    today = timezone.localdate()
    later = Session.objects.filter(term__jurisdiction=OuterRef("term__jurisdiction"), starts_on__range=(OuterRef("starts_on"), today))
    last = Session.objects.filter(~Exists(later.exclude(pk=OuterRef("pk"))), starts_on__isnull=False)
    counting = Counting("summary", "单位年度总结", "opened")
    for session, rules in rules_by_session(ReportRules, last, on=today).values():
        due = counting.due(session.pk, rules, session.starts_on)
        if rules.unit_summaries and due.on <= until:
            yield session, due


def _given(sessions):
    """{id of a session: ids of the units whose summary is issued}, those whose duties its unit carries among them."""
    found = defaultdict(set)
    issued = Report.objects.filter(session__in=sessions, kind__in=own_kinds(), state=ReportState.ISSUED, unit__isnull=False)
    for session, units in issued.order_by().values_list("session", Carried("unit", timezone.localdate())):
        found[session].update(units)
    return found


def begun(duties):
    """(each of `duties`, all for a unit's yearly summary, and the summary that is written for it so far or None)."""
    rows = Report.objects.filter(unit__in={each.unit_id for each in duties}, kind__in=own_kinds()).exclude(state=ReportState.ISSUED)
    written = {(row.unit_id, own_list(row.session)): row for row in rows.select_related("session").order_by("pk")}
    return [(each, written.get((each.unit_id, each.link))) for each in duties]


def own_list(session):
    """The address of the list of a session's summaries."""
    return f"{reverse('reports:list')}?{urlencode({'session': session.pk, 'kind': own_kinds()[0]})}"


def signatures(seen, until):
    """通报签批 by the office whose turn it is, some days after the report came to it."""
    for row, step, due in _waiting(seen, until, unit__isnull=True):
        duty = counted("report_sign", row, due, row.get_absolute_url(), subject=f"{row.title}（{step.label}）")
        yield replace(duty, roles=STEPS[step.kind])


def unit_signatures(seen, until):
    """总结签批 by the head of the unit whose own summary it is; who oversees does not read it before, so it leads to the list."""
    for row, step, due in _waiting(seen, until, unit__isnull=False):
        link, unit = own_list(row.session), (row.unit_id, row.unit.name)
        yield counted("summary_sign", row, due, link, subject=f"{row.title}（{step.label}）", unit=unit)


def _waiting(seen, until, **whose):
    """(report, the step whose turn it is, its `Due`): counted from the day it was handed in, or from the last signature."""
    steps = Prefetch("steps", ReportStep.objects.filter(is_void=False, agreed__isnull=True).order_by("order"), to_attr="waiting")
    rows = Report.objects.filter(seen, state=ReportState.SIGNING, **whose).annotate(handed_in=_handed_in()).order_by("pk")
    rows = list(rows.select_related("session", "unit").defer("text", "figures", "tables").prefetch_related(steps))
    rules, counting = rules_of(ReportRules, {row.session_id for row in rows}), Counting("signing", "通报签批", "submitted")
    for row in rows:
        due = counting.due(row.session_id, rules[row.session_id], row.signed_on or row.handed_in)
        if row.waiting and due.on <= until:
            yield row, row.waiting[0], due


def _handed_in():
    events = Event.objects.filter(subject_type__app_label="reports", subject_type__model="report", subject_id=OuterRef("pk"), move="submit")
    return Subquery(events.order_by("-pk").values("on")[:1])


register("summary", "单位年度总结", Kind(UNIT, summaries, asked=True))
register("summary_sign", "总结签批", Kind(UNIT, unit_signatures, (Role.UNIT_HEAD,), asked=True))
register("report_sign", "通报签批", Kind(OFFICE, signatures, asked=True))
