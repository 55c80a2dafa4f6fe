"""Feedback on plan items: suggestions entered, answered, carried out and fed back on, as for proposals."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from feedback import actions
from feedback.models import Assignment, Commitment, FeedbackRecord, Source, Suggestion
from organizations.models import Role
from tests.api.caller import Caller
from tests.proposals.world import ProposalWorld
from tests.world import DAY, World
from workflow.models import Event
from workflow.refusals import Forbidden, Refused

pytestmark = pytest.mark.django_db
VISIT = {"channel": "visit", "visitors": "演示科长", "on": DAY}


@pytest.fixture
def world():
    return World()


@pytest.fixture
def duty(world):
    world.issued_plan()
    return actions.acknowledge(Assignment.objects.get(unit=world.finance), by=world.handler, on=DAY)


@pytest.fixture
def rows(duty, world):
    return actions.enter_suggestions(duty, by=world.secretary, texts=["建立会商机制", "公开进度"], raised_on=DAY)


def act(duty, name):
    return reverse("feedback:act", args=[duty.public_id, name])


def test_suggestions_are_entered_on_the_page_and_become_rows_of_the_ledger(client, world, duty):
    client.force_login(world.secretary)
    page = client.get(duty.get_absolute_url()).content.decode()
    assert "还没有录入建议，也没有反馈" in page and act(duty, "enter_suggestions") in page
    texts = "建立会商机制\n\n公开进度\n"
    assert client.post(act(duty, "enter_suggestions"), {"texts": texts, "raised_on": "2026-03-02"}).status_code == 302
    found = Suggestion.objects.order_by("number")
    assert [(row.number, row.text, row.unit, row.source) for row in found] == [
        (1, "建立会商机制", world.finance, Source.PLAN_ITEM),
        (2, "公开进度", world.finance, Source.PLAN_ITEM),
    ]
    actions.enter_suggestions(duty, by=world.handler, texts=["补一条"], raised_on=DAY)
    assert Suggestion.objects.get(text="补一条").number == 3
    page = client.get(duty.get_absolute_url()).content.decode()
    assert "公开进度" in page and "录入建议" in page and "建立会商机制" in page


@pytest.mark.parametrize("texts", ["", " \n \n"])
def test_nothing_is_entered_without_a_text(client, world, duty, texts):
    client.force_login(world.handler)
    assert client.post(act(duty, "enter_suggestions"), {"texts": texts, "raised_on": "2026-03-02"}).status_code in (400, 409)
    future = str(timezone.localdate() + timedelta(days=1))
    assert client.post(act(duty, "enter_suggestions"), {"texts": "建议", "raised_on": future}).status_code == 409
    assert not Suggestion.objects.exists()


def test_an_answer_needs_a_reason_where_nothing_is_adopted_and_may_promise(world, rows):
    row = rows[0]
    for adoption, measure, sentence in (("rejected", "", "理由"), ("open", "甲", "采纳情况"), ("adopted", "", None)):
        if sentence:
            with pytest.raises(Refused, match=sentence):
                actions.answer_suggestion(row, by=world.handler, adoption=adoption, measure=measure, on=DAY)
    with pytest.raises(Refused, match="之间"):
        actions.answer_suggestion(row, by=world.handler, adoption="adopted", measure="", on=DAY - timedelta(1))
    with pytest.raises(Forbidden):
        actions.answer_suggestion(row, by=world.other_handler, adoption="adopted", measure="", on=DAY)
    due = DAY + timedelta(200)
    actions.answer_suggestion(
        row, by=world.handler, adoption="adopted", measure="已列入议程", on=DAY, promise="年底前建成", promise_due_on=due
    )
    row.refresh_from_db()
    assert (row.adoption, row.answered_on, row.measure) == ("adopted", DAY, "已列入议程")
    assert (Commitment.objects.get().text, Commitment.objects.get().due_on) == ("年底前建成", due)
    assert Event.objects.of(row).get().after["adoption"] == "adopted"
    assert actions.report_implementation(row, by=world.handler, implementation="done", evidence="已运行", on=DAY).implementation == "done"


def test_a_proposals_suggestion_is_answered_by_its_letter_alone():
    world = ProposalWorld()
    row = world.assigned().ledger_links.first().suggestion
    with pytest.raises(Refused, match="答复函"):
        actions.answer_suggestion(row, by=world.handler, adoption="adopted", measure="", on=DAY)
    with pytest.raises(Refused, match="答复函"):
        actions.remove_suggestion(row, by=world.handler, reason="误")


def test_feedback_names_the_suggestions_it_tells_of_with_proof_and_files(client, world, duty, rows):
    client.force_login(world.handler)
    url = act(duty, "feed_back")
    facts = {"channel": "visit", "on": "2026-03-02", "suggestions": [rows[0].pk, rows[1].pk]}
    refused = client.post(url, facts)
    assert refused.status_code in (400, 409) and "走访人员" in refused.content.decode() and not FeedbackRecord.objects.exists()
    upload = SimpleUploadedFile("走访记录.txt", "当面说明".encode())
    assert client.post(url, facts | {"visitors": "演示科长", "files": upload}).status_code == 302
    assert [row.told_on for row in Suggestion.objects.all()] == [DAY, DAY]
    page = client.get(reverse("feedback:suggestion", args=[rows[0].public_id])).content.decode()
    assert "上门走访 演示科长" in page and "走访记录.txt" in page
    assert Event.objects.of(duty).filter(move="feed_back").count() == 1


def test_without_suggestions_the_whole_matter_is_fed_back(client, world, duty):
    client.force_login(world.secretary)
    letter = {"channel": "letter", "on": "2026-03-02", "document_number": "测财函〔2026〕3号", "text": "办理情况"}
    assert client.post(act(duty, "feed_back"), letter).status_code == 302
    record = FeedbackRecord.objects.get()
    assert (record.assignment, record.suggestion) == (duty, None)
    for page in (duty.get_absolute_url(), reverse("consultation:item-detail", args=[duty.item_unit.item.public_id])):
        assert "书面函复 测财函〔2026〕3号" in client.get(page).content.decode()
    assert "书面函复 测财函〔2026〕3号" in client.get("/assignments/ledger/?format=csv").getvalue().decode("utf-8-sig")
    with pytest.raises(IntegrityError), transaction.atomic():
        FeedbackRecord.objects.create(jurisdiction=world.place, by=world.secretary, **VISIT)


def test_only_the_unit_and_who_verifies_enter_and_only_its_own_suggestions(world, duty, rows):
    with pytest.raises(Forbidden):
        actions.feed_back_on(duty, by=world.other_handler, **VISIT)
    other = Assignment.objects.get(unit=world.education)
    theirs = actions.enter_suggestions(other, by=world.other_handler, texts=["别家的"], raised_on=DAY)
    with pytest.raises(Refused, match="不属于"):
        actions.feed_back_on(duty, by=world.handler, suggestions=theirs, **VISIT)
    with pytest.raises(Refused, match="早于"):
        actions.feed_back_on(duty, by=world.handler, **VISIT | {"on": DAY - timedelta(1)})
    actions.feed_back_on(duty, by=world.somebody(Role.SUPERVISOR), suggestions=rows[:1], **VISIT)
    assert FeedbackRecord.objects.get().suggestion == rows[0]


def test_a_wrong_row_is_removed_until_it_is_answered(client, world, duty, rows):
    client.force_login(world.handler)
    url = reverse("feedback:suggestion-act", args=[rows[1].public_id, "remove"])
    assert client.post(url, {"reason": "重复录入"}).headers["Location"] == duty.get_absolute_url()
    assert list(Suggestion.objects.values_list("text", flat=True)) == ["建立会商机制"]
    kept = Event.objects.of(duty).get(move="remove_suggestion")
    assert (kept.before, kept.reason) == ({"text": "公开进度"}, "重复录入")
    actions.answer_suggestion(rows[0], by=world.handler, adoption="adopted", measure="", on=DAY)
    refused = client.post(reverse("feedback:suggestion-act", args=[rows[0].public_id, "remove"]), {"reason": "再删"})
    assert refused.status_code == 409 and "不能删除" in refused.content.decode()


def test_items_show_in_the_ledger_by_source_and_in_its_file(client, world, duty, rows):
    actions.feed_back_on(duty, by=world.handler, suggestions=rows, **VISIT)
    client.force_login(world.secretary)
    address = reverse("feedback:suggestions")
    assert "公开进度" in client.get(address, {"source": "plan_item"}).content.decode()
    assert "公开进度" not in client.get(address, {"source": "proposal"}).content.decode()
    file = client.get(address, {"source": "plan_item", "format": "csv"}).getvalue().decode("utf-8-sig")
    assert "2026年度协商计划 协商1 市财政局" in file and "上门走访 演示科长" in file


def test_who_sees_them_on_the_item(client, world, duty, rows):
    item = duty.item_unit.item
    hosting = world.somebody(Role.COMMITTEE_STAFF)
    item.units.filter(role="host").update(unit=hosting.memberships.get().unit)
    page = reverse("consultation:item-detail", args=[item.public_id])
    ledger = reverse("feedback:suggestions")
    for somebody, sees in (
        (world.secretary, True),
        (world.handler, True),
        (hosting, True),
        (world.other_handler, False),
        (world.somebody(Role.MEMBER), False),
    ):
        client.force_login(somebody)
        assert ("公开进度" in client.get(page).content.decode()) == sees
        assert ("公开进度" in client.get(ledger).content.decode()) == sees


def test_programs_enter_answer_and_feed_back(world, duty):
    unit, base = Caller(world.handler), f"assignments/{duty.public_id}/"
    made = unit.post(f"{base}act/enter_suggestions/", {"texts": ["建立会商机制"], "raised_on": "2026-03-02"})
    assert made.status_code == 200, made.content
    [row] = unit.get(base).json()["suggestions"]
    assert unit.post(f"suggestions/{row['id']}/act/answer/", {"adoption": "adopted", "on": "2026-03-02"}).status_code == 200
    told = {"channel": "letter", "document_number": "测财函〔2026〕3号", "on": "2026-03-02", "suggestions": [row["id"]]}
    assert unit.post(f"{base}act/feed_back/", told).status_code == 200
    shown = unit.get(f"suggestions/{row['id']}/").json()
    assert shown["assignment"] == str(duty.public_id) and shown["records"][0]["document_number"] == "测财函〔2026〕3号"
    assert Caller(world.other_handler).post(f"{base}act/feed_back/", told).status_code == 404


def test_what_waits_for_an_answer_can_be_asked_for(client, world, duty, rows):
    client.force_login(world.handler)
    assert duty.subject in client.get("/assignments/?need=answer").content.decode()
    for row in rows:
        actions.answer_suggestion(row, by=world.handler, adoption="adopted", measure="", on=DAY)
    assert duty.subject not in client.get("/assignments/?need=answer").content.decode()
