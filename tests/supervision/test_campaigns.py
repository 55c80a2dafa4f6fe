"""Campaigns: their cases are fixed at the start; each is checked, put right, settled; a look-back changes the class by the unit's reply."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import Attachment
from organizations.models import Role
from proposals import actions as cases
from proposals.models import Handling, Proposal
from supervision import actions
from supervision.choosing import chosen, in_words, last_class
from supervision.duties import duties
from supervision.models import Campaign, CampaignCase
from tests.moves import check_rights
from tests.pages import browser
from tests.proposals.world import DAY, TEXT
from tests.supervision.world import look_back_case
from tests.world import World, person
from workflow.models import Event, Notice
from workflow.refusals import Forbidden, Refused

UNTIL = DAY + timedelta(20)


def drawn_up(world, **fields):
    facts = {"kind": "inspection", "title": "民生提案专项督查", "demands": "逐件核查", "ends_on": UNTIL, "conditions": {}} | fields
    return actions.begin_campaign(world.session, by=world.supervisor, on=DAY, **facts)


def replied(world, letter="B", title="关于改善公园厕所的建议"):
    """A case that was concluded with this class."""
    _, handling = world.under_way(title=title)
    reply = cases.issue_reply(world.signed_reply(world.reply_to(handling, result_class=letter)), by=world.handler, on=DAY)
    cases.give_receipt(reply.receipts.get(), by=world.member, overall="satisfied", on=DAY)
    return Handling.objects.get(pk=handling.pk)


def supplemented(world, handling, letter):
    facts = {
        "result_class": letter,
        "text": TEXT + "现已全部建成。",
        "number_word": "测财函",
        "contact": "演示经办",
        "phone": "0571-12345678",
    }
    answers = world.answers(handling.proposal)
    draft = cases.draft_supplement(handling, by=world.handler, on=DAY, answers=answers, evidence="验收报告", **facts)
    return cases.issue_reply(world.signed_reply(draft), by=world.handler, on=DAY)


@pytest.fixture
def running(world):
    return actions.start_campaign(drawn_up(world), by=world.supervisor, on=DAY)


@pytest.fixture
def demanded(world):
    handling = replied(world)
    campaign = drawn_up(world, kind="look_back", title="九届四次会议提案回头看", classes=["A", "B"])
    campaign = actions.start_campaign(campaign, by=world.secretary, on=DAY)
    case = campaign.cases.get(handling=handling)
    facts = {"verdict": "rebound", "finding": "路灯又坏了", "measure": "重新修复", "due_on": UNTIL, "class_demanded": "C"}
    return actions.demand(case, by=world.secretary, on=DAY, **facts)


def test_the_cases_are_fixed_when_it_starts(world):
    campaign = drawn_up(world, conditions={"category": "社会建设"})
    assert chosen(campaign).count() == 1
    other = world.assigned(title="关于增设候车亭的建议")
    assert chosen(campaign).count() == 2
    campaign = actions.start_campaign(campaign, by=world.supervisor, on=DAY)
    world.assigned(title="关于改善公园厕所的建议")
    assert set(campaign.cases.values_list("handling__proposal", flat=True)) == {world.proposal.pk, other.pk}
    assert Notice.objects.filter(person=world.handler, title__contains="2 件提案列入“民生提案专项督查”").count() == 1
    case = campaign.cases.first()
    assert Event.objects.of(case).get().label == "列入督查" and (case.unit_name, case.result_class) == ("市财政局", "")


def test_nothing_chosen_or_a_day_that_is_over_does_not_start(world):
    with pytest.raises(Refused, match="没有符合的提案"):
        actions.start_campaign(drawn_up(world, conditions={"category": "文化建设"}), by=world.supervisor, on=DAY)
    with pytest.raises(Refused, match="截止日期已过"):
        actions.start_campaign(drawn_up(world), by=world.supervisor, on=UNTIL + timedelta(1))
    with pytest.raises(Forbidden):
        actions.begin_campaign(world.session, by=world.head, kind="inspection", title="x", demands="x", ends_on=UNTIL, conditions={})
    assert not CampaignCase.objects.exists()


def test_history_and_what_is_not_answered_stay_out(world):
    answered = replied(world)
    look_back = drawn_up(world, kind="look_back")
    assert list(chosen(look_back)) == [answered]
    assert not chosen(drawn_up(world, kind="look_back", classes=["A"])).exists()
    assert chosen(drawn_up(world, conditions={"unit": "财政"})).count() == 2
    assert not chosen(drawn_up(world, conditions={"unit": "教育"})).exists()
    Proposal.objects.filter(pk=answered.proposal_id).update(is_history=True)
    assert not chosen(look_back).exists()


def test_conditions_are_told_in_words(world):
    campaign = drawn_up(world, classes=["A", "B"], conditions={"state": "running", "key": "yes", "unit": "财政"})
    words = [("状态", "在办（未办结）"), ("承办单位", "财政"), ("重点提案", "是"), ("结果分类", "A 类、B 类")]
    assert in_words(campaign) == words


def test_a_case_without_fault_is_settled_at_once_with_its_evidence(world, running):
    case = running.cases.get()
    photo = SimpleUploadedFile("现场.txt", "已装路灯".encode())
    case = actions.clear_case(case, by=world.supervisor, finding="现场已装路灯", files=[photo], on=DAY)
    assert (case.state, case.verdict, case.checked_by) == ("settled", "fine", world.supervisor)
    assert Attachment.objects.of(case).get().name == "现场.txt"
    case = actions.recheck_case(case, by=world.secretary, reason="群众反映又坏了", on=DAY)
    assert (case.state, case.verdict, case.finding) == ("pending", "", "")
    assert "现场已装路灯" in str(Event.objects.of(case).get(move="recheck").before)


def test_what_is_found_is_owed_by_the_unit_until_it_reports(world, running):
    facts = {"finding": "只装了一半", "measure": "装完", "due_on": UNTIL}
    with pytest.raises(Refused, match="没有这种结论"):
        actions.demand(running.cases.get(), by=world.supervisor, verdict="rebound", on=DAY, **facts)
    with pytest.raises(Refused, match="核查无问题"):
        actions.demand(running.cases.get(), by=world.supervisor, verdict="fine", on=DAY, **facts)
    with pytest.raises(Refused, match="不能早于今天"):
        actions.demand(running.cases.get(), by=world.supervisor, verdict="problem", on=UNTIL + timedelta(1), **facts)
    assert [duty.kind for duty in duties([world.place.pk], UNTIL, kinds=["campaign", "rectify"])] == ["campaign"]
    case = actions.demand(running.cases.get(), by=world.supervisor, verdict="problem", on=DAY, **facts)
    (duty,) = duties([world.place.pk], UNTIL, kinds=["campaign", "rectify"])
    assert (duty.kind, duty.unit_id, duty.due_on) == ("rectify", world.finance.pk, UNTIL)
    assert Notice.objects.filter(person=world.head, title__startswith="督查要求整改").exists()
    case = actions.report_case(case, by=world.handler, text="已装完", on=DAY)
    assert not duties([world.place.pk], UNTIL, kinds=["campaign", "rectify"])
    case = actions.send_case_back(case, by=world.supervisor, reason="还缺两盏", due_on=UNTIL + timedelta(5), on=DAY)
    case = actions.report_case(case, by=world.handler, text="已补齐", on=DAY)
    assert actions.settle_case(case, by=world.supervisor, opinion="同意", on=DAY).state == "settled"


def test_it_closes_once_every_case_is_settled(world, running):
    with pytest.raises(Refused, match="还有 1 件没有核结"):
        actions.close_campaign(running, by=world.supervisor, summary="总体良好", on=DAY)
    case = actions.clear_case(running.cases.get(), by=world.supervisor, finding="已装", on=DAY)
    closed = actions.close_campaign(running, by=world.supervisor, summary="总体良好", on=DAY)
    assert closed.state == "closed"
    with pytest.raises(Refused, match="已经结束"):
        actions.recheck_case(case, by=world.supervisor, reason="再看", on=DAY)


def test_a_look_back_changes_the_class_by_the_units_own_reply(world, demanded):
    with pytest.raises(Refused, match="把结果分类改为 C 类"):
        actions.report_case(demanded, by=world.handler, text="已修", on=DAY)
    supplemented(world, demanded.handling, "C")
    assert last_class(demanded.handling) == "C" and demanded.handling.rounds.get(number=1).reply.result_class == "B"
    case = actions.report_case(demanded, by=world.handler, text="已修", on=DAY)
    case = actions.settle_case(case, by=world.secretary, on=DAY)
    assert (case.result_class, case.class_demanded, case.class_after) == ("B", "C", "C")


def test_b_that_was_done_may_be_raised_to_a(world):
    handling = replied(world)
    campaign = actions.start_campaign(drawn_up(world, kind="look_back", classes=["B"]), by=world.secretary, on=DAY)
    case, facts = campaign.cases.get(), {"verdict": "done", "finding": "已建成", "measure": "补充答复", "due_on": UNTIL}
    with pytest.raises(Refused, match="现在就是 B 类"):
        actions.demand(case, by=world.secretary, class_demanded="B", on=DAY, **facts)
    case = actions.demand(case, by=world.secretary, class_demanded="A", on=DAY, **facts)
    supplemented(world, handling, "A")
    case = actions.settle_case(actions.report_case(case, by=world.handler, text="已补充答复", on=DAY), by=world.secretary, on=DAY)
    assert (case.verdict, case.result_class, case.class_after) == ("done", "B", "A")


def test_who_sees_it(world, running):
    def seen(someone):
        return Campaign.objects.visible_to(someone).exists(), CampaignCase.objects.visible_to(someone).exists()

    inside = (world.secretary, world.supervisor, world.cppcc_leader, world.handler, world.head, world.leader)
    assert all(seen(each) == (True, True) for each in inside)
    stranger = person(World("邻市", "other").place, Role.SUPERVISOR)
    assert all(seen(each) == (False, False) for each in (world.member, world.other_handler, stranger))
    assert not Campaign.objects.visible_to(world.handler).filter(pk=drawn_up(world).pk).exists()


def test_every_move_of_a_campaign(world):
    people = {role: world.somebody(role) for role in Role.values}
    may = {Role.SECRETARY, Role.SUPERVISOR}
    table = {
        "edit": ({"draft"}, None, may),
        "start": ({"draft"}, "running", may),
        "cancel": ({"draft"}, "cancelled", may),
        "close": ({"running"}, "closed", may),
    }
    fields = {"running": {"started_on": DAY}, "closed": {"started_on": DAY, "summary": "良好"}}
    changes = {"start": {"started_on": DAY}, "close": {"summary": "良好"}}
    check_rights(actions.CAMPAIGN_FLOW, drawn_up(world), people, table, fields=fields, changes=changes)


def test_every_move_of_a_case(world):
    people = {role: world.somebody(role) for role in Role.values}
    may = {Role.SECRETARY, Role.SUPERVISOR}
    table = {
        "clear": ({"pending"}, "settled", may),
        "demand": ({"pending"}, "rectifying", may),
        "report": ({"rectifying"}, "reported", {Role.UNIT_HEAD, Role.UNIT_HANDLER}),
        "send_back": ({"reported"}, "rectifying", may),
        "settle": ({"reported"}, "settled", may),
        "recheck": ({"settled"}, "pending", may),
    }
    checked = {"verdict": "not_done", "finding": "没有落实", "measure": "落实", "due_on": UNTIL}
    fields = dict.fromkeys(("rectifying", "reported", "settled"), checked)
    check_rights(actions.CASE_FLOW, look_back_case(world), people, table, fields=fields, changes={"clear": checked, "demand": checked})


def url(name, *args):
    return reverse(f"supervision:{name}", args=args)


def test_the_pages_from_the_draft_to_the_summary(world):
    client, handler = browser(world.supervisor), browser(world.handler)
    assert "按条件选取提案" in client.get(url("campaigns")).content.decode()
    assert "没有涉及您的督查" in handler.get(url("campaigns")).content.decode() and handler.get(url("campaign-create")).status_code == 404
    facts = {"kind": "inspection", "title": "路灯督查", "session": world.session.pk, "category": "文化建设", "demands": "逐件核查"}
    assert client.post(url("campaign-create"), facts).status_code == 400
    assert client.post(url("campaign-create"), facts | {"ends_on": "2099-06-30"}).status_code == 302
    campaign = Campaign.objects.get()
    page = client.get(campaign.get_absolute_url()).content.decode()
    assert "没有符合条件的提案" in page and "类别：文化建设" in page
    edit = facts | {"category": "", "ends_on": "2099-06-30", "classes": []}
    assert client.post(url("campaign-act", campaign.public_id, "edit"), edit).status_code == 302
    assert "按现在的条件选出 1 件" in client.get(campaign.get_absolute_url()).content.decode()
    start = url("campaign-act", campaign.public_id, "start")
    assert "按条件选出 1 件，涉及 1 个承办单位" in client.get(start).content.decode() and client.post(start).status_code == 302
    case = campaign.cases.get()
    act = url("campaign-case-act", case.public_id, "demand")
    facts = {"verdict": "problem", "finding": "只装了一半", "measure": "装完", "due_on": "2099-05-30"}
    assert client.post(act, facts | {"due_on": "2001-01-01"}).status_code == 409 and client.post(act, facts).status_code == 302
    page = handler.get(case.get_absolute_url()).content.decode()
    assert "只装了一半" in page and "报告整改情况" in page and "办理记录" not in page
    listed = handler.get(campaign.get_absolute_url()).content.decode()
    assert "发现问题" in listed and "选取条件" not in listed
    assert handler.post(url("campaign-case-act", case.public_id, "report"), {"text": "已装完"}).status_code == 302
    assert handler.post(url("campaign-case-act", case.public_id, "settle"), {}).status_code == 403
    assert client.post(url("campaign-case-act", case.public_id, "settle"), {}).status_code == 302
    assert client.post(url("campaign-act", campaign.public_id, "close"), {"summary": "问题已整改"}).status_code == 302
    assert "没有符合条件的提案" in client.get(campaign.get_absolute_url() + "?verdict=fine").content.decode()
    assert client.get(campaign.get_absolute_url() + "?format=xlsx").headers["Content-Type"].endswith("sheet")
    assert browser(world.other_handler).get(campaign.get_absolute_url()).status_code == 404
    assert browser(world.member).get(url("campaigns")).status_code == 404


def test_the_page_asks_the_same_for_one_case_and_for_three(world):
    client = browser(world.supervisor)

    def asked():
        campaign = actions.start_campaign(drawn_up(world), by=world.supervisor, on=DAY)
        client.get(campaign.get_absolute_url())
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(campaign.get_absolute_url())
        return len(caught), campaign.cases.count()

    first = asked()
    for title in ("关于改善公园厕所的建议", "关于增设候车亭的建议"):
        world.assigned(title=title)
    assert (asked(), first[1]) == ((first[0], 3), 1)


def test_the_api_and_the_admin(world, running):
    client, case = browser(world.secretary), running.cases.get()
    facts = {
        "kind": "look_back",
        "title": "回头看",
        "session": world.session.pk,
        "demands": "核查",
        "ends_on": "2099-06-30",
        "classes": ["A"],
    }
    made = client.post("/api/v1/campaigns/", facts, content_type="application/json")
    assert made.status_code == 201 and made.json()["state"] == "draft"
    listed = client.get(f"/api/v1/campaign-cases/?campaign={running.public_id}").json()["results"]
    assert [row["id"] for row in listed] == [str(case.public_id)]
    body = {"finding": "已装"}
    done = client.post(f"/api/v1/campaign-cases/{case.public_id}/act/clear/", body, content_type="application/json")
    assert done.json()["state"] == "settled"
    assert browser(world.handler).get(f"/api/v1/campaign-cases/{case.public_id}/history/").json()["results"] == []
    for name, row in (("campaign", running), ("campaigncase", case)):
        assert client.get(reverse(f"admin:supervision_{name}_changelist")).status_code == 200
        assert client.get(reverse(f"admin:supervision_{name}_change", args=[row.pk])).status_code == 200
