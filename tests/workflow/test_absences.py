"""While somebody is away his deputy is told too, once, and never in a circle; the page about it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tests.pages import browser, enter
from tests.world import World
from workflow.absence_forms import OwnAbsenceForm
from workflow.models import Absence, Channel, Notice, NoticeSetting, deputies_on
from workflow.notices import tell, tell_each

pytestmark = pytest.mark.django_db
PAGE = "/notices/settings/"


@pytest.fixture
def world():
    return World()


def away(person, deputy, place, start=0, end=3):
    today = timezone.localdate()
    days = {"starts_on": today + timedelta(days=start), "ends_on": today + timedelta(days=end)}
    return Absence.objects.create(jurisdiction=place, person=person, deputy=deputy, **days)


def test_the_absent_and_his_deputy_are_told(world):
    away(world.handler, world.head, world.place)
    for _ in range(2):
        tell([world.handler], world.place, "a", "请反馈", about=world.place)
    assert [notice.title for notice in world.handler.notices.all()] == ["请反馈"]
    standing_in = world.head.notices.get()
    assert standing_in.title == f"代{world.handler}：请反馈" and standing_in.acting_for == world.handler
    assert standing_in.about == str(world.place.public_id)


def test_who_is_told_anyway_is_not_told_twice(world):
    away(world.handler, world.head, world.place)
    tell([world.handler, world.head], world.place, "a", "请反馈")
    assert Notice.objects.count() == 2


@pytest.mark.parametrize(("start", "end", "told"), [(0, 0, 1), (-3, -1, 0), (1, 2, 0), (-3, 0, 1)])
def test_both_days_count(world, start, end, told):
    away(world.handler, world.head, world.place, start, end)
    tell([world.handler], world.place, "a", "请反馈")
    assert world.head.notices.count() == told


def test_a_chain_goes_on_once_and_never_in_a_circle(world):
    today, place = timezone.localdate(), world.place
    away(world.handler, world.head, place)
    away(world.head, world.secretary, place)
    assert deputies_on([world.handler.pk], today, place) == {world.handler.pk: (world.handler.name, world.secretary.pk)}
    back = away(world.secretary, world.handler, place)
    assert deputies_on([world.handler.pk, world.head.pk, world.secretary.pk], today, place) == {}
    back.delete()
    Absence.objects.filter(person=world.head).update(deputy=world.handler)
    assert deputies_on([world.handler.pk], today, place) == {}


def test_an_absence_counts_in_its_own_place_alone(world):
    other = World("别市", "other")
    away(world.handler, world.head, world.place)
    tell([world.handler], other.place, "a", "请反馈")
    assert world.head.notices.count() == 0


def asked(world, **facts):
    today = timezone.localdate()
    base = {"jurisdiction": world.place.pk, "deputy": world.head.pk, "starts_on": today, "ends_on": today}
    return OwnAbsenceForm(base | facts, by=world.handler)


def test_an_absence_that_makes_no_sense_is_refused(world):
    today = timezone.localdate()
    stranger = World("别市", "other").handler
    assert "终止日期不能早于起始日期" in str(asked(world, starts_on=today + timedelta(days=2)).errors)
    assert "终止日期已过" in str(asked(world, starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 2)).errors)
    assert asked(world, deputy=stranger.pk).errors and asked(world, deputy=world.handler.pk).errors
    assert asked(world, jurisdiction=stranger.memberships.get().jurisdiction_id).errors
    away(world.handler, world.head, world.place)
    assert "日期重叠" in str(asked(world).errors)


def test_a_person_sets_his_channels_and_his_deputy(client, world):
    Channel.objects.create(jurisdiction=world.place, kind="email")
    enter(client, world.handler)
    assert "电子邮件" in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"email": "a@example.com", "mobile": "13800138000"}).status_code == 302
    setting = NoticeSetting.objects.get(person=world.handler)
    world.handler.refresh_from_db()
    assert (setting.muted, setting.mobile, world.handler.email) == (["email"], "13800138000", "a@example.com")
    assert client.post(PAGE, {"email": "a@example.com", "channels": ["email"]}).status_code == 302
    setting.refresh_from_db()
    assert (setting.muted, setting.mobile) == ([], "")
    wrong = client.post(PAGE, {"email": "nobody", "mobile": "12"})
    assert wrong.status_code == 400 and "请填写 11 位手机号" in wrong.content.decode()
    day = f"{timezone.localdate():%Y-%m-%d}"
    body = {"jurisdiction": world.place.pk, "deputy": world.head.pk, "starts_on": day, "ends_on": day}
    assert client.post("/notices/absences/", body | {"deputy": ""}).status_code == 400
    assert client.post("/notices/absences/", body).status_code == 302
    row = Absence.objects.get()
    assert f"由{world.head}代办" in client.get(PAGE).content.decode()
    enter(client, world.head)
    assert f"您代{world.handler}" in client.get(PAGE).content.decode()
    assert client.post(f"/notices/absences/{row.pk}/withdraw/").status_code == 404
    enter(client, world.handler)
    assert client.post(f"/notices/absences/{row.pk}/withdraw/").status_code == 302 and not Absence.objects.exists()


def test_a_deputy_who_is_told_something_else_gets_that_of_the_absent_too(world):
    away(world.handler, world.head, world.place)
    tell_each(world.place, "digest", {world.handler.pk: ("甲的事", "a"), world.head.pk: ("乙的事", "b")})
    tell_each(world.place, "both", dict.fromkeys([world.handler.pk, world.head.pk], ("同一件事", "c")))
    told = Notice.objects.filter(person=world.head).order_by("pk").values_list("title", flat=True)
    assert list(told) == ["乙的事", f"代{world.handler.name}：甲的事", "同一件事"]


def test_an_absence_before_the_person_had_a_post_is_a_sentence(world):
    with pytest.raises(ValidationError, match="没有在任的职务"):
        Absence(
            jurisdiction=world.place, person=world.handler, deputy=world.head, starts_on=date(1990, 1, 1), ends_on=date(1990, 1, 2)
        ).clean()
    body = {"deputy": str(world.head.public_id), "starts_on": "1990-01-01", "ends_on": "2090-01-01"}
    row = away(world.handler, world.head, world.place)
    answer = browser(world.secretary).post(f"/api/v1/absences/{row.pk}/act/edit/", body, content_type="application/json")
    assert answer.status_code == 400 and "没有在任的职务" in str(answer.json())


def test_a_program_reads_and_changes_its_owners_settings_and_absences(world):
    client, kind = browser(world.handler), "application/json"
    Channel.objects.create(jurisdiction=world.place, kind="wecom", address="https://93.184.216.34/hook")
    shown = client.get("/api/v1/notices/settings/").json()
    assert shown["channels"] == [{"kind": "wecom", "label": "企业微信", "on": True}]
    kept = client.post("/api/v1/notices/settings/", {"mobile": "13900000001", "channels": []}, content_type=kind).json()
    assert (kept["mobile"], kept["email"], kept["channels"][0]["on"]) == ("13900000001", shown["email"], False)
    assert NoticeSetting.objects.get(person=world.handler).muted == ["wecom"]
    assert client.post("/api/v1/notices/settings/", {"email": "nirgends"}, content_type=kind).status_code == 400
    today = timezone.localdate()
    facts = {"deputy": str(world.head.public_id), "starts_on": str(today), "ends_on": str(today)}
    made = client.post("/api/v1/absences/own/", facts, content_type=kind)
    assert made.status_code == 201, made.json()
    assert Absence.objects.get(pk=made.json()["id"]).person == world.handler
    assert client.post("/api/v1/absences/own/", facts, content_type=kind).status_code == 400
    address = f"/api/v1/absences/own/{made.json()['id']}/"
    assert browser(world.secretary).delete(address).status_code == 404
    assert client.delete(address).status_code == 204 and not Absence.objects.exists()
