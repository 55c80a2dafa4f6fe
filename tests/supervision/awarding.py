"""A choice of excellent proposals, brought to any point of its way."""

from datetime import date, timedelta

from django.utils import timezone

from organizations.models import Body, Meeting, Role
from proposals import actions as cases
from proposals.models import Proposal
from supervision import actions
from supervision.models import Vote
from tests.world import person

TITLES = ("关于修缮社区书屋的建议", "关于增设母婴室的建议", "关于保护古树名木的建议")


def today():
    return timezone.localdate()


def concluded(world, title, letter="A", overall="satisfied"):
    """A case of the finance bureau, answered and judged."""
    _, handling = world.under_way(title=title)
    reply = cases.issue_reply(world.signed_reply(world.reply_to(handling, result_class=letter)), by=world.handler)
    cases.give_receipt(reply.receipts.get(), by=world.member, overall=overall, text="说明")
    return Proposal.objects.get(pk=handling.proposal_id)


def drawn_up(world, kind="proposal", quota=1, titles=TITLES):
    for title in titles:
        concluded(world, title)
    return actions.begin_award(world.session, by=world.secretary, kind=kind, title="年度优秀提案评选", quota=quota)


def screened(world, **fields):
    return actions.screen(drawn_up(world, **fields), by=world.secretary)


def voting(world, voters=3, **fields):
    """The first round is open; the secretary and staff of the offices vote."""
    world.voters = [world.secretary, *(person(world.place, Role.OFFICE_STAFF, world.cppcc_office) for _ in range(voters - 1))]
    return actions.open_round(screened(world, **fields), by=world.secretary, ends_on=today() + timedelta(5))


def vote_all(award, *names):
    """Everybody who may votes for those whose titles hold one of `names`."""
    for vote in Vote.objects.filter(round__award=award, state="waiting").select_related("person", "round"):
        rows = [row for row in award.candidates.filter(state="standing") if any(name in row.label for name in names)]
        actions.cast(vote, rows[: vote.round.keeps], by=vote.person)


def elected(world, *names, **fields):
    """Both rounds are over: `names` (by default 书屋) won."""
    names = names or ("书屋",)
    award = voting(world, **fields)
    vote_all(award, *names)
    award = actions.count_votes(award, by=world.secretary)
    person(world.place, Role.CPPCC_LEADER)
    award = actions.open_round(award, by=world.secretary, ends_on=today() + timedelta(5))
    vote_all(award, *names)
    return actions.count_votes(award, by=world.secretary)


def noticed(world, *names, **fields):
    return actions.give_notice(elected(world, *names, **fields), by=world.secretary)


def council(world):
    facts = {"jurisdiction": world.place, "term": world.term, "body": Body.CHAIRPERSONS_COUNCIL}
    return Meeting.objects.get_or_create(**facts, number=31, defaults={"held_on": date(2026, 3, 1)})[0]


def decided(world, *names, **fields):
    """The notice is over and the decision printed."""
    award = noticed(world, *names, **fields)
    type(award).objects.filter(pk=award.pk).update(notice_to=today() - timedelta(1))
    return actions.decide_award(award, by=world.secretary, meeting=council(world), text="为鼓励提出高质量提案，开展了年度评选。")
