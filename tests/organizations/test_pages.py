"""The pages of units, people, meetings and standing relations."""

from datetime import date

import pytest

from organizations.actions import add_names, add_unit, appoint, merge_unit, rename_unit
from organizations.models import (
    CounterpartLink,
    Meeting,
    MemberProfile,
    Membership,
    Person,
    Portfolio,
    Role,
    Sector,
    Term,
    Unit,
    UnitKind,
)
from organizations.pages import KeysetPage
from tests.pages import enter, look
from tests.world import World, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(time_machine):
    time_machine.move_to("2026-03-10T10:00:00+08:00", tick=False)
    return World()


def rows_of(page):
    return page.count('class="card-title"')


def test_units_are_found_by_any_name_and_kind(client, world):
    enter(client, world.handler)
    page, asked = look(client, "/units/")
    assert rows_of(page) == 7 and len(asked) == 4
    rename_unit(world.finance, "市财政和国资局", on=date(2026, 1, 1))
    for text in ("财政局", "市财政和国资"):
        page, _ = look(client, f"/units/?q={text}")
        assert rows_of(page) == 1 and "市财政和国资局" in page
    assert rows_of(look(client, "/units/?kind=special_committee")[0]) == 1
    assert "没有符合条件的单位" in look(client, "/units/?q=卫生")[0]


def test_units_of_elsewhere_are_neither_listed_nor_found(client, world):
    other = World("别市", "other")
    enter(client, world.secretary)
    assert f"/units/{other.finance.public_id}/" not in look(client, "/units/")[0]
    assert client.get(f"/units/{other.finance.public_id}/").status_code == 404
    assert client.get(f"/people/{other.handler.public_id}/").status_code == 404


def test_unit_page_tells_names_successor_people_and_contacts(client, world):
    old = add_unit(world.place, "市国资办", full_name="测试市国有资产管理办公室")
    merge_unit(old, world.finance, on=date(2025, 1, 1))
    leader = person(world.place, Role.GOVERNMENT_LEADER, name="演示副市长")
    Portfolio.objects.create(jurisdiction=world.place, leader=leader, alternate=world.head).units.add(world.finance)
    CounterpartLink.objects.create(jurisdiction=world.place, committee=world.committee, unit=world.finance)
    Person.objects.filter(pk=world.handler.pk).update(phone="0571-5550101")
    enter(client, world.secretary)
    page, _ = look(client, f"/units/{world.finance.public_id}/")
    assert all(text in page for text in ("财政局", "市国资办", "演示副市长", "市政协提案委", "演示unit_handler", "0571-5550101"))
    page, _ = look(client, f"/units/{old.public_id}/")
    assert "已撤并" in page and "测试市国有资产管理办公室" in page and "2024年12月31日" in page and "市财政局" in page
    page, _ = look(client, f"/units/{world.committee.public_id}/")
    assert "市财政局" in page
    assert "0571-5550101" not in look(enter(client, world.other_handler), f"/units/{world.finance.public_id}/")[0]


def test_unit_page_counts_the_open_duties_that_one_may_see(client, world):
    world.issued_plan()
    address = f"/units/{world.finance.public_id}/"
    ledger = f"/assignments/ledger/?unit={world.finance.public_id}&amp;state=open"
    for viewer in (world.secretary, world.handler):
        page, _ = look(enter(client, viewer), address)
        assert "在办交办件 1 件" in page and ledger in page
        assert rows_of(look(client, ledger.replace("&amp;", "&"))[0]) == 1
    assert "在办交办件" not in look(enter(client, world.other_handler), address)[0]


def test_unit_page_asks_the_same_for_one_and_three(client, world):
    enter(client, world.secretary)
    address = f"/units/{world.finance.public_id}/"
    assert len(look(client, address)[1]) == 10
    add_names(world.finance, ["财政", "市财"])
    for _ in range(2):
        world.somebody(Role.UNIT_HANDLER)
    assert len(look(client, address)[1]) == 10


def test_people_are_listed_with_their_posts_of_today(client, world):
    Membership.objects.filter(person=world.head).update(ends_on=date(2026, 1, 1))
    enter(client, world.handler)
    page, asked = look(client, "/people/")
    assert rows_of(page) == 4 and len(asked) == 5
    assert "责任单位经办人" in page and "（市财政局）" in page
    for _ in range(2):
        world.somebody(Role.MEMBER)
    page, asked = look(client, "/people/")
    assert rows_of(page) == 6 and len(asked) == 5
    assert rows_of(look(client, "/people/?role=member")[0]) == 2
    assert rows_of(look(client, "/people/?standing=former")[0]) == 1
    assert rows_of(look(client, "/people/?q=handler")[0]) == 2


def test_contacts_are_for_staff_and_oneself(client, world):
    Person.objects.filter(pk=world.handler.pk).update(phone="0571-5550101", email="c@example.com")
    address = f"/people/{world.handler.public_id}/"
    for viewer, sees in (
        (world.secretary, True),
        (world.handler, True),
        (world.other_handler, False),
        (world.somebody(Role.MEMBER), False),
    ):
        page, _ = look(enter(client, viewer), address)
        assert ("0571-5550101" in page) is sees and ("c@example.com" in page) is sees
        assert ("0571-5550101" in look(client, "/people/")[0]) is (viewer == world.secretary)


def test_person_page_shows_posts_through_time_and_the_member_profile(client, world):
    member = person(world.place, Role.MEMBER, name="演示委员")
    term = Term.objects.create(jurisdiction=world.place, number=9)
    profile = {"expertise": "水利", "residence": "测试区", "committee": world.committee, "is_standing": True}
    MemberProfile.objects.create(membership=member.memberships.get(), term=term, **profile)
    appoint(member, Role.UNIT_HEAD, world.place, unit=world.education, starts_on=date(2010, 1, 1), ends_on=date(2015, 12, 31))
    address = f"/people/{member.public_id}/"
    page, asked = look(enter(client, world.secretary), address)
    assert all(text in page for text in ("委员档案（第9届）", "水利", "测试区", "市教育局", "2010年1月1日", "2015年12月31日", "现任"))
    assert len(asked) == 6
    assert "测试区" not in look(enter(client, world.handler), address)[0]


def test_meetings_show_the_items_that_one_may_see(client, world):
    term = Term.objects.create(jurisdiction=world.place, number=9)
    meeting = Meeting.objects.create(jurisdiction=world.place, term=term, body="standing_committee", number=3, held_on=date(2026, 6, 5))
    plan = world.issued_plan()
    plan.items.get(number=1).meetings.add(meeting)
    plan.items.get(number=2).meetings.add(meeting)
    enter(client, world.secretary)
    page, asked = look(client, "/units/meetings/")
    assert "第9届第3次常务委员会会议" in page and "2026年6月5日" in page and len(asked) == 4
    page, asked = look(client, f"/units/meetings/{meeting.public_id}/")
    assert "测试议题一" in page and "测试议题二" in page and len(asked) == 5
    page, _ = look(enter(client, world.handler), f"/units/meetings/{meeting.public_id}/")
    assert "测试议题一" in page and "测试议题二" not in page
    assert "没有符合条件的会议" in look(client, "/units/meetings/?body=plenary")[0]


def test_relations_in_force_are_shown_by_leader_and_by_committee(client, world):
    sector = Sector.objects.create(jurisdiction=world.place, name="教育")
    for row in ({"unit": world.finance}, {"unit": world.education}, {"sector": sector}, {"unit": world.group, "ends_on": date(2020, 1, 1)}):
        CounterpartLink.objects.create(jurisdiction=world.place, committee=world.committee, **row)
    for n in range(3):
        leader = person(world.place, Role.GOVERNMENT_LEADER, name=f"演示领导{n}")
        row = Portfolio.objects.create(jurisdiction=world.place, leader=leader, categories="财税")
        row.units.set([world.finance, world.education])
    enter(client, world.handler)
    page, asked = look(client, "/units/portfolios/")
    assert rows_of(page) == 3 and "演示领导2" in page and "财税" in page and len(asked) == 5
    page, asked = look(client, "/units/counterparts/")
    assert rows_of(page) == 1 and "市教育局" in page and "各承办单位" not in page and len(asked) == 4


@pytest.mark.parametrize("address", ["/units/meetings/", "/units/portfolios/", "/units/counterparts/"])
def test_empty_registers_say_who_fills_them(client, world, address):
    assert "由政协秘书在后台登记" in look(enter(client, world.handler), address)[0].replace("等由", "由")


@pytest.mark.parametrize("query", ["after=x", "after=9-9", "after=999999999999999999-1", "kind=x", "q=%00", "q=" + "长" * 80])
def test_lists_survive_strange_addresses(client, world, query):
    enter(client, world.secretary)
    for address in ("/units/", "/people/", "/units/meetings/"):
        look(client, f"{address}?{query}")


def test_pages_follow_each_other_in_any_order(world):
    for n in range(6):
        add_unit(world.place, f"单位{n}", UnitKind.GOVERNMENT, order=n // 2)
    units, seen, after = Unit.objects.filter(name__startswith="单位"), [], None
    while True:
        page = KeysetPage(units, after, size=4, order=("-order", "pk"))
        seen += [unit.name for unit in page.rows]
        after = page.next
        if after is None:
            break
    assert seen == ["单位4", "单位5", "单位2", "单位3", "单位0", "单位1"]
    assert KeysetPage(units, "x", size=4).first is False
