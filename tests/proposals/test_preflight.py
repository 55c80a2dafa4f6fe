"""Pre-flight of a reply: what is found, what blocks, that each finding leads to its place; promises with the day they name."""

from datetime import date

import pytest
from django.urls import reverse

from proposals import actions
from proposals.preflight import preflight, tells_of_done
from proposals.promises import day_named, promised
from proposals.rules import ProposalRules
from tests.api.caller import Caller
from tests.pages import browser
from tests.proposals.world import DAY, TEXT

RULES = ProposalRules()
GOOD = "演示member委员：\n您在九届四次会议上提出的《关于改善老城区路灯照明的提案》（第001号）收悉。我们已完成安装，投入使用。"


def found(reply, rules=RULES):
    return [finding.message for finding in preflight(reply, rules)]


@pytest.fixture
def reply(world):
    return world.drafted()


@pytest.mark.django_db
def test_a_sound_reply_is_found_sound(reply):
    reply.text = GOOD
    assert found(reply) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("第001号", "第017号", "案号“017”与本件案号 001 不同"),
        ("九届四次会议", "九届三次会议", "“九届三次会议”与本件的九届四次会议不同"),
        ("九届四次会议", "第8届委员会第4次会议", "“第8届委员会第4次会议”与本件"),
        ("改善老城区路灯照明", "规范共享单车停放", "案由《关于规范共享单车停放的提案》与本件案由不同"),
        ("演示member委员：", "尊敬的张三委员：", "称呼的“张三委员”不是本件的提案者"),
    ],
)
def test_number_session_title_and_name_of_another_case_are_found(reply, right, wrong, words):
    reply.text = GOOD.replace(right, wrong)
    assert len(found(reply)) == 1 and words in found(reply)[0]
    assert not preflight(reply, RULES)[0].blocks


@pytest.mark.django_db
def test_sessions_in_figures_and_in_words_are_the_same(reply):
    reply.text = GOOD.replace("九届四次会议", "第9届第4次会议").replace("的提案》", "的建议》")
    assert found(reply) == []


@pytest.mark.django_db
def test_what_is_missing_blocks_and_says_where(world, reply):
    answers = [{"number": 1, "verdict": "rejected", "text": ""}]
    reply = actions.edit_reply(reply, by=world.handler, on=DAY, answers=answers, contact="", phone="电话", result_class="")
    places = {finding.place for finding in preflight(reply, RULES) if finding.blocks}
    assert places == {"id_result_class", "id_contact", "id_phone", "id_answers-1", "id_answers-2"}
    page = browser(world.handler).get(reply.round.handling.proposal.get_absolute_url()).content.decode()
    edit = f"/proposals/replies/{reply.public_id}/act/edit/"
    form = browser(world.handler).get(edit).content.decode()
    for place in places:
        assert f'href="{edit}#{place}"' in page and f'id="{place}"' in form
    shown = browser(world.supervisor).get(reply.round.handling.proposal.get_absolute_url()).content.decode()
    assert "还没有填写联系人。" in shown and edit not in shown
    told = Caller(world.handler).get(f"replies/{reply.public_id}/").json()["findings"]
    assert {"field": "answers", "number": 2, "message": "第2条建议还没有答复。", "blocks": True} in told
    assert Caller(world.handler).post(f"replies/{reply.public_id}/act/submit/", {}).status_code == 409


@pytest.mark.django_db
def test_a_missing_contact_leads_to_the_contacts(world):
    handling = actions.accept(world.assigned().handlings.get(), by=world.handler, on=DAY)
    reply = world.reply_to(handling)
    page = browser(world.handler).get(handling.proposal.get_absolute_url()).content.decode()
    assert "答复前没有与提案人沟通的记录" in page
    assert f'/handlings/{handling.public_id}/act/add_contact/">答复前没有' in page
    assert reply.state == "drafting"


@pytest.mark.django_db
def test_the_letters_of_the_scheme_count_and_not_those_of_another(world, reply):
    """Of four classes the third is still in plan; only the last needs the reason why not."""
    four = ProposalRules(classes=(("A", "解决"), ("B", "正在解决"), ("C", "列入计划"), ("D", "暂不能解决")))
    reply.answers = [{**answer, "text": ""} for answer in reply.answers]
    for letter, rules, words in (
        ("C", RULES, "C 类（"),
        ("D", four, "D 类（暂不能解决）须写明原因。"),
        ("C", four, None),
        ("B", RULES, None),
    ):
        reply.result_class = letter
        assert any(words in each for each in found(reply, rules)) if words else found(reply, rules) == []
    reply.result_class, reply.text = "A", "您提出的提案收悉。我们将会进一步研究，力争明年安排资金办理此事。"
    assert "定为 A 类" in found(reply)[0]


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("将于年底前建成投用", date(2026, 12, 31)),
        ("计划2027年6月完工", date(2027, 6, 30)),
        ("将于2027年2月底前完成", date(2027, 2, 28)),
        ("将于10月15日前完成", date(2026, 10, 15)),
        ("明年上半年完成招标", date(2027, 6, 30)),
        ("力争明年启动", date(2027, 12, 31)),
        ("计划2025年完成", None),
        ("每年检修两次", None),
        ("将于2月31日前完成", None),
    ],
)
def test_the_day_a_promise_names(sentence, day):
    assert day_named(sentence, DAY) == day


@pytest.mark.django_db
def test_promises_of_text_and_answers_are_offered_with_their_days(world, reply):
    answers = [{"number": 1, "verdict": "adopted", "text": "已装30盏。"}, {"number": 2, "verdict": "planned", "text": "年底前补装 30 盏。"}]
    reply = actions.edit_reply(reply, by=world.handler, on=DAY, answers=answers, text=TEXT + "我们将于2099年3月完成改造。")
    assert promised(reply, DAY) == [
        {"number": 2, "text": "年底前补装 30 盏", "due_on": date(2026, 12, 31)},
        {"number": 1, "text": "我们将于2099年3月完成改造", "due_on": date(2099, 3, 31)},
    ]
    world.signed_reply(reply)
    form = browser(world.handler).get(f"/proposals/replies/{reply.public_id}/act/issue/").content.decode()
    assert 'value="我们将于2099年3月完成改造"' in form and 'value="2099-03-31"' in form


def test_rules_need_a_class():
    with pytest.raises(ValueError, match="分类"):
        ProposalRules(classes=())


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("我们将于明年完成停靠区建设，计划年底前落实增派交警，下一步解决拥堵问题。", False),
        ("您的提案已收悉。将于明年开工，建成后投入使用。", False),
        ("《关于解决停车难的建议》收悉，拟于明年实施。", False),
        ("我局完成了选址，下一步将组织施工。", True),
        ("计划明年再建两处。目前已建成一处。", True),
    ],
)
def test_what_is_only_intended_is_not_done(text, done):
    assert tells_of_done(text) is done


def test_the_page_of_handing_in_does_not_call_passed_what_is_blocked(world):
    proposal, handling = world.under_way()
    reply = world.reply_to(handling, contact="", phone="")
    address = reverse("proposals:reply-act", args=[reply.public_id, "submit"])
    page = browser(world.handler).get(address).content.decode()
    assert "还没有填写联系人" in page and "各项检查都已通过" not in page
    actions.edit_reply(reply, by=world.handler, contact="演示经办", phone="0571-12345678")
    assert "各项检查都已通过" in browser(world.handler).get(address).content.decode()
