"""The pages of supervision: what each shows, to whom, with how many queries; what is not one's own is not there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from feedback.models import Assignment
from organizations.models import Role
from proposals.models import Proposal
from supervision import actions
from supervision.models import Card, Reminder
from tests.pages import browser
from tests.proposals.world import DAY
from tests.world import World, person


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def late(world, today):
    return world.due(today - timedelta(2))


def get(someone, name, query="", **kwargs):
    return browser(someone).get(reverse(f"supervision:{name}", kwargs=kwargs or None) + query)


def test_the_board_shows_what_runs_with_lights_and_counts(world, late):
    page = get(world.supervisor, "board").content.decode()
    assert "已逾期 2 天" in page and world.handling.subject in page and "提案答复，逾期 1" in page and "催办所选" in page
    assert "催办所选" not in get(world.handler, "board").content.decode()
    assert "没有符合条件的事项" in get(world.supervisor, "board", "?light=green&unit=不存在").content.decode()


def test_the_board_says_whom_each_thing_waits_for(world, late):
    world.filed(title="关于增设候车亭的建议")
    rows = {row["kind"]: row["whom"] for row in browser(world.supervisor).get("/api/v1/duties/").json()["results"]}
    assert rows["reply"] == world.finance.name and rows["assignment"] == "政协秘书、三办工作人员、政府督查室"
    page = get(world.supervisor, "board").content.decode()
    assert "政协秘书、三办工作人员、政府督查室" in page


def test_the_board_is_narrowed_by_the_leader_in_charge(world, late):
    def seen(name):
        return [row["key"] for row in browser(world.supervisor).get(f"/api/v1/duties/?kind=reply&leader={name}").json()["results"]]

    assert seen(world.leader.name) == [f"reply:{late.pk}"] and seen("无此领导") == []


def test_the_board_counts_what_is_handled_anew_or_asked_back(world, late):
    assert "不满意重新办理" not in get(world.supervisor, "board").content.decode()
    Assignment.objects.filter(pk=late.pk).update(state="return_requested")
    Proposal.objects.filter(pk=late.proposal_id).update(state="rehandling")
    page = get(world.supervisor, "board").content.decode()
    assert "不满意重新办理 1 件" in page and "申请退回待裁定 1 件" in page
    for address in ("/proposals/?state=rehandling", "/assignments/?state=return_requested"):
        assert address in page and world.handling.subject in browser(world.supervisor).get(address).content.decode()


def test_the_board_asks_the_same_for_one_case_and_for_three(world, late):
    def asked():
        client = browser(world.supervisor)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(reverse("supervision:board")).status_code == 200
        return len(caught)

    first = asked()
    for title in ("关于改善公园厕所的建议", "关于增设候车亭的建议"):
        world.assigned(title=title)
    assert asked() == first


@pytest.mark.parametrize("name", ["board", "grid", "cards", "tomorrow", "trial", "draw", "reminders"])
def test_who_has_no_part_in_it_finds_nothing(world, late, name):
    stranger = person(World("邻市", "other").place, Role.SUPERVISOR)
    assert world.handling.subject not in get(stranger, name).content.decode()
    member = get(world.member, name)
    assert member.status_code == (200 if name == "reminders" else 404)


def test_a_chase_is_looked_at_then_sent(world, late):
    client, url = browser(world.supervisor), reverse("supervision:chase")
    key = f"reply:{late.pk}"
    page = client.post(url, {"duties": [key]}).content.decode()
    assert world.handler.name in page and world.head.name in page and "发出催办" in page and not Reminder.objects.exists()
    assert client.post(url, {"duties": [key], "text": "请抓紧", "send": "1"}).url == reverse("supervision:board")
    assert Reminder.objects.filter(text="请抓紧").count() == 2
    assert "还没有选择" in client.post(url, {}).content.decode()
    assert client.post(url, {"duties": ["reply:987654321", "x:1", "reply:x"]}).status_code == 409
    assert browser(world.handler).post(url, {"duties": [key], "send": "1"}).status_code == 404


def test_tomorrow_can_be_held_and_let_go(world, today):
    world.due(today)
    client = browser(world.supervisor)
    page = client.get(reverse("supervision:tomorrow")).content.decode()
    assert "将发出的" in page and world.handler.name in page
    url = f"{reverse('supervision:hold')}?person={world.handler.public_id}&duty=reply:{world.handling.pk}"
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 400
    assert client.post(url, {"reason": "出差"}).status_code == 302
    held = Reminder.objects.get(is_held=True)
    assert "出差" in client.get(reverse("supervision:tomorrow")).content.decode() and client.get(url).status_code == 404
    assert browser(world.head).post(reverse("supervision:release", args=[held.public_id])).status_code == 404
    assert client.post(reverse("supervision:release", args=[held.public_id])).status_code == 302 and not Reminder.objects.exists()


def test_the_ledger_of_reminders_is_filtered_and_exported(world, late, today):
    actions.chase([f"reply:{late.pk}"], by=world.supervisor, text="请抓紧")
    page = get(world.secretary, "reminders", "?sort=chase").content.decode()
    assert "人工催办" in page and "请抓紧" in page
    assert "没有符合条件" in get(world.secretary, "reminders", "?sort=held").content.decode()
    assert get(world.secretary, "reminders", "?format=xlsx").headers["Content-Type"].endswith("sheet")
    assert "请抓紧" in get(world.handler, "reminders").content.decode()
    assert "请抓紧" not in get(world.other_handler, "reminders").content.decode()
    ledger = f"?link={world.proposal.get_absolute_url()}"
    told = get(world.supervisor, "ledger", ledger).content.decode()
    assert "人工催办" in told and f"{world.finance.name}的提案答复" in told and f"{world.supervisor.name}催办" in told
    assert "还没有提醒或催办" in get(world.other_handler, "ledger", ledger).content.decode()
    assert get(world.supervisor, "ledger", "?link=//elsewhere.example/").status_code == 404
    assert "催办记录" in browser(world.supervisor).get(world.proposal.get_absolute_url()).content.decode()


def test_a_card_goes_from_trial_to_the_unit_and_back(world, late):
    page = get(world.supervisor, "trial").content.decode()
    assert "逾期2天" in page
    assert browser(world.supervisor).post(reverse("supervision:propose")).status_code == 302
    card = Card.objects.get()
    assert get(world.head, "card", public_id=card.public_id).status_code == 404
    act = reverse("supervision:card-act", args=[card.public_id, "issue"])
    assert browser(world.supervisor).post(act, {"demands": "请本周内答复"}).status_code == 302
    page = get(world.head, "card", public_id=card.public_id).content.decode()
    assert "请本周内答复" in page and "填报整改情况" in page and "申诉" in page and "办理记录" not in page
    assert browser(world.head).post(reverse("supervision:card-act", args=[card.public_id, "revoke"]), {"reason": "x"}).status_code == 403
    answer = reverse("supervision:card-act", args=[card.public_id, "answer"])
    assert browser(world.handler).post(answer, {"text": ""}).status_code == 400
    assert browser(world.handler).post(answer, {"text": "已答复"}).status_code == 302
    assert "已答复" in get(world.supervisor, "card", public_id=card.public_id).content.decode()
    assert get(world.supervisor, "cards", "?format=csv").status_code == 200


def test_a_slip_is_drawn_from_the_page(world, late):
    assignment = Assignment.objects.get(pk=late.pk)
    url = f"{reverse('supervision:draw')}?duty=reply:{assignment.pk}"
    assert "下一张督查单是蓝色督查单" in browser(world.supervisor).get(url).content.decode()
    done = browser(world.supervisor).post(url, {"assignment": str(assignment.public_id), "reason": "进展缓慢"})
    slip = Card.objects.get()
    assert slip.colour == "blue" and done.url == slip.get_absolute_url()
    assert "还没有到期" in browser(world.supervisor).get(url).content.decode()
    assert browser(world.supervisor).get(f"{reverse('supervision:draw')}?duty=receipt:1").status_code == 404


def test_the_grid_counts_in_time_and_late_and_each_number_opens_its_list(world, late, today):
    query = f"?session={world.session.pk}"
    page = get(world.supervisor, "grid", query).content.decode()
    assert world.finance.name in page and "在办已逾期" in page
    for by, key in (("unit", world.finance.public_id), ("leader", world.leader.public_id), ("track", "government")):
        listed = get(world.supervisor, "grid-cases", f"{query}&by={by}&key={key}&timing=overdue").content.decode()
        assert str(world.proposal) in listed, by
        assert str(world.proposal) not in get(world.supervisor, "grid-cases", f"{query}&by={by}&key={key}&timing=in_time").content.decode()
    assert get(world.supervisor, "grid-cases", f"{query}&by=unit&key=x&timing=all").status_code == 200
    assert get(world.supervisor, "grid-cases", f"{query}&timing=nonsense").status_code == 404
    assert get(world.supervisor, "grid", f"{query}&by=leader&format=xlsx").status_code == 200


def test_shares_are_of_what_was_due(world):
    from supervision.statistics import Timing  # noqa: PLC0415 beside its only test

    assert [Timing("", "", *row).share for row in ((0, 0, 3, 0), (1, 2, 5, 0), (1, 0, 0, 1), (2, 1, 0, 0))] == [None, 33, 50, 67]


def test_the_api_lists_chases_and_draws(world, late):
    client = browser(world.supervisor)
    found = client.get("/api/v1/duties/?kind=reply&light=overdue").json()
    assert found["total"] == 1 and found["results"][0]["key"] == f"reply:{late.pk}" and found["results"][0]["overdue"] is True
    assert client.get("/api/v1/duties/?limit=1").json()["next"]
    assert client.get("/api/v1/duties/?kind=nonsense").status_code == 400
    done = client.post("/api/v1/duties/chase/", {"duties": [f"reply:{late.pk}"], "text": "请抓紧"}, content_type="application/json")
    assert done.json()["told"] == 2
    wrong = client.post("/api/v1/duties/chase/", {"duties": ["x"]}, content_type="application/json")
    assert wrong.status_code == 400 and "没有“x”" in wrong.json()["duties"][0]
    assert browser(world.handler).post("/api/v1/duties/chase/", {"duties": []}, content_type="application/json").status_code == 403
    assignment = Assignment.objects.get(pk=late.pk)
    body = {"assignment": str(assignment.public_id), "reason": "进展缓慢"}
    made = client.post("/api/v1/cards/", body, content_type="application/json")
    assert made.status_code == 201 and made.json()["colour"] == "blue"
    card = made.json()["id"]
    assert client.get(f"/api/v1/cards/{card}/").json()["state"] == "issued"
    moved = browser(world.handler).post(f"/api/v1/cards/{card}/act/answer/", {"text": "已办"}, content_type="application/json")
    assert moved.json()["state"] == "answered"
    assert browser(world.handler).get(f"/api/v1/cards/{card}/history/").json()["results"] == []
    assert client.get("/api/v1/reminders/").json()["results"][0]["text"] == "请抓紧"
    assert browser(world.other_handler).get(f"/api/v1/cards/{card}/").status_code == 404


def test_the_admin_shows_cards_and_reminders(world, late, today):
    actions.chase([f"reply:{late.pk}"], by=world.supervisor)
    actions.propose(world.place, DAY if today < DAY else today)
    client = browser(world.secretary)
    for name in ("card", "reminder"):
        assert client.get(reverse(f"admin:supervision_{name}_changelist")).status_code == 200
    card = Card.objects.get()
    assert client.get(reverse("admin:supervision_card_change", args=[card.pk])).status_code == 200
