"""Publication: texts of their own, reviewed together, warned of private data; the decision changed later with a reason."""

import pytest
from django.urls import reverse

from proposals import actions
from proposals.models import PublishedText
from proposals.redaction import private_data
from tests.api.caller import Caller
from tests.pages import browser
from tests.proposals.world import DAY, TEXT
from workflow.models import Event
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db
GIVEN = {"publication": "full", "title": "关于路灯照明的建议", "text": "部分路段没有路灯。", "reply_1": "已安装路灯。"}


@pytest.fixture
def case(world):
    reply = world.issued(problems="联系人王先生，电话 13812345678。")
    proposal = reply.round.handling.proposal
    proposal.refresh_from_db()
    return proposal


def act(client, case, move, **data):
    case.refresh_from_db()
    answer = client.post(reverse("proposals:act", args=[case.public_id, move]), {"version": case.version} | data)
    return answer.status_code, answer.content.decode()


def test_both_texts_are_decided_on_together_and_the_originals_stay(world, case):
    client = browser(world.secretary)
    page = client.get(reverse("proposals:act", args=[case.public_id, "decide_publication"])).content.decode()
    assert "13812345678" in page and TEXT in page, "the originals stand in the form"
    assert "第2条：采纳。已办理" in page, "with the answer to each suggestion, as in the letter"
    assert act(client, case, "decide_publication", **GIVEN)[0] == 302
    case.refresh_from_db()
    assert case.publication == "full" and case.problems == "联系人王先生，电话 13812345678。"
    assert [(row.reply_id is None, row.text) for row in case.published.all()] == [(True, "部分路段没有路灯。"), (False, "已安装路灯。")]
    seen = browser(world.member).get(case.get_absolute_url()).content.decode()
    assert "公开文本（全文公开）" in seen and "已安装路灯。" in seen


def test_private_data_is_warned_of_until_it_was_looked_at(world, case):
    client = browser(world.secretary)
    data = GIVEN | {"text": "联系人王先生，电话 13812345678。", "reply_1": "请联系演示经办，0571-12345678。"}
    status, page = act(client, case, "decide_publication", **data)
    assert status == 400 and "电话号码“13812345678”" in page and "王先生" in page and "个人姓名“演示经办”" in page
    assert not PublishedText.objects.exists()
    assert act(client, case, "decide_publication", checked="on", **data)[0] == 302


def test_a_text_that_is_missing_is_named(world, case):
    status, page = act(browser(world.secretary), case, "decide_publication", **GIVEN | {"reply_1": " "})
    assert status == 409 and "还缺：市财政局的答复（第1轮）" in page
    case.refresh_from_db()
    assert case.publication == "undecided"


def test_the_decision_is_changed_with_a_reason_and_the_history_keeps_the_former(world, case):
    client = browser(world.secretary)
    assert act(client, case, "change_publication", **GIVEN)[0] == 409
    act(client, case, "decide_publication", **GIVEN)
    assert act(client, case, "decide_publication", **GIVEN)[0] == 409
    assert act(client, case, "change_publication", publication="none")[0] == 400
    assert act(client, case, "change_publication", publication="none", reason="涉及未公开的规划")[0] == 302
    case.refresh_from_db()
    assert case.publication == "none" and not case.published.exists()
    event = Event.objects.of(case).order_by("-pk").first()
    assert (event.move, event.reason) == ("change_publication", "涉及未公开的规划")
    assert event.before["公开文本"]["关于路灯照明的建议"] == "部分路段没有路灯。" and event.after["公开文本"] == {}
    assert act(client, case, "change_publication", **GIVEN | {"publication": "summary", "reason": "规划已公布"})[0] == 302
    assert case.published.count() == 2


def test_a_proposer_who_did_not_consent_is_not_overruled(world):
    case = world.issued(may_publish=False, publish_refusal="涉及个人").round.handling.proposal
    case.refresh_from_db()
    with pytest.raises(Refused, match="不同意公开"):
        actions.decide_publication(case, by=world.secretary, publication="full", on=DAY)
    assert actions.decide_publication(case, by=world.secretary, publication="none", on=DAY).publication == "none"


def test_not_to_publish_what_the_proposer_would_have_published_needs_a_reason_from_the_first(world, case):
    status, page = act(browser(world.secretary), case, "decide_publication", publication="none")
    assert status == 400 and "不公开的请写明理由" in page and 'id="id_reason_error"' in page
    refused = Caller(world.secretary).post(f"proposals/{case.public_id}/act/decide_publication/", {"publication": "none"})
    assert refused.status_code == 400 and "reason" in str(refused.json())
    case.refresh_from_db()
    assert case.publication == "undecided"
    assert act(browser(world.secretary), case, "decide_publication", publication="none", reason="涉及未公开的规划")[0] == 302


def test_units_and_strangers_may_not(world, case):
    for somebody, status in ((world.handler, 403), (world.supervisor, 403), (world.second, 404)):
        assert act(browser(somebody), case, "decide_publication", **GIVEN)[0] == status


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("电话138 1234 5678，0571-12345678", ["138 1234 5678", "0571-12345678"]),
        ("身份证510702199001011234", ["510702199001011234"]),
        ("住3号楼2单元501室", ["3号楼2单元501室"]),
        ("邮箱 a.b@c.cn", ["a.b@c.cn"]),
        ("2026年投入12345万元，第084号", []),
    ],
)
def test_what_looks_private(text, found):
    assert [passage for _, passage in private_data(text)] == found
