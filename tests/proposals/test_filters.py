"""Filters with values that are none: nothing is found and it is told, on the page, in the file and by program."""

from datetime import date

import pytest

from organizations.models import Session, Term
from proposals.filters import OFFERED
from tests.api.caller import Caller
from tests.pages import browser
from tests.proposals.world import ProposalWorld

pytestmark = pytest.mark.django_db
TITLE = "关于改善老城区路灯照明的建议"


@pytest.mark.parametrize("words", ["session={other}", "session=abc", "state=burnt", "key=perhaps"])
def test_a_filter_that_is_none_is_told_and_finds_nothing(world, words):
    world.filed(title=TITLE)
    words = words.format(other=ProposalWorld("邻市", "next").session.pk)
    client = browser(world.secretary)
    assert TITLE in client.get(f"/proposals/?session={world.session.pk}&state=filed").content.decode()
    page = client.get(f"/proposals/?{words}")
    assert page.status_code == 200 and TITLE not in page.content.decode()
    assert "没有符合条件的提案" in page.content.decode() and "has-error" in page.content.decode()
    file = client.get(f"/proposals/?{words}&format=csv")
    assert file.status_code == 409 and "筛选条件不对，没有导出" in file.content.decode()
    caller = Caller(world.secretary)
    assert len(caller.get(f"proposals/?session={world.session.pk}").json()["results"]) == 1
    for path in (f"proposals/?{words}", f"proposals/export/?format=csv&{words}"):
        refused = caller.get(path)
        assert refused.status_code == 400 and words.partition("=")[0] in refused.json()


def test_the_newest_sessions_are_offered_and_older_ones_found_by_number(world):
    terms = [Term.objects.create(jurisdiction=world.place, number=number) for number in range(20, 30)]
    made = [
        Session.objects.create(term=term, number=number, starts_on=date(1900 + 5 * row + number, 1, 10))
        for row, term in enumerate(terms)
        for number in range(1, 6)
    ]
    client = browser(world.secretary)
    page = client.get("/proposals/").content.decode()
    offered = [each for each in made if f'<option value="{each.pk}"' in page]
    assert len(offered) == OFFERED - 1 and offered == made[-(OFFERED - 1) :] and f'<option value="{world.session.pk}"' in page
    assert client.get("/proposals/", {"session": made[0].pk}).status_code == 200
    assert client.get("/api/v1/proposals/", {"session": made[0].pk}).json()["results"] == []
