"""Every endpoint for every role: an endpoint that is not in the table fails, and what is not yours looks as if it were not there."""

import re
import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from config import api
from documents.models import Paper
from documents.templates import save_template
from documents.uploads import attach
from feedback import actions as feedback
from feedback.models import Assignment, Commitment, EntryKind, Suggestion
from organizations.models import Body, CounterpartLink, Meeting, Person, Portfolio, Role, Ruleset, Sector, Term
from proposals.actions import (
    begin_allocation,
    begin_call,
    begin_edition,
    circulate,
    publish_call,
    publish_edition,
    submit_reply,
)
from reports.actions import begin as begin_report
from reports.actions import submit_material
from supervision.actions import draw, give_task, object_to
from tests.admin.objects import sample
from tests.api.caller import Caller
from tests.api.matrix import ROWS, everybody
from tests.proposals.world import ProposalWorld
from tests.supervision.appraising import sent
from tests.supervision.awarding import noticed
from tests.supervision.world import key_proposal, look_back_case
from tests.world import DAY, World
from workflow.models import CalendarDay, CalendarYear, Channel, Delivery
from workflow.notices import tell

METHODS = ("get", "post", "put", "patch", "delete")


def endpoints():
    """(method, address) of all endpoints, as the resolver knows them; parameters as {}."""
    found = set()
    for pattern in api.urlpatterns:
        if getattr(pattern.callback, "cls", None) is api.Nowhere:
            continue
        view = getattr(pattern.callback, "cls", None) or getattr(pattern.callback, "view_class", None)
        known = [method for method in METHODS if hasattr(view, method)] if view else ["get"]
        address = re.sub(r"<int:year>", "2026", str(pattern.pattern))
        found |= {(method.upper(), re.sub(r"<\w+:\w+>", "{}", address)) for method in known}
    return found


def test_every_endpoint_stands_in_the_table():
    rows = {(method, re.sub(r"\{\w+\}", "{}", path.split("?")[0])) for method, path in (row.split(" ", 1) for row in ROWS)}
    assert endpoints() - rows == set(), "an endpoint without a row in tests/api/matrix.py"
    assert rows - endpoints() == set(), "a row without an endpoint"


def delivered(world):
    """A channel, and a notice that is still on its way."""
    way = Channel.objects.create(jurisdiction=world.place, kind="wecom", address="https://93.184.216.34/hook")
    tell([world.secretary], world.place, "out", "提醒")
    facts = {"jurisdiction": world.place, "notice": world.secretary.notices.get(key="out"), "person": world.secretary}
    return {"channel": way, "delivery": Delivery.objects.create(channel=way, **facts)}


@pytest.fixture
def rows_of_world(world):
    """One row of each kind, by the names the table uses."""
    plan, draft = world.issued_plan(), world.plan(year=2027)
    item, duty = plan.items.get(number=1), Assignment.objects.get(unit=world.finance)
    feedback.acknowledge(duty, by=world.handler, on=DAY)
    team = {"head": "甲", "deputy": "乙", "office": "办公室", "handler": "丙", "phone": "0571-12345678"}
    feedback.name_team(duty, by=world.handler, on=DAY, **team)
    tasks = [{"text": "调研", "owner": "甲", "due_on": None}]
    work_plan = feedback.submit_work_plan(duty, by=world.handler, on=DAY, goals="目标", tasks=tasks, contact="甲", phone="0571-12345678")
    entry = feedback.add_entry(duty, by=world.handler, kind=EntryKind.PROGRESS, text="已调研", on=DAY)
    term = Term.objects.create(jurisdiction=world.place, number=5)
    portfolio = Portfolio.objects.create(jurisdiction=world.place, leader=world.somebody(Role.GOVERNMENT_LEADER))
    proposals = ProposalWorld.within(world)
    reply = submit_reply(proposals.drafted(), by=world.handler, on=DAY)
    answered = proposals.issued(title="关于另一件事情的建议")
    row = Suggestion.objects.filter(proposed__proposal=answered.round.handling.proposal).first()
    promised = Commitment.objects.create(jurisdiction=world.place, suggestion=row, unit=world.finance, text="年底前完成")
    waiting = allocated(world, proposals)
    tell([world.secretary], world.place, "test", "提醒")
    return {
        "place": world.place,
        "unit": world.finance,
        "person": world.handler,
        "post": world.handler.memberships.get(),
        "portfolio": portfolio,
        "counterpart": CounterpartLink.objects.create(jurisdiction=world.place, committee=world.committee, unit=world.finance),
        "sector": Sector.objects.create(jurisdiction=world.place, name="教育"),
        "term": term,
        "year": CalendarYear.objects.create(year=2091, source="测试"),
        "day": CalendarDay.objects.create(day=date(2091, 3, 5), is_workday=False),
        "meeting": Meeting.objects.create(jurisdiction=world.place, body=Body.PLENARY, term=term, number=1),
        "ruleset": Ruleset.objects.create(jurisdiction=world.place, version=1, name="试行", effective_on=date(2026, 1, 1)),
        "token": Caller(world.secretary, token="read").token,
        "absence": sample("workflow.absence", world),
        **delivered(world),
        "notice": world.secretary.notices.get(key="test"),
        "case": reply.round.handling.proposal,
        "session": proposals.session,
        "handling": reply.round.handling,
        "reply": reply,
        "allocation": waiting,
        **supervised(world, proposals),
        "report": begin_report(proposals.session, "handling", by=proposals.supervisor),
        "material": submit_material(reply.round.handling, by=world.handler, text="办好了。"),
        "card": draw(duty, by=proposals.supervisor, reason="进展缓慢", on=DAY),
        **solicited(world, proposals.session),
        "receipt": answered.receipts.get(),
        "suggestion": promised.suggestion,
        "commitment": promised,
        "plan": plan,
        "draft": draft,
        "item": item,
        "duty": duty,
        "work_plan": work_plan,
        "entry": entry,
        "paper": Paper.objects.create(jurisdiction=world.place, subject=plan, kind="plan_notice", title="通知", content={}),
        "template": save_template(world.place.pk, "plan_notice", by=world.secretary, word="测府办", body="正文"),
        "file": attach(item, SimpleUploadedFile("材料.txt", "材料".encode()), by=world.secretary),
    }


def supervised(world, proposals):
    """A key proposal with a task of the finance bureau, a look-back, an appraisal with its letter, an award on notice."""
    key, case = key_proposal(proposals, title="关于再一件事情的建议"), look_back_case(proposals)
    task = give_task(key, by=world.secretary, unit=world.finance, text="落实资金", due_on=date(2099, 6, 30))
    rated = sent(proposals)
    appraised = {"appraisal": rated.appraisal, "rated": rated, "sheet": rated.sheets.first(), "fault": rated.faults.get()}
    award = noticed(proposals)
    chosen = award.candidates.get(state="chosen")
    objection = object_to(award, by=proposals.member, candidate=chosen, text="数据不实")
    chosen_by = {"award": award, "candidate": chosen, "vote": award.voting.first().votes.first(), "objection": objection}
    return {"key": key, "key_task": task, "campaign": case.campaign, "campaign_case": case} | appraised | chosen_by


def solicited(world, session):
    """A call and an edition of topics, published."""
    dates = {"opens_on": DAY, "closes_on": DAY}
    call = begin_call(session, by=world.secretary, title="征集", text="请提出提案", on=DAY, **dates)
    edition = begin_edition(session, by=world.secretary, topics=["补装路灯"], on=DAY)
    return {
        "call": publish_call(call, by=world.secretary, on=DAY),
        "topics": publish_edition(edition, by=world.secretary, on=DAY),
    }


def allocated(world, proposals):
    """An allocation that names the finance bureau, in circulation."""
    proposals.filed(title="关于又一件事情的建议", wished_units=[world.finance])
    waiting = begin_allocation(proposals.session, by=world.secretary, title="第一批", on=DAY)
    waiting.rows.update(track="government")
    return circulate(waiting, by=world.secretary, until=DAY, on=DAY)


@pytest.fixture
def callers(world):
    people = {role: world.somebody(role) for role in Role.values if role != Role.SECRETARY} | {Role.SECRETARY: world.secretary}
    nobody = Person.objects.create_user("nobody", name="无职务", must_change_password=False)
    return {role: Caller(person) for role, person in people.items()} | {
        "nobody": Caller(nobody),
        "stranger": Caller(World("别市", "other").secretary),
        "anonymous": Caller(),
        "reader": Caller(world.secretary, token="read"),
        "writer": Caller(world.secretary, token="write"),
    }


def key(row):
    return str(getattr(row, "public_id", row.pk))


def call(caller, method, path):
    """The answer, with all that the call wrote rolled back."""
    with transaction.atomic():
        answer = caller.get(path) if method == "GET" else caller.post(path, method=method.lower())
        answer.getvalue()
        transaction.set_rollback(True)
    return answer


def expected(row, method, path):
    """What each caller should get: tokens as their owner, but that nothing can be submitted with a read-only one."""
    if path == "docs/":
        return row | {"anonymous": 302, "reader": 302, "writer": 302}
    secretary = row[Role.SECRETARY]
    return {"writer": secretary} | row | {"anonymous": 401, "reader": secretary if method == "GET" else 403}


def test_every_role_gets_what_the_table_says(rows_of_world, callers):
    wrong = []
    for line, row in ROWS.items():
        method, path = line.split(" ", 1)
        path = path.format(**{name: key(each) for name, each in rows_of_world.items()})
        for name, code in expected(row, method, path).items():
            answer = call(callers[name], method, path)
            if answer.status_code != code:
                wrong.append(f"{line} as {name}: {answer.status_code}, expected {code}: {answer.content[:200].decode()}")
    assert not wrong, "\n".join(wrong)


def test_not_yours_looks_as_if_it_were_not_there(rows_of_world, callers):
    wrong = []
    for line in (line for line in ROWS if "{" in line):
        method, path = line.split(" ", 1)
        there = path.format(**{name: key(each) for name, each in rows_of_world.items()})
        nowhere = path.format(**{name: uuid.uuid4() if hasattr(each, "public_id") else 987654 for name, each in rows_of_world.items()})
        for name in ("stranger", "nobody"):
            one, other = call(callers[name], method, there), call(callers[name], method, nowhere)
            if (one.status_code, one.content, dict(one.headers)) != (404, other.content, dict(other.headers)):
                wrong.append(f"{line} as {name}: {one.status_code} {one.content} / {other.status_code} {other.content}")
    assert not wrong, "\n".join(wrong)


def test_any_other_address_is_a_json_404(secretary):
    for path in ("plans/abc/", "nowhere/", "plans/%00/", f"plans/{uuid.uuid4()}/act/nothing/"):
        answer = secretary.get(path)
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/json")
    assert everybody(404)["nobody"] == Caller().get("nowhere/").status_code
