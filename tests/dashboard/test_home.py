"""The start page and notices: what each role finds, and that each count equals the list it leads to."""

import re

import pytest

from consultation import actions
from consultation.drafts import ItemDraft
from consultation.models import PlanItem, Precision
from feedback.models import Assignment
from organizations.models import Portfolio, Role
from tests.feedback.test_pages import filled, more_duties
from tests.pages import enter, look
from tests.world import DAY, World, person
from workflow.models import Notice
from workflow.notices import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(time_machine):
    time_machine.move_to("2026-03-10T10:00:00+08:00", tick=False)
    return World()


@pytest.fixture
def busy(world, time_machine):
    """A plan in full swing: late, undated and this month's items, duties in several states."""
    month = {"precision": Precision.MONTH, "window_start": "2026-04-01", "window_end": "2026-04-30", "time_text": "4月"}
    draft = world.draft()
    world.issued_plan(items=(*draft.items, ItemDraft("测试议题三", number=3, units=draft.items[0].units, **month)))
    duties = Assignment.objects.filter(unit=world.finance).order_by("pk")
    filled(duties[0], world.handler)
    time_machine.move_to("2026-05-02T10:00:00+08:00", tick=False)
    return duties


def figures(page):
    """{address: number} of the counts of a page."""
    found = re.findall(r'<a href="([^"]+)"><b>(\d+)</b>', page)
    return {address.replace("&amp;", "&"): int(number) for address, number in found}


def rows_of(page):
    return page.count('class="card-title"')


@pytest.mark.parametrize(
    "role", [Role.SECRETARY, Role.UNIT_HANDLER, Role.UNIT_HEAD, Role.SUPERVISOR, Role.GOVERNMENT_LEADER, Role.OFFICE_STAFF]
)
def test_every_count_equals_the_list_it_leads_to(client, world, busy, role):
    somebody = world.somebody(role)
    if role == Role.GOVERNMENT_LEADER:
        Portfolio.objects.create(jurisdiction=world.place, leader=somebody).units.add(world.finance)
    page, _ = look(enter(client, somebody), "/")
    counts = figures(page)
    assert counts and any(counts.values())
    for address, number in counts.items():
        listed, _ = look(client, address)
        assert rows_of(listed) == number, address


def test_secretary_sees_plans_items_and_what_units_owe(client, world, busy):
    page, _ = look(enter(client, world.secretary), "/")
    counts = figures(page)
    assert counts["/plans/items/?overdue=on"] == 1
    assert counts["/plans/items/?year=2026&month=none"] == 1
    assert counts["/plans/items/?year=2026&month=5"] == 0
    assert counts["/assignments/?state=open"] == 4
    assert counts["/assignments/?need=review"] == 1 and counts["/assignments/?need=team"] == 3
    assert counts["/assignments/?need=work_plan_late"] == 3 and counts["/assignments/?need=overdue"] == 2
    assert "2026年度协商计划" in page and "粘贴通知原文" in page


def test_secretary_of_an_empty_place_is_told_how_to_begin(client, world):
    page, _ = look(enter(client, world.secretary), "/")
    assert "还没有进行中的计划" in page and "/plans/read/" in page and "目前没有在办的交办件" in page


def test_unit_sees_its_own_duties_the_next_due_first(client, world, busy):
    page, _ = look(enter(client, world.handler), "/")
    assert figures(page)["/assignments/?state=open"] == 2 and "市教育局" not in page
    assert page.index("测试议题三") < page.index("测试议题一", page.index("最近到期"))
    assert "进行中的年度计划" not in page and "新交办" in page


def test_office_staff_sees_plans_that_wait_for_its_own_opinion(client, world):
    plan = actions.consult(world.plan(), by=world.secretary, on=DAY)
    clerk = person(world.place, Role.OFFICE_STAFF, world.government_office)
    waiting = f"/plans/{plan.public_id}/act/give_opinion/"
    assert waiting in look(enter(client, clerk), "/")[0]
    actions.give_opinion(plan, by=world.secretary, office=world.party_office, agrees=True, on=DAY)
    assert waiting in look(client, "/")[0]
    actions.give_opinion(plan, by=clerk, office=world.government_office, agrees=True, on=DAY)
    assert waiting not in look(client, "/")[0]


def test_leader_sees_the_units_in_his_charge_alone(client, world, busy):
    leader = world.somebody(Role.GOVERNMENT_LEADER)
    assert figures(look(enter(client, leader), "/")[0])["/assignments/?state=open"] == 0
    Portfolio.objects.create(jurisdiction=world.place, leader=leader).units.add(world.education)
    page, _ = look(client, "/")
    assert "市教育局" in page and "市财政局" not in page


def test_member_sees_issued_plans(client, world):
    member = world.somebody(Role.MEMBER)
    plan = world.approved_plan()
    assert plan.title not in look(enter(client, member), "/")[0]
    actions.issue(plan, by=world.secretary, issued_on=DAY, document_number="测府办〔2026〕1号")
    assert plan.title in look(client, "/")[0]


def test_who_holds_no_post_is_told_whom_to_ask(client, world):
    world.handler.memberships.update(ends_on=DAY)
    page, _ = look(enter(client, world.handler), "/")
    assert "今天没有任职" in page


def test_start_page_asks_the_same_for_one_and_three(client, world, busy):
    enter(client, world.secretary)
    assert len(look(client, "/")[1]) == 14
    more_duties(busy[1], 3)
    assert len(look(client, "/")[1]) == 14
    assert PlanItem.objects.count() == 3


def test_notices_show_the_unread_first_and_open_what_they_are_about(client, world):
    for n in range(3):
        tell([world.handler], world.place, f"k{n}", f"通知{n}", link="/assignments/")
    tell([world.head], world.place, "k", "别人的")
    enter(client, world.handler)
    page, asked = look(client, "/notices/")
    assert len(asked) == 5 and "别人的" not in page and page.count("notice-open") == 0 and page.count("/open/") == 3
    first = Notice.objects.get(title="通知0")
    assert client.post(f"/notices/{first.pk}/open/").url == "/assignments/"
    page, asked = look(client, "/notices/")
    assert len(asked) == 5 and page.index("通知2") < page.index("通知1") < page.index('id="read"') < page.index("通知0")
    assert 'class="count">2<' in page
    client.post("/notices/read-all/")
    page, _ = look(client, "/notices/")
    assert 'class="count">' not in page and Notice.objects.filter(title="别人的", read_at=None).exists()


def test_notice_of_somebody_else_is_not_found_and_a_link_outside_is_not_followed(client, world):
    tell([world.head], world.place, "a", "别人的")
    tell([world.handler], world.place, "b", "外链", link="https://example.com/")
    enter(client, world.handler)
    assert client.post(f"/notices/{Notice.objects.get(key='a').pk}/open/").status_code == 404
    assert client.post(f"/notices/{Notice.objects.get(key='b').pk}/open/").url == "/notices/"
    assert client.get(f"/notices/{Notice.objects.get(key='b').pk}/open/").status_code == 405
    assert client.post("/notices/99999999999999999999/open/").status_code == 404


def test_no_notices_says_what_will_come(client, world):
    assert "没有通知" in look(enter(client, world.handler), "/notices/")[0]
