"""What a receipt asks apart: by the scale, or with answers of its own; on the form, the slip, the case page and in the file of the case."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from organizations.models import Ruleset
from proposals import actions
from proposals.dossier import Parts
from proposals.sheets import course_paper
from tests.api.caller import Caller
from tests.pages import browser
from tests.proposals.world import DAY
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db
VISITED = ["visited", "走访情况", [["yes", "已走访"], ["unneeded", "本人提出不需要"], ["no", "未走访"]]]
QUESTIONS = [VISITED, ["attitude", "办理人员态度"], ["pointed", "答复针对性", [["yes", "针对"], ["partly", "基本针对"], ["no", "未针对"]]]]


def rules(world, questions):
    overrides = {"proposals": {"dimensions": questions}}
    return Ruleset(jurisdiction=world.place, version=1, name="测试规则", effective_on=date(2026, 1, 1), overrides=overrides)


@pytest.fixture
def asked(world):
    """A reply whose receipt asks three questions, two of them with answers of their own."""
    ruleset = rules(world, QUESTIONS)
    ruleset.full_clean()
    ruleset.save()
    world.session.ruleset = ruleset
    world.session.save()
    return world.issued().receipts.get()


def test_each_question_offers_its_own_answers(world, asked):
    act = f"/proposals/receipts/{asked.public_id}/act/answer/"
    text = browser(world.member).get(act).content.decode()
    assert "未走访" in text and "基本针对" in text and "走访情况" in text
    slip = browser(world.secretary).get(f"/proposals/receipts/{asked.public_id}/slip/").content.decode()
    assert "□ 本人提出不需要" in slip and "□ 未针对" in slip
    wrong = {"overall": "satisfied", "rating_visited": "satisfied"}
    assert Caller(world.member).post(f"receipts/{asked.public_id}/act/answer/", wrong).status_code == 400
    with pytest.raises(Refused, match="分项评价"):
        actions.give_receipt(asked, by=world.member, overall="satisfied", ratings={"pointed": "unneeded"}, on=DAY)
    (told,) = Caller(world.member).json(f"receipts/{asked.public_id}/")["moves"]
    fields = {field["name"]: field["schema"] for field in told["fields"]}
    assert list(fields) == [field["name"] for field in Caller(world.member).json(f"receipts/{asked.public_id}/act/answer/")["fields"]]
    assert "unneeded" in str(fields["rating_visited"]) and "unneeded" not in str(fields["rating_pointed"])
    given = {"overall": "satisfied", "rating_visited": "unneeded", "rating_attitude": "basically", "version": asked.version}
    assert browser(world.member).post(act, given).status_code == 302
    case = asked.reply.round.handling.proposal
    page = browser(world.secretary).get(case.get_absolute_url()).content.decode()
    assert "走访情况：本人提出不需要；办理人员态度：基本满意" in page


def test_the_file_of_the_case_tells_how_one_spoke_and_what_was_answered_apart(world, asked):
    actions.give_receipt(asked, by=world.member, overall="satisfied", ratings={"visited": "no"}, on=DAY)
    case = asked.reply.round.handling.proposal
    asked.refresh_from_db()
    parts = Parts(list(case.handlings.all()), opinions=[], replies=[], receipts=[asked], merged=[], inside=True)
    told = str(course_paper(case, parts).body)
    assert "满意；走访情况：未走访" in told and "办前上门走访" in told


@pytest.mark.parametrize("wrong", [[["a"]], [["a", "甲", [["x"]]]], [["a", "甲", "乙"]], [["a", "甲"], ["a", "乙"]]])
def test_questions_of_another_shape_are_no_rule(world, wrong):
    with pytest.raises(ValidationError):
        rules(world, wrong).full_clean()


def test_who_signs_and_who_rates_read_the_answer_to_each_suggestion(world):
    reply = actions.submit_reply(world.drafted(), by=world.handler, on=DAY)
    answers = "第1条：采纳。已办理"
    assert answers in browser(world.head).get(reply.round.handling.proposal.get_absolute_url()).content.decode()
    assert answers in browser(world.head).get(f"/proposals/replies/{reply.public_id}/act/sign/").content.decode()
    for signer in (world.head, world.supervisor, world.leader):
        reply = actions.sign(reply, by=signer, on=DAY)
    receipt = actions.issue_reply(reply, by=world.handler, on=DAY).receipts.get()
    assert answers in browser(world.member).get(f"/proposals/receipts/{receipt.public_id}/act/answer/").content.decode()
