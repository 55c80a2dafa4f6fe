"""The start page names what a person is asked to judge: sheets of an appraisal, votes on an award."""

import pytest

from supervision.models import ScoreSheet
from tests.pages import browser
from tests.supervision.appraising import score_all, scoring
from tests.supervision.awarding import vote_all, voting

pytestmark = pytest.mark.django_db
ASKED = "等您评分、投票"


def home(person):
    return browser(person).get("/").content.decode()


def test_who_is_drawn_to_score_finds_the_sheet_until_it_is_given(world):
    appraisal = scoring(world)
    scorer = ScoreSheet.objects.filter(rated__appraisal=appraisal).first().person
    assert ASKED in home(scorer) and appraisal.get_absolute_url() in home(scorer)
    assert ASKED not in home(world.handler) and ASKED not in home(world.secretary)
    score_all(appraisal)
    assert ASKED not in home(scorer)


def test_who_may_vote_finds_the_round_until_he_has_voted(world):
    award = voting(world)
    assert all(ASKED in home(voter) and "投票" in home(voter) for voter in world.voters)
    assert ASKED not in home(world.member)
    vote_all(award, "书屋")
    assert not any(ASKED in home(voter) for voter in world.voters)
