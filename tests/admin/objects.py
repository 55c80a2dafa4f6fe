"""One object of every register of the admin."""

from datetime import date, timedelta

from django.utils import timezone

from documents.models import NumberSeries, PaperTemplate
from feedback import actions as feedback
from feedback.models import Assignment
from organizations.models import (
    ApiToken,
    CounterpartLink,
    Meeting,
    MemberProfile,
    Membership,
    Person,
    Portfolio,
    Role,
    Ruleset,
    Sector,
    Session,
    Term,
)
from proposals.actions import begin_allocation, begin_call, begin_edition
from reports.actions import begin as begin_report
from reports.actions import submit_material
from supervision.actions import draw, give_task, object_to
from supervision.models import Reminder
from tests.proposals.world import ProposalWorld
from tests.supervision.appraising import sent
from tests.supervision.awarding import noticed
from tests.supervision.world import key_proposal, look_back_case
from tests.world import person
from workflow.models import Absence, CalendarDay, CalendarYear, Channel, Delivery, Event, Notice


def service(world):
    """A program's account with a post."""
    return person(world.place, Role.UNIT_HANDLER, world.finance, is_service=True, name="演示接口")


def duty(world):
    """An assignment that has got its work plan and an entry."""
    world.issued_plan()
    assignment = Assignment.objects.get(unit=world.finance)
    feedback.acknowledge(assignment, by=world.handler)
    names = {"head": "演示甲", "deputy": "演示乙", "office": "办公室", "handler": "演示丙", "phone": "000000"}
    feedback.name_team(assignment, by=world.handler, **names)
    tasks = [{"text": "调研", "owner": "演示甲", "due_on": None}]
    feedback.submit_work_plan(assignment, by=world.handler, goals="目标", tasks=tasks, contact="演示丙", phone="000000")
    feedback.add_entry(assignment, by=world.handler, kind="progress", text="已开始")
    return Assignment.objects.get(pk=assignment.pk)


def sample(label, world):
    """An object of the register `label` ("app.model") in the place of `world`."""
    return MAKERS[label](world)


def _suggestion(world):
    """A suggestion entered for the assignment of a plan item."""
    return feedback.enter_suggestions(duty(world), by=world.handler, texts=["建立会商机制"])[0]


def _template(world):
    return PaperTemplate.objects.create(jurisdiction=world.place, kind="plan_notice", version=1, word="测府办", body="正文")


def _token(world):
    until = timezone.now() + timedelta(days=9)
    return ApiToken.issue(service(world), name="接口", scope="read", expires_at=until)[0]


def _term(world):
    return Term.objects.create(jurisdiction=world.place, number=9)


def _profile(world):
    member = Membership.objects.create(person=Person.objects.create(name="演示委员"), role=Role.MEMBER, jurisdiction=world.place)
    return MemberProfile.objects.create(membership=member, term=_term(world))


def _allocation(world):
    world = ProposalWorld.within(world)
    return begin_allocation(world.session, by=world.secretary, title="第一批分办意见")


def _call(world):
    dates = {"opens_on": date(2026, 1, 1), "closes_on": date(2026, 2, 1)}
    return begin_call(ProposalWorld.within(world).session, by=world.secretary, title="征集", text="要求", **dates)


def _edition(world):
    return begin_edition(ProposalWorld.within(world).session, by=world.secretary, topics=["补装路灯"])


def _absence(world):
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 1, 9)}
    return Absence.objects.create(jurisdiction=world.place, person=world.handler, deputy=world.head, **days)


def _channel(world):
    return Channel.objects.create(jurisdiction=world.place, kind="sms", address="https://8.8.8.8/send", secret="k3y")


def _delivery(world):
    notice = Notice.objects.create(jurisdiction=world.place, person=world.handler, key="out", title="提醒")
    return Delivery.objects.create(jurisdiction=world.place, person=world.handler, notice=notice, channel=_channel(world), status="dead")


def _card(world):
    supervisor = person(world.place, Role.SUPERVISOR)
    return draw(duty(world), by=supervisor, reason="进展缓慢")


def _key(world):
    return key_proposal(ProposalWorld.within(world))


def _key_task(world):
    return give_task(_key(world), by=world.secretary, unit=world.finance, text="落实资金", due_on=date(2099, 6, 30))


def _reminder(world):
    facts = {"kind": "plan_item", "row": 1, "subject": "演示事项", "link": "/", "due_on": date(2026, 6, 30), "on": date(2026, 6, 29)}
    return Reminder.objects.create(jurisdiction=world.place, person=world.handler, tier=1, **facts)


def _report(world):
    return begin_report(ProposalWorld.within(world).session, "handling", by=world.secretary)


def _objection(world):
    inside = ProposalWorld.within(world)
    award = noticed(inside)
    return object_to(award, by=inside.member, candidate=award.candidates.get(state="chosen"), text="数据不实")


MAKERS = {
    "supervision.award": lambda world: noticed(ProposalWorld.within(world)),
    "supervision.candidate": lambda world: noticed(ProposalWorld.within(world)).candidates.get(state="chosen"),
    "supervision.objection": _objection,
    "reports.report": _report,
    "reports.material": lambda world: submit_material(
        ProposalWorld.within(world).assigned().handlings.get(), by=world.handler, text="办好了。"
    ),
    "supervision.appraisal": lambda world: sent(ProposalWorld.within(world)).appraisal,
    "supervision.ratedunit": lambda world: sent(ProposalWorld.within(world)),
    "supervision.fault": lambda world: sent(ProposalWorld.within(world)).faults.get(),
    "supervision.card": _card,
    "supervision.campaign": lambda world: look_back_case(ProposalWorld.within(world)).campaign,
    "supervision.campaigncase": lambda world: look_back_case(ProposalWorld.within(world)),
    "supervision.keyproposal": _key,
    "supervision.keytask": _key_task,
    "supervision.reminder": _reminder,
    "proposals.allocation": _allocation,
    "proposals.call": _call,
    "proposals.topicedition": _edition,
    "proposals.proposal": lambda world: ProposalWorld.within(world).assigned(),
    "proposals.handling": lambda world: ProposalWorld.within(world).assigned().handlings.get(),
    "proposals.reply": lambda world: ProposalWorld.within(world).drafted(),
    "proposals.receipt": lambda world: ProposalWorld.within(world).issued().receipts.get(),
    "consultation.annualplan": lambda world: world.plan(),
    "consultation.planitem": lambda world: world.plan().items.get(number=1),
    "feedback.assignment": duty,
    "feedback.workplan": lambda world: duty(world).work_plans.get(),
    "feedback.suggestion": _suggestion,
    "feedback.commitment": lambda world: feedback.enter_promise(_suggestion(world), unit=world.finance, text="年底前建成"),
    "feedback.progressentry": lambda world: duty(world).entries.get(),
    "organizations.unit": lambda world: world.finance,
    "organizations.person": lambda world: world.handler,
    "organizations.membership": lambda world: world.handler.memberships.get(),
    "organizations.memberprofile": _profile,
    "organizations.sector": lambda world: Sector.objects.create(jurisdiction=world.place, name="经济界"),
    "organizations.portfolio": lambda world: Portfolio.objects.create(jurisdiction=world.place, leader=world.head),
    "organizations.counterpartlink": lambda world: CounterpartLink.objects.create(
        jurisdiction=world.place, committee=world.committee, unit=world.finance
    ),
    "organizations.term": _term,
    "organizations.session": lambda world: Session.objects.create(term=_term(world), number=1),
    "organizations.meeting": lambda world: Meeting.objects.create(jurisdiction=world.place, body="plenary", term=_term(world), number=1),
    "organizations.ruleset": lambda world: Ruleset.objects.create(
        jurisdiction=world.place, version=1, name="未启用", effective_on=date(2090, 1, 1)
    ),
    "organizations.jurisdiction": lambda world: world.place,
    "organizations.apitoken": _token,
    "documents.papertemplate": _template,
    "documents.numberseries": lambda world: NumberSeries.objects.create(jurisdiction=world.place, word="测", year=2026),
    "workflow.absence": _absence,
    "workflow.channel": _channel,
    "workflow.delivery": _delivery,
    "workflow.calendaryear": lambda world: CalendarYear.objects.get_or_create(year=2025, defaults={"source": "测试"})[0],
    "workflow.calendarday": lambda world: CalendarDay.objects.get_or_create(day=date(2025, 1, 1), defaults={"is_workday": False})[0],
    "workflow.event": lambda world: Event.objects.of(world.plan()).get(),
}
