"""Registers as files: as filtered on their pages and in the admin, and only what the person may see."""

import csv
import io
import zipfile

import pytest

from organizations.models import CounterpartLink, Meeting, Membership, Person, Portfolio, Role, Term, Unit
from organizations.tables import PERSON_COLUMNS, UNIT_COLUMNS
from tests.pages import enter, look
from tests.world import World, person

pytestmark = pytest.mark.django_db
PAGES = {
    "units": "/units/",
    "people": "/people/",
    "meetings": "/units/meetings/",
    "portfolios": "/units/portfolios/",
    "counterparts": "/units/counterparts/",
}


@pytest.fixture
def world():
    return World()


def read(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def rows(client, name, query=""):
    return read(client.get(f"{PAGES[name]}?format=csv{query}"))


def test_units_are_exported_with_their_names_as_filtered(client, world):
    enter(client, world.secretary)
    found = rows(client, "units", "&q=财政")
    assert [(row["规范简称"], row["其他名称"], row["类别"]) for row in found] == [("市财政局", "财政局", "政府部门")]
    assert len(rows(client, "units")) == 7
    page, _ = look(client, "/units/?q=财政")
    assert "?q=%E8%B4%A2%E6%94%BF&amp;format=xlsx" in page


def test_people_are_exported_with_numbers_for_staff_alone(client, world):
    Person.objects.filter(pk=world.handler.pk).update(phone="0571-5550101")
    Membership.objects.create(person=world.handler, role=Role.MEMBER, jurisdiction=world.place)
    found = rows(enter(client, world.secretary), "people", "&role=unit_handler")
    assert [(row["角色"], row["单位"], row["电话"]) for row in found] == [
        ("责任单位经办人", "市财政局", "0571-5550101"),
        ("政协委员", "", "0571-5550101"),
        ("责任单位经办人", "市教育局", ""),
    ]
    found = rows(enter(client, world.other_handler), "people")
    assert {(row["电话"], row["用户名"]) for row in found} == {("", "")}


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


def test_another_format_is_not_found(client, world):
    enter(client, world.handler)
    for address in PAGES.values():
        assert client.get(f"{address}?format=exe").status_code == 404
        assert client.get(f"{address}?format=xlsx").content.startswith(b"PK")


@pytest.mark.parametrize("name", ["unit", "person"])
def test_an_export_asks_the_same_for_few_rows_and_many(client, world, name, django_assert_max_num_queries):
    enter(client, world.secretary)
    for number in range(20):
        person(world.place, Role.MEMBER, name=f"演示委员{number}")
        Unit.objects.create(jurisdiction=world.place, name=f"演示单位{number}")
    with django_assert_max_num_queries(6):
        assert len(rows(client, "units" if name == "unit" else "people")) > 20


@pytest.mark.parametrize("register", ["unit", "person", "meeting", "portfolio", "counterpartlink"])
def test_the_admin_exports_what_it_shows(client, world, register):
    enter(client, world.secretary)
    base = f"/admin/organizations/{register}/"
    page, _ = look(client, f"{base}?q=%E5%B8%82")
    assert 'href="export/xlsx/?q=%E5%B8%82"' in page and "导出 PDF" in page
    assert client.get(f"{base}export/xlsx/").content.startswith(b"PK")
    assert client.get(f"{base}export/exe/").status_code == 404
    assert client.get(f"{base}export/csv/?nonsense__in=1").status_code in (302, 400)


def test_the_admin_exports_as_filtered_and_without_formulas(client, world):
    world.finance.duties = "=1+1"
    world.finance.save()
    World("别市", "other")
    enter(client, world.secretary)
    found = read(client.get("/admin/organizations/unit/export/csv/?kind__exact=government"))
    assert [row["规范简称"] for row in found] == ["市政府办公室", "市财政局", "市教育局"]
    assert list(found[0]) == [column.label for column in UNIT_COLUMNS]
    assert list(read(client.get("/admin/organizations/person/export/csv/"))[0]) == [column.label for column in PERSON_COLUMNS]
    with zipfile.ZipFile(io.BytesIO(client.get("/admin/organizations/unit/export/xlsx/").content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_the_admin_exports_nothing_for_who_has_no_place_in_it(client, world):
    assert enter(client, world.handler).get("/admin/organizations/unit/export/csv/").status_code in (302, 403)
    assert enter(client, world.somebody(Role.AUDITOR)).get("/admin/organizations/unit/export/csv/").status_code == 403
