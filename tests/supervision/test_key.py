"""Key proposals: nominated, spoken of, approved by the Chairpersons' Council, supervised, their tasks owed, ended or carried on."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents.models import Attachment
from organizations.models import Body, Meeting, Role, Ruleset, Session
from proposals.models import Proposal
from supervision import actions
from supervision.duties import duties, duties_of
from supervision.models import KeyOpinion, KeyProposal, KeyState, KeyTask
from supervision.planning import planned
from tests.moves import check_rights
from tests.pages import browser
from tests.proposals.world import DAY
from tests.world import World, person
from workflow.models import Event, Notice
from workflow.refusals import Forbidden, Refused


@pytest.fixture
def council(world):
    return Meeting.objects.create(
        jurisdiction=world.place, term=world.term, body=Body.CHAIRPERSONS_COUNCIL, number=21, held_on=DAY - timedelta(1)
    )


@pytest.fixture
def candidate(world):
    (key,) = actions.nominate(world.session, [world.proposal.case_no], by=world.secretary, reason="事关民生", on=DAY).keys
    return key


def arranged(world, key):
    facts = {"mode": "cppcc_leader", "leader": world.cppcc_leader, "committee": world.committee, "team": ["演示甲，市政协提案委"]}
    return actions.arrange(key, by=world.secretary, on=DAY, **facts)


@pytest.fixture
def supervising(world, candidate, council):
    key = actions.circulate(candidate, by=world.secretary, on=DAY)
    return actions.approve(arranged(world, key), by=world.secretary, meeting=council, on=DAY)


def task_of(world, key, **fields):
    facts = {"unit": world.finance, "text": "落实改造资金", "due_on": DAY + timedelta(30)} | fields
    return actions.give_task(key, by=world.supervisor, on=DAY, **facts)


def next_session(world):
    return Session.objects.create(term=world.term, number=5, starts_on=date(2027, 1, 15))


def test_candidates_are_entered_together_or_not_at_all(world):
    other = world.assigned(title="关于改善公园厕所的建议")
    with pytest.raises(Refused, match="没有案号为“999”的提案"):
        actions.nominate(world.session, [world.proposal.case_no, "999"], by=world.secretary, reason="事关民生")
    assert not KeyProposal.objects.exists()
    found = actions.nominate(world.session, [world.proposal.case_no, other.case_no], by=world.supervisor, reason="事关民生")
    assert [key.state for key in found.keys] == ["candidate"] * 2 and len(found.ids) == 2
    with pytest.raises(Refused, match="已在本次会议的重点提案名单里"):
        actions.nominate(world.session, [other.case_no], by=world.secretary, reason="再次")
    with pytest.raises(Forbidden):
        actions.nominate(world.session, ["001"], by=world.member, reason="事关民生")


@pytest.mark.parametrize(("change", "sentence"), [({"is_history": True}, "历史资料"), ({"state": "concluded"}, "已办结")])
def test_history_and_what_is_over_is_no_candidate(world, change, sentence):
    Proposal.objects.filter(pk=world.proposal.pk).update(**change)
    with pytest.raises(Refused, match=sentence):
        actions.nominate(world.session, [world.proposal.case_no], by=world.secretary, reason="事关民生")


def test_offices_and_committees_say_what_they_think_in_their_own_name(world, candidate):
    staff = person(world.place, Role.COMMITTEE_STAFF, world.committee)
    assert not KeyProposal.objects.visible_to(staff).exists()
    key = actions.circulate(candidate, by=world.secretary, on=DAY)
    assert key.opinions_until == date(2026, 3, 16) and Notice.objects.filter(person=staff, title="有重点提案候选请填写意见").exists()
    assert KeyProposal.objects.visible_to(staff).get() == key
    with pytest.raises(Forbidden, match="名义"):
        actions.opine(key, by=staff, unit=world.government_office, agrees=True, on=DAY)
    with pytest.raises(Refused, match="理由"):
        actions.opine(key, by=staff, unit=world.committee, agrees=False, on=DAY)
    said = actions.opine(key, by=staff, unit=world.committee, agrees=False, text="去年已办", on=DAY)
    actions.opine(key, by=world.secretary, unit=world.government_office, agrees=True, on=DAY)
    assert KeyOpinion.objects.visible_to(staff).get() == said and KeyOpinion.objects.visible_to(world.supervisor).count() == 2
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        KeyOpinion.objects.filter(pk=said.pk).update(agrees=True)


def test_a_mode_needs_who_leads_it(world, candidate):
    by = {"by": world.secretary, "on": DAY}
    with pytest.raises(Refused, match="没有“x”这种督办方式"):
        actions.arrange(candidate, mode="x", **by)
    with pytest.raises(Refused, match="须由主席会议成员领衔"):
        actions.arrange(candidate, mode="cppcc_leader", leader=world.leader, **by)
    with pytest.raises(Refused, match="须写明督办部门"):
        actions.arrange(candidate, mode="committee", **by)
    key = actions.arrange(candidate, mode="government_leader", leader=world.leader, **by)
    assert (key.mode_name, key.lead) == ("党政领导领衔督办", world.leader.name)
    rules = {"key_proposals": {"modes": [["office", "提案委督办", "committee"]]}}
    Ruleset.objects.create(jurisdiction=world.place, version=1, name="本地", overrides=rules, effective_on=date(2026, 1, 1))
    assert actions.arrange(key, mode="office", committee=world.committee, **by).mode_name == "提案委督办"
    with pytest.raises(Exception, match="第三项只能是"):
        Ruleset(jurisdiction=world.place, version=2, overrides={"key_proposals": {"modes": [["a", "甲", "谁"]]}}).full_clean()


def test_only_a_held_chairpersons_council_approves_what_was_circulated(world, candidate, council):
    key = actions.circulate(candidate, by=world.secretary, on=DAY)
    with pytest.raises(Refused, match="先确定督办方式"):
        actions.approve(key, by=world.secretary, meeting=council, on=DAY)
    key = arranged(world, key)
    plenary = Meeting.objects.create(jurisdiction=world.place, term=world.term, body=Body.PLENARY, number=4, held_on=DAY)
    with pytest.raises(Refused, match="主席会议批准"):
        actions.approve(key, by=world.secretary, meeting=plenary, on=DAY)
    with pytest.raises(Refused, match="还没有召开"):
        actions.approve(key, by=world.secretary, meeting=council, on=council.held_on - timedelta(1))
    assert not Proposal.objects.get(pk=world.proposal.pk).is_key
    key = actions.approve(key, by=world.secretary, meeting=council, on=DAY)
    case = Proposal.objects.get(pk=world.proposal.pk)
    assert key.state == KeyState.SUPERVISING and key.approved_on == council.held_on
    assert (case.is_key, case.key_approved_by, case.key_approved_at) == (True, "主席会议", council)
    told = Notice.objects.filter(title__startswith="已列为重点提案").values_list("person", flat=True)
    assert {world.handler.pk, world.head.pk, world.member.pk, world.cppcc_leader.pk} <= set(told)
    assert Event.objects.of(key).filter(move="approve", by=world.secretary).exists()


def test_who_sees_it_before_and_after_the_approval(world, candidate, council):
    def seers():
        people = (world.member, world.second, world.handler, world.other_handler, world.leader, world.cppcc_leader, world.supervisor)
        return [KeyProposal.objects.visible_to(each).exists() for each in people]

    assert seers() == [False, False, False, False, False, True, True]
    actions.approve(arranged(world, actions.circulate(candidate, by=world.secretary)), by=world.secretary, meeting=council)
    assert seers() == [True, False, True, False, True, True, True]
    assert not KeyProposal.objects.visible_to(person(World("邻市", "other").place, Role.SUPERVISOR)).exists()


def test_activities_are_recorded_with_their_files_and_stay(world, supervising):
    note = SimpleUploadedFile("纪要.txt", "议定三项".encode())
    facts = {"kind": "dispatch", "participants": "提案人、市财政局", "text": "议定三项任务。", "on": DAY}
    with pytest.raises(Refused, match="须由政府领导主持"):
        actions.record_activity(supervising, by=world.supervisor, **facts)
    with pytest.raises(Refused, match="不能晚于今天"):
        actions.record_activity(supervising, by=world.supervisor, **facts | {"on": timezone.localdate() + timedelta(1)})
    activity = actions.record_activity(supervising, by=world.supervisor, presider=world.leader, files=[note], **facts)
    assert activity.kind_name == "调度会" and Attachment.objects.of(activity).get().name == "纪要.txt"
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        activity.delete()


def test_the_leader_and_the_committee_that_supervise_record_too(world, supervising):
    facts = {"kind": "visit", "participants": "督办小组", "text": "实地察看。", "on": DAY}
    staff = person(world.place, Role.COMMITTEE_STAFF, world.committee)
    for each in (world.cppcc_leader, staff):
        actions.record_activity(supervising, by=each, **facts)
    with pytest.raises(Forbidden):
        actions.record_activity(supervising, by=world.somebody(Role.COMMITTEE_STAFF), **facts)
    assert supervising.activities.count() == 2


def test_a_task_is_owed_until_the_unit_reports(world, supervising):
    task = task_of(world, supervising)
    assert Notice.objects.filter(person=world.handler, title__startswith="重点提案督办任务").exists()
    (duty,) = duties([world.place.pk], DAY + timedelta(30), kinds=["key_task"])
    assert (duty.unit_id, duty.due_on, duty.link) == (world.finance.pk, task.due_on, supervising.get_absolute_url())
    assert not duties([world.place.pk], DAY + timedelta(29), kinds=["key_task"])
    assert duty in duties_of(world.handler, DAY + timedelta(30)) and duty not in duties_of(world.other_handler, DAY + timedelta(30))
    assert any(each.duty.kind == "key_task" for each in planned(world.place, DAY + timedelta(23)))
    actions.report_task(task, by=world.handler, text="资金已下达", on=DAY)
    assert not duties([world.place.pk], DAY + timedelta(30), kinds=["key_task"])
    assert Notice.objects.filter(person=world.supervisor, title__startswith="已报告督办任务完成情况").exists()


def test_a_task_is_sent_back_put_off_confirmed_or_cancelled(world, supervising):
    task = actions.report_task(task_of(world, supervising), by=world.handler, text="正在办", on=DAY)
    task = actions.send_task_back(task, by=world.supervisor, reason="没有完成", on=DAY)
    assert task.state == "open"
    with pytest.raises(Refused, match="不能早于今天"):
        actions.put_task_off(task, by=world.supervisor, due_on=DAY - timedelta(1), reason="等资金", on=DAY)
    task = actions.put_task_off(task, by=world.supervisor, due_on=DAY + timedelta(60), reason="等资金", on=DAY)
    assert task.due_on == DAY + timedelta(60)
    task = actions.report_task(task, by=world.handler, text="已完成", on=DAY)
    task = actions.confirm_task(task, by=world.cppcc_leader, on=DAY)
    assert (task.state, task.done_on) == ("done", DAY)
    other = actions.cancel_task(task_of(world, supervising, unit=world.education), by=world.secretary, reason="并入另一项", on=DAY)
    assert other.state == "cancelled"
    with pytest.raises(Refused):
        task_of(world, supervising, due_on=DAY - timedelta(1))


def test_it_ends_with_a_report_once_its_tasks_are_done(world, supervising):
    task = task_of(world, supervising)
    with pytest.raises(Refused, match="还有 1 项督办任务"):
        actions.conclude(supervising, by=world.secretary, report="已解决", on=DAY)
    actions.confirm_task(actions.report_task(task, by=world.handler, text="已完成", on=DAY), by=world.secretary, on=DAY)
    key = actions.conclude(supervising, by=world.secretary, report="问题已经解决。", on=DAY)
    assert (key.state, key.concluded_on) == ("concluded", DAY)


def test_what_is_not_solved_is_carried_on_with_whence_it_came(world, supervising, council):
    task, page = task_of(world, supervising), browser(world.secretary)
    assert "以后一次会议还没有登记" in page.get(supervising.get_absolute_url()).content.decode()
    later = next_session(world)
    offered = page.get(url("key-act", supervising.public_id, "carry_on")).content.decode()
    assert str(later) in offered and f">{world.session}<" not in offered
    with pytest.raises(Refused, match="以后的会议"):
        actions.carry_on(supervising, by=world.secretary, session=world.session, reason="尚未解决", on=DAY)
    key = actions.carry_on(supervising, by=world.secretary, session=later, reason="尚未解决", on=DAY)
    assert (key.session, key.former, key.state, key.leader, key.meeting) == (later, supervising, "supervising", world.cppcc_leader, council)
    assert KeyProposal.objects.get(pk=supervising.pk).state == "carried"
    assert duties([world.place.pk], DAY + timedelta(30), kinds=["key_task"])
    with pytest.raises(Refused, match="还有 1 项督办任务"):
        actions.conclude(key, by=world.secretary, report="已解决", on=DAY)
    actions.cancel_task(task, by=world.secretary, reason="不再需要", on=DAY)
    assert actions.conclude(key, by=world.secretary, report="已解决", on=DAY).state == "concluded"


def test_every_move_by_every_role_in_every_state(world, supervising):
    people = {role: world.somebody(role) for role in Role.values}
    secretary, recorder, speaker = {Role.SECRETARY}, {Role.SECRETARY, Role.SUPERVISOR}, {*actions.key.CONSULTED, Role.SECRETARY}
    table = {
        "circulate": ({"candidate"}, "consulting", secretary),
        "opine": ({"consulting"}, None, speaker),
        "arrange": ({"candidate", "consulting", "supervising"}, None, secretary),
        "approve": ({"consulting"}, "supervising", secretary),
        "drop": ({"candidate", "consulting"}, "dropped", secretary),
        "restore": ({"dropped"}, "candidate", secretary),
        "record": ({"supervising"}, None, recorder),
        "give_task": ({"supervising"}, None, recorder),
        "conclude": ({"supervising"}, "concluded", secretary),
        "carry_on": ({"supervising"}, "carried", secretary),
    }
    written = {"conclude": {"report": "已解决"}}
    check_rights(actions.KEY_FLOW, supervising, people, table, fields={"concluded": {"report": "已解决"}}, changes=written)


def test_every_move_of_a_task(world, supervising):
    people = {role: world.somebody(role) for role in Role.values}
    recorder = {Role.SECRETARY, Role.SUPERVISOR}
    table = {
        "report": ({"open"}, "reported", {Role.UNIT_HEAD, Role.UNIT_HANDLER}),
        "confirm": ({"reported"}, "done", recorder),
        "send_back": ({"reported"}, "open", recorder),
        "put_off": ({"open"}, None, recorder),
        "cancel": ({"open", "reported"}, "cancelled", recorder),
    }
    written = {state: {"report": "已办"} for state in ("reported", "done")}
    check_rights(actions.TASK_FLOW, task_of(world, supervising), people, table, fields=written, changes={"report": {"report": "已办"}})


def url(name, *args):
    return reverse(f"supervision:{name}", args=args)


def test_the_pages_from_the_candidate_to_the_report(world, council):
    client, handler = browser(world.secretary), browser(world.handler)
    assert "先按案号推荐候选" in client.get(url("keys")).content.decode()
    assert "没有您可以查看" in handler.get(url("keys")).content.decode()
    wrong = client.post(url("key-nominate"), {"session": world.session.pk, "case_nos": "999", "reason": "民生"})
    assert wrong.status_code == 409 and "没有案号为“999”" in wrong.content.decode()
    done = client.post(url("key-nominate"), {"session": world.session.pk, "case_nos": world.proposal.case_no, "reason": "民生"})
    assert done.status_code == 302 and handler.get(url("key-nominate")).status_code == 404
    key = KeyProposal.objects.get()
    assert handler.get(url("key", key.public_id)).status_code == 404
    acts = [
        ("circulate", {"until": "2099-03-20"}),
        ("opine", {"unit": world.government_office.pk, "agrees": "", "text": "与去年重复"}),
        ("arrange", {"mode": "cppcc_leader", "leader": str(world.cppcc_leader.public_id), "team": "演示甲\n演示乙"}),
        ("approve", {"meeting": str(council.public_id)}),
        ("record", {"kind": "talk", "on": "2026-03-03", "participants": "督办小组", "text": "座谈。"}),
        ("give_task", {"unit": world.finance.pk, "text": "落实资金", "due_on": "2099-06-30"}),
    ]
    for move, data in acts:
        assert client.get(url("key-act", key.public_id, move)).status_code == 200
        answer = client.post(url("key-act", key.public_id, move), data)
        assert answer.status_code == 302, (move, answer.content.decode())
    page = client.get(url("key", key.public_id)).content.decode()
    assert all(words in page for words in ("与去年重复", "协商座谈", "落实资金", "第9届第21次主席会议", "演示乙", "办理记录"))
    seen = handler.get(url("key", key.public_id)).content.decode()
    assert "报告完成情况" in seen and "与去年重复" not in seen and "办理记录" not in seen
    assert "督办情况" in handler.get(world.proposal.get_absolute_url()).content.decode()
    task = KeyTask.objects.get()
    act = url("key-task-act", task.public_id, "report")
    assert handler.post(act, {"text": ""}).status_code == 400 and handler.post(act, {"text": "已落实"}).status_code == 302
    assert client.post(url("key-task-act", task.public_id, "confirm"), {}).status_code == 302
    listed = client.get(url("keys")).content.decode()
    assert "任务完成 1/1" in listed and "活动 1 次" in listed
    assert "没有符合条件" in client.get(url("keys") + "?lead=不存在").content.decode()
    for name in ("keys", "key-tasks"):
        assert client.get(url(name) + "?format=xlsx").headers["Content-Type"].endswith("sheet")
    assert "落实资金" in handler.get(url("key-tasks")).content.decode() and browser(world.member).get(url("key-tasks")).status_code == 404
    assert client.post(url("key-act", key.public_id, "conclude"), {"report": "已解决"}).status_code == 302


def test_the_list_shows_a_session_and_asks_the_same_for_one_and_for_three(world, supervising):
    client = browser(world.secretary)

    def asked():
        client.get(url("keys"))
        with CaptureQueriesContext(
            connection,
        ) as caught:
            page = client.get(url("keys")).content.decode()
        return len(caught), page.count("card-title")

    first = asked()
    numbers = [world.assigned(title=title).case_no for title in ("关于改善公园厕所的建议", "关于增设候车亭的建议")]
    actions.nominate(world.session, numbers, by=world.secretary, reason="民生")
    assert (asked(), first[1]) == ((first[0], 3), 1)
    actions.carry_on(supervising, by=world.secretary, session=next_session(world), reason="尚未解决")
    page = client.get(url("keys")).content.decode()
    assert "转自九届四次会议" in page and page.count("card-title") == 1 and "上一年度转入" in page


def test_the_api_and_the_admin(world, supervising):
    client = browser(world.secretary)
    task = task_of(world, supervising)
    body = client.get(f"/api/v1/key-proposals/{supervising.public_id}/").json()
    assert body["tasks"][0]["text"] == task.text and body["opinions"] == [] and body["state"] == "supervising"
    other = world.assigned(title="关于增设候车亭的建议").case_no
    facts = {"session": world.session.pk, "case_nos": [other], "reason": "民生"}
    made = client.post("/api/v1/key-proposals/", facts, content_type="application/json")
    assert made.status_code == 201 and len(made.json()["ids"]) == 1
    act = f"/api/v1/key-tasks/{task.public_id}/act/report/"
    done = browser(world.handler).post(act, {"text": "已办"}, content_type="application/json")
    assert done.json()["state"] == "reported"
    assert browser(world.other_handler).get(f"/api/v1/key-tasks/{task.public_id}/").status_code == 404
    assert browser(world.handler).get(f"/api/v1/key-proposals/{supervising.public_id}/history/").json()["results"] == []
    for name, row in (("keyproposal", supervising), ("keytask", task)):
        assert client.get(reverse(f"admin:supervision_{name}_changelist")).status_code == 200
        assert client.get(reverse(f"admin:supervision_{name}_change", args=[row.pk])).status_code == 200
