"""The page and the endpoint of an import, the catalogue and the list as files: who may, what is shown, that nothing is stored too early."""

import base64
import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from organizations.models import Role
from organizations.progress import Progress
from proposals import actions
from proposals.catalogue import CASE_COLUMNS
from proposals.models import Proposal
from proposals.tables import PROPOSAL_COLUMNS
from tables import read_rows
from tests.api.caller import Caller
from tests.pages import browser
from tests.proposals.test_importing import CONCLUDED, sheet
from tests.proposals.world import DAY
from tests.world import World, person

pytestmark = pytest.mark.django_db
IMPORT, API = "/proposals/import/", "proposals/import/"
PAST = {"filed_on": DAY.replace(year=2024), "assigned_on": DAY.replace(year=2024), "issued_on": DAY.replace(year=2024)}
OLD = CONCLUDED | PAST | {"opinion_dates": "2024-04-01"}


def upload(*rows, name="目录.xlsx"):
    return SimpleUploadedFile(name, sheet(*rows))


def test_a_secretary_looks_first_and_then_confirms(world):
    client = browser(world.secretary)
    assert "表格怎样填" in client.get(IMPORT).content.decode()
    shown = client.post(IMPORT, {"session": world.session.pk, "file": upload(OLD)})
    text = shown.content.decode()
    assert shown.status_code == 200 and "还没有导入" in text and "新增 1 件" in text and "名册里没有“张三”" in text
    assert not Proposal.objects.exists()
    kept = {name: re.search(rf'name="{name}" value="([^"]*)"', text).group(1) for name in ("session", "name")}
    data = re.search(r'<textarea name="data" hidden readonly>([^<]*)<', text).group(1)
    done = client.post(IMPORT, kept | {"data": data, "do": "confirm"})
    assert done["Location"] == f"/proposals/?session={world.session.pk}"
    assert "导入完成：新增 1 件" in client.get(done["Location"]).content.decode()
    assert "导入已有提案" in client.get(Proposal.objects.get().get_absolute_url()).content.decode()


def test_wrong_rows_and_files_are_told_and_nothing_is_stored(world):
    client = browser(world.secretary)
    shown = client.post(IMPORT, {"session": world.session.pk, "file": upload(OLD | {"result_class": "D"})})
    assert shown.status_code == 400 and "“D”不在可选范围" in shown.content.decode()
    for file, words in (
        (SimpleUploadedFile("目录.xlsx", b"PK nothing"), "已损坏"),
        (SimpleUploadedFile("目录.xls", b"\xd0\xcf\x11\xe0"), "旧版 .xls"),
        (SimpleUploadedFile("目录.csv", "甲,乙\n1,2".encode()), "没有找到表头"),
    ):
        shown = client.post(IMPORT, {"session": world.session.pk, "file": file})
        assert shown.status_code == 400 and words in shown.content.decode()
    assert client.post(IMPORT, {"session": world.session.pk}).status_code == 400
    assert client.post(IMPORT, {"session": world.session.pk, "data": "%%", "do": "confirm"}).status_code == 400
    assert client.post(IMPORT, {"session": "x", "file": upload(OLD)}).status_code == 400
    assert not Proposal.objects.exists()


def test_the_page_tells_how_far_an_import_has_come_to_who_started_it(world, monkeypatch):
    client, ticket = browser(world.secretary), "a" * 24
    assert f"progress={ticket}" not in client.get(IMPORT).content.decode() and "progress=" in client.get(IMPORT).content.decode()
    seen, ask = [], f"{IMPORT}?progress={ticket}"
    assert "正在处理" in client.get(ask).content.decode()
    monkeypatch.setattr(Progress, "__call__", lambda self, *told: (seen.append(told), cache.set(self.key, told)))
    given = {"session": world.session.pk, "ticket": ticket}
    client.post(IMPORT, given | {"file": upload(OLD, OLD | {"case_no": "085"})})
    assert seen == [("正在读取表格", 0, 0), ("正在检查", 0, 2), ("正在检查", 1, 2)]
    line = client.get(ask).content.decode()
    assert "正在检查" in line and 'value="1" max="2"' in line and f'hx-get="{ask}"' in line
    assert "正在检查" not in browser(world.somebody(Role.SECRETARY)).get(ask).content.decode()
    data = base64.b64encode(sheet(OLD)).decode()
    client.post(IMPORT, given | {"do": "confirm", "name": "目录.xlsx", "data": data})
    assert seen[-2:] == [("正在写入", 0, 1), ("正在写入", 1, 1)] and Proposal.objects.count() == 1


def test_only_secretaries_import_and_only_into_their_own_place(world):
    for role in set(Role) - {Role.SECRETARY}:
        assert browser(world.somebody(role)).get(IMPORT).status_code == 403
    other = World("邻市", "next")
    shown = browser(other.secretary).post(IMPORT, {"session": world.session.pk, "file": upload(OLD)})
    assert shown.status_code == 400 and not Proposal.objects.exists()
    assert browser(other.secretary).get(f"/proposals/catalogue/?session={world.session.pk}").status_code == 404


def test_by_program_a_trial_first_and_the_same_key_once(world):
    caller = Caller(world.secretary)
    ask = {"session": world.session.pk}
    trial = caller.upload(API, ask | {"file": upload(OLD)})
    assert trial.status_code == 200 and trial.json()["applied"] is False and trial.json()["counts"] == {"新增": 1, "不变": 0}
    assert trial.json()["warnings"][0]["column"] == "提案者" and not Proposal.objects.exists()
    wrong = caller.upload(API, ask | {"file": upload(OLD | {"result_class": "D"})})
    assert wrong.json()["errors"][0] == {"row": 2, "column": "结果分类", "message": "“D”不在可选范围：A、B、C、A类、B类、C类。"}
    assert caller.upload(API, ask | {"file": upload(OLD | {"result_class": "D"}), "apply": True}).status_code == 409
    data = sheet(OLD)
    for _ in range(2):
        again = ask | {"file": SimpleUploadedFile("目录.xlsx", data), "apply": True}
        done = caller.upload(API, again, headers={"Idempotency-Key": "one"})
        assert done.status_code == 200 and done.json()["counts"] == {"新增": 1, "不变": 0}
    assert Proposal.objects.count() == 1


def test_the_catalogue_goes_out_as_a_file_for_the_committee_alone(world):
    actions.give_receipt(world.issued().receipts.get(), by=world.member, overall="satisfied", on=DAY)
    file = browser(world.secretary).get(f"/proposals/catalogue/?session={world.session.pk}&format=csv")
    assert read_rows(file.content, "目录.csv", CASE_COLUMNS)[0].values["opinions"] == "满意"
    for who in (world.handler, world.member, world.supervisor):
        assert browser(who).get(f"/proposals/catalogue/?session={world.session.pk}").status_code == 404
    for words in ("session=x", "", "session=9999999", f"session={world.session.pk}&format=exe"):
        assert browser(world.secretary).get(f"/proposals/catalogue/?{words}").status_code == 404


@pytest.mark.parametrize("fmt", ["xlsx", "csv", "docx", "pdf"])
def test_the_list_goes_out_as_a_file_of_what_one_may_see(world, fmt, django_assert_max_num_queries):
    proposal = world.issued(mode="sole").round.handling.proposal
    world.filed(title="关于另一件事情的建议")
    file = browser(world.handler).get(f"{reverse('proposals:list')}?format={fmt}")
    assert file.status_code == 200 and "attachment" in file["Content-Disposition"]
    if fmt in ("xlsx", "csv"):
        rows = read_rows(file.content, f"提案.{fmt}", PROPOSAL_COLUMNS)
        assert [row.values["title"] for row in rows] == [proposal.title]
        assert (rows[0].values["result_class"], rows[0].values["opinions"], rows[0].values["units"]) == ("A", "", "市财政局")
        actions.give_receipt(proposal.handlings.get().rounds.get().reply.receipts.get(), by=world.member, overall="satisfied", on=DAY)
        file = browser(world.handler).get(f"{reverse('proposals:list')}?format={fmt}")
        assert read_rows(file.content, f"提案.{fmt}", PROPOSAL_COLUMNS)[0].values["opinions"] == "满意"
    assert browser(world.handler).get(f"{reverse('proposals:list')}?format=exe").status_code == 404


def test_the_admin_leads_to_the_import(world):
    text = browser(world.secretary).get(reverse("admin:proposals_proposal_changelist")).content.decode()
    assert IMPORT in text
    assert (
        IMPORT
        not in browser(person(world.place, Role.OFFICE_STAFF, world.finance))
        .get(reverse("admin:proposals_proposal_changelist"))
        .content.decode()
    )


@pytest.mark.parametrize("words", ["灯", "路灯", "老城区", "加强老城", "100%", "A_b", "001"])
def test_a_word_of_any_length_finds_its_title_and_no_other(world, words):
    """Also words that every title has, and signs that a pattern would take for anything."""
    world.filed(title="关于加强老城区路灯100%覆盖A_b的建议")
    world.filed(title="关于提升城区老年食堂100分服务Axb的建议")
    text = browser(world.secretary).get(reverse("proposals:list"), {"q": words}).content.decode()
    assert "路灯100%" in text and "老年食堂" not in text


def test_a_word_that_no_title_has_finds_nothing(world):
    world.filed()
    assert "没有符合条件的提案" in browser(world.secretary).get(reverse("proposals:list"), {"q": "灯路"}).content.decode()


def test_a_supplementary_round_does_not_stand_in_the_catalogue(world):
    reply = world.issued()
    actions.give_receipt(reply.receipts.get(), by=world.member, overall="satisfied", on=DAY)
    reply.round.handling.rounds.create(number=2, opened_on=DAY, is_supplementary=True)
    file = browser(world.secretary).get(f"/proposals/catalogue/?session={world.session.pk}&format=csv")
    assert len(read_rows(file.content, "目录.csv", CASE_COLUMNS)) == 1
