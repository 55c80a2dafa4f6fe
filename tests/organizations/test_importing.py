"""Units and people come in from the table they went out as: looked through first, then all or none, within one's own places."""

import base64
import io
import re
import zipfile
from datetime import date

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from organizations import importing
from organizations.actions import add_unit, appoint, merge_unit, rename_unit
from organizations.models import Membership, Person, Role, Sector, Unit, UnitKind
from organizations.tables import PERSON_COLUMNS, UNIT_COLUMNS, person_table, unit_table
from tables import export, read_rows
from tables.refusals import Refused
from tests.api.caller import Caller
from tests.pages import enter, look
from tests.world import World, person

pytestmark = pytest.mark.django_db
UNIT = {"规范简称": "市统计局", "类别": "政府部门"}
PERSON = {"姓名": "演示甲", "角色": "政协委员"}
COLUMNS = {"unit": UNIT_COLUMNS, "person": PERSON_COLUMNS}
PAGES = {"unit": "/units/import/", "person": "/people/import/"}
REGISTERS = {"unit": importing.Units, "person": importing.People}


@pytest.fixture
def world():
    return World()


def file_of(register, *rows, name="表.csv"):
    """A table of one row for each dict by column labels."""
    labels = [column.label for column in COLUMNS[register]]
    lines = [",".join(labels), *(",".join(row.get(label, "") for label in labels) for row in rows)]
    return SimpleUploadedFile(name, "\n".join(lines).encode())


def planned(world, register, *rows, by=None):
    return importing.check(REGISTERS[register], file_of(register, *rows).read(), "表.csv", by=by or world.secretary)


def applied(world, register, *rows, by=None):
    return importing.apply(REGISTERS[register], file_of(register, *rows).read(), "表.csv", by=by or world.secretary)


def text(answer):
    return answer.content.decode()


def look_through(client, register, file):
    return client.post(PAGES[register], {"do": "look", "file": file})


def confirm(client, register, page):
    name, data = re.search(r'name="name" value="([^"]*)".*?<textarea name="data"[^>]*>([^<]*)<', text(page), re.S).groups()
    return client.post(PAGES[register], {"do": "confirm", "name": name, "data": data}, follow=True)


def rich_units(world):
    """Units with everything a unit may have: other and former names, a parent that comes later, a successor."""
    add_unit(world.place, "市林业局", aliases=["林业局"], duties="管林业", phone="0571", order=5, parent=world.finance)
    old = add_unit(world.place, "市环保局", full_name="测试市环境保护局", starts_on=date(2010, 1, 1), order=1)
    rename_unit(old, "市生态环境局", on=date(2019, 1, 1))
    gone = add_unit(world.place, "市旅游局", aliases=["旅游局"])
    merge_unit(gone, world.education, on=date(2018, 1, 1))


def test_units_exported_and_imported_elsewhere_are_the_same(world):
    rich_units(world)
    rows = Unit.objects.filter(jurisdiction=world.place).order_by("order", "pk")
    empty = World("别市", "other")
    Unit.objects.filter(jurisdiction=empty.place, memberships__isnull=True).delete()
    data = export(unit_table(rows), "xlsx")[0]
    assert importing.check(importing.Units, data, "a.xlsx", by=world.secretary).counts == {"新增": 0, "修改": 0, "不变": rows.count()}
    book = openpyxl.load_workbook(io.BytesIO(data))
    for line in book.active.iter_rows(min_row=2):
        line[-1].value = None
    moved = io.BytesIO()
    book.save(moved)
    importing.apply(importing.Units, moved.getvalue(), "a.xlsx", by=empty.secretary)
    copy = unit_table(Unit.objects.filter(jurisdiction=empty.place).order_by("order", "pk")).rows
    shown = [row | {"jurisdiction": ""} for row in unit_table(rows).rows]
    key = lambda row: row["name"]  # noqa: E731
    assert sorted((row | {"jurisdiction": ""} for row in copy), key=key) == sorted(shown, key=key)


def test_people_exported_and_imported_are_the_same_and_change_nothing(world):
    Person.objects.filter(pk=world.handler.pk).update(phone="0571-1", email="a@b.cn", title="科长")
    sector = Sector.objects.create(jurisdiction=world.place, name="教育")
    appoint(world.handler, Role.MEMBER, world.place, sector=sector)
    for role in (Role.AUDITOR, Role.SYSTEM_ADMIN):
        world.somebody(role)
    for _ in range(2):
        person(world.place, Role.MEMBER, name="演示同名")
    former = person(world.place, Role.MEMBER, name="演示曾任")
    Membership.objects.filter(person=former).update(ends_on=date(2021, 1, 1))
    before = list(Person.objects.order_by("pk").values()), list(Membership.objects.order_by("pk").values())
    data = export(person_table(Person.objects.visible_to(world.secretary).order_by("pk"), world.secretary), "xlsx")[0]
    plan = importing.apply(importing.People, data, "a.xlsx", by=world.secretary)
    assert plan.counts == {"新增": 0, "修改": 0, "不变": 10}
    assert (list(Person.objects.order_by("pk").values()), list(Membership.objects.order_by("pk").values())) == before


def test_units_are_looked_through_first_and_then_taken_over(client, world):
    enter(client, world.secretary)
    rows = [
        UNIT | {"全称": "测试市统计局", "其他名称": "统计局、市统计", "值班电话": "0571", "顺序": "3"},
        {"规范简称": "市财政局", "全称": "测试市财政局", "类别": "政府部门"},
    ]
    page = look_through(client, "unit", file_of("unit", *rows))
    assert "新增 1 个，修改 1 个，不变 0 个" in text(page) and "表中没有的名称仍然保留：财政局" in text(page)
    assert not Unit.objects.filter(name="市统计局").exists()
    assert "导入完成：新增 1 个，修改 1 个" in text(confirm(client, "unit", page))
    unit = Unit.objects.get(name="市统计局")
    assert unit.jurisdiction == world.place and unit.phone == "0571"
    assert set(unit.names.values_list("name", flat=True)) == {"市统计局", "测试市统计局", "统计局", "市统计"}
    assert set(world.finance.names.values_list("name", flat=True)) == {"市财政局", "测试市财政局", "财政局"}


@pytest.mark.parametrize(
    ("change", "label", "sentence"),
    [
        ({"类别": "不存在的类别"}, "类别", "不在可选范围：政府部门、"),
        ({"上级单位": "没有的局"}, "上级单位", "没有找到名为“没有的局”的单位"),
        ({"顺序": "多"}, "顺序", "不是数字"),
        ({"顺序": "1.5"}, "顺序", "整数"),
        ({"顺序": "-1"}, "顺序", "0"),
        ({"顺序": "99999"}, "顺序", "32767"),
        ({"规范简称": ""}, "规范简称", "不能为空"),
        ({"规范简称": "甲" * 200}, "规范简称", "80"),
        ({"其他名称": "甲" * 200}, "其他名称", "120"),
        ({"自": "某日"}, "自", "不是日期"),
        ({"自": "2020-01-02", "至": "2020-01-01"}, "整行", "终止日期不能早于"),
        ({"地区": "别市"}, "地区", "您不能为“别市”导入"),
        ({"曾用名": "随便"}, "曾用名", "看不懂"),
        ({"曾用名": "甲局（2010-13-01至2018-12-31）"}, "曾用名", "看不懂"),
        ({"职责承接单位": "市财政局"}, "整行", "请先填写原单位的终止日期"),
        ({"规范简称": "市财政局", "至": "2020-01-01"}, "至", "并入其他单位"),
        ({"规范简称": "市教育局", "全称": "测试市教育局", "曾用名": "甲局（至2018-12-31）"}, "曾用名", "由“改名”产生"),
        ({"规范简称": "市教育局", "全称": "测试市教育局", "职责承接单位": "市财政局"}, "职责承接单位", "由“并入其他单位”产生"),
        ({"规范简称": "市教育局", "全称": "另一个名字"}, "全称", "改名请在单位页"),
    ],
)
def test_a_wrong_unit_is_named_and_keeps_all_out(world, change, label, sentence):
    Unit.objects.filter(pk=world.education.pk).update(full_name="测试市教育局")
    World("别市", "other")
    rows = [{"规范简称": "市林业局", "类别": "政府部门"}, UNIT | change]
    found = planned(world, "unit", *rows)
    assert [(number, where) for number, where, _ in found.errors] == [(3, label)]
    assert sentence in found.errors[0][2]
    with pytest.raises(Refused, match="没有导入。第 3 行"):
        applied(world, "unit", *rows)
    assert not Unit.objects.filter(name__in=["市林业局", "市统计局"]).exists()


def test_a_unit_twice_in_a_table_is_refused(world):
    assert planned(world, "unit", UNIT, UNIT).errors == [(3, "规范简称", "与第 2 行重复。")]


def test_who_keeps_several_places_names_the_place(world):
    other = World("别市", "other")
    appoint(world.secretary, Role.SECRETARY, other.place, unit=other.committee)
    world.secretary.__dict__.pop("access", None)
    assert planned(world, "unit", UNIT).errors == [(2, "地区", "请填写地区：测试市、别市。")]
    applied(world, "unit", UNIT | {"地区": "别市"})
    assert Unit.objects.get(name="市统计局").jurisdiction == other.place


def workbook(rows):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return target.getvalue()


def bomb():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("xl/workbook.xml", b"0" * 80_000_000)
    return target.getvalue()


LABELS = [column.label for column in UNIT_COLUMNS]
HOSTILE = {
    "binary": (lambda: b"not a workbook", "不是 .xlsx 格式"),
    "broken": (lambda: b"PK\x03\x04" + b"x" * 99, "已损坏"),
    "empty": (lambda: b"", "空"),
    "no rows": (lambda: workbook([LABELS]), "没有数据"),
    "column twice": (lambda: workbook([["规范简称", *LABELS], ["甲"] * 14]), "重复了列“规范简称”"),
    "other header": (lambda: workbook([["名字"], ["甲"]]), "没有找到表头"),
    "too many": (lambda: workbook([LABELS, *[["甲"]] * 100_000]), "一次最多导入 5,000 行"),
    "bomb": (bomb, "解压后过大"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_file_that_cannot_be_taken_is_refused_in_a_sentence(client, world, case):
    make, sentence = HOSTILE[case]
    answer = look_through(enter(client, world.secretary), "unit", SimpleUploadedFile("a.xlsx", make()))
    assert answer.status_code == 400 and sentence in text(answer) and "确认导入" not in text(answer)


def test_a_formula_is_an_error_of_its_row(world):
    data = workbook([LABELS, ["市统计局", "=1+1", "政府部门"]])
    assert [error[:2] for error in importing.check(importing.Units, data, "a.xlsx", by=world.secretary).errors] == [(2, "全称")]


@pytest.mark.parametrize("fields", [{}, {"data": "*"}, {"data": ""}, {"data": base64.b64encode(b"x").decode(), "name": "a.exe"}])
def test_a_forged_confirmation_stores_nothing(client, world, fields):
    enter(client, world.secretary)
    before = Unit.objects.count()
    assert client.post(PAGES["unit"], {"do": "confirm"} | fields).status_code == 400
    assert Unit.objects.count() == before


def test_what_has_changed_since_the_look_is_said_instead_of_stored(client, world):
    enter(client, world.secretary)
    page = look_through(client, "unit", file_of("unit", UNIT | {"上级单位": "市教育局"}))
    Unit.objects.filter(pk=world.education.pk).update(name="市教委")
    answer = confirm(client, "unit", page)
    assert answer.status_code == 400 and "没有找到名为“市教育局”的单位" in text(answer)
    assert not Unit.objects.filter(name="市统计局").exists()


@pytest.mark.parametrize("register", PAGES)
def test_who_keeps_the_register_imports_and_nobody_else(client, world, register):
    keepers = {Role.SECRETARY} | ({Role.SYSTEM_ADMIN} if register == "person" else set())
    links = {"unit": "/units/", "person": "/people/"}
    for role in Role:
        someone = world.somebody(role)
        mine = role in keepers
        enter(client, someone)
        assert client.get(PAGES[register]).status_code == (200 if mine else 403), role
        assert look_through(client, register, file_of(register)).status_code == (400 if mine else 403), role
        assert (PAGES[register] in look(client, links[register])[0]) == mine
        api = Caller(someone).upload(f"{links[register][1:]}import/", {"file": file_of(register, UNIT if register == "unit" else PERSON)})
        assert api.status_code == (200 if mine else 403), role


def test_people_come_in_with_their_posts_and_without_password(client, world):
    rows = [
        PERSON | {"职务": "科长", "角色": "责任单位经办人", "单位": "市教育局", "电话": "000", "用户名": "jia", "自": "2026-01-01"},
        PERSON | {"职务": "科长", "电话": "000", "用户名": "jia"},
        {"姓名": "演示乙", "角色": "政协委员", "电话": "1"},
        {"姓名": "演示乙", "角色": "界别召集人", "电话": "1"},
    ]
    enter(client, world.secretary)
    page = look_through(client, "person", file_of("person", *rows))
    assert "新增 4 行" in text(page) and not Person.objects.filter(name="演示甲").exists()
    confirm(client, "person", page)
    someone = Person.objects.get(username="jia")
    assert not someone.has_usable_password() and someone.access.units(Role.UNIT_HANDLER) == {world.education.pk}
    assert someone.memberships.count() == Person.objects.get(name="演示乙").memberships.count() == 2
    assert planned(world, "person", *rows).counts == {"新增": 0, "修改": 0, "不变": 4}
    base = "/admin/organizations/person/"
    answer = client.post(base, {"action": "issue_passwords", "_selected_action": [someone.pk], "confirmed": "1"})
    password = re.search(r"<code>([a-z2-9-]{19})</code>", text(answer)).group(1)
    assert Person.objects.get(pk=someone.pk).check_password(password)


def test_a_changed_row_brings_a_person_up_to_date(world):
    row = {"姓名": world.handler.name, "角色": "责任单位经办人", "单位": "市财政局", "自": "2020-01-01"}
    assert applied(world, "person", row | {"职务": "处长", "电话": "0571-9"}).counts["修改"] == 1
    world.handler.refresh_from_db()
    assert (world.handler.title, world.handler.phone, world.handler.memberships.count()) == ("处长", "0571-9", 1)
    assert world.handler.has_usable_password() and world.handler.username
    other = applied(world, "person", row | {"用户名": "another"})
    assert (other.counts["新增"], Person.objects.filter(name=world.handler.name, username="another").count()) == (1, 1)


@pytest.mark.parametrize(
    ("change", "label", "sentence"),
    [
        ({"角色": "审计员"}, "整行", "没有权限任免"),
        ({"角色": "系统管理员"}, "整行", "没有权限任免"),
        ({"角色": "责任单位经办人"}, "整行", "必须填写所在单位"),
        ({"角色": "责任单位经办人", "单位": "没有的局"}, "单位", "没有找到名为“没有的局”的单位"),
        ({"角色": "皇帝"}, "角色", "不在可选范围"),
        ({"角色": ""}, "角色", "请填写角色"),
        ({"界别": "没有"}, "界别", "没有找到名为“没有”的界别"),
        ({"邮箱": "x"}, "邮箱", "邮件地址"),
        ({"姓名": ""}, "姓名", "不能为空"),
        ({"用户名": "taken"}, "用户名", "已有人使用"),
        ({"用户名": "elsewhere", "姓名": "演示外地"}, "整行", "不是您所管地区的人员"),
        ({"姓名": "演示审计", "角色": "政协委员", "电话": "1", "用户名": "auditor"}, "姓名", "不归您管理"),
        ({"姓名": "演示同事", "角色": "政协委员", "自": "2021-01-01"}, "自", "后台的任职页"),
    ],
)
def test_a_wrong_person_keeps_all_out(world, change, label, sentence):
    person(world.place, Role.MEMBER, name="演示某", username="taken")
    person(World("别市", "other").place, Role.MEMBER, name="演示外地", username="elsewhere")
    person(world.place, Role.AUDITOR, name="演示审计", username="auditor")
    person(world.place, Role.MEMBER, name="演示同事", username="colleague")
    rows = [{"姓名": "演示乙", "角色": "政协委员"}, PERSON | change]
    found = planned(world, "person", *rows)
    assert [(number, where) for number, where, _ in found.errors] == [(3, label)], found.errors
    assert sentence in found.errors[0][2]
    with pytest.raises(Refused):
        applied(world, "person", *rows)
    assert not Person.objects.filter(name="演示乙").exists()


def test_a_namesake_is_a_warning(world):
    row = {"姓名": world.handler.name, "角色": "政协委员"}
    assert "另一个人" in planned(world, "person", row).rows[0].warnings["姓名"]


def test_groups_have_no_people(world):
    assert Unit.objects.get(name="各承办单位").kind == UnitKind.GROUP
    row = PERSON | {"角色": "责任单位经办人", "单位": "各承办单位"}
    assert [error[:2] for error in planned(world, "person", row).errors] == [(2, "单位")]


def test_programs_export_try_and_apply(world):
    secretary = Caller(world.secretary)
    data = secretary.get("units/export/?format=xlsx").getvalue()
    trial = secretary.upload("units/import/", {"file": SimpleUploadedFile("a.xlsx", data)}).json()
    assert trial == {"applied": False, "counts": {"新增": 0, "修改": 0, "不变": 7}, "errors": [], "warnings": []}
    assert secretary.upload("units/import/", {"file": file_of("unit", UNIT)}).json()["counts"]["新增"] == 1
    assert not Unit.objects.filter(name="市统计局").exists()
    done = secretary.upload("units/import/", {"file": file_of("unit", UNIT), "apply": "true"})
    assert done.status_code == 200 and Unit.objects.filter(name="市统计局").exists()
    wrong = secretary.upload("units/import/", {"file": file_of("unit", UNIT | {"类别": "无"})}).json()
    assert wrong["errors"][0]["column"] == "类别"
    refused = secretary.upload("units/import/", {"file": file_of("unit", UNIT | {"类别": "无"}), "apply": "true"})
    assert refused.status_code == 409 and "第 2 行" in refused.json()["detail"]
    people = secretary.get("people/export/?format=csv").getvalue()
    assert len(read_rows(people, "a.csv", PERSON_COLUMNS)) == 4
