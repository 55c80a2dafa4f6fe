"""卷宗: every paper of a case in one file with its catalogue, and for each role nothing it may not see."""

import hashlib
import io
import zipfile

import pdfplumber
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from documents.rendering import render_pending
from documents.uploads import attach
from feedback import actions as feedback
from proposals import actions
from proposals.dossier import _safe
from proposals.models import Handling
from tests.pages import browser
from tests.proposals.world import DAY

pytestmark = pytest.mark.django_db
SECRET = "灯仍不亮"  # short, so that it stands on one line of its cell


@pytest.fixture
def case(world, settings, tmp_path):
    """A joint case that is answered, with one of its two receipts in."""
    settings.STORE_ROOT = tmp_path
    draft = world.draft_proposal(kind="joint", cosigners=[world.second])
    attach(draft, SimpleUploadedFile("现场照片/说明.txt", "路灯现状".encode()), by=world.member, purpose="提案附件")
    actions.answer_invitation(draft, by=world.second, accept=True)
    draft = actions.submit(draft, by=world.member)
    for _ in range(3):
        draft = actions.review(draft, by=world.secretary, opinion="委内审查意见不外传", on=DAY)
    case = actions.file(draft, by=world.secretary, on=DAY, case_no="084")
    actions.assign(case, by=world.supervisor, track="government", mode="sole", units=[world.finance], on=DAY)
    handling = actions.accept(Handling.objects.get(), by=world.handler, on=DAY)
    actions.add_contact(handling, by=world.handler, kind="visit", on=DAY, participants="演示委员", text="沟通经过")
    handling.refresh_from_db()
    reply = actions.issue_reply(world.signed_reply(world.reply_to(handling)), by=world.handler, on=DAY)
    render_pending()
    actions.give_receipt(reply.receipts.order_by("pk").first(), by=world.member, overall="dissatisfied", text=SECRET, on=DAY)
    case.refresh_from_db()
    return case


def opened(case, person):
    answer = browser(person).get(reverse("proposals:dossier", args=[case.public_id]))
    assert answer.status_code == 200 and answer.streaming
    return zipfile.ZipFile(io.BytesIO(b"".join(answer)))


def words(archive):
    """All that can be read in the file."""
    texts = []
    for name in archive.namelist():
        data = archive.read(name)
        if name.endswith(".pdf"):
            with pdfplumber.open(io.BytesIO(data)) as pdf:
                texts += [page.extract_text() for page in pdf.pages]
        elif name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                texts += [book.read(part).decode() for part in book.namelist() if part.endswith(".xml")]
        elif name.endswith(".txt"):
            texts.append(data.decode())
    return "".join(texts).replace("\n", "")


def test_the_file_holds_every_paper_and_its_catalogue_agrees(world, case):
    archive = opened(case, world.secretary)
    names = archive.namelist()
    assert [name.split(" ")[0] for name in names] == ["01", "02", "03", "04", "05", "00"]
    assert names[0] == "01 提案.pdf" and "答复函 市财政局 第1轮.pdf" in names[3] and names[4] == "05 办理记录.xlsx"
    assert all(entry.flag_bits & 0x800 for entry in archive.infolist()), "names are marked as UTF-8"
    assert archive.testzip() is None
    rows = [[cell.text for cell in row.cells] for row in Document(io.BytesIO(archive.read("00 目录.docx"))).tables[0].rows][1:]
    assert [row[1] for row in rows] == names[:-1]
    for row in rows:
        data = archive.read(row[1])
        assert (row[4].replace(",", ""), row[5].replace("\n", "")) == (str(len(data)), hashlib.sha256(data).hexdigest())
    text = words(archive)
    for part in ("补装路灯", "路灯现状", "委内审查意见不外传", "沟通经过", SECRET, "印发答复"):
        assert part in text, part


@pytest.mark.parametrize(
    ("who", "sees", "not_sees"),
    [
        ("supervisor", {"委内审查意见不外传", "沟通经过"}, {SECRET}),
        ("secretary", {"委内审查意见不外传", "沟通经过", SECRET}, set()),
        ("handler", {"沟通经过", "补装路灯"}, {"委内审查意见不外传", SECRET, "不满意"}),
        ("leader", {"沟通经过"}, {"委内审查意见不外传", SECRET}),
        ("member", {"补装路灯", SECRET}, {"委内审查意见不外传", "沟通经过"}),
        ("second", {"补装路灯"}, {"委内审查意见不外传", "沟通经过", SECRET}),
    ],
)
def test_nobody_gets_what_he_may_not_see(world, case, who, sees, not_sees):
    text = words(opened(case, getattr(world, who)))
    assert [part for part in sees if part not in text] == []
    assert [part for part in not_sees if part in text] == []


def test_files_of_the_work_and_merged_proposals_go_to_who_may_see_them(world, settings, tmp_path):
    settings.STORE_ROOT = tmp_path
    case, other = world.filed(), world.submitted(title="关于增设公交站台照明的建议")
    attach(other, SimpleUploadedFile("站台.txt", "站台现状".encode()), by=world.member, purpose="提案附件")
    actions.merge(other, by=world.secretary, into=case, on=DAY)
    actions.assign(case, by=world.supervisor, track="government", mode="sole", units=[world.finance], on=DAY)
    handling = actions.accept(Handling.objects.get(), by=world.handler, on=DAY)
    attach(handling.assignment_ptr, SimpleUploadedFile("方案.txt", "安装方案".encode()), by=world.handler, purpose="材料")
    feedback.add_entry(
        handling.assignment_ptr, by=world.handler, kind="progress", text="已勘察", on=DAY, files=[SimpleUploadedFile("勘察.txt", b"ok")]
    )
    client = browser(world.handler)
    talk = {"phase": "during", "kind": "visit", "on": str(DAY), "participants": "演示委员", "text": "现场沟通"}
    url = reverse("proposals:handling-act", args=[handling.public_id, "add_contact"])
    assert client.post(url, talk | {"files": SimpleUploadedFile("纪要.txt", "会议纪要".encode())}).status_code == 302
    assert "纪要.txt" in client.get(case.get_absolute_url()).content.decode()
    own, inside, author = (" ".join(opened(case, who).namelist()) for who in (world.handler, world.secretary, world.member))
    work = ("办理附件 市财政局 方案.txt", "进展附件 市财政局 勘察.txt", "沟通附件 市财政局 纪要.txt")
    merged = ("并入提案 关于增设公交站台照明的建议.pdf", "并入提案附件 站台.txt")
    assert all(name in own for name in work) and not any(name in own for name in merged)
    assert all(name in inside for name in (*work, *merged))
    assert all(name in author for name in merged) and not any(name in author for name in work)


def test_strangers_and_drafts_have_none(world, case):
    for somebody in (world.other_handler, world.other_head):
        assert browser(somebody).get(reverse("proposals:dossier", args=[case.public_id])).status_code == 404
    draft = world.draft_proposal(title="关于另一件事情的建议")
    answer = browser(world.member).get(reverse("proposals:dossier", args=[draft.public_id]))
    assert answer.status_code == 409 and "立案以后才有卷宗" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\盘点.docx", "盘点.docx"),
        ("a:b*?.pdf", "a_b__.pdf"),
        ("尾点. .pdf", "尾点.pdf"),
        ("长" * 300 + ".pdf", "长" * 60 + ".pdf"),
        ("无后缀", "无后缀"),
    ],
)
def test_names_are_no_paths(name, safe):
    assert _safe(name) == safe
