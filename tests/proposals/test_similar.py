"""Similar titles: a rephrased one finds its matter among thousands, with what became of it, and nothing that is not public."""

import pytest
from django.db import connection

from proposals import actions
from proposals.grams import grams
from proposals.models import Proposal
from proposals.similar import similar
from tests.proposals.titles import distractors, pairs
from tests.proposals.world import DAY

pytestmark = pytest.mark.django_db
TITLE = "关于改善老城区路灯照明的建议"
ASKED = "关于老城区补装路灯、改善照明条件的提案"


def plant(world, titles, first=1):
    """Filed proposals with these titles, stored at once."""
    Proposal.objects.bulk_create(
        Proposal(
            jurisdiction=world.place,
            session=world.session,
            author=world.member,
            title=title,
            case_no=f"{number:05d}",
            filed_on=DAY,
            state="filed",
            grams=grams(title),
        )
        for number, title in enumerate(titles, first)
    )


@pytest.mark.parametrize("counted", [True, False], ids=["statistics", "no statistics"])
def test_nine_of_ten_rephrased_titles_find_their_matter_among_the_first_five(world, counted):
    planted = pairs()
    others = distractors()
    assert len(planted) >= 60 and len(set(others)) >= 2_000
    plant(world, [*others[::2], *(title for _, title, _ in planted), *others[1::2]])
    if counted:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE proposals_proposal")
    missed = []
    for _, title, rephrased in planted:
        found = similar(world.place, rephrased, by=world.member)
        assert len(found.rows) <= 5
        if title not in [row.proposal.title for row in found.rows]:
            missed.append(rephrased)
    assert len(missed) <= len(planted) // 10, missed


def test_what_became_of_it_is_told(world):
    reply = world.issued(title=TITLE)
    promise = {"number": 1, "text": "年底前补装路灯 30 盏", "due_on": DAY.replace(month=12)}
    again = world.signed_reply(world.drafted(title="关于补装老城区路灯的建议"))
    actions.issue_reply(again, by=world.handler, on=DAY, commitments=[promise])
    found = similar(world.place, ASKED, by=world.member)
    assert [row.proposal.title for row in found.rows] == [TITLE, "关于补装老城区路灯的建议"]
    assert found.years == ((2026, found.times),)
    first, second = found.rows
    assert (first.result_class, first.number, first.link, first.unmet) == ("A", reply.number, True, 0)
    assert (second.unmet, [each.text for each in second.promises]) == (1, ["年底前补装路灯 30 盏"])


def test_who_may_not_open_a_case_learns_only_what_is_public(world):
    promise = {"number": 1, "text": "年底前补装路灯 30 盏", "due_on": None}
    reply = actions.issue_reply(world.signed_reply(world.drafted(title=TITLE)), by=world.handler, on=DAY, commitments=[promise])
    (row,) = similar(world.place, ASKED, by=world.second).rows
    assert (row.result_class, row.number, row.promises, row.unmet, row.link) == ("A", "", (), 1, False)
    proposal = Proposal.objects.get()
    actions.decide_publication(
        proposal, by=world.secretary, publication="summary", texts=[(None, TITLE, "摘要"), (reply, "答复", "摘要")], on=DAY
    )
    (row,) = similar(world.place, ASKED, by=world.second).rows
    assert (row.number, [each.text for each in row.promises], row.link) == (reply.number, ["年底前补装路灯 30 盏"], False)


def test_drafts_and_other_places_are_not_found(world):
    world.draft_proposal(title=TITLE)
    world.submitted(title=TITLE)
    assert similar(world.place, ASKED, by=world.second).rows == ()
    assert similar(world.place, "灯", by=world.second).rows == ()
    assert similar(world.place, "", by=world.second).rows == ()


def test_the_look_up_asks_as_often_for_one_as_for_thousands(world, django_assert_num_queries):
    title = pairs()[0][1]
    world.member.access  # noqa: B018 - read once, as in a request
    plant(world, [title])
    with django_assert_num_queries(7):
        similar(world.place, title, by=world.member)
    plant(world, [each for _, each, _ in pairs()] + distractors(), first=2)
    with django_assert_num_queries(7):
        assert similar(world.place, title, by=world.member).rows[0].percent == 100
