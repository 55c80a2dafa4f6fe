import base64

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from consultation import actions
from consultation.drafts import ItemDraft, UnitDraft
from consultation.models import PlanItem
from tests.pages import browser
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def words(response):
    return response.content.decode()


def address(plan):
    return reverse("consultation:plan-import", args=[plan.public_id])


def exported(client, plan, fmt="csv"):
    return client.get(reverse("consultation:plan-detail", args=[plan.public_id]), {"format": fmt}).content


def look(client, plan, data, name="事项.csv"):
    return client.post(address(plan), {"do": "look", "file": SimpleUploadedFile(name, data)})


def confirm(client, plan, page):
    return client.post(address(plan), {"do": "confirm", "name": page.context["name"], "data": page.context["data"]})


@pytest.mark.parametrize("fmt, start", [("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf"), ("docx", b"PK")])
def test_lists_are_exported(world, fmt, start):
    plan = world.plan()
    client = browser(world.secretary)
    for url in (
        reverse("consultation:plan-list"),
        reverse("consultation:item-list"),
        reverse("consultation:plan-detail", args=[plan.public_id]),
    ):
        answer = client.get(url, {"format": fmt})
        assert answer.status_code == 200
        assert answer.content.startswith(start)
        assert "attachment" in answer["Content-Disposition"]
    assert client.get(reverse("consultation:item-list"), {"format": "exe"}).status_code == 404


def test_export_holds_what_the_filter_shows_and_the_person_may_see(world):
    world.issued_plan()
    url = reverse("consultation:item-list")
    assert "测试议题二" not in browser(world.secretary).get(url, {"format": "csv", "q": "议题一"}).content.decode("utf-8-sig")
    own = browser(world.other_handler).get(url, {"format": "csv"}).content.decode("utf-8-sig")
    assert "测试议题一" in own
    assert "测试议题二" not in own


def test_what_was_exported_changes_nothing_when_imported(world):
    plan = world.plan()
    client = browser(world.secretary)
    page = look(client, plan, exported(client, plan, "xlsx"), "事项.xlsx")
    assert page.status_code == 200
    assert page.context["found"].counts == {"新增": 0, "修改": 0, "不变": 2}


def test_unit_that_is_unknown_in_the_plan_already_only_warns(world):
    draft = ItemDraft("议题", units=(UnitDraft("市低空办"),))
    plan = world.plan(items=(draft,))
    client = browser(world.secretary)
    page = look(client, plan, exported(client, plan))
    assert page.status_code == 200
    assert "没有找到名为“市低空办”的单位" in words(page)
    data = exported(client, plan).decode("utf-8-sig").replace("市低空办", "市别的办").encode()
    assert look(client, plan, data).status_code == 400


def test_import_is_shown_first_and_stored_when_confirmed(world):
    plan = world.plan()
    client = browser(world.secretary)
    data = exported(client, plan).decode("utf-8-sig").replace("测试议题二", "改过的议题").encode()
    page = look(client, plan, data)
    assert "还没有导入" in words(page)
    assert PlanItem.objects.filter(title="改过的议题").count() == 0
    assert confirm(client, plan, page).url == reverse("consultation:plan-detail", args=[plan.public_id])
    assert PlanItem.objects.filter(title="改过的议题").count() == 1


def test_rows_with_errors_are_told_and_nothing_is_stored(world):
    plan = world.plan()
    client = browser(world.secretary)
    data = exported(client, plan).decode("utf-8-sig").replace("测试议题一", "改过的议题").replace("各承办单位", "市不存在局").encode()
    page = look(client, plan, data)
    assert page.status_code == 400
    assert "市不存在局" in words(page)
    assert "没有导入任何内容" in words(page)
    answer = client.post(address(plan), {"do": "confirm", "name": "事项.csv", "data": base64.b64encode(data).decode()})
    assert answer.status_code == 400
    assert not PlanItem.objects.filter(title="改过的议题").exists()


WRONG = [("a.xlsx", b"no workbook"), ("a.xls", b"x"), ("a.csv", b"a,b\n1,2"), ("a.csv", b"")]


@pytest.mark.parametrize("name, data", WRONG)
def test_wrong_files_are_told_at_the_field(world, name, data):
    page = look(browser(world.secretary), world.plan(), data, name)
    assert page.status_code == 400
    assert page.context["form"].errors["file"]


def test_import_without_a_file_is_told(world):
    assert browser(world.secretary).post(address(world.plan()), {"do": "look"}).status_code == 400


@pytest.mark.parametrize("data", ["", "%%%", "5Lit"])
def test_tampered_confirmation_is_refused(world, data):
    answer = browser(world.secretary).post(address(world.plan()), {"do": "confirm", "name": "a.csv", "data": data})
    assert answer.status_code == 400


def test_import_is_for_the_secretary_and_for_drafts(world):
    plan = world.issued_plan()
    assert browser(world.secretary).get(address(plan)).status_code == 409
    assert browser(world.handler).get(address(plan)).status_code == 404
    assert browser(World("别市", "other").secretary).get(address(plan)).status_code == 404
    draft = world.plan(year=2027)
    assert browser(world.somebody("auditor")).get(address(draft)).status_code == 403


def test_amended_titles_are_exported_as_they_are_now(world):
    plan = world.issued_plan()
    item = plan.items.get(number=2)
    actions.amend(plan, by=world.secretary, reason="改题", approved_by="市委", edits=[(item, {"title": "改后的题目"})])
    assert "改后的题目" in exported(browser(world.secretary), plan).decode("utf-8-sig")
