"""The pages of proposals: each station for whoever has to act, and nobody sees what is not his."""

import re

import pytest
from django.urls import reverse

from organizations.models import Role, Session
from proposals import actions
from proposals.forms import FORMS, HANDLING_FORMS, RECEIPT_FORMS, REPLY_FORMS
from proposals.models import Handling, Proposal, Reply
from tests.proposals.world import DAY, TEXT, ProposalWorld
from tests.world import person

pytestmark = pytest.mark.django_db


def page(client, who, url, status=200):
    client.force_login(who)
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def test_every_move_has_a_form_and_the_other_way_round():
    for flow, forms in (
        (actions.FLOW, FORMS),
        (actions.HANDLING_FLOW, HANDLING_FORMS),
        (actions.REPLY_FLOW, REPLY_FORMS),
        (actions.RECEIPT_FLOW, RECEIPT_FORMS),
    ):
        assert set(forms) == {name for name, move in flow.moves.items() if not move.driven}


def test_a_member_writes_and_hands_in(client, world):
    client.force_login(world.member)
    data = {"kind": "individual", "title": "关于增设过街天桥的建议", "category": "社会建设", "problems": "过街不便", "may_publish": "1"}
    data["suggestions"] = "在石林大道增设天桥\n在商圈增设连廊"
    answer = client.post(reverse("proposals:create"), data)
    proposal = Proposal.objects.get()
    assert answer["Location"] == proposal.get_absolute_url()
    assert proposal.suggestions == ["在石林大道增设天桥", "在商圈增设连廊"]
    assert client.post(reverse("proposals:act", args=[proposal.public_id, "submit"]), {"version": proposal.version}).status_code == 302
    text = page(client, world.member, proposal.get_absolute_url())
    assert "待审查" in text and "初审" in text


def test_wrong_input_is_told_and_nothing_is_stored(client, world):
    client.force_login(world.member)
    answer = client.post(reverse("proposals:create"), {"kind": "individual", "title": "短", "may_publish": "1"})
    assert answer.status_code == 400 or answer.status_code == 409
    assert "案由应为 4 至 50 个字" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_who_sees_which_proposal(client, world):
    draft = world.draft_proposal()
    for somebody in (world.secretary, world.supervisor, world.second, world.handler, world.leader):
        page(client, somebody, draft.get_absolute_url(), 404)
    page(client, world.member, draft.get_absolute_url())
    proposal = world.assigned(title="关于另一件事情的建议")
    for somebody in (world.secretary, world.supervisor, world.handler, world.head, world.leader, world.member):
        page(client, somebody, proposal.get_absolute_url())
    for somebody in (world.second, world.other_handler, person(world.place, Role.SYSTEM_ADMIN)):
        page(client, somebody, proposal.get_absolute_url(), 404)
    page(client, ProposalWorld("别市", "other").secretary, proposal.get_absolute_url(), 404)


def test_the_top_of_the_page_leads_to_what_one_has_to_do_further_down(client, world):
    proposal = world.assigned()
    handling = proposal.handlings.get()
    text = page(client, world.handler, proposal.get_absolute_url())
    assert f'href="#unit-{handling.pk}">{handling.unit_name}：签收</a>' in text and f'id="unit-{handling.pk}"' in text
    assert "当前没有您可以办理的操作" not in text
    text = page(client, world.member, proposal.get_absolute_url())
    assert "#unit-" not in text
    reply = world.drafted(title="关于另一件事情的建议")
    text = page(client, world.handler, reply.round.handling.proposal.get_absolute_url())
    assert re.search(r"：登记沟通、[^<]+等</a>", text.split('id="unit-')[0])


def test_a_reply_on_its_way_is_not_the_proposers_to_read(client, world):
    reply = actions.submit_reply(world.drafted(), by=world.handler, on=DAY)
    proposal = reply.round.handling.proposal
    assert TEXT not in page(client, world.member, proposal.get_absolute_url())
    assert TEXT in page(client, world.supervisor, proposal.get_absolute_url())
    assert not Reply.objects.visible_to(world.member).exists()


def test_receipts_are_sealed_from_the_unit_until_all_are_in(client, world):
    draft = world.draft_proposal(kind="joint", cosigners=[world.second])
    actions.answer_invitation(draft, by=world.second, accept=True)
    draft = actions.submit(draft, by=world.member)
    for _ in range(3):
        draft = actions.review(draft, by=world.secretary, opinion="同意", on=DAY)
    case = actions.file(draft, by=world.secretary, on=DAY)
    actions.assign(case, by=world.supervisor, track="government", mode="sole", units=[world.finance], on=DAY)
    handling = actions.accept(Handling.objects.get(), by=world.handler, on=DAY)
    actions.add_contact(handling, by=world.handler, kind="visit", on=DAY, participants="演示委员", text="听取意见")
    handling.refresh_from_db()
    reply = actions.issue_reply(world.signed_reply(world.reply_to(handling)), by=world.handler, on=DAY)
    first, second = reply.receipts.order_by("pk")
    actions.give_receipt(first, by=world.member, overall="basically", text="有待观察", on=DAY)
    text = page(client, world.handler, case.get_absolute_url())
    assert "已评 1/2" in text and "有待观察" not in text and "基本满意" not in text
    actions.give_receipt(second, by=world.second, overall="satisfied", on=DAY)
    text = page(client, world.handler, case.get_absolute_url())
    assert "有待观察" in text and "基本满意" in text


def test_similar_proposals_are_shown_while_writing(client, world):
    world.filed(title="关于改善老城区路灯照明的建议")
    text = page(client, world.member, reverse("proposals:similar") + "?title=关于老城区路灯照明改造的提案")
    assert "改善老城区路灯照明" in text
    assert page(client, world.member, reverse("proposals:similar") + "?title=养老服务").strip() == ""
    page(client, world.handler, reverse("proposals:similar") + "?title=养老服务", 403)


def test_pages_of_all_open_moves_can_be_opened(client, world):
    """Whoever is offered a move gets its form, at every station."""
    reply = actions.submit_reply(world.drafted(mode="lead_co"), by=world.handler, on=DAY)
    handling = reply.round.handling
    for somebody in (world.member, world.secretary, world.supervisor, world.handler, world.head, world.other_head, world.leader):
        client.force_login(somebody)
        for flow, row, view in (
            (actions.FLOW, handling.proposal, "proposals:act"),
            (actions.HANDLING_FLOW, handling, "proposals:handling-act"),
            (actions.REPLY_FLOW, reply, "proposals:reply-act"),
        ):
            for move, _ in flow.offered(row, somebody):
                assert client.get(reverse(view, args=[row.public_id, move.name])).status_code == 200


def test_a_session_without_a_day_yet_can_be_written_in(client, world):
    Session.objects.filter(pk=world.session.pk).update(starts_on=None)
    client.force_login(world.member)
    assert client.get(reverse("proposals:create")).status_code == 200
    data = {
        "kind": "individual",
        "title": "关于改善路灯照明的建议",
        "category": "社会建设",
        "problems": "没有路灯",
        "suggestions": "补装路灯",
    }
    assert client.post(reverse("proposals:create"), data | {"may_publish": "1"}).status_code == 302
