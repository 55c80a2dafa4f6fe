import io
from datetime import date

import docx
import pdfplumber
import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultation import actions
from consultation.drafts import ItemDraft
from consultation.letters import plan_notice, values_of
from documents import rendering, store
from documents.kinds import names_of
from documents.models import Paper, PaperTemplate
from documents.official.worker import RenderFailed
from documents.templates import save_template
from documents.wording import fill, paragraphs
from organizations.models import Role
from tests.world import World
from workflow.models import Event
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    settings.STORE_ROOT = tmp_path
    return World()


@pytest.fixture
def paper(world):
    plan = world.issued_plan(title="关于印发2026年度协商计划的通知", issuers=("测试市人民政府办公室",))
    return Paper.objects.of(plan).get()


def test_issuing_a_plan_leaves_its_notice_to_be_printed(world, paper, client):
    assert (paper.state, paper.number) == ("pending", "测府办〔2026〕1号")
    client.force_login(world.secretary)
    page = client.get(reverse("documents:paper", args=[paper.public_id]))
    assert "正在排版" in page.content.decode()
    early = client.get(reverse("documents:paper-pdf", args=[paper.public_id]))
    assert early.status_code == 409 and "还没有生成" in early.content.decode()


def test_the_printed_notice_is_served_again_unchanged_and_frozen(world, paper, client):
    assert rendering.render_pending() == 1
    client.force_login(world.secretary)
    pdf, again = (client.get(reverse("documents:paper-pdf", args=[paper.public_id])).content for _ in range(2))
    assert pdf == again
    text = "".join(page.extract_text() for page in pdfplumber.open(io.BytesIO(pdf)).pages).replace("\n", "")
    assert "测府办〔2026〕1号" in text and "测试议题一" in text and "市财政局、市教育局" in text
    word = client.get(reverse("documents:paper-docx", args=[paper.public_id]))
    assert "测试议题一" in "".join(p.text for p in docx.Document(io.BytesIO(word.content)).paragraphs)
    with pytest.raises(InternalError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(title="改")


def test_a_paper_is_served_only_to_who_may_see_the_plan(world, paper, client):
    rendering.render_pending()
    for stranger in (world.handler, World("别市", "other").secretary):
        client.force_login(stranger)
        for name in ("paper", "paper-pdf", "paper-docx"):
            assert client.get(reverse(f"documents:{name}", args=[paper.public_id])).status_code == 404


def test_a_file_goes_as_it_is_and_a_page_compressed(world, paper, client):
    rendering.render_pending()
    client.force_login(world.secretary)
    page, pdf, docx = (
        client.get(reverse(f"documents:{name}", args=[paper.public_id]), headers={"Accept-Encoding": "gzip"})
        for name in ("paper", "paper-pdf", "paper-docx")
    )
    assert page["Content-Encoding"] == "gzip"
    for answer in (pdf, docx):
        assert "Content-Encoding" not in answer and int(answer["Content-Length"]) == len(answer.content)


def test_handing_out_a_paper_takes_four_queries_and_never_reads_its_content(world, paper, client):
    rendering.render_pending()
    client.force_login(world.secretary)
    address = reverse("documents:paper-pdf", args=[paper.public_id])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) == 4 and not [each["sql"] for each in asked if '"content"' in each["sql"]]  # session, person, paper, its plan


def test_a_damaged_or_lost_file_is_never_handed_out(world, paper, client):
    rendering.render_pending()
    paper.refresh_from_db()
    client.force_login(world.secretary)
    for name, digest in (("paper-pdf", paper.pdf_digest), ("paper-docx", paper.docx_digest)):
        address = reverse(f"documents:{name}", args=[paper.public_id])
        whole = client.get(address)
        assert (whole.status_code, whole["Cache-Control"], whole["X-Content-Type-Options"]) == (200, "no-store", "nosniff")
        store.path(digest).write_bytes(b"%PDF-1.7 something else")
        damaged = client.get(address)
        assert damaged.status_code == 409 and "丢失或已损坏" in damaged.content.decode()
        store.path(digest).unlink()
        assert client.get(address).status_code == 409


def test_only_who_may_ask_for_a_paper_has_it_printed_again(world, paper, client):
    Paper.objects.filter(pk=paper.pk).update(state="failed", error="缺少字形。")
    again, page = (reverse(f"documents:{name}", args=[paper.public_id]) for name in ("paper-retry", "paper"))
    call = f"/api/v1/papers/{paper.public_id}/act/retry/"
    office, colleague = world.somebody(Role.OFFICE_STAFF), world.somebody(Role.SECRETARY)
    client.force_login(world.handler)
    assert [client.post(address).status_code for address in (again, call)] == [404, 404]
    client.force_login(office)
    assert "重新排版" not in client.get(page).content.decode()
    for answer in (client.post(again), client.post(call)):
        assert answer.status_code == 403 and "没有权限重新排版" in answer.content.decode()
    client.force_login(colleague)
    assert "重新排版" in client.get(page).content.decode() and client.post(again).status_code == 302
    assert client.post(call).status_code == 409
    paper.refresh_from_db()
    assert (paper.state, paper.error) == ("pending", "")
    event = Event.objects.of(paper).get()
    assert (event.label, event.by) == ("重新排版", colleague)


def test_a_worker_that_dies_gives_the_paper_back_and_five_failures_end_it(world, paper, monkeypatch):
    def die(*args, **kwargs):
        raise RenderFailed("排版进程中断，请稍后重试。")

    monkeypatch.setattr(rendering, "render", die)
    for attempt in range(1, 6):
        Paper.objects.update(retry_at=None)
        assert rendering.render_pending() == 0
        paper.refresh_from_db()
        assert (paper.attempts, paper.state) == (attempt, "failed" if attempt == 5 else "pending")
        assert rendering.render_pending() == 0, "it is not tried again before its lease is over"
    assert "请稍后重试" in paper.error
    monkeypatch.undo()
    rendering.retry(paper, by=world.secretary)
    assert rendering.render_pending() == 1
    with pytest.raises(Refused, match="不需要重新排版"):
        rendering.retry(paper, by=world.secretary)


def test_the_list_keeps_order_numbers_units_and_gaps(world):
    paper = plan_notice(world.issued_plan())
    first, second = (block for block in paper.attachments[0].body if hasattr(block, "fields"))
    assert first.number == "1．"
    assert dict(first.fields) == {
        "责任单位": "市财政局、市教育局",
        "承办部门": "市政协提案委",
        "协商方式": "对口协商",
        "协商时间": "6月",
    }
    assert dict(second.fields) == {"责任单位": "各承办单位"}


def test_a_heading_that_runs_into_its_text_is_printed_once():
    head, plain = paragraphs("一、明确责任。各单位应当落实。\n现通知如下。")
    assert (head.lead, head.text, head.level) == ("一、明确责任。", "各单位应当落实。", 1)
    assert (plain.lead, plain.text, plain.level) == ("", "现通知如下。", 0)


def test_an_added_item_stands_behind_the_last_of_its_section(world):
    plan = world.issued_plan()
    briefing = ItemDraft("测试通报", kind="briefing", number=1)
    late = ItemDraft("测试议题三", number=3)
    actions.amend(plan, by=world.secretary, reason="增加", approved_by="市委", additions=[briefing])
    actions.amend(plan, by=world.secretary, reason="增加", approved_by="市委", additions=[late])
    assert list(plan.items.order_by("order").values_list("kind", "number")) == [
        ("consultation", 1),
        ("consultation", 2),
        ("consultation", 3),
        ("briefing", 1),
    ]


def test_an_amendment_has_the_next_number_of_the_series_and_the_full_name_of_the_issuer(world):
    PaperTemplate.objects.create(jurisdiction=world.place, kind="plan_notice", version=1, word="测府办", body="共${事项数}项。")
    world.government_office.full_name = "测试市人民政府办公室"
    world.government_office.save()
    plan = actions.issue(world.approved_plan(), by=world.secretary, issued_on=date(2026, 3, 2))
    actions.cancel(plan.items.get(number=1), by=world.secretary, reason="合并", approved_by="市委", on=date(2026, 5, 6))
    paper = Paper.objects.of(plan).first()
    assert (paper.number, paper.content["issuers"]) == ("测府办〔2026〕2号", ["测试市人民政府办公室"])


def test_an_amendment_prints_what_was_and_what_is(world):
    plan = world.issued_plan()
    fields = {"time_text": "9月", "window_start": date(2026, 9, 1), "window_end": date(2026, 9, 30)}
    actions.amend(plan, by=world.secretary, reason="推迟", approved_by="市委", edits=[(plan.items.get(number=1), fields)])
    paper = Paper.objects.of(plan).first()
    changes = {tuple(value for _, value in entry["fields"]) for entry in paper.content["attachments"][0]["body"]}
    assert ("时间", "6月", "9月") in changes


def test_a_template_with_an_unknown_name_is_refused_and_nothing_is_issued(world):
    PaperTemplate.objects.create(jurisdiction=world.place, kind="plan_notice", version=1, word="测府办", body="共${不存在}项。")
    plan = world.approved_plan()
    with pytest.raises(Refused, match="不存在"):
        actions.issue(plan, by=world.secretary, issued_on=date(2026, 3, 2))
    plan.refresh_from_db()
    assert plan.state == "approved"


def test_a_number_is_drawn_from_the_series_of_the_template(world):
    PaperTemplate.objects.create(jurisdiction=world.place, kind="plan_notice", version=1, word="测府办", body="共${事项数}项。")
    plan = actions.issue(world.approved_plan(), by=world.secretary, issued_on=date(2026, 3, 2))
    assert plan.document_number == "测府办〔2026〕1号"


def test_a_template_may_name_what_its_papers_know(world):
    plan = world.issued_plan()
    assert set(values_of(plan)) == set(names_of("plan_notice", world.place))
    text = "".join(f"${{{name}}}" for name in names_of("amendment_notice", world.place))
    save_template(world.place.pk, "amendment_notice", by=world.secretary, word="测府办", body=text)
    actions.cancel(plan.items.get(number=1), by=world.secretary, reason="合并", approved_by="市委", on=date(2026, 5, 6))
    assert Paper.objects.of(plan).first().content["body"][0]["text"].startswith("2026")
    with pytest.raises(ValidationError, match="没有对应的内容"):
        save_template(world.place.pk, "plan_notice", by=world.secretary, word="测府办", body="${调整理由}")


def test_fill_explains_a_stray_sign():
    with pytest.raises(Refused, match="写作"):
        fill("每件$。", {})
