"""Units and people come in and go out as XLSX: checked first, then all or none, within one's own place."""

import io
import re
import zipfile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from organizations.models import Person, Role, Unit

UNITS = "/admin/organizations/unit/"
PEOPLE = "/admin/organizations/person/"
UNIT_HEAD = ["规范简称", "全称", "类别", "上级单位", "其他名称", "职责", "值班电话", "顺序", "自"]
PERSON_HEAD = ["姓名", "职务", "角色", "单位", "电话", "邮箱", "用户名"]


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.STORE_ROOT = tmp_path


def text(response):
    return response.content.decode()


def workbook(*rows, name="表.xlsx"):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return SimpleUploadedFile(name, target.getvalue())


def check(client, base, place, file):
    return client.post(f"{base}import/", {"jurisdiction": place.pk, "format": "0", "resource": "", "import_file": file})


def confirm(client, base, page, **changes):
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text(page)))
    return client.post(f"{base}process_import/", fields | changes, follow=True)


def test_units_are_checked_first_and_then_taken_over(secretary, world):
    rows = [
        ["市统计局", "测试市统计局", "政府部门", "", "统计局、市统计", "", "0571", "3", ""],
        ["市财政局", "测试市财政局", "政府部门", *[""] * 6],
    ]
    page = check(secretary, UNITS, world.place, workbook(UNIT_HEAD, *rows))
    assert "新增 1，更新 1" in text(page) and not Unit.objects.filter(name="市统计局").exists()
    assert "导入完成：新增 1 条，更新 1 条" in text(confirm(secretary, UNITS, page))
    unit = Unit.objects.get(name="市统计局")
    assert unit.jurisdiction == world.place and unit.phone == "0571"
    assert set(unit.names.values_list("name", flat=True)) == {"市统计局", "测试市统计局", "统计局", "市统计"}
    assert Unit.objects.get(pk=world.finance.pk).full_name == "测试市财政局"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["市甲局", "", "不存在的类别", *[""] * 6], "不在可选范围内"),
        (["市甲局", "", "政府部门", "没有的局", *[""] * 5], "没有找到名为“没有的局”的单位"),
        (["市甲局", "", "政府部门", "", "", "", "", "多", ""], ""),
        (["", "", "政府部门", *[""] * 6], ""),
        (["市甲局", "", "政府部门", "", "", "", "", "", "某日"], ""),
        (["甲" * 200, "", "政府部门", *[""] * 6], ""),
    ],
)
def test_one_wrong_row_keeps_all_out(secretary, world, row, sentence):
    good = ["市统计局", "", "政府部门", *[""] * 6]
    answer = check(secretary, UNITS, world.place, workbook(UNIT_HEAD, good, row))
    assert answer.status_code == 200 and "有问题的行" in text(answer) and sentence in text(answer)
    assert "确认导入" not in text(answer) and "Traceback" not in text(answer)
    assert not Unit.objects.filter(name="市统计局").exists()


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("a.xlsx", b"not a workbook"), "读不出这个文件"),
        (SimpleUploadedFile("a.xlsx", b"PK\x03\x04" + b"x" * 99), "读不出这个文件"),
        (SimpleUploadedFile("a.xlsx", b""), "空"),
        (workbook(UNIT_HEAD), "没有数据"),
        (workbook(["规范简称", "规范简称", "类别"], ["甲", "乙", "政府部门"]), "重复"),
        (workbook(["名字"], ["甲"]), "表头不对"),
        (workbook(UNIT_HEAD, *[["甲", "", "政府部门"]] * 5_001), "一次最多导入 5000 行"),
    ],
)
def test_a_file_that_cannot_be_taken(secretary, world, file, sentence):
    answer = check(secretary, UNITS, world.place, file)
    assert answer.status_code == 200 and sentence in text(answer) and "确认导入" not in text(answer)


def test_a_bomb_is_refused(secretary, world):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"0" * 80_000_000)
    answer = check(secretary, UNITS, world.place, SimpleUploadedFile("a.xlsx", target.getvalue()))
    assert "解压后过大" in text(answer)


def test_nothing_is_imported_into_another_place(secretary, office):
    file = workbook(UNIT_HEAD, ["市统计局", "", "政府部门", *[""] * 6])
    assert "新增" not in text(check(secretary, UNITS, office.other.place, file))
    file.seek(0)
    page = check(secretary, UNITS, office.world.place, file)
    confirm(secretary, UNITS, page, jurisdiction=office.other.place.pk)
    assert not Unit.objects.filter(name="市统计局").exists()


@pytest.mark.parametrize(
    "changes",
    [{"format": "zz"}, {"format": "7"}, {"import_file_name": "../../etc/passwd"}, {"import_file_name": "0" * 32}, {"resource": "9"}],
)
def test_a_forged_confirmation_changes_nothing(secretary, world, changes):
    page = check(secretary, UNITS, world.place, workbook(UNIT_HEAD, ["市统计局", "", "政府部门", *[""] * 6]))
    assert confirm(secretary, UNITS, page, **changes).status_code in (200, 404)
    assert "resource" in changes or not Unit.objects.filter(name="市统计局").exists()


@pytest.mark.parametrize("who", ["office", "auditor", "handler", "system"])
def test_who_keeps_no_units_imports_none(office, who):
    assert office.client(who).get(f"{UNITS}import/").status_code == 403
    assert office.client(who).post(f"{UNITS}process_import/", {}).status_code == 403


def test_export_holds_the_own_place_and_no_formula(secretary, office):
    office.world.finance.duties = "=1+1"
    office.world.finance.save()
    answer = secretary.get(f"{UNITS}export/")
    rows = CalamineWorkbook.from_object(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0] == UNIT_HEAD
    assert len(rows) - 1 == Unit.objects.filter(jurisdiction=office.world.place).count()
    assert any("=1+1" in row for row in rows)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_what_was_exported_comes_in_unchanged(secretary, world):
    exported = secretary.get(f"{UNITS}export/").content
    answer = check(secretary, UNITS, world.place, SimpleUploadedFile("a.xlsx", exported))
    assert f"未变 {Unit.objects.filter(jurisdiction=world.place).count() - 1}" in text(answer)


def test_people_come_in_with_their_post_and_without_password(secretary, world):
    rows = [["演示甲", "科长", "责任单位经办人", "市教育局", "000", "", "jia"], ["演示乙", "", "政协委员", "", "", "", ""]]
    page = check(secretary, PEOPLE, world.place, workbook(PERSON_HEAD, *rows))
    assert "新增 2" in text(page) and not Person.objects.filter(name="演示甲").exists()
    confirm(secretary, PEOPLE, page)
    someone = Person.objects.get(username="jia")
    assert not someone.has_usable_password() and someone.access.units(Role.UNIT_HANDLER) == {world.education.pk}
    again = check(secretary, PEOPLE, world.place, workbook(PERSON_HEAD, *rows))
    assert "新增 0" in text(again)
    answer = secretary.post(PEOPLE, {"action": "issue_passwords", "_selected_action": [someone.pk], "confirmed": "1"})
    password = re.search(r"<code>([a-z2-9-]{19})</code>", text(answer)).group(1)
    assert Person.objects.get(pk=someone.pk).check_password(password)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["演示甲", "", "审计员", "", "", "", ""], "没有权限任免"),
        (["演示甲", "", "系统管理员", "", "", "", ""], "没有权限任免"),
        (["演示甲", "", "责任单位经办人", "", "", "", ""], "必须填写所在单位"),
        (["演示甲", "", "皇帝", "", "", "", ""], "不在可选范围内"),
        (["演示甲", "", "政协委员", "", "", "x", ""], ""),
        (["", "", "政协委员", "", "", "", ""], ""),
    ],
)
def test_a_wrong_person_keeps_all_out(secretary, world, row, sentence):
    answer = check(secretary, PEOPLE, world.place, workbook(PERSON_HEAD, ["演示乙", "", "政协委员", *[""] * 4], row))
    assert "有问题的行" in text(answer) and sentence in text(answer)
    assert not Person.objects.filter(name="演示乙").exists()


def test_a_username_that_is_taken_is_refused(secretary, world):
    row = ["演示甲", "", "政协委员", "", "", "", world.handler.username]
    assert "这个用户名已有人使用" in text(check(secretary, PEOPLE, world.place, workbook(PERSON_HEAD, row)))


def test_passwords_are_not_issued_for_accounts_of_others(secretary, office):
    auditor = office.people["auditor"]
    answer = secretary.post(PEOPLE, {"action": "issue_passwords", "_selected_action": [auditor.pk], "confirmed": "1"})
    assert "没有发放" in text(answer)
    assert Person.objects.get(pk=auditor.pk).password == auditor.password
