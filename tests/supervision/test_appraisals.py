"""Appraisals: drawn by a seed anybody can use again, scored blindly, summed up, followed by a letter and a list to put right."""

import hashlib
import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from documents.models import Paper
from organizations.actions import appoint
from organizations.models import Role
from supervision import actions
from supervision.drawing import digest_of, drawn, places, ticket
from supervision.models import Appraisal, DrawEntry, Fault, RatedUnit, ScoreSheet
from supervision.rating import RATED_FLOW, figures_of
from tests.moves import check_rights
from tests.pages import browser
from tests.supervision.appraising import MARKS, SEED, announced, closed, drawn_up, score_all, scoring, sent
from tests.world import World, person
from workflow.models import Event, Notice
from workflow.refusals import Forbidden, Refused


def test_places_go_by_size_and_the_largest_remainder():
    assert places({"a": 6, "b": 3, "c": 1}, 5) == {"a": 3, "b": 2, "c": 0}
    assert places({"a": 5, "b": 5}, 3) == {"a": 2, "b": 1}
    assert places({"a": 2, "b": 1}, 9) == {"a": 2, "b": 1} and places({}, 3) == {}
    for wanted in range(25):
        found = places({"a": 13, "b": 7, "c": 3}, wanted)
        assert sum(found.values()) == min(wanted, 23) and all(found[layer] <= size for layer, size in (("a", 13), ("b", 7), ("c", 3)))


def test_the_draw_can_be_done_again_from_list_and_seed_alone():
    rows = [("case", "市财政局", "A 类" if n % 3 else "B 类", f"{n:03}") for n in range(30)]
    found = drawn(rows, 6, SEED)
    again = set()
    for layer, number in (("A 类", 4), ("B 类", 2)):
        of_layer = [row for row in rows if row[2] == layer]
        of_layer.sort(key=lambda row: hashlib.sha256(f"{SEED}|case|市财政局|{layer}|{row[3]}".encode()).hexdigest())
        again |= set(of_layer[:number])
    assert found == again == drawn(list(reversed(rows)), 6, SEED)
    assert drawn(rows, 6, "别的种子") != found
    assert digest_of(rows) == digest_of(reversed(rows)) != digest_of(rows[1:])


def test_the_lists_are_fixed_before_the_seed_is_known(world):
    appraisal = announced(world)
    entries = DrawEntry.objects.filter(appraisal=appraisal)
    assert appraisal.frame_digest == digest_of(each.row for each in entries) and not entries.filter(is_drawn=True).exists()
    world.issued(title="关于改善公园厕所的建议")
    person(world.place, Role.MEMBER)
    appraisal = actions.draw_sample(appraisal, by=world.secretary, seed=SEED)
    assert entries.filter(kind="case").count() == 1 and entries.filter(kind="scorer").count() == 3
    assert all(each.ticket == ticket(SEED, each.row) for each in entries.all())
    assert Notice.objects.filter(person=world.member, title__startswith="请为民主评议评分").exists()
    assert Notice.objects.filter(person=world.handler, title__startswith="本单位列入民主评议").exists()
    with pytest.raises(Refused, match="不能进行“抽样”"):
        actions.draw_sample(appraisal, by=world.secretary, seed="再抽一次")


def test_who_works_for_a_unit_does_not_score_it(world):
    biased = person(world.place, Role.MEMBER)
    appoint(biased, Role.UNIT_HANDLER, world.place, unit=world.finance)
    assert not DrawEntry.objects.filter(appraisal=announced(world), person=biased).exists()


def test_nothing_to_draw_from_is_told(world):
    appraisal = drawn_up(world, units=[world.finance, world.education])
    with pytest.raises(Refused, match="没有答复过的提案：市教育局"):
        actions.announce(appraisal, by=world.secretary, seed_source="开奖号码")
    appraisal = actions.edit_appraisal(appraisal, by=world.secretary, units=[world.finance])
    assert Event.objects.of(appraisal).get(move="edit").before == {"被评议单位": ["市财政局", "市教育局"]}
    world.second.memberships.all().delete()
    with pytest.raises(Refused, match="只有 2 人，至少 3 人"):
        actions.announce(appraisal, by=world.secretary, seed_source="开奖号码")
    with pytest.raises(Forbidden):
        actions.begin_appraisal(
            world.session, by=world.head, title="x", units=[], demands="x", ends_on=timezone.localdate(), case_count=1, scorer_count=1
        )


def test_totals_are_weighted_and_the_spread_is_that_of_the_sheets():
    aspects, grades = [["a", "甲", 60], ["b", "乙", 40]], [["x", "优秀", 90], ["y", "良好", 75], ["z", "较差", 0]]
    found = figures_of([{"a": 100, "b": 50}, {"a": 80, "b": 100}, {"a": 60, "b": 75}], aspects, grades)
    assert (found["total"], found["grade"]) == (Decimal("78.00"), "良好")  # 80, 88, 66
    assert found["spread"] == Decimal("9.09")  # √((4+100+144)/3)
    assert found["means"] == [["a", "80.00", "16.33"], ["b", "75.00", "20.41"]]


def test_marks_part_from_names_when_the_round_is_closed(world):
    appraisal = scoring(world)
    with pytest.raises(Refused, match="还有 3 份评分表没有提交"):
        actions.close_appraisal(appraisal, by=world.secretary, summary="x")
    score_all(appraisal, {}, {"effect": 40}, {"effect": 70})
    assert RatedUnit.objects.get().total is None
    appraisal = actions.close_appraisal(appraisal, by=world.secretary, summary="总体良好")
    rated = appraisal.units.get()
    assert (rated.state, rated.sheets_count, rated.total, rated.grade) == ("rated", 3, Decimal("75.00"), "良好")
    assert [each["effect"] for each in rated.marks] == [40, 70, 100] and rated.remarks == ["意见0", "意见1", "意见2"]
    assert figures_of(rated.marks, appraisal.aspects, appraisal.grades)["total"] == rated.total
    assert set(ScoreSheet.objects.values_list("remark", flat=True)) == {""} and all(not each.marks for each in ScoreSheet.objects.all())
    told = "".join(f"{each.before}{each.after}{each.reason}" for each in Event.objects.all())
    assert "effect" not in told.replace("'aspects'", "") or "意见0" not in told
    assert not Event.objects.filter(move="score").exclude(before={}, after={}).exists()


def test_too_few_sheets_are_not_rated(world):
    appraisal = scoring(world)
    for sheet in ScoreSheet.objects.order_by("pk")[:2]:
        actions.score(sheet, by=sheet.person, marks=MARKS)
    Appraisal.objects.update(ends_on=timezone.localdate() - timedelta(1))
    rated = actions.close_appraisal(appraisal, by=world.secretary, summary="x").units.get()
    assert (rated.state, rated.sheets_count, rated.total, rated.marks) == ("unrated", 2, None, [])


def test_a_sheet_is_whole_and_in_time(world):
    appraisal = scoring(world)
    sheet = ScoreSheet.objects.get(person=world.member)
    for marks, sentence in (({"leadership": 101}, "组织领导"), ({"form": True}, "答复规范"), ({"other": 1}, "没有的项目")):
        with pytest.raises(Refused, match=sentence):
            actions.score(sheet, by=world.member, marks=MARKS | marks)
    with pytest.raises(Forbidden):
        actions.score(sheet, by=world.second, marks=MARKS)
    sheet = actions.score(sheet, by=world.member, marks=MARKS)
    assert actions.score(sheet, by=world.member, marks=MARKS | {"form": 0}).marks["form"] == 0
    Appraisal.objects.update(ends_on=timezone.localdate() - timedelta(1))
    with pytest.raises(Refused, match="截止"):
        actions.score(sheet, by=world.member, marks=MARKS)
    appraisal.refresh_from_db()
    with pytest.raises(Refused, match="晚于今天"):
        actions.extend_scoring(appraisal, by=world.secretary, ends_on=timezone.localdate(), reason="再等等")
    actions.extend_scoring(appraisal, by=world.secretary, ends_on=timezone.localdate() + timedelta(3), reason="再等等")
    actions.score(sheet, by=world.member, marks=MARKS)
    cancelled = actions.cancel_appraisal(Appraisal.objects.get(), by=world.secretary, reason="程序有误")
    assert cancelled.state == "cancelled" and ScoreSheet.objects.get(pk=sheet.pk).marks == {}


@pytest.mark.django_db(transaction=True)
def test_a_sheet_given_while_the_round_is_being_closed_is_counted_or_refused(world):
    """Both lock the round first: there is neither a deadlock nor a sheet that is lost without a word."""
    appraisal = scoring(world)
    score_all(appraisal)
    sheet, said = ScoreSheet.objects.get(person=world.member), []

    def late():
        try:
            actions.score(sheet, by=world.member, marks=MARKS | {"effect": 0})
        except Refused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    with transaction.atomic():
        Appraisal.objects.select_for_update().get(pk=appraisal.pk)
        other = threading.Thread(target=late)
        other.start()
        other.join(0.5)
        assert other.is_alive()
        actions.close_appraisal(appraisal, by=world.secretary, summary="x")
    other.join(20)
    assert said and "没有在评分" in said[0] and all(each["effect"] == 100 for each in RatedUnit.objects.get().marks)
    assert ScoreSheet.objects.get(pk=sheet.pk).marks == {}


def test_the_letter_the_list_and_its_checking(world):
    rated = sent(world)
    paper, fault = Paper.objects.of(rated).get(), Fault.objects.get()
    text = "".join(each["lead"] + each["text"] for each in paper.content["body"])
    assert paper.title == "关于提案办理民主评议结果的函" and rated.number.startswith("评议函〔") and paper.content["format"] == "letter"
    assert all(
        words in text
        for words in (
            "等次为“良好”",
            "离散度",
            "没有当面沟通。办前办后都要面商，期限",
            "办理认真，沟通不够",
            "政协九届四次会议",
            "随机抽取1件",
        )
    )
    with pytest.raises(Refused, match="还有 1 项整改没有核实"):
        actions.settle_rated(rated, by=world.secretary)
    fault = actions.report_fault(fault, by=world.handler, text="已逐件面商")
    fault = actions.send_fault_back(fault, by=world.secretary, reason="缺记录", due_on=timezone.localdate() + timedelta(9))
    fault = actions.report_fault(fault, by=world.handler, text="已补记录")
    actions.confirm_fault(fault, by=world.supervisor, opinion="同意")
    later = actions.list_fault(rated, by=world.secretary, problem="答复套话", measure="重写", due_on=timezone.localdate())
    assert Notice.objects.filter(person=world.handler, title__startswith="民主评议要求整改").exists()
    actions.cancel_fault(later, by=world.secretary, reason="重复")
    assert actions.settle_rated(rated, by=world.secretary).state == "settled"
    with pytest.raises(Refused, match="不能早于今天"):
        actions.list_fault(closed_again(world), by=world.secretary, problem="x", measure="x", due_on=timezone.localdate() - timedelta(1))


def closed_again(world):
    return closed(world, title="又一次评议").units.get()


def test_who_sees_what(world):
    appraisal, stranger = scoring(world), person(World("邻市", "other").place, Role.SUPERVISOR)
    people = {"secretary": world.secretary, "unit": world.handler, "leader": world.leader, "scorer": world.member}
    people |= {"other unit": world.other_handler, "stranger": stranger, "auditor": world.somebody(Role.AUDITOR)}

    def seen(model):
        return {name for name, someone in people.items() if model.objects.visible_to(someone).exists()}

    assert seen(Appraisal) == {"secretary", "unit", "leader", "scorer", "auditor"}
    assert seen(RatedUnit) == {"secretary", "unit", "leader", "auditor"}
    assert seen(ScoreSheet) == {"scorer"}, "nobody sees a sheet but who fills it in"
    assert not DrawEntry.objects.visible_to(world.handler).filter(kind="scorer").exists()
    assert DrawEntry.objects.visible_to(world.member).filter(kind="scorer").count() == 3
    score_all(appraisal)
    actions.close_appraisal(appraisal, by=world.secretary, summary="总体良好")
    actions.list_fault(appraisal.units.get(), by=world.secretary, problem="x", measure="x")
    assert seen(Fault) == {"secretary", "auditor"}, "the unit sees the list with the letter"
    assert DrawEntry.objects.visible_to(world.handler).filter(kind="scorer").count() == 3
    actions.send_result(appraisal.units.get(), by=world.secretary, opinion="良好")
    assert seen(Fault) == {"secretary", "unit", "leader", "auditor"}
    draft = drawn_up(world, title="下一次")
    assert not Appraisal.objects.visible_to(world.handler).filter(pk=draft.pk).exists()


def test_publication_is_decided_after_the_end_and_can_be_taken_back(world):
    with pytest.raises(Refused):
        actions.publish_appraisal(scoring(world), by=world.secretary, publication="full", text="结果", reason="公布")
    appraisal = closed(world, title="又一次评议")
    with pytest.raises(Refused, match="写公开文本"):
        actions.publish_appraisal(appraisal, by=world.secretary, publication="full", reason="公布")
    with pytest.raises(Refused, match="请选择"):
        actions.publish_appraisal(appraisal, by=world.secretary, publication="undecided", reason="公布")
    appraisal = actions.publish_appraisal(appraisal, by=world.secretary, publication="full", text="结果如下", reason="公布")
    assert appraisal.published_on
    appraisal = actions.publish_appraisal(appraisal, by=world.secretary, publication="none", reason="有误")
    assert (appraisal.public_text, appraisal.published_on) == ("", None)


BOTH = {Role.SECRETARY, Role.SUPERVISOR}


def test_every_move_of_a_round(world):
    people = {role: world.somebody(role) for role in Role.values}
    table = {
        "edit": ({"draft"}, None, BOTH),
        "announce": ({"draft"}, "announced", BOTH),
        "draw": ({"announced"}, "scoring", BOTH),
        "extend": ({"scoring"}, None, BOTH),
        "close": ({"scoring"}, "closed", BOTH),
        "publish": ({"closed"}, None, BOTH),
        "cancel": ({"draft", "announced", "scoring"}, "cancelled", BOTH),
    }
    seed = {"seed": SEED, "drawn_on": timezone.localdate()}
    check_rights(
        actions.APPRAISAL_FLOW,
        drawn_up(world),
        people,
        table,
        fields={"scoring": seed, "closed": seed},
        changes={"draw": seed, "close": seed},
    )


def test_every_move_of_a_unit_and_of_its_list(world):
    people = {role: world.somebody(role) for role in Role.values}
    rated = sent(world)
    table = {
        "rate": ({"listed"}, "rated", "driven"),
        "pass_over": ({"listed"}, "unrated", "driven"),
        "list_fault": ({"rated", "sent"}, None, BOTH),
        "send": ({"rated"}, "sent", BOTH),
        "settle": ({"sent"}, "settled", BOTH),
    }
    check_rights(RATED_FLOW, rated, people, table)
    unit = {Role.UNIT_HEAD, Role.UNIT_HANDLER}
    table = {
        "report": ({"open"}, "reported", unit),
        "confirm": ({"reported"}, "done", BOTH),
        "send_back": ({"reported"}, "open", BOTH),
        "cancel": ({"open", "reported"}, "cancelled", BOTH),
    }
    check_rights(actions.FAULT_FLOW, rated.faults.get(), people, table)


def test_every_move_of_a_sheet(world):
    scoring(world)
    sheet = ScoreSheet.objects.get(person=world.member)
    people = {role: world.somebody(role) for role in Role.values} | {Role.MEMBER: world.member}
    check_rights(actions.SHEET_FLOW, sheet, people, {"score": ({"open", "given"}, "given", {Role.MEMBER})})


def url(name, *args):
    return reverse(f"supervision:{name}", args=args)


def test_the_pages_from_the_draft_to_the_end(world):
    client, member, handler = browser(world.secretary), browser(world.member), browser(world.handler)
    assert "选几个承办单位" in client.get(url("appraisals")).content.decode()
    assert (
        "没有您参加的民主评议" in member.get(url("appraisals")).content.decode() and member.get(url("appraisal-create")).status_code == 404
    )
    world.issued(title="关于修缮社区书屋的建议")
    person(world.place, Role.MEMBER)
    day = timezone.localdate() + timedelta(20)
    facts = {"session": world.session.pk, "title": "年度评议", "units": [world.finance.pk], "demands": "评分", "case_count": 5}
    assert client.post(url("appraisal-create"), facts).status_code == 400
    assert client.post(url("appraisal-create"), facts | {"scorer_count": 30, "ends_on": str(day)}).status_code == 302
    appraisal = Appraisal.objects.get()
    act = url("appraisal-act", appraisal.public_id, "announce")
    assert client.post(act, {"seed_source": ""}).status_code == 400 and client.post(act, {"seed_source": "开奖号码"}).status_code == 302
    assert handler.get(appraisal.get_absolute_url()).status_code == 200 and member.get(appraisal.get_absolute_url()).status_code == 404
    assert client.post(url("appraisal-act", appraisal.public_id, "draw"), {"seed": SEED}).status_code == 302
    page = member.get(appraisal.get_absolute_url()).content.decode()
    assert "我的评分" in page and "修缮社区书屋" in page and "办理记录" not in page
    sheet = ScoreSheet.objects.get(person=world.member)
    act = url("sheet-act", sheet.public_id, "score")
    marks = {f"mark_{code}": points for code, points in MARKS.items()}
    assert member.post(act, marks | {"mark_form": 101}).status_code == 400 and member.post(act, marks).status_code == 302
    assert client.get(act).status_code == 404 and handler.get(act).status_code == 404
    assert "修缮社区书屋" in handler.get(url("appraisal-sample", appraisal.public_id)).content.decode()
    listed = handler.get(url("appraisal-sample", appraisal.public_id) + "?format=csv").getvalue().decode("utf-8-sig")
    assert world.member.name not in listed and ticket(SEED, DrawEntry.objects.get(kind="case").row) in listed
    score_all(appraisal)
    assert client.post(url("appraisal-act", appraisal.public_id, "close"), {"summary": "总体良好"}).status_code == 302
    rated = appraisal.units.get()
    fault = {"problem": "没有面商", "measure": "面商", "due_on": str(day)}
    assert client.post(url("rated-act", rated.public_id, "list_fault"), fault).status_code == 302
    assert client.post(url("rated-act", rated.public_id, "send"), {"opinion": "良好"}).status_code == 302
    page = handler.get(rated.get_absolute_url()).content.decode()
    assert "84.00" in page and "没有面商" in page and "评分人的意见" not in page
    assert handler.post(url("fault-act", rated.faults.get().public_id, "report"), {"text": "已办"}).status_code == 302
    assert client.post(url("fault-act", rated.faults.get().public_id, "confirm"), {}).status_code == 302
    assert client.get(appraisal.get_absolute_url() + "?format=xlsx").headers["Content-Type"].endswith("sheet")
    assert browser(world.other_handler).get(rated.get_absolute_url()).status_code == 404


def test_the_api_and_the_admin(world):
    client, member = browser(world.secretary), browser(world.member)
    rated = sent(world)
    appraisal, fault = rated.appraisal, rated.faults.get()
    facts = {
        "session": world.session.pk,
        "title": "评议",
        "units": [str(world.finance.public_id)],
        "demands": "评",
        "ends_on": "2099-06-30",
    }
    made = client.post("/api/v1/appraisals/", facts, content_type="application/json")
    assert made.status_code == 201 and Appraisal.objects.order_by("pk").last().case_count == 5
    wrong = client.post("/api/v1/appraisals/", facts | {"units": [str(world.education.public_id)]}, content_type="application/json")
    assert wrong.status_code == 400 and "units" in wrong.json()
    row = client.get(f"/api/v1/rated-units/{rated.public_id}/").json()
    assert row["total"] and "marks" not in row and "remarks" not in row
    assert client.get("/api/v1/score-sheets/").json()["results"] == []
    assert len(member.get("/api/v1/score-sheets/").json()["results"]) == 1
    assert len(client.get(f"/api/v1/appraisal-draws/?appraisal={appraisal.public_id}&drawn=yes").json()["results"]) == 4
    assert client.get("/api/v1/appraisal-faults/export/?format=csv").status_code == 200
    for name, row in (("appraisal", appraisal), ("ratedunit", rated), ("fault", fault)):
        assert client.get(reverse(f"admin:supervision_{name}_changelist")).status_code == 200
        assert client.get(reverse(f"admin:supervision_{name}_change", args=[row.pk])).status_code == 200
