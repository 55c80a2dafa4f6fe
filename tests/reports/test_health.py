"""Data health: each check finds the row that is made wrong and no other, for those alone who look after the place."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consultation.models import AnnualPlan, ItemUnit, PlanItem
from feedback.models import Assignment, Commitment, Suggestion
from organizations.models import Meeting, Membership, Portfolio, Role, Session, Unit
from proposals.models import Proposal, Proposer, Reply
from reports.health import CHECKS, look
from supervision.models import KeyProposal
from tests.pages import enter, quiet
from tests.pages import look as seen
from tests.proposals.world import ProposalWorld
from tests.world import World

PAGE, TODAY = reverse("reports:health"), timezone.localdate()


@pytest.fixture
def world(db):
    """A place where nothing is wrong but what its other tests do not fill in."""
    world = ProposalWorld()
    world.plan_made = world.issued_plan()
    world.case, world.reply = world.assigned(title="关于公园厕所的建议"), world.issued(case_no="007")
    world.answered = Proposal.objects.get(case_no="007")
    return world


def found(world, code, person=None):
    return list(CHECKS[code].rows(look(person or world.secretary)))


def unhandled(world):
    Assignment.objects.filter(handling__proposal=world.case).update(state="withdrawn")


def unlisted(world):
    Proposal.objects.filter(pk=world.case.pk).update(is_key=True)


def unit_ended(world):
    Unit.objects.filter(pk=world.finance.pk).update(ends_on=TODAY - timedelta(days=2))


def promised(world):
    suggestion = Suggestion.objects.filter(proposed__proposal=world.answered).first()
    facts = {"jurisdiction": world.place, "unit": world.finance, "text": "年底完成"}
    Commitment.objects.create(suggestion=suggestion, due_on=date(2026, 12, 1), **facts)
    world.promise = Commitment.objects.create(suggestion=suggestion, **facts)


def imported(world):
    """A case that came in as answered, without a reply."""
    Proposal.objects.filter(pk=world.case.pk).update(state="concluded", concluded_on=TODAY)


def undecided(world):
    Proposal.objects.filter(pk=world.answered.pk).update(state="concluded", concluded_on=TODAY)
    Suggestion.objects.filter(proposed__proposal=world.answered, number=1).update(adoption="open")


def postponed(world):
    past = {"suspended_on": TODAY - timedelta(days=100), "due_on": TODAY - timedelta(days=99)}
    Assignment.objects.filter(handling__proposal=world.case).update(**past)


def leaderless(world):
    facts = {"jurisdiction": world.place, "term": world.term, "body": "chairpersons_council", "number": 7, "held_on": TODAY}
    approved = {"meeting": Meeting.objects.create(**facts), "approved_on": TODAY, "mode": "committee", "state": "supervising"}
    facts = {"jurisdiction": world.place, "session": world.session, "proposal": world.case, "reason": "事关民生"}
    world.key = KeyProposal.objects.create(**facts | approved)


def of_case(**fields):
    return lambda world: Proposal.objects.filter(pk=world.case.pk).update(**fields)


def of_duty(**fields):
    return lambda world: Assignment.objects.filter(handling__proposal=world.case).update(**fields)


def of_item(**fields):
    return lambda world: PlanItem.objects.filter(plan=world.plan_made, number=1).update(**fields)


def in_plan(world):
    return world.plan_made.items.get(number=1)


def duty(world):
    return Assignment.objects.get(handling__proposal=world.case)


def member_post(world):
    return Membership.objects.get(person=world.member)


CASE = "case"
WRONG = {  # check: (what makes it so, the row that is to be found)
    "filed_without_category": (of_case(category=""), CASE),
    "category_unknown": (of_case(category="从前的类别"), CASE),
    "without_proposer": (lambda world: Proposer.objects.filter(proposal=world.case).delete(), CASE),
    "dates_backwards": (of_case(filed_on=date(2025, 1, 1)), CASE),
    "without_suggestions": (of_case(suggestions=[]), CASE),
    "without_lead": (unhandled, CASE),
    "replied_without_reply": (imported, CASE),
    "concluded_without_receipt": (imported, CASE),
    "concluded_undated": (of_case(state="concluded"), CASE),
    "key_unlisted": (unlisted, CASE),
    "key_without_lead": (leaderless, lambda world: world.key),
    "unit_dissolved": (unit_ended, duty),
    "unit_without_people": (lambda world: Membership.objects.filter(unit=world.finance).delete(), duty),
    "unit_without_leader": (lambda world: Portfolio.objects.all().delete(), duty),
    "due_provisional": (of_duty(due_provisional=True), duty),
    "without_due": (of_duty(due_on=None), duty),
    "suspended_long": (postponed, duty),
    "promise_undated": (promised, lambda world: world.promise),
    "suggestion_open": (undecided, lambda world: Suggestion.objects.get(proposed__proposal=world.answered, number=1)),
    "done_without_evidence": (
        lambda world: Suggestion.objects.filter(proposed__proposal=world.answered, number=1).update(implementation="done"),
        lambda world: Suggestion.objects.get(proposed__proposal=world.answered, number=1),
    ),
    "item_undated": (of_item(precision="none", window_start=None, window_end=None), in_plan),
    "item_without_unit": (lambda world: ItemUnit.reached.filter(item=in_plan(world)).delete(), in_plan),
    "item_unit_unknown": (lambda world: ItemUnit.reached.filter(item=in_plan(world)).update(assignment=None, unit=None), in_plan),
    "held_undated": (of_item(state="held", held_on=None), in_plan),
    "member_without_sector": (lambda world: None, member_post),
    "member_without_profile": (lambda world: None, member_post),
    "session_undated": (
        lambda world: Session.objects.filter(pk=world.session.pk).update(starts_on=None),
        lambda world: Session.objects.get(pk=world.session.pk),
    ),
}


@pytest.mark.parametrize("code", WRONG)
def test_a_check_finds_what_is_wrong(world, code):
    make, row = WRONG[code]
    before = len(found(world, code))
    make(world)
    rows = found(world, code)
    assert (world.case if row == CASE else row(world)).pk in [each.pk for each in rows]
    assert len(rows) > before or code.startswith("member")


def test_a_class_or_a_category_is_of_the_scheme_of_its_own_session(world, monkeypatch):
    """A reply whose class a later version of the rules does not have."""
    assert found(world, "class_unknown") == []
    rules = [(session, type(own)(classes=(("甲", "已解决"),))) for session, own in look(world.secretary).rules]
    seen_with = look(world.secretary)
    seen_with.__dict__["rules"] = rules
    assert list(CHECKS["class_unknown"].rows(seen_with)) == [Reply.objects.get(pk=world.reply.pk)]


def test_an_answer_from_before_the_reply_is_found(world):
    receipt = world.reply.receipts.get()
    type(receipt).objects.filter(pk=receipt.pk).update(state="answered", overall="satisfied", channel="paper", answered_on=date(2026, 3, 1))
    assert found(world, "receipt_without_reply") == [receipt]


def test_an_item_whose_day_is_over_without_a_notice_on_record_is_found(world):
    of_item(precision="month", window_start=date(2020, 1, 1), window_end=date(2020, 1, 31))(world)
    assert in_plan(world) in found(world, "item_unannounced")
    of_item(notified_on=date(2020, 1, 2))(world)
    assert in_plan(world) in found(world, "item_unannounced")
    of_item(materials_on=date(2020, 1, 3))(world)
    assert in_plan(world) not in found(world, "item_unannounced")


def test_an_issued_plan_without_number_or_session_is_found(world):
    AnnualPlan.objects.filter(pk=world.plan_made.pk).update(state="approved")
    AnnualPlan.objects.filter(pk=world.plan_made.pk).update(state="issued", document_number="", session=None)
    assert found(world, "plan_without_number") == found(world, "plan_without_session") == [world.plan_made]


def test_every_check_says_why_and_where(world):
    assert len(CHECKS) > 25 and all(each.label and each.why and each.mend for each in CHECKS.values())
    assert len({each.label for each in CHECKS.values()}) == len(CHECKS)


def test_nothing_of_another_place_or_of_what_one_may_not_see(world):
    of_case(category="")(world)
    other = World("别市", "other")
    assert all(not found(world, code, other.secretary) for code in CHECKS)
    assert found(world, "filed_without_category") == [world.case]
    stripped = found(world, "receipt_without_reply", world.supervisor)
    assert stripped == []  # receipts are the committee's


def test_the_page_counts_and_each_count_leads_to_its_list(client, world):
    of_case(category="")(world)
    enter(client, world.secretary)
    text, _ = seen(client, PAGE)
    address = reverse("reports:health-check", args=["filed_without_category"])
    assert address in text and PAGE in seen(client, "/")[0]
    page, _ = seen(client, address)
    assert "关于公园厕所的建议" in page and world.case.get_absolute_url() in page
    for code in re.findall(rf'href="{PAGE}(\w+)/"', text):
        assert seen(client, reverse("reports:health-check", args=[code]))
    assert "这一项没有问题" in seen(client, reverse("reports:health-check", args=["category_unknown"]))[0]
    assert client.get(reverse("reports:health-check", args=["nothing"])).status_code == 404


def test_checks_leave_as_files(client, world):
    of_case(category="")(world)
    enter(client, world.secretary)
    rows = list(csv.DictReader(io.StringIO(client.get(f"{PAGE}?format=csv").content.decode("utf-8-sig"))))
    assert {row["检查"]: row["件数"] for row in rows}["立案而没有类别"] == "1" and len(rows) == len(CHECKS)
    address = reverse("reports:health-check", args=["filed_without_category"])
    assert "公园厕所" in client.get(f"{address}?format=csv").content.decode()
    assert client.get(f"{address}?format=pdf").content[:4] == b"%PDF"


def test_a_list_is_paged_without_counting(client, world):
    for number in range(55):
        world.submitted(title=f"关于第{number}件事情的建议")
    Proposer.objects.exclude(proposal=world.answered).delete()
    enter(client, world.secretary)
    address = reverse("reports:health-check", args=["without_proposer"])
    text, queries = seen(client, address)
    assert "下一页" in text and not [sql for sql in queries if "COUNT(*)" in sql and "notice" not in sql]
    assert seen(client, f"{address}?after=x")


def test_only_who_keeps_a_place_looks(client, world):
    for role in (Role.MEMBER, Role.UNIT_HANDLER, Role.GOVERNMENT_LEADER, Role.SYSTEM_ADMIN):
        enter(client, world.somebody(role))
        assert client.get(PAGE).status_code == 404 and PAGE not in client.get("/").content.decode()
    for role in (Role.SUPERVISOR, Role.AUDITOR, Role.OFFICE_STAFF):
        assert seen(enter(client, world.somebody(role)), PAGE)


def test_the_pages_take_so_many_queries(django_assert_num_queries, world):
    quiet(django_assert_num_queries, 36, world.secretary, PAGE)
    quiet(django_assert_num_queries, 4, world.secretary, reverse("reports:health-check", args=["member_without_profile"]))
