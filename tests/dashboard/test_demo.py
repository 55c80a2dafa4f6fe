"""The demonstration data: the published facts of closed years, and an invented city in full swing on any day."""

import io
from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, F
from django.utils import timezone

from consultation.models import AnnualPlan, ItemState, ItemUnit, Kind, OfficeOpinion, PlanItem, PlanState, Precision, UnitRole
from dashboard.demo.data import PLACES, read
from dashboard.demo.loading import load
from feedback.models import Assignment, ProgressEntry, Team, WorkPlan, WorkPlanState
from organizations.directory import Directory
from organizations.models import Jurisdiction, Membership, Person, Role, Session, Unit, UnitKind
from organizations.models.rulesets import rules_for
from proposals.models import Handling, Proposal, Receipt, Reply
from reports.actions.reports import contradictions
from reports.models import Report
from supervision.actions.periods import hindrance
from supervision.duties import FAR, duties
from supervision.models import Card, Reminder
from supervision.public_rules import PublicRules
from supervision.score_rules import ScoreRules
from supervision.scoring import scores
from workflow.models import Event, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """All demonstration data, loaded once for this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        places = load(timezone.localdate())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # nothing of it is committed, so that nobody else counts the rows for the planner
        yield places
        transaction.set_rollback(True)


def plan_of(code, **fields):
    return AnnualPlan.objects.get(jurisdiction__code=code, **fields)


@pytest.fixture
def chongqing(demo):
    return plan_of("chongqing")


@pytest.fixture
def running(demo):
    return plan_of("yanshi", year=timezone.localdate().year)


def test_chongqing_has_its_35_items(chongqing):
    items = chongqing.items.all()
    assert Counter(items.values_list("kind", flat=True)) == {"consultation": 12, "briefing": 13, "inspection": 10}
    assert Counter(items.values_list("form", flat=True)) == {
        "专委会视察": 9, "主席会通报": 8, "常委会通报": 5, "对口协商": 3, "界别协商": 3, "常委会协商": 2, "主席会协商": 2,
        "全委会协商": 1, "常委视察": 1, "": 1,
    }  # fmt: skip
    assert items.undated().count() == 19
    assert items.filter(units__isnull=True).count() == 1
    assert sorted(items.filter(is_supervisory=True).values_list("kind", "number")) == [
        ("consultation", 3), ("consultation", 5), ("inspection", 7),
    ]  # fmt: skip
    assert items.filter(units__name="市发展改革委").count() == 5
    assert items.filter(units__lead_assumed=True).count() == 6
    assert items.get(title="提案办理协商").precision == Precision.ALL_YEAR
    assert items.get(title="加快重庆信息产业发展").window_end == date(2017, 6, 30)
    assert (chongqing.document_number, chongqing.issued_on) == ("渝府办〔2017〕7号", date(2017, 4, 17))
    assert str(chongqing.adopted_at) == "第4届第29次常务委员会会议"


def test_weihai_has_its_11_items(demo):
    plan = plan_of("weihai")
    assert list(plan.issuers.values_list("name", flat=True)) == ["市委", "市政府", "市政协"]
    assert Counter(plan.items.values_list("form", flat=True)) == {
        "全体会议协商议政": 1, "专题议政性常委会会议": 2, "在基层协商": 3, "对口协商": 5,
    }  # fmt: skip
    assert plan.items.undated().count() == 1
    assert ItemUnit.objects.filter(item__plan=plan, role=UnitRole.HOST).count() == 10
    assert max(item.units.filter(role=UnitRole.CONSULTED).count() for item in plan.items.all()) == 12
    assert "市政协主要领导主持" in plan.attendance


@pytest.mark.parametrize("code", ["chongqing", "weihai"])
def test_a_closed_year_is_quiet_and_nothing_in_it_is_invented(demo, code):
    plan, far = plan_of(code), date(2099, 1, 1)
    assert (plan.state, plan.is_history, plan.is_open) == (PlanState.EVALUATED, True, False)
    here = {"jurisdiction": plan.jurisdiction}
    assert not PlanItem.objects.filter(plan=plan).overdue(far).exists()
    assert not Assignment.objects.filter(**here).overdue(far).exists()
    assert not Notice.objects.filter(**here).exists()
    assert not OfficeOpinion.objects.filter(plan=plan).exists()
    assert set(plan.items.values_list("state", flat=True)) == {ItemState.PLANNED}
    assert not Team.objects.filter(assignment__jurisdiction=plan.jurisdiction).exists()
    assert not WorkPlan.objects.filter(**here).exists()
    assert not ProgressEntry.objects.filter(**here).exists()
    assert Event.objects.filter(**here, move="issue", on=plan.issued_on).exists()


def test_every_unit_of_the_closed_years_is_in_the_directory(demo):
    assert not ItemUnit.objects.filter(item__plan__is_history=True, unit__isnull=True).exists()
    groups = ItemUnit.objects.filter(item__plan__is_history=True, unit__kind=UnitKind.GROUP)
    assert set(groups.values_list("name", flat=True)) == {"各承办单位", "驻威高校"}
    assert not Assignment.objects.filter(unit__kind=UnitKind.GROUP).exists()


@pytest.mark.parametrize(
    ("name", "now"),
    [
        ("市农委", "市农业农村委"),
        ("市文化委", "市文化旅游委"),
        ("市旅游局", "市文化旅游委"),
        ("市规划局", "市规划自然资源局"),
        ("市国土房管局", "市规划自然资源局"),
        ("重庆市环境保护局", "市生态环境局"),
        ("市卫生计生委", "市卫生健康委"),
        ("市扶贫办", "市乡村振兴局"),
        ("市发展改革委", "市发展改革委"),
    ],
)
def test_a_name_of_2017_finds_its_unit_and_who_carries_its_duties_now(chongqing, name, now):
    then = Directory(chongqing.jurisdiction, on=date(2017, 4, 17))
    today = Directory(chongqing.jurisdiction, on=timezone.localdate())
    assert then.describe(name) is None
    assert today.find(name).unit == then.find(name).unit
    assert today.find(name).unit.current().name == now
    assert bool(today.describe(name)) == (name != now)


def test_the_district_has_units_and_no_plan(demo):
    district = Jurisdiction.objects.get(code="dadukou")
    assert district.parent.code == "chongqing"
    assert district.terms.get().sessions.get().number == 4
    assert Unit.objects.filter(jurisdiction=district, name="区住房城乡建委").exists()
    assert not AnnualPlan.objects.filter(jurisdiction=district).exists()


def test_every_role_has_an_account_in_every_place_and_every_person_is_marked(demo):
    for name in PLACES:
        data = read(name)
        posts = Membership.objects.filter(person__username__startswith=f"{data['prefix']}-", jurisdiction__code=data["code"])
        assert set(posts.values_list("role", flat=True)) == set(Role.values)
    assert not Person.objects.exclude(name__startswith="演示·").exists()
    assert set(Person.objects.filter(must_change_password=True).values_list("username", flat=True)) == {"demo-first-login"}


def test_the_accounts_are_printed_and_open(demo, client, settings):
    out = io.StringIO()
    call_command("demo_accounts", stdout=out)
    for username in ("demo-secretary", "cq-handler", "wh-auditor", "dk-clerk", "area-admin", "demo-housing"):
        assert username in out.getvalue()
        assert Person.objects.get(username=username).check_password(settings.DEMO_PASSWORD)
    assert settings.DEMO_PASSWORD in out.getvalue()


def test_the_running_year_shows_every_kind_of_thing(running):
    items = running.items.all()
    assert set(items.values_list("kind", flat=True)) == set(Kind.values)
    assert set(items.values_list("precision", flat=True)) == set(Precision.values)
    assert {"planned", "work_plan_submitted", "under_way", "postponed", "cancelled"} <= set(items.values_list("state", flat=True))
    duties = Assignment.objects.filter(jurisdiction=running.jurisdiction)
    assert {"assigned", "acknowledged", "under_way", "withdrawn"} <= set(duties.values_list("state", flat=True))
    plans = WorkPlan.objects.filter(jurisdiction=running.jurisdiction)
    assert set(plans.values_list("state", flat=True)) == set(WorkPlanState.values)
    assert ProgressEntry.objects.filter(jurisdiction=running.jurisdiction, corrects__isnull=False).exists()
    assert Unit.objects.filter(item_units__item__plan=running).values("kind").distinct().count() >= 7
    assert running.amendments.count() == 3
    assert running.opinions.count() == 3
    assert running.document_number == f"演府办〔{running.issued_on.year}〕1号"
    assert items.undated().exists()
    assert {item.meetings.count() for item in items} == {0, 1, 2}
    assert max(meeting.plan_items.count() for meeting in demo_meetings(running)) >= 2


def demo_meetings(plan):
    return plan.jurisdiction.meetings.all()


def test_what_was_held_was_held_at_its_meeting(running):
    held = running.items.filter(state__in=["held", "concluded"], form__startswith="常委会")
    assert all(item.held_on == item.meetings.get().held_on for item in held)


def test_nothing_happened_in_the_future_or_before_the_issue(running):
    today, here = timezone.localdate(), {"jurisdiction": running.jurisdiction}
    assert not Event.objects.filter(**here, on__gt=today).exists()
    assert not ProgressEntry.objects.filter(**here, on__lte=running.issued_on).exists()
    assert not WorkPlan.objects.filter(**here, answered_on__lt=F("submitted_on")).exists()


def test_next_years_plan_has_gaps(demo):
    plan = plan_of("yanshi", year=timezone.localdate().year + 1)
    assert plan.state == PlanState.DRAFTING
    assert plan.items.undated().exists()
    assert plan.items.filter(units__isnull=True).exists()
    assert list(ItemUnit.objects.filter(item__plan=plan, unit__isnull=True).values_list("name", flat=True)) == ["市低空经济办"]


def test_loading_again_changes_nothing(demo):
    def count():
        return [model.objects.count() for model in (Jurisdiction, Unit, Person, AnnualPlan, PlanItem, Assignment, Event, Notice)]

    before = count()
    call_command("load_demo", if_empty=True)
    assert count() == before
    with pytest.raises(CommandError, match="已有地区"):
        call_command("load_demo")
    assert count() == before


def test_the_2020_session_of_dadukou_has_the_published_totals(demo):
    """Total, key proposals, classes and receipts as published, where they agree: 197 = 183 A + 9 B + 5 C, one 理解 after 不满意."""
    cases = Proposal.objects.filter(jurisdiction__code="dadukou")
    assert (cases.count(), cases.filter(is_key=True).count(), set(cases.values_list("state", flat=True))) == (197, 12, {"concluded"})
    assert cases.filter(is_history=True).count() == 197
    assert set(cases.values_list("case_no", flat=True)) == {f"{number:03d}" for number in range(1, 198)}
    last = Reply.objects.filter(round__handling__proposal__in=cases).exclude(round__is_dissatisfied=True)
    assert Counter(last.values_list("result_class", flat=True)) == {"A": 183, "B": 9, "C": 5}
    assert Counter(Receipt.objects.filter(reply__in=last).values_list("overall", flat=True)) == {"satisfied": 196, "understood": 1}
    first = Receipt.objects.filter(reply__round__handling__proposal__in=cases, overall="dissatisfied").get()
    assert first.reply.round.handling.proposal.case_no == "084"


def test_nothing_of_the_2020_session_is_late_and_nobody_is_told(demo):
    assert not Handling.objects.filter(jurisdiction__code="dadukou").overdue(timezone.localdate()).exists()
    for row in Handling.objects.filter(jurisdiction__code="dadukou").prefetch_related("rounds__reply"):
        assert all(each.reply.issued_on <= each.due_on for each in row.rounds.all())
    assert not Notice.objects.filter(jurisdiction__code="dadukou").exists()


def test_closed_years_owe_nothing_and_have_no_cards_and_no_scores(demo):
    closed = Jurisdiction.objects.exclude(code="yanshi")
    assert duties(closed.values_list("pk", flat=True), timezone.localdate() + FAR) == []
    assert not Card.objects.filter(jurisdiction__in=closed).exists() and not Reminder.objects.filter(jurisdiction__in=closed).exists()
    assert scores(Session.objects.get(term__jurisdiction__code="dadukou"), ScoreRules(), timezone.localdate()) == []


def test_last_year_is_settled_and_few_summaries_are_missing(demo):
    today, place = timezone.localdate(), Jurisdiction.objects.get(code="yanshi")
    assert duties([place.pk], today - timedelta(1), kinds=["look_back", "assess", "disclosure", "assignment"]) == []
    assert len(duties([place.pk], today - timedelta(1), kinds=["summary"])) < 2
    late = Card.objects.filter(jurisdiction=place, rule="late", state="proposed").values("assignment")
    assert not late.annotate(cards=Count("pk")).filter(cards__gt=1).exists()


def test_the_deadlines_of_the_running_session_can_be_tried_and_the_page_outside_is_open(demo):
    session = Session.objects.get(term__jurisdiction__code="yanshi", number=3)
    day = max(timezone.localdate(), session.starts_on)
    assert hindrance(session, day) == "" and rules_for(PublicRules, session.term.jurisdiction, on=day).is_open


def test_titles_that_nobody_published_are_marked(demo):
    titles = Proposal.objects.filter(jurisdiction__code="dadukou").values_list("title", flat=True)
    assert len(set(titles)) == 197
    assert sum("演示案由" not in title for title in titles) == len(read("dadukou_2020")["published"])


def test_reports_of_the_city_stand_at_every_station(demo):
    rows = Report.objects.filter(jurisdiction__code="yanshi").order_by("kind", "pk").values_list("kind", "state", "unit__name", "number")
    year = timezone.localdate().year
    assert list(rows) == [
        ("progress", "signing", None, ""), ("supervision", "issued", None, f"演示督发〔{year}〕1号"),
        ("unit", "signing", "市教育局", ""), ("unit", "issued", "市住建局", ""),
    ]  # fmt: skip
    told = Report.objects.get(kind="supervision")
    assert told.signer and told.figures["assigned"]["part"] > 0 and not contradictions(told, told.figures)
    assert Report.objects.get(kind="progress").steps.awaiting(demo["yanshi"].people["mayor"]).exists()
