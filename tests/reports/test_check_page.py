"""数字核对: the page and the call; what is found stands at its place, nothing is stored, and it is not there for others."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.marking import cut
from organizations.models import Role
from reports.checker import check
from reports.checking import shown
from tests.api.caller import Caller
from tests.pages import browser
from tests.world import World

pytestmark = pytest.mark.django_db
URL, CALL = "/reports/check/", "check-figures/"
REPORT = "今年共办理提案50件，其中A类提案40件，占80%；B类提案10件，占30%。\n收回反馈意见表50份，其中满意48份，基本满意2份。"
CLEAN = "今年共办理提案50件，其中A类提案40件，占80%；B类提案10件，占20%。"


@pytest.fixture
def world():
    return World()


def words(response):
    return response.content.decode()


def test_each_contradiction_stands_at_its_place(world):
    page = browser(world.secretary).post(URL, {"text": REPORT})
    assert page.status_code == 200
    assert "读到 6 个数字" in words(page) and "有误 1 处" in words(page)
    assert 'class="tone-bad"' in words(page) and "10件，占30%" in words(page)
    assert "文中 30，可能应为 20。" in words(page)
    assert 'href="#finding-1"' in words(page) and 'id="finding-1"' in words(page)
    marked = [piece for piece in page.context["pieces"] if piece.rows]
    assert [(piece.text, piece.tone) for piece in marked] == [("10件，占30%", "bad")]
    assert "".join(piece.text for piece in page.context["pieces"]) == REPORT


def test_a_report_that_agrees_and_a_text_without_figures_are_told_so(world):
    page = words(browser(world.secretary).post(URL, {"text": CLEAN}))
    assert "没有发现前后矛盾的数字" in page and "没有需要核对的" in page
    assert "没有件数和占比可以核对" in words(browser(world.secretary).post(URL, {"text": "一年来，办理工作成效明显。"}))
    assert "粘贴进来" in words(browser(world.secretary).get(URL))


def test_files_are_read_and_bad_ones_refused(world):
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph(REPORT.split("\n")[0])
    document.save(out)
    sent = browser(world.secretary).post(URL, {"file": SimpleUploadedFile("报告.docx", out.getvalue())})
    assert "有误 1 处" in words(sent)
    for name, data in (("报告.pdf", b"%PDF-1.4 no"), ("报告.exe", b"MZ"), ("空.txt", b"")):
        refused = browser(world.secretary).post(URL, {"file": SimpleUploadedFile(name, data)})
        assert (refused.status_code, bool(refused.context["form"].errors["file"])) == (400, True)
    empty = browser(world.secretary).post(URL, {"text": " "})
    assert (empty.status_code, empty.context["form"].errors["text"]) == (400, ["请粘贴报告全文，或选择一个文件。"])


def test_nothing_is_stored(world):
    client = browser(world.secretary)
    client.get(URL)
    with CaptureQueriesContext(connection) as queries:
        client.post(URL, {"text": REPORT})
    assert not [each["sql"] for each in queries if each["sql"].startswith(("INSERT", "UPDATE", "DELETE")) and "session" not in each["sql"]]


def test_markup_in_a_report_is_text(world):
    page = words(browser(world.secretary).post(URL, {"text": "<script>alert(1)</script>共办理提案<b>50</b>件。"}))
    assert "<script>alert" not in page and "&lt;script&gt;" in page


@pytest.mark.parametrize("role", sorted(Role.values))
def test_only_offices_secretaries_and_supervision_find_it(world, role):
    person = world.somebody(role)
    may = role in (Role.SECRETARY, Role.OFFICE_STAFF, Role.SUPERVISOR)
    assert browser(person).get(URL).status_code == (200 if may else 404)
    assert ("数字核对" in words(browser(person).get("/"))) is may
    assert Caller(person).post(CALL, {"text": CLEAN}).status_code == (200 if may else 404)


def test_the_call_answers_as_the_command_prints(world):
    caller = Caller(world.secretary)
    found = caller.post(CALL, {"text": REPORT}).json()
    assert found == check(REPORT).to_json()
    assert caller.upload(CALL, {"file": SimpleUploadedFile("报告.txt", REPORT.encode("gbk"))}).json() == found
    for body in ({}, {"text": " "}, {"text": 5}, {"txt": "a"}, {"text": "a", "jurisdiction": "x"}):
        assert caller.post(CALL, body).status_code == 400


def test_what_overlaps_is_marked_once():
    assert cut("甲乙丙丁", [(0, 2, 1), (1, 3, 2), (3, 9, 3), (3, 4, 4)]) == [("甲乙", 1), ("丙", None), ("丁", 4)]
    assert cut("甲", []) == [("甲", None)]
    pieces, rows = shown(check(REPORT))
    assert [row.places for row in rows] == [(3,)] and "".join(piece.text for piece in pieces) == REPORT
