"""The score of a unit: typed terms over the figures of its cases as they stand; counted anew at any time, told case by case."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from feedback.models import Assignment
from organizations.models import Role, Ruleset
from proposals import actions as cases
from proposals.models import Handling, Proposal
from supervision import actions
from supervision.score_rules import ScoreRules
from supervision.scoring import raised, scores, shown
from tests.pages import browser
from tests.proposals.world import DAY
from tests.supervision.world import DUE, look_back_case
from tests.world import World, person

RULES = ScoreRules()


def score(world, day=DAY, rules=RULES):
    return next(each for each in scores(world.session, rules, day) if each.unit == world.finance.pk)


def points(found):
    return {part.code: part.points for part in found.parts}


def answered(world, letter, title, overall="satisfied"):
    _, handling = world.under_way(title=title)
    reply = cases.issue_reply(world.signed_reply(world.reply_to(handling, result_class=letter)), by=world.handler, on=DAY)
    cases.give_receipt(reply.receipts.get(), by=world.member, overall=overall, text="说明", on=DAY)
    return Handling.objects.get(pk=handling.pk)


def test_nothing_to_count_is_left_out_and_the_rest_stands_for_it(world):
    found = score(world)
    assert points(found)["in_time"] is None and points(found)["contacted"] == 10 and found.total == 100
    late = score(world, DUE + timedelta(1))
    assert points(late)["in_time"] == 0 and late.total == Fraction(100 * 10, 35)


def test_a_case_in_time_and_solved_has_all_points(world):
    world.due(DUE)
    Proposal.objects.filter(pk=world.proposal.pk).update(is_history=True)
    answered(world, "A", "关于改善公园厕所的建议")
    found = score(world)
    assert found.total == 100 and len(found.cases) == 1 and found.cases[0].letter == "A"


def test_a_paused_case_is_not_late(world):
    world.due(DUE, suspended_on=DAY)
    assert "in_time" not in score(world, DUE + timedelta(9)).cases[0].values


def test_classes_and_opinions_are_worth_their_percent_and_b_may_rise(world):
    Proposal.objects.filter(pk=world.proposal.pk).update(is_history=True)
    for number, letter in enumerate("ABB"):
        answered(world, letter, f"关于第{number}件事的建议", "basically" if letter == "A" else "satisfied")
    found = score(world)
    assert points(found)["solved"] == Fraction(30 * 260, 300) and points(found)["satisfied"] == Fraction(25 * 280, 300)
    assert raised(found, RULES, 1) == 2 and raised(found, RULES, 2) == 4
    assert raised(found, RULES, 2) == 100 - Fraction(25 * 20, 300) - found.total
    assert next(part.steps for part in found.parts if part.code == "solved") == "3 件平均 86.7% × 30 分 = 26.0 分"


def test_what_is_held_against_a_unit_is_taken_up_to_its_limit(world):
    card = actions.draw(Assignment.objects.get(pk=world.handling.pk), by=world.supervisor, reason="催", colour="red", on=DAY)
    assert points(score(world))["card_points"] == -3
    few = ScoreRules(terms=(("contacted", "沟通", "contacted", "share", 50, 50), ("cards", "牌", "card_points", "each", -1, 2)))
    assert score(world, rules=few).total == 48
    actions.revoke(card, by=world.supervisor, reason="有误", on=DAY)
    assert points(score(world))["card_points"] == 0


def test_a_look_back_that_found_something_and_a_renewed_round_count(world):
    case = look_back_case(world)
    facts = {"verdict": "not_done", "finding": "没有落实", "measure": "落实", "due_on": DAY + timedelta(9)}
    actions.demand(case, by=world.secretary, on=DAY, **facts)
    answered(world, "B", "关于改善公园厕所的建议", "dissatisfied")
    found = points(score(world))
    assert (found["faulted"], found["rehandled"]) == (-1, -1)


def test_opinions_that_are_still_sealed_do_not_show(world):
    reply = world.issued(title="关于改善公园厕所的建议")
    assert points(score(world))["satisfied"] is None
    cases.give_receipt(reply.receipts.get(), by=world.member, overall="satisfied", on=DAY)
    assert points(score(world))["satisfied"] == 25


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ([["a", "甲", "nonsense", "share", 10, 10]], "没有“nonsense”这个指标"),
        ([["a", "甲", "in_time", "each", 10, 10]], "只能按比例"),
        ([["a", "甲", "broken", "each", 0, 10]], "分值应在"),
        ([["a", "甲", "in_time", "share", -5, 10]], "分值应在"),
        ([["a", "甲", "in_time", "share", 5, 10], ["a", "乙", "solved", "share", 5, 5]], "不能重复"),
        ([["a", "甲"]], "每一行是"),
        ([], "每一行是"),
    ],
)
def test_a_wrong_formula_is_refused(world, terms, sentence):
    with pytest.raises(ValidationError, match=sentence):
        Ruleset(jurisdiction=world.place, version=1, name="x", effective_on=DAY, overrides={"score": {"terms": terms}}).full_clean()


def test_numbers_are_shown_half_up():
    assert [shown(each) for each in (Fraction(5, 100), Fraction(1, 3), Fraction(-25, 100), None)] == ["0.1", "0.3", "-0.3", "—"]


def test_it_asks_the_same_for_one_case_and_for_three(world):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            scores(world.session, RULES, DAY)
        return len(caught)

    first = asked()
    for title in ("关于改善公园厕所的建议", "关于增设候车亭的建议"):
        world.assigned(title=title)
    assert asked() == first


def test_the_pages_the_files_and_the_api(world):
    answered(world, "B", "关于改善公园厕所的建议")
    address, session = reverse("supervision:scores"), f"?session={world.session.pk}"
    page = browser(world.secretary).get(address + session).content.decode()
    assert world.finance.name in page
    own = reverse("supervision:score", args=[world.finance.public_id]) + session
    mine = browser(world.handler).get(own).content.decode()
    assert "若 1 件 B 类转 A：+" in mine and "关于改善公园厕所的建议" in mine and "怎样算出来的" in mine
    assert world.finance.name not in browser(world.other_handler).get(address + session).content.decode()
    assert browser(world.other_handler).get(own).status_code == 404 and browser(world.member).get(address).status_code == 404
    stranger = person(World("邻市", "other").place, Role.SUPERVISOR)
    assert browser(stranger).get(own).status_code == 404
    for each in (address + session, own):
        assert browser(world.head).get(each + "&format=xlsx").headers["Content-Type"].endswith("sheet")
        assert browser(world.head).get(each + "&rules=nonsense&format=csv").status_code == 200
    listed = browser(world.leader).get(f"/api/v1/scores/{session}").json()["results"]
    assert [row["unit_name"] for row in listed] == [world.finance.name]
    body = browser(world.handler).get(f"/api/v1/scores/{world.finance.public_id}/{session}").json()
    assert body["cases"] == len(body["details"]) == 2 and "B" in [row["result_class"] for row in body["details"]]
    assert browser(world.handler).get("/api/v1/scores/?session=x").status_code == 404


def test_the_rules_of_today_may_be_tried_on_a_session_that_has_its_own(world):
    pinned = Ruleset.objects.create(jurisdiction=world.place, version=1, name="当年", effective_on=date(2026, 1, 1), overrides={})
    type(world.session).objects.filter(pk=world.session.pk).update(ruleset=pinned)
    terms = {"score": {"terms": [["only", "只看沟通", "contacted", "share", 100, 100]]}}
    Ruleset.objects.create(jurisdiction=world.place, version=2, name="现行", effective_on=date(2026, 2, 1), overrides=terms)
    own = reverse("supervision:score", args=[world.finance.public_id]) + f"?session={world.session.pk}"
    assert "只看沟通" not in browser(world.head).get(own).content.decode()
    assert "只看沟通" in browser(world.head).get(own + "&rules=now").content.decode()
