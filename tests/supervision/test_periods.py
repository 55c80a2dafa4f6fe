"""The deadline rules of a session: what a change moves is shown before it counts, then counted anew and told."""

from datetime import date

import pytest
from django.urls import reverse

from organizations.models import Role, Ruleset, Session
from proposals.models import Handling
from supervision import actions
from tests.pages import browser
from tests.supervision.world import DUE
from tests.world import person
from workflow.models import Event, Notice
from workflow.refusals import Forbidden, Refused

TWO = {"proposals": {"reply": {"amount": 2}}}
URL = "/supervision/periods/"


def handling_of(world):
    return Handling.objects.get(pk=world.handling.pk)


def test_a_preview_shows_what_moves_and_stores_nothing(world):
    [shift] = actions.preview_periods(world.session, TWO, by=world.secretary)
    assert (shift.unit, shift.what, shift.before, shift.after) == (handling_of(world).unit_name, "答复", DUE, date(2026, 5, 6))
    assert handling_of(world).due_on == DUE and not Ruleset.objects.exists()
    assert Session.objects.get(pk=world.session.pk).ruleset is None and not Notice.objects.filter(title__contains="期限变更").exists()


def test_saved_it_is_the_next_version_counted_and_told(world):
    before = actions.preview_periods(world.session, TWO, by=world.secretary)
    assert actions.change_periods(world.session, TWO, by=world.secretary, note="演示通知第三条") == before
    handling, rules = handling_of(world), Session.objects.get(pk=world.session.pk).ruleset
    assert handling.due_on == date(2026, 5, 6) == handling.rounds.get().due_on
    assert rules.overrides == TWO and rules.note == "演示通知第三条" and rules.jurisdiction == world.place
    told = Notice.objects.get(person=world.handler, title__startswith="答复期限变更")
    assert "期限规则已经调整，答复的期限由 2026-06-02 改为 2026-05-06" in told.text
    assert Event.objects.filter(move="recount", label="期限规则已经调整，重新计算期限").exists()
    with pytest.raises(Refused, match="没有改动"):
        actions.change_periods(Session.objects.get(pk=world.session.pk), TWO, by=world.secretary, note="再来")


def test_a_second_change_keeps_the_first(world):
    actions.change_periods(world.session, TWO, by=world.secretary, note="甲")
    session = Session.objects.get(pk=world.session.pk)
    actions.change_periods(
        session, {"proposals": {"reply": {"unit": "workday", "amount": 30}, "filing": {"amount": 10}}}, by=world.secretary, note="乙"
    )
    rules = Session.objects.get(pk=world.session.pk).ruleset
    assert rules.version == 2 and rules.overrides["proposals"] == {"reply": {"amount": 30, "unit": "workday"}, "filing": {"amount": 10}}


def test_deadlines_asked_each_time_are_shown_too(world):
    filed = world.filed(title="关于增设公交站点的建议")
    shifts = actions.preview_periods(world.session, {"proposals": {"assignment": {"amount": 10}}}, by=world.secretary)
    assert [(shift.what, shift.subject) for shift in shifts] == [("提案交办", str(filed))] and shifts[0].after < shifts[0].before


def test_extended_and_concluded_ones_stay(world):
    world.handling.extensions.create(
        reason="工期", former_due_on=DUE, wished_on=date(2026, 7, 1), requested_by=world.handler, requested_on=DUE, granted=True,
        ruled_by=world.supervisor, ruled_on=DUE,
    )  # fmt: skip
    assert actions.preview_periods(world.session, TWO, by=world.secretary) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"proposals": {"reply": {"amount": -1}}}, "0 到 1000"),
        ({"proposals": {"reply": {"anchor": "moon"}}}, "不能从“moon”起算"),
        ({"proposals": {"reply": {"anchor": "co_opinion"}, "co_opinion": {"anchor": "reply"}}}, "成了循环"),
        ({"proposals": {"passes": {"amount": 1}}}, "不是期限"),
        ({"moon": {"reply": {"amount": 1}}}, "不是期限"),
        ({"proposals": {"reply": 3}}, "不是期限"),
        ({}, "没有改动"),
    ],
)
def test_what_cannot_be_is_refused(world, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        actions.preview_periods(world.session, changes, by=world.secretary)
    with pytest.raises(Refused, match=sentence):
        actions.change_periods(world.session, changes, by=world.secretary, note="演示")
    assert not Ruleset.objects.exists()


def test_others_may_not_and_older_sessions_are_refused(world):
    with pytest.raises(Forbidden):
        actions.change_periods(world.session, TWO, by=world.supervisor, note="演示")
    with pytest.raises(Refused, match="依据"):
        actions.change_periods(world.session, TWO, by=world.secretary, note=" ")
    Ruleset.objects.create(jurisdiction=world.place, version=1, name="新", effective_on=date(2026, 6, 1))
    with pytest.raises(Refused, match="不是现行版本"):
        actions.change_periods(world.session, TWO, by=world.secretary, note="演示", on=date(2026, 6, 2))


def fields_of(page, **changes):
    """What a browser would send of the page's form."""
    form = page.context["form"]
    values = {name: form.initial.get(name, field.initial) for name, field in form.fields.items()}
    return {name: value for name, value in (values | changes).items() if value is not None and value is not False}


def test_the_page_shows_then_saves(world):
    client = browser(world.secretary)
    page = client.get(URL)
    assert page.status_code == 200 and "答复期限" in page.content.decode() and "会办意见期限" in page.content.decode()
    same = client.post(URL, fields_of(page, note="演示"))
    assert same.status_code == 400 and "没有改动任何期限" in same.content.decode()
    sent = fields_of(page, note="演示") | {"proposals.reply.amount": "2"}
    tried = client.post(URL, sent)
    assert tried.status_code == 200 and "保存后将有 1 个期限改变" in tried.content.decode() and not Ruleset.objects.exists()
    assert client.post(URL, sent | {"confirm": "1"}).status_code == 302 and handling_of(world).due_on == date(2026, 5, 6)
    again = client.get(URL)
    assert again.context["form"]["proposals.reply.amount"].value() == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"proposals.reply.amount": "-2"}, "大于或等于"),
        ({"proposals.reply.fixed": "0630"}, "应写成“月-日”"),
        ({"proposals.reply.start": "moon:after"}, "选择"),
        ({"proposals.reply.start": "co_opinion:after", "proposals.co_opinion.start": "reply:before"}, "成了循环"),
        ({"note": ""}, "必填"),
    ],
)
def test_wrong_values_are_told_at_their_row(world, change, sentence):
    client = browser(world.secretary)
    answer = client.post(URL, fields_of(client.get(URL), note="演示") | {"proposals.filing.amount": "9"} | change)
    assert answer.status_code in (400, 409) and sentence in answer.content.decode() and not Ruleset.objects.exists()


def test_who_keeps_no_rules_finds_nothing(world):
    for someone in (world.supervisor, world.handler, world.member):
        assert browser(someone).get(URL).status_code == 404
    for wanted in ("0", "x", str(10**25)):
        assert browser(world.secretary).get(URL, {"session": wanted}).status_code == 404
    admin = person(world.place, Role.SYSTEM_ADMIN)
    assert browser(admin).get(reverse("supervision:periods")).status_code == 200


def test_a_program_tries_it_out_then_saves_it(world):
    def post(someone, **fields):
        sent = {"session": world.session.pk, "changes": TWO, "note": "演示"} | fields
        return browser(someone).post("/api/v1/deadline-rules/", sent, content_type="application/json")

    rules = browser(world.secretary).get("/api/v1/deadline-rules/", {"session": world.session.pk}).json()
    reply = next(each for each in rules["rules"] if each["key"] == "proposals.reply")
    assert (reply["amount"], reply["unit"], reply["anchor"], reply["anchors"]) == (
        3,
        "month",
        "assigned",
        ["assigned", "filed", "co_opinion"],
    )
    tried = post(world.secretary).json()
    assert tried["applied"] is False and [each["after"] for each in tried["shifts"]] == ["2026-05-06"] and not Ruleset.objects.exists()
    assert post(world.secretary, changes={"proposals": {"reply": {"amount": -2}}}).status_code == 409
    assert post(world.secretary, changes=[1]).status_code == 400 and post(world.secretary, session=0).status_code == 400
    assert post(world.supervisor).status_code == 403
    assert post(world.secretary, apply=True).json()["applied"] is True and handling_of(world).due_on == date(2026, 5, 6)
