"""Two people at one text: who comes second keeps what he typed and sees what stands there now, who changed it and how."""

import pytest
from django.urls import reverse

from proposals import actions
from tests.pages import browser
from tests.proposals.world import DAY, TEXT
from workflow.differences import IN, KEPT, OUT, differences

pytestmark = pytest.mark.django_db
THEIRS = TEXT.replace("三月", "四月")


def post(person, reply, move, **data):
    url = reverse("proposals:reply-act", args=[reply.public_id, move])
    answer = browser(person).post(url, data)
    return answer.status_code, answer.content.decode()


def typed(reply, **changes):
    fields = {"result_class": "A", "text": TEXT, "number_word": "测财函", "contact": "演示经办", "phone": "0571-12345678"}
    answers = {f"answers-{n}-verdict": "adopted" for n in (0, 1)} | {f"answers-{n}-text": "已办理" for n in (0, 1)}
    return fields | answers | {"version": reply.version} | changes


def test_both_texts_of_a_reply_that_two_edit(world):
    reply = world.drafted()
    content = {name: getattr(reply, name) for name in ("result_class", "answers", "number_word", "contact", "phone")}
    actions.edit_reply(reply, by=world.head, text=THEIRS, **content)
    status, page = post(world.handler, reply, "edit", **typed(reply, text="我的文本。" + TEXT))
    assert status == 409 and "刚被别人修改过" in page
    assert "我的文本。" + TEXT in page, "what he typed stays in the form"
    assert "<ins>四</ins>" in page and "<del>三</del>" in page and "<del>我的文本。</del>" in page
    assert f"{world.head.name} " in page and "采用现在的内容" in page
    assert page.count("现在的内容</h2>") == 1 and page.count('<div class="marked">') == 1, "only the text differs"
    reply.refresh_from_db()
    assert reply.text == THEIRS, "nothing was stored"
    assert f'name="version" value="{reply.version}"' in page
    status, _ = post(world.handler, reply, "edit", **typed(reply, text="我的文本。" + THEIRS))
    reply.refresh_from_db()
    assert status == 302 and reply.text == "我的文本。" + THEIRS


def test_who_confirms_his_own_text_does_not_undo_what_he_had_not_touched(world):
    reply = world.drafted()
    theirs = [{"number": 1, "verdict": "planned", "text": "明年办"}, {"number": 2, "verdict": "adopted", "text": "已办理"}]
    changed = actions.edit_reply(reply, by=world.head, result_class="B", answers=theirs, contact="另一位经办")
    status, page = post(world.handler, reply, "edit", **typed(reply, text="我的文本。" + TEXT))
    assert status == 409 and "您没有改动的结果分类、逐条答复、联系人，已换成现在的内容。" in page
    assert '<option value="B" selected' in page and 'value="另一位经办"' in page and "明年办</textarea>" in page
    assert "我的文本。" + TEXT in page and page.count('<div class="marked">') == 1
    status, page = post(world.handler, reply, "edit", **typed(reply, text="我的文本。" + TEXT, contact="我填的经办"))
    assert "您没有改动的结果分类、逐条答复，已换成" in page and 'value="我填的经办"' in page and page.count('<div class="marked">') == 2
    changed.refresh_from_db()
    assert changed.result_class == "B", "nothing was stored"


def test_who_signs_a_text_that_was_changed_sees_both(world):
    reply = actions.submit_reply(world.drafted(), by=world.handler, on=DAY)
    actions.edit_reply(reply, by=world.handler, text=THEIRS)
    status, page = post(world.head, reply, "sign", opinion="同意印发，注意时限", version=reply.version)
    assert status == 409 and "同意印发，注意时限" in page
    assert "<ins>四</ins>" in page and "<del>三</del>" in page
    assert not reply.steps.filter(agreed=True).exists()


def test_who_edits_while_it_is_issued_keeps_what_he_typed(world):
    reply = world.signed_reply(world.drafted())
    actions.issue_reply(reply, by=world.handler, on=DAY)
    status, page = post(world.head, reply, "edit", **typed(reply, text="来不及的改动。" + TEXT))
    assert status == 409 and "当前状态是“已印发”" in page and "来不及的改动。" + TEXT in page
    assert "请先复制留存" in page


def test_drafts_are_not_told_to_who_only_sees_the_issued_reply(world):
    reply = actions.edit_reply(world.drafted(), by=world.handler, text="内部初稿不对外。" + TEXT)
    reply = world.signed_reply(actions.edit_reply(reply, by=world.handler, text=TEXT))
    actions.issue_reply(reply, by=world.handler, on=DAY)
    for move in ("sign", "edit", "issue"):
        _, page = post(world.member, reply, move, version=1, opinion="同意")
        assert "内部初稿" not in page and "<del>" not in page


def test_a_draft_changed_in_another_window(world):
    proposal = world.draft_proposal()
    actions.edit(proposal, by=world.member, title="关于改善老城区道路照明的建议")
    data = {"kind": "individual", "title": "关于改善老城区全部路灯的建议", "category": "社会建设", "problems": "部分路段没有路灯。"}
    data |= {"suggestions": "补装路灯\n定期检修", "may_publish": "1", "version": proposal.version}
    answer = browser(world.member).post(reverse("proposals:act", args=[proposal.public_id, "edit"]), data)
    page = answer.content.decode()
    assert answer.status_code == 409 and page.count('<div class="marked">') == 1
    assert "全部路灯" in page and "<ins>道</ins>" in page


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "", []),
        ("甲。乙。", "甲。丙。", [(KEPT, "甲。"), (OUT, "乙"), (IN, "丙"), (KEPT, "。")]),
        ("甲\n", "", [(OUT, "甲\n")]),
        ("", "新", [(IN, "新")]),
        ("<b>", "<i>", [(KEPT, "<"), (OUT, "b"), (IN, "i"), (KEPT, ">")]),
    ],
)
def test_differences(old, new, pieces):
    assert differences(old, new) == pieces


def test_long_texts_are_told_apart_and_whole():
    old, new = "路灯" * 5000, "路灯" * 4000 + "照明" * 1000
    pieces = differences(old, new)
    assert "".join(text for kind, text in pieces if kind != IN) == old
    assert "".join(text for kind, text in pieces if kind != OUT) == new
