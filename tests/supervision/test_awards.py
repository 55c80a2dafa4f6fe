"""评选: candidates by rule, one-veto grounds, secret votes of which nothing is kept but the sum, notice with objections, the decision."""

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from documents.models import Paper
from organizations.models import Role, Ruleset
from proposals.models import Proposal
from supervision import actions
from supervision.actions.voting import _placed
from supervision.duties import duties
from supervision.letters import award_decision
from supervision.models import Award, AwardPoint, Candidate, Objection, Vote, VotingRound
from supervision.score_rules import ScoreRules
from supervision.scoring import scores
from supervision.screening import Found, brought
from supervision.screening import screened as found_by_rule
from tests.moves import check_rights
from tests.pages import browser
from tests.supervision.appraising import closed as appraised
from tests.supervision.awarding import TITLES, concluded, council, decided, drawn_up, noticed, screened, today, vote_all, voting
from tests.world import World, person
from workflow.models import Event, Notice
from workflow.refusals import Forbidden, Refused


def states(award):
    return {row.label.split("《")[-1].rstrip("》"): row.state for row in award.candidates.all()}


def test_the_rule_brings_the_best_and_tells_the_grounds_against_others(world):
    bad = concluded(world, "关于另建停车楼的建议", overall="dissatisfied")
    award = screened(world)
    found = states(award)
    assert found["关于修缮社区书屋的建议"] == "standing" and len(found) == 3, "those with less merit are not brought"
    by_case = {each.row.pk: each for each in found_by_rule("proposal", world.session, today())}
    assert "最终评价有不满意的" in by_case[bad.pk].grounds and "没有办结" in by_case[world.proposal.pk].grounds
    assert by_case[award.candidates.first().proposal_id].merit == 4  # solved and satisfied
    assert {each.reason for each in Event.objects.of(award.candidates.first())} == {""}


def test_what_only_a_ground_keeps_out_is_listed_with_it(world):
    secret = concluded(world, "关于不宜公开的建议")
    Proposal.objects.filter(pk=secret.pk).update(sensitivity="closed")
    award = screened(world)
    row = award.candidates.get(proposal=secret)
    assert (row.state, row.grounds) == ("vetoed", ["标识为不公开"])


def test_units_are_brought_by_their_score_and_kept_out_by_a_red_card(world):
    award = drawn_up(world, kind="unit")
    (each,) = found_by_rule("unit", world.session, today())
    assert each.label == "市财政局" and each.merit > 0
    actions.draw(world.handling, by=world.supervisor, reason="拖延", colour="red")
    award = actions.screen(award, by=world.secretary)
    assert award.candidates.get().state == "vetoed" and "有红牌" in award.candidates.get().grounds


def test_more_are_nominated_by_number_all_or_none(world):
    award = screened(world)
    with pytest.raises(Refused, match="没有“999”") as refusal:
        actions.nominate_more(award, ["999", world.proposal.case_no], by=world.secretary, reason="有代表性")
    assert f"“{world.proposal.case_no}”没有办结，一票否决" in str(refusal.value)
    with pytest.raises(Refused, match="已在名单里"):
        actions.nominate_more(award, [award.candidates.first().proposal.case_no], by=world.secretary, reason="x")
    other = concluded(world, "关于推广垃圾分类的建议", letter="B")
    actions.nominate_more(award, [other.case_no], by=world.secretary, reason="有代表性")
    row = award.candidates.get(proposal=other)
    row = actions.veto(row, by=world.secretary, reason="内容与往年重复")
    assert row.state == "vetoed" and row.grounds == ["内容与往年重复"]


def test_one_vote_each_and_nothing_tells_for_whom(world):
    award = voting(world)
    votes = list(Vote.objects.order_by("pk"))
    first, *_ = award.candidates.order_by("pk")
    with pytest.raises(Forbidden):
        actions.cast(votes[0], [first], by=world.member)
    with pytest.raises(Refused, match="请选 1 至 1 个"):
        actions.cast(votes[0], list(award.candidates.all()), by=votes[0].person)
    with pytest.raises(Refused, match="请选 1 至"):
        actions.cast(votes[0], [], by=votes[0].person)
    with pytest.raises(Refused, match="还有 3 人没有投票"):
        actions.count_votes(award, by=world.secretary)
    vote_all(award, "书屋")
    with pytest.raises(Refused, match="已投票"):
        actions.cast(Vote.objects.get(pk=votes[0].pk), [first], by=votes[0].person)
    opened = VotingRound.objects.get()
    assert len(opened.ballots) == 3 and opened.ballots == sorted(opened.ballots)
    assert {field.name for field in Vote._meta.fields} & {"choices", "candidate", "ballot", "changed_at"} == set()
    for event in Event.objects.filter(move="cast"):
        assert (event.before, event.after, event.reason) == ({}, {}, "")
    assert not any(row.votes for row in award.candidates.all()), "nothing is told before the count"
    award = actions.count_votes(award, by=world.secretary)
    assert award.state == "nominated" and states(award)["关于修缮社区书屋的建议"] == "standing"
    assert list(states(award).values()).count("out") == 2
    with pytest.raises(Refused, match="已经投过票"):
        actions.nominate_more(award, ["1"], by=world.secretary, reason="x")


def test_a_vote_for_a_stranger_or_after_the_day_is_refused(world):
    award, vote = voting(world), Vote.objects.first()
    row = award.candidates.first()
    Candidate.objects.filter(pk=row.pk).update(award=actions.begin_award(world.session, by=world.secretary, kind="proposal", title="别的"))
    with pytest.raises(Refused, match="不在候选之列"):
        actions.cast(vote, [row], by=vote.person)
    VotingRound.objects.update(ends_on=today() - timedelta(1))
    with pytest.raises(Refused, match="截止"):
        actions.cast(vote, [award.candidates.first()], by=vote.person)
    with pytest.raises(Refused, match="只有 0 人投票，不到 67%"):
        actions.count_votes(award, by=world.secretary)
    with pytest.raises(Refused, match="晚于"):
        actions.extend_voting(award, by=world.secretary, ends_on=today(), reason="人数不够")
    actions.extend_voting(award, by=world.secretary, ends_on=today() + timedelta(2), reason="人数不够")
    actions.cast(vote, [award.candidates.first()], by=vote.person)


def test_the_last_round_asks_for_a_majority(world):
    award = voting(world, quota=2)
    vote_all(award, "书屋", "母婴室", "古树")
    award = actions.count_votes(award, by=world.secretary)
    for _ in range(3):
        person(world.place, Role.CPPCC_LEADER)
    award = actions.open_round(award, by=world.secretary, ends_on=today() + timedelta(5))
    rows = {row.label[-14:-7]: row for row in award.candidates.filter(state="standing")}
    book, room = (next(row for row in rows.values() if word in row.label) for word in ("书屋", "母婴室"))
    for number, vote in enumerate(Vote.objects.filter(round__number=2).select_related("person", "round")):
        actions.cast(vote, [book] if number else [book, room], by=vote.person)
    award = actions.count_votes(award, by=world.secretary)
    assert award.state == "elected" and states(award)["关于修缮社区书屋的建议"] == "chosen"
    assert states(award)["关于增设母婴室的建议"] == "out", "one ballot of four is no majority, though a place is free"


FIVE = (*TITLES, "关于改造农贸市场的建议", "关于开放学校操场的建议", "关于治理扬尘的建议")


def test_collective_proposals_have_their_share_of_the_places(world):
    award = drawn_up(world, quota=5, titles=FIVE)
    Proposal.objects.filter(title__contains="扬尘").update(kind="collective", body=world.committee)
    award = actions.screen(award, by=world.secretary)
    assert "其中集体提案至少 1 个" in browser(world.secretary).get(award.get_absolute_url()).content.decode()
    [row] = award.candidates.filter(proposal__kind="collective")
    others = [each for each in award.candidates.all() if each != row]
    votes = {each.pk: 3 for each in others} | {row.pk: 2}
    ranked = sorted(award.candidates.select_related("proposal"), key=lambda each: -votes[each.pk])
    assert row not in _placed(ranked, 5, 0) and row in _placed(ranked, 5, 1) and len(_placed(ranked, 5, 1)) == 5
    assert _placed(others, 5, 1) == others


def test_the_rule_brings_the_best_collective_proposals_whatever_their_merit(world):
    rows = [Found(n, str(n), Decimal(9 - n), (), n == 4) for n in range(5)]
    assert [each.row for each in brought(rows, 2)] == [0, 1] and [each.row for each in brought(rows, 2, 1)] == [0, 1, 4]


@pytest.mark.parametrize(("share", "winner"), [(0, "书屋"), (100, "古树")])
def test_the_count_keeps_the_places_of_collective_proposals(world, share, winner):
    overrides = {"awards": {"collective_share": share, "rounds": [["终评", ["secretary"], 100]]}}
    world.session.ruleset = Ruleset.objects.create(
        jurisdiction=world.place, version=1, name="办法", overrides=overrides, effective_on=date(2026, 1, 1)
    )
    world.session.save()
    award = drawn_up(world)
    Proposal.objects.filter(title__contains="古树").update(kind="collective", body=world.committee)
    award = actions.screen(award, by=world.secretary)
    voters = [world.secretary, *(person(world.place, Role.SECRETARY) for _ in range(2))]
    award = actions.open_round(award, by=world.secretary, ends_on=today() + timedelta(5))
    rows = {word: award.candidates.get(label__contains=word) for word in ("书屋", "古树")}
    for vote in Vote.objects.filter(round__award=award, person__in=voters):
        actions.cast(vote, [rows["古树" if vote.person == world.secretary else "书屋"]], by=vote.person)
    type(award).objects.filter(pk=award.pk).update(majority=30)
    award = actions.count_votes(type(award).objects.get(pk=award.pk), by=world.secretary)
    assert [row.label for row in award.candidates.filter(state="chosen")] == [rows[winner].label]


@pytest.mark.django_db(transaction=True)
def test_votes_at_the_same_moment_are_all_counted_and_one_person_votes_once(world):
    award = voting(world, voters=4)
    row, said = award.candidates.order_by("pk").first(), []

    def cast(vote):
        try:
            actions.cast(vote, [row], by=vote.person)
        except Refused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    votes = list(Vote.objects.select_related("person"))
    threads = [threading.Thread(target=cast, args=[vote]) for vote in [*votes, *votes]]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert len(VotingRound.objects.get().ballots) == 4 and len(said) == 4 and all("已投票" in each for each in said)


def test_an_objection_that_holds_strikes_from_the_list(world):
    award = noticed(world, "书屋", "母婴室", quota=2)
    assert award.notice_to > today()
    with pytest.raises(Refused, match="期满以后才能表彰"):
        actions.decide_award(award, by=world.secretary, meeting=council(world), text="x")
    book, room = (award.candidates.get(label__contains=word) for word in ("书屋", "母婴室"))
    with pytest.raises(Refused, match="只能对公示的候选"):
        actions.object_to(award, by=world.member, candidate=award.candidates.get(label__contains="古树"), text="x")
    said = actions.object_to(award, by=world.member, candidate=room, text="数据不实")
    other = actions.object_to(award, by=world.secretary, candidate=book, text="不新", by_name="市民来信")
    assert (said.by_name, other.by_name) == (world.member.name, "市民来信")
    Award.objects.update(notice_to=today() - timedelta(1))
    with pytest.raises(Refused, match="还有 2 件异议"):
        actions.decide_award(award, by=world.secretary, meeting=council(world), text="x")
    actions.uphold_objection(said, by=world.supervisor, reason="核实属实")
    actions.reject_objection(other, by=world.secretary, reason="没有依据")
    assert Notice.objects.filter(person=world.member, title__startswith="异议已处理").exists()
    award = actions.decide_award(award, by=world.secretary, meeting=council(world), text="开展了评选。")
    assert states(award) == {
        "关于修缮社区书屋的建议": "awarded",
        "关于增设母婴室的建议": "struck",
        "关于保护古树名木的建议": "out",
    }


def test_the_decision_gives_paper_points_and_scores(world):
    rules = ScoreRules()
    award = decided(world)
    paper = Paper.objects.of(award).get()
    text = "".join(each["lead"] + each["text"] for each in paper.content["body"])
    assert paper.title == "关于表彰年度优秀提案的决定" and "修缮社区书屋" in text
    assert "承办单位：市财政局" in text and "政协九届三十一次主席会议审定，决定对下列1件优秀提案" in text
    assert award.number.startswith("政协发〔")
    point = AwardPoint.objects.get()
    assert (point.person, point.points) == (world.member, 10)
    assert Notice.objects.filter(person=world.member, title__startswith="获评优秀提案").exists()
    (score,) = scores(world.session, rules, today())
    assert next(part for part in score.parts if part.code == "excellent").points == 1
    with pytest.raises(Refused):
        actions.cancel_award(award, by=world.secretary, reason="x")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("年度优秀提案评选（第二批）", "关于表彰年度优秀提案（第二批）的决定"),
        ("评选优秀提案", "关于表彰评选优秀提案的决定"),
        ("优秀提案", "关于表彰优秀提案的决定"),
    ],
)
def test_the_decision_is_named_after_what_was_chosen(world, name, title):
    award = decided(world)
    award.title = name
    assert award_decision(award).title == title


def test_an_appraisal_can_be_a_term_of_the_score(world):
    appraised(world)
    rules = ScoreRules(terms=(("appraised", "民主评议", "appraised", "share", 20, 20),))
    (score,) = scores(world.session, rules, today())
    assert float(score.total) == pytest.approx(16.8)


def test_what_is_owed_and_by_whom(world):
    award = voting(world)
    owed = duties([world.place.pk], today() + timedelta(9), kinds=["vote"])
    assert {duty.person_id for duty in owed} == {each.pk for each in world.voters}
    vote_all(award, "书屋")
    assert not duties([world.place.pk], today() + timedelta(9), kinds=["vote"])


def test_who_sees_what(world):
    award, stranger = voting(world), person(World("邻市", "other").place, Role.SUPERVISOR)
    people = {"secretary": world.secretary, "supervisor": world.supervisor, "voter": world.voters[1], "member": world.member}
    people |= {"unit": world.handler, "stranger": stranger}
    people["voter"].memberships.all().delete()
    person_of_voter = person(world.place, Role.COMMITTEE_STAFF, world.committee)
    Vote.objects.filter(person=people["voter"]).update(person=person_of_voter)
    people["voter"] = person_of_voter

    def seen(model):
        return {name for name, someone in people.items() if model.objects.visible_to(someone).exists()}

    assert seen(Award) == seen(Candidate) == {"secretary", "supervisor", "voter"}
    assert seen(Vote) == {"secretary", "voter"}, "each his own"
    assert Vote.objects.visible_to(world.secretary).count() == 1
    page = browser(people["voter"]).get(award.get_absolute_url()).content.decode()
    assert "我的投票" in page and "各轮得票" not in page
    Award.objects.update(state="noticed", notice_from=today(), notice_to=today())
    Candidate.objects.filter(pk=award.candidates.first().pk).update(state="chosen")
    assert seen(Award) == seen(Candidate) == {"secretary", "supervisor", "voter", "member", "unit"}
    assert Candidate.objects.visible_to(world.member).count() == 1, "those who lost are nobody's business"
    said = actions.object_to(award, by=world.member, candidate=award.candidates.get(state="chosen"), text="x")
    assert seen(Objection) == {"secretary", "supervisor", "member"} and said.entered_by == world.member


BOTH = {Role.SECRETARY, Role.SUPERVISOR}


def test_every_move(world):
    people = {role: world.somebody(role) for role in Role.values}
    early = {"draft", "nominated", "voting", "elected", "noticed"}
    table = {
        "edit": ({"draft"}, None, BOTH),
        "screen": ({"draft"}, "nominated", BOTH),
        "nominate": ({"nominated"}, None, BOTH),
        "open_round": ({"nominated"}, "voting", BOTH),
        "extend": ({"voting"}, None, BOTH),
        "count": ({"voting"}, "nominated", BOTH),
        "elect": ({"voting"}, "elected", BOTH),
        "notice": ({"elected"}, "noticed", BOTH),
        "object": ({"noticed"}, None, set(Role.values)),
        "decide": ({"noticed"}, "decided", BOTH),
        "publish": ({"decided"}, None, BOTH),
        "cancel": (early, "cancelled", BOTH),
    }
    done = {"number": "政协发〔2026〕1号", "decided_on": today()}
    award = noticed(world)
    check_rights(actions.AWARD_FLOW, award, people, table, fields={"decided": done}, changes={"decide": done})
    driven = {"pass_over": "out", "choose": "chosen"}
    table = {"veto": ({"standing"}, "vetoed", BOTH)} | {move: ({"standing"}, to, "driven") for move, to in driven.items()}
    table |= {"strike": ({"chosen"}, "struck", "driven"), "award": ({"chosen"}, "awarded", "driven")}
    row = award.candidates.get(state="chosen")
    check_rights(actions.CANDIDATE_FLOW, row, people, table)
    said = actions.object_to(award, by=world.member, candidate=row, text="x")
    check_rights(actions.OBJECTION_FLOW, said, people, {"uphold": ({"open"}, "upheld", BOTH), "reject": ({"open"}, "rejected", BOTH)})
    vote = Vote.objects.first()
    mine = people | {Role.MEMBER: vote.person}
    Vote.objects.filter(pk=vote.pk).update(person=people[Role.MEMBER])
    vote.refresh_from_db()
    mine[Role.MEMBER] = people[Role.MEMBER]
    check_rights(actions.VOTE_FLOW, vote, mine, {"cast": ({"waiting"}, "cast", {Role.MEMBER})})


@pytest.mark.parametrize(
    "wrong",
    [
        {"rounds": [["初评", ["nobody"], 100]]},
        {"rounds": [["初评", ["secretary"], 100], ["终评", ["secretary"], 150]]},
        {"proposal_vetoes": ["ugly"]},
        {"proposal_quota": 0},
        {"merits": [["key", "three"]]},
    ],
)
def test_rules_that_cannot_be_are_refused(world, wrong):
    ruleset = Ruleset(jurisdiction=world.place, version=9, name="x", effective_on=today(), overrides={"awards": wrong})
    with pytest.raises(ValidationError):
        ruleset.full_clean()


def test_the_pages_the_api_and_the_admin(world):
    client, member = browser(world.secretary), browser(world.member)
    assert "按规则提出候选" in client.get(reverse("supervision:awards")).content.decode()
    assert "没有公示" in member.get(reverse("supervision:awards")).content.decode()
    assert member.get(reverse("supervision:award-create")).status_code == 404
    concluded(world, "关于修缮社区书屋的建议")
    facts = {"kind": "proposal", "session": world.session.pk, "title": "优秀提案评选", "quota": "x"}
    assert client.post(reverse("supervision:award-create"), facts).status_code == 400
    assert client.post(reverse("supervision:award-create"), facts | {"quota": ""}).status_code == 302
    award = Award.objects.get()
    assert award.quota == 1

    def act(name, data=None, by=client):
        return by.post(reverse("supervision:award-act", args=[award.public_id, name]), data or {}).status_code

    assert act("screen") == 302 and act("open_round", {"ends_on": "2001-01-01"}) == 409
    day = str(today() + timedelta(3))
    assert act("open_round", {"ends_on": day}) == 302
    vote = Vote.objects.get()
    row = award.candidates.get()
    cast = reverse("supervision:vote-act", args=[vote.public_id, "cast"])
    assert client.get(cast).status_code == 200 and member.get(cast).status_code == 404
    assert client.post(cast, {"choices": [str(row.public_id)]}).status_code == 302 and client.post(cast, {}).status_code in (400, 403, 409)
    assert act("elect") == 409 and act("count") == 302
    person(world.place, Role.CPPCC_LEADER)
    assert act("open_round", {"ends_on": day}) == 302
    vote_all(award, "书屋")
    assert act("elect") == 302 and act("notice") == 302 and act("notice", by=member) == 403
    assert act("object", {"candidate": str(row.public_id), "text": "数据不实"}, by=member) == 302
    said = Objection.objects.get()
    assert client.post(reverse("supervision:objection-act", args=[said.public_id, "reject"]), {"reason": "没有依据"}).status_code == 302
    page = member.get(award.get_absolute_url()).content.decode()
    assert "入选名单" in page and "没有依据" in page and "各轮得票" not in page
    Award.objects.update(notice_to=today() - timedelta(1))
    assert act("decide", {"meeting": str(council(world).public_id), "text": "开展了评选。"}) == 302
    assert act("publish", {"publication": "full", "text": "名单如下", "reason": "公布"}) == 302
    assert "10" in member.get(reverse("supervision:award-points")).content.decode()
    assert client.get(award.get_absolute_url() + "?format=xlsx").headers["Content-Type"].endswith("sheet")
    assert "votes" not in client.get(f"/api/v1/award-candidates/{row.public_id}/").json()
    assert member.get("/api/v1/award-points/").json()["results"][0]["points"] == 10
    made = client.post("/api/v1/awards/", {"kind": "unit", "session": world.session.pk, "title": "先进"}, content_type="application/json")
    assert made.status_code == 201, made.content
    for name, one in (("award", award), ("candidate", row), ("objection", said)):
        assert client.get(reverse(f"admin:supervision_{name}_changelist")).status_code == 200
        assert client.get(reverse(f"admin:supervision_{name}_change", args=[one.pk])).status_code == 200
