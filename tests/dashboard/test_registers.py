"""Registers as files: as filtered on their pages, and only what the person may see."""

import csv
import io

import pytest

from organizations.models import CounterpartLink, Meeting, Person, Portfolio, Role, Term
from tests.pages import enter, look
from tests.world import World, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def rows(client, name, query=""):
    text = client.get(f"/registers/{name}/?format=csv{query}").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_units_are_exported_with_their_names_as_filtered(client, world):
    enter(client, world.secretary)
    found = rows(client, "units", "&q=财政")
    assert [(row["规范简称"], row["其他名称"], row["类别"]) for row in found] == [("市财政局", "财政局", "政府部门")]
    assert len(rows(client, "units")) == 7
    page, _ = look(client, "/units/?q=财政")
    assert "/registers/units/?q=%E8%B4%A2%E6%94%BF&amp;format=xlsx" in page


def test_people_are_exported_with_numbers_for_staff_alone(client, world):
    Person.objects.filter(pk=world.handler.pk).update(phone="0571-5550101")
    found = rows(enter(client, world.secretary), "people", "&role=unit_handler")
    assert [(row["现任角色"], row["电话"]) for row in found] == [
        ("责任单位经办人（市财政局）", "0571-5550101"),
        ("责任单位经办人（市教育局）", ""),
    ]
    assert {row["电话"] for row in rows(enter(client, world.other_handler), "people")} == {""}


def test_meetings_portfolios_and_contacts_are_exported(client, world):
    term = Term.objects.create(jurisdiction=world.place, number=9)
    Meeting.objects.create(jurisdiction=world.place, term=term, body="plenary", number=2)
    leader = person(world.place, Role.GOVERNMENT_LEADER, name="演示副市长")
    Portfolio.objects.create(jurisdiction=world.place, leader=leader).units.add(world.finance, world.education)
    CounterpartLink.objects.create(jurisdiction=world.place, committee=world.committee, unit=world.finance)
    enter(client, world.handler)
    assert rows(client, "meetings")[0]["会议"] == "第9届第2次全体会议"
    assert rows(client, "portfolios")[0]["分管单位"] == "市财政局、市教育局"
    assert rows(client, "counterparts")[0]["对口部门"] == "市财政局"
    enter(client, World("别市", "other").secretary)
    assert [rows(client, name) for name in ("meetings", "portfolios", "counterparts")] == [[], [], []]


def test_unknown_registers_and_formats_are_not_found(client, world):
    enter(client, world.handler)
    assert client.get("/registers/people_/").status_code == client.get("/registers/units/?format=exe").status_code == 404
    assert client.get("/registers/units/").content.startswith(b"PK")
