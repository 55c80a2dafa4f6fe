"""What the lead unit reads of its co-handlers, and proposers of a merged proposal of the case that carries it."""

import pytest

from documents.models import Paper
from organizations.models import Role
from proposals import actions
from proposals.dossier import Parts
from proposals.models import Receipt
from tests.api.caller import Caller
from tests.pages import browser
from tests.proposals.world import DAY
from tests.world import person
from workflow.models import Notice

pytestmark = pytest.mark.django_db
LIKE = {"title": "关于补装背街小巷路灯的建议", "category": "社会建设", "problems": "太暗", "suggestions": ["补灯"]}
OPINION = "建议同步改造地下管线，由我局配合。"


def test_the_lead_reads_the_opinion_it_answers_with_and_no_more_of_the_other_unit(world):
    case = world.assigned(mode="lead_co")
    co = actions.accept(case.handlings.get(unit=world.education), by=world.other_head, on=DAY)
    actions.give_opinion(co, by=world.other_head, opinion=OPINION, on=DAY)
    page = browser(world.handler).get(case.get_absolute_url()).content.decode()
    assert OPINION in page and page.count("首次沟通") == 1
    assert Notice.objects.filter(person=world.handler, text=OPINION).exists()
    assert [each.opinion for each in Parts.of(case, world.handler).opinions] == [OPINION]
    for reader, reads in ((world.other_head, True), (world.supervisor, True), (world.member, False)):
        assert (OPINION in browser(reader).get(case.get_absolute_url()).content.decode()) == reads
        assert bool(Parts.of(case, reader).opinions) == reads
    lead = case.handlings.get(unit=world.finance)
    told = Caller(world.handler).get(f"handlings/{lead.public_id}/").json()["co_opinions"]
    assert [(each["unit_name"], each["opinion"]) for each in told] == [(world.education.name, OPINION)]
    assert Caller(world.other_head).get(f"handlings/{co.public_id}/").json()["co_opinions"] == []


@pytest.fixture
def merged(world):
    """(the case, the proposal of the second member that was merged into it), answered by the unit."""
    case = world.filed()
    other = actions.begin(world.session, by=world.second, on=DAY, **LIKE)
    other = actions.merge(actions.submit(other, by=world.second), by=world.secretary, into=case, on=DAY)
    case.refresh_from_db()
    case = actions.assign(case, by=world.supervisor, track="government", mode="sole", units=[world.finance], on=DAY)
    handling = actions.accept(case.handlings.get(), by=world.handler, on=DAY)
    actions.add_contact(handling, by=world.handler, kind="visit", on=DAY, participants="委员", text="听取意见", phase="before")
    handling.refresh_from_db()
    actions.issue_reply(world.signed_reply(world.reply_to(handling)), by=world.handler, on=DAY)
    return case, other


def test_the_proposer_of_a_merged_proposal_opens_the_case_its_letter_and_stays_there_when_he_has_answered(world, merged):
    case, other = merged
    client, receipt = browser(world.second), Receipt.objects.get(proposer__proposal=other)
    notice = Notice.objects.filter(person=world.second, title__startswith="收到答复").get()
    assert client.get(notice.link).status_code == 200
    assert client.get(f"/documents/papers/{Paper.objects.get().public_id}/").status_code == 200
    answered = client.post(
        f"/proposals/receipts/{receipt.public_id}/act/answer/", {"overall": "satisfied", "version": receipt.version}, follow=True
    )
    assert answered.status_code == 200 and "已完成：评价" in answered.content.decode()
    assert Caller(world.second).get(f"proposals/{case.public_id}/").status_code == 200


def test_who_declined_to_sign_the_merged_proposal_sees_nothing_of_the_case(world):
    case = world.filed()
    third = person(world.place, Role.MEMBER)
    other = actions.begin(world.session, by=world.second, on=DAY, kind="joint", cosigners=[third, world.member], **LIKE)
    actions.answer_invitation(other, by=third, accept=False)
    actions.answer_invitation(other, by=world.member, accept=True)
    actions.merge(actions.submit(other, by=world.second), by=world.secretary, into=case, on=DAY)
    assert browser(third).get(case.get_absolute_url()).status_code == 404
    assert browser(world.second).get(case.get_absolute_url()).status_code == 200


def test_who_put_it_forward_reads_in_the_ledger_what_becomes_of_his_suggestion(world, merged):
    case, other = merged
    rows = {link.origin_id: link.suggestion for link in case.ledger_links.all()}
    stranger = person(world.place, Role.MEMBER)
    for reader, row, status in (
        (world.member, rows[case.pk], 200),
        (world.second, rows[other.pk], 200),
        (world.member, rows[other.pk], 404),
        (stranger, rows[case.pk], 404),
    ):
        address = f"/assignments/suggestions/{row.public_id}/"
        assert browser(reader).get(address).status_code == status
        assert Caller(reader).get(f"suggestions/{row.public_id}/").status_code == status
        assert browser(reader).get(f"{address}act/implement/").status_code == (404 if status == 404 else 403)
        listed = [each["id"] for each in Caller(reader).get("suggestions/").json()["results"]]
        assert (str(row.public_id) in listed) == (status == 200)
    page = browser(world.member).get(case.get_absolute_url()).content.decode()
    assert f"suggestions/{rows[case.pk].public_id}/" in page and f"suggestions/{rows[other.pk].public_id}/" not in page
